#include "services/payroll/api/bank_fields.h"

#include <string_view>

namespace aor::payroll {
namespace {
constexpr char kDetails[] = "Change the details in the directory";
constexpr char kAccount[] = "Declare another account in the directory";
constexpr char kNumber[] = "Have the invoice issued under another number";
constexpr char kAmount[] = "Ask the bank how to pay so much";

struct Field {
  std::string_view element, name, what_to_do;
};
constexpr Field kFields[] = {
    {"Nm", "name", kDetails},
    {"PstlAdr", "address with town and country", kDetails},
    {"StrtNm", "address.street", kDetails},
    {"BldgNb", "address.building_number", kDetails},
    {"PstCd", "address.postal_code", kDetails},
    {"TwnNm", "address.town", kDetails},
    {"Ctry", "address.country_code", kDetails},
    {"IBAN", "iban", kAccount},
    {"CdtrAcct", "iban", kAccount},
    {"DbtrAcct", "iban", kAccount},
    {"RmtInf", "iban", kAccount},  // a QR-IBAN, which wants a reference
    {"InstdAmt", "amount", kAmount},
    {"Ustrd", "reference", kNumber},
};

const Field* FieldOf(std::string_view element) {
  for (const Field& field : kFields)
    if (field.element == element) return &field;
  return nullptr;
}

// The element that is wrong stands first in the sentence or last in the path.
std::string Said(const iso20022::Violation& violation, std::string_view then) {
  const std::string_view sentence = violation.sentence;
  const auto subject = sentence.substr(0, sentence.find(' '));
  if (const auto* field = FieldOf(subject))
    return std::string(field->name) + std::string(sentence.substr(subject.size())) + " " +
           std::string(field->what_to_do) + std::string(then);
  const auto element = violation.path.substr(violation.path.rfind('/') + 1);
  if (const auto* field = FieldOf(element))
    return std::string(field->name) + ": " + violation.sentence + " " +
           std::string(field->what_to_do) + std::string(then);
  return violation.path + ": " + violation.sentence;
}
}  // namespace

std::string ForPayee(const iso20022::Violation& violation) {
  return Said(violation, ", then propose it again.");
}

std::string ForPayer(const iso20022::Violation& violation) {
  const bool of_payer = violation.path.find("/Dbtr") != std::string::npos ||
                        violation.path.find("/InitgPty") != std::string::npos;
  return of_payer ? "The payer's " + Said(violation, ".")
                  : violation.path + ": " + violation.sentence;
}
}  // namespace aor::payroll
