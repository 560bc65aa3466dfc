// Any text as a rule file: it is refused with what is wrong, or it decides without breaking its
// own law, that who knows nothing is never surer than who knows something.
#include "services/classification/domain/determine.h"
#include "services/classification/rules/rule_files.h"
#include "tests/fuzz/input.h"

namespace {
using namespace aor::classification;

// The first answer to every question, or that nobody knows.
std::vector<v1::Answer> Answers(const RuleBook& book, bool unknown) {
  std::vector<v1::Answer> answers;
  for (int i = 0; i < book.questions(); ++i) {
    auto& answer = answers.emplace_back();
    answer.set_question_id(book.question(i).question_id());
    answer.set_unknown(unknown);
    const auto& options = book.question(i).options();
    if (!unknown) answer.set_answer(options.empty() ? "1" : options[0].answer());
  }
  return answers;
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  aor::fuzz::SilenceProtobuf();
  const auto books =
      ParseRuleBooks({{"XX/rules.textproto", std::string(aor::fuzz::Text(data, size))}});
  if (!books.ok()) {
    aor::fuzz::Must(!books.status().message().empty());
    return 0;
  }
  for (const auto& [jurisdiction, book] : books->by_jurisdiction)
    for (const auto& ready : book->selections()) {
      const Basis basis{*book, ready.validity.from, true};
      const auto& id = ready.selection->selection_id();
      const auto known = Determine(basis, id, {}, Answers(*book, false));
      const auto unknown = Determine(basis, id, {}, Answers(*book, true));
      if (known && unknown)
        aor::fuzz::Must(unknown->confidence_percent() <= known->confidence_percent());
    }
  return 0;
}
