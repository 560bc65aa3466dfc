// Invoices and credit notes with what EN 16931 asks for; on francs with the Swiss QR-bill.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aor/types/v1/training.pb.h"
#include "libs/documents/papers/training_bill.h"

namespace aor::documents {
struct InvoiceLine {
  std::string text;  // as it was agreed or written
  std::optional<std::pair<calendar::Date, calendar::Date>> period;
  money::Decimal quantity;
  std::string unit;  // "h"
  money::Decimal price;
  money::Decimal vat_percent;
  money::Money net;  // stated, not computed
  // What is billed, in the reader's words behind the text: BASE, NIGHT, FEE; empty: the text
  // says it all.
  std::string code = {};
  std::optional<money::Decimal> percent = {};            // of a supplement or fee
  std::optional<money::Money> fee_base = {};             // what a fee's is of
  std::optional<types::v1::TrainingWork> training = {};  // instead of the text
  std::optional<TrainingBill> bill = {};                 // likewise: sessions, by their client
  std::string contract = {};                             // which, where there are several
};
struct VatLine {
  money::Decimal percent;
  money::Money base, tax;
  std::string exemption;  // the reason, where no VAT is due
};

struct Invoice {
  enum class Kind { kInvoice, kCreditNote, kSelfBilled, kSelfBilledCreditNote };
  Kind kind = Kind::kInvoice;
  Reader reader;
  Party seller, buyer;
  std::string number;
  calendar::Date issued;
  std::optional<calendar::Date> due;
  std::optional<std::pair<calendar::Date, calendar::Date>> period;
  std::string buyer_reference, purchase_order, contract, preceding;  // each may be empty
  std::string agreement, beneficiary;  // of who pays for another one, and that one's name
  std::vector<InvoiceLine> lines;
  std::vector<VatLine> vat;
  std::vector<SessionHeld> sessions;  // that the lines bill, a paragraph each
  // Stated by whoever computed them, checked against the lines.
  money::Money net, tax, total, prepaid, rounding, payable;
  std::string iban, bic, reference;  // of the seller, who is paid
  std::string terms;                 // of payment, in the reader's language
  std::vector<std::string> notes;
};

// A credit note states positive amounts, as EN 16931 does: the words say what they mean.
absl::StatusOr<std::string> Print(const Press& press, const Invoice& invoice);
}  // namespace aor::documents
