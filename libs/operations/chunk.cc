#include "libs/operations/chunk.h"

#include <openssl/sha.h>

#include <map>

#include "libs/eventsourcing/event_types.h"
#include "libs/operations/run.h"

namespace aor::operations {
namespace {
using eventsourcing::Refused;
using eventsourcing::Transaction;

std::string Sha256(std::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

bool IsRun(std::string_view stream) { return stream.starts_with("run-"); }

std::string DigestOf(std::string digests, Transaction& transaction) {
  for (const auto& [stream, touched] : transaction.touched())
    if (touched.appended && !IsRun(stream))
      for (const auto& event : touched.events) digests += Sha256(event.payload());
  return Sha256(digests);
}

void LeaveOut(const Item& item, const LeftOut& left, v1::RunAdvanced& advanced) {
  auto& added = *advanced.add_left();
  added.set_item_id(item.id);
  added.set_refusal(left.refused.name);
  added.set_sentence(left.refused.sentence);
  added.mutable_missing()->Add(left.missing.begin(), left.missing.end());
}

void DecideItem(const Item& item, Transaction& transaction,
                std::map<std::string, money::Money>& sums, v1::RunAdvanced& advanced) {
  Outcome outcome;
  const auto refused = transaction.Attempt([&](Transaction& part) -> std::optional<Refused> {
    outcome = item.decide(part);
    const auto* left = std::get_if<LeftOut>(&outcome);
    return left ? std::optional(left->refused) : std::nullopt;
  });
  if (refused) return LeaveOut(item, std::get<LeftOut>(outcome), advanced);
  const auto& amount = std::get<money::Money>(outcome);
  const auto [sum, is_new] = sums.try_emplace(amount.currency, amount);
  if (!is_new) sum->second = sum->second + amount;
  advanced.set_done(advanced.done() + 1);
}
}  // namespace

std::optional<Refused> Decide(const Chunk& chunk, size_t most_bytes, Transaction& transaction) {
  const std::string stream = run::StreamOf(chunk.run_id);
  const auto before = transaction.Fold<run::Run, run::Event>(stream);
  v1::RunAdvanced advanced;
  advanced.set_run_id(chunk.run_id);
  advanced.set_chunk(chunk.number);
  // Asked before the work: a run that is closed or cancelled does none.
  const auto may = run::Decide(before, run::Advance{advanced});
  if (const auto* refusal = std::get_if<run::Refusal>(&may))
    return Refused{std::string(Name(*refusal)), std::string(Sentence(*refusal))};
  std::map<std::string, money::Money> sums;
  for (const Item& item : chunk.items) {
    if (!advanced.after().empty() && transaction.bytes() + item.bytes > most_bytes) break;
    DecideItem(item, transaction, sums, advanced);
    advanced.set_after(item.key);
  }
  for (const auto& [currency, sum] : sums) *advanced.add_sums() = money::ToProto(sum);
  advanced.set_digest(DigestOf(before.digest, transaction));
  return eventsourcing::DecideOn<run::Run, run::Event, run::Command>(transaction, stream,
                                                                     run::Advance{advanced});
}

std::optional<v1::RunAdvanced> AdvancedIn(const eventlog::v1::Commit& commit) {
  for (const auto& stream : commit.streams())
    for (const auto& envelope : stream.events())
      if (eventsourcing::Holds<v1::RunEvent>(envelope))
        return eventsourcing::Decode<v1::RunEvent>(envelope).run_advanced();
  return std::nullopt;
}
}  // namespace aor::operations
