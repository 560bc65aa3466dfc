#include "libs/iso20022/iban.h"

#include <algorithm>
#include <cstdint>

namespace aor::iso20022 {
namespace {
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }
bool IsCapitalOrDigit(char c) { return IsCapital(c) || IsDigit(c); }

bool All(std::string_view text, bool (*is)(char)) {
  return std::all_of(text.begin(), text.end(), is);
}

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

constexpr std::string_view kCountries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV "
    "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA "
    "ZM ZW ";

bool Lists(std::string_view list, std::string_view entry) {
  return list.find(std::string(entry) + " ") != std::string_view::npos;
}

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
      count = count * 10 + (c - '0');
      continue;
    }
    if (account.size() < count) return false;
    for (; count > 0; --count, account.remove_prefix(1)) {
      if (!IsOf(c, account.front())) return false;
    }
  }
  return account.empty();
}

// ISO 7064, modulo 97: the first four characters move to the end, letters count
// as 10 to 35, and 1 must remain.
bool LeavesOne(std::string_view text) {
  uint32_t rest = 0;
  const auto take = [&](char c) {
    rest = IsDigit(c) ? rest * 10 + (c - '0') : rest * 100 + (c - 'A' + 10);
    rest %= 97;
  };
  for (const char c : text.substr(4)) take(c);
  for (const char c : text.substr(0, 4)) take(c);
  return rest == 1;
}
}  // namespace

bool IsIban(std::string_view iban) {
  if (iban.size() < 15 || iban.size() > 34 || !All(iban, IsCapitalOrDigit)) return false;
  if (!All(iban.substr(0, 2), IsCapital) || !All(iban.substr(2, 2), IsDigit)) return false;
  const std::string_view structure = StructureOf(iban.substr(0, 2));
  if (structure.empty() || !Follows(structure, iban.substr(4))) return false;
  return LeavesOne(iban) && iban.substr(2, 2) >= "02" && iban.substr(2, 2) <= "98";
}

std::optional<std::string> ParseIban(std::string_view typed) {
  std::string iban;
  for (const char c : typed) {
    if (c != ' ') iban += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  if (!IsIban(iban)) return std::nullopt;
  return iban;
}

bool IsQrIban(std::string_view iban) {
  if (!IsIban(iban) || (iban.substr(0, 2) != "CH" && iban.substr(0, 2) != "LI")) return false;
  const std::string_view bank = iban.substr(4, 5);
  return bank >= "30000" && bank <= "31999";
}

bool IsSepaIban(std::string_view iban) { return IsIban(iban) && Lists(kSepa, iban.substr(0, 2)); }

bool IsBic(std::string_view bic) {
  if ((bic.size() != 8 && bic.size() != 11) || !All(bic, IsCapitalOrDigit)) return false;
  return IsCountry(bic.substr(4, 2));
}

bool IsCountry(std::string_view code) {
  return code.size() == 2 && All(code, IsCapital) && Lists(kCountries, code);
}

bool IsQrReference(std::string_view reference) {
  if (reference.size() != 27 || !All(reference, IsDigit)) return false;
  constexpr int kNext[] = {0, 9, 4, 6, 8, 2, 7, 1, 3, 5};
  int carry = 0;
  for (const char c : reference.substr(0, 26)) carry = kNext[(carry + (c - '0')) % 10];
  return reference.back() - '0' == (10 - carry) % 10;
}

bool IsCreditorReference(std::string_view reference) {
  if (reference.size() < 5 || reference.size() > 25) return false;
  if (reference.substr(0, 2) != "RF" || !All(reference.substr(2, 2), IsDigit)) return false;
  return All(reference, IsCapitalOrDigit) && LeavesOne(reference);
}
}  // namespace aor::iso20022
