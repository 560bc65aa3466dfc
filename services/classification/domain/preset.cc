#include "services/classification/domain/preset.h"

#include <google/protobuf/util/message_differencer.h>

#include <stdexcept>

namespace aor::classification {
namespace {
bool SameWords(v1::Answer a, v1::Answer b) {
  a.clear_asserted_at();
  b.clear_asserted_at();
  return google::protobuf::util::MessageDifferencer::Equals(a, b);
}
}  // namespace

PresetDecision Decide(const Preset& preset, const PresetAnswers& command) {
  if (command.wish.answers().empty()) return PresetRefusal::kNothingGiven;
  std::vector<v1::PresetEvent> events(1);
  auto& changed = *events[0].mutable_answers_preset();
  changed = command.wish;
  changed.clear_answers();
  for (const auto& answer : command.wish.answers()) {
    const auto known = preset.answers.find(answer.question_id());
    if (known == preset.answers.end() || !SameWords(known->second, answer))
      *changed.add_answers() = answer;
  }
  if (changed.answers().empty()) events.clear();
  return events;
}

Preset Evolve(Preset preset, const v1::PresetEvent& event) {
  if (!event.has_answers_preset())
    throw std::runtime_error("preset: unknown event " + event.ShortDebugString());
  for (const auto& answer : event.answers_preset().answers())
    preset.answers[answer.question_id()] = answer;
  return preset;
}

std::string_view Name(PresetRefusal) { return "NOTHING_GIVEN"; }
std::string_view Sentence(PresetRefusal) { return "Give at least one answer."; }

std::vector<v1::RuleBookEvent> Keep(const KeptRuleBook& kept, const RuleBook& book) {
  if (kept.kept) return {};
  std::vector<v1::RuleBookEvent> events(1);
  auto& used = *events[0].mutable_rule_book_used();
  used.set_jurisdiction(book.jurisdiction());
  used.set_rule_version(book.version());
  *used.mutable_rules() = book.rules();
  return events;
}

KeptRuleBook Evolve(KeptRuleBook kept, const v1::RuleBookEvent& event) {
  if (!event.has_rule_book_used())
    throw std::runtime_error("rule book: unknown event " + event.ShortDebugString());
  kept.kept = true;
  return kept;
}
}  // namespace aor::classification
