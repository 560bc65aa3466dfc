// What a month's pay waits for: who acts next, since when and until when.
#include <algorithm>

#include "aor/payroll/v1/payroll_rows.pb.h"
#include "libs/operations/month_calendar.h"
#include "libs/rpc/sections.h"
#include "services/payroll/api/endpoint.h"
#include "services/payroll/api/fee_gates.h"
#include "services/payroll/api/payment_file.h"
#include "services/payroll/domain/batch.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
using calendar::Date, calendar::Instant;
using eventsourcing::Rows;
using operations::v1::Waiting;
constexpr const char* kFinance = "finance";

// One answer in the making.
class Status {
 public:
  Status(const rpc::Caller& caller, const v1::GetMonthStatusRequest& request, const Rows& rows,
         Date month, Instant now, v1::GetMonthStatusResponse& response)
      : tenant_(caller.tenant),
        request_(request),
        rows_(rows),
        month_(month),
        now_(now),
        zone_(ZoneOf(rows, tenant_, request.legal_entity_id())),
        response_(response) {}
  std::vector<rpc::Section> Sections();
  const std::vector<v1::DueRow>& slips_due() const { return slips_due_; }
  void AddSlip(const Sketch& sketch);

 private:
  bool AddPayable(const v1::Payable& payable);
  bool AddBatch(const v1::Batch& row);
  bool AddMissionFee(const v1::MissionFeeRow& fee);
  bool AddLoan(const v1::Advance& loan);
  Waiting& Add(const char* step, const std::string& record, const std::string& waits_for);
  // What is paid on a day has left the agency the day before.
  void DueBefore(Waiting& waiting, Date day) {
    operations::SetDue(waiting, calendar::StartOf(day, zone_), now_);
  }
  bool IsOver(const Contract& contract) const;
  void SayErased(const Contract& contract, Waiting& waiting) const;
  bool IsOfMonth(const v1::Payable& payable, const types::v1::Date& paid_on) const;
  bool PaysMonth(const v1::Batch& batch) const;
  std::optional<v1::Payable> PayableAt(const std::string& payable_id) const {
    return rows_.Load<v1::Payable>(
        RowKey(tenant_, "payable", request_.legal_entity_id(), payable_id));
  }

  const std::string tenant_;
  const v1::GetMonthStatusRequest& request_;
  const Rows& rows_;
  const Date month_;
  const Instant now_;
  const std::string zone_;
  v1::GetMonthStatusResponse& response_;
  std::vector<v1::DueRow> slips_due_;  // drawn together afterwards
};

Waiting& Status::Add(const char* step, const std::string& record, const std::string& waits_for) {
  Waiting& waiting = *response_.add_waiting();
  waiting.set_step(step);
  waiting.set_record(record);
  waiting.set_legal_entity_id(request_.legal_entity_id());
  waiting.set_waits_for(waits_for);
  return waiting;
}

// Before its period is over, or its assignment, nobody waits for a slip.
bool Status::IsOver(const Contract& contract) const {
  Date last = calendar::LastOfMonth(month_);
  if (contract.end) last = std::min(last, *contract.end);
  return last < calendar::DayAt(now_, zone_);
}

// A slip is of its period and a part payment of the month in which it is paid; an invoice is of the
// month before, whose work it is for.
bool Status::IsOfMonth(const v1::Payable& payable, const types::v1::Date& paid_on) const {
  const std::string month = calendar::MonthOf(month_);
  if (payable.payable_kind() == "SALARY")
    if (const auto slip = rows_.Load<v1::Payslip>(RowKey(tenant_, "slip", payable.source_id())))
      return slip->slip().period() == month;
  if (!calendar::IsDate(paid_on)) return true;
  const Date day = calendar::FromProto(paid_on);
  if (payable.payable_kind() == "PART_PAYMENT") return calendar::MonthOf(day) == month;
  return calendar::MonthOf(day - day.day()) == month;
}

