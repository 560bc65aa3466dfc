#include "libs/identity/issuer_keys.h"

#include "libs/metrics/log.h"

namespace aor::identity {
IssuerKeys::IssuerKeys(Get get, Pace pace)
    : get_(std::move(get)), pace_(pace), thread_([this] { Run(); }) {}

IssuerKeys::~IssuerKeys() {
  stop_ = true;
  {
    std::lock_guard lock(mutex_);
    changed_.notify_all();
  }
  thread_.join();
}

std::shared_ptr<const PublishedKeys> IssuerKeys::Newest() const {
  std::lock_guard lock(mutex_);
  return newest_;
}

bool IssuerKeys::Ask() {
  std::lock_guard lock(mutex_);
  if (fetching_) return true;
  asked_ = true;
  changed_.notify_all();
  return Due() <= Clock::now();
}

IssuerKeys::Clock::time_point IssuerKeys::Due() const {
  if (!newest_) return begun_ + pace_.until_first;
  return begun_ + (asked_ ? pace_.at_least : pace_.every);
}

void IssuerKeys::Run() {
  while (!stop_) {
    FetchOnce();
    std::unique_lock lock(mutex_);
    fetching_ = false;
    while (!stop_ && Clock::now() < Due()) changed_.wait_until(lock, Due());
    fetching_ = true;
    asked_ = false;
  }
}

void IssuerKeys::FetchOnce() {
  {
    std::lock_guard lock(mutex_);
    begun_ = Clock::now();
  }
  absl::StatusOr<std::string> json = get_(stop_);
  if (stop_) return;
  absl::StatusOr<KeySet> keys = json.ok() ? KeySet::Read(*json) : json.status();
  if (!keys.ok())
    return metrics::Log(spdlog::level::warn, "issuer_keys",
                        {{"detail", "the issuer's keys stay as they are: " +
                                        std::string(keys.status().message())}});
  std::lock_guard lock(mutex_);
  if (newest_ && newest_->json == *json) return;
  metrics::Log(spdlog::level::info, "issuer_keys", {{"keys", std::to_string(keys->size())}});
  newest_ = std::make_shared<PublishedKeys>(*std::move(json), *std::move(keys));
}
}  // namespace aor::identity
