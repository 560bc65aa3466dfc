#include "libs/eventlog/recent_commits.h"

#include <algorithm>

#include "aor/eventlog/v1/commit.pb.h"

namespace aor::eventlog {
void RecentCommits::Add(uint32_t chain, Commit commit) {
  std::vector<std::shared_ptr<const Commit>> forgotten;  // freed after the lock
  std::lock_guard lock(mutex_);
  bytes_ += commit.bytes.size();
  order_.push_back(chain);
  chains_.at(chain).push_back(std::make_shared<const Commit>(std::move(commit)));
  while (bytes_ > max_bytes_) {
    auto& oldest = chains_[order_.front()];
    bytes_ -= oldest.front()->bytes.size();
    forgotten.push_back(std::move(oldest.front()));
    oldest.pop_front();
    order_.pop_front();
  }
}

void RecentCommits::Clear() {
  std::lock_guard lock(mutex_);
  for (auto& chain : chains_) chain.clear();
  order_.clear();
  bytes_ = 0;
}

std::vector<std::shared_ptr<const RecentCommits::Commit>> RecentCommits::From(uint32_t chain,
                                                                              uint64_t from,
                                                                              size_t limit) const {
  std::lock_guard lock(mutex_);
  const auto& kept = chains_.at(chain);
  if (kept.empty() || from < kept.front()->at.sequence || from > kept.back()->at.sequence)
    return {};
  const size_t skip = from - kept.front()->at.sequence;
  const size_t count = std::min(limit, kept.size() - skip);
  return {kept.begin() + static_cast<std::ptrdiff_t>(skip),
          kept.begin() + static_cast<std::ptrdiff_t>(skip + count)};
}
}  // namespace aor::eventlog
