#include "services/payroll/reactions/mission_fees.h"

#include "aor/missions/v1/missions_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/payroll/api/batching.h"

namespace aor::payroll {
namespace {
constexpr char kFeePayable[] = "aor.missions.v1.MissionEvent/fee_became_payable";

missions::v1::FeeBecamePayable FeeIn(const eventsourcing::Happened& happened) {
  return eventsourcing::Decode<missions::v1::MissionEvent>(happened.event).fee_became_payable();
}
}  // namespace

std::vector<std::string> MissionFees::KeysOf(const eventsourcing::Happened& happened) const {
  if (happened.event.type() != kFeePayable) return {};
  const auto payable = FeeIn(happened);
  const auto paper = payable.fee().paper();
  const bool is_own_way = paper == missions::v1::FEE_PAPER_NOTE_OF_FEES ||
                          paper == missions::v1::FEE_PAPER_EXPENSE_REPORT;
  if (!is_own_way || payable.fee().amount().minor_units() == 0) return {};
  return {payable.legal_entity_id()};
}

void MissionFees::React(const eventsourcing::Happened& happened, const std::string&,
                        eventsourcing::Transaction& transaction) {
  const auto payable = FeeIn(happened);
  const auto& fee = payable.fee();
  const std::string id = "fee-" + fee.fee_id();
  const payable::RecordPayable owed{id,
                                    fee.payee_id(),
                                    money::FromProto(fee.amount()),
                                    LegalEntityId{payable.legal_entity_id()},
                                    "FEE",
                                    "Training mission " + payable.mission_id(),
                                    calendar::FromProto(fee.pay_on()),
                                    fee.fee_id(),
                                    "",
                                    {},
                                    payable::For("TRAINING_MISSION", payable.mission_id())};
  eventsourcing::Insist(OnPayable(transaction, id, owed), "payable-" + id);
}
}  // namespace aor::payroll
