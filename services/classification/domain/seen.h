// What other contexts publish about one worker's contracts and hours, beside the assessments whose
// answers it may contradict. Which fact contradicts which answer is a rule: Observation.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/classification/domain/assessment.h"

namespace aor::classification {
struct Seen {
  std::map<std::string, v1::ContractSeen> contracts;                    // by id
  std::map<std::string, std::string> clients;                           // by assessment
  std::map<std::string, std::map<calendar::Date, v1::WeekSeen>> weeks;  // by contract and Monday
};
struct SeeContract {
  v1::ContractSeen facts;
};
struct SeeOtherEnd {
  v1::OtherEndSeen facts;
};
struct SeeWeek {
  v1::WeekSeen facts;
};
struct NoteAssessment {
  v1::AssessmentNoted facts;
};
// Nothing for what was seen or noted before, nor for another end of what is no contractor's.
std::vector<v1::SeenEvent> Decide(const Seen& seen, const SeeContract& command);
std::vector<v1::SeenEvent> Decide(const Seen& seen, const SeeOtherEnd& command);
std::vector<v1::SeenEvent> Decide(const Seen& seen, const SeeWeek& command);
std::vector<v1::SeenEvent> Decide(const Seen& seen, const NoteAssessment& command);
Seen Evolve(Seen seen, const v1::SeenEvent& event);

// What is seen of the contracts with the assessment's client and contradicts an answer of its
// current determination of a day; each with the contract, and the weeks, that show it. Without ids
// and when.
std::vector<ReportFact> Contradictions(const Seen& seen, const Assessment& assessment,
                                       const RuleBook& book, calendar::Date day);

// What is wrong with an observation, each a sentence without its full stop.
std::vector<std::string> WrongIn(const RuleBook& book, const v1::Observation& observation);
}  // namespace aor::classification
