// What payroll knows: verified hours, contracts, opening balances, slips, advances,
// payables, batches and closed gates, in one read model, so that a prefilled slip is read whole.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aor/payroll/v1/payroll_resources.pb.h"
#include "aor/payroll/v1/payroll_rows.pb.h"
#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/row_key.h"

namespace aor::payroll {
// Rows by table; ids never contain "/".
//   <tenant>/work/<contract>/<week>                     WorkRow
//   <tenant>/weeks/<entity>/<worker>/<week>/<contract>  empty: the week was worked
//   <tenant>/contract/<contract>                        ContractRow
//   <tenant>/due/<entity>/<period>/<contract>           DueRow: look at its draft
//   <tenant>/opening-weeks/<entity>/<worker>            OpeningWeeksRow
//   <tenant>/entity/<entity>                            EntityRow
//   <tenant>/person/<person>                            empty: registered and not erased
//   <tenant>/erased/<person>                            empty: their profile is gone for ever
//   <tenant>/slip/<payslip>                             Payslip
//   <tenant>/worker-slip/<worker>/<period>/<payslip>    PlaceRow
//   <tenant>/entity-slip/<entity>/<period>/<payslip>    PlaceRow
//   <tenant>/advance/<worker>/<entity>/<advance>        Advance
//   <tenant>/advance-entity/<advance>/<worker>/<chain>  PlaceRow
//   <tenant>/payable/<entity>/<payable>                 Payable
//   <tenant>/unpaid/<entity>/<payable>                  the id: open or contested
//   <tenant>/unconfirmed/<entity>/<worker>/<advance>    Advance, that a second person confirms
//   <tenant>/payable-entity/<payable>/<chain>           PlaceRow
//   <tenant>/batch/<entity>/<batch>                     Batch, without answers and holds
//   <tenant>/batch-entity/<batch>/<chain>               PlaceRow
//   <tenant>/batch-answers/<entity>/<batch>             AnswersRow
//   <tenant>/batch-answer/<entity>/<batch>/<payee>      BatchPayeeAnswered
//   <tenant>/batch-hold/<entity>/<batch>/<payee>        BatchPayeeHeld
//   <tenant>/file/<entity>/<batch>                      PaymentFileStored
//   <tenant>/open-run/<run>                             empty: nothing of it is final
//   <tenant>/slip-approval/<payslip>                    NegativePayslipApproved
//   <tenant>/fee-gate/<contract>                        FeeGateRow
//   <tenant>/withheld/<fee>                             WithheldFeeRow
//   <tenant>/mission-fee/<entity>/<worker>/<fee>        MissionFeeRow: with the wage
//   <tenant>/open-fee/<entity>/<fee>                    MissionFeeRow: on no slip yet
//   <tenant>/fee-slips/<fee>                            the contract on whose slips it stands
//   <tenant>/worker-contract/<entity>/<worker>/<contract>  the contract's id
using eventsourcing::ParsedRow;
using eventsourcing::RowKey;
using eventsourcing::RowPrefix;

class PayBook final : public eventsourcing::Projection {
 public:
  std::string name() const override { return "pay-book"; }
  int version() const override { return 9; }
  std::vector<std::string> logs() const override {
    return {"payroll", "timesheet", "engagements", "directory", "credentials", "missions"};
  }
  void Apply(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) override;
};

// The parts of Apply, one for each source. Those of other contexts pass over what
// they do not use.
void ApplyVerifiedHours(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyContract(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyDirectory(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyFeeGate(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyMissionFee(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
// Fees of training missions that its worker may be owed with a slip of this contract.
void LookAtFeesOf(const std::string& tenant, const v1::ContractRow& contract,
                  eventsourcing::WritableRows& rows);
void PlaceFees(const std::string& tenant, const v1::PayslipVerified& slip,
               eventsourcing::WritableRows& rows);
// On whose slips an employee's fee stands, or is to stand: the first of their contracts with this
// entity, in its currency, that covers the day. Empty: none does.
std::string ContractOfFee(const eventsourcing::Rows& rows, const std::string& tenant,
                          const v1::MissionFeeRow& fee);
void ApplyPayslip(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyAdvance(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyPayable(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyBatch(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyRun(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
// With its payees' answers and holds.
std::optional<v1::Batch> BatchAt(const eventsourcing::Rows& rows, const std::string& tenant,
                                 const std::string& legal_entity, const std::string& batch_id);
// Whose the PlaceRows below this prefix are, such as <tenant>/batch-entity/<batch>/, in order.
std::vector<std::string> EntitiesWith(const eventsourcing::Rows& rows, const std::string& prefix);
// Of the legal entity: where a day of it begins.
std::string ZoneOf(const eventsourcing::Rows& rows, const std::string& tenant,
                   const std::string& legal_entity);
// Is the run still open? Not for what belongs to none.
bool IsPending(const eventsourcing::Rows& rows, const std::string& tenant,
               const std::string& run_id);
}  // namespace aor::payroll
