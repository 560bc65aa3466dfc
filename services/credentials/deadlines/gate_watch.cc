#include "services/credentials/deadlines/gate_watch.h"

#include <absl/strings/str_cat.h>

#include <algorithm>

#include "libs/ids/uuid.h"
#include "services/credentials/api/facts.h"
#include "services/credentials/projections/credentials_view.h"

namespace aor::credentials {
namespace {
using calendar::Date;
using eventsourcing::RowKey;
using eventsourcing::RowPrefix;
using gate_days::Observe;
constexpr char kActor[] = "gate-watch";
constexpr int kBatch = 500;  // contracts looked at before the answers are waited for
constexpr auto kMostOfTick = std::chrono::seconds(2);     // others wait for their turn meanwhile
constexpr int kDaysAhead = 60;                            // then it looks again, whatever it saw
constexpr absl::Duration kElsewhere = absl::Seconds(30);  // before it asks whether another told it
// Not GATE_CONTRACTING, at which no contract is concluded yet.
constexpr v1::Gate kWatched[] = {v1::GATE_STARTING, v1::GATE_BADGE, v1::GATE_BILLING, v1::GATE_FEE};

Date Today(absl::Time now, const std::string& zone) {
  return calendar::DayAt(calendar::Instant(std::chrono::seconds(absl::ToUnixSeconds(now))), zone);
}
absl::Time BeginOf(Date day, const std::string& zone) {
  return absl::FromUnixSeconds(calendar::StartOf(day, zone).time_since_epoch().count());
}

gate_days::DayList ToldOf(const v1::GatesFact& told, v1::Gate gate) {
  for (const auto& one : told.gates())
    if (one.gate() == gate) return gate_days::FromProto(one.closed());
  return {};
}

// What is found of one contract, and the day on which it may be found otherwise.
struct Found {
  std::vector<Observe> gates;
  Date next;
};
Found FoundOn(const v1::ContractFact& contract, const Facts& facts, Date today) {
  const Date start = calendar::FromProto(contract.start());
  const Date last = std::min(today, EndOf(contract, {}).value_or(today));
  Found found{{}, today + kDaysAhead};
  if (today < start) return {{}, std::min(start, found.next)};
  if (last < start) return found;
  for (const v1::Gate gate : kWatched) {
    const auto stretches = Over(gate, contract.subject(), facts, {start, {}}, today + kDaysAhead);
    Observe observe{contract.subject(), gate, gate_days::ClosedIn(stretches, start, last)};
    for (const auto& stretch : stretches) {
      if (calendar::FromProto(stretch.first_day()) <= last) {
        observe.answer = stretch.answer();
        if (!stretch.answer().open()) observe.refusal = stretch.answer();
      }
      const Date ends = calendar::FromProto(stretch.last_day());
      if (today <= ends) found.next = std::min(found.next, ends + 1);
    }
    found.gates.push_back(std::move(observe));
  }
  return found;
}

std::optional<eventsourcing::Refused> TellIn(eventsourcing::Transaction& transaction,
                                             const std::string& stream,
                                             const std::vector<Observe>& found) {
  for (const Observe& gate : found) {
    const auto& told = transaction.Fold<gate_days::Told, gate_days::Event>(stream);
    transaction.Append<gate_days::Told, gate_days::Event>(stream, gate_days::Decide(told, gate));
  }
  return std::nullopt;
}
}  // namespace

void GateWatch::At(absl::Time now) {
  TakeChanges(now);
  const auto end = std::chrono::steady_clock::now() + kMostOfTick;
  while (IsDue(now) && std::chrono::steady_clock::now() < end) LookAtBatch(now);
}

void GateWatch::LookAtBatch(absl::Time now) {
  std::vector<std::pair<Contract, std::future<bool>>> told;
  for (int looked_at = 0; looked_at < kBatch && IsDue(now); ++looked_at) {
    const Contract contract = by_time_.begin()->second;
    const Outlook outlook = Look(contract, now);
    LookAt(contract, outlook.next);
    if (!outlook.untold.empty()) told.emplace_back(contract, Tell(contract, outlook));
  }
  for (auto& [contract, answer] : told)
    if (!answer.get()) LookAt(contract, now + kElsewhere);
}

// Whoever begins, or has missed some, looks at everything.
void GateWatch::TakeChanges(absl::Time now) {
  const auto& rows = view_.rows();
  const int64_t end = NextChange(rows);
  if (next_change_ < std::max<int64_t>(0, end - kChangesKept)) {
    TakeAll(kContractsPrefix, now);
    next_change_ = end;
    return;
  }
  rows.Scan(kChangePrefix, ChangeKey(next_change_), [&](std::string_view, std::string_view value) {
    const size_t slash = value.find('/');
    TakeChange(std::string(value.substr(0, slash)), std::string(value.substr(slash + 1)), now);
    ++next_change_;
    return true;
  });
}

void GateWatch::TakeChange(const std::string& tenant, const std::string& part, absl::Time now) {
  if (part == "all") return TakeAll(kContractsPrefix + tenant + "/", now);
  view_.rows().Scan(RowPrefix(tenant, "contract-of", part), "",
                    [&](std::string_view, std::string_view contract) {
                      LookAt({tenant, std::string(contract)}, now);
                      return true;
                    });
}

void GateWatch::TakeAll(const std::string& prefix, absl::Time now) {
  const size_t tenants = std::string(kContractsPrefix).size();
  view_.rows().Scan(prefix, "", [&](std::string_view key, std::string_view) {
    const std::string named(key.substr(tenants));
    const size_t slash = named.find('/');
    LookAt({named.substr(0, slash), named.substr(slash + 1)}, now);
    return true;
  });
}

void GateWatch::LookAt(const Contract& contract, absl::Time when) {
  const auto [place, is_new] = due_.try_emplace(contract, when);
  if (!is_new) by_time_.erase({place->second, contract});
  place->second = when;
  by_time_.emplace(when, contract);
}

GateWatch::Outlook GateWatch::Look(const Contract& of, absl::Time now) const {
  const auto& [tenant, id] = of;
  const auto& rows = view_.rows();
  const auto contract = ContractIn(rows, tenant, id);
  if (!contract) return {now + kElsewhere};  // it is there with the next batch of rows
  const auto told = rows.Load<v1::GatesFact>(RowKey(tenant, "gates", id));
  const Facts facts = FactsOf(contract->subject(), rows, tenant);
  auto found = FoundOn(*contract, facts, Today(now, contract->zone()));
  std::erase_if(found.gates, [&](const Observe& gate) {
    return ToldOf(told.value_or(v1::GatesFact()), gate.gate) == gate.closed;
  });
  return {BeginOf(found.next, contract->zone()), std::move(found.gates),
          told ? told->version() : 0};
}

// The request id names what was told before: whoever tells it again from the same rows hears the
// same, and the decider knows what it told.
std::future<bool> GateWatch::Tell(const Contract& of, const Outlook& outlook) {
  const auto& [tenant, id] = of;
  const auto& found = outlook.untold;
  const std::string worker = found.front().subject.worker_id();
  auto told = std::make_shared<std::promise<bool>>();
  auto answer = told->get_future();
  if (!runtime_.DecidesOn(tenant, worker)) {
    told->set_value(false);
    return answer;
  }
  std::string body = id;
  for (const Observe& gate : found)
    for (const auto& event : gate_days::Decide({}, gate)) body += event.SerializeAsString();
  eventsourcing::Request request;
  request.tenant = tenant;
  request.key = worker;
  request.method = "aor.credentials.v1.TellGates";
  request.request_id = DerivedId(tenant, absl::StrCat(outlook.version, "/", body), "gates");
  request.body = body;
  request.actor = kActor;
  runtime_.Execute(
      std::move(request),
      [stream = "gates-" + id, found](eventsourcing::Transaction& transaction) {
        return TellIn(transaction, stream, found);
      },
      [told](const auto& committed) { told->set_value(committed.ok()); });
  return answer;
}
}  // namespace aor::credentials
