#include "libs/ids/uuid.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace aor {
namespace {
constexpr std::string_view kDns = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

TEST(UuidTest, Version5IsThatOfTheStandard) {
  EXPECT_EQ(Uuid5(kDns, "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  EXPECT_EQ(Uuid5("6BA7B8109DAD11D180B400C04FD430C8", "www.example.com"),
            "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  EXPECT_THROW(Uuid5("6ba7b810", "x"), std::invalid_argument);
  EXPECT_THROW(Uuid5("6ba7b810-9dad-11d1-80b4-00c04fd430cg", "x"), std::invalid_argument);
}

TEST(UuidTest, Version7SortsByTime) {
  const std::string zeros(10, '\0');
  const std::string ones(10, '\xff');
  EXPECT_EQ(Uuid7(0x017f22e279b0, zeros), "017f22e2-79b0-7000-8000-000000000000");
  EXPECT_EQ(Uuid7(0x017f22e279b0, ones), "017f22e2-79b0-7fff-bfff-ffffffffffff");
  EXPECT_LT(Uuid7(1000, ones), Uuid7(1001, zeros));
  EXPECT_THROW(Uuid7(0, "nine byte"), std::invalid_argument);
}

TEST(UuidTest, ARetryNamesTheSameRecord) {
  EXPECT_EQ(DerivedId("alpina", "r1", "quote"), DerivedId("alpina", "r1", "quote"));
  EXPECT_NE(DerivedId("alpina", "r1", "quote"), DerivedId("alpina", "r1", "contract"));
  EXPECT_NE(DerivedId("alpina", "r1", "quote"), DerivedId("alpin", "ar1", "quote"));
  EXPECT_EQ(DerivedId("alpina", "r1", "quote").substr(14, 1), "5");
}
}  // namespace
}  // namespace aor
