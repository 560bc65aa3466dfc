#include "libs/eventlog/kafka/kafka_log.h"

#include <absl/strings/str_cat.h>
#include <pthread.h>

#include <algorithm>
#include <set>
#include <utility>

#include "libs/eventlog/record.h"

namespace aor::eventlog::kafka {
namespace {
constexpr auto kPause = std::chrono::milliseconds(50);  // between two looks at what is late
constexpr Instant kLate{500};  // since the last look: this process stood still
constexpr size_t kMarkBytes = 8 + sizeof(Hash);

std::string Encode(const Mark& mark) {
  std::string bytes(8, '\0');
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(mark.offset >> (56 - 8 * i));
  return bytes.append(Bytes(mark.last));
}

Mark Decode(std::string_view bytes) {
  Mark mark;
  for (int i = 0; i < 8; ++i) mark.offset = mark.offset << 8 | static_cast<uint8_t>(bytes[i]);
  mark.last = ToHash(bytes.substr(8));
  return mark;
}

Instant SteadyNow() {
  return std::chrono::duration_cast<Instant>(std::chrono::steady_clock::now().time_since_epoch());
}

KafkaLogOptions Complete(KafkaLogOptions options) {
  if (options.topic.empty()) options.topic = TopicOf(options.environment, options.name);
  if (!options.now) options.now = [] { return absl::Now(); };
  if (!options.steady_now) options.steady_now = SteadyNow;
  return options;
}
}  // namespace

std::string TopicOf(const std::string& environment, const std::string& log,
                    const std::string& version) {
  return absl::StrCat(environment, ".", log, ".log.", version);
}

KafkaLog::KafkaLog(KafkaLogOptions options, std::unique_ptr<Copy> copy)
    : options_(Complete(std::move(options))),
      copy_(std::move(copy)),
      writable_(options_.writable) {}

absl::StatusOr<std::unique_ptr<KafkaLog>> KafkaLog::Open(KafkaLogOptions options,
                                                         std::unique_ptr<Copy> copy,
                                                         Cluster& cluster) {
  std::unique_ptr<KafkaLog> log(new KafkaLog(std::move(options), std::move(copy)));
  if (auto status = log->Start(cluster); !status.ok()) return status;
  return log;
}

absl::Status KafkaLog::Start(Cluster& cluster) {
  stored_mark_ = copy_->mark();
  claims_.Load(copy_->log());
  moved_ = CheckIsHere();
  if (!stored_mark_.empty() && stored_mark_.size() != kMarkBytes * options_.partitions)
    return absl::FailedPreconditionError(absl::StrCat(
        "the local copy of ", options_.name, " was read from ", stored_mark_.size() / kMarkBytes,
        " partitions, not ", options_.partitions, ": a log never changes its partitions"));
  topic_ = cluster.Open(options_.topic, *this);
  const Instant now = looked_ = options_.steady_now();
  for (uint32_t p = 0; p < options_.partitions; ++p) {
    const Mark mark =
        stored_mark_.empty()
            ? Mark{}
            : Decode(std::string_view(stored_mark_).substr(p * kMarkBytes, kMarkBytes));
    partitions_.push_back(std::make_unique<Partition>(
        PartitionOptions{options_.name, options_.environment, p, options_.partitions,
                         options_.report_limit, options_.settle_limit},
        Partition::Ask{
            [this, p](uint64_t token, const Record& record) {
              topic_->Produce(p, std::to_string(record.chain), record.bytes, token);
              produced_ = true;
            },
            [this, p](uint64_t ask) { topic_->AskSpan(p, ask); },
            [this](uint32_t chain, const Tail& after) { return EmptyCommit(chain, after); }},
        [this](uint32_t chain) { return TailOf(chain); }, mark, now));
  }
  // From one record earlier: it must still be the one that was read.
  for (uint32_t p = 0; p < options_.partitions; ++p)
    topic_->Read(p, std::max<int64_t>(0, partitions_[p]->mark().offset - 1));
  Tell(now);
  if (options_.own_thread) thread_ = std::thread([this] { Loop(); });
  return absl::OkStatus();
}

KafkaLog::~KafkaLog() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  std::vector<Task> tasks;
  {
    std::lock_guard lock(mutex_);
    tasks.swap(inbox_);
  }
  for (Task& task : tasks) task(options_.steady_now());
  for (const auto& partition : partitions_) {
    partition->Abandon();
    for (const auto& answer : partition->TakeAnswers()) answer();
  }
  topic_.reset();
}

