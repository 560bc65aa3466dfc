// The anchor: all heads, signed, kept on another path than the log. Whoever
// rewrites or cuts the log must also forge this signature.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "libs/eventlog/chain.h"

namespace aor::eventlog {
struct AnchoredHead {
  std::string log;
  uint32_t chain = 0;
  uint64_t sequence = 0;
  Hash head{};
};

// An Ed25519 key pair. Threads: immutable.
class SigningKey {
 public:
  // Reads a PEM file, or makes one (mode 0600) if there is none.
  static absl::StatusOr<SigningKey> FromFile(const std::string& path);
  static SigningKey Generate();                      // for a process that keeps nothing
  std::string Sign(std::string_view message) const;  // 64 bytes
  std::string public_key() const;                    // 32 bytes
 private:
  explicit SigningKey(std::shared_ptr<void> key) : key_(std::move(key)) {}
  std::shared_ptr<void> key_;
};
bool VerifySignature(std::string_view public_key, std::string_view message,
                     std::string_view signature);

// A C2SP signed note: a text whose first line is its origin, an empty line, and
// "— <origin> <base64(key hash ‖ signature)>".
std::string SignedNote(const std::string& origin, const std::string& text, const SigningKey& key);
// Its text; DATA_LOSS unless it is whole and signed by this key under this origin. `what` names
// the note in the error.
absl::StatusOr<std::string> VerifyNote(std::string_view what, std::string_view note,
                                       const std::string& origin, std::string_view public_key);

// The signed note of all heads: origin, number of commits, base64 SHA-256 of the lines of
// heads, then one line "<log> <chain> <sequence> <hex head>" per chain that has a
// commit, sorted.
std::string SignedCheckpoint(const std::string& environment, std::vector<AnchoredHead> heads,
                             const SigningKey& key);
// What a note says, whoever wrote it; DATA_LOSS for a line that is no head.
absl::StatusOr<std::vector<AnchoredHead>> UnverifiedHeads(std::string_view note);
// DATA_LOSS unless the note is whole and signed by this key for this environment.
absl::StatusOr<std::vector<AnchoredHead>> VerifyCheckpoint(std::string_view note,
                                                           std::string_view environment,
                                                           std::string_view public_key);
}  // namespace aor::eventlog
