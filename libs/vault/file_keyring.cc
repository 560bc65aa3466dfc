// Keys in one RocksDB of this machine: keyring_database.h says how.
#include <array>
#include <functional>
#include <list>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "libs/ids/random.h"
#include "libs/rocks/directory.h"
#include "libs/vault/cipher.h"
#include "libs/vault/keyring_database.h"
#include "libs/vault/vault.h"
#include "libs/vault/wrapping_key.h"

namespace aor::vault {
namespace {
constexpr size_t kCachedKeys = 16384;
constexpr char kOtherFile[] =
    ": put back the one that wraps its keys, or name it with --wrapping_key_file";

std::string SubjectRow(char kind, std::string_view tenant, std::string_view subject) {
  std::string row(1, kind);
  return row.append(tenant).append(1, '\0').append(subject);
}

std::string KeyRow(std::string_view tenant, std::string_view subject, uint32_t version) {
  std::string row = SubjectRow('k', tenant, subject) + '\0';
  for (int shift = 24; shift >= 0; shift -= 8) row.push_back(static_cast<char>(version >> shift));
  return row;
}

// The wrapping key that fits the rows; for an empty keyring the file may be made now.
absl::StatusOr<std::string> FittingKey(KeyringDatabase& database, const std::string& file) {
  std::string proof;
  const auto found = database.rows().Get({}, kProofRow, &proof);
  if (!found.ok() && !found.IsNotFound()) return ToAbsl(found);
  auto key = ReadWrappingKey(file);
  if (absl::IsNotFound(key.status()) && found.IsNotFound()) key = MakeWrappingKey(file);
  if (absl::IsNotFound(key.status()))
    return absl::NotFoundError(std::string(key.status().message()) + kOtherFile);
  if (!key.ok()) return key.status();
  if (found.ok() && !Unwrap(*key, kProofRow, proof).ok())
    return absl::FailedPreconditionError(file + " is not the key of this keyring" + kOtherFile);
  if (found.ok()) return key;
  const auto put = database.Put(kProofRow, Wrap(*key, kProofRow, kProof));
  return put.ok() ? key : ToAbsl(put);
}

// The unwrapped keys last used, by row.
class Cache {
 public:
  std::optional<std::string> Find(const std::string& row) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(row);
    if (found == places_.end()) return std::nullopt;
    recent_.splice(recent_.begin(), recent_, found->second);
    return found->second->second;
  }
  void Keep(const std::string& row, const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (places_.contains(row)) return;
    recent_.emplace_front(row, key);
    places_[row] = recent_.begin();
    if (recent_.size() <= kCachedKeys) return;
    places_.erase(recent_.back().first);
    recent_.pop_back();
  }
  void Drop(const std::string& row) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(row);
    if (found == places_.end()) return;
    recent_.erase(found->second);
    places_.erase(found);
  }

 private:
  std::mutex mutex_;
  std::list<std::pair<std::string, std::string>> recent_;
  std::unordered_map<std::string, std::list<std::pair<std::string, std::string>>::iterator> places_;
};

class InFile final : public Keyring {
 public:
  InFile(std::unique_ptr<KeyringDatabase> database, std::string wrapping_key)
      : database_(std::move(database)), wrapping_key_(std::move(wrapping_key)) {}

