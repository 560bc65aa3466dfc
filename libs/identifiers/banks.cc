// ISO 13616, 9362, 17442 and 11649, and the references of Swiss payments.
#include "libs/identifiers/check_digits.h"
#include "libs/identifiers/identifiers.h"
#include "libs/identifiers/rules.h"
#include "libs/identifiers/shapes.h"

namespace aor::identifiers {
namespace {
// The IBAN registry: behind each country how many digits (n), capitals (a) or
// either (c) follow the check digits.
constexpr std::string_view kStructures =
    "AD8n12c AE19n AL8n16c AT16n AZ4a20c BA16n BE12n BG4a6n8c BH4a14c BI23n BR8c15n2c "
    "BY4c4n16c CH5n12c CR18n CY8n16c CZ20n DE18n DJ23n DK14n DO4c20n EE16n EG25n ES20n FI14n "
    "FK2a12n FO14n FR10n11c2n GB4a14n GE2a16n GI4a15c GL14n GR7n16c GT24c HN4a20n HR17n HU24n "
    "IE4a14n IL19n IQ4a15n IS22n IT1a10n12c JO4a4n18c KW4a22c KZ3n13c LB4n20c LC4a24c LI5n12c "
    "LT16n LU3n13c LV4a13c LY21n MC10n11c2n MD20c ME18n MK3n10c2n MN16n MR23n MT4a5n18c "
    "MU4a19n3a NI4a20n NL4a10n NO11n OM3n16c PK4a16c PL24n PS4a21c PT21n QA4a21c RO4a16c "
    "RS18n RU14n15c SA2n18c SC4a20n3a SD14n SE20n SI15n SK20n SM1a10n12c SO19n ST21n SV4a20n "
    "TL19n TN20n TR6n16c UA6n19c VA18n VG4a16n XK16n YE4a4n18c ";

// EPC409-09. Guernsey, Jersey and Man use IBANs of GB.
constexpr std::string_view kSepa =
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT "
    "NL NO PL PT RO RS SE SI SK SM VA ";

bool IsOf(char type, char c) {
  if (type == 'n') return IsDigit(c);
  return type == 'a' ? IsCapital(c) : IsCapitalOrDigit(c);
}

// The entry of a country, such as "4a10n"; empty for one without IBANs.
std::string_view StructureOf(std::string_view country) {
  for (size_t at = 0; at < kStructures.size(); at = kStructures.find(' ', at) + 1) {
    const std::string_view entry = kStructures.substr(at, kStructures.find(' ', at) - at);
    if (entry.substr(0, 2) == country) return entry.substr(2);
  }
  return {};
}

bool Follows(std::string_view structure, std::string_view account) {
  size_t count = 0;
  for (const char c : structure) {
    if (IsDigit(c)) {
      count = count * 10 + ValueOf(c);
      continue;
    }
    if (account.size() < count) return false;
    for (; count > 0; --count, account.remove_prefix(1)) {
      if (!IsOf(c, account.front())) return false;
    }
  }
  return account.empty();
}

// The first four characters count last.
bool FitsTurned(std::string_view text) {
  return FitsMod97(std::string(text.substr(4)) + std::string(text.substr(0, 4)));
}
}  // namespace

Fault OfIban(std::string_view number) {
  if (number.size() < 5 || !HasShape(number.substr(0, 4), "@@##")) return Fault::kShape;
  const std::string_view structure = StructureOf(number.substr(0, 2));
  if (structure.empty() || !Follows(structure, number.substr(4))) return Fault::kShape;
  const std::string_view check = number.substr(2, 2);
  return CheckDigits(FitsTurned(number) && check >= "02" && check <= "98");
}

Fault OfBic(std::string_view number) {
  return IsCountry(number.substr(4, 2)) ? Fault::kNone : Fault::kNotGivenOut;
}

Fault OfLei(std::string_view number) { return CheckDigits(FitsMod97(number)); }
Fault OfQrReference(std::string_view number) { return CheckDigits(FitsMod10Recursive(number)); }

Fault OfCreditorReference(std::string_view number) {
  if (number.size() < 5 || number.size() > 25 || !HasShape(number.substr(0, 4), "RF##"))
    return Fault::kShape;
  for (const char c : number)
    if (!IsCapitalOrDigit(c)) return Fault::kShape;
  return CheckDigits(FitsTurned(number));
}

bool IsQrIban(std::string_view iban) {
  if (!Is(Kind::kIban, iban) || !Lists("CH LI", iban.substr(0, 2))) return false;
  const std::string_view bank = iban.substr(4, 5);
  return bank >= "30000" && bank <= "31999";
}

bool IsSepaIban(std::string_view iban) {
  return Is(Kind::kIban, iban) && Lists(kSepa, iban.substr(0, 2));
}
}  // namespace aor::identifiers
