// A row that nobody could pay by is refused with its file, its line and what is wrong.
#include "services/payroll/rules/rule_books.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace aor::payroll {
namespace {
constexpr auto kGood = R"(jurisdiction: "XX" currency_code: "CHF"
policies { text: "to 0.05" source: "practice" status: STATUS_UNVERIFIED }
rules {
  rule_id: "xx.bonus" code: "BONUS" label: "Bonus" line_kind: LINE_KIND_EARNING
  computation: COMPUTATION_PERCENT due: DUE_EACH_PERIOD
  base: "OVERTIME_25"
  percent { unscaled: 10 }
  valid_from { year: 2026 month: 1 day: 1 }
  recorded { year: 2026 month: 1 day: 2 } source: "law" status: STATUS_IN_FORCE
}
rules {
  rule_id: "xx.tax" code: "TAX" label: "Tax" line_kind: LINE_KIND_WORKER_DEDUCTION
  computation: COMPUTATION_PERCENT due: DUE_EACH_PERIOD
  base: "WORK"
  base: "BONUS"
  percent { unscaled: 5 } fits { age_from: 20 }
  valid_from { year: 2026 month: 2 day: 1 }
  recorded { year: 2026 month: 2 day: 2 } source: "statute" status: STATUS_IN_FORCE
}
)";
constexpr auto kOthers =
    R"(tariffs { canton: "XX" code: "A" source: "office" status: STATUS_IN_FORCE
  valid_from { year: 2026 month: 1 day: 1 }
  brackets { income_from { minor_units: 0 } } brackets { income_from { minor_units: 100 } }
}
pension_plans { plan_id: "p" credits {} source: "plan" status: STATUS_IN_FORCE
  valid_from { year: 2026 month: 1 day: 1 } hours_per_year { unscaled: 2184 } insured_at_most {}
}
loan_terms { alone_up_to { currency_code: "CHF" } cap_percent { unscaled: 10 } source: "house"
  status: STATUS_IN_FORCE valid_from { year: 2026 month: 1 day: 1 }
}
minimum_wages { per_hour { unscaled: 12 } source: "decree" status: STATUS_IN_FORCE
  valid_from { year: 2026 month: 1 day: 1 }
}
ceilings { monthly { currency_code: "CHF" minor_units: 9 } source: "order" status: STATUS_IN_FORCE
  valid_from { year: 2026 month: 1 day: 1 }
}
)";

// What is said of the two files after an exchange in one of them, and of a third.
std::string Said(const std::string& from, const std::string& to, const std::string& more = "") {
  std::string rules = kGood, others = kOthers;
  if (const auto at = rules.find(from); at != std::string::npos)
    rules.replace(at, from.size(), to);
  else
    others.replace(others.find(from), from.size(), to);
  try {
    RuleBooks({{"XX/a.textproto", rules}, {"XX/b.textproto", others}, {"XX/c.textproto", more}});
  } catch (const std::logic_error& error) {
    return error.what();
  }
  return "";
}
std::string Third(const std::string& code, const std::string& rest) {
  return "\nrules { rule_id: 'xx.third' code: '" + code +
         "' label: 'L' line_kind: LINE_KIND_EARNING computation: COMPUTATION_PERCENT"
         " due: DUE_EACH_PERIOD base: 'WORK' percent { unscaled: 1 } source: 'law'"
         " recorded { year: 2026 month: 1 day: 2 } " +
         rest + " }";
}

TEST(RuleBooksTest, TheShippedRulesAreInOrder) {
  const RuleBooks books;
  EXPECT_NE(books.Of("CH-GE"), nullptr);
  EXPECT_NE(books.Of("FR"), nullptr);
  EXPECT_EQ(books.Of("XX"), nullptr);
}

TEST(RuleBooksTest, GoodRulesAreTaken) { EXPECT_EQ(Said("", ""), ""); }

