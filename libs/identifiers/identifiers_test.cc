#include "libs/identifiers/identifiers.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace aor::identifiers {
namespace {
struct Case {
  Kind kind;
  const char* typed;
  const char* canonical;
};
// As offices publish them, or as people write them.
const Case kGood[] = {
    {Kind::kIban, "CH93 0076 2011 6238 5295 7", "CH9300762011623852957"},
    {Kind::kBic, "pofichbe", "POFICHBE"},
    {Kind::kBic, "BNPAFRPPXXX", "BNPAFRPPXXX"},
    {Kind::kLei, "5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R12"},
    {Kind::kQrReference, "21 00000 00003 13947 14300 09017", "210000000003139471430009017"},
    {Kind::kCreditorReference, "RF18 5390 0754 7034", "RF18539007547034"},
    {Kind::kSwissAhv, "756.9217.0769.85", "7569217076985"},
    {Kind::kSwissUid, "CHE-107.787.577", "CHE107787577"},
    {Kind::kSwissUid, "107.787.577", "CHE107787577"},
    {Kind::kSwissVat, "CHE-107.787.577 mwst", "CHE107787577MWST"},
    {Kind::kSwissVat, "CHE-107.787.577 TVA", "CHE107787577TVA"},
    {Kind::kFrenchSiren, "552 008 443", "552008443"},
    {Kind::kFrenchSiret, "732 829 320 00074", "73282932000074"},
    {Kind::kFrenchSiret, "356 000 000 00048", "35600000000048"},  // La Poste, its head office
    {Kind::kFrenchSiret, "356 000 000 09075", "35600000009075"},  // and one of its places
    {Kind::kFrenchNir, "2 95 10 99 126 111 93", "295109912611193"},
    {Kind::kFrenchNir, "2 53 04 2A 004 078 51", "253042A00407851"},
    {Kind::kGermanTaxId, "36 574 261 809", "36574261809"},
    {Kind::kBritishUtr, "K1955839661", "1955839661"},
    {Kind::kBritishNino, "ab 12 34 56 c", "AB123456C"},
    {Kind::kBritishCompany, "445790", "00445790"},
    {Kind::kBritishCompany, "SC095237", "SC095237"},
    {Kind::kBritishCompany, "IP12345R", "IP12345R"},
    {Kind::kCanadianSin, "123-456-782", "123456782"},
    {Kind::kCanadianBusiness, "12302 6635", "123026635"},
    {Kind::kCanadianBusiness, "12302 6635 RC 0001", "123026635RC0001"},
    {Kind::kAmericanEin, "91-1144442", "911144442"},
    {Kind::kAmericanSsn, "536-90-4399", "536904399"},
    {Kind::kAustralianBusiness, "51 824 753 556", "51824753556"},
    {Kind::kAustrianVat, "ATU13585627", "ATU13585627"},
    {Kind::kBelgianVat, "BE 428.759.497", "BE0428759497"},
    {Kind::kBritishVat, "980 7806 84", "GB980780684"},
    {Kind::kBritishVat, "XI 980 7806 84", "XI980780684"},
    {Kind::kBritishVat, "GB GD001", "GBGD001"},
    {Kind::kDanishVat, "DK 13585628", "DK13585628"},
    {Kind::kDutchVat, "NL004495445B01", "NL004495445B01"},
    {Kind::kDutchVat, "NL002455799B11", "NL002455799B11"},
    {Kind::kFinnishVat, "FI 20774740", "FI20774740"},
    {Kind::kFrenchVat, "FR 40 303 265 045", "FR40303265045"},
    {Kind::kFrenchVat, "FR K7 399859412", "FRK7399859412"},
    {Kind::kFrenchVat, "FR 39 000 004 083", "FR39000004083"},  // of Monaco, no SIREN
    {Kind::kGermanVat, "DE 136,695 976", "DE136695976"},
    {Kind::kIrishVat, "IE 6433435F", "IE6433435F"},
    {Kind::kIrishVat, "IE 6433435OA", "IE6433435OA"},
    {Kind::kIrishVat, "IE 8D79739I", "IE8D79739I"},
    {Kind::kItalianVat, "IT 00743110157", "IT00743110157"},
    {Kind::kLuxembourgVat, "LU 150 274 42", "LU15027442"},
    {Kind::kPolishVat, "PL 8567346215", "PL8567346215"},
    {Kind::kPortugueseVat, "PT 501 964 843", "PT501964843"},
    {Kind::kSpanishVat, "ES B-58378431", "ESB58378431"},
    {Kind::kSpanishVat, "54362315-K", "ES54362315K"},
    {Kind::kSpanishVat, "X-5253868-R", "ESX5253868R"},
    {Kind::kSpanishVat, "M-1234567-L", "ESM1234567L"},
    {Kind::kSwedishVat, "SE 123456789701", "SE123456789701"},
};

std::string NameOf(Kind kind) { return std::string(Names()[static_cast<size_t>(kind)]); }

TEST(IdentifiersTest, TakeWhatPeopleWriteAndGiveItBackInOneForm) {
  for (const Case& good : kGood) {
    const Verdict verdict = Check(good.kind, good.typed);
    EXPECT_TRUE(verdict.valid) << NameOf(good.kind) << " " << good.typed << ": " << verdict.reason;
    EXPECT_EQ(verdict.canonical, good.canonical);
    EXPECT_EQ(verdict.reason, "");
    EXPECT_TRUE(Is(good.kind, good.canonical)) << good.canonical;
  }
}

TEST(IdentifiersTest, EachKindHasANumberHere) {
  std::set<Kind> seen;
  for (const Case& good : kGood) seen.insert(good.kind);
  EXPECT_EQ(seen.size(), Names().size());
  for (const auto name : Names()) EXPECT_EQ(NameOf(*Named(name)), name);
  EXPECT_FALSE(Named("fr-permit"));
}

TEST(IdentifiersTest, SayWhatToDo) {
  constexpr char kSwiss[] = "Give an AHV number such as 756.9217.0769.85.";
  constexpr char kDigits[] =
      "Compare it with the paper: these are not the check digits of an AHV number.";
  const struct {
    Kind kind;
    const char* typed;
    const char* reason;
  } cases[] = {
      {Kind::kSwissAhv, "", kSwiss},
      {Kind::kSwissAhv, "756.9217.0769.8", kSwiss},
      {Kind::kSwissAhv, "757.9217.0769.85", kSwiss},
      {Kind::kSwissAhv, "756.9217.O769.85", kSwiss},
      {Kind::kSwissAhv, "756.9217.0769.84", kDigits},
      {Kind::kSwissAhv, "756.9271.0769.85", kDigits},
      {Kind::kAmericanSsn, "078-05-1120",
       "Compare it with the paper: nobody gives out an SSN like this one."},
  };
  for (const auto& bad : cases) {
    const Verdict verdict = Check(bad.kind, bad.typed);
    EXPECT_FALSE(verdict.valid) << bad.typed;
    EXPECT_EQ(verdict.reason, bad.reason) << bad.typed;
    EXPECT_EQ(verdict.canonical, "");
  }
}

TEST(IdentifiersTest, RefuseWhatTheArithmeticAloneWouldTake) {
  const std::pair<Kind, const char*> cases[] = {
      {Kind::kBic, "POFIXXBE"},
      {Kind::kLei, "01"},
      {Kind::kSwissVat, "CHE-107.787.577"},
      {Kind::kSwissVat, "CHE-107.787.577 VAT"},
      {Kind::kFrenchSiret, "356 000 000 00046"},
      {Kind::kFrenchSiret, "404 833 049 00021"},
      {Kind::kFrenchNir, "5 95 10 99 126 111 42"},
      {Kind::kFrenchNir, "2 53 04 2C 004 078 82"},
      {Kind::kGermanTaxId, "12345678903"},
      {Kind::kGermanTaxId, "06574261803"},
      {Kind::kBritishNino, "DA123456C"},
      {Kind::kBritishNino, "AO123456C"},
      {Kind::kBritishNino, "GB123456C"},
      {Kind::kBritishNino, "AB123456E"},
      {Kind::kBritishCompany, "00000000"},
      {Kind::kBritishCompany, "XX123456"},
      {Kind::kBritishCompany, "SC12345R"},
      {Kind::kCanadianSin, "023-456-783"},
      {Kind::kCanadianBusiness, "12302 6635 RX 0001"},
      {Kind::kAmericanEin, "07-1144442"},
      {Kind::kAmericanSsn, "666-90-4399"},
      {Kind::kAmericanSsn, "936-90-4399"},
      {Kind::kAmericanSsn, "536-00-4399"},
      {Kind::kAmericanSsn, "536-90-0000"},
      {Kind::kBelgianVat, "BE 0000000000"},
      {Kind::kBelgianVat, "BE 2428759400"},
      {Kind::kBritishVat, "GB GD500"},
      {Kind::kBritishVat, "GB HA499"},
      {Kind::kDutchVat, "NL004495445B00"},
      {Kind::kFrenchVat, "FR I7 399859412"},
      {Kind::kItalianVat, "IT 00743119994"},
      {Kind::kSpanishVat, "ES T1234567A"},
      {Kind::kSwedishVat, "SE 123456789702"},
  };
  for (const auto& [kind, typed] : cases)
    EXPECT_FALSE(Check(kind, typed).valid) << NameOf(kind) << " " << typed;
}

TEST(IdentifiersTest, KnowWhoseNumberThisClaimsToBe) {
  EXPECT_EQ(VatKindOf("CHE-107.787.577 TVA"), Kind::kSwissVat);
  EXPECT_EQ(VatKindOf("CHE-107.787.577"), Kind::kSwissUid);
  EXPECT_EQ(VatKindOf("fr 40303265045"), Kind::kFrenchVat);
  EXPECT_EQ(VatKindOf("XI980780684"), Kind::kBritishVat);
  EXPECT_EQ(VatKindOf("HU12892312"), std::nullopt);
  EXPECT_EQ(VatKindOf(""), std::nullopt);
  EXPECT_EQ(PersonKindOf("756.9217.0769.8"), Kind::kSwissAhv);
  EXPECT_EQ(PersonKindOf("7569217076984"), Kind::kSwissAhv);
  EXPECT_EQ(PersonKindOf("2 53 04 2A 004 078 83"), Kind::kFrenchNir);
  EXPECT_EQ(PersonKindOf("75692170769"), std::nullopt);
  EXPECT_EQ(PersonKindOf("36 574 261 809"), std::nullopt);
  EXPECT_EQ(RegisterKindOf("CH", "CHE-107.787.577"), Kind::kSwissUid);
  EXPECT_EQ(RegisterKindOf("FR", "404 833 048"), Kind::kFrenchSiren);
  EXPECT_EQ(RegisterKindOf("FR", "404 833 048 00022"), Kind::kFrenchSiret);
  EXPECT_EQ(RegisterKindOf("GB", "445790"), Kind::kBritishCompany);
  EXPECT_EQ(RegisterKindOf("DE", "HRB 1234"), std::nullopt);
}

// One form and one answer: what a number is written as, it is.
RC_GTEST_PROP(IdentifiersLaw, TheCanonicalFormStandsForItself, (const std::string& noise)) {
  const Case good = *rc::gen::elementOf(std::vector<Case>(std::begin(kGood), std::end(kGood)));
  std::string typed = good.typed;
  const size_t at = *rc::gen::inRange<size_t>(0, typed.size() + 1);
  typed.insert(at, noise.substr(0, 1));
  const Verdict verdict = Check(good.kind, typed);
  RC_ASSERT(verdict.valid == verdict.reason.empty());
  RC_ASSERT(verdict.valid == !verdict.canonical.empty());
  if (verdict.valid) RC_ASSERT(Is(good.kind, verdict.canonical));
}

RC_GTEST_PROP(IdentifiersLaw, NoTextCrashes, (const std::string& text)) {
  for (const auto name : Names()) Check(*Named(name), text);
  VatKindOf(text);
  PersonKindOf(text);
}
}  // namespace
}  // namespace aor::identifiers
