#include "services/documents/papers/training_bills.h"

#include <algorithm>

namespace aor::documents {
namespace {
using invoicing::v1::InvoiceIssued;
using invoicing::v1::InvoiceLine;
using invoicing::v1::TrainingBilled;

constexpr size_t kMostTrainees = 200;  // of a session; the rest are counted

std::string TraineeName(const missions::v1::Participant& one) {
  if (one.erased()) return "–";
  std::string name = one.surname();
  if (!one.given_names().empty()) name += (name.empty() ? "" : " ") + one.given_names();
  return name.empty() ? one.mail() : name;
}

size_t PresentOn(const missions::v1::Participant& one) {
  return static_cast<size_t>(std::ranges::count_if(one.marks(), &missions::v1::Mark::present));
}

SessionHeld::Attendance AttendanceOf(const missions::v1::GetRollResponse& roll) {
  SessionHeld::Attendance attendance;
  for (const auto& one : roll.participants()) {
    const size_t attended = PresentOn(one);
    if (one.withdrawn() || attended == 0) continue;
    ++attendance.present;
    attendance.half_days += attended;
    if (attendance.names.size() < kMostTrainees)
      attendance.names.emplace_back(TraineeName(one), attended);
  }
  return attendance;
}

std::vector<calendar::Date> DaysOf(const InvoiceLine& line) {
  std::vector<calendar::Date> days;
  if (line.work().has_worked_on()) days.push_back(calendar::FromProto(line.work().worked_on()));
  for (const auto& held : line.training().held())
    for (const auto& stated : held.half_days())
      if (const auto half_day = ParseHalfDay(stated)) days.push_back(half_day->day);
  return days;
}
}  // namespace

bool IsOfMission(const InvoiceLine& line) {
  return line.category() == "SESSION" || line.category() == "PART";
}

absl::StatusOr<PayerNames> OtherPayers(Records& records, const std::string& tenant,
                                       const InvoiceIssued& issued,
                                       const google::protobuf::Timestamp& at) {
  PayerNames names;
  for (const auto& line : issued.lines())
    for (const auto& other : line.training().others()) {
      if (names.contains(other.payer_id())) continue;
      const auto payer = records.Client(tenant, {other.payer_id(), at});
      if (!payer.ok() && !absl::IsNotFound(payer.status())) return payer.status();
      names[other.payer_id()] = payer.ok() ? payer->party.who.name : other.payer_id();
    }
  return names;
}

TrainingBill BillOf(const InvoiceLine& line, const PayerNames& names) {
  const TrainingBilled& training = line.training();
  TrainingBill bill;
  bill.mission = training.mission_id();
  bill.title = training.title();
  bill.is_training = training.session_kind() == "TRAINING";
  bill.instalment = training.instalment();
  bill.is_part = line.category() == "PART";
  bill.agreement = training.agreement();
  bill.sessions = training.sessions();
  if (training.has_delivered()) bill.delivered = money::FromProto(training.delivered());
  for (const auto& other : training.others())
    bill.others.push_back(
        {names.at(other.payer_id()), other.agreement(), money::FromProto(other.amount())});
  return bill;
}

std::vector<SessionHeld> HeldIn(const TrainingBilled& training) {
  std::vector<SessionHeld> sessions;
  for (const auto& session : training.held()) {
    SessionHeld& held = sessions.emplace_back();
    held.number = session.session_id();
    held.title = session.title();
    for (const auto& stated : session.half_days())
      if (const auto half_day = ParseHalfDay(stated)) held.half_days.push_back(*half_day);
  }
  return sessions;
}

absl::StatusOr<std::vector<SessionHeld>> AttendedIn(Records& records, const std::string& tenant,
                                                    const TrainingBilled& training) {
  auto sessions = HeldIn(training);
  for (SessionHeld& session : sessions) {
    const auto roll = records.Roll(tenant, training.mission_id(), session.number);
    if (!roll.ok()) return roll.status();
    session.attendance = AttendanceOf(*roll);
  }
  return sessions;
}

std::optional<std::pair<calendar::Date, calendar::Date>> DaysOfDelivery(
    const InvoiceIssued& issued) {
  std::vector<calendar::Date> all;
  for (const auto& line : issued.lines()) {
    const auto days = DaysOf(line);
    if (days.empty()) return std::nullopt;
    all.insert(all.end(), days.begin(), days.end());
  }
  const auto [first, last] = std::ranges::minmax_element(all);
  if (first == all.end()) return std::nullopt;
  return std::pair(*first, *last);
}
}  // namespace aor::documents
