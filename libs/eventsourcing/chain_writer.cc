#include "libs/eventsourcing/chain_writer.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <stdexcept>

#include "libs/eventlog/record.h"
#include "libs/eventsourcing/stream_events.h"

namespace aor::eventsourcing {
namespace {
absl::Time RecordedAt(const eventlog::v1::Commit& commit) {
  return absl::FromUnixMicros(commit.recorded_at().seconds() * 1'000'000 +
                              commit.recorded_at().nanos() / 1000);
}

absl::Status OtherBody(const Request& request) {
  return absl::AlreadyExistsError(
      absl::StrCat("request_id ", request.request_id,
                   " was used before with another body: send a new request_id for a new wish"));
}

absl::Status TooLarge(size_t bytes, size_t limit) {
  return ToStatus({"COMMIT_TOO_LARGE", absl::StrCat("what this adds takes ", bytes,
                                                    " bytes at once, and the log holds ", limit,
                                                    " at most: send it in parts")});
}
}  // namespace

const StreamState* StreamCache::Find(const std::string& stream) {
  const auto found = index_.find(stream);
  if (found == index_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return &entries_.front().state;
}

void StreamCache::Put(const std::string& stream, StreamState state, uint64_t touched_at,
                      uint64_t durable) {
  if (const auto found = index_.find(stream); found != index_.end())
    entries_.erase(found->second);
  else
    ++all_;
  entries_.push_front({stream, std::move(state), touched_at});
  index_[stream] = entries_.begin();
  while (IsFull() && entries_.back().touched_at <= durable) {
    index_.erase(entries_.back().stream);
    entries_.pop_back();
    --all_;
  }
}

void StreamCache::Clear() {
  all_ -= entries_.size();
  entries_.clear();
  index_.clear();
}

ChainWriter::ChainWriter(eventlog::EventLog& log, uint32_t chain, const Clock& clock,
                         const RuntimeOptions& options, std::atomic<size_t>& cached_streams,
                         Strand& strand, Ownership* ownership, std::function<void()> hurry)
    : log_(log),
      chain_(chain),
      clock_(clock),
      options_(options),
      strand_(strand),
      ownership_(ownership),
      hurry_(std::move(hurry)),
      cache_(options.cached_streams, cached_streams) {}

// Whoever cannot read when the last commit was recorded might go behind it.
absl::Status ChainWriter::Load() {
  tail_ = log_.TailOf(chain_);
  durable_ = tail_.sequence;
  cache_.Clear();
  loaded_ = tail_.sequence == 0;
  if (loaded_) return absl::OkStatus();
  const auto last = ReadCommitted(tail_.sequence);
  if (!last.ok()) return last.status();
  last_recorded_ = std::max(last_recorded_, RecordedAt(*last->commit));
  loaded_ = true;
  return absl::OkStatus();
}

void ChainWriter::Start(Wanted wanted) {
  if (broken_) return stalled_.push_back(std::move(wanted));
  // Others may have written meanwhile.
  if (!loaded_ || (in_flight_.empty() && log_.TailOf(chain_).sequence != tail_.sequence))
    if (auto status = Load(); !status.ok()) return wanted.answer(std::move(status));
  if (!AnswerKnown(wanted) && !LeaveToOwner(wanted)) Decide(std::move(wanted));
  strand_.Hurry(IsAwaited());
}

// Does anybody's answer hang on a commit in flight other than his own?
bool ChainWriter::IsAwaited() const { return broken_ || joined_ > 0 || !followers_.empty(); }

// Looks the request up in the pipeline and in the log; both are of this instant.
bool ChainWriter::AnswerKnown(Wanted& wanted) {
  for (auto& [sequence, in_flight] : in_flight_) {
    if (in_flight.wanted.key != wanted.key) continue;
    if (in_flight.wanted.digest == wanted.digest) {
      in_flight.joined.push_back(std::move(wanted));
      joined_++;
    } else {
      AnswerWhenKnown(std::move(wanted), OtherBody(in_flight.wanted.request));
    }
    return true;
  }
  std::optional<eventlog::Remembered> remembered;
  try {
    remembered = log_.Find(chain_, wanted.key);
  } catch (const std::exception& unreadable) {  // who forgot it would decide it twice
    wanted.answer(absl::DataLossError(unreadable.what()));
    return true;
  }
  if (!remembered) return false;
  if (remembered->digest != wanted.digest) {
    wanted.answer(OtherBody(wanted.request));
  } else {
    auto committed = ReadCommitted(remembered->sequence);
    wanted.answer(committed.ok() ? AnswerOf(*std::move(committed)) : committed.status());
  }
  return true;
}

// What was sent on to this process is decided here, once; who has yielded does not decide again.
bool ChainWriter::LeaveToOwner(Wanted& wanted) {
  if (!ownership_ || wanted.is_claim || ownership_->DecidesHere(chain_)) return false;
  if (wanted.request.is_forwarded && wanted.attempt == 1 && !ownership_->IsLeft(chain_))
    return false;
  wanted.answer(DecidedElsewhere({chain_, ownership_->AddressElsewhere(chain_)}));
  return true;
}

void ChainWriter::Decide(Wanted wanted) {
  const absl::Time now = std::max(clock_.Now(), last_recorded_);
  const std::string& tenant = wanted.request.tenant;
  Transaction transaction(tenant, now, [&](const std::string& stream, const auto& evolve) {
    return Fold(tenant, stream, evolve);
  });
  std::optional<Refused> refused;
  try {
    refused = wanted.work(transaction);
  } catch (const BrokenHistory& error) {
    return AnswerWhenKnown(std::move(wanted), absl::DataLossError(error.what()));
  } catch (const std::overflow_error&) {
    return AnswerWhenKnown(
        std::move(wanted),
        absl::OutOfRangeError(
            "A number is larger than can be counted; look at the quantities and prices."));
  } catch (const std::exception& error) {
    return AnswerWhenKnown(std::move(wanted), absl::InternalError(error.what()));
  }
  const std::string refusal = refused ? refused->name + ": " + refused->sentence : "";
  if (refused && (!wanted.request.is_retry || wanted.request.validate_only))
    return Refuse(std::move(wanted), ToStatus(*refused));
  if (wanted.request.validate_only) {
    auto draft = Draft(wanted, transaction, refusal, now);
    draft.set_sequence(0);
    return AnswerWhenKnown(std::move(wanted),
                           At(std::make_shared<eventlog::v1::Commit>(std::move(draft)), {}));
  }
  Append(std::move(wanted), transaction, refusal);
}

// A refusal speaks of the log's end as it stood when the wish came, or later. Where others write
// too that has to be asked for; then it is decided again.
void ChainWriter::Refuse(Wanted wanted, absl::Status refusal) {
  if (wanted.caught_up || !log_.claims())
    return AnswerWhenKnown(std::move(wanted), std::move(refusal));
  in_log_++;
  log_.CatchUp(chain_, [this, wanted = std::move(wanted)](const absl::Status& status) mutable {
    if (status.ok()) {
      wanted.caught_up = true;
      LeaveOnStrand([this, wanted = std::move(wanted)]() mutable { Start(std::move(wanted)); },
                    /*is_urgent=*/true);
    } else {
      wanted.answer(status);
    }
    in_log_--;  // the last that this thread does here
  });
}

eventlog::v1::Commit ChainWriter::Draft(const Wanted& wanted, Transaction& transaction,
                                        const std::string& refusal, absl::Time now) {
  return MakeCommit({wanted.request, log_, chain_, tail_, now, options_.writer,
                     eventlog::NewCommitId(now), wanted.digest},
                    transaction, refusal);
}

void ChainWriter::Append(Wanted wanted, Transaction& transaction, const std::string& refusal) {
  const absl::Time now = transaction.now();
  auto commit = std::make_shared<eventlog::v1::Commit>(Draft(wanted, transaction, refusal, now));
  eventlog::Record record = eventlog::RecordOf(*commit, commit->SerializeAsString());
  if (record.bytes.size() > eventlog::kMaxCommitBytes)
    return AnswerWhenKnown(std::move(wanted),
                           TooLarge(record.bytes.size(), eventlog::kMaxCommitBytes));
  record.commit = commit;
  tail_ = {tail_.sequence + 1, eventlog::NextHead(tail_.head, eventlog::LeafOf(record.bytes))};
  last_recorded_ = now;
  if (refusal.empty())
    for (auto& [name, touched] : transaction.touched())
      if (touched.appended)
        cache_.Put(wanted.request.tenant + "/" + name, touched.state, tail_.sequence, durable_);
  const uint64_t sequence = tail_.sequence;
  Answer answer = wanted.answer;
  in_flight_[sequence] = {std::move(wanted), commit, {}, {}, {}};
  in_log_++;
  log_.Append(std::move(record), [this, sequence, commit,
                                  answer = std::move(answer)](const eventlog::Appended& appended) {
    const bool stands = appended.outcome == eventlog::Outcome::kCommitted;
    LeaveOnStrand([this, sequence, appended] { OnAppended(sequence, appended); }, !stands);
    if (stands) answer(AnswerOf(At(commit, appended.at)));
    in_log_--;  // the last that this thread does here
  });
}

// From the log's thread, which decides nothing: a task waits for the next wish to come by,
// unless it is urgent or somebody's answer hangs on it.
void ChainWriter::LeaveOnStrand(Strand::Task task, bool is_urgent) {
  const bool is_awaited = strand_.Leave(std::move(task));
  if (is_awaited || is_urgent) hurry_();
}

void ChainWriter::OnAppended(uint64_t sequence, const eventlog::Appended& appended) {
  auto found = in_flight_.find(sequence);
  InFlight done = std::move(found->second);
  in_flight_.erase(found);
  joined_ -= done.joined.size();
  if (appended.outcome == eventlog::Outcome::kCommitted) {
    durable_ = sequence;
    AnswerJoined(done, appended.at);
    ReleaseFollowers();
  } else {
    broken_ = true;
    done.outcome = appended.outcome;
    done.detail = appended.detail;
    failed_.push_back(std::move(done));
  }
  if (broken_ && in_flight_.empty()) Recover();
  strand_.Hurry(IsAwaited());
}

void ChainWriter::AnswerJoined(const InFlight& done, const eventlog::Tail& at) {
  if (done.joined.empty()) return;
  const auto answer = AnswerOf(At(done.commit, at));
  for (const Wanted& joined : done.joined) joined.answer(answer);
}

// The pipeline is dropped and everything that stood on it is decided again.
void ChainWriter::Recover() {
  Load().IgnoreError();  // what starts next meets it, too
  broken_ = false;
  auto failed = std::exchange(failed_, {});
  auto followers = std::exchange(followers_, {});
  auto stalled = std::exchange(stalled_, {});
  for (InFlight& one : failed) Resolve(std::move(one));
  for (Follower& one : followers) Start(std::move(one.wanted));
  for (Wanted& one : stalled) Start(std::move(one));
}

void ChainWriter::Resolve(InFlight failed) {
  std::vector<Wanted> all = std::move(failed.joined);
  all.insert(all.begin(), std::move(failed.wanted));
  for (Wanted& wanted : all) {
    if (!broken_ && AnswerKnown(wanted)) continue;
    if (failed.outcome == eventlog::Outcome::kUnavailable)
      wanted.answer(absl::UnavailableError(
          absl::StrCat("nothing was written (", failed.detail, "): send it again")));
    else if (failed.outcome == eventlog::Outcome::kIndeterminate)
      wanted.answer(absl::UnknownError(absl::StrCat("it cannot be told whether this was written (",
                                                    failed.detail,
                                                    "): send it again with the same request_id")));
    else if (++wanted.attempt > options_.max_attempts)
      wanted.answer(absl::AbortedError("others were faster: send it again"));
    else
      Start(std::move(wanted));
  }
}

void ChainWriter::AnswerWhenKnown(Wanted wanted, absl::StatusOr<Committed> answer) {
  if (in_flight_.empty()) return wanted.answer(std::move(answer));
  followers_.push_back({tail_.sequence, std::move(wanted), std::move(answer)});
}

void ChainWriter::ReleaseFollowers() {
  while (!followers_.empty() && followers_.front().after <= durable_) {
    Follower follower = std::move(followers_.front());
    followers_.pop_front();
    follower.wanted.answer(std::move(follower.answer));
  }
}

StreamState ChainWriter::Fold(
    const std::string& tenant, const std::string& stream,
    const std::function<void(StreamState&, const eventlog::v1::Event&)>& evolve) {
  const std::string name = tenant + "/" + stream;
  if (const StreamState* cached = cache_.Find(name)) return *cached;
  StreamState state;
  const auto read = log_.ReadStream(chain_, name, 0, [&](const eventlog::Stored& stored) {
    if (stored.at.sequence > tail_.sequence) return false;  // newer than this instant
    if (!ForEachEvent(stored.bytes, stream,
                      [&](const eventlog::v1::Event& event) { evolve(state, event); }))
      throw BrokenHistory(name + ": the bytes are no commit");
    return true;
  });
  if (!read.ok()) throw BrokenHistory(std::string(read.message()));
  cache_.Put(name, state, 0, durable_);
  return state;
}

Committed ChainWriter::At(std::shared_ptr<const eventlog::v1::Commit> commit,
                          const eventlog::Tail& at) const {
  return {std::move(commit), chain_, at};
}

absl::StatusOr<Committed> ChainWriter::ReadCommitted(uint64_t sequence) const {
  auto commit = std::make_shared<eventlog::v1::Commit>();
  eventlog::Tail at;  // of what could be read
  const auto read = log_.Read(chain_, sequence, [&](const eventlog::Stored& stored) {
    if (commit->ParseFromArray(stored.bytes.data(), static_cast<int>(stored.bytes.size())))
      at = stored.at;
    return false;
  });
  if (!read.ok()) return read;
  if (at.sequence != sequence)
    return absl::DataLossError(absl::StrCat("log ", log_.name(), " chain ", chain_, " sequence ",
                                            sequence, " is no commit"));
  return At(std::move(commit), at);
}

absl::StatusOr<Committed> AnswerOf(Committed committed) {
  const std::string& refusal = committed.commit->refusal();
  if (refusal.empty()) return committed;
  const size_t colon = refusal.find(": ");
  if (colon == std::string::npos) return ToStatus({refusal, refusal});
  return ToStatus({refusal.substr(0, colon), refusal.substr(colon + 2)});
}
}  // namespace aor::eventsourcing
