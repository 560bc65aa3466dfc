#include "services/missions/api/quality_figures.h"

#include <absl/strings/str_cat.h>

namespace aor::missions {
namespace {
v1::QuestionTally& QuestionIn(v1::Tally& tally, const std::string& question) {
  for (auto& one : *tally.mutable_questions())
    if (one.question_id() == question) return one;
  auto& added = *tally.add_questions();
  added.set_question_id(question);
  return added;
}

// To the nearest hundredth, a half of one upwards.
types::v1::Decimal MeanOf(uint64_t points, uint64_t answers) {
  types::v1::Decimal mean;
  mean.set_unscaled(static_cast<int64_t>((points * 200 + answers) / (answers * 2)));
  mean.set_scale(2);
  return mean;
}

v1::QuestionResult ResultOf(const QualityBook& book, const v1::QuestionTally& tally,
                            uint32_t asked) {
  uint64_t answered = 0, points = 0;
  for (int i = 0; i < tally.answers_size(); ++i) {
    answered += tally.answers(i);
    points += uint64_t{tally.answers(i)} * static_cast<uint64_t>(i + 1);
  }
  v1::QuestionResult result;
  result.set_question_id(tally.question_id());
  result.set_answered(static_cast<uint32_t>(answered));
  result.set_reliability(book.ReliabilityOf(result.answered(), asked));
  if (result.reliability() == v1::RELIABILITY_TOO_FEW) return result;
  *result.mutable_mean() = MeanOf(points, answered);
  *result.mutable_answers() = tally.answers();
  return result;
}

std::string SentenceOf(v1::Reliability reliability, uint32_t answered, uint32_t asked) {
  const std::string count = absl::StrCat(answered, " of ", asked, " who were asked answered: ");
  switch (reliability) {
    case v1::RELIABILITY_GOOD: return count + "the figures can be compared.";
    case v1::RELIABILITY_FAIR: return count + "the figures show a tendency.";
    case v1::RELIABILITY_LOW: return count + "read single voices, compare nothing.";
    default: return count + "too few for a figure.";
  }
}

v1::QuestionnaireResult ResultOf(const QualityBook& book, const v1::Tally& tally) {
  v1::QuestionnaireResult result;
  result.set_questionnaire_id(tally.questionnaire_id());
  result.set_version(tally.version());
  result.set_occasion(tally.occasion());
  result.set_asked(tally.asked());
  result.set_answered(tally.answered());
  for (const auto& question : tally.questions())
    *result.add_questions() = ResultOf(book, question, tally.asked());
  result.set_sentence(SentenceOf(book.ReliabilityOf(tally.answered(), tally.asked()),
                                 tally.answered(), tally.asked()));
  return result;
}
}  // namespace

void QualityFigures::Add(const v1::QualityRow& session) {
  ++sessions_;
  for (const auto& tally : session.tallies()) {
    auto& sum = tallies_[{tally.questionnaire_id(), tally.version()}];
    sum.set_questionnaire_id(tally.questionnaire_id());
    sum.set_version(tally.version());
    sum.set_occasion(tally.occasion());
    sum.set_asked(sum.asked() + tally.asked());
    sum.set_answered(sum.answered() + tally.answered());
    for (const auto& question : tally.questions()) {
      auto& answers = *QuestionIn(sum, question.question_id()).mutable_answers();
      while (answers.size() < question.answers_size()) answers.Add(0);
      for (int i = 0; i < question.answers_size(); ++i) answers[i] += question.answers(i);
    }
  }
}

void QualityFigures::Add(const v1::ComplaintRow& complaint) {
  ++complaints_;
  open_ += !complaint.has_closed();
  upheld_ += complaint.has_closed() && complaint.closed().finding() != v1::FINDING_NOT_UPHELD;
}

v1::Quality QualityFigures::ReadBy(const QualityBook& book) const {
  v1::Quality quality;
  quality.set_sessions(sessions_);
  for (const auto& [questionnaire, tally] : tallies_)
    *quality.add_results() = ResultOf(book, tally);
  quality.set_complaints(complaints_);
  quality.set_complaints_open(open_);
  quality.set_complaints_upheld(upheld_);
  return quality;
}
}  // namespace aor::missions