  absl::StatusOr<Key> Ensure(std::string_view tenant, std::string_view subject) override {
    const std::lock_guard lock(LockOf(tenant, subject));
    const auto newest = Newest(tenant, subject);
    if (!newest.ok()) return newest.status();
    return *newest == 0 ? Add(tenant, subject, 1) : Load(tenant, subject, *newest);
  }
  absl::StatusOr<Key> Renew(std::string_view tenant, std::string_view subject) override {
    const std::lock_guard lock(LockOf(tenant, subject));
    const auto newest = Newest(tenant, subject);
    if (!newest.ok()) return newest.status();
    return Add(tenant, subject, *newest + 1);
  }
  absl::StatusOr<Key> Find(std::string_view tenant, std::string_view subject,
                           uint32_t version) const override {
    const std::lock_guard lock(LockOf(tenant, subject));
    return Load(tenant, subject, version);
  }
  absl::Status Destroy(std::string_view tenant, std::string_view subject) override {
    const std::lock_guard lock(LockOf(tenant, subject));
    const std::lock_guard one_at_a_time(forgetting_);
    if (absl::IsFailedPrecondition(Newest(tenant, subject).status()))
      return database_->FinishForgetting();  // of a time when the disk was full
    rocksdb::WriteBatch batch;
    batch.Put(SubjectRow('d', tenant, subject), "");
    batch.Put(kForgetRow, "");
    std::vector<std::string> versions;
    auto visited = VisitVersions(tenant, subject, [&](const std::string& row, uint32_t) {
      batch.Delete(row);
      versions.push_back(row);
    });
    if (!visited.ok()) return visited;  // a key that was not seen would outlive the erasure
    for (const std::string& row : versions) cache_.Drop(row);
    if (auto written = database_->WriteMarked(batch); !written.ok()) return ToAbsl(written);
    return database_->Forget();
  }
  absl::StatusOr<bool> IsDestroyed(std::string_view tenant,
                                   std::string_view subject) const override {
    const auto newest = Newest(tenant, subject);
    if (absl::IsFailedPrecondition(newest.status())) return true;
    return newest.ok() ? absl::StatusOr<bool>(false) : newest.status();
  }
  std::shared_ptr<const KeyringMark> Mark() const override { return database_->mark(); }
  absl::Status Visit(const std::function<absl::Status(const Standing&)>& visit) const override {
    const std::unique_ptr<rocksdb::Iterator> at(database_->rows().NewIterator({}));
    std::string last;
    for (at->SeekToFirst(); at->Valid(); at->Next()) {
      const std::string row = at->key().ToString();
      if (row.front() != 'k' && row.front() != 'd') continue;
      const std::string of = row.front() == 'd' ? row : row.substr(0, row.size() - 5);
      const size_t zero = of.find('\0');
      if (zero == std::string::npos || std::exchange(last, of) == of) continue;
      const auto standing = StandingOf(of.substr(1, zero - 1), of.substr(zero + 1));
      if (!standing.ok()) return standing.status();
      if (auto visited = visit(*standing); !visited.ok()) return visited;
    }
    return ToAbsl(at->status());
  }
  absl::Status Adopt(const Standing& standing) override {
    if (standing.destroyed) return Destroy(standing.tenant, standing.subject);
    const std::lock_guard lock(LockOf(standing.tenant, standing.subject));
    for (const Key& key : standing.keys) {
      auto known = Load(standing.tenant, standing.subject, key.version);
      if (absl::IsNotFound(known.status())) known = Keep(standing.tenant, standing.subject, key);
      if (!known.ok()) return known.status();
      if (known->bytes != key.bytes) return AnotherKey(standing);
    }
    return absl::OkStatus();
  }
  absl::Status Checkpoint(const std::string& directory) const override {
    return rocks::CopyTo(database_->rows(), directory, /*is_secret=*/true);
  }

