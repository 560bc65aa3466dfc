#include "libs/vault/shared_keyring.h"

#include <absl/strings/str_cat.h>

#include <map>
#include <mutex>
#include <set>

#include "libs/ids/random.h"
#include "libs/vault/cipher.h"
#include "libs/vault/row_names.h"
#include "libs/vault/wrapping_key.h"

namespace aor::vault {
namespace {
struct WrappingKey {
  std::string file, bytes;
};

class Shared final : public Keyring {
 public:
  explicit Shared(std::unique_ptr<SharedRows> rows) : rows_(std::move(rows)) {}

  absl::Status Open(const std::string& file, const std::string& next_file) {
    auto key = ReadWrappingKey(file);
    if (key.ok()) known_.push_back({file, *key});
    if (!next_file.empty()) {
      const auto next = ReadWrappingKey(next_file);
      if (!next.ok()) return next.status();
      known_.push_back({next_file, *next});
    }
    if (auto read = Refresh(true); !read.ok()) return read;
    if (absl::IsNotFound(key.status()) && proof_.empty()) {
      key = MakeWrappingKey(file);
      if (key.ok()) known_.insert(known_.begin(), {file, *key});
    }
    if (!key.ok()) return key.status();
    if (proof_.empty())
      if (auto proved = ProveBy(known_.front()); !proved.ok()) return proved;
    if (!Current())
      return absl::FailedPreconditionError(absl::StrCat(
          file, next_file.empty() ? "" : " or ", next_file, " is not the key of this keyring"));
    return FinishForgetting();
  }

  // By the last key that was given. How many keys had to be.
  absl::StatusOr<uint64_t> WrapAllAnew() {
    const std::lock_guard lock(making_);
    if (Current()->file != known_.back().file)
      if (auto proved = ProveBy(known_.back()); !proved.ok()) return proved;
    // Who had not read that yet may have wrapped by the old one: until nothing of it is left.
    std::set<std::pair<std::string, uint32_t>> wrapped;
    for (auto due = StillToWrap(); !due.empty(); due = StillToWrap()) {
      for (const auto& [of, version] : due)
        if (auto anew = WrapAnew(of, version); !anew.ok()) return anew;
      wrapped.insert(due.begin(), due.end());
      if (auto read = Refresh(true); !read.ok()) return read;
    }
    if (auto forgot = FinishForgetting(); !forgot.ok()) return forgot;
    return wrapped.size();
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
    if (!absl::IsNotFound(key.status()) || IsErased(of)) return key;
    if (auto read = Refresh(true); !read.ok()) return read;
    return Load(of, version);
  }
  absl::Status Destroy(std::string_view tenant, std::string_view subject) override {
    const std::string of = SubjectOf(tenant, subject);
    const std::lock_guard lock(making_);
    if (auto read = Refresh(false); !read.ok()) return read;
    if (IsForgotten(of)) return absl::OkStatus();  // the broker is not asked about each again
    if (auto read = Refresh(true); !read.ok()) return read;
    if (!IsErased(of))
      if (auto put = rows_->Put("d" + of, ""); !put.ok()) return put;
    if (auto read = Refresh(true); !read.ok()) return read;
    return Forget(of);
  }
  // As far as Find has read, or whoever asks was told.
  absl::StatusOr<bool> IsDestroyed(std::string_view tenant,
                                   std::string_view subject) const override {
    return IsErased(SubjectOf(tenant, subject));
  }
  absl::Status Checkpoint(const std::string& directory) const override {
    const auto current = Current();
    if (!current) return NotGiven();
    const auto copy = FileKeyring(directory, current->file);
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
    const auto key = KeyNamed(name);
    if (!key) return;
    Subject& subject = subjects_[key->subject];
    if (!row) {
      subject.names.erase(name);
      return;
    }
    subject.names.insert(name);
    if (subject.destroyed) return;
    const auto [made, is_first] = subject.keys.try_emplace(key->version, Made{name, *row});
    // Who was not given the new key yet goes on with what it has: it is the same one.
    if (!is_first && key->is_anew && Opened(name, *row).ok()) made->second = {name, *row};
  }

