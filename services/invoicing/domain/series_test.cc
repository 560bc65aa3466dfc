#include "services/invoicing/domain/series.h"

#include "libs/eventsourcing/rules.h"

namespace aor::invoicing::series {
namespace {
using enum Refusal;
constexpr auto kOpened = "series_opened { prefix: 'GE-2026-' last_number: 123 }";
constexpr auto kFirst =
    "number_allocated { number: 124 text: 'GE-2026-000124' invoice_id: 'i-1'"
    "  issue_date { year: 2026 month: 10 day: 31 } }";
constexpr auto kSecond =
    "number_allocated { number: 125 text: 'GE-2026-000125' invoice_id: 'i-2'"
    "  issue_date { year: 2026 month: 10 day: 31 } }";
const Date kLast(2026, 10, 31);

TEST(SeriesTest, FollowsTheRules) {
  using Then = std::vector<const char*>;
  eventsourcing::CheckRules<State, Event, Command, Refusal>({
      {"a series opens with its balance", {}, Open{"GE-2026-", 123}, Then{kOpened}},
      {"it has a prefix", {}, Open{"", 123}, kPrefixMissing},
      {"no two series give a number", {}, Open{"GE-2026-", 123, 124}, kPrefixUsed},
      {"but one goes on after another", {}, Open{"GE-2026-", 123, 123}, Then{kOpened}},
      {"it opens once", {kOpened}, Open{"GE-2026-", 7}, kAlreadyOpen},
      {"opening is repeated after numbers", {kOpened, kFirst}, Open{"GE-2026-", 123}, Then{}},
      {"the next number follows", {kOpened}, Allocate{"i-1", kLast}, Then{kFirst}},
      {"without a gap", {kOpened, kFirst}, Allocate{"i-2", kLast}, Then{kSecond}},
      {"one document has one number", {kOpened, kFirst}, Allocate{"i-1", kLast}, Then{}},
      {"a closed series has none", {}, Allocate{"i-1", kLast}, kNotOpen},
      {"dates never go back", {kOpened, kFirst}, Allocate{"i-2", kLast - 1}, kIssueDateGoesBack},
  });
}

TEST(SeriesTest, ASeriesIsOfAnEntityKindAndYear) {
  EXPECT_EQ(StreamOf("geneva", "INVOICE", "", 2026), "series-geneva-INVOICE-2026");
  EXPECT_EQ(StreamOf("lyon", "SELF_BILLED", "devco", 2026), "series-lyon-SELF_BILLED-devco-2026");
  for (const auto& [kind, supplier] :
       std::vector<std::pair<std::string, std::string>>{{"INVOICE", ""},
                                                        {"CREDIT_NOTE", ""},
                                                        {"SELF_BILLED", "dev-co"},
                                                        {"SELF_BILLED_CREDIT", "x"}}) {
    const auto named = ParseStream(StreamOf("ge", kind, supplier, 2026), "ge");
    ASSERT_TRUE(named) << kind;
    EXPECT_EQ(named->kind + "/" + named->supplier_id + "/" + std::to_string(named->year),
              kind + "/" + supplier + "/2026");
    EXPECT_FALSE(ParseStream(StreamOf("ge-2", kind, supplier, 2026), "ge"));
  }
}
}  // namespace
}  // namespace aor::invoicing::series
