// The client of a long mission is billed before it closes.
#include "services/missions/domain/sample_mission.h"

namespace aor::missions {
namespace {
using namespace sample;
using enum Refusal;
using Then = std::vector<const char*>;

constexpr auto kDue =
    "instalment_due { mission_id: 'm1' client_id: 'acme' legal_entity_id: 'org' number: 1"
    " delivered { session_kind: SESSION_KIND_WORKSHOP sessions: 1"
    " price { currency_code: 'EUR' minor_units: 90000 } } due_on { year: 2026 month: 10 day: 12 }"
    " by: 'tess' request_id: 'i1' }";
constexpr auto kRest =
    "instalment_due { mission_id: 'm1' client_id: 'acme' legal_entity_id: 'org' number: 2"
    " delivered { session_kind: SESSION_KIND_TRAINING sessions: 1"
    " price { currency_code: 'EUR' minor_units: 150000 } } due_on { year: 2026 month: 10 day: 26 }"
    " by: 'tess' request_id: 'i2' }";
// Took place beside the workshop that was ordered.
constexpr auto kBeside =
    "session_planned { session_id: 's3' session_kind: SESSION_KIND_WORKSHOP times {"
    " start { seconds: 1791270000 } end { seconds: 1791280800 } zone: 'Europe/Paris' } }";
constexpr auto kFay3 = "facilitator_confirmed { session_id: 's3' facilitator_id: 'fay' }";
constexpr auto kClosed = "mission_closed { mission_id: 'm1' }";
constexpr auto kUnstaffed = "facilitator_withdrawn { session_id: 's1' facilitator_id: 'fay' }";

std::vector<const char*> With(std::vector<const char*> given, std::vector<const char*> more) {
  given.insert(given.end(), more.begin(), more.end());
  return given;
}
std::shared_ptr<const Rules> WithoutInstalments() {
  auto data = RulesOf()->data();
  data.mutable_settings()->clear_instalments();
  return std::make_shared<const Rules>(data);
}

TEST(InstalmentsTest, BillWhatTookPlaceAndWasOrderedOnce) {
  const BillInstalment first{"i1"}, second{"i2"};
  auto introduced = Read<Event>(kOpened);
  introduced.mutable_mission_opened()->set_opportunity_kind("INTRODUCTION");
  const std::string unsold = introduced.ShortDebugString();
  Check({
      {"what took place is billed", kStaffed, Do(first, kBetween), Then{kDue}},
      {"once", With(kStaffed, {kDue}), Do(first, kBetween), Then{}},
      {"not again", With(kStaffed, {kDue}), Do(second, kBetween), kNothingDelivered},
      {"later what came since", With(kStaffed, {kDue}), Do(second, kAfter), Then{kRest}},
      {"not before a session's end", kStaffed, Do(first, kBefore), kNothingDelivered},
      {"nor what nobody is known to have run", With(kStaffed, {kUnstaffed}), Do(first, kBetween),
       kNothingDelivered},
      {"nor what the client did not order", With(kStaffed, {kBeside, kFay3, kDue}),
       Do(second, kBetween), kNothingDelivered},
      {"where the organisation sells", {unsold.c_str(), kP1, kFay1}, Do(first, kBetween), kNotSold},
      {"and bills so", kStaffed, Do(first, kBetween, kTeam, WithoutInstalments()), kInstalmentsOff},
      {"until it closes", With(kStaffed, {kClosed}), Do(first, kBetween), kMissionClosed},
      {"of a mission", {}, Do(first, kBetween), kMissionUnknown},
  });
}
}  // namespace
}  // namespace aor::missions
