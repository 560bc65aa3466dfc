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

// The IBAN registry: country and length, in groups of five characters.
constexpr std::string_view kLengths =
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 "
    "DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 "
    "IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 "
    "MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 "
    "SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 ";

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
  const std::string length = std::to_string(iban.size());
  if (!Lists(kLengths, std::string(iban.substr(0, 2)) + length)) return false;
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
