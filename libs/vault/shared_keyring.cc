// Rows, each a record with its name as the key:
//   "w"                                                    a known text, wrapped: proves the
//   wrapping key "k" <tenant> NUL <subject> NUL <version:4> <random:8>  a key, wrapped; of one
//   version the first counts "d" <tenant> NUL <subject>                             destroyed: its
//   keys are deleted
// The random bytes keep both of two keys that processes made at the same moment: else compaction
// would keep the later one, and the first has been used.
#include "libs/vault/shared_keyring.h"

#include <absl/strings/str_cat.h>

#include <map>
#include <mutex>
#include <set>

#include "libs/vault/cipher.h"
#include "libs/vault/wrapping_key.h"

namespace aor::vault {
namespace {
constexpr size_t kVersionBytes = 4, kRandomBytes = 8;

std::string SubjectOf(std::string_view tenant, std::string_view subject) {
  return std::string(tenant).append(1, '\0').append(subject);
}

std::string NewName(const std::string& subject, uint32_t version) {
  std::string name = "k" + subject + '\0';
  for (int shift = 24; shift >= 0; shift -= 8) name.push_back(static_cast<char>(version >> shift));
  return name + RandomBytes(kRandomBytes);
}

class Shared final : public Keyring {
 public:
  Shared(std::unique_ptr<SharedRows> rows, std::string wrapping_key_file)
      : rows_(std::move(rows)), wrapping_key_file_(std::move(wrapping_key_file)) {}

  absl::Status Open() {
    if (auto read = Refresh(true); !read.ok()) return read;
    auto key = ReadWrappingKey(wrapping_key_file_);
    if (absl::IsNotFound(key.status()) && proof_.empty()) key = MakeWrappingKey(wrapping_key_file_);
    if (!key.ok()) return key.status();
    wrapping_key_ = *key;
    if (proof_.empty()) {
      auto put = rows_->Put(kProofRow, Wrap(wrapping_key_, kProofRow, kProof));
      if (put.ok()) put = Refresh(true);
      if (!put.ok()) return put;
    }
    if (!Unwrap(wrapping_key_, kProofRow, proof_).ok())
      return absl::FailedPreconditionError(wrapping_key_file_ + " is not the key of this keyring");
    return FinishForgetting();
  }

  absl::StatusOr<Key> Ensure(std::string_view tenant, std::string_view subject) override {
    const std::string of = SubjectOf(tenant, subject);
    (void)Refresh(false);
    if (const auto version = Newest(of); !version.ok() || *version > 0)
      return version.ok() ? Load(of, *version) : version.status();
    const std::lock_guard lock(making_);
    if (auto read = Refresh(true); !read.ok()) return read;
    const auto version = Newest(of);
    if (!version.ok()) return version.status();
    return *version > 0 ? Load(of, *version) : Make(of, {1, RandomBytes(kKeyBytes)});
  }
  absl::StatusOr<Key> Renew(std::string_view tenant, std::string_view subject) override {
    const std::string of = SubjectOf(tenant, subject);
    const std::lock_guard lock(making_);
    if (auto read = Refresh(true); !read.ok()) return read;
    const auto version = Newest(of);
    if (!version.ok()) return version.status();
    return Make(of, {*version + 1, RandomBytes(kKeyBytes)});
  }
  // A key that another process has made is there before any commit that uses it.
  absl::StatusOr<Key> Find(std::string_view tenant, std::string_view subject,
                           uint32_t version) const override {
    const std::string of = SubjectOf(tenant, subject);
    (void)Refresh(false);
    auto key = Load(of, version);
    if (!absl::IsNotFound(key.status()) || IsDestroyed(of)) return key;
    if (auto read = Refresh(true); !read.ok()) return read;
    return Load(of, version);
  }
  absl::Status Destroy(std::string_view tenant, std::string_view subject) override {
    const std::string of = SubjectOf(tenant, subject);
    const std::lock_guard lock(making_);
    if (auto read = Refresh(false); !read.ok()) return read;
    if (IsForgotten(of)) return absl::OkStatus();  // the broker is not asked about each again
    if (auto read = Refresh(true); !read.ok()) return read;
    if (!IsDestroyed(of))
      if (auto put = rows_->Put("d" + of, ""); !put.ok()) return put;
    if (auto read = Refresh(true); !read.ok()) return read;
    return Forget(of);
  }
  absl::Status Checkpoint(const std::string& directory) const override {
    const auto copy = FileKeyring(directory, wrapping_key_file_);
    return copy.ok() ? CopyKeys(*this, **copy) : copy.status();
  }
  absl::Status Visit(const std::function<absl::Status(const Standing&)>& visit) const override {
    if (auto read = Refresh(true); !read.ok()) return read;
    for (const std::string& of : Subjects())
      if (auto visited = visit(StandingOf(of)); !visited.ok()) return visited;
    return absl::OkStatus();
  }
  absl::Status Adopt(const Standing& standing) override {
    if (standing.destroyed) return Destroy(standing.tenant, standing.subject);
    const std::string of = SubjectOf(standing.tenant, standing.subject);
    const std::lock_guard lock(making_);
    if (auto read = Refresh(true); !read.ok()) return read;
    for (const Key& key : standing.keys) {
      auto known = Load(of, key.version);
      if (absl::IsNotFound(known.status())) known = Make(of, key);
      if (!known.ok()) return known.status();
      if (known->bytes != key.bytes) return AnotherKey(standing);
    }
    return absl::OkStatus();
  }

