#include "services/notifications/reactions/announcements.h"

#include <map>

#include "aor/engagements/v1/engagements_events.pb.h"
#include "aor/invoicing/v1/invoicing_events.pb.h"
#include "aor/payroll/v1/payroll_events.pb.h"
#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/notifications/messages.h"
#include "services/notifications/projections/outbox.h"

namespace aor::notifications {
namespace {
using eventsourcing::Decode;
using eventsourcing::Happened;
// What is older when it is read was said by an earlier system, or is known by now.
constexpr absl::Duration kNews = absl::Hours(72);

// Without an id; no recipient: nobody is told.
v1::MessageRequested Telling(const char* template_id, const std::string& recipient,
                             const std::string& about) {
  v1::MessageRequested message;
  message.set_template_id(template_id);
  message.set_recipient_id(recipient);
  message.set_cause(std::string(template_id) + "/" + about);
  return message;
}

v1::MessageRequested OnConcluded(const Happened& happened) {
  const auto concluded =
      Decode<engagements::v1::ContractEvent>(happened.event).contract_concluded();
  auto message = Telling("contract-concluded", concluded.worker_id(), concluded.contract_id());
  *message.add_parameters() = IdParameter("contract_id", concluded.contract_id());
  *message.add_parameters() = DateParameter("start", concluded.start());
  return message;
}

// Final, and told of, once its run is closed.
v1::MessageRequested TellingOf(const invoicing::v1::InvoiceIssued& issued,
                               const char* template_id) {
  const bool is_clients = issued.supplier_id().empty();
  auto message = Telling(template_id, is_clients ? issued.client_id() : issued.supplier_id(),
                         issued.invoice_id());
  message.set_run_id(issued.run_id());
  *message.add_parameters() = IdParameter("number", issued.number());
  *message.add_parameters() = AmountParameter("payable", issued.payable());
  return message;
}

v1::MessageRequested OnInvoice(const Happened& happened) {
  const auto invoice = Decode<invoicing::v1::InvoiceEvent>(happened.event).invoice_issued();
  auto message = TellingOf(invoice, "invoice-issued");
  *message.add_parameters() = DateParameter("due", invoice.due_date());
  return message;
}

v1::MessageRequested OnCreditNote(const Happened& happened) {
  const auto note = Decode<invoicing::v1::InvoiceEvent>(happened.event).credit_note_issued();
  auto message = TellingOf(note, "credit-note-issued");
  *message.add_parameters() = IdParameter("corrects", note.corrects_number());
  return message;
}

// What is issued in a supplier's name holds unless they contest it in time: they must know of it.
v1::MessageRequested OnSelfBilled(const Happened& happened) {
  const auto event = Decode<invoicing::v1::InvoiceEvent>(happened.event);
  const auto& invoice = event.self_billed_invoice_issued();
  auto message = TellingOf(invoice, "self-billed-issued");
  *message.add_parameters() = DateParameter("until", invoice.contest_until());
  return message;
}

v1::MessageRequested OnSelfBilledCorrected(const Happened& happened) {
  const auto event = Decode<invoicing::v1::InvoiceEvent>(happened.event);
  const auto& note = event.self_billed_credit_note_issued();
  auto message = TellingOf(note, "self-billed-corrected");
  *message.add_parameters() = IdParameter("corrects", note.corrects_number());
  return message;
}

v1::MessageRequested OnPayslip(const Happened& happened) {
  const auto released = Decode<payroll::v1::PayslipEvent>(happened.event).payslip_released();
  const std::string id = happened.stream.name().substr(std::string_view("slip-").size());
  auto message = Telling("payslip-ready", released.worker_id(), id);
  *message.add_parameters() = IdParameter("payslip_id", id);
  return message;
}

// Its stream is week-<worker>-<2026-W41>.
v1::MessageRequested OnDeadline(const Happened& happened) {
  constexpr size_t kWeek = 8;
  const auto reached = Decode<timesheet::v1::WeekEvent>(happened.event).deadline_reached();
  const std::string name = happened.stream.name().substr(std::string_view("week-").size());
  if (reached.deadline() != "HOURS_DUE" || name.size() <= kWeek + 1) return {};
  const std::string week = name.substr(name.size() - kWeek);
  auto message = Telling("hours-late", name.substr(0, name.size() - kWeek - 1),
                         reached.contract_id() + "/" + week);
  *message.add_parameters() = IdParameter("contract_id", reached.contract_id());
  *message.add_parameters() = IdParameter("week", week);
  return message;
}

v1::MessageRequested MessageOf(const Happened& happened) {
  static const std::map<std::string, v1::MessageRequested (*)(const Happened&)> kTold = {
      {"aor.engagements.v1.ContractEvent/contract_concluded", &OnConcluded},
      {"aor.invoicing.v1.InvoiceEvent/credit_note_issued", &OnCreditNote},
      {"aor.invoicing.v1.InvoiceEvent/invoice_issued", &OnInvoice},
      {"aor.invoicing.v1.InvoiceEvent/self_billed_credit_note_issued", &OnSelfBilledCorrected},
      {"aor.invoicing.v1.InvoiceEvent/self_billed_invoice_issued", &OnSelfBilled},
      {"aor.payroll.v1.PayslipEvent/payslip_released", &OnPayslip},
      {"aor.timesheet.v1.WeekEvent/deadline_reached", &OnDeadline},
  };
  const auto told = kTold.find(happened.event.type());
  return told == kTold.end() ? v1::MessageRequested() : told->second(happened);
}
}  // namespace

std::vector<std::string> Announcements::KeysOf(const Happened& happened) const {
  const auto message = MessageOf(happened);
  if (message.recipient_id().empty()) return {};
  return {message.recipient_id()};
}

void Announcements::React(const Happened& happened, const std::string&,
                          eventsourcing::Transaction& transaction) {
  const absl::Time recorded = absl::FromUnixSeconds(happened.commit.recorded_at().seconds());
  if (recorded + kNews < transaction.now()) return;
  auto message = MessageOf(happened);
  message.set_message_id(MessageIdOf(transaction.tenant(), message.cause(), message.recipient_id(),
                                     message.template_id()));
  DecideOnMessage(transaction, message.message_id(), message::Request{message});
}
}  // namespace aor::notifications
