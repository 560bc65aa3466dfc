#include "libs/documents/swiss/qr_bill.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>
#include <qrencode.h>

#include <memory>

#include "libs/documents/layout/unprintable.h"
#include "libs/identifiers/identifiers.h"
#include "libs/iso20022/text_rules.h"

namespace aor::documents {
namespace {
using Number = identifiers::Kind;
constexpr int64_t kMostMinor = 99'999'999'999;

[[noreturn]] void Refuse(const std::string& field, const std::string& why) {
  throw Unprintable("QR-bill: " + field + " " + why);
}

// What the code may hold in one field: nothing, or a text of the banks.
std::string Wrong(const std::string& text, size_t most) {
  return text.empty() ? "" : std::string(iso20022::BankText(text, most));
}

struct Field {
  const char* name;
  const std::string& text;
  size_t most;
  bool needed;
};
std::vector<Field> FieldsOf(const iso20022::Party& party) {
  const iso20022::Address& address = party.address;
  return {{"name", party.name, 70, true},
          {"street", address.street, 70, false},
          {"building", address.building, 16, false},
          {"postcode", address.postcode, 16, true},
          {"town", address.town, 35, true},
          {"country", address.country, 2, true}};
}

// The first thing that the code cannot hold of a party; empty if it can be held whole.
std::string WrongIn(const iso20022::Party& party) {
  for (const Field& field : FieldsOf(party)) {
    if (field.needed && field.text.empty()) return absl::StrCat(field.name, " is missing.");
    if (const auto wrong = Wrong(field.text, field.most); !wrong.empty())
      return absl::StrCat(field.name, " ", wrong);
  }
  return identifiers::IsCountry(party.address.country) ? "" : "country is no ISO 3166-1 code.";
}

void CheckAmount(const QrBill& bill) {
  if (bill.currency != "CHF" && bill.currency != "EUR") Refuse("currency", "must be CHF or EUR.");
  if (!bill.amount) return;
  if (bill.amount->currency != bill.currency) Refuse("amount", "has another currency.");
  if (bill.amount->minor < 1 || bill.amount->minor > kMostMinor)
    Refuse("amount", "must be 0.01 to 999'999'999.99.");
}

std::string ReferenceTypeOf(const QrBill& bill) {
  if (bill.reference.empty()) return "NON";
  return Is(Number::kQrReference, bill.reference) ? "QRR" : "SCOR";
}

void CheckReference(const QrBill& bill) {
  const bool qr_iban = identifiers::IsQrIban(bill.iban);
  const bool qr_reference = Is(Number::kQrReference, bill.reference);
  if (qr_iban && !qr_reference)
    Refuse("reference", "must be a QR reference: the IBAN is a QR-IBAN.");
  if (!qr_iban && qr_reference) Refuse("reference", "needs a QR-IBAN.");
  if (!bill.reference.empty() && !qr_reference && !Is(Number::kCreditorReference, bill.reference))
    Refuse("reference", "is neither a QR reference nor of ISO 11649: check its digits.");
}

void Check(const QrBill& bill) {
  const bool swiss = bill.iban.starts_with("CH") || bill.iban.starts_with("LI");
  if (!swiss || !Is(Number::kIban, bill.iban)) Refuse("iban", "must be a Swiss IBAN.");
  if (const std::string wrong = WrongIn(bill.creditor); !wrong.empty()) Refuse("creditor", wrong);
  CheckAmount(bill);
  CheckReference(bill);
  if (const auto wrong = Wrong(bill.message, 140); !wrong.empty()) Refuse("message", wrong);
}

void Add(std::vector<std::string>& lines, const iso20022::Party& party) {
  lines.push_back("S");
  for (const Field& field : FieldsOf(party)) lines.push_back(field.text);
}
void AddNobody(std::vector<std::string>& lines) { lines.resize(lines.size() + 7); }
}  // namespace

std::optional<iso20022::Party> DebtorOf(const QrBill& bill) {
  return bill.debtor && WrongIn(*bill.debtor).empty() ? bill.debtor : std::nullopt;
}

std::string PayloadOf(const QrBill& bill) {
  Check(bill);
  std::vector<std::string> lines = {"SPC", "0200", "1", bill.iban};
  Add(lines, bill.creditor);
  AddNobody(lines);  // the ultimate creditor, for later use
  lines.push_back(bill.amount ? money::AmountOf(*bill.amount) : "");
  lines.push_back(bill.currency);
  if (const auto debtor = DebtorOf(bill)) {
    Add(lines, *debtor);
  } else {
    AddNobody(lines);
  }
  lines.push_back(ReferenceTypeOf(bill));
  lines.push_back(bill.reference);
  lines.push_back(bill.message);
  lines.push_back("EPD");
  return absl::StrJoin(lines, "\n");
}

QrSquare SquareOf(const std::string& payload) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(static_cast<int>(payload.size()),
                        reinterpret_cast<const unsigned char*>(payload.data()), 0, QR_ECLEVEL_M),
      QRcode_free);
  // Version 25 has 117 modules: the finest that prints within 46 mm.
  if (!code || code->width > 117) Refuse("code", "is too long: shorten the message.");
  QrSquare square{code->width, {}};
  for (int i = 0; i < code->width * code->width; ++i) square.dark.push_back(code->data[i] & 1);
  return square;
}
}  // namespace aor::documents