bool Status::PaysMonth(const v1::Batch& batch) const {
  return std::ranges::any_of(batch.items(), [&](const auto& item) {
    const auto payable = PayableAt(item.payable_id());
    return payable && IsOfMonth(*payable, batch.execution_date());
  });
}

// What was paid ahead of the assignment's end, such as "IFM EUR 67.50"; nothing otherwise.
std::string PaidAhead(const Draft& draft) {
  std::string said;
  for (const auto& line : draft.paid_ahead)
    said += (said.empty() ? "" : ", ") + line.code() + " " + line.amount().currency_code() + " " +
            money::AmountOf(money::FromProto(line.amount()));
  return said.empty() ? "" : " " + said + " is paid ahead: its later end owes that much less.";
}

// To supply what a slip lacks.
std::string WhatToDo(const std::set<std::string>& missing) {
  std::string said = missing.contains(kPayRules) ? "load the rules of its days" : "";
  const auto add = [&](const char* what) {
    said += (said.empty() ? "" : ", ") + std::string(what);
  };
  if (missing.contains(kEndCause)) add("say why the contract ended (EndContract, end_cause)");
  const auto others = missing.size() - missing.count(kPayRules) - missing.count(kEndCause);
  if (others > 0) add("complete the pay profile");
  return said;
}

// Whom the minimum wage raises, such as "12.10 is below the minimum wage of 12.31".
std::string BelowMinimumOf(const Draft& draft) {
  std::string said;
  for (const auto& raise : draft.below_minimum)
    said += " The agreed wage of " + money::ToString(raise.agreed) +
            " is below the minimum wage and paid at " + money::ToString(raise.minimum) +
            ": agree on another (AgreeRate) and quote the client anew.";
  return said;
}

// What nobody can do any more is not asked for.
void Status::SayErased(const Contract& contract, Waiting& waiting) const {
  waiting.set_waits_for(kFinance);
  waiting.add_reasons("OWNER_ERASED");
  waiting.set_sentence(request_.month() + " of " + contract.worker.value +
                       ": the person was erased, and no payslip can be made: settle what is owed "
                       "by hand, outside the suite (" +
                       kFinance + ").");
}

void Status::AddSlip(const Sketch& sketch) {
  const Draft& draft = sketch.draft;
  const Contract& contract = sketch.contract;
  if (draft.empty() || !IsOver(contract)) return;
  const bool owes = draft.slip.net().minor_units() < 0 && !ApprovalOf(rows_, tenant_, draft.slip);
  Waiting& waiting = Add("PAYSLIP", contract.id.value, "consultant");
  waiting.set_party_id(contract.worker.value);
  waiting.set_party_kind(operations::v1::PARTY_KIND_PERSON);
  *waiting.mutable_amount() = draft.slip.net();
  std::string parts;
  for (const auto& part : draft.missing) {
    waiting.add_reasons(part);
    parts += (parts.empty() ? "" : ", ") + part;
  }
  if (owes) waiting.add_reasons("NEGATIVE_NET");
  if (!draft.below_minimum.empty()) waiting.add_reasons("BELOW_MINIMUM_WAGE");
  waiting.set_sentence(request_.month() + " of " + contract.worker.value + ": the payslip " +
                       (owes && parts.empty()
                            ? "is below zero: finance approves it, then another verifies it "
                              "(finance, consultant)."
                        : parts.empty() ? "waits to be verified (consultant)."
                                        : "is not payable, it lacks " + parts + ": " +
                                              WhatToDo(draft.missing) + " (consultant).") +
                       PaidAhead(draft) + BelowMinimumOf(draft));
  if (rows_.Get(RowKey(tenant_, "erased", contract.worker.value))) SayErased(contract, waiting);
  const std::string& place = contract.jurisdiction;
  operations::SetDue(
      waiting, operations::MonthCalendar::Shipped().DueOf("PAYSLIP", month_, place, zone_), now_);
}

// By the last batch; a gate that has opened since holds nothing.
std::string HoldOf(const v1::Payable& payable) {
  return IsOfToday(payable.hold_reason()) ? "" : payable.hold_reason();
}

