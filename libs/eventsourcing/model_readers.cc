// Readers that bring a token, and wait until the view has applied what it speaks of.
#include <absl/strings/str_cat.h>

#include <algorithm>

#include "libs/eventsourcing/commits.h"
#include "libs/eventsourcing/model.h"

namespace aor::eventsourcing {
size_t Projector::Model::IndexOf(const std::string& log) const {
  return std::find(logs_.begin(), logs_.end(), log) - logs_.begin();
}

bool Projector::Model::HasApplied(const std::vector<eventlog::v1::Position>& positions) const {
  for (const auto& position : positions) {
    const size_t log = IndexOf(position.log());
    if (position.chain() >= eventlog::kChainCount ||
        fold_.at[log][position.chain()].sequence < position.sequence())
      return false;
  }
  return true;
}

// After a restore the same numbers may stand for other commits.
absl::Status Projector::Model::AreOfThisHistory(
    const std::vector<eventlog::v1::Position>& positions) const {
  for (const auto& position : positions) {
    const auto head = HeadAt(IndexOf(position.log()), position.chain(), position.sequence());
    if (!head.ok()) return head.status();
    if (!eventlog::Bytes(*head).starts_with(position.head_prefix()))
      return absl::FailedPreconditionError(
          absl::StrCat("consistency_token: what it speaks of, log ", position.log(), " chain ",
                       position.chain(), " sequence ", position.sequence(),
                       ", is not in this history; it was restored since: read without the token"));
  }
  return absl::OkStatus();
}

void Projector::Model::WhenApplied(std::string_view token, absl::Time deadline,
                                   std::function<void(absl::Status)> ready) {
  const auto decoded = DecodeToken(token);
  if (!decoded.ok()) return ready(decoded.status());
  std::vector<eventlog::v1::Position> wanted;
  for (const auto& position : decoded->positions())
    if (IndexOf(position.log()) < logs_.size()) wanted.push_back(position);
  absl::Status answer;
  {
    std::lock_guard lock(mutex_);
    answer = status_;
    if (answer.ok() && !HasApplied(wanted)) {
      if (readers_.size() < kMaxReaders) {
        readers_.push_back({std::move(wanted), deadline, std::move(ready)});
        return wake_();
      }
      answer = absl::ResourceExhaustedError("too many readers wait: try again shortly");
    }
  }
  ready(answer.ok() ? AreOfThisHistory(wanted) : answer);
}

absl::Time Projector::Model::Serve(absl::Time now) {
  std::vector<std::pair<Reader, absl::Status>> answers;
  absl::Time next = absl::InfiniteFuture();
  {
    std::lock_guard lock(mutex_);
    std::vector<Reader> still;
    for (Reader& reader : readers_) {
      if (!status_.ok())
        answers.emplace_back(std::move(reader), status_);
      else if (HasApplied(reader.positions))
        answers.emplace_back(std::move(reader), absl::OkStatus());
      else if (reader.deadline <= now)
        answers.emplace_back(
            std::move(reader),
            absl::UnavailableError("view " + id() + " has not yet applied that change: try again"));
      else
        next = std::min(next, reader.deadline), still.push_back(std::move(reader));
    }
    readers_ = std::move(still);
  }
  for (auto& [reader, status] : answers)
    reader.ready(status.ok() ? AreOfThisHistory(reader.positions) : status);
  return next;
}
}  // namespace aor::eventsourcing
