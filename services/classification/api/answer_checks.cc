#include "services/classification/api/answer_checks.h"

#include <map>

#include "libs/rpc/errors.h"
#include "services/classification/domain/determine.h"

namespace aor::classification {
namespace {
constexpr size_t kLongestReference = 200;

// A book that knows the question; null: none does.
const RuleBook* Knowing(const std::string& question_id, const RuleBooks& books) {
  for (const auto& [jurisdiction, book] : books.by_jurisdiction)
    if (book->QuestionIndex(question_id) >= 0) return book.get();
  return nullptr;
}

std::string NameOf(v1::Level level) {
  switch (level) {
    case v1::LEVEL_COMPANY: return "client";
    case v1::LEVEL_JOB: return "client, of the job";
    case v1::LEVEL_WORKER: return "worker";
    default: return "parties to the engagement, in its assessment";
  }
}

std::string WhatToDo(const v1::GivenAnswer& given, const RuleBooks& books) {
  const RuleBook* book = Knowing(given.question_id(), books);
  if (!book) return "name a question that GetTest shows; " + given.question_id() + " is none";
  for (const auto& evidence : given.evidence())
    if (evidence.reference().empty() || evidence.reference().size() > kLongestReference)
      return "name the evidence by a document's id or a clause, in 200 characters at most";
  return WrongIn(*book, AnswerOf(given, "", absl::UnixEpoch(), v1::LEVEL_ENGAGEMENT)).value_or("");
}
}  // namespace

absl::Status CheckAnswers(const google::protobuf::RepeatedPtrField<v1::GivenAnswer>& given,
                          const std::string& field, const RuleBooks& books) {
  std::vector<rpc::FieldViolation> violations;
  std::map<std::string, std::string> places;
  for (int i = 0; i < given.size(); ++i) {
    const std::string place = field + "[" + std::to_string(i) + "]";
    const auto [first, is_first] = places.try_emplace(given.Get(i).question_id(), place);
    std::string what = is_first ? WhatToDo(given.Get(i), books)
                                : first->second + " answers this question: answer it once";
    if (!what.empty()) violations.push_back({place, std::move(what)});
  }
  return rpc::FieldErrors(violations);
}

v1::Answer AnswerOf(const v1::GivenAnswer& given, const std::string& by, absl::Time at,
                    v1::Level level) {
  v1::Answer answer;
  answer.set_question_id(given.question_id());
  answer.set_answer(given.answer());
  answer.set_unknown(given.unknown());
  *answer.mutable_evidence() = given.evidence();
  answer.set_asserted_by(by);
  answer.mutable_asserted_at()->set_seconds(absl::ToUnixSeconds(at));
  answer.set_level(level);
  return answer;
}

std::vector<v1::Answer> AnswersOf(const google::protobuf::RepeatedPtrField<v1::GivenAnswer>& given,
                                  const std::string& by, absl::Time at, v1::Level level) {
  std::vector<v1::Answer> answers;
  for (const auto& one : given) answers.push_back(AnswerOf(one, by, at, level));
  return answers;
}

std::optional<eventsourcing::Refused> RefuseForeign(const std::vector<v1::Answer>& answers,
                                                    const RuleBook& book) {
  for (const auto& answer : answers)
    if (book.QuestionIndex(answer.question_id()) < 0)
      return eventsourcing::Refused{"QUESTION_OF_ANOTHER_MARKET",
                                    answer.question_id() + " is not asked in " +
                                        book.jurisdiction() +
                                        ": rules of two markets are never mixed; leave it out."};
  return std::nullopt;
}

std::set<v1::Level> AskedAt(v1::Level level) {
  if (level == v1::LEVEL_COMPANY) return {v1::LEVEL_COMPANY, v1::LEVEL_JOB};
  return {level};
}

std::optional<eventsourcing::Refused> RefuseUnasked(const std::vector<v1::Answer>& answers,
                                                    const std::set<v1::Level>& asked_here,
                                                    const RuleBook& book) {
  for (const auto& answer : answers) {
    const int index = book.QuestionIndex(answer.question_id());
    if (index < 0 || asked_here.contains(book.question(index).asked_of())) continue;
    return eventsourcing::Refused{"ASKED_OF_ANOTHER",
                                  answer.question_id() + " is asked of the " +
                                      NameOf(book.question(index).asked_of()) +
                                      ": leave it out, and let whoever knows it answer there."};
  }
  return std::nullopt;
}
}  // namespace aor::classification
