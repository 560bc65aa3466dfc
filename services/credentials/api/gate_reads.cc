#include <absl/strings/escaping.h>

#include <algorithm>

#include "libs/rpc/errors.h"
#include "libs/rpc/formats.h"
#include "services/credentials/api/facts.h"
#include "services/credentials/api/reads.h"
#include "services/credentials/domain/onboarding.h"
#include "services/credentials/projections/credentials_view.h"

namespace aor::credentials {
namespace {
using calendar::Date;
using calendar::FromProto;
using eventsourcing::RowKey;
using eventsourcing::RowPrefix;
using eventsourcing::Rows;
using rpc::Caller;
constexpr int kMostDays = 1100, kSoonDays = 30, kContractsOnPage = 200;

bool IsOffice(const Caller& caller) {
  for (const char* role : {"consultant", "finance", "compliance", "auditor", "service"})
    if (caller.Has(role)) return true;
  return false;
}
bool MaySee(const Caller& caller, const v1::Subject& subject) {
  return IsOffice(caller) || caller.ActsFor("worker", subject.worker_id()) ||
         caller.ActsFor("client", subject.client_id()) ||
         (!subject.supplier_id().empty() && caller.ActsFor("supplier", subject.supplier_id()));
}

// Whose work is asked about, and the days of it that are known.
struct Work {
  v1::Subject subject;
  std::string zone = kHouseZone;
  std::optional<Date> start = {}, end = {};
};

absl::StatusOr<Work> ContractFor(const Caller& caller, const Rows& rows, const std::string& id) {
  const auto contract = ContractIn(rows, caller.tenant, id);
  if (!contract || !MaySee(caller, contract->subject())) return rpc::NotFound("contract", id);
  return Work{contract->subject(), contract->zone(), FromProto(contract->start()),
              EndOf(*contract, {})};
}

// A word that no rule knows would be asked for nothing, and find every gate open.
std::vector<rpc::FieldViolation> UnknownWords(const v1::Subject& subject) {
  std::vector<rpc::FieldViolation> unknown;
  const std::string& kind = subject.engagement_kind();
  if (!kind.empty() && !IsEngagementKind(kind))
    unknown.push_back({"subject.engagement_kind", "give TEMP, AOR, EOR or PERMANENT"});
  const std::string& place = subject.jurisdiction();
  const std::string advice = place.empty() ? "" : rpc::FormatAdvice("jurisdiction", place);
  if (!advice.empty()) unknown.push_back({"subject.jurisdiction", advice});
  return unknown;
}

// Before there is a contract, the office describes it.
absl::StatusOr<Work> Described(const Caller& caller, const Rows& rows, const v1::Subject& subject) {
  if (!IsOffice(caller)) return rpc::FieldError("contract_id", "name the contract");
  const std::pair<const char*, const std::string&> kNeeded[] = {
      {"subject.worker_id", subject.worker_id()},
      {"subject.client_id", subject.client_id()},
      {"subject.engagement_kind", subject.engagement_kind()},
      {"subject.jurisdiction", subject.jurisdiction()}};
  std::vector<rpc::FieldViolation> wrong = UnknownWords(subject);
  for (const auto& [field, value] : kNeeded)
    if (value.empty()) wrong.push_back({field, "say it, or name a contract in contract_id"});
  // Another context asks first, and then decides itself whether it knows them.
  const bool is_known = caller.Has("service") || subject.worker_id().empty() ||
                        rows.Get(RowKey(caller.tenant, "person", subject.worker_id()));
  if (!is_known)
    wrong.push_back({"subject.worker_id", "name somebody whom the directory knows; " +
                                              subject.worker_id() + " is not registered"});
  if (!wrong.empty()) return rpc::FieldErrors(wrong);
  return Work{WithProgramme(subject, rows, caller.tenant)};
}

template <class Request>
absl::StatusOr<Work> WorkOf(const Request& request, const Caller& caller, const Rows& rows) {
  return request.contract_id().empty() ? Described(caller, rows, request.subject())
                                       : ContractFor(caller, rows, request.contract_id());
}

template <class Request>
When WhenOf(const Request& request, const Work& work, absl::Time now) {
  When when{request.has_on() ? FromProto(request.on()) : DayAt(now, work.zone)};
  if (request.has_known_by()) when.known_by = request.known_by();
  return when;
}

// Why somebody holds it open, for whoever may read that.
v1::GateAnswer Explained(v1::GateAnswer answer, const Facts& facts, const Caller& caller,
                         const Tools& tools) {
  if (answer.override_id().empty() || !MayReadWhy(caller)) return answer;
  const auto fact = std::ranges::find_if(facts.overrides, [&](const auto& one) {
    return one.granted().override_id() == answer.override_id();
  });
  if (fact != facts.overrides.end())
    answer.set_override_because(Opened(tools.vault, caller.tenant,
                                       OverridePlace(answer.override_id()),
                                       fact->requested().reason()));
  return answer;
}

// Of each gate the first stretch, of the days that the contract has among these, on which it is
// closed.
void AddClosings(const Work& work, const Facts& facts, Date first, Date last,
                 v1::ListClosingsResponse& response) {
  first = std::max(first, work.start.value_or(first));
  last = std::min(last, work.end.value_or(last));
  if (last < first) return;
  for (const v1::Gate gate : kGates) {
    auto stretches = Over(gate, work.subject, facts, {first, {}}, last);
    const auto closed = std::ranges::find_if(
        stretches, [](const v1::Stretch& stretch) { return !stretch.answer().open(); });
    if (closed == stretches.end()) continue;
    auto& closing = *response.add_closings();
    closing.set_contract_id(work.subject.contract_id());
    closing.set_worker_id(work.subject.worker_id());
    closing.set_client_id(work.subject.client_id());
    *closing.mutable_stretch() = std::move(*closed);
  }
}
}  // namespace

absl::Status Check(const v1::CheckGatesRequest& request, const Caller& caller, const Rows& rows,
                   const Tools& tools, v1::CheckGatesResponse& response) {
  const auto work = WorkOf(request, caller, rows);
  if (!work.ok()) return work.status();
  const Facts facts = FactsOf(work->subject, rows, caller.tenant);
  const When when = WhenOf(request, *work, tools.clock.Now());
  *response.mutable_on() = calendar::ToProto(when.day);
  for (const v1::Gate gate : kGates)
    if (request.gate() == v1::GATE_UNSPECIFIED || request.gate() == gate)
      *response.add_answers() =
          Explained(Check(gate, work->subject, facts, when), facts, caller, tools);
  return absl::OkStatus();
}

absl::Status List(const v1::ListStretchesRequest& request, const Caller& caller, const Rows& rows,
                  const Tools& tools, v1::ListStretchesResponse& response) {
  const Date first = FromProto(request.first_day()), last = FromProto(request.last_day());
  if (last < first || last - first >= kMostDays)
    return rpc::FieldError("last_day", "give first_day or a later one, 1100 days at most");
  const auto work = ContractFor(caller, rows, request.contract_id());
  if (!work.ok()) return work.status();
  When from{first};
  if (request.has_known_by()) from.known_by = request.known_by();
  const Facts facts = FactsOf(work->subject, rows, caller.tenant);
  for (auto& stretch : Over(request.gate(), work->subject, facts, from, last)) {
    *stretch.mutable_answer() = Explained(stretch.answer(), facts, caller, tools);
    *response.add_stretches() = std::move(stretch);
  }
  return absl::OkStatus();
}

absl::Status List(const v1::ListRequirementsRequest& request, const Caller& caller,
                  const Rows& rows, const Tools& tools, v1::ListRequirementsResponse& response) {
  const auto work = WorkOf(request, caller, rows);
  if (!work.ok()) return work.status();
  for (auto& asked : Asked(work->subject, FactsOf(work->subject, rows, caller.tenant),
                           WhenOf(request, *work, tools.clock.Now())))
    *response.add_asked() = std::move(asked);
  return absl::OkStatus();
}

absl::Status List(const v1::ListClosingsRequest& request, const Caller& caller, const Rows& rows,
                  const Tools& tools, v1::ListClosingsResponse& response) {
  const std::string prefix = request.client_id().empty() ? RowPrefix(caller.tenant, "contract")
                                                         : RowPrefix(caller.tenant, "contract-of",
                                                                     "client", request.client_id());
  std::string from;
  if (!absl::WebSafeBase64Unescape(request.page_token(), &from))
    return rpc::FieldError("page_token", "send the token of the page before");
  const int days = request.days() == 0 ? kSoonDays : static_cast<int>(request.days());
  int looked_at = 0;
  rows.Scan(prefix, prefix + from, [&](std::string_view key, std::string_view) {
    const std::string contract(key.substr(prefix.size()));
    if (looked_at++ == kContractsOnPage) {
      response.set_next_page_token(absl::WebSafeBase64Escape(contract));
      return false;
    }
    const auto work = ContractFor(caller, rows, contract);
    if (!work.ok()) return true;
    const Date today = DayAt(tools.clock.Now(), work->zone);
    AddClosings(*work, FactsOf(work->subject, rows, caller.tenant), today, today + days, response);
    return true;
  });
  return absl::OkStatus();
}

absl::Status Get(const v1::GetOnboardingRequest& request, const Caller& caller, const Rows& rows,
                 const Tools& tools, v1::GetOnboardingResponse& response) {
  const auto work = WorkOf(request, caller, rows);
  if (!work.ok()) return work.status();
  const Facts facts = FactsOf(work->subject, rows, caller.tenant);
  const Date today = DayAt(tools.clock.Now(), work->zone), start = work->start.value_or(today);
  const When when{std::max(today, start)};
  for (auto& step : StepsOf(work->subject, facts, when, start))
    *response.add_steps() = std::move(step);
  response.set_complete(IsComplete(work->subject, facts, when));
  *response.mutable_on() = calendar::ToProto(when.day);
  return absl::OkStatus();
}
}  // namespace aor::credentials