bool Status::AddPayable(const v1::Payable& payable) {
  if (IsPending(rows_, tenant_, payable.run_id()) || !IsOfMonth(payable, payable.due()))
    return false;
  const bool contested = payable.state() == v1::PAYABLE_STATE_CONTESTED;
  const bool supplier = payable.payable_kind() == "SUPPLIER_INVOICE";
  const auto shut =
      contested ? std::nullopt : ShutGateOf(rows_, tenant_, payable, calendar::DayAt(now_, zone_));
  if (shut && shut->given_up) return false;
  Waiting& waiting = Add("PAYABLE", payable.payable_id(), shut ? shut->fixed_by : kFinance);
  waiting.set_party_id(payable.payee_id());
  waiting.set_party_kind(supplier ? operations::v1::PARTY_KIND_SUPPLIER
                                  : operations::v1::PARTY_KIND_PERSON);
  *waiting.mutable_since() = payable.recorded_at();
  *waiting.mutable_amount() = payable.amount();
  if (calendar::IsDate(payable.due())) DueBefore(waiting, calendar::FromProto(payable.due()) + 1);
  const std::string reason = shut ? shut->reason : HoldOf(payable);
  if (!reason.empty()) waiting.add_reasons(reason);
  std::string why = "is in no batch";
  if (contested) why = "is contested by the supplier: credit it, or agree";
  if (shut) why = "waits: " + shut->what_to_do;
  if (!contested && !shut && !reason.empty())
    why = "was held by its last batch: " +
          (payable.hold_detail().empty() ? reason : payable.hold_detail());
  waiting.set_sentence(payable.reference() + " to " + payable.payee_id() + " " + why + " (" +
                       waiting.waits_for() + ").");
  return true;
}

bool Status::AddBatch(const v1::Batch& row) {
  if (row.state() == v1::BATCH_STATE_WITHDRAWN || row.state() == v1::BATCH_STATE_STORED ||
      !PaysMonth(row))
    return false;
  const std::string& batch_id = row.batch_id();
  const auto batch = BatchAt(rows_, tenant_, row.legal_entity_id(), batch_id);
  const bool proposed = batch->state() == v1::BATCH_STATE_PROPOSED;
  const bool answered = batch->state() == v1::BATCH_STATE_ANSWERED;
  if (!answered && !proposed && batch->state() != v1::BATCH_STATE_RELEASED) return false;
  const bool all_held = answered && PayeesToPay(*batch).empty();
  Waiting& waiting = Add(proposed   ? "BATCH_RELEASE"
                         : answered ? "PAYMENT_FILE"
                                    : "PAYEE_ANSWERS",
                         batch_id, proposed || answered ? kFinance : "directory");
  *waiting.mutable_since() = proposed ? batch->proposed_at() : batch->released_at();
  *waiting.mutable_amount() = batch->total();
  DueBefore(waiting, calendar::FromProto(batch->execution_date()));
  for (const auto& hold : batch->holds()) waiting.add_reasons(hold.reason());
  for (const auto& answer : batch->answers())
    if (answer.held()) waiting.add_reasons(answer.hold_reason());
  if (all_held) waiting.add_reasons(std::string(batch::Name(batch::Refusal::kAllHeld)));
  waiting.set_sentence(batch_id + " of " + std::to_string(batch->items_size()) + " payees " +
                       (proposed
                            ? "waits for a second person to release it, not " + batch->proposed_by()
                        : all_held ? "pays nobody, since all are held: withdraw it, and propose "
                                     "its payables again when what holds them is mended"
                        : answered ? "can be exported: its payment file goes to the bank"
                                   : "waits for the directory's word on payees' accounts") +
                       " (" + waiting.waits_for() + ").");
  return true;
}

