#include "services/documents/rules/clause_book.h"

#include <gtest/gtest.h>

namespace aor::documents {
namespace {
using calendar::Date;
const Date kConcluded(2026, 9, 28);

Setting At(v1::DocumentKind kind, const char* place, bool open_ended = false,
           const char* cba = "GAV-PERSONALVERLEIH") {
  return {kind, place, cba, open_ended, kConcluded};
}

TEST(FillTest, LeavesOutAPartThatLacksAFact) {
  const std::string words = "{a} hours[, {b} a day][ ({c})].";
  EXPECT_EQ(Fill(words, {{"a", "42"}, {"b", "8.4"}}).text, "42 hours, 8.4 a day.");
  EXPECT_EQ(Fill(words, {{"a", "42"}, {"b", ""}, {"c", "x"}}).text, "42 hours (x).");
  EXPECT_EQ(Fill(words, {}).missing, std::vector<std::string>{"a"});
  EXPECT_EQ(Fill(words, {{"a", "{b}[x]"}, {"b", "?"}}).text, "{b}[x] hours, ? a day.")
      << "what somebody wrote is no field";
  EXPECT_EQ(Fill("{a", {{"a", "1"}}).text, "1");
  EXPECT_EQ(Fill("", {}).text, "");
}

TEST(ClauseBookTest, ShippedRowsAnswerWhatTheirLawsAskFor) {
  const ClauseBook book;
  for (int kind = v1::DocumentKind_MIN; kind <= v1::DocumentKind_MAX; ++kind)
    for (const char* place : {"CH-GE", "CH", "FR"})
      for (const bool open_ended : {false, true}) {
        const Setting setting = At(static_cast<v1::DocumentKind>(kind), place, open_ended);
        const auto* law = book.LawOf(setting);
        if (!law) continue;
        for (const auto& clause : law->clauses())
          EXPECT_NE(book.Find(clause, setting), nullptr)
              << v1::DocumentKind_Name(setting.kind) << " in " << place << ": " << clause;
      }
}

TEST(ClauseBookTest, WordsAreThoseOfKindTermAndAgreement) {
  const ClauseBook book;
  const auto words = [&](const char* clause, const Setting& setting) {
    const auto* row = book.Find(clause, setting);
    return row ? row->en().substr(0, 30) : "none";
  };
  const auto kTemp = v1::DOCUMENT_KIND_ASSIGNMENT_CONTRACT;
  EXPECT_EQ(words("notice", At(kTemp, "CH-GE", true)), "Two days in the first three mo");
  EXPECT_EQ(words("notice", At(kTemp, "CH-GE")), "The contract ends on the agree");
  EXPECT_EQ(words("notice", At(v1::DOCUMENT_KIND_EMPLOYMENT_CONTRACT, "CH-GE", true)),
            "One month to the end of a mont");
  EXPECT_EQ(words("notice", At(kTemp, "FR")), "Trial period: two days if the ");
  EXPECT_EQ(words("notice", At(kTemp, "DE")), "none");
  EXPECT_EQ(words("overtime", At(kTemp, "CH-GE", false, "CCT-OTHER")), "none")
      << "another agreement's words are not this one's";
  Setting before = At(kTemp, "CH-GE");
  before.day = Date(2025, 12, 31);
  EXPECT_EQ(words("notice", before), "none");
  EXPECT_EQ(book.LawOf(before), nullptr);
  EXPECT_EQ(book.LawOf(At(kTemp, "DE")), nullptr);
  EXPECT_EQ(book.LawOf(At(v1::DOCUMENT_KIND_EMPLOYMENT_CONTRACT, "FR")), nullptr)
      << "nobody is employed of record in France";
  EXPECT_EQ(book.DeductionsIn(At(kTemp, "CH-GE")).size(), 5u);
  EXPECT_EQ(book.DeductionsIn(At(kTemp, "CH-GE", false, "")).size(), 4u);
  EXPECT_TRUE(book.DeductionsIn(At(kTemp, "FR")).empty());
}

#define FROM " provenance { valid_from: '2026-01-01' source: 's' status: CLAUSE_STATUS_IN_FORCE }"
TEST(ClauseBookTest, ANewerRowHoldsFromItsDayOn) {
  const ClauseBook book(ClauseBook::Files{
      {"a", "clauses { clause: 'x' place: 'CH' fr: '1' de: '1' en: '1'" FROM
            " } clauses { clause: 'x' place: 'CH' fr: '2' de: '2' en: '2' provenance { valid_from:"
            " '2027-01-01' source: 's' status: CLAUSE_STATUS_IN_FORCE } }"}});
  Setting setting = At(v1::DOCUMENT_KIND_MANDATE, "CH-GE");
  EXPECT_EQ(book.Find("x", setting)->fr(), "1");
  setting.day = Date(2027, 1, 1);
  EXPECT_EQ(book.Find("x", setting)->fr(), "2");
}

TEST(ClauseBookTest, WrongRowsStopTheStart) {
  const char* const kWrong[] = {
      "clauses {",
      "clauses { clause: 'x' fr: '1' de: '1' en: '1'" FROM " }",
      "clauses { clause: 'x' place: 'CH' fr: '1' en: '1'" FROM " }",
      "clauses { clause: 'x' place: 'CH' fr: '{moon}' de: '1' en: '1'" FROM " }",
      "clauses { clause: 'x' place: 'CH' fr: '1' de: '[{moon}]' en: '1'" FROM " }",
      "clauses { clause: 'x' place: 'CH' fr: '1' de: '1' en: '1' }",
      "laws { document_kind: DOCUMENT_KIND_MANDATE place: 'CH'" FROM " }",
      "deductions { code: 'AHV' place: 'CH' percent: '5.3' fr: '1' de: '1'" FROM " }",
      "deductions { code: 'AHV' place: 'CH' percent: 'x' fr: '1' de: '1' en: '1'" FROM " }"};
  for (const char* text : kWrong)
    EXPECT_THROW(ClauseBook(ClauseBook::Files{{"a", text}}), std::logic_error) << text;
}
}  // namespace
}  // namespace aor::documents