TEST(RuleBooksTest, WrongOnesAreRefusedWithFileAndLine) {
  const struct {
    const char *from, *to, *says;
  } kRows[] = {
      {"source: \"law\"", "", "XX/a.textproto:3: source is missing"},
      {"source: \"statute\" status: STATUS_IN_FORCE", "source: \"statute\"",
       "XX/a.textproto:11: status is missing"},
      {"STATUS_IN_FORCE", "STATUS_REPEALED", "XX/a.textproto:3: a repealed row needs valid_to"},
      {"STATUS_IN_FORCE", "STATUS_ANY", "XX/a.textproto:10:1: Unknown enumeration value"},
      {"year: 2026 month: 1 day: 1", "year: 2026 month: 2 day: 30",
       "XX/a.textproto:3: valid_from is no day"},
      {"recorded { year: 2026 month: 2 day: 2 }", "", "XX/a.textproto:11: recorded is no day"},
      {"recorded { year: 2026 month: 2", "valid_to { year: 2025 } recorded { year: 2026 month: 2",
       "XX/a.textproto:11: valid_to is no day"},
      {"recorded { year: 2026 month: 2",
       "valid_to { year: 2025 month: 1 day: 1 } recorded { year: 2026 month: 2",
       "XX/a.textproto:11: valid_to lies before valid_from"},
      {"base: \"BONUS\"", "base: \"BOUNS\"", "XX/a.textproto:15: no row above has the code BOUNS"},
      {"base: \"OVERTIME_25\"", "base: \"TAX\"", "XX/a.textproto:6: no row above has the code TAX"},
      {"base: \"OVERTIME_25\"", "", "XX/a.textproto:3: base is missing"},
      {"xx.tax", "xx.bonus", "XX/a.textproto:11: rule_id is missing or stands twice"},
      {"percent { unscaled: 10 }", "", "XX/a.textproto:3: percent is missing"},
      {"due: DUE_EACH_PERIOD", "", "XX/a.textproto:3: due is missing"},
      {"source: \"practice\"", "", "XX/a.textproto:2: source is missing"},
      {"source: \"office\"", "", "XX/b.textproto:1: source is missing"},
      {"minor_units: 100", "minor_units: -1", "XX/b.textproto:1: brackets begin with the lowest"},
      {"hours_per_year { unscaled: 2184 }", "",
       "XX/b.textproto:5: yearly figures need hours_per_year"},
      {"source: \"plan\" status: STATUS_IN_FORCE", "source: \"plan\"",
       "XX/b.textproto:5: status is missing"},
      {"unscaled: 10 } source: \"house\"", "unscaled: 101 } source: \"house\"",
       "XX/b.textproto:8: cap_percent is above 0 and up to 100"},
      {"{ currency_code: \"CHF\"", "{ currency_code: \"EUR\"",
       "XX/b.textproto:8: alone_up_to is in the money of the rules"},
      {"unscaled: 12", "unscaled: 0", "XX/b.textproto:11: per_hour is above 0"},
      {"source: \"decree\"", "", "XX/b.textproto:11: source is missing"},
      {"\"CHF\" minor_units: 9", "\"EUR\" minor_units: 9",
       "XX/b.textproto:14: monthly is above 0, in the money of the rules"},
      {"minor_units: 9 ", "minor_units: 0 ",
       "XX/b.textproto:14: monthly is above 0, in the money of the rules"},
      {"source: \"order\" status: STATUS_IN_FORCE", "source: \"order\"",
       "XX/b.textproto:14: status is missing"},
  };
  for (const auto& row : kRows) {
    const std::string said = Said(row.from, row.to);
    EXPECT_NE(said.find(row.says), std::string::npos) << row.says << "\n  but was: " << said;
  }
  EXPECT_NE(Said(kOthers, "").find("XX: loan_terms are missing"), std::string::npos);
}

TEST(RuleBooksTest, ARowThatWouldNeverApplyIsRefused) {
  const std::string hidden =
      "XX/c.textproto:2: another row holds on the same days: give that one a valid_to";
  const std::string day = "valid_from { year: 2026 month: 7 day: 1 } status: STATUS_IN_FORCE ";
  const auto said = [](const std::string& more) { return Said("", "", more); };
  EXPECT_NE(said(Third("BONUS", day)).find(hidden), std::string::npos);
  EXPECT_NE(said(Third("TAX", day + "fits { age_from: 20 }")).find(hidden), std::string::npos);
  EXPECT_EQ(said(Third("TAX", day)), "") << "for whoever the first does not fit";
  EXPECT_EQ(
      said(Third("BONUS", "valid_from { year: 2026 month: 7 day: 1 } status: STATUS_PROPOSED")),
      "");
  EXPECT_EQ(Said("recorded { year: 2026 month: 1",
                 "valid_to { year: 2026 month: 6 day: 30 }"
                 " recorded { year: 2026 month: 1",
                 Third("BONUS", day)),
            "");
  const std::string others = kOthers;
  const std::string tariffs = others.substr(0, others.find("pension_plans"));
  EXPECT_NE(said("\n" + tariffs).find(hidden), std::string::npos);
  for (const char* field : {"pension_plans", "minimum_wages", "ceilings"})
    EXPECT_NE(said("\n" + others.substr(others.find(field))).find(hidden), std::string::npos)
        << field;
}
}  // namespace
}  // namespace aor::payroll
