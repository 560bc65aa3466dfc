// The rules of one jurisdiction, checked and made ready to be applied.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "aor/classification/v1/classification_rules.pb.h"
#include "libs/calendar/calendar.h"

namespace aor::classification {
// Where something stands in a RuleFile: tests[2].factors[0].
using Place = std::vector<std::pair<std::string, int>>;
struct Problem {
  Place place;
  std::string what;  // a sentence without its full stop
};

// What may be said to a question beside its options.
inline constexpr std::string_view kUnknown = "UNKNOWN";
inline constexpr std::string_view kNotAsked = "NOT_ASKED";
inline constexpr int kMostOptions = 32;
inline constexpr int64_t kMostNumber = 1'000'000'000'000;  // either way

// A condition with its names resolved.
struct Asked {
  enum class Of { kQuestion, kTest, kFactor } of = Of::kQuestion;
  int index = -1;     // of the question or factor
  uint64_t fits = 0;  // bits of options, outcomes or levels
  bool fits_not_asked = false;
  std::optional<int64_t> at_least, at_most;
  std::string test_id;
};
using AskedAll = std::vector<Asked>;

struct Scored {
  AskedAll when;
  int score = 0;  // -3000 … 3000: employee … contractor
  int level = 0;  // of the factor's levels
  const v1::Row* row = nullptr;
};
struct Indication {
  int question = -1;
  std::vector<std::pair<Asked, const v1::Reading*>> readings;
};
struct ReadyFactor {
  const v1::Factor* factor = nullptr;
  std::vector<std::string> levels;  // 0: none
  std::vector<Scored> rows;
  std::vector<Indication> indications;
};
struct Concluded {
  AskedAll when;
  const v1::Conclusion* conclusion = nullptr;
};
struct Validity {
  calendar::Date from;
  std::optional<calendar::Date> to;
  v1::Status status = v1::STATUS_UNSPECIFIED;
  bool Decides() const { return status != v1::STATUS_PROPOSED; }
  bool Holds(calendar::Date day) const { return from <= day && (!to || day <= *to); }
};
struct ReadyTest {
  const v1::Test* test = nullptr;
  Validity validity;
  std::vector<ReadyFactor> factors;
  std::vector<Concluded> conclusions;
  std::vector<int> questions;  // all that it may ask, in order
};
struct ReadyBranch {
  AskedAll when;
  const v1::Branch* branch = nullptr;
};
struct ReadySelection {
  const v1::Selection* selection = nullptr;
  Validity validity;
  std::vector<ReadyBranch> branches;
  std::vector<std::pair<AskedAll, const v1::Duty*>> duties;
};

class RuleBook;
using Built = std::variant<std::shared_ptr<const RuleBook>, std::vector<Problem>>;
// A book, or all that is wrong with it. `rules` holds the jurisdiction's own rules and the
// questions of its country; `version` is the content hash.
Built Build(std::string jurisdiction, std::string version, v1::RuleFile rules);

// Immutable; safe from any thread.
class RuleBook {
 public:
  const std::string& jurisdiction() const { return jurisdiction_; }
  const std::string& version() const { return version_; }
  const v1::RuleFile& rules() const { return rules_; }

  int QuestionIndex(const std::string& question_id) const;  // -1: there is none
  const v1::Question& question(int index) const { return rules_.questions(index); }
  int questions() const { return rules_.questions_size(); }
  const AskedAll& AskedWhen(int question) const { return asked_when_[question]; }
  // The option's number, or -1.
  int OptionIndex(int question, const std::string& answer) const;

  // Rules of a day; those only proposed go first where they are anticipated. Null: none.
  const ReadySelection* SelectionOn(const std::string& selection_id, calendar::Date day,
                                    bool anticipated) const;
  const ReadyTest* TestOn(const std::string& test_id, calendar::Date day, bool anticipated) const;
  // Every question that a selection may lead to, whatever the answers.
  size_t QuestionsOf(const ReadySelection& selection, calendar::Date day, bool anticipated) const;
  const std::vector<ReadyTest>& tests() const { return tests_; }
  const std::vector<ReadySelection>& selections() const { return selections_; }

 private:
  friend class Builder;
  RuleBook() = default;
  std::string jurisdiction_, version_;
  v1::RuleFile rules_;
  std::map<std::string, int> question_index_;
  std::vector<AskedAll> asked_when_;
  std::vector<ReadyTest> tests_;
  std::vector<ReadySelection> selections_;
};

// Bits of outcomes in Asked::fits.
constexpr uint64_t BitOf(int index) { return index >= 0 && index < 64 ? uint64_t{1} << index : 0; }
int ScoreOf(v1::Lean lean, v1::Strength strength);
}  // namespace aor::classification
