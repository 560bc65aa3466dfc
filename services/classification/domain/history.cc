// What an assessment remembers of its events, and the words of its refusals.
#include <algorithm>
#include <stdexcept>

#include "services/classification/domain/assessment.h"

namespace aor::classification {
namespace {
std::set<std::string> People(const std::string& actor, const std::string& on_behalf_of) {
  return on_behalf_of.empty() ? std::set{actor} : std::set{actor, on_behalf_of};
}

void Remember(Assessment& assessment, const v1::DeterminationMade& made) {
  const std::string& id = made.determination().determination_id();
  Determined& determined = assessment.determinations[id];
  determined.facts = made.determination();
  determined.deciders = People(made.decider(), made.on_behalf_of());
  assessment.made.push_back(id);
}

void Remember(Assessment& assessment, const v1::DisputeRaised& raised) {
  Determined& determined = assessment.determinations[raised.determination_id()];
  determined.open_dispute = raised.dispute_id();
  determined.disputed_by = People(raised.raised_by(), raised.on_behalf_of());
  determined.answer_due_on = calendar::FromProto(raised.answer_due_on());
  assessment.disputes[raised.dispute_id()] = raised.determination_id();
}

// It was found to stand, or not. What nobody ever approved is relied on by nobody.
void Judge(Determined& determined, bool stands) {
  determined.relied_on = stands && determined.approved_outcome != v1::OUTCOME_UNSPECIFIED;
  if (!stands) determined.approved_by.clear();
}

void Remember(Assessment& assessment, const v1::DeterminationApproved& approved) {
  Determined& determined = assessment.determinations[approved.determination_id()];
  determined.approved_by = approved.approved_by();
  determined.approved_outcome = approved.outcome();
  determined.relied_on = true;
  determined.last_review.Clear();  // the same words say something again
}

void Remember(Assessment& assessment, const v1::DisputeResolved& resolved) {
  Determined& determined = assessment.determinations[resolved.determination_id()];
  determined.open_dispute.clear();
  determined.last_review.Clear();
  Judge(determined, resolved.upheld());
  assessment.upheld[resolved.dispute_id()] = resolved.upheld();
}

void Remember(Assessment& assessment, const v1::DeterminationReviewed& reviewed) {
  Determined& determined = assessment.determinations[reviewed.determination_id()];
  determined.last_review = reviewed;
  Judge(determined, reviewed.stands());
}

void Remember(Assessment& assessment, const v1::DeterminationRevoked& revoked) {
  Determined& determined = assessment.determinations[revoked.determination_id()];
  determined.revoked = true;
  determined.revoked_from = calendar::FromProto(revoked.effective_from());
}

calendar::Date StartOf(const Determined& determined) {
  return calendar::FromProto(determined.facts.effective_from());
}

struct Words {
  std::string_view name, sentence;
};
Words WordsOf(Refusal refusal) {
  using enum Refusal;
  switch (refusal) {
    case kAssessmentExists:
      return {"ASSESSMENT_EXISTS",
              "An assessment of this id is about something else: take a new id."};
    case kAssessmentUnknown:
      return {"ASSESSMENT_UNKNOWN", "There is no such assessment of this worker: start one."};
    case kNothingAnswered:
      return {"NOTHING_ANSWERED", "Answer at least one question; unknown is an answer, too."};
    case kNoSelection:
      return {"NO_RULES_THAT_DAY", "No rules of this kind hold on that day: choose another day."};
    case kDeterminationExists:
      return {"DETERMINATION_EXISTS",
              "A determination of this id says something else: take a new id."};
    case kDeterminationUnknown:
      return {"DETERMINATION_UNKNOWN", "There is no such determination in this assessment."};
    case kDeterminationRevoked:
      return {"DETERMINATION_REVOKED", "The determination was revoked: determine anew."};
    case kSuperseded:
      return {"SUPERSEDED", "A later determination took its place: go on with that one."};
    case kOwnDetermination:
      return {"OWN_DETERMINATION",
              "Who determined neither approves it nor says that it stands: ask a second person."};
    case kOutcomeMissing:
      return {"OUTCOME_MISSING",
              "The test does not decide: say contractor or employee, and why, or answer what is "
              "missing."};
    case kOutcomeDetermined:
      return {"OUTCOME_DETERMINED",
              "The test says another outcome: correct the answers, or dispute the determination."};
    case kReasonMissing: return {"REASON_MISSING", "Say why."};
    case kDisputeOpen:
      return {"DISPUTE_OPEN", "The determination is disputed: resolve the dispute first."};
    case kDisputeUnknown: return {"DISPUTE_UNKNOWN", "There is no such dispute here."};
    case kOwnDispute: return {"OWN_DISPUTE", "Who disputes does not resolve: ask a second person."};
    case kOwnCase:
      return {"OWN_CASE", "Nobody decides on their own classification: ask somebody else."};
    case kNothingDetermined:
      return {"NOTHING_DETERMINED", "Nothing is determined yet that a fact could contradict."};
    case kReviewDayPast:
      return {"REVIEW_DAY_PAST", "Give a day of the next review that is still to come."};
    case kRevokedEarlier:
      return {"REVOKED_EARLIER", "The determination was revoked from an earlier day already."};
    case kDisputeResolved:
      return {"DISPUTE_RESOLVED",
              "The dispute was answered otherwise: review the determination, or determine anew."};
  }
  throw std::logic_error("a refusal without words");
}
}  // namespace

std::string_view Name(Refusal refusal) { return WordsOf(refusal).name; }
std::string_view Sentence(Refusal refusal) { return WordsOf(refusal).sentence; }

bool IsSuperseded(const Assessment& assessment, const std::string& id, calendar::Date day) {
  const Determined& determined = assessment.determinations.at(id);
  const calendar::Date asked = std::max(day, StartOf(determined));
  const auto& made = assessment.made;
  return std::any_of(std::ranges::find(made, id) + 1, made.end(), [&](const std::string& later) {
    const Determined& other = assessment.determinations.at(later);
    return !other.revoked && (other.relied_on || !determined.relied_on) && StartOf(other) <= asked;
  });
}

std::string CurrentOn(const Assessment& assessment, calendar::Date day) {
  std::string latest;
  for (auto id = assessment.made.rbegin(); id != assessment.made.rend(); ++id) {
    const Determined& determined = assessment.determinations.at(*id);
    if (determined.revoked) continue;
    if (StartOf(determined) <= day) return *id;
    if (latest.empty()) latest = *id;
  }
  return latest;
}

Assessment Evolve(Assessment assessment, const Event& event) {
  switch (event.kind_case()) {
    case Event::kAssessmentOpened: assessment.opened = event.assessment_opened(); return assessment;
    case Event::kAnswerGiven:
      for (const auto& answer : event.answer_given().answers())
        assessment.answers[answer.question_id()] = answer;
      return assessment;
    case Event::kDeterminationMade:
      Remember(assessment, event.determination_made());
      return assessment;
    case Event::kDeterminationApproved:
      Remember(assessment, event.determination_approved());
      return assessment;
    case Event::kDisputeRaised: Remember(assessment, event.dispute_raised()); return assessment;
    case Event::kDisputeResolved: Remember(assessment, event.dispute_resolved()); return assessment;
    case Event::kDeterminationReviewed:
      Remember(assessment, event.determination_reviewed());
      return assessment;
    case Event::kDeterminationRevoked:
      Remember(assessment, event.determination_revoked());
      return assessment;
    case Event::kDriftFound: {
      const auto& drift = event.drift_found();
      assessment.drifts[{drift.determination_id(), drift.question_id()}] = drift.observed();
      return assessment;
    }
    case Event::KIND_NOT_SET: break;
  }
  // A newer release wrote this stream: refuse to decide on half a history.
  throw std::runtime_error("assessment: unknown event " + event.ShortDebugString());
}
}  // namespace aor::classification
