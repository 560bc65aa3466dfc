// What people really are called, where they really live, and what no font can show: on every paper
// that names somebody. Bad words in texts: texts_test.cc; figures that do not add up: each paper's.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "libs/documents/papers/sample_parties.h"
#include "libs/documents/papers/samples.h"
#include "libs/documents/testing/paper_text.h"

namespace aor::documents {
namespace {
using testing::ExpectInOrder;
using testing::PdfFile;
using testing::TextOf;
using testing::ThePress;

// Each paper, with somebody else on it.
struct NamedPaper {
  const char* name;
  std::function<absl::StatusOr<std::string>(const iso20022::Party&)> print;
};
template <class Paper, class Put>
NamedPaper With(const char* name, Paper paper, Put put) {
  return {name, [=](const iso20022::Party& who) mutable {
            put(paper, who);
            return Print(ThePress(), paper);
          }};
}
std::vector<NamedPaper> EveryPaper() {
  const auto of_assignment = [](auto& p, const auto& who) { p.assignment.worker.who = who; };
  const auto of_agreement = [](auto& p, const auto& who) { p.agreement.contractor.who = who; };
  const auto of_worker = [](auto& p, const auto& who) { p.worker.who = who; };
  return {
      With("payslip", SamplePayslip("fr"), of_worker),
      With("yearly statement", SampleStatement("de"), of_worker),
      With("invoice", SampleInvoice("fr"), [](auto& p, const auto& who) { p.buyer.who = who; }),
      With("quote", SampleQuote("de"), [](auto& p, const auto& who) { p.client.who = who; }),
      With("assignment contract", SampleAssignment("en"), of_assignment),
      With("hire contract", SampleHire("fr"), of_assignment),
      With("mandate", SampleMandate("fr"), of_agreement),
      With("service contract", SampleServiceContract("de"), of_agreement),
      With("amendment", SampleExtension("fr"), [](auto& p, const auto& who) { p.other.who = who; }),
      With("timesheet", SampleTimesheet("de"), of_worker)};
}

TEST(BadInputTest, ANameOf300LettersIsPrintedWhole) {
  const iso20022::Party who{std::string(300, 'W'), {}};
  for (const auto& paper : EveryPaper()) {
    const auto bytes = paper.print(who);
    ASSERT_TRUE(bytes.ok()) << paper.name << ": " << bytes.status();
    const std::string text = PdfFile(*bytes).Text();
    EXPECT_GE(std::count(text.begin(), text.end(), 'W'), 300) << paper.name;
    EXPECT_EQ(PdfFile(*bytes).Problems(), "") << paper.name;
  }
}

TEST(BadInputTest, ANameFromTheRightAndNoAddressAreNoFault) {
  const iso20022::Party who{"יעל כהן", {}};
  for (const auto& paper : EveryPaper()) {
    const auto bytes = paper.print(who);
    ASSERT_TRUE(bytes.ok()) << paper.name << ": " << bytes.status();
    EXPECT_NE(PdfFile(*bytes).Text().find("יעל כהן"), std::string::npos) << paper.name;
  }
}

TEST(BadInputTest, ANameInChineseIsNoFault) {
  for (const auto& paper : EveryPaper()) {
    const auto bytes = paper.print({"王小明", {}});
    ASSERT_TRUE(bytes.ok()) << paper.name << ": " << bytes.status();
    EXPECT_NE(PdfFile(*bytes).Text().find("王小明"), std::string::npos) << paper.name;
  }
}

TEST(BadInputTest, WhatNoFontHasIsNamedWithItsPaper) {
  for (const auto& paper : EveryPaper()) {
    const std::string said(paper.print({"Ann 𠮷", {}}).status().message());
    EXPECT_NE(said.find("no font has the character U+20BB7 of “"), std::string::npos)
        << paper.name << ": " << said;
    EXPECT_GT(said.find(": no font"), 5u) << "which paper? " << said;
  }
}

TEST(BadInputTest, NobodyIsNotPrinted) {
  for (const auto& paper : EveryPaper())
    EXPECT_NE(paper.print({"", {}}).status().message().find("is missing"), absl::string_view::npos)
        << paper.name;
}

TEST(BadInputTest, AnInvoiceTakesBackWhatWasTooMuch) {
  Invoice invoice = SampleInvoice("fr");
  InvoiceLine more = invoice.lines.front(), less = more;
  more.text = "Heure oubliée", less.text = "Correction de septembre";
  more.quantity = Exact("1"), less.quantity = Exact("-1");
  more.net = Francs("54.00"), less.net = Francs("-54.00");
  more.price = less.price = Exact("54.00");
  invoice.lines.insert(invoice.lines.end(), {more, less});
  ExpectInOrder(TextOf(invoice), {"Heure oubliée", "Correction de septembre", "−1.00 h 54.00",
                                  "−54.00", "Total hors TVA 9'761.50"});
}

TEST(BadInputTest, OneClientReadsThreeLanguages) {
  const std::pair<const char*, const char*> kSaid[] = {
      {"fr", "Avenant n° 1"}, {"de", "Nachtrag Nr. 1"}, {"en", "Amendment no. 1"}};
  for (const auto& [language, title] : kSaid)
    ExpectInOrder(TextOf(SampleExtension(language)), {title, "Zoë Šimánková-Łukasiewicz"});
}
}  // namespace
}  // namespace aor::documents
