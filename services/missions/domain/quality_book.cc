#include "services/missions/domain/quality_book.h"

#include <algorithm>

namespace aor::missions {
bool IsAskedIn(const v1::Questionnaire& questionnaire, v1::SessionKind kind) {
  return questionnaire.session_kinds().empty() ||
         std::ranges::find(questionnaire.session_kinds(), kind) !=
             questionnaire.session_kinds().end();
}

const v1::Question* QuestionOf(const v1::Questionnaire& questionnaire,
                               const std::string& question) {
  const auto found =
      std::ranges::find(questionnaire.questions(), question, &v1::Question::question_id);
  return found == questionnaire.questions().end() ? nullptr : &*found;
}

const v1::Questionnaire* QualityBook::For(v1::Occasion occasion, v1::SessionKind kind) const {
  const v1::Questionnaire* newest = nullptr;
  for (const auto& one : rules_.questionnaires())
    if (one.occasion() == occasion && IsAskedIn(one, kind) &&
        (!newest || one.version() > newest->version()))
      newest = &one;
  return newest;
}

const v1::Questionnaire* QualityBook::Find(const std::string& questionnaire,
                                           uint32_t version) const {
  for (const auto& one : rules_.questionnaires())
    if (one.questionnaire_id() == questionnaire && one.version() == version) return &one;
  return nullptr;
}

v1::Reliability QualityBook::ReliabilityOf(uint32_t answered, uint32_t asked) const {
  const auto& rule = rules_.reliability();
  const auto reaches = [&](uint32_t least, uint32_t percent) {
    return answered >= least && uint64_t{answered} * 100 >= uint64_t{asked} * percent;
  };
  if (answered < rule.too_few_below()) return v1::RELIABILITY_TOO_FEW;
  if (reaches(rule.good_from(), rule.good_percent())) return v1::RELIABILITY_GOOD;
  if (reaches(rule.fair_from(), rule.fair_percent())) return v1::RELIABILITY_FAIR;
  return v1::RELIABILITY_LOW;
}
}  // namespace aor::missions
