// What participants are asked and how their answers are read: data, asked. It was checked when it
// was loaded.
#pragma once

#include <string>
#include <utility>

#include "aor/missions/v1/quality_rules.pb.h"

namespace aor::missions {
class QualityBook {
 public:
  explicit QualityBook(v1::QualityRules rules) : rules_(std::move(rules)) {}
  const v1::QualityRules& data() const { return rules_; }

  // What is asked on this occasion from now on; null: nothing.
  const v1::Questionnaire* For(v1::Occasion occasion, v1::SessionKind kind) const;
  // As it was asked; null: no row says any more how.
  const v1::Questionnaire* Find(const std::string& questionnaire, uint32_t version) const;
  // Of a figure that rests on so many answers of so many who were asked.
  v1::Reliability ReliabilityOf(uint32_t answered, uint32_t asked) const;

 private:
  const v1::QualityRules rules_;
};

bool IsAskedIn(const v1::Questionnaire& questionnaire, v1::SessionKind kind);
// Null: the questionnaire has no such question.
const v1::Question* QuestionOf(const v1::Questionnaire& questionnaire, const std::string& question);
}  // namespace aor::missions