// With a contract it waits on that one's slip; what its mission withholds is said there.
bool Status::AddMissionFee(const v1::MissionFeeRow& fee) {
  if (calendar::MonthOf(calendar::FromProto(fee.worked_on())) != request_.month() ||
      !ContractOfFee(rows_, tenant_, fee).empty() ||
      rows_.Get(RowKey(tenant_, "withheld", fee.fee_id())))
    return false;
  Waiting& waiting = Add("MISSION_FEE", fee.fee_id(), "consultant");
  waiting.set_party_id(fee.worker_id());
  waiting.set_party_kind(operations::v1::PARTY_KIND_PERSON);
  *waiting.mutable_amount() = money::ToProto(
      money::Percent(money::FromProto(fee.base()), money::Decimal{fee.percent(), 0}));
  waiting.add_reasons("NO_CONTRACT");
  waiting.set_sentence(fee.title() + ": " + fee.worker_id() +
                       " is paid as an employee, and no contract in " + fee.base().currency_code() +
                       " covers that day: conclude one, or have the permanent team refuse the fee "
                       "(consultant).");
  return true;
}

// From the month in which somebody asked for it.
bool Status::AddLoan(const v1::Advance& loan) {
  const calendar::Instant asked(std::chrono::seconds(loan.granted_at().seconds()));
  if (calendar::LastOfMonth(month_) < calendar::DayAt(asked, zone_)) return false;
  Waiting& waiting = Add("LOAN_CONFIRMATION", loan.advance_id(), kFinance);
  waiting.set_party_id(loan.worker_id());
  waiting.set_party_kind(operations::v1::PARTY_KIND_PERSON);
  *waiting.mutable_amount() = loan.amount();
  *waiting.mutable_since() = loan.granted_at();
  waiting.set_sentence("The loan " + loan.advance_id() + " of " + loan.worker_id() +
                       " waits for a second person to confirm it (" + kFinance + ").");
  return true;
}

std::vector<rpc::Section> Status::Sections() {
  const auto& entity = request_.legal_entity_id();
  return {{RowPrefix(tenant_, "due", entity, request_.month()),
           [this](std::string_view value) {
             slips_due_.push_back(ParsedRow<v1::DueRow>(value));
             return true;
           }},
          {RowPrefix(tenant_, "unpaid", entity),
           [this](std::string_view value) {
             const auto payable = PayableAt(std::string(value));
             return payable && AddPayable(*payable);
           }},
          {RowPrefix(tenant_, "open-fee", entity),
           [this](std::string_view value) {
             return AddMissionFee(ParsedRow<v1::MissionFeeRow>(value));
           }},
          {RowPrefix(tenant_, "unconfirmed", entity),
           [this](std::string_view value) { return AddLoan(ParsedRow<v1::Advance>(value)); }},
          {RowPrefix(tenant_, "batch", entity),
           [this](std::string_view value) { return AddBatch(ParsedRow<v1::Batch>(value)); }}};
}
}  // namespace

rpc::Reactor* Endpoint::GetMonthStatus(Context* context, const v1::GetMonthStatusRequest* request,
                                       v1::GetMonthStatusResponse* response) {
  return tools_.edge.Read<v1::GetMonthStatusRequest, v1::GetMonthStatusResponse>(
      context, *request, response, tools_.view,
      [this, request](const rpc::Caller& caller, const Rows& rows, auto& answer) -> absl::Status {
        const auto month = calendar::FirstOfMonth(request->month());
        if (!month) return rpc::FieldError("month", "give a month such as 2026-10");
        Status status(caller, *request, rows, *month, NowOf(tools_), answer);
        auto listed = rpc::ListSections(rows, status.Sections(), request->page_size(),
                                        request->page_token(), answer.mutable_next_page_token());
        if (!listed.ok() || status.slips_due().empty()) return listed;
        std::vector<std::string> workers;
        for (const auto& due : status.slips_due()) workers.push_back(due.worker_id());
        const auto profiles = desk_.ProfilesFor(caller.tenant, workers, request->month());
        if (!profiles.ok()) return profiles.status();
        for (const auto& due : status.slips_due()) {
          const auto sketch =
              desk_.Draw(rows, caller.tenant, due.contract_id(), request->month(), *profiles);
          if (sketch.ok()) status.AddSlip(*sketch);
        }
        return absl::OkStatus();
      });
}
}  // namespace aor::payroll
