#include "services/classification/api/wishes.h"

#include "libs/eventsourcing/waiting.h"
#include "libs/ids/uuid.h"
#include "libs/rpc/errors.h"
#include "services/classification/api/answer_checks.h"
#include "services/classification/api/comparing.h"
#include "services/classification/api/known.h"
#include "services/classification/domain/preset.h"
#include "services/classification/projections/classification_view.h"

namespace aor::classification {
namespace {
using eventsourcing::Refused;
using eventsourcing::Transaction;
using rpc::Caller;

Refused Refuse(Refusal refusal) {
  return {std::string(Name(refusal)), std::string(Sentence(refusal))};
}

// One request id on the chains of two workers is two requests.
template <class Request>
std::string IdFrom(const Request& request, const std::string& tenant, const char* kind) {
  return DerivedId(tenant, request.worker_id() + "\n" + request.request_id(), kind);
}

// Nothing, or that this worker and client have no such assessment. A call that names no client
// is for whoever may see all.
std::optional<Refused> RefuseOther(const Assessment& assessment, const std::string& worker,
                                   const std::string& client) {
  const auto& opened = assessment.opened;
  if (opened.worker_id() == worker && (client.empty() || opened.client_id() == client))
    return std::nullopt;
  return Refuse(Refusal::kAssessmentUnknown);
}

// A command on an assessment of this worker, made when the hour is known.
using MakeCommand = std::function<Command(absl::Time)>;
rpc::Wish OnAssessment(const std::string& worker, const std::string& client,
                       const std::string& assessment_id, MakeCommand make) {
  return {worker, [=](Transaction& transaction) -> std::optional<Refused> {
            const std::string stream = AssessmentStream(assessment_id);
            const auto& assessment = transaction.Fold<Assessment, Event>(stream);
            if (auto refused = RefuseOther(assessment, worker, client)) return refused;
            const Command command = make(transaction.now());
            return eventsourcing::DecideOn<Assessment, Event, Command>(transaction, stream,
                                                                       command);
          }};
}
template <class Request>
rpc::Wish OnAssessment(const Request& request, MakeCommand make) {
  return OnAssessment(request.worker_id(), request.client_id(), request.assessment_id(),
                      std::move(make));
}

// Work on an assessment of this worker, by the rules that decide on it.
using WorkByRules =
    std::function<std::optional<Refused>(Transaction& transaction, const std::string& stream,
                                         const std::shared_ptr<const RuleBook>& book)>;
template <class Request>
rpc::Wish OnAssessment(const Request& request, const std::string& client, const Tools& tools,
                       WorkByRules work) {
  return {
      request.worker_id(),
      [request, client, tools, work](Transaction& transaction) -> std::optional<Refused> {
        const std::string stream = AssessmentStream(request.assessment_id());
        const auto& assessment = transaction.Fold<Assessment, Event>(stream);
        if (auto other = RefuseOther(assessment, request.worker_id(), client)) return other;
        const auto book = tools.books->Of(assessment.opened.jurisdiction());
        if (!book)
          return Refused{"NO_RULES", "This process has no rules of that jurisdiction: load them."};
        return work(transaction, stream, book);
      }};
}

std::string PartyOf(const Caller& caller, const v1::DisputeRequest& request) {
  if (caller.ActsFor("worker", request.worker_id())) return "worker";
  return caller.ActsFor("client", request.client_id()) ? "client" : "agency";
}

// Of a worker who holds no other office here: the client, or whoever works for the agency.
bool SpeaksAsWorker(const Caller& caller, const std::string& client) {
  return caller.Has("worker") && !caller.ActsFor("client", client) && !caller.Has("consultant") &&
         !caller.Has("compliance");
}

// What is preset there, as far as these rules still ask for it, and there.
void Prefill(const std::string& key, v1::Level level, const RuleBook& book,
             const eventsourcing::Rows& rows, std::map<std::string, v1::Answer>& answers) {
  const auto row = rows.Load<v1::PresetRow>(key);
  if (!row) return;
  for (const auto& answer : row->answers())
    if (!WrongIn(book, answer) && !RefuseUnasked({answer}, AskedAt(level), book))
      answers[answer.question_id()] = answer;
}

// From the most general to the most particular.
std::vector<v1::Answer> Prefilled(const v1::StartAssessmentRequest& request,
                                  const std::string& tenant, const RuleBook& book,
                                  const eventsourcing::Rows& rows) {
  std::map<std::string, v1::Answer> answers;
  const std::string country = book.jurisdiction().substr(0, book.jurisdiction().find('-'));
  const std::string& client = request.client_id();
  const std::pair<v1::Level, std::string> kSources[] = {
      {v1::LEVEL_COMPANY, client},
      {v1::LEVEL_JOB, client + "~" + request.job_id()},
      {v1::LEVEL_WORKER, request.worker_id()}};
  for (const auto& [level, of] : kSources)
    for (const std::string& jurisdiction : {country, book.jurisdiction()})
      Prefill(PresetRowKey(tenant, jurisdiction, level, of), level, book, rows, answers);
  std::vector<v1::Answer> prefilled;
  for (auto& [id, answer] : answers) prefilled.push_back(std::move(answer));
  return prefilled;
}

std::optional<Refused> Keep(Transaction& transaction, const RuleBook& book) {
  const std::string stream = "rules-" + book.version();
  const auto events = Keep(transaction.Fold<KeptRuleBook, v1::RuleBookEvent>(stream), book);
  if (!events.empty()) transaction.Append<KeptRuleBook, v1::RuleBookEvent>(stream, events);
  return std::nullopt;
}
}  // namespace

calendar::Date Today(absl::Time now) {
  return calendar::DayAt(calendar::Instant(std::chrono::seconds(absl::ToUnixSeconds(now))),
                         "Europe/Zurich");
}
std::string AssessmentStream(const std::string& assessment_id) {
  return "assessment-" + assessment_id;
}
std::string IdOf(const v1::StartAssessmentRequest& request, const std::string& tenant) {
  return request.assessment_id().empty() ? IdFrom(request, tenant, "assessment")
                                         : request.assessment_id();
}

absl::StatusOr<rpc::Wish> ToWish(const v1::PresetAnswersRequest& request, const Caller& caller,
                                 const Tools& tools) {
  const bool of_worker = !request.worker_id().empty(), of_client = !request.client_id().empty();
  if (of_worker == of_client || (of_worker && !request.job_id().empty()))
    return rpc::FieldError("client_id", "name the client, the client and a job, or the worker");
  const auto book = tools.books->Of(request.jurisdiction());
  if (!book) return rpc::FieldError("jurisdiction", "name one that ListTests shows");
  if (auto wrong = CheckAnswers(request.answers(), "answers", *tools.books); !wrong.ok())
    return wrong;
  v1::AnswersPreset wish;
  wish.set_level(of_worker                  ? v1::LEVEL_WORKER
                 : request.job_id().empty() ? v1::LEVEL_COMPANY
                                            : v1::LEVEL_JOB);
  wish.set_client_id(request.client_id());
  wish.set_jurisdiction(request.jurisdiction());
  wish.set_of_id(of_worker                  ? request.worker_id()
                 : request.job_id().empty() ? request.client_id()
                                            : request.client_id() + "~" + request.job_id());
  if (auto seen = eventsourcing::WaitFor(tools.view, request.consistency_token()); !seen.ok())
    return seen;
  const auto stranger = of_worker ? RefuseWorker(request.worker_id(), caller.tenant, tools)
                                  : RefuseClient(request.client_id(), caller.tenant, tools);
  const std::string stream =
      "preset-" + wish.jurisdiction() + "-" + std::to_string(wish.level()) + "-" + wish.of_id();
  const auto work = [=, given = request.answers(),
                     by = caller.person.value](Transaction& transaction) {
    if (stranger) return stranger;
    PresetAnswers command{wish};
    const auto answers = AnswersOf(given, by, transaction.now(), wish.level());
    command.wish.mutable_answers()->Add(answers.begin(), answers.end());
    if (auto foreign = RefuseForeign(answers, *book)) return foreign;
    if (auto unasked = RefuseUnasked(answers, AskedAt(wish.level()), *book)) return unasked;
    return eventsourcing::DecideOn<Preset, v1::PresetEvent, PresetAnswers>(transaction, stream,
                                                                           command);
  };
  return rpc::Wish{of_worker ? request.worker_id() : request.client_id(), work};
}

absl::StatusOr<rpc::Wish> ToWish(const v1::StartAssessmentRequest& request, const Caller& caller,
                                 const Tools& tools) {
  const auto book = tools.books->OfSelection(request.selection_id());
  if (!book) return rpc::FieldError("selection_id", "name one that ListTests shows");
  if (auto seen = eventsourcing::WaitFor(tools.view, request.consistency_token()); !seen.ok())
    return seen;
  const auto stranger = RefuseUnknown(request, caller.tenant, tools);
  OpenAssessment command;
  auto& facts = command.facts;
  facts.set_assessment_id(IdOf(request, caller.tenant));
  facts.set_worker_id(request.worker_id());
  facts.set_client_id(request.client_id());
  facts.set_engagement_id(request.engagement_id());
  facts.set_job_id(request.job_id());
  facts.set_selection_id(request.selection_id());
  facts.set_jurisdiction(book->jurisdiction());
  command.prefilled = Prefilled(request, caller.tenant, *book, tools.view.rows());
  const std::string stream = AssessmentStream(facts.assessment_id());
  const auto work = [=, worker = request.worker_id()](Transaction& transaction) {
    if (stranger) return stranger;
    auto refused =
        eventsourcing::DecideOn<Assessment, Event, Command>(transaction, stream, command);
    if (!refused) Note(transaction, worker, command.facts);
    return refused;
  };
  return rpc::Wish{request.worker_id(), work};
}

absl::StatusOr<rpc::Wish> ToWish(const v1::AnswerQuestionsRequest& request, const Caller& caller,
                                 const Tools& tools) {
  if (auto wrong = CheckAnswers(request.answers(), "answers", *tools.books); !wrong.ok())
    return wrong;
  const bool is_worker = SpeaksAsWorker(caller, request.client_id());
  const std::string id = IdFrom(request, caller.tenant, "drift");
  const auto work = [request, id, is_worker, by = caller.person.value](
                        Transaction& transaction, const std::string& stream,
                        const auto& book) -> std::optional<Refused> {
    const GiveAnswers command{
        AnswersOf(request.answers(), by, transaction.now(), v1::LEVEL_ENGAGEMENT), id, book,
        Today(transaction.now())};
    if (auto foreign = RefuseForeign(command.answers, *book)) return foreign;
    if (is_worker)
      if (auto unasked = RefuseUnasked(command.answers, kAskedOfWorkers, *book)) return unasked;
    return eventsourcing::DecideOn<Assessment, Event, Command>(transaction, stream, command);
  };
  return OnAssessment(request, request.client_id(), tools, work);
}

absl::StatusOr<rpc::Wish> ToWish(const v1::DetermineRequest& request, const Caller& caller,
                                 const Tools& tools) {
  if (!request.what_if().empty() && !request.validate_only())
    return rpc::FieldError("what_if",
                           "is for validate_only: record real answers by AnswerQuestions");
  if (auto wrong = CheckAnswers(request.what_if(), "what_if", *tools.books); !wrong.ok())
    return wrong;
  const std::string id = IdFrom(request, caller.tenant, "determination");
  const auto work = [request, id, by = caller.person.value, for_whom = caller.on_behalf_of](
                        Transaction& transaction, const std::string& stream,
                        const auto& book) -> std::optional<Refused> {
    const auto decide = [&](const Command& command) {
      return eventsourcing::DecideOn<Assessment, Event, Command>(transaction, stream, command);
    };
    const auto what_if = AnswersOf(request.what_if(), by, transaction.now(), v1::LEVEL_ENGAGEMENT);
    if (auto foreign = RefuseForeign(what_if, *book)) return foreign;
    if (!what_if.empty())
      if (auto refused = decide(GiveAnswers{what_if})) return refused;  // shown, never recorded
    const auto day = request.has_effective_from() ? calendar::FromProto(request.effective_from())
                                                  : Today(transaction.now());
    if (auto refused = decide(MakeDetermination{id, by, book, day, for_whom})) return refused;
    ReportContradictions(transaction, request.worker_id(), request.assessment_id(), book,
                         calendar::Date::max());  // of what was made, whenever it begins
    return Keep(transaction, *book);
  };
  return OnAssessment(request, request.client_id(), tools, work);
}

absl::StatusOr<rpc::Wish> ToWish(const v1::ReportFactRequest& request, const Caller& caller,
                                 const Tools& tools) {
  google::protobuf::RepeatedPtrField<v1::GivenAnswer> observed;
  *observed.Add() = request.observed();
  if (auto wrong = CheckAnswers(observed, "observed", *tools.books); !wrong.ok()) return wrong;
  if (request.observed().unknown())
    return rpc::FieldError("observed.unknown", "a fact says what was seen");
  const std::string id = IdFrom(request, caller.tenant, "drift");
  const auto work = [request, id, by = caller.person.value](
                        Transaction& transaction, const std::string& stream,
                        const auto& book) -> std::optional<Refused> {
    const auto& seen = request.observed();
    if (auto foreign =
            RefuseForeign({AnswerOf(seen, by, transaction.now(), v1::LEVEL_ENGAGEMENT)}, *book))
      return foreign;
    const auto day = request.has_observed_on() ? calendar::FromProto(request.observed_on())
                                               : Today(transaction.now());
    const Command command = ReportFact{id,
                                       seen.question_id(),
                                       seen.answer(),
                                       by,
                                       {seen.evidence().begin(), seen.evidence().end()},
                                       book,
                                       day,
                                       Today(transaction.now())};
    return eventsourcing::DecideOn<Assessment, Event, Command>(transaction, stream, command);
  };
  return OnAssessment(request, "", tools, work);
}

absl::StatusOr<rpc::Wish> ToWish(const v1::ApproveRequest& request, const Caller& caller,
                                 const Tools& tools) {
  const auto work = [=](Transaction& transaction, const std::string& stream, const auto& book) {
    const Command command =
        ApproveDetermination{request.determination_id(), caller.person.value, request.outcome(),
                             request.reason(),           caller.on_behalf_of, book,
                             Today(transaction.now())};
    return eventsourcing::DecideOn<Assessment, Event, Command>(transaction, stream, command);
  };
  return OnAssessment(request, request.client_id(), tools, work);
}

rpc::Wish ToWish(const v1::DisputeRequest& request, const Caller& caller) {
  const std::string id = IdFrom(request, caller.tenant, "dispute");
  const std::string party = PartyOf(caller, request);
  return OnAssessment(request, [=](absl::Time now) {
    return RaiseDispute{request.determination_id(), id,         caller.person.value, party,
                        request.reason(),           Today(now), caller.on_behalf_of};
  });
}

rpc::Wish ToWish(const v1::ResolveDisputeRequest& request, const Caller& caller) {
  return OnAssessment(request, [=](absl::Time now) {
    return classification::ResolveDispute{request.dispute_id(), caller.person.value,
                                          request.upheld(),     request.reason(),
                                          Today(now),           caller.on_behalf_of};
  });
}

rpc::Wish ToWish(const v1::ReviewRequest& request, const Caller& caller) {
  return OnAssessment(
      request, [=, by = caller.person.value, for_whom = caller.on_behalf_of](absl::Time now) {
        constexpr int kDaysToNext = 365;
        const auto again = request.has_review_on() ? calendar::FromProto(request.review_on())
                                                   : Today(now) + kDaysToNext;
        return ReviewDetermination{request.determination_id(),
                                   by,
                                   request.stands(),
                                   request.reason(),
                                   again,
                                   Today(now),
                                   for_whom};
      });
}

// What had given way to it may be the one again: what was seen meanwhile is compared with it.
rpc::Wish ToWish(const v1::RevokeRequest& request, const Caller& caller, const Tools& tools) {
  auto wish = OnAssessment(request.worker_id(), "", request.assessment_id(), [=](absl::Time) {
    return RevokeDetermination{request.determination_id(), caller.person.value, request.reason(),
                               calendar::FromProto(request.effective_from()), caller.on_behalf_of};
  });
  wish.work = [request, revoke = std::move(wish.work),
               books = tools.books](Transaction& transaction) -> std::optional<Refused> {
    if (auto refused = revoke(transaction)) return refused;
    CompareAll(transaction, request.worker_id(), *books);
    return std::nullopt;
  };
  return wish;
}
}  // namespace aor::classification
