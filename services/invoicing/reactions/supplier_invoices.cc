#include "services/invoicing/reactions/supplier_invoices.h"

#include "aor/missions/v1/missions_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/invoicing/api/issuing.h"
#include "services/invoicing/projections/basis.h"

namespace aor::invoicing {
namespace {
constexpr char kFeePayable[] = "aor.missions.v1.MissionEvent/fee_became_payable";

missions::v1::FeeBecamePayable FeeIn(const eventsourcing::Happened& happened) {
  return eventsourcing::Decode<missions::v1::MissionEvent>(happened.event).fee_became_payable();
}

// A share of the coordination is so many sessions, any other fee one amount.
Decimal QuantityOf(const missions::v1::Fee& fee) {
  return {fee.sessions() > 0 ? static_cast<int64_t>(fee.sessions()) : 1, 0};
}

v1::SupplierInvoiceSubmitted InvoiceOf(const missions::v1::FeeBecamePayable& payable) {
  const auto& fee = payable.fee();
  const auto& handed_in = payable.invoice();
  v1::SupplierInvoiceSubmitted invoice;
  invoice.set_supplier_id(fee.supplier_id());
  invoice.set_supplier_invoice_number(handed_in.number());
  invoice.set_contract_id(fee.fee_id());
  *invoice.mutable_quantity() = money::ToProto(QuantityOf(fee));
  *invoice.mutable_net() = handed_in.net();
  *invoice.mutable_vat() = handed_in.vat();
  *invoice.add_days() = fee.worked_on();
  *invoice.mutable_issue_date() = handed_in.issue_date();
  invoice.set_legal_entity_id(payable.legal_entity_id());
  return invoice;
}

// What the fee comes to, with the VAT of its day.
supplier::Claimable ClaimableOf(const missions::v1::FeeBecamePayable& payable, const Basis& basis) {
  const auto& fee = payable.fee();
  const auto& each = fee.sessions() > 0 ? fee.tariff() : fee.amount();
  const Date day = calendar::FromProto(fee.worked_on());
  const auto billing = basis.SupplierBilling(payable.legal_entity_id(), fee.supplier_id());
  const bool is_training = fee.role() == missions::v1::MISSION_ROLE_TRAINER;
  supplier::Claimable claimable;
  claimable.currency = fee.amount().currency_code();
  claimable.days[day].push_back(
      {{0, QuantityOf(fee)},
       money::ToDecimal(money::FromProto(each)),
       billing ? VatOn(VatFor(*billing, is_training), day).percent : Decimal{}});
  return claimable;
}
}  // namespace

std::vector<std::string> SupplierInvoices::KeysOf(const eventsourcing::Happened& happened) const {
  if (happened.event.type() != kFeePayable) return {};
  const auto payable = FeeIn(happened);
  if (!payable.invoice().has_net()) return {};  // of before it said what it comes to
  return {payable.legal_entity_id()};
}

// What does not match is held, and said so where it is accepted. A number that the supplier
// submitted here by itself stays as it was.
void SupplierInvoices::React(const eventsourcing::Happened& happened, const std::string&,
                             eventsourcing::Transaction& transaction) {
  const auto payable = FeeIn(happened);
  const Basis basis(transaction.tenant(), view_.rows());
  const std::string stream = SupplierStream(payable.legal_entity_id(), payable.fee().supplier_id());
  const auto refused = eventsourcing::DecideOn<supplier::State, supplier::Event, supplier::Command>(
      transaction, stream,
      supplier::SubmitInvoice{InvoiceOf(payable), ClaimableOf(payable, basis)});
  if (refused && refused->name != Name(supplier::Refusal::kDuplicateNumber))
    eventsourcing::Insist(refused, stream);
}
}  // namespace aor::invoicing