// ---- from any thread ------------------------------------------------------------------------

void KafkaLog::Append(Record record, Done done) {
  const size_t bytes = record.bytes.size();
  const char* refusal =
      !writable_                ? "this process only reads that log"
      : bytes > kMaxCommitBytes ? "the commit is too large"
      : waiting_ >= options_.max_waiting || waiting_bytes_ >= options_.max_waiting_bytes
          ? "too many commits wait"
          : nullptr;
  if (refusal) return done({Outcome::kUnavailable, {}, refusal});
  ++waiting_;
  waiting_bytes_ += bytes;
  Post([this, bytes, record = std::move(record), done = std::move(done)](Instant now) mutable {
    const uint32_t chain = record.chain;
    const auto answer = [this, bytes, done = std::move(done)](const Appended& appended) {
      --waiting_;
      waiting_bytes_ -= bytes;
      done(appended);
    };
    // Looked at here, where it is folded: nobody can have read further.
    if (!moved_.ok()) return answer({Outcome::kUnavailable, {}, std::string(moved_.message())});
    PartitionOf(chain).Append(std::move(record), answer, now);
  });
}

void KafkaLog::CatchUp(uint32_t chain, std::function<void(absl::Status)> done) {
  Post([this, chain, done = std::move(done)](Instant now) mutable {
    PartitionOf(chain).CatchUp(chain, std::move(done), now);
  });
}

void KafkaLog::OnReports(uint32_t partition, std::vector<Report> reports) {
  Post([this, partition, reports = std::move(reports)](Instant now) {
    for (const Report& report : reports) partitions_[partition]->OnReport(report, now);
  });
}

void KafkaLog::OnRead(uint32_t partition, std::vector<Message> messages) {
  size_t bytes = 0;
  for (const Message& message : messages) bytes += message.bytes.size();
  unread_bytes_ += bytes;
  Post([this, partition, bytes, messages = std::move(messages)](Instant now) mutable {
    unread_bytes_ -= bytes;
    for (Message& message : messages) partitions_[partition]->OnRead(std::move(message), now);
  });
}

void KafkaLog::OnSpan(uint32_t partition, uint64_t ask, Span span) {
  Post([=, this](Instant now) { partitions_[partition]->OnSpan(ask, span, now); });
}

void KafkaLog::OnProducerLost() {
  Post([this](Instant now) {
    for (const auto& partition : partitions_) partition->OnProducerLost(now);
  });
}

void KafkaLog::OnUnreadable(uint32_t partition, std::string why) {
  Post([this, partition, why = std::move(why)](Instant) {
    partitions_[partition]->OnTruncated(why);
  });
}

absl::Status KafkaLog::Health() const {
  std::lock_guard lock(told_mutex_);
  return health_;
}

Progress KafkaLog::progress() const {
  std::lock_guard lock(told_mutex_);
  return progress_;
}

// ---- the thread of the log ------------------------------------------------------------------

void KafkaLog::Post(Task task) {
  std::lock_guard lock(mutex_);
  inbox_.push_back(std::move(task));
  if (inbox_.size() == 1) wake_.notify_one();
}

void KafkaLog::Loop() {
  pthread_setname_np(pthread_self(), "kafka-log");
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, kPause, [this] { return stopping_ || !inbox_.empty(); });
      if (stopping_) return;
    }
    Step();
    if (!unstored_.empty()) std::this_thread::sleep_for(kPause);  // the disk refuses: not so fast
  }
}

