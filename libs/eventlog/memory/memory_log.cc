#include "libs/eventlog/memory/memory_log.h"

#include <absl/strings/str_cat.h>

#include "libs/eventlog/chain_rule.h"

namespace aor::eventlog {
MemoryLog::MemoryLog(std::string name, std::string environment, Faults faults)
    : name_(std::move(name)),
      environment_(std::move(environment)),
      faults_(std::move(faults)),
      committer_([this](std::vector<Waiting> batch) { Write(std::move(batch)); }, 100'000) {}

void MemoryLog::Append(Record record, Done done) {
  committer_.Submit({name_, std::move(record), std::move(done)});
}

void MemoryLog::Write(std::vector<Waiting> batch) {
  for (const Waiting& waiting : batch) {
    Appended appended;
    {
      std::lock_guard lock(mutex_);
      appended = Apply(waiting.record);
    }
    waiting.done(appended);
  }
  listeners_.Wake();
}

Appended MemoryLog::Apply(const Record& record) {
  const Fault fault = faults_.at_append ? faults_.at_append(record) : Fault::kNone;
  if (fault == Fault::kUnavailable) return {Outcome::kUnavailable, {}, "injected"};
  if (fault == Fault::kIndeterminateLost) return {Outcome::kIndeterminate, {}, "injected"};
  if (fault == Fault::kForeignFirst)
    Push(record.chain, faults_.foreign(record, TailLocked(record.chain)));
  if (!IsValid(record, TailLocked(record.chain)))
    return {Outcome::kConflict, {}, "another commit was first"};

  const Tail at = Put(record);
  if (fault == Fault::kIndeterminateKept) return {Outcome::kIndeterminate, {}, "injected"};
  return {Outcome::kCommitted, at, {}};
}

Tail MemoryLog::Put(const Record& record) {
  Push(record.chain, record.bytes, record.commit);
  Chain& chain = chains_[record.chain];
  const Tail at = chain.rows.back().at;
  for (const auto& stream : record.streams) chain.streams[stream].push_back(at.sequence);
  if (record.request)
    chain.requests.try_emplace(*record.request, Remembered{at.sequence, record.digest});
  for (const auto& range : record.consumed) chain.consumed[{range.log, range.chain}] = range.to;
  return at;
}

void MemoryLog::Fold(const std::vector<Record>& records) {
  {
    std::lock_guard lock(mutex_);
    for (const Record& record : records) Put(record);
  }
  listeners_.Wake();
}

void MemoryLog::Push(uint32_t chain, std::string bytes, std::shared_ptr<const v1::Commit> commit) {
  const Tail before = TailLocked(chain);
  const Tail at{before.sequence + 1, NextHead(before.head, LeafOf(bytes))};
  chains_[chain].rows.push_back({at, std::move(bytes), std::move(commit)});
}

Tail MemoryLog::TailLocked(uint32_t chain) const {
  const auto found = chains_.find(chain);
  if (found != chains_.end() && !found->second.rows.empty()) return found->second.rows.back().at;
  return {0, GenesisHead(name_, environment_, chain, kChainCount)};
}

Tail MemoryLog::TailOf(uint32_t chain) const {
  std::lock_guard lock(mutex_);
  return TailLocked(chain);
}

absl::Status MemoryLog::Read(uint32_t chain, uint64_t from,
                             const std::function<bool(const Stored&)>& visit) const {
  Hash head = GenesisHead(name_, environment_, chain, kChainCount);
  for (uint64_t sequence = std::max<uint64_t>(from, 1);; ++sequence) {
    Row row;
    {
      std::lock_guard lock(mutex_);
      const auto found = chains_.find(chain);
      if (found == chains_.end() || sequence > found->second.rows.size()) return absl::OkStatus();
      if (sequence > 1) head = found->second.rows[sequence - 2].at.head;
      row = found->second.rows[sequence - 1];
    }
    if (NextHead(head, LeafOf(row.bytes)) != row.at.head)
      return absl::DataLossError(absl::StrCat(name_, " chain ", chain, " sequence ", sequence,
                                              ": the bytes are not those that were hashed"));
    if (!visit({chain, row.at, row.bytes, row.commit})) return absl::OkStatus();
  }
}

absl::Status MemoryLog::ReadStream(uint32_t chain, std::string_view stream, uint64_t from,
                                   const std::function<bool(const Stored&)>& visit) const {
  std::vector<Row> rows;
  {
    std::lock_guard lock(mutex_);
    const auto found = chains_.find(chain);
    if (found == chains_.end()) return absl::OkStatus();
    const auto sequences = found->second.streams.find(stream);
    if (sequences == found->second.streams.end()) return absl::OkStatus();
    for (const uint64_t sequence : sequences->second)
      if (sequence >= from) rows.push_back(found->second.rows[sequence - 1]);
  }
  for (const Row& row : rows)
    if (!visit({chain, row.at, row.bytes, row.commit})) break;
  return absl::OkStatus();
}

std::optional<Remembered> MemoryLog::Find(uint32_t chain, const RequestKey& request) const {
  std::lock_guard lock(mutex_);
  const auto found = chains_.find(chain);
  if (found == chains_.end()) return std::nullopt;
  const auto remembered = found->second.requests.find(request);
  if (remembered == found->second.requests.end()) return std::nullopt;
  return remembered->second;
}

uint64_t MemoryLog::ConsumedTo(uint32_t chain, std::string_view source_log,
                               uint32_t source_chain) const {
  std::lock_guard lock(mutex_);
  const auto found = chains_.find(chain);
  if (found == chains_.end()) return 0;
  const auto to = found->second.consumed.find({std::string(source_log), source_chain});
  return to == found->second.consumed.end() ? 0 : to->second;
}

void MemoryLog::OnCommit(std::function<void()> listener) { listeners_.Add(std::move(listener)); }

void MemoryLog::Tamper(uint32_t chain, uint64_t sequence,
                       const std::function<void(std::string&)>& change) {
  std::lock_guard lock(mutex_);
  Row& row = chains_[chain].rows.at(sequence - 1);
  change(row.bytes);
  row.commit.reset();
}
}  // namespace aor::eventlog
