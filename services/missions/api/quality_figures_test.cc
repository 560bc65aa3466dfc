#include "services/missions/api/quality_figures.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace aor::missions {
namespace {
template <class Proto>
Proto Read(const std::string& text) {
  Proto proto;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &proto)) << text;
  return proto;
}
const QualityBook kBook(Read<v1::QualityRules>(
    "reliability { too_few_below: 3 fair_from: 5 fair_percent: 30 good_from: 20"
    " good_percent: 60 }"));

v1::QualityRow Session(uint32_t asked, uint32_t answered, const std::string& answers) {
  return Read<v1::QualityRow>("tallies { questionnaire_id: 'sat' version: 1 asked: " +
                              std::to_string(asked) + " answered: " + std::to_string(answered) +
                              " questions { question_id: 'overall' " + answers + " } }");
}

TEST(QualityFiguresTest, SessionsAreAddedUpAndTheMeanIsExact) {
  QualityFigures figures;
  figures.Add(Session(4, 3, "answers: 0 answers: 0 answers: 1 answers: 1 answers: 1"));
  figures.Add(Session(6, 3, "answers: 1 answers: 2"));
  figures.Add(v1::QualityRow());
  const auto quality = figures.ReadBy(kBook);
  EXPECT_EQ(quality.sessions(), 3u);
  ASSERT_EQ(quality.results_size(), 1);
  const auto& result = quality.results(0);
  EXPECT_EQ(result.asked(), 10u);
  EXPECT_EQ(result.answered(), 6u);
  EXPECT_EQ(result.sentence(), "6 of 10 who were asked answered: the figures show a tendency.");
  ASSERT_EQ(result.questions_size(), 1);
  EXPECT_EQ(result.questions(0).mean().unscaled(), 283) << "17 points of 6";
  EXPECT_EQ(result.questions(0).mean().scale(), 2u);
  EXPECT_EQ(result.questions(0).reliability(), v1::RELIABILITY_FAIR);
  const auto& answers = result.questions(0).answers();
  EXPECT_EQ(std::vector<uint32_t>(answers.begin(), answers.end()),
            (std::vector<uint32_t>{1, 2, 1, 1, 1}));
}

TEST(QualityFiguresTest, OfTooFewNoFigureIsShown) {
  QualityFigures figures;
  figures.Add(Session(30, 2, "answers: 2"));
  const auto result = figures.ReadBy(kBook).results(0);
  EXPECT_EQ(result.questions(0).reliability(), v1::RELIABILITY_TOO_FEW);
  EXPECT_FALSE(result.questions(0).has_mean());
  EXPECT_TRUE(result.questions(0).answers().empty());
  EXPECT_EQ(result.questions(0).answered(), 2u);
  EXPECT_EQ(result.sentence(), "2 of 30 who were asked answered: too few for a figure.");
}

TEST(QualityFiguresTest, AnotherVersionIsAnotherQuestionnaire) {
  QualityFigures figures;
  figures.Add(Session(3, 3, "answers: 3"));
  auto newer = Session(3, 3, "answers: 0 answers: 3");
  newer.mutable_tallies(0)->set_version(2);
  figures.Add(newer);
  const auto quality = figures.ReadBy(kBook);
  ASSERT_EQ(quality.results_size(), 2);
  EXPECT_EQ(quality.results(0).questions(0).mean().unscaled(), 100);
  EXPECT_EQ(quality.results(1).questions(0).mean().unscaled(), 200);
}

TEST(QualityFiguresTest, ComplaintsAreCountedByHowTheyStand) {
  QualityFigures figures;
  for (const char* row :
       {"recorded { }", "recorded { } answered { }", "closed { finding: FINDING_UPHELD }",
        "closed { finding: FINDING_PARTLY_UPHELD }", "closed { finding: FINDING_NOT_UPHELD }"})
    figures.Add(Read<v1::ComplaintRow>(row));
  const auto quality = figures.ReadBy(kBook);
  EXPECT_EQ(quality.complaints(), 5u);
  EXPECT_EQ(quality.complaints_open(), 2u);
  EXPECT_EQ(quality.complaints_upheld(), 2u);
}
}  // namespace
}  // namespace aor::missions
