#include "libs/identifiers/identifiers.h"

#include <algorithm>

#include "libs/identifiers/rules.h"
#include "libs/identifiers/shapes.h"

namespace aor::identifiers {
namespace {
struct Rule {
  Kind kind;
  std::string_view name;
  std::string_view title;       // "an IBAN"
  std::string_view example;     // as people write it
  std::string_view separators;  // that people put between
  std::string_view countries;   // one of them stands before it; the first where nobody wrote it
  std::string_view shapes;      // with the country; empty: `fault` looks at the shape, too
  Fault (*fault)(std::string_view number);
  std::string (*as_given_out)(std::string number) = nullptr;
};

using enum Kind;
constexpr Rule kRules[] = {
    {kIban, "iban", "an IBAN", "CH93 0076 2011 6238 5295 7", " ", "", "", OfIban},
    {kBic, "bic", "a BIC", "POFICHBEXXX", " ", "", "????@@?? ????@@?????", OfBic},
    {kLei, "lei", "a legal entity identifier", "5493001KJTIIGC8Y1R12", " -", "",
     "??????????????????##", OfLei},
    {kQrReference, "ch-qrr", "a QR reference", "21 00000 00003 13947 14300 09017", " ", "",
     "###########################", OfQrReference},
    {kCreditorReference, "rf", "a creditor reference", "RF18 5390 0754 7034", " ", "", "",
     OfCreditorReference},
    {kSwissAhv, "ch-ahv", "an AHV number", "756.9217.0769.85", " .", "", "756##########",
     OfSwissAhv},
    {kSwissUid, "ch-uid", "a Swiss UID", "CHE-107.787.577", " -.", "CHE", "CHE#########",
     OfSwissUid},
    {kSwissVat, "ch-vat", "a Swiss VAT number", "CHE-107.787.577 MWST", " -.", "CHE",
     "CHE#########MWST CHE#########TVA CHE#########IVA CHE#########TPV", OfSwissUid},
    {kFrenchSiren, "fr-siren", "a SIREN", "404 833 048", " .", "", "#########", OfFrenchSiren},
    {kFrenchSiret, "fr-siret", "a SIRET", "404 833 048 00022", " .", "", "##############",
     OfFrenchSiret},
    {kFrenchNir, "fr-nir", "a NIR", "2 95 10 99 126 111 93", " .", "",
     "############### #####2A######## #####2B########", OfFrenchNir},
    {kGermanTaxId, "de-idnr", "a German tax number of a person", "36 574 261 809", " -./,", "",
     "###########", OfGermanTaxId},
    {kBritishUtr, "gb-utr", "a UTR", "19558 39661", " ", "", "##########", OfBritishUtr,
     WithoutLeadingK},
    {kBritishNino, "gb-nino", "a National Insurance number", "AB 12 34 56 C", " ", "", "@@######@",
     OfBritishNino},
    {kBritishCompany, "gb-company", "a number of Companies House", "SC123456", " ", "",
     "######## @@###### R0###### @@#####R", OfBritishCompany, WithLeadingZeros},
    {kCanadianSin, "ca-sin", "a SIN", "123-456-782", "- ", "", "#########", OfCanadianSin},
    {kCanadianBusiness, "ca-bn", "a Canadian business number", "12302 6635 RC 0001", "- ", "",
     "######### #########@@####", OfCanadianBusiness},
    {kAmericanEin, "us-ein", "an EIN", "91-1144442", "- ", "", "#########", OfAmericanEin},
    {kAmericanSsn, "us-ssn", "an SSN", "536-90-4399", "- ", "", "#########", OfAmericanSsn},
    {kAustralianBusiness, "au-abn", "an ABN", "51 824 753 556", " ", "", "###########",
     OfAustralianBusiness},
    {kAustrianVat, "at-vat", "an Austrian VAT number", "ATU13585627", " -./", "AT", "ATU########",
     OfAustrianVat},
    {kBelgianVat, "be-vat", "a Belgian VAT number", "BE 0428.759.497", " -./", "BE", "BE##########",
     OfBelgianVat, WithLeadingZero},
    {kBritishVat, "gb-vat", "a British VAT number", "GB 980 7806 84", " -.", "GB XI",
     "GB######### GB############ GBGD### GBHA### GBGD8888##### GBHA8888##### "
     "XI######### XI############ XIGD### XIHA### XIGD8888##### XIHA8888#####",
     OfBritishVat},
    {kDanishVat, "dk-vat", "a Danish VAT number", "DK 13585628", " -.,/:", "DK", "DK########",
     OfDanishVat},
    {kDutchVat, "nl-vat", "a Dutch VAT number", "NL4495445B01", " -.", "NL", "NL#########B##",
     OfDutchVat},
    {kFinnishVat, "fi-vat", "a Finnish VAT number", "FI 20774740", " -", "FI", "FI########",
     OfFinnishVat},
    {kFrenchVat, "fr-vat", "a French VAT number", "FR 40 303 265 045", " -.", "FR", "FR??#########",
     OfFrenchVat},
    {kGermanVat, "de-vat", "a German VAT number", "DE 136,695 976", " -./,", "DE", "DE#########",
     OfGermanVat},
    {kIrishVat, "ie-vat", "an Irish VAT number", "IE 6433435F", " -", "IE",
     "IE#######@ IE#######@@ IE#@#####@ IE#+#####@ IE#*#####@", OfIrishVat},
    {kItalianVat, "it-vat", "an Italian VAT number", "IT 00743110157", " -:", "IT", "IT###########",
     OfItalianVat},
    {kLuxembourgVat, "lu-vat", "a VAT number of Luxembourg", "LU 150 274 42", " :.-", "LU",
     "LU########", OfLuxembourgVat},
    {kPolishVat, "pl-vat", "a Polish VAT number", "PL 8567346215", " -", "PL", "PL##########",
     OfPolishVat},
    {kPortugueseVat, "pt-vat", "a Portuguese VAT number", "PT 501 964 843", " -.", "PT",
     "PT#########", OfPortugueseVat},
    {kSpanishVat, "es-vat", "a Spanish VAT number", "ES B-58378431", " -", "ES",
     "ES########@ ES@#######@ ES@########", OfSpanishVat},
    {kSwedishVat, "se-vat", "a Swedish VAT number", "SE 123456789701", " -.", "SE",
     "SE##########01", OfSwedishVat},
};
static_assert(std::ranges::all_of(kRules, [i = 0](const Rule& rule) mutable {
  return rule.kind == static_cast<Kind>(i++);
}));

const Rule& RuleOf(Kind kind) { return kRules[static_cast<size_t>(kind)]; }

bool BeginsWithOneOf(std::string_view countries, std::string_view number) {
  for (; !countries.empty(); countries.remove_prefix(std::min<size_t>(3, countries.size())))
    if (number.starts_with(countries.substr(0, 2))) return true;
  return false;
}

std::string Numbered(const Rule& rule, std::string_view typed) {
  std::string number = Compact(typed, rule.separators);
  if (!rule.countries.empty() && !BeginsWithOneOf(rule.countries, number))
    number.insert(0, rule.countries.substr(0, rule.countries.find(' ')));
  return rule.as_given_out ? rule.as_given_out(std::move(number)) : number;
}

std::string ReasonOf(const Rule& rule, Fault fault) {
  const std::string title(rule.title);
  switch (fault) {
    case Fault::kNone: return "";
    case Fault::kShape: return "Give " + title + " such as " + std::string(rule.example) + ".";
    case Fault::kCheckDigits:
      return "Compare it with the paper: these are not the check digits of " + title + ".";
    case Fault::kNotGivenOut:
      return "Compare it with the paper: nobody gives out " + title + " like this one.";
  }
  return "";
}
}  // namespace

Verdict Check(Kind kind, std::string_view typed) {
  const Rule& rule = RuleOf(kind);
  std::string number = Numbered(rule, typed);
  const bool has_shape = rule.shapes.empty() || HasShape(number, rule.shapes);
  const Fault fault = has_shape ? rule.fault(number) : Fault::kShape;
  if (fault != Fault::kNone) return {false, "", ReasonOf(rule, fault)};
  return {true, std::move(number), ""};
}

bool Is(Kind kind, std::string_view text) {
  const Verdict verdict = Check(kind, text);
  return verdict.valid && verdict.canonical == text;
}

std::vector<std::string_view> Names() {
  std::vector<std::string_view> names;
  for (const Rule& rule : kRules) names.push_back(rule.name);
  return names;
}

std::optional<Kind> Named(std::string_view name) {
  const auto rule = std::ranges::find(kRules, name, &Rule::name);
  return rule == std::end(kRules) ? std::nullopt : std::optional(rule->kind);
}

std::optional<Kind> VatKindOf(std::string_view typed) {
  const std::string number = Compact(typed, " -.");
  // A UID stands on a Swiss paper with its suffix or without.
  if (number.starts_with("CHE")) return AreDigits(number.substr(3)) ? kSwissUid : kSwissVat;
  for (const Rule& rule : kRules)
    if (rule.kind >= kAustrianVat && BeginsWithOneOf(rule.countries, number)) return rule.kind;
  return std::nullopt;
}

// Others have thirteen or fifteen characters, too, but not these.
std::optional<Kind> PersonKindOf(std::string_view typed) {
  const std::string number = Compact(typed, " .");
  const bool is_ahv = number.starts_with("756") && number.size() == 13;
  if (is_ahv || typed.starts_with("756.")) return kSwissAhv;
  return HasShape(number, RuleOf(kFrenchNir).shapes) ? std::optional(kFrenchNir) : std::nullopt;
}

std::optional<Kind> RegisterKindOf(std::string_view country, std::string_view typed) {
  if (country == "CH") return kSwissUid;
  if (country == "GB") return kBritishCompany;
  if (country != "FR") return std::nullopt;
  return Compact(typed, " .").size() > 9 ? kFrenchSiret : kFrenchSiren;
}
}  // namespace aor::identifiers
