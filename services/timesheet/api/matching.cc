#include "services/timesheet/api/matching.h"

#include <map>

#include "libs/eventsourcing/commits.h"
#include "libs/ids/uuid.h"
#include "libs/rpc/errors.h"
#include "services/timesheet/api/asking.h"
#include "services/timesheet/api/queries.h"

namespace aor::timesheet {
namespace {
using eventlog::v1::ConsistencyToken, eventlog::v1::Position;
constexpr size_t kMostWeeks = 1000;  // of one call: a synced write each, some seconds in all
constexpr int kPage = 250;

// The next weeks that wait for verification, and where the rest begins.
absl::StatusOr<std::vector<v1::Week>> Waiting(const rpc::Caller& caller, const Rows& rows,
                                              const v1::VerifyMatchingHoursRequest& request,
                                              std::string& rest) {
  std::vector<v1::Week> waiting;
  v1::ListWeeksRequest page;
  page.set_month(request.month());
  page.set_legal_entity_id(request.legal_entity_id());
  page.set_page_size(kPage);
  page.set_page_token(request.page_token());
  do {
    v1::ListWeeksResponse listed;
    if (auto status = Answer(caller, rows, page, listed); !status.ok()) return status;
    for (auto& week : *listed.mutable_weeks())
      if (!week.has_verified() && week.entries() > 0) waiting.push_back(std::move(week));
    page.set_page_token(listed.next_page_token());
  } while (!page.page_token().empty() && waiting.size() + kPage <= kMostWeeks);
  rest = page.page_token();
  return waiting;
}

eventsourcing::Request RequestFor(const v1::Week& week, const rpc::Caller& caller,
                                  const v1::VerifyMatchingHoursRequest& request) {
  const auto name = week.worker_id() + "/" + week.iso_week() + "/" + week.contract_id() + "/" +
                    std::to_string(week.entries_version());
  eventsourcing::Request one;
  one.tenant = caller.tenant;
  one.key = week.worker_id();
  one.method = "aor.timesheet.v1.VerifyMatchingHours";
  one.correlation_id = DerivedId(caller.tenant, request.request_id(), "verify-matching-hours");
  one.request_id = DerivedId(caller.tenant, request.request_id(), name);
  one.body = name;
  one.actor = caller.person.value;
  one.on_behalf_of = caller.on_behalf_of;
  one.reason = request.reason();
  one.validate_only = request.validate_only();
  one.is_forwarded = caller.is_forwarded;
  return one;
}

absl::StatusOr<eventsourcing::Committed> Verify(eventsourcing::Runtime& runtime, const Known& known,
                                                const rpc::Caller& caller,
                                                const v1::VerifyMatchingHoursRequest& request,
                                                const v1::Week& week) {
  const auto asked = Ask(known.view.rows(), known.rules, caller,
                         {week.worker_id(), week.iso_week(), {week.contract_id()}});
  if (!asked.ok()) return asked.status();
  const VerifyHours wish{*asked, {week.contract_id()}, week.entries_version(), true};
  return runtime.ExecuteAndWait(RequestFor(week, caller, request), [wish](auto& transaction) {
    return DecideOnWeek(transaction, wish);
  });
}

void Leave(const v1::Week& week, const absl::Status& status,
           v1::VerifyMatchingHoursResponse& response) {
  auto& left = *response.add_left();
  left.set_worker_id(week.worker_id());
  left.set_iso_week(week.iso_week());
  left.set_contract_id(week.contract_id());
  left.set_refusal(rpc::RefusalOf(status));
  left.set_sentence(std::string(status.message()));
}

// The last position of each chain.
std::string TokenOf(const std::map<uint32_t, Position>& positions) {
  static_assert(eventsourcing::kTokenPlaces >= eventlog::kChainCount);
  ConsistencyToken token;
  for (const auto& [chain, position] : positions) *token.add_positions() = position;
  return eventsourcing::EncodeToken(token);
}
}  // namespace

absl::Status VerifyMatching(eventsourcing::Runtime& runtime, const Known& known,
                            const rpc::Caller& caller,
                            const v1::VerifyMatchingHoursRequest& request,
                            v1::VerifyMatchingHoursResponse& response) {
  const auto waiting =
      Waiting(caller, known.view.rows(), request, *response.mutable_next_page_token());
  if (!waiting.ok()) return waiting.status();
  std::map<uint32_t, Position> positions;
  for (const auto& week : *waiting) {
    const auto committed = Verify(runtime, known, caller, request, week);
    if (!committed.ok() && !absl::IsFailedPrecondition(committed.status()))
      return committed.status();
    if (!committed.ok()) {
      Leave(week, committed.status(), response);
      continue;
    }
    response.set_verified(response.verified() + 1);
    const auto token = eventsourcing::DecodeToken(committed->token());
    if (!request.validate_only() && token.ok()) positions[committed->chain] = token->positions(0);
  }
  response.set_consistency_token(TokenOf(positions));
  return absl::OkStatus();
}
}  // namespace aor::timesheet
