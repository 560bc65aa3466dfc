// Account numbers and payment references, each with its check digits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aor::iso20022 {
// ISO 13616 in its electronic form: upper case, no spaces, the structure that its
// country registered and right check digits.
bool IsIban(std::string_view iban);
// The electronic form of what a person typed: spaces go, letters become capitals.
std::optional<std::string> ParseIban(std::string_view typed);
// A Swiss or Liechtenstein IBAN whose bank number is 30000 to 31999: it takes
// payments with a QR reference only.
bool IsQrIban(std::string_view iban);
// Of a country that takes part in SEPA.
bool IsSepaIban(std::string_view iban);
bool IsBic(std::string_view bic);       // ISO 9362: 8 or 11 characters
bool IsCountry(std::string_view code);  // ISO 3166-1 alpha-2

// The QR reference: 27 digits, the last one a check digit (modulo 10, recursive).
bool IsQrReference(std::string_view reference);
// ISO 11649: "RF", two check digits, 1 to 21 letters and digits; no spaces.
bool IsCreditorReference(std::string_view reference);
}  // namespace aor::iso20022
