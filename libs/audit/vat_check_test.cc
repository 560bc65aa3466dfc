// The figures are computed by hand; EN 16931-1, BR-S-8, BR-S-9, BR-CO-17.
#include "libs/audit/vat_check.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "libs/audit/business_checks.h"

namespace aor::audit {
namespace {
std::string Line(const char* net, const char* percent = "unscaled: 81 scale: 1",
                 const char* category = "S") {
  return " lines { line_number: 1 net { minor_units: " + std::string(net) + " } vat_category: '" +
         category + "' vat_percent { " + percent + " } }";
}
std::string Part(const char* base, const char* vat, const char* percent = "unscaled: 81 scale: 1",
                 const char* category = "S") {
  return " vat { category: '" + std::string(category) + "' percent { " + percent +
         " } base { minor_units: " + base + " } vat { minor_units: " + vat + " } }";
}
std::string Wrong(const std::string& text) {
  invoicing::v1::InvoiceIssued invoice;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &invoice)) << text;
  return WrongVat(invoice);
}

TEST(VatCheckTest, TaxIsRoundedOnceOnTheSumOfTheLines) {
  // Three lines of 10.03: each alone would round 0.8124 to 0.81 and come to 2.43; the sum is 2.44.
  const std::string lines = Line("1003") + Line("1003") + Line("1003", "unscaled: 810 scale: 2");
  EXPECT_EQ(Wrong(lines + Part("3009", "244")), "");
  EXPECT_EQ(Wrong(lines + Part("3009", "243")), "VAT at S 8.1 % on 3009 is 244, not 243");
  // 20 % of 0.025 and of -0.025: half goes away from zero.
  EXPECT_EQ(Wrong(Line("250", "unscaled: 1") + Part("250", "3", "unscaled: 1")), "");
  EXPECT_EQ(Wrong(Line("-250", "unscaled: 1") + Part("-250", "-3", "unscaled: 1")), "");
}

TEST(VatCheckTest, EachRateAndCategoryStandsForItself) {
  const std::string two = Line("10000") + Line("5000", "unscaled: 0", "E");
  const std::string taxed = Part("10000", "810"), exempt = Part("5000", "0", "unscaled: 0", "E");
  EXPECT_EQ(Wrong(two + taxed + exempt), "");
  EXPECT_EQ(Wrong(two + taxed), "it leaves out VAT at E 0 %");
  EXPECT_EQ(Wrong(two + taxed + taxed + exempt), "it taxes S 8.1 % twice, or without a line");
  EXPECT_EQ(Wrong(two + Part("15000", "1215")), "its lines at S 8.1 % come to 10000, not 15000");
  EXPECT_EQ(Wrong(Line("100", "unscaled: 20", "E") + Part("100", "20", "unscaled: 20", "E")),
            "line 1 carries E 20 %");
  EXPECT_EQ(Wrong(Line("100") + Part("100", "8", "unscaled: 5 scale: 3")),
            "it taxes S 0.005 % twice, or without a line");
}

// A wrong rate adds up all the same: only the recomputation names it, and where it stands.
TEST(VatCheckTest, AWrongTaxIsFoundWithItsPosition) {
  invoicing::v1::InvoiceEvent event;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "invoice_issued { number: 'GE-2026-7' net { minor_units: 10000 }"
      " vat_total { minor_units: 770 } payable { minor_units: 10770 }" +
          Line("10000") + Part("10000", "770") + "}",
      &event));
  eventlog::v1::Commit commit;
  commit.set_log("invoicing");
  auto& envelope = *commit.add_streams()->add_events();
  envelope.set_type("aor.invoicing.v1.InvoiceEvent/invoice_issued");
  envelope.set_payload(event.SerializeAsString());
  std::vector<Finding> findings;
  for (const auto& check : BusinessChecks()) {
    if (check->name() != "TOTALS") continue;
    check->See(commit, 3, 42);
    check->Finish(findings);
  }
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].what, "invoice GE-2026-7: VAT at S 8.1 % on 10000 is 810, not 770");
  EXPECT_EQ(findings[0].log, "invoicing");
  EXPECT_EQ(findings[0].chain, 3u);
  EXPECT_EQ(findings[0].sequence, 42u);
}
}  // namespace
}  // namespace aor::audit
