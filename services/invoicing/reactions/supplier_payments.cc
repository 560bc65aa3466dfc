#include "services/invoicing/reactions/supplier_payments.h"

#include <algorithm>

#include "aor/payroll/v1/payroll_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/invoicing/api/issuing.h"

namespace aor::invoicing {
namespace {
constexpr char kPaid[] = "aor.payroll.v1.PayableEvent/payable_paid";

payroll::v1::PayablePaid PaidIn(const eventsourcing::Happened& happened) {
  return eventsourcing::Decode<payroll::v1::PayableEvent>(happened.event).payable_paid();
}
}  // namespace

std::vector<std::string> SupplierPayments::KeysOf(const eventsourcing::Happened& happened) const {
  if (happened.event.type() != kPaid) return {};
  const auto paid = PaidIn(happened);
  // Slips, advances and suppliers' own invoices are no claim of ours; nor can one of before the
  // entity was said be found.
  const bool ours = paid.payable_id() == "invoice-" + paid.source_id();
  if (!ours || paid.legal_entity_id().empty()) return {};
  return {paid.legal_entity_id()};
}

// A note that lowers what is paid is settled by its invoice already: at most what is open is
// allocated, on either.
void SupplierPayments::React(const eventsourcing::Happened& happened, const std::string&,
                             eventsourcing::Transaction& transaction) {
  const auto paid = PaidIn(happened);
  const std::string stream = InvoiceStream(paid.source_id());
  const auto& state = transaction.Fold<invoice::State, invoice::Event>(stream);
  if (!IssuedBy(state, paid.legal_entity_id())) return;
  const Money open = OpenOf(state), amount = money::FromProto(paid.amount());
  const Money settled = std::min(open, amount.minor < 0 ? -amount : amount);
  if (settled.minor <= 0) return;
  const invoice::AllocatePayment command{settled, paid.batch_id(),
                                         calendar::FromProto(paid.paid_on())};
  eventsourcing::Insist(eventsourcing::DecideOn<invoice::State, invoice::Event, invoice::Command>(
                            transaction, stream, command),
                        stream);
}
}  // namespace aor::invoicing
