// Personal data, sealed from the first event on: one key per person, and erasure
// is the destruction of that key.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aor/types/v1/sealed.pb.h"

namespace rocksdb {
class Env;
}

namespace aor::vault {
// One subject's unwrapped data key. Never leaves the process.
struct Key {
  uint32_t version = 0;
  std::string bytes;  // 32
};

// All that a keyring holds of one subject.
struct Standing {
  std::string tenant, subject;
  bool destroyed = false;
  std::vector<Key> keys;  // by version
};

// Of a keyring that lies beside a log: its name, and how many keys it has made or destroyed. The
// log keeps it with its commits, so that an older keyring, or another one, is noticed
// (keyring_check.h). It only grows, and outlives the keyring. Safe from any thread.
class KeyringMark {
 public:
  KeyringMark(std::string keyring, uint64_t changes)
      : keyring_(std::move(keyring)), changes_(changes) {}
  std::string Text() const;  // "<name> <changes>", as of the last change that is durable
  std::string TextOfNext() const;
  void Grow() { ++changes_; }

 private:
  const std::string keyring_;
  std::atomic<uint64_t> changes_;
};

// Where wrapped keys live. A key is durable before Ensure returns it. Twins: memory for tests,
// RocksDB for one machine, rows that many processes share (shared_keyring.h); the wrapping key
// comes from a file. Safe from any thread.
class Keyring {
 public:
  virtual ~Keyring() = default;
  // The subject's newest key, made if there is none. FAILED_PRECONDITION after Destroy.
  virtual absl::StatusOr<Key> Ensure(std::string_view tenant, std::string_view subject) = 0;
  // One version more, sealed with from now on; the older ones still open.
  virtual absl::StatusOr<Key> Renew(std::string_view tenant, std::string_view subject) = 0;
  // NOT_FOUND for a subject without keys, or whose keys are destroyed.
  virtual absl::StatusOr<Key> Find(std::string_view tenant, std::string_view subject,
                                   uint32_t version) const = 0;
  // Destroys every key of the subject, for ever. Repeating it is harmless.
  virtual absl::Status Destroy(std::string_view tenant, std::string_view subject) = 0;
  // Only who was destroyed has lost a key rightly.
  virtual absl::StatusOr<bool> IsDestroyed(std::string_view tenant,
                                           std::string_view subject) const = 0;
  // None where the keys do not lie beside one log.
  virtual std::shared_ptr<const KeyringMark> Mark() const { return nullptr; }
  // A copy of the wrapped keys in a new directory. An erasure after it must be
  // repeated on the copy, or the wrapping key renewed.
  virtual absl::Status Checkpoint(const std::string& directory) const = 0;
  // For who carries keys from one keyring to another, within this process. Ends with the first
  // status that is not OK.
  virtual absl::Status Visit(const std::function<absl::Status(const Standing&)>& visit) const = 0;
  // Holds them, too, from now on. FAILED_PRECONDITION where it has others of the same version.
  virtual absl::Status Adopt(const Standing& standing) = 0;
};
absl::Status CopyKeys(const Keyring& from, Keyring& to);
absl::Status AnotherKey(const Standing& standing);  // what Adopt says then

std::unique_ptr<Keyring> MemoryKeyring();
// `wrapping_key_file` holds 32 bytes in hex, made (mode 0600) if neither it nor a key
// exists yet. PERMISSION_DENIED when others may read it, FAILED_PRECONDITION when it
// is not the one that the keys were wrapped with. While the disk is full, who needs a new
// key hears UNAVAILABLE; the keyring goes on by itself when there is space. `env` is the
// machine's own disk unless a test gives a worse one.
absl::StatusOr<std::unique_ptr<Keyring>> FileKeyring(const std::string& directory,
                                                     const std::string& wrapping_key_file,
                                                     rocksdb::Env* env = nullptr);
// Wraps every key anew, all or none, so that copies under the old wrapping key die with
// it. Only while no process holds the keyring. `new_wrapping_key_file` is made if missing.
absl::Status RewrapAll(const std::string& directory, const std::string& old_wrapping_key_file,
                       const std::string& new_wrapping_key_file);

class Vault {
 public:
  explicit Vault(std::unique_ptr<Keyring> keyring) : keyring_(std::move(keyring)) {}
  // `place` names record and field, such as "person/<id>/name": a sealed value
  // moved to another place does not open.
  absl::StatusOr<types::v1::Sealed> Seal(std::string_view tenant, std::string_view subject,
                                         std::string_view place, std::string_view plaintext);
  // NOT_FOUND once the subject is erased; DATA_LOSS when tag or place do not fit, or when the
  // keyring lacks a key that nobody destroyed: Health says so from then on.
  absl::StatusOr<std::string> Open(std::string_view tenant, std::string_view place,
                                   const types::v1::Sealed& sealed) const;
  // Equal values of one tenant and field give equal indexes; nothing else is learned.
  absl::StatusOr<std::string> BlindIndex(std::string_view tenant, std::string_view field,
                                         std::string_view value);
  // HMAC key of a tenant's request digests.
  absl::StatusOr<std::string> DigestKey(std::string_view tenant);
  absl::Status Erase(std::string_view tenant, std::string_view subject) {
    return keyring_->Destroy(tenant, subject);
  }
  absl::Status Checkpoint(const std::string& directory) const {
    return keyring_->Checkpoint(directory);
  }
  // OK, or what was met first that does not open.
  absl::Status Health() const;

 private:
  absl::Status Lost(absl::Status why) const;

  const std::unique_ptr<Keyring> keyring_;
  mutable std::mutex mutex_;
  mutable absl::Status health_;
};
}  // namespace aor::vault