  // By whichever of the wrapping keys it was wrapped.
  absl::StatusOr<std::string> Opened(const std::string& name, const std::string& wrapped) const {
    absl::StatusOr<std::string> key = absl::DataLossError("keyring: no wrapping key");
    for (auto by = known_.rbegin(); by != known_.rend() && !key.ok(); ++by)
      key = Unwrap(by->bytes, name, wrapped);
    return key;
  }
  // The one that wraps now; none: another one, which this process was not given.
  std::optional<WrappingKey> Current() const {
    const std::lock_guard lock(mutex_);
    for (const WrappingKey& key : known_)
      if (Unwrap(key.bytes, kProofRow, proof_).ok()) return key;
    return std::nullopt;
  }
  static absl::Status NotGiven() {
    return absl::FailedPreconditionError(
        "the keyring is wrapped by a key that this process was not given: start it with that one "
        "as --wrapping_key_file, or as --next_wrapping_key_file");
  }
  absl::Status ProveBy(const WrappingKey& key) {
    const auto put = rows_->Put(kProofRow, Wrap(key.bytes, kProofRow, kProof));
    return put.ok() ? Refresh(true) : put;
  }
  // What the current key does not open, and what stands there as it was beside what was wrapped
  // anew.
  std::vector<std::pair<std::string, uint32_t>> StillToWrap() const {
    const auto current = Current();
    const std::lock_guard lock(mutex_);
    std::vector<std::pair<std::string, uint32_t>> due;
    for (const auto& [of, subject] : subjects_)
      for (const auto& [version, made] : subject.keys)
        if (subject.names.size() > subject.keys.size() ||
            (current && !Unwrap(current->bytes, made.name, made.wrapped).ok()))
          due.emplace_back(of, version);
    return due;
  }
  absl::Status WrapAnew(const std::string& of, uint32_t version) {
    const auto current = Current();
    if (!current) return NotGiven();
    const auto key = Load(of, version);
    if (!key.ok()) return absl::IsNotFound(key.status()) ? absl::OkStatus() : key.status();
    const std::string name = NameAnew(of, version);
    if (auto put = rows_->Put(name, Wrap(current->bytes, name, key->bytes)); !put.ok()) return put;
    for (const std::string& old : NamesOf(of))
      if (const auto is = KeyNamed(old); !is->is_anew && is->version == version)
        if (auto deleted = rows_->Put(old, std::nullopt); !deleted.ok()) return deleted;
    return absl::OkStatus();
  }
  std::set<std::string> NamesOf(const std::string& of) const {
    const std::lock_guard lock(mutex_);
    return subjects_[of].names;
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
  bool IsErased(const std::string& of) const {
    const std::lock_guard lock(mutex_);
    return subjects_[of].destroyed;
  }
  absl::StatusOr<Key> Load(const std::string& of, uint32_t version) const {
    const std::lock_guard lock(mutex_);
    const auto& keys = subjects_[of].keys;
    const auto made = keys.find(version);
    if (made == keys.end()) return absl::NotFoundError("no such key");
    auto key = Opened(made->second.name, made->second.wrapped);
    if (!key.ok()) return key.status();
    return Key{version, *std::move(key)};
  }
  // What counts afterwards: another process may have been first.
  absl::StatusOr<Key> Make(const std::string& of, const Key& key) {
    const auto by = Current();
    if (!by) return NotGiven();
    const std::string name = NewName(of, key.version);
    auto put = rows_->Put(name, Wrap(by->bytes, name, key.bytes));
    if (put.ok()) put = Refresh(true);
    // All keys may have been wrapped anew meanwhile.
    if (const auto now = Current(); put.ok() && (!now || now->file != by->file))
      put = WrapAnew(of, key.version);
    return put.ok() ? Load(of, key.version) : put;
  }
  absl::Status Forget(const std::string& of) {
    const std::set<std::string> names = NamesOf(of);
    for (const std::string& name : names)
      if (auto deleted = rows_->Put(name, std::nullopt); !deleted.ok()) return deleted;
    return names.empty() ? absl::OkStatus() : Refresh(true);
  }
  // What a stop of the process left undone.
  absl::Status FinishForgetting() {
    for (const std::string& of : Subjects())
      if (IsErased(of))
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
    Standing standing{of.substr(0, zero), of.substr(zero + 1), IsErased(of), {}};
    const auto newest = Newest(of);
    for (uint32_t version = 1; newest.ok() && version <= *newest; ++version)
      if (auto key = Load(of, version); key.ok()) standing.keys.push_back(*std::move(key));
    return standing;
  }

  const std::unique_ptr<SharedRows> rows_;
  std::vector<WrappingKey> known_;  // the last one is to be the next
  std::mutex making_;               // one key after the other
  mutable std::mutex mutex_;
  mutable std::string proof_;
  mutable std::map<std::string, Subject> subjects_;  // by tenant and subject
};
}  // namespace

absl::StatusOr<std::unique_ptr<Keyring>> SharedKeyring(std::unique_ptr<SharedRows> rows,
                                                       const std::string& wrapping_key_file,
                                                       const std::string& next_wrapping_key_file) {
  auto keyring = std::make_unique<Shared>(std::move(rows));
  if (auto opened = keyring->Open(wrapping_key_file, next_wrapping_key_file); !opened.ok())
    return opened;
  return keyring;
}

absl::StatusOr<uint64_t> RewrapShared(std::unique_ptr<SharedRows> rows,
                                      const std::string& old_wrapping_key_file,
                                      const std::string& new_wrapping_key_file) {
  // The old one first: no key is made for a keyring that is not opened.
  if (const auto old = ReadWrappingKey(old_wrapping_key_file); !old.ok()) return old.status();
  auto made = ReadWrappingKey(new_wrapping_key_file);
  if (absl::IsNotFound(made.status())) made = MakeWrappingKey(new_wrapping_key_file);
  if (!made.ok()) return made.status();
  Shared keyring(std::move(rows));
  if (auto opened = keyring.Open(old_wrapping_key_file, new_wrapping_key_file); !opened.ok())
    return opened;
  return keyring.WrapAllAnew();
}
}  // namespace aor::vault
