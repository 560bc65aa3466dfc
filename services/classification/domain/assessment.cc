#include "services/classification/domain/assessment.h"

#include <google/protobuf/util/message_differencer.h>

#include <stdexcept>

namespace aor::classification {
namespace {
using Events = std::vector<Event>;
using google::protobuf::util::MessageDifferencer;
using enum Refusal;

Decision AlreadyTrue() { return Events{}; }

bool SameWords(v1::Answer a, v1::Answer b) {
  a.clear_asserted_at();
  b.clear_asserted_at();
  return MessageDifferencer::Equals(a, b);
}

// Those that say something new.
Event NewAnswers(const Assessment& assessment, const std::vector<v1::Answer>& answers) {
  Event event;
  for (const auto& answer : answers) {
    const auto known = assessment.answers.find(answer.question_id());
    if (known == assessment.answers.end() || !SameWords(known->second, answer))
      *event.mutable_answer_given()->add_answers() = answer;
  }
  return event;
}

// Null where the question has none.
const v1::Answer* AnswerIn(const v1::Determination& determination, const std::string& question) {
  for (const auto& answer : determination.answers())
    if (answer.question_id() == question) return &answer;
  return nullptr;
}
// What somebody says, in a word; of what nobody knows or was asked, that it is unknown.
std::string WordOf(const v1::Answer* answer) {
  return !answer || answer->unknown() ? std::string(kUnknown) : answer->answer();
}

std::vector<v1::Answer> AnswersOf(const Assessment& assessment) {
  std::vector<v1::Answer> answers;
  for (const auto& [id, answer] : assessment.answers) answers.push_back(answer);
  return answers;
}

Subject SubjectOf(const Assessment& assessment) {
  const auto& opened = assessment.opened;
  return {opened.assessment_id(), opened.worker_id(), opened.client_id(), opened.engagement_id()};
}

const Determined* Find(const Assessment& assessment, const std::string& determination_id) {
  const auto found = assessment.determinations.find(determination_id);
  return found == assessment.determinations.end() ? nullptr : &found->second;
}

// Why nothing may be done with a determination any more; nothing if it stands.
std::optional<Refusal> RefuseOn(const Assessment& assessment, const std::string& id,
                                calendar::Date today) {
  const Determined* determined = Find(assessment, id);
  if (!determined) return kDeterminationUnknown;
  if (determined->revoked) return kDeterminationRevoked;
  if (IsSuperseded(assessment, id, today)) return kSuperseded;
  return std::nullopt;
}

// Nobody is a second person to themselves, nor to whom they act for.
bool IsOneOf(const std::set<std::string>& people, const auto& command) {
  return people.contains(command.by) || people.contains(command.on_behalf_of);
}

bool IsAbout(const Determined& determined, const auto& command) {
  return IsOneOf({determined.facts.worker_id()}, command);
}

Decision On(const Assessment& assessment, const OpenAssessment& command) {
  if (!assessment.opened.assessment_id().empty())
    return MessageDifferencer::Equals(assessment.opened, command.facts) ? AlreadyTrue()
                                                                        : kAssessmentExists;
  Events events(1);
  *events[0].mutable_assessment_opened() = command.facts;
  if (Event given = NewAnswers(assessment, command.prefilled); given.has_answer_given())
    events.push_back(std::move(given));
  return events;
}

// What would be determined if the answers on which the determination rests were as observed.
std::optional<v1::Determination> AsObserved(const Assessment& assessment,
                                            const v1::Determination& current, const RuleBook& book,
                                            calendar::Date day, const v1::Answer& observed) {
  std::vector<v1::Answer> all(current.answers().begin(), current.answers().end());
  all.push_back(observed);  // the latest of each question counts
  return Determine({book, day}, assessment.opened.selection_id(), SubjectOf(assessment), all);
}

// A finding: the determination rests on another answer than what was observed.
Event DriftOf(const v1::Determination& current, const std::string& drift_id,
              const v1::Answer& observed, calendar::Date day) {
  Event event;
  auto& drift = *event.mutable_drift_found();
  drift.set_drift_id(drift_id);
  drift.set_determination_id(current.determination_id());
  drift.set_question_id(observed.question_id());
  drift.set_answered(WordOf(AnswerIn(current, observed.question_id())));
  drift.set_observed(WordOf(&observed));
  *drift.mutable_evidence() = observed.evidence();
  drift.set_reported_by(observed.asserted_by());
  drift.set_outcome(current.outcome());
  drift.set_confidence_then(current.confidence_percent());
  *drift.mutable_observed_on() = calendar::ToProto(day);
  drift.set_worker_id(current.worker_id());
  drift.set_client_id(current.client_id());
  drift.set_engagement_id(current.engagement_id());
  return event;
}
void Compare(const std::optional<v1::Determination>& would_be, Event& drift) {
  auto& found = *drift.mutable_drift_found();
  found.set_would_be(would_be ? would_be->outcome() : v1::OUTCOME_UNDETERMINED);
  if (would_be) found.set_confidence_now(would_be->confidence_percent());
}

// Another word than the one on which the determination rests. To what was not answered then, only
// a word that would make it another one.
std::optional<Event> DriftBy(const Assessment& assessment, const v1::Determination& current,
                             const GiveAnswers& command, const v1::Answer& answer) {
  const v1::Answer* relied_on = AnswerIn(current, answer.question_id());
  const auto before = assessment.answers.find(answer.question_id());
  const bool repeats =
      before != assessment.answers.end() && WordOf(&before->second) == WordOf(&answer);
  if (repeats || WordOf(relied_on) == WordOf(&answer)) return std::nullopt;
  const auto would_be = AsObserved(assessment, current, *command.book, command.today, answer);
  const bool same = would_be && would_be->outcome() == current.outcome();
  if (WordOf(relied_on) == kUnknown && same) return std::nullopt;
  Event drift =
      DriftOf(current, command.drift_id + "-" + answer.question_id(), answer, command.today);
  Compare(would_be, drift);
  return drift;
}
Events DriftsOf(const Assessment& assessment, const v1::AnswerGiven& given,
                const GiveAnswers& command) {
  Events drifts;
  const Determined* current = Find(assessment, CurrentOn(assessment, command.today));
  if (!current || !command.book) return drifts;
  for (const auto& answer : given.answers())
    if (auto drift = DriftBy(assessment, current->facts, command, answer))
      drifts.push_back(*std::move(drift));
  return drifts;
}

Decision On(const Assessment& assessment, const GiveAnswers& command) {
  if (assessment.opened.assessment_id().empty()) return kAssessmentUnknown;
  Event given = NewAnswers(assessment, command.answers);
  if (!given.has_answer_given()) return AlreadyTrue();
  Events events{given};
  for (Event& drift : DriftsOf(assessment, given.answer_given(), command))
    events.push_back(std::move(drift));
  return events;
}

// The same facts under the same rules are the same determination.
bool SameFacts(v1::Determination a, v1::Determination b) {
  a.clear_determination_id();
  b.clear_determination_id();
  return MessageDifferencer::Equals(a, b);
}

Decision On(const Assessment& assessment, const MakeDetermination& command) {
  if (assessment.opened.assessment_id().empty()) return kAssessmentUnknown;
  if (assessment.answers.empty()) return kNothingAnswered;
  auto facts = Determine({*command.book, command.day}, assessment.opened.selection_id(),
                         SubjectOf(assessment), AnswersOf(assessment));
  if (!facts) return kNoSelection;
  facts->set_determination_id(command.determination_id);
  if (const Determined* known = Find(assessment, command.determination_id))
    return SameFacts(known->facts, *facts) ? AlreadyTrue() : kDeterminationExists;
  const Determined* current = Find(assessment, CurrentOn(assessment, calendar::Date::max()));
  if (current && SameFacts(current->facts, *facts)) return AlreadyTrue();
  Events events(1);
  auto& made = *events[0].mutable_determination_made();
  *made.mutable_effective_from() = facts->effective_from();
  made.set_decider(command.decider);
  made.set_on_behalf_of(command.on_behalf_of);
  *made.mutable_determination() = *std::move(facts);
  return events;
}

// What the approver decides: the test's outcome, or an own one where the test has none.
v1::Outcome OutcomeOf(const Determined& determined, const ApproveDetermination& command) {
  return command.outcome == v1::OUTCOME_UNSPECIFIED ? determined.facts.outcome() : command.outcome;
}

std::optional<Refusal> RefuseOutcome(const Determined& determined,
                                     const ApproveDetermination& command) {
  const bool open = determined.facts.outcome() == v1::OUTCOME_UNDETERMINED;
  const v1::Outcome outcome = OutcomeOf(determined, command);
  if (!open && outcome != determined.facts.outcome()) return kOutcomeDetermined;
  if (outcome != v1::OUTCOME_CONTRACTOR && outcome != v1::OUTCOME_EMPLOYEE) return kOutcomeMissing;
  if (open && command.reason.empty()) return kReasonMissing;
  return std::nullopt;
}

Decision On(const Assessment& assessment, const ApproveDetermination& command) {
  const Determined* determined = Find(assessment, command.determination_id);
  if (determined && determined->approved_by == command.by && !determined->revoked &&
      determined->approved_outcome == OutcomeOf(*determined, command))
    return AlreadyTrue();
  if (const auto refusal = RefuseOn(assessment, command.determination_id, command.today))
    return *refusal;
  if (!determined->open_dispute.empty()) return kDisputeOpen;
  if (IsOneOf(determined->deciders, command)) return kOwnDetermination;
  if (IsAbout(*determined, command)) return kOwnCase;
  if (const auto refusal = RefuseOutcome(*determined, command)) return *refusal;
  Events events(1);
  auto& approved = *events[0].mutable_determination_approved();
  const v1::Outcome outcome = OutcomeOf(*determined, command);
  approved.set_determination_id(command.determination_id);
  approved.set_approved_by(command.by);
  approved.set_outcome(outcome);
  approved.set_worker_id(determined->facts.worker_id());
  approved.set_client_id(determined->facts.client_id());
  approved.set_engagement_id(determined->facts.engagement_id());
  approved.set_over_undetermined(determined->facts.outcome() == v1::OUTCOME_UNDETERMINED);
  approved.set_reason(command.reason);
  *approved.mutable_engagement_kinds() = AdmittedBy(command.book.get(), determined->facts, outcome);
  return events;
}

Decision On(const Assessment& assessment, const RaiseDispute& command) {
  if (assessment.disputes.contains(command.dispute_id)) return AlreadyTrue();
  if (const auto refusal = RefuseOn(assessment, command.determination_id, command.today))
    return *refusal;
  const Determined& determined = *Find(assessment, command.determination_id);
  if (!determined.open_dispute.empty()) return kDisputeOpen;
  if (command.reason.empty()) return kReasonMissing;
  const int days = static_cast<int>(determined.facts.statement().dispute_days());
  Events events(1);
  auto& raised = *events[0].mutable_dispute_raised();
  raised.set_determination_id(command.determination_id);
  raised.set_dispute_id(command.dispute_id);
  raised.set_raised_by(command.by);
  raised.set_party(command.party);
  raised.set_reason(command.reason);
  raised.set_on_behalf_of(command.on_behalf_of);
  *raised.mutable_answer_due_on() =
      calendar::ToProto(command.today + (days > 0 ? days : kHouseDisputeDays));
  return events;
}

Decision On(const Assessment& assessment, const ResolveDispute& command) {
  const auto dispute = assessment.disputes.find(command.dispute_id);
  if (dispute == assessment.disputes.end()) return kDisputeUnknown;
  const Determined& determined = *Find(assessment, dispute->second);
  if (const auto known = assessment.upheld.find(command.dispute_id);
      known != assessment.upheld.end())
    return known->second == command.upheld ? AlreadyTrue() : kDisputeResolved;
  if (IsOneOf(determined.disputed_by, command)) return kOwnDispute;
  if (IsAbout(determined, command)) return kOwnCase;
  if (command.reason.empty()) return kReasonMissing;
  Events events(1);
  auto& resolved = *events[0].mutable_dispute_resolved();
  resolved.set_determination_id(dispute->second);
  resolved.set_dispute_id(command.dispute_id);
  resolved.set_resolved_by(command.by);
  resolved.set_upheld(command.upheld);
  resolved.set_reason(command.reason);
  resolved.set_late(command.today > determined.answer_due_on);
  return events;
}

Decision On(const Assessment& assessment, const ReviewDetermination& command) {
  if (const auto refusal = RefuseOn(assessment, command.determination_id, command.today))
    return *refusal;
  const Determined& determined = *Find(assessment, command.determination_id);
  if (IsAbout(determined, command)) return kOwnCase;
  // Taking the own one back needs nobody else; that it stands says a second person.
  if (command.stands && IsOneOf(determined.deciders, command)) return kOwnDetermination;
  Events events(1);
  auto& reviewed = *events[0].mutable_determination_reviewed();
  reviewed.set_determination_id(command.determination_id);
  reviewed.set_reviewed_by(command.by);
  reviewed.set_stands(command.stands);
  reviewed.set_reason(command.reason);
  if (command.stands) *reviewed.mutable_review_on() = calendar::ToProto(command.review_on);
  if (MessageDifferencer::Equals(reviewed, determined.last_review)) return AlreadyTrue();
  if (command.reason.empty()) return kReasonMissing;
  if (command.stands && command.review_on <= command.today) return kReviewDayPast;
  return events;
}

// Once revoked it can be revoked from an earlier day, when more comes to light.
Decision On(const Assessment& assessment, const RevokeDetermination& command) {
  const Determined* determined = Find(assessment, command.determination_id);
  if (!determined) return kDeterminationUnknown;
  if (determined->revoked && determined->revoked_from == command.effective_from)
    return AlreadyTrue();
  if (IsAbout(*determined, command)) return kOwnCase;
  if (determined->revoked && determined->revoked_from < command.effective_from)
    return kRevokedEarlier;
  if (command.reason.empty()) return kReasonMissing;
  Events events(1);
  auto& revoked = *events[0].mutable_determination_revoked();
  revoked.set_determination_id(command.determination_id);
  revoked.set_revoked_by(command.by);
  revoked.set_reason(command.reason);
  *revoked.mutable_effective_from() = calendar::ToProto(command.effective_from);
  revoked.set_worker_id(determined->facts.worker_id());
  revoked.set_client_id(determined->facts.client_id());
  revoked.set_engagement_id(determined->facts.engagement_id());
  return events;
}

v1::Answer ObservedIn(const ReportFact& command) {
  v1::Answer observed;
  observed.set_question_id(command.question_id);
  observed.set_answer(command.observed);
  observed.mutable_evidence()->Add(command.evidence.begin(), command.evidence.end());
  observed.set_asserted_by(command.by);
  return observed;
}

// Compared with what the determination rests on: what was said since may be as observed, and hides
// nothing.
Decision On(const Assessment& assessment, const ReportFact& command) {
  const std::string id = CurrentOn(assessment, command.current_on);
  const Determined* current = Find(assessment, id);
  if (!current) return kNothingDetermined;
  const v1::Answer observed = ObservedIn(command);
  if (WordOf(AnswerIn(current->facts, command.question_id)) == command.observed)
    return AlreadyTrue();
  const auto found = assessment.drifts.find({id, command.question_id});
  if (found != assessment.drifts.end() && found->second == command.observed) return AlreadyTrue();
  const auto would_be =
      AsObserved(assessment, current->facts, *command.book, command.observed_on, observed);
  if (!would_be) return kNoSelection;
  Event drift = DriftOf(current->facts, command.drift_id, observed, command.observed_on);
  Compare(would_be, drift);
  return Events{std::move(drift)};
}
}  // namespace

Decision Decide(const Assessment& assessment, const Command& command) {
  return std::visit([&](const auto& wish) { return On(assessment, wish); }, command);
}
}  // namespace aor::classification
