#include <gtest/gtest.h>

#include "libs/documents/papers/sample_parties.h"
#include "libs/documents/papers/samples.h"
#include "libs/documents/testing/paper_text.h"

namespace aor::documents {
namespace {
using testing::ExpectInOrder;
using testing::RefusalOf;
using testing::TextOf;

TEST(YearlyStatementTest, AddsUpTheYearAndShowsEverySlip) {
  ExpectInOrder(
      TextOf(SampleStatement("fr")),
      {"2026-0042", "01.01.2026", "31.12.2026", "756.9217.0769.85", "Relevé de salaire 2026",
       "Salaire de base 30'240.00", "Heures supplémentaires + 25 % 2'212.50",
       "Salaire brut 38'835.90", "Total des déductions −7'095.00", "Salaire net 31'740.90",
       "Repas 1'920.00", "Total des nets à payer en CHF 27'660.90", "Les décomptes",
       "janvier 2026 P-2026-1 3'239.45",
       "décembre 2026 P-2026-12, rectificatif 1 −37.50 0.00 0.00 −37.50",
       "Total 38'835.90 −7'095.00 −4'080.00 27'660.90", "certificat de salaire officiel"});
  ExpectInOrder(TextOf(SampleStatement("de")), {"Lohnübersicht 2026", "amtlichen Lohnausweis"});
  ExpectInOrder(TextOf(SampleStatement("en")), {"Statement of pay 2026", "official"});
}

TEST(YearlyStatementTest, IsRefusedUnlessLinesAndSlipsSayTheSame) {
  const std::pair<const char*, std::function<void(YearlyStatement&)>> kWrong[] = {
      {"worker is missing", [](auto& s) { s.worker.who.name = ""; }},
      {"slips are missing", [](auto& s) { s.slips.clear(); }},
      {"gross is stated as", [](auto& s) { s.earnings.pop_back(); }},
      {"deductions is stated as", [](auto& s) { s.deductions.pop_back(); }},
      {"net is stated as", [](auto& s) { s.net.minor += 1; }},
      {"payout is stated as", [](auto& s) { s.others.pop_back(); }},
      {"gross of the slips", [](auto& s) { s.slips[0].gross.minor += 1; }},
      {"deductions of the slips", [](auto& s) { s.slips[0].deducted.minor += 1; }},
      {"payout of the slips", [](auto& s) { s.slips[0].payout.minor += 1; }}};
  for (const auto& [said, change] : kWrong) {
    YearlyStatement statement = SampleStatement("en");
    change(statement);
    EXPECT_NE(RefusalOf(statement).find(said), std::string::npos) << RefusalOf(statement);
  }
}
}  // namespace
}  // namespace aor::documents
