// From answers to a determination that says all it rests on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aor/classification/v1/classification_events.pb.h"
#include "services/classification/domain/evaluate.h"

namespace aor::classification {
struct Subject {
  std::string assessment_id, worker_id, client_id, engagement_id;
};

// The latest answer to each question; those to questions that this book does not have say
// nothing here.
Values ValuesOf(const RuleBook& book, const std::vector<v1::Answer>& answers);
// What is wrong with an answer and what to do; nothing where it can be taken.
std::optional<std::string> WrongIn(const RuleBook& book, const v1::Answer& answer);

// Nothing where no such selection holds on the day. The same basis, subject and answers always
// give the same, in whatever order the answers came.
std::optional<v1::Determination> Determine(const Basis& basis, const std::string& selection_id,
                                           const Subject& subject,
                                           const std::vector<v1::Answer>& answers);
// Which engagements may exist under an outcome, also where a person decided what the test did not:
// as its rules of that day say. Where they say nothing, or there is no book, by the outcome's name.
google::protobuf::RepeatedPtrField<std::string> AdmittedBy(const RuleBook* book,
                                                           const v1::Determination& determination,
                                                           v1::Outcome outcome);
// Of one factor, as far as it is known.
v1::Finding FindingOf(const ReadyTest& test, size_t factor, const FactorResult& result);
std::string ReasonOf(const SelectionResult& result);
}  // namespace aor::classification
