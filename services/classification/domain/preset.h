// What is known beforehand of a client, a job or a worker, and the rules that were used.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/classification/v1/classification_events.pb.h"
#include "services/classification/domain/rule_book.h"

namespace aor::classification {
struct PresetAnswers {
  v1::AnswersPreset wish;
};
struct Preset {
  std::map<std::string, v1::Answer> answers;
};
enum class PresetRefusal { kNothingGiven };
using PresetDecision = std::variant<std::vector<v1::PresetEvent>, PresetRefusal>;
PresetDecision Decide(const Preset& preset, const PresetAnswers& command);
Preset Evolve(Preset preset, const v1::PresetEvent& event);
std::string_view Name(PresetRefusal refusal);
std::string_view Sentence(PresetRefusal refusal);

// Each chain keeps the books that its determinations rest on.
struct KeptRuleBook {
  bool kept = false;
};
std::vector<v1::RuleBookEvent> Keep(const KeptRuleBook& kept, const RuleBook& book);
KeptRuleBook Evolve(KeptRuleBook kept, const v1::RuleBookEvent& event);
}  // namespace aor::classification
