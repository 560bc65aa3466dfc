#include "libs/eventlog/kafka/table.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <utility>

namespace aor::eventlog::kafka {
namespace {
constexpr Instant kAskAgain{1'000};  // a question may be lost
constexpr Instant kSilence{1'500};   // of the brokers: from then on nobody waits for them
constexpr Instant kPutLimit{2'000};  // within the deadline of whoever needs the row

Instant SteadyNow() {
  return std::chrono::duration_cast<Instant>(std::chrono::steady_clock::now().time_since_epoch());
}
}  // namespace

Table::Table(Cluster& cluster, const std::string& topic, Instant limit)
    : name_(topic), limit_(limit), topic_(cluster.Open(topic, *this)) {
  topic_->Read(0, 0);
}

Table::~Table() { topic_.reset(); }

absl::Status Table::Put(std::string_view key, std::optional<std::string_view> row) {
  uint64_t token = 0;
  {
    const std::lock_guard lock(mutex_);
    token = ++last_token_;
    puts_[token];
  }
  topic_->Produce(0, key, row, token);
  topic_->Send();
  std::unique_lock lock(mutex_);
  news_.wait_for(lock, std::min(limit_, kPutLimit), [&] { return puts_.at(token).has_value(); });
  const auto put = puts_.extract(token).mapped();
  return put ? *put : absl::UnavailableError(name_ + ": a row was not acknowledged in time");
}

// Reached when what has come goes to where the topic ended after this was asked. The last record
// of a topic is never compacted away, so that there always is one to reach. Once it was reached,
// who comes while the brokers are silent asks all the same, but does not wait: the answer is for
// the next one. Before that nothing works without it, and it is waited for.
absl::Status Table::ReachEnd() {
  std::unique_lock lock(mutex_);
  const uint64_t ask = ++last_ask_;
  asks_[ask];
  if (unanswered_since_ == Instant{}) unanswered_since_ = SteadyNow();
  bool reached = false;
  for (Instant waited{}; !reached && waited < limit_; waited += kAskAgain) {
    lock.unlock();
    topic_->AskSpan(0, ask);
    lock.lock();
    if (was_reached_ && IsSilent()) break;
    reached = news_.wait_for(lock, std::min(kAskAgain, limit_), [&] {
      return !broken_.ok() || (asks_.at(ask) && next_ >= *asks_.at(ask));
    });
  }
  was_reached_ |= reached;
  const auto end = asks_.extract(ask).mapped();
  if (!broken_.ok() || reached) return broken_;
  return absl::UnavailableError(absl::StrCat(name_, ": read to ", next_, " of ", end.value_or(-1)));
}

bool Table::IsSilent() const {
  return unanswered_since_ != Instant{} && SteadyNow() - unanswered_since_ >= kSilence;
}

absl::Status Table::Read(bool to_the_end, const Visit& visit) {
  const absl::Status reached = to_the_end ? ReachEnd() : absl::OkStatus();
  const std::lock_guard one_at_a_time(reading_);
  std::deque<Message> messages;
  {
    const std::lock_guard lock(mutex_);
    messages.swap(unread_);
  }
  for (Message& message : messages)
    visit(message.key, message.deletes ? std::nullopt : std::optional(std::move(message.bytes)));
  return reached;
}

void Table::OnReports(uint32_t, std::vector<Report> reports) {
  const std::lock_guard lock(mutex_);
  for (const Report& report : reports)
    if (const auto put = puts_.find(report.token); put != puts_.end())
      put->second = report.error.empty()
                        ? absl::OkStatus()
                        : absl::UnavailableError(absl::StrCat(name_, ": ", report.error));
  news_.notify_all();
}

void Table::OnRead(uint32_t, std::vector<Message> messages) {
  const std::lock_guard lock(mutex_);
  for (Message& message : messages) {
    next_ = message.offset + 1;
    unread_.push_back(std::move(message));
  }
  news_.notify_all();
}

// A later question may be answered in place of an earlier one: it ends no sooner.
void Table::OnSpan(uint32_t, uint64_t ask, Span span) {
  const std::lock_guard lock(mutex_);
  unanswered_since_ = {};
  for (auto& [number, end] : asks_)
    if (number <= ask && !end) end = span.end;
  news_.notify_all();
}

void Table::OnProducerLost() {
  const std::lock_guard lock(mutex_);
  for (auto& [token, put] : puts_)
    if (!put) put = absl::UnavailableError(name_ + ": the producer was replaced");
  news_.notify_all();
}

void Table::OnUnreadable(uint32_t, std::string why) {
  const std::lock_guard lock(mutex_);
  broken_ = absl::DataLossError(absl::StrCat(name_, ": ", why));
  news_.notify_all();
}
}  // namespace aor::eventlog::kafka
