#include "services/missions/rules/quality_files.h"

#include <gtest/gtest.h>

#include "libs/rule_text/testing/replaced.h"

namespace aor::missions {
namespace {
std::string QualitySaid(const QualityFiles& files) {
  return std::string(ParseQuality(files).status().message());
}
// What is said of the shipped rules, with one text put in place of another.
std::string QualityWith(const std::string& what, const std::string& instead) {
  return QualitySaid(rule_text::Replaced(*ReadQualityFiles(), what, instead));
}

TEST(QualityFilesTest, TheShippedQuestionnairesAreInOrder) {
  const auto book = ParseQuality(*ReadQualityFiles());
  ASSERT_TRUE(book.ok()) << book.status();
  for (const auto occasion : {v1::OCCASION_POSITIONING, v1::OCCASION_SATISFACTION})
    EXPECT_NE((*book)->For(occasion, v1::SESSION_KIND_WORKSHOP), nullptr);
  EXPECT_EQ((*book)->data().complaints().days(), 10u);
}

TEST(QualityFilesTest, WhatIsWrongIsSaidAtOnce) {
  EXPECT_EQ(QualitySaid({{"a.textproto", "questionnaires { version: -1 }"}}).substr(0, 14),
            "a.textproto:1:");
  EXPECT_NE(QualitySaid({}).find("reliability: source is missing"), std::string::npos);
  EXPECT_EQ(QualityWith("days_open: 30", "days_open: 367"),
            "questionnaires: satisfaction 1 is open 1 to 366 days");
  EXPECT_EQ(QualityWith("titles { language: \"de\"", "titles { language: \"it\""),
            "questionnaires: satisfaction 1 is not said once in each of fr, de and en");
  EXPECT_EQ(QualityWith("question_id: \"overall\" points: 5", "question_id: \"overall\" points: 1"),
            "questionnaires: satisfaction 1, overall has a scale of 1, or of more than 10 points");
  EXPECT_EQ(QualityWith("question_id: \"overall\"", "question_id: \"facilitation\""),
            "questionnaires: satisfaction 1, facilitation is nameless or stands twice");
  EXPECT_EQ(QualityWith("OCCASION_POSITIONING\n", "OCCASION_SATISFACTION days_open: 9\n"),
            "questionnaires: positioning 1 is asked on the same occasion as satisfaction\n"
            "questionnaires: positioning 1 is asked on the same occasion as satisfaction");
  EXPECT_EQ(QualityWith("fair_from: 8", "fair_from: 2"),
            "reliability: too_few_below, fair_from and good_from rise from 1 on");
  EXPECT_EQ(QualityWith("good_percent: 60", "good_percent: 20"),
            "reliability: fair_percent and good_percent rise to 100 at most");
  EXPECT_EQ(QualityWith("days: 10", "days: 0"), "complaints: days is 1 to 366");
  auto files = *ReadQualityFiles();
  files.push_back(files.back());
  files.back().name = "again";
  EXPECT_FALSE(QualitySaid(files).empty());
}
}  // namespace
}  // namespace aor::missions