 private:
  struct Made {
    std::string name, wrapped;
  };
  struct Subject {
    bool destroyed = false;
    std::map<uint32_t, Made> keys;  // by version
    std::set<std::string> names;    // of all rows that still hold one
  };

  absl::Status Refresh(bool to_the_end) const {
    return rows_->Read(to_the_end,
                       [this](const std::string& name, const std::optional<std::string>& row) {
                         const std::lock_guard lock(mutex_);
                         Take(name, row);
                       });
  }
  void Take(const std::string& name, const std::optional<std::string>& row) const {
    if (name == kProofRow && row) proof_ = *row;
    if (name.starts_with('d')) {
      Subject& subject = subjects_[name.substr(1)];
      subject.destroyed = true;
      subject.keys.clear();
    }
    constexpr size_t kTail = 1 + kVersionBytes + kRandomBytes;
    if (!name.starts_with('k') || name.size() < 1 + kTail) return;
    Subject& subject = subjects_[name.substr(1, name.size() - 1 - kTail)];
    if (!row) {
      subject.names.erase(name);
      return;
    }
    subject.names.insert(name);
    uint32_t version = 0;
    for (const unsigned char byte :
         name.substr(name.size() - kVersionBytes - kRandomBytes, kVersionBytes))
      version = version << 8 | byte;
    if (!subject.destroyed) subject.keys.try_emplace(version, Made{name, *row});
  }

  // 0 if there is none yet.
  absl::StatusOr<uint32_t> Newest(const std::string& of) const {
    const std::lock_guard lock(mutex_);
    const Subject& subject = subjects_[of];
    if (subject.destroyed) return absl::FailedPreconditionError("the subject is erased");
    return subject.keys.empty() ? 0 : subject.keys.rbegin()->first;
  }
  bool IsForgotten(const std::string& of) const {
    const std::lock_guard lock(mutex_);
    return subjects_[of].destroyed && subjects_[of].names.empty();
  }
  bool IsDestroyed(const std::string& of) const {
    const std::lock_guard lock(mutex_);
    return subjects_[of].destroyed;
  }
  absl::StatusOr<Key> Load(const std::string& of, uint32_t version) const {
    const std::lock_guard lock(mutex_);
    const auto& keys = subjects_[of].keys;
    const auto made = keys.find(version);
    if (made == keys.end()) return absl::NotFoundError("no such key");
    auto key = Unwrap(wrapping_key_, made->second.name, made->second.wrapped);
    if (!key.ok()) return key.status();
    return Key{version, *std::move(key)};
  }
  // What counts afterwards: another process may have been first.
  absl::StatusOr<Key> Make(const std::string& of, const Key& key) {
    const std::string name = NewName(of, key.version);
    auto put = rows_->Put(name, Wrap(wrapping_key_, name, key.bytes));
    if (put.ok()) put = Refresh(true);
    return put.ok() ? Load(of, key.version) : put;
  }
  absl::Status Forget(const std::string& of) {
    std::set<std::string> names;
    {
      const std::lock_guard lock(mutex_);
      names = subjects_[of].names;
    }
    for (const std::string& name : names)
      if (auto deleted = rows_->Put(name, std::nullopt); !deleted.ok()) return deleted;
    return names.empty() ? absl::OkStatus() : Refresh(true);
  }
  // What a stop of the process left undone.
  absl::Status FinishForgetting() {
    for (const std::string& of : Subjects())
      if (IsDestroyed(of))
        if (auto forgot = Forget(of); !forgot.ok()) return forgot;
    return absl::OkStatus();
  }
  std::vector<std::string> Subjects() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> all;
    for (const auto& [of, subject] : subjects_) all.push_back(of);
    return all;
  }
  Standing StandingOf(const std::string& of) const {
    const size_t zero = of.find('\0');
    Standing standing{of.substr(0, zero), of.substr(zero + 1), IsDestroyed(of), {}};
    const auto newest = Newest(of);
    for (uint32_t version = 1; newest.ok() && version <= *newest; ++version)
      if (auto key = Load(of, version); key.ok()) standing.keys.push_back(*std::move(key));
    return standing;
  }

  const std::unique_ptr<SharedRows> rows_;
  const std::string wrapping_key_file_;
  std::string wrapping_key_;
  std::mutex making_;  // one key after the other
  mutable std::mutex mutex_;
  mutable std::string proof_;
  mutable std::map<std::string, Subject> subjects_;  // by tenant and subject
};
}  // namespace

absl::StatusOr<std::unique_ptr<Keyring>> SharedKeyring(std::unique_ptr<SharedRows> rows,
                                                       const std::string& wrapping_key_file) {
  auto keyring = std::make_unique<Shared>(std::move(rows), wrapping_key_file);
  if (auto opened = keyring->Open(); !opened.ok()) return opened;
  return keyring;
}
}  // namespace aor::vault
