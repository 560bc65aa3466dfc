
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "libs/identifiers/identifiers.h"

namespace aor::identifiers {
namespace {
bool IsIban(std::string_view text) { return Is(Kind::kIban, text); }

// Examples of the IBAN registry.
constexpr const char* kGood[] = {
    "CH9300762011623852957",  "LI21088100002324013AA",           "FR1420041010050500013M02606",
    "DE89370400440532013000", "GB29NWBK60161331926819",          "NL91ABNA0417164300",
    "NO9386011117947",        "MT84MALT011000012345MTLCAST001S", "AT611904300234573201",
    "BE68539007547034",       "IT60X0542811101000000123456",     "SE4550000000058398257466"};

TEST(IbanTest, TakesTheExamplesOfTheRegistry) {
  for (const char* iban : kGood) {
    EXPECT_TRUE(IsIban(iban)) << iban;
    EXPECT_TRUE(IsSepaIban(iban)) << iban;
  }
  EXPECT_TRUE(IsIban("AE070331234567890123456"));
  EXPECT_FALSE(IsSepaIban("AE070331234567890123456"));
}

TEST(IbanTest, RefusesWhatOnlyLooksLikeOne) {
  for (const char* bad :
       {"", "CH", "CH9300762011623852958", "CH930076201162385295", "CH93007620116238529570",
        "CH93 0076 2011 6238 5295 7", "ch9300762011623852957", "XX9300762011623852957",
        "FR9300762011623852957", "CH0000762011623852957", "C19300762011623852957"}) {
    EXPECT_FALSE(IsIban(bad)) << bad;
  }
}

// All with right check digits: too long, too short, a digit in the bank's name.
TEST(IbanTest, FollowsTheStructureOfTheCountry) {
  for (const char* bad : {"CH24007620116238529570", "CH800076201162385295", "NL251BNA0417164300"}) {
    EXPECT_FALSE(IsIban(bad)) << bad;
  }
}

TEST(IbanTest, ReadsWhatPeopleType) {
  EXPECT_EQ(Check(Kind::kIban, "ch93 0076 2011 6238 5295 7").canonical, "CH9300762011623852957");
  EXPECT_FALSE(Check(Kind::kIban, "CH93-0076-2011-6238-5295-7").valid);
}

TEST(IbanTest, KnowsQrIbans) {
  EXPECT_TRUE(IsQrIban("CH4431999123000889012"));
  EXPECT_FALSE(IsQrIban("CH9300762011623852957"));
  EXPECT_FALSE(IsQrIban("CH4431999123000889013"));
  EXPECT_FALSE(IsQrIban("CH4929999123000889012"));
  EXPECT_TRUE(IsQrIban("CH5730000123000889012"));
  EXPECT_TRUE(IsQrIban("CH4431999123000889012"));
  EXPECT_FALSE(IsQrIban("CH5232000123000889012"));
}

TEST(IbanTest, ChecksReferences) {
  EXPECT_TRUE(Is(Kind::kQrReference, "210000000003139471430009017"));
  EXPECT_FALSE(Is(Kind::kQrReference, "210000000003139471430009018"));
  EXPECT_FALSE(Is(Kind::kQrReference, "21000000000313947143000901"));
  EXPECT_TRUE(Is(Kind::kCreditorReference, "RF18539007547034"));
  EXPECT_FALSE(Is(Kind::kCreditorReference, "RF19539007547034"));
  EXPECT_FALSE(Is(Kind::kCreditorReference, "RF18 5390 0754 7034"));
  EXPECT_TRUE(Is(Kind::kBic, "POFICHBEXXX"));
  EXPECT_FALSE(Is(Kind::kBic, "POFIXXBE1"));
  EXPECT_TRUE(IsCountry("CH"));
  EXPECT_FALSE(IsCountry("CHE"));
  EXPECT_FALSE(IsCountry("H "));
}

RC_GTEST_PROP(IbanLaw, OneWrongCharacterIsFound, ()) {
  std::string iban =
      *rc::gen::elementOf(std::vector<std::string>(std::begin(kGood), std::end(kGood)));
  const size_t at = *rc::gen::inRange<size_t>(2, iban.size());
  const char other = *rc::gen::inRange('0', ':');
  RC_PRE(iban[at] != other);
  iban[at] = other;
  RC_ASSERT(!IsIban(iban));
}

RC_GTEST_PROP(IbanLaw, TwoSwappedNeighboursAreFound, ()) {
  std::string iban =
      *rc::gen::elementOf(std::vector<std::string>(std::begin(kGood), std::end(kGood)));
  const size_t at = *rc::gen::inRange<size_t>(4, iban.size() - 1);
  RC_PRE(iban[at] != iban[at + 1]);
  std::swap(iban[at], iban[at + 1]);
  RC_ASSERT(!IsIban(iban));
}

RC_GTEST_PROP(IbanLaw, NoTextCrashes, (const std::string& text)) {
  const bool iban = IsIban(text);
  RC_ASSERT(iban || !IsQrIban(text));
  RC_ASSERT(iban || !IsSepaIban(text));
  Is(Kind::kQrReference, text);
  Is(Kind::kCreditorReference, text);
  Is(Kind::kBic, text);
}
}  // namespace
}  // namespace aor::identifiers