 private:
  std::mutex& LockOf(std::string_view tenant, std::string_view subject) const {
    return locks_[std::hash<std::string>()(SubjectRow('k', tenant, subject)) % locks_.size()];
  }
  absl::Status VisitVersions(
      std::string_view tenant, std::string_view subject,
      const std::function<void(const std::string& row, uint32_t)>& visit) const {
    const std::string first = KeyRow(tenant, subject, 0);
    const std::unique_ptr<rocksdb::Iterator> at(database_->rows().NewIterator({}));
    for (at->Seek(first); at->Valid() && at->key().size() == first.size(); at->Next()) {
      const std::string row = at->key().ToString();
      if (!row.starts_with(std::string_view(first).substr(0, first.size() - 4))) break;
      uint32_t version = 0;
      for (const unsigned char byte : row.substr(row.size() - 4)) version = version << 8 | byte;
      visit(row, version);
    }
    return ToAbsl(at->status());
  }
  // 0 if there is none yet.
  absl::StatusOr<uint32_t> Newest(std::string_view tenant, std::string_view subject) const {
    std::string ignored;
    const auto destroyed = database_->rows().Get({}, SubjectRow('d', tenant, subject), &ignored);
    if (destroyed.ok()) return absl::FailedPreconditionError("the subject is erased");
    if (!destroyed.IsNotFound()) return ToAbsl(destroyed);
    uint32_t newest = 0;
    auto visited = VisitVersions(tenant, subject,
                                 [&](const std::string&, uint32_t version) { newest = version; });
    if (!visited.ok()) return visited;  // or the next key would take an old one's place
    return newest;
  }
  absl::StatusOr<Standing> StandingOf(const std::string& tenant, const std::string& subject) const {
    Standing standing{tenant, subject, false, {}};
    const auto newest = Newest(tenant, subject);
    standing.destroyed = absl::IsFailedPrecondition(newest.status());
    if (standing.destroyed) return standing;
    if (!newest.ok()) return newest.status();
    for (uint32_t version = 1; version <= *newest; ++version) {
      auto key = Load(tenant, subject, version);
      if (!key.ok()) return key.status();
      standing.keys.push_back(*std::move(key));
    }
    return standing;
  }
  absl::StatusOr<Key> Add(std::string_view tenant, std::string_view subject, uint32_t version) {
    return Keep(tenant, subject, {version, RandomBytes(kKeyBytes)});
  }
  absl::StatusOr<Key> Keep(std::string_view tenant, std::string_view subject, const Key& key) {
    const std::string row = KeyRow(tenant, subject, key.version);
    rocksdb::WriteBatch batch;
    batch.Put(row, Wrap(wrapping_key_, row, key.bytes));
    const auto put = database_->WriteMarked(batch);
    if (!put.ok()) return ToAbsl(put);
    cache_.Keep(row, key.bytes);
    return key;
  }
  absl::StatusOr<Key> Load(std::string_view tenant, std::string_view subject,
                           uint32_t version) const {
    const std::string row = KeyRow(tenant, subject, version);
    if (const auto cached = cache_.Find(row)) return Key{version, *cached};
    std::string wrapped;
    const auto found = database_->rows().Get({}, row, &wrapped);
    if (found.IsNotFound()) return absl::NotFoundError("no such key");
    if (!found.ok()) return ToAbsl(found);
    const auto key = Unwrap(wrapping_key_, row, wrapped);
    if (!key.ok()) return key.status();
    cache_.Keep(row, *key);
    return Key{version, *key};
  }

  const std::unique_ptr<KeyringDatabase> database_;
  const std::string wrapping_key_;
  mutable Cache cache_;
  mutable std::array<std::mutex, 64> locks_;  // one subject's calls follow each other
  std::mutex forgetting_;  // one at a time: each clears the note of what is to be forgotten
};
}  // namespace

absl::StatusOr<std::unique_ptr<Keyring>> FileKeyring(const std::string& directory,
                                                     const std::string& wrapping_key_file,
                                                     rocksdb::Env* env) {
  auto database = KeyringDatabase::Open(directory, env);
  if (!database.ok()) return database.status();
  const auto key = FittingKey(**database, wrapping_key_file);
  if (!key.ok()) return key.status();
  if (auto finished = (*database)->FinishForgetting(); !finished.ok()) return finished;
  return std::make_unique<InFile>(*std::move(database), *key);
}

absl::Status RewrapAll(const std::string& directory, const std::string& old_wrapping_key_file,
                       const std::string& new_wrapping_key_file) {
  const auto database = KeyringDatabase::Open(directory, nullptr);
  if (!database.ok()) return database.status();
  const auto before = FittingKey(**database, old_wrapping_key_file);
  if (!before.ok()) return before.status();
  auto after = ReadWrappingKey(new_wrapping_key_file);
  if (absl::IsNotFound(after.status())) after = MakeWrappingKey(new_wrapping_key_file);
  if (!after.ok()) return after.status();
  rocksdb::WriteBatch batch;
  const std::unique_ptr<rocksdb::Iterator> at((*database)->rows().NewIterator({}));
  for (at->SeekToFirst(); at->Valid(); at->Next()) {
    const std::string row = at->key().ToString();
    if (row.front() != 'k' && row != kProofRow) continue;
    const auto key = Unwrap(*before, row, at->value().ToStringView());
    if (!key.ok()) return key.status();
    batch.Put(row, Wrap(*after, row, *key));
  }
  if (!at->status().ok()) return ToAbsl(at->status());
  const auto written = (*database)->Write(batch);
  return written.ok() ? (*database)->Forget() : ToAbsl(written);
}
}  // namespace aor::vault
