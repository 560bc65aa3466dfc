#include "libs/eventlog/kafka/partition.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <utility>

#include "libs/eventlog/chain_rule.h"
#include "libs/eventlog/record.h"

namespace aor::eventlog::kafka {
namespace {
constexpr Instant kAskAgain{1'000};   // when nobody answered how far the partition goes
constexpr Instant kHeartbeat{3'000};  // between two questions when nothing else asks
constexpr Instant kLook{500};         // the same while somebody waits for a report
constexpr int kShortSpans = 3;        // a new leader may know less for a moment
constexpr char kSilent[] = "the log does not answer";
}  // namespace

Partition::Partition(PartitionOptions options, Ask ask, const TailOf& tail_of, Mark mark,
                     Instant now)
    : options_(std::move(options)), ask_(std::move(ask)), mark_(mark), verified_(!mark.offset) {
  start_ = NewHold(now);
  for (uint32_t chain = 0; chain < kChainCount; ++chain) {
    chains_[chain].tail = chains_[chain].tip = tail_of(chain);
    chains_[chain].hold = start_;
  }
}

// ---- writing --------------------------------------------------------------------------------

void Partition::Append(Record record, Done done, Instant now) {
  Chain& chain = chains_.at(record.chain);
  if (!truncated_.ok())
    return Answer(done, {Outcome::kUnavailable, {}, std::string(truncated_.message())});
  if (!IsAnswered(now)) Break(chain, now);  // who waits there is told first
  if (!chain.dropped.empty())  // it was decided on what is dropped, and is told after that
    return chain.dropped.push_back({std::move(done), {}, 0, {}, now + options_.settle_limit}),
           void();
  if (!IsAnswered(now)) return Answer(done, {Outcome::kUnavailable, {}, kSilent});
  if (chain.hold) return Answer(done, {Outcome::kUnavailable, {}, "the log is being read"});
  if (IsValid(record, chain.tip)) return Produce(chain, std::move(record), std::move(done), now);
  chain.pipeline.push_back({std::move(record), std::move(done), {}, {}, 0, now});
  AnswerPipeline(chain);
}

void Partition::Produce(Chain& chain, Record record, Done done, Instant now) {
  Entry entry{std::move(record), std::move(done), {}, {}, ++last_token_, now};
  entry.leaf = LeafOf(entry.record.bytes);
  entry.at = chain.tip = {chain.tip.sequence + 1, NextHead(chain.tip.head, entry.leaf)};
  sent_[entry.token] = entry.record.chain;
  chain.pipeline.push_back(std::move(entry));
  ask_.produce(chain.pipeline.back().token, chain.pipeline.back().record);
}

// Those that were never produced wait only for the answers before theirs.
void Partition::AnswerPipeline(Chain& chain) {
  while (!chain.pipeline.empty() && chain.pipeline.front().token == 0) {
    Answer(chain.pipeline.front().done, {Outcome::kConflict, {}, "another commit was first"});
    chain.pipeline.pop_front();
  }
}

// The pipeline of a chain is broken or uncertain: what it held is in doubt until the partition
// was read to its end as of now, and its sequence is taken.
void Partition::Break(Chain& chain, Instant now) {
  if (chain.pipeline.empty()) return;
  const uint64_t group = ++last_group_;
  std::deque<InDoubt> doubts;
  for (Entry& entry : chain.pipeline) {
    const bool produced = entry.token != 0;
    if (produced) doubts.push_back({entry.leaf, entry.at.sequence});
    sent_.erase(entry.token);
    chain.dropped.push_back(
        {std::move(entry.done), entry.leaf, produced ? group : 0, {}, now + options_.settle_limit});
  }
  chain.pipeline.clear();
  chain.tip = chain.tail;
  chain.hold = NewHold(now);
  if (!doubts.empty()) chain.doubts[group] = std::move(doubts);
}

// While the brokers are silent nobody waits for them: what was sent is in doubt.
void Partition::GiveUpLate(Chain& chain, Instant now) {
  if (chain.pipeline.empty()) return;
  if (!IsAnswered(now) || now - chain.pipeline.front().sent > options_.report_limit)
    Break(chain, now);
}

void Partition::OnProducerLost(Instant now) {
  reported_.clear();
  for (Chain& chain : chains_) Break(chain, now);
}

// ---- folding --------------------------------------------------------------------------------

std::deque<Partition::Entry>::iterator Partition::Find(Chain& chain, uint64_t token) {
  return std::ranges::find(chain.pipeline, token, &Entry::token);
}

void Partition::OnReport(const Report& report, Instant now) {
  const auto sent = sent_.find(report.token);
  if (sent == sent_.end()) return;  // given up meanwhile: reading tells
  if (!report.error.empty()) return Break(chains_[sent->second], now);
  if (!report.offset) return;  // it is read back
  reported_[*report.offset] = report.token;
  FoldReported(now);
}

// An own record is folded from its report only at exactly the folded end, by the same rule.
void Partition::FoldReported(Instant now) {
  while (!reported_.empty() && reported_.begin()->first <= mark_.offset) {
    const auto [offset, token] = *reported_.begin();
    reported_.erase(reported_.begin());
    const auto sent = sent_.find(token);
    if (offset < mark_.offset || sent == sent_.end() || !truncated_.ok()) continue;
    Chain& chain = chains_[sent->second];
    const auto entry = Find(chain, token);
    mark_ = {offset + 1, entry->leaf};
    if (IsValid(entry->record, chain.tail)) {
      Advance(chain, std::move(entry->record), entry->leaf, now);
    } else {
      ++void_records_;
      Break(chain, now);
    }
  }
}

void Partition::OnRead(Message message, Instant now) {
  if (!truncated_.ok()) return;
  if (message.offset + 1 == mark_.offset) {
    verified_ = true;
    if (LeafOf(message.bytes) != mark_.last)
      OnTruncated(absl::StrCat("offset ", message.offset, " holds another record than was read"));
  }
  if (message.offset < mark_.offset) return;
  if (message.offset > mark_.offset)
    return OnTruncated(absl::StrCat("offset ", mark_.offset, " is missing"));
  const Hash leaf = LeafOf(message.bytes);
  mark_ = {message.offset + 1, leaf};
  auto record = ReadRecord(std::move(message.bytes), options_.log, options_.environment);
  if (!record || record->chain % options_.partitions != options_.partition) {
    ++void_records_;
  } else if (Chain& chain = chains_[record->chain]; IsValid(*record, chain.tail)) {
    Advance(chain,
            IsOwn(chain, leaf) ? std::move(chain.pipeline.front().record) : *std::move(record),
            leaf, now);
  } else {
    ++void_records_;
    if (std::ranges::find(chain.pipeline, leaf, &Entry::leaf) != chain.pipeline.end())
      Break(chain, now);
  }
  FoldReported(now);
}

// Own means in flight: a former life of this process is foreign.
bool Partition::IsOwn(const Chain& chain, const Hash& leaf) {
  return !chain.pipeline.empty() && chain.pipeline.front().leaf == leaf;
}

// The next VALID record of a chain.
void Partition::Advance(Chain& chain, Record record, const Hash& leaf, Instant now) {
  chain.tail = {chain.tail.sequence + 1, NextHead(chain.tail.head, leaf)};
  const bool own = IsOwn(chain, leaf);
  folded_.push_back({std::move(record), chain.tail, own});
  if (own) {
    sent_.erase(chain.pipeline.front().token);
    Answer(chain.pipeline.front().done, {Outcome::kCommitted, chain.tail, {}});
    chain.pipeline.pop_front();
    AnswerPipeline(chain);
  } else {
    Break(chain, now);
    chain.tip = chain.tail;
  }
  ResolveDoubts(chain, leaf);
}

// A record in doubt has landed when it is this one; it is lost for good when this one holds its
// sequence, or that of one before it in its pipeline.
void Partition::ResolveDoubts(Chain& chain, const Hash& leaf) {
  for (auto at = chain.doubts.begin(); at != chain.doubts.end();) {
    auto& group = at->second;
    if (group.front().leaf == leaf) {
      group.pop_front();
      const auto dropped = std::ranges::find(chain.dropped, leaf, &Dropped::leaf);
      if (dropped != chain.dropped.end()) dropped->landed = chain.tail;
    }
    const bool resolved = group.empty() || group.front().sequence <= chain.tail.sequence;
    at = resolved ? chain.doubts.erase(at) : std::next(at);
  }
}

// ---- how far the partition goes -------------------------------------------------------------

Partition::Hold Partition::NewHold(Instant now) {
  if (asked_) {
    ask_again_ = true;  // the answer under way may be older than now
    return {last_ask_ + 1, {}};
  }
  AskAnew(now);
  return {last_ask_, {}};
}

void Partition::AskAnew(Instant now) {
  ++last_ask_;
  unanswered_since_ = now;
  AskSpan(now);
}

void Partition::AskSpan(Instant now) {
  asked_ = true;
  asked_at_ = now;
  asked_mark_ = mark_.offset;
  ask_.span(last_ask_);
}

void Partition::OnSpan(uint64_t ask, Span span, Instant now) {
  if (!asked_ || ask != last_ask_ || !Holds(span)) return;
  asked_ = false;
  known_end_ = span.end;
  ReachHolds(ask, span.end);
  if (std::exchange(ask_again_, false)) AskAnew(now);
}

// Is what was read still there?
bool Partition::Holds(const Span& span) {
  if (span.begin > 0)
    OnTruncated(absl::StrCat("the records before offset ", span.begin, " were deleted"));
  if (span.end >= asked_mark_)
    short_spans_ = 0;
  else if (++short_spans_ >= kShortSpans)
    OnTruncated(absl::StrCat("it ends at offset ", span.end, ", but was read to ", asked_mark_));
  return truncated_.ok() && short_spans_ == 0;
}

void Partition::ReachHolds(uint64_t ask, int64_t end) {
  const auto reach = [&](Hold& hold) {
    if (hold.ask <= ask && !hold.end) hold.end = end;
  };
  reach(start_);
  for (Chain& chain : chains_)
    if (chain.hold) reach(*chain.hold);
  for (Waiter& waiter : waiters_) reach(waiter.hold);
}

void Partition::OnTruncated(const std::string& why) {
  if (!truncated_.ok()) return;
  truncated_ = absl::DataLossError(absl::StrCat("log ", options_.log, ", partition ",
                                                options_.partition, " of its topic: ", why,
                                                "; nothing is written until somebody has looked"));
}

// ---- settling -------------------------------------------------------------------------------

void Partition::CatchUp(uint32_t chain, std::function<void(absl::Status)> done, Instant now) {
  waiters_.push_back({chain, std::move(done), NewHold(now), now + options_.settle_limit});
}

void Partition::Settle(Instant now) {
  if (asked_ && now - asked_at_ > kAskAgain) AskSpan(now);
  if (!asked_ && now - asked_at_ > (sent_.empty() ? kHeartbeat : kLook)) NewHold(now);
  caught_up_ |= verified_ && Reached(start_);
  for (uint32_t chain = 0; chain < kChainCount; ++chain) SettleChain(chain, now);
  SettleWaiters(now);
}

bool Partition::IsAnswered(Instant now) const {
  return !asked_ || now - unanswered_since_ < options_.silence_limit;
}

void Partition::Abandon() {
  for (Chain& chain : chains_) {
    for (Dropped& dropped : chain.dropped)
      Answer(dropped.done, {Outcome::kIndeterminate, {}, "the process ends"});
    for (Entry& entry : chain.pipeline)
      Answer(entry.done, {Outcome::kIndeterminate, {}, "the process ends"});
    chain.dropped.clear();
    chain.pipeline.clear();
  }
  for (Waiter& waiter : std::exchange(waiters_, {}))
    answers_.push_back(
        [done = std::move(waiter.done)] { done(absl::UnavailableError("the process ends")); });
}

void Partition::SettleChain(uint32_t number, Instant now) {
  Chain& chain = chains_[number];
  GiveUpLate(chain, now);
  if (!truncated_.ok()) Break(chain, now);
  if (chain.hold && caught_up_ && Reached(*chain.hold)) chain.hold.reset();
  if (chain.dropped.empty() && chain.doubts.empty()) return;
  AnswerDropped(chain, now);
  const bool wanted = !chain.dropped.empty() || IsWaitedFor(number);
  if (truncated_.ok() && !chain.hold && !chain.doubts.empty() && chain.pipeline.empty() && wanted)
    Produce(
        chain, ask_.empty_commit(number, chain.tail), [](const Appended&) {}, now);
}

void Partition::AnswerDropped(Chain& chain, Instant now) {
  for (; !chain.dropped.empty(); chain.dropped.pop_front()) {
    Dropped& first = chain.dropped.front();
    const bool in_doubt = first.group && chain.doubts.contains(first.group);
    if (first.landed) {
      Answer(first.done, {Outcome::kCommitted, *first.landed, {}});
    } else if (!chain.hold && !in_doubt) {
      Answer(first.done, {Outcome::kConflict, {}, "another commit was first"});
    } else if (IsWorthWaiting(first.until, now)) {
      return;
    } else {
      Answer(first.done, {in_doubt ? Outcome::kIndeterminate : Outcome::kUnavailable, {}, kSilent});
    }
  }
}

bool Partition::IsWorthWaiting(Instant until, Instant now) const {
  return now < until && truncated_.ok() && IsAnswered(now);
}

bool Partition::IsWaitedFor(uint32_t chain) const {
  return std::ranges::find(waiters_, chain, &Waiter::chain) != waiters_.end();
}

void Partition::SettleWaiters(Instant now) {
  std::erase_if(waiters_, [&](Waiter& waiter) {
    const Chain& chain = chains_[waiter.chain];
    const bool settled = !chain.hold && chain.doubts.empty() && Reached(waiter.hold);
    if (!settled && IsWorthWaiting(waiter.until, now)) return false;
    answers_.push_back([done = std::move(waiter.done), settled] {
      done(settled ? absl::OkStatus() : absl::UnavailableError(kSilent));
    });
    return true;
  });
}

void Partition::Answer(Done& done, Appended appended) {
  answers_.push_back([done = std::move(done), appended = std::move(appended)] { done(appended); });
}
}  // namespace aor::eventlog::kafka
