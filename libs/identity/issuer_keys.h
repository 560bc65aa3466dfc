// An issuer's keys, fetched in the background and kept while the issuer is away.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "libs/identity/key_set.h"
#include "libs/rpc/jwt.h"

namespace aor::identity {
// What was fetched; the tokens found good with it go with it when it is replaced.
struct PublishedKeys {
  std::string json;
  KeySet keys;
  rpc::VerifiedTokens verified;
};

class IssuerKeys {
 public:
  struct Pace {
    std::chrono::milliseconds every = std::chrono::minutes(5);
    // Between two fetches, whoever asks for one: strangers can ask, with keys that they made up.
    std::chrono::milliseconds at_least = std::chrono::seconds(30);
    std::chrono::milliseconds until_first = std::chrono::seconds(2);  // between vain ones
  };
  // The set of keys as JSON; blocks for a bounded time, and ends soon once it is told to stop.
  using Get = std::function<absl::StatusOr<std::string>(std::atomic<bool>& stop)>;
  IssuerKeys(Get get, Pace pace);
  ~IssuerKeys();
  // The newest that could be fetched; null until the first. Never blocks.
  std::shared_ptr<const PublishedKeys> Newest() const;
  // A key is missing: they are fetched again, as soon as the pace allows. Whether that is now.
  bool Ask();

 private:
  using Clock = std::chrono::steady_clock;
  void Run();
  void FetchOnce();
  Clock::time_point Due() const;

  const Get get_;
  const Pace pace_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<const PublishedKeys> newest_;
  Clock::time_point begun_;
  bool asked_ = false, fetching_ = true;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};
}  // namespace aor::identity
