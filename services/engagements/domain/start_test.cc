// When work begins: on a day of the contract that has come, through its gate.
#include "libs/eventsourcing/rules.h"
#include "services/engagements/domain/contract.h"

namespace aor::engagements {
namespace {
using enum Reason;
using calendar::Date;
using Then = std::vector<const char*>;

constexpr auto kConcluded =
    "contract_concluded { contract_id: 'c1' worker_id: 'ada' client_id: 'acme'"
    " start { year: 2026 month: 10 day: 5 } end { year: 2026 month: 10 day: 30 } }";
constexpr auto kWithoutEnd =
    "contract_concluded { contract_id: 'c1' worker_id: 'ada' client_id: 'acme'"
    " start { year: 2026 month: 10 day: 5 } }";
constexpr auto kExtended =
    "contract_extended { contract_id: 'c1' end { year: 2026 month: 11 day: 13 }"
    " previous_end { year: 2026 month: 10 day: 30 } }";
#define STARTED(month, day, more)                                                           \
  "work_started { contract_id: 'c1' worker_id: 'ada' started_on { year: 2026 month: " month \
  " day: " day " } " more " }"
constexpr auto kTuesday = STARTED("10", "6", "");
constexpr auto kMonday = STARTED("10", "5", "");
constexpr auto kInNovember = STARTED("11", "2", "");
constexpr auto kByOverride = STARTED("10", "6", "gate_override_id: 'o1'");

RecordStart On(Date day, Date today = Date(2026, 12, 1), Gate gate = {true, "", ""}) {
  return {day, today, std::move(gate)};
}

TEST(StartTest, WorkBeginsOnADayOfTheContractThroughItsGate) {
  const Date monday(2026, 10, 5), tuesday(2026, 10, 6), in_november(2026, 11, 2);
  const Gate shut{false, "", "Missing: a permit of ada."}, overridden{true, "o1", ""};
  eventsourcing::CheckRules<Contract, ContractEvent, ContractCommand, Refusal>({
      {"on that day itself", {kConcluded}, On(tuesday, tuesday), Then{kTuesday}},
      {"or told later", {kConcluded}, On(tuesday), Then{kTuesday}},
      {"once", {kConcluded, kTuesday}, On(tuesday), Then{}},
      {"what stands passes no gate", {kConcluded, kTuesday}, On(tuesday, monday, shut), Then{}},
      {"another day corrects it", {kConcluded, kTuesday}, On(monday), Then{kMonday}},
      {"and back", {kConcluded, kTuesday, kMonday}, On(tuesday), Then{kTuesday}},
      {"not before its first day", {kConcluded}, On(Date(2026, 10, 4)), kStartOutsideContract},
      {"nor after its last", {kConcluded}, On(Date(2026, 10, 31)), kStartOutsideContract},
      {"which may have moved", {kConcluded, kExtended}, On(in_november), Then{kInNovember}},
      {"or be open", {kWithoutEnd}, On(in_november), Then{kInNovember}},
      {"a start that is to come is none yet", {kConcluded}, On(tuesday, monday), kNotYetStarted},
      {"its gate is open",
       {kConcluded},
       On(tuesday, tuesday, shut),
       Refusal(kStartingGateClosed, "Missing: a permit of ada.")},
      {"somebody asked",
       {kConcluded},
       On(tuesday, tuesday, {}),
       Refusal(kStartingGateClosed, "Nobody was asked yet: send the request again.")},
      {"an override is named", {kConcluded}, On(tuesday, tuesday, overridden), Then{kByOverride}},
      {"a contract is there", {}, On(tuesday), kContractUnknown},
  });
}
}  // namespace
}  // namespace aor::engagements
