// One GET over HTTPS, bounded in time and size.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <string>

namespace aor::identity {
struct Fetching {
  std::string ca_file;                // PEM; the system's authorities if empty
  bool may_be_plain = false;          // http to any host; to this machine it always may
  std::atomic<bool>* stop = nullptr;  // ends it within a second
};
// INVALID_ARGUMENT, naming what is wrong, unless it is https://host…, or http where that may be.
// Neither a user nor a fragment may stand in it.
absl::Status CheckUrl(const std::string& url, const Fetching& fetching);
// The body of an answer 200 of at most 256 kB, within 10 s; redirections are not followed.
// UNAVAILABLE with the reason for anything else. Safe from any thread.
absl::StatusOr<std::string> Fetch(const std::string& url, const Fetching& fetching);
}  // namespace aor::identity
