#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "libs/ids/random.h"
#include "libs/vault/cipher.h"
#include "libs/vault/vault.h"

namespace aor::vault {
namespace {
class InMemory final : public Keyring {
 public:
  absl::StatusOr<Key> Ensure(std::string_view tenant, std::string_view subject) override {
    const std::lock_guard lock(mutex_);
    Subject& of = subjects_[{std::string(tenant), std::string(subject)}];
    if (of.destroyed) return Destroyed();
    return of.keys.empty() ? Add(of) : of.keys.back();
  }
  absl::StatusOr<Key> Renew(std::string_view tenant, std::string_view subject) override {
    const std::lock_guard lock(mutex_);
    Subject& of = subjects_[{std::string(tenant), std::string(subject)}];
    return of.destroyed ? Destroyed() : Add(of);
  }
  absl::StatusOr<Key> Find(std::string_view tenant, std::string_view subject,
                           uint32_t version) const override {
    const std::lock_guard lock(mutex_);
    const auto of = subjects_.find({std::string(tenant), std::string(subject)});
    if (of == subjects_.end() || version == 0 || version > of->second.keys.size())
      return absl::NotFoundError("no such key");
    return of->second.keys[version - 1];
  }
  absl::Status Destroy(std::string_view tenant, std::string_view subject) override {
    const std::lock_guard lock(mutex_);
    subjects_[{std::string(tenant), std::string(subject)}] = {true, {}};
    return absl::OkStatus();
  }
  absl::StatusOr<bool> IsDestroyed(std::string_view tenant,
                                   std::string_view subject) const override {
    const std::lock_guard lock(mutex_);
    const auto of = subjects_.find({std::string(tenant), std::string(subject)});
    return of != subjects_.end() && of->second.destroyed;
  }
  absl::Status Visit(const std::function<absl::Status(const Standing&)>& visit) const override {
    const std::lock_guard lock(mutex_);
    for (const auto& [of, subject] : subjects_)
      if (auto visited = visit({of.first, of.second, subject.destroyed, subject.keys});
          !visited.ok())
        return visited;
    return absl::OkStatus();
  }
  absl::Status Adopt(const Standing& standing) override {
    if (standing.destroyed) return Destroy(standing.tenant, standing.subject);
    const std::lock_guard lock(mutex_);
    Subject& of = subjects_[{standing.tenant, standing.subject}];
    for (const Key& key : standing.keys) {
      if (key.version == of.keys.size() + 1) of.keys.push_back(key);
      if (key.version > of.keys.size() || of.keys[key.version - 1].bytes != key.bytes)
        return AnotherKey(standing);
    }
    return absl::OkStatus();
  }
  absl::Status Checkpoint(const std::string&) const override {
    return absl::FailedPreconditionError("keys in memory cannot be copied");
  }

 private:
  struct Subject {
    bool destroyed = false;
    std::vector<Key> keys;  // version n at n - 1
  };
  static absl::StatusOr<Key> Destroyed() {
    return absl::FailedPreconditionError("the subject is erased");
  }
  static absl::StatusOr<Key> Add(Subject& subject) {
    subject.keys.push_back(
        {static_cast<uint32_t>(subject.keys.size() + 1), RandomBytes(kKeyBytes)});
    return subject.keys.back();
  }
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Subject> subjects_;
};
}  // namespace

std::unique_ptr<Keyring> MemoryKeyring() { return std::make_unique<InMemory>(); }
}  // namespace aor::vault
