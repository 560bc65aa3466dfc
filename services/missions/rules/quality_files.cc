#include "services/missions/rules/quality_files.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

#include <map>
#include <set>
#include <string>
#include <utility>

namespace aor::missions {
namespace {
constexpr uint32_t kMostPoints = 10, kMostDays = 366;
constexpr int kMostQuestions = 50;  // as many as one request may answer

const QualityFiles& EmbeddedQuality() {
  static const auto& files = *new QualityFiles{
#include "mission_quality.inc"
  };
  return files;
}

// What is wrong with questionnaires and how they are read.
class CheckingQuality {
 public:
  explicit CheckingQuality(const v1::QualityRules& rules) : rules_(rules) {}
  std::vector<std::string> Problems() {
    for (const auto& one : rules_.questionnaires()) CheckQuestionnaire(one);
    CheckReliability();
    Demand(rules_.complaints().days() >= 1 && rules_.complaints().days() <= kMostDays,
           "complaints: days is 1 to 366");
    Demand(!rules_.complaints().source().empty(), "complaints: source is missing");
    return std::move(problems_);
  }

 private:
  void Demand(bool holds, const std::string& sentence) {
    if (!holds) problems_.push_back(sentence);
  }

  void CheckWordings(const auto& wordings, const std::string& name) {
    std::set<std::string> languages;
    for (const auto& wording : wordings)
      if (!wording.text().empty()) languages.insert(wording.language());
    Demand(languages == std::set<std::string>{"de", "en", "fr"} && wordings.size() == 3,
           name + " is not said once in each of fr, de and en");
  }

  void CheckQuestions(const v1::Questionnaire& questionnaire, const std::string& name) {
    std::set<std::string> ids;
    Demand(!questionnaire.questions().empty() && questionnaire.questions_size() <= kMostQuestions,
           name + " has no question, or more than 50");
    for (const auto& question : questionnaire.questions()) {
      const std::string called = absl::StrCat(name, ", ", question.question_id());
      Demand(!question.question_id().empty() && ids.insert(question.question_id()).second,
             called + " is nameless or stands twice");
      Demand(question.points() != 1 && question.points() <= kMostPoints,
             called + " has a scale of 1, or of more than 10 points");
      CheckWordings(question.wordings(), called);
    }
  }

  // On one occasion of one kind of session one questionnaire is asked.
  void CheckIsOnly(const v1::Questionnaire& questionnaire, const std::string& name) {
    for (int kind = v1::SessionKind_MIN + 1; kind <= v1::SessionKind_MAX; ++kind) {
      if (!IsAskedIn(questionnaire, static_cast<v1::SessionKind>(kind))) continue;
      const auto [asked, is_new] =
          asked_.try_emplace({questionnaire.occasion(), kind}, questionnaire.questionnaire_id());
      Demand(is_new || asked->second == questionnaire.questionnaire_id(),
             absl::StrCat(name, " is asked on the same occasion as ", asked->second));
    }
  }

  void CheckQuestionnaire(const v1::Questionnaire& one) {
    const std::string name =
        absl::StrCat("questionnaires: ", one.questionnaire_id(), " ", one.version());
    Demand(!one.questionnaire_id().empty() && one.version() > 0 &&
               versions_.insert({one.questionnaire_id(), one.version()}).second,
           name + " has no id or version, or stands twice");
    Demand(one.occasion() != v1::OCCASION_UNSPECIFIED, name + " has no occasion");
    Demand(one.occasion() != v1::OCCASION_SATISFACTION ||
               (one.days_open() >= 1 && one.days_open() <= kMostDays),
           name + " is open 1 to 366 days");
    Demand(!one.source().empty(), name + " has no source");
    CheckWordings(one.titles(), name);
    CheckQuestions(one, name);
    CheckIsOnly(one, name);
  }

  void CheckReliability() {
    const auto& rule = rules_.reliability();
    Demand(rule.too_few_below() >= 1 && rule.too_few_below() <= rule.fair_from() &&
               rule.fair_from() <= rule.good_from(),
           "reliability: too_few_below, fair_from and good_from rise from 1 on");
    Demand(rule.fair_percent() <= rule.good_percent() && rule.good_percent() <= 100,
           "reliability: fair_percent and good_percent rise to 100 at most");
    Demand(!rule.source().empty(), "reliability: source is missing");
  }

  const v1::QualityRules& rules_;
  std::set<std::pair<std::string, uint32_t>> versions_;
  std::map<std::pair<v1::Occasion, int>, std::string> asked_;
  std::vector<std::string> problems_;
};
}  // namespace

absl::StatusOr<QualityFiles> ReadQualityFiles() {
  const std::string folder = rule_text::GivenFolder("missions-quality");
  if (folder.empty()) return EmbeddedQuality();
  return rule_text::ReadFolder(folder, [](std::string_view) { return true; });
}

absl::StatusOr<std::shared_ptr<const QualityBook>> ParseQuality(const QualityFiles& files) {
  v1::QualityRules all;
  for (const auto& file : files) {
    v1::QualityRules rules;
    if (auto parsed = rule_text::Parse(file, rules, nullptr); !parsed.ok()) return parsed;
    if ((all.has_reliability() && rules.has_reliability()) ||
        (all.has_complaints() && rules.has_complaints()))
      return absl::InvalidArgumentError(file.name + ": settings stand in another file already");
    all.MergeFrom(rules);
  }
  const auto problems = CheckingQuality(all).Problems();
  if (!problems.empty()) return absl::InvalidArgumentError(absl::StrJoin(problems, "\n"));
  return std::make_shared<const QualityBook>(std::move(all));
}
}  // namespace aor::missions
