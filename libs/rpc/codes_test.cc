#include "libs/rpc/codes.h"

#include <gtest/gtest.h>

namespace aor::rpc {
namespace {
TEST(CodesTest, CurrenciesAreThoseInUse) {
  for (const char* code : {"CHF", "EUR", "USD", "JPY", "GBP", "XOF"})
    EXPECT_TRUE(IsCurrency(code)) << code;
  for (const char* code : {"ZZZ", "XTS", "XAU", "FRF", "DEM", "chf", "CH", "CHFF", ""})
    EXPECT_FALSE(IsCurrency(code)) << code;
}

TEST(CodesTest, CountriesAreThoseOfTheStandard) {
  for (const char* code : {"CH", "FR", "DE", "GB"}) EXPECT_TRUE(IsCountry(code)) << code;
  for (const char* code : {"ZZ", "EU", "UK", "SU", "ch", "CHE", ""})
    EXPECT_FALSE(IsCountry(code)) << code;
}

TEST(CodesTest, JurisdictionsAreCountriesOrPartsOfOne) {
  for (const char* code : {"FR", "CH-GE", "FR-69", "GB-SCT"})
    EXPECT_TRUE(IsJurisdiction(code)) << code;
  for (const char* code : {"ZZ", "ZZ-GE", "CH-", "CH-ge", "CHGE", "CH-GEXX", "Suisse", ""})
    EXPECT_FALSE(IsJurisdiction(code)) << code;
}

TEST(CodesTest, LanguagesAreTags) {
  for (const char* tag : {"fr", "de", "rm", "de-CH", "fr-FR", "sr-Latn-RS", "pt-BR"})
    EXPECT_TRUE(IsLanguage(tag)) << tag;
  for (const char* tag : {"xx", "zz-CH", "French", "fr_CH", "fr-", "fr-ZZ", "FR", "", "-"})
    EXPECT_FALSE(IsLanguage(tag)) << tag;
}
}  // namespace
}  // namespace aor::rpc
