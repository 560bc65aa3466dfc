// Answers as they are given, checked by the rules before any decision.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "aor/classification/v1/classification_service.pb.h"
#include "libs/eventsourcing/transaction.h"
#include "services/classification/api/tools.h"

namespace aor::classification {
// INVALID_ARGUMENT with all that is wrong: a question that no rules know, an answer that is none
// of its options.
absl::Status CheckAnswers(const google::protobuf::RepeatedPtrField<v1::GivenAnswer>& given,
                          const std::string& field, const RuleBooks& books);
std::vector<v1::Answer> AnswersOf(const google::protobuf::RepeatedPtrField<v1::GivenAnswer>& given,
                                  const std::string& by, absl::Time at, v1::Level level);
v1::Answer AnswerOf(const v1::GivenAnswer& given, const std::string& by, absl::Time at,
                    v1::Level level);
// QUESTION_OF_ANOTHER_MARKET for an answer that these rules do not ask for (P8).
std::optional<eventsourcing::Refused> RefuseForeign(const std::vector<v1::Answer>& answers,
                                                    const RuleBook& book);

// What a worker may answer in an assessment: nothing that is asked of the client.
inline const std::set<v1::Level> kAskedOfWorkers = {v1::LEVEL_WORKER, v1::LEVEL_ENGAGEMENT};
// What may be preset at a level. A client's default may be of its jobs, too.
std::set<v1::Level> AskedAt(v1::Level level);
// ASKED_OF_ANOTHER for an answer to a question that is asked of none of these.
std::optional<eventsourcing::Refused> RefuseUnasked(const std::vector<v1::Answer>& answers,
                                                    const std::set<v1::Level>& asked_here,
                                                    const RuleBook& book);
}  // namespace aor::classification