// Who stands still, on a busy machine or at the limit of a container, hears nobody: that time says
// nothing of the brokers, and no limit counts it.
Instant KafkaLog::Now() {
  const Instant read = options_.steady_now();
  stood_still_ += std::max(Instant(0), read - looked_ - kLate);
  looked_ = read;
  return read - stood_still_;
}

// Nothing is folded, told or answered beyond what the copy holds.
void KafkaLog::Step() {
  const Instant now = Now();
  if (unstored_.empty()) {
    std::vector<Task> tasks;
    {
      std::lock_guard lock(mutex_);
      tasks.swap(inbox_);
    }
    for (Task& task : tasks) task(now);
    Send();
  }
  for (const auto& partition : partitions_) Take(partition->TakeFolded());
  if (Store()) {
    for (const auto& partition : partitions_) {
      partition->Settle(now);
      for (const auto& answer : partition->TakeAnswers()) answer();
    }
    Send();
  }
  Tell(now);
}

void KafkaLog::Send() {
  if (std::exchange(produced_, false)) topic_->Send();
}

// The first VALID commit of a request answers it. Writers look before they write, so that a
// second one says that one of them is broken.
void KafkaLog::Take(std::vector<Folded> folded) {
  std::set<std::pair<uint32_t, RequestKey>> now;
  for (Folded& one : folded) {
    auto& request = one.record.request;
    if (request && !one.own &&
        (copy_->log().Find(one.record.chain, *request) ||
         !now.insert({one.record.chain, *request}).second)) {
      ++repeated_requests_;
      request.reset();
    }
    unstored_.push_back(std::move(one.record));
  }
}

bool KafkaLog::Store() {
  std::string mark = MarkNow();
  if (mark == stored_mark_) return true;
  const absl::Status stored = copy_->Fold(unstored_, mark);
  {
    std::lock_guard lock(told_mutex_);
    copy_health_ = stored;
  }
  if (!stored.ok()) return false;
  bool claimed = false;
  for (const Record& record : unstored_) claimed |= claims_.Take(record);
  if (claimed) moved_ = CheckIsHere();
  unstored_.clear();
  stored_mark_ = std::move(mark);
  return true;
}

absl::Status KafkaLog::CheckIsHere() const {
  const absl::Status at =
      options_.here.empty() ? absl::OkStatus() : claims_.CheckIsAt(options_.here);
  return at.ok() ? at : absl::UnavailableError(absl::StrCat("log ", name(), ": ", at.message()));
}

std::string KafkaLog::MarkNow() const {
  std::string mark;
  for (const auto& partition : partitions_) mark += Encode(partition->mark());
  return mark;
}

void KafkaLog::Tell(Instant now) {
  Progress progress{true, 0, 0, 0, repeated_requests_};
  absl::Status health;
  for (const auto& partition : partitions_) {
    progress.caught_up &= partition->caught_up();
    progress.read += partition->mark().offset;
    progress.end += std::max(partition->known_end(), partition->mark().offset);
    progress.void_records += partition->void_records();
    health.Update(partition->truncated());
    if (!partition->IsAnswered(now))
      health.Update(absl::UnavailableError("the brokers of log " + name() + " do not answer"));
  }
  if (!progress.caught_up)
    health.Update(absl::UnavailableError(absl::StrCat(
        "log ", name(), " is being read: ", progress.read, " of ", progress.end, " records")));
  health.Update(moved_);
  std::lock_guard lock(told_mutex_);
  health.Update(copy_health_);
  health_ = std::move(health);
  progress_ = progress;
}

Record KafkaLog::EmptyCommit(uint32_t chain, const Tail& after) const {
  v1::Commit commit = NextCommit(*this, chain, after, options_.now());
  commit.set_writer(options_.writer);
  commit.set_reason("takes the place of records that may still land");
  return RecordOf(commit, commit.SerializeAsString());
}
}  // namespace aor::eventlog::kafka
