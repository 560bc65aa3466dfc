// One assessment of one worker for one client: what was said, what was determined on it, and
// what became of that.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/classification/v1/classification_events.pb.h"
#include "services/classification/domain/determine.h"

namespace aor::classification {
using Event = v1::AssessmentEvent;

struct OpenAssessment {
  v1::AssessmentOpened facts;
  std::vector<v1::Answer> prefilled;
};
struct GiveAnswers {
  std::vector<v1::Answer> answers;
  // Once something is determined: by which rules an answer that differs is compared, and when.
  std::string drift_id = {};
  std::shared_ptr<const RuleBook> book = {};
  calendar::Date today = {};
};
struct MakeDetermination {
  std::string determination_id, decider;
  std::shared_ptr<const RuleBook> book;
  calendar::Date day;             // from when on it holds, and by whose rules
  std::string on_behalf_of = {};  // four eyes hold through delegation
};
struct ApproveDetermination {
  std::string determination_id, by;
  v1::Outcome outcome = v1::OUTCOME_UNSPECIFIED;  // where the test does not decide
  std::string reason;
  std::string on_behalf_of = {};
  std::shared_ptr<const RuleBook> book = {};  // what may exist where a person decides
  calendar::Date today = {};
};
struct RaiseDispute {
  std::string determination_id, dispute_id, by, party, reason;
  calendar::Date today;
  std::string on_behalf_of = {};
};
struct ResolveDispute {
  std::string dispute_id, by;
  bool upheld = false;
  std::string reason;
  calendar::Date today;
  std::string on_behalf_of = {};
};
struct ReviewDetermination {
  std::string determination_id, by;
  bool stands = false;
  std::string reason;
  calendar::Date review_on;  // again, where it stands
  calendar::Date today = {};
  std::string on_behalf_of = {};
};
struct RevokeDetermination {
  std::string determination_id, by, reason;
  calendar::Date effective_from;
  std::string on_behalf_of = {};
};
// A fact that was seen, whatever was answered.
struct ReportFact {
  std::string drift_id, question_id, observed, by;
  std::vector<v1::Evidence> evidence;
  std::shared_ptr<const RuleBook> book;
  calendar::Date observed_on;
  calendar::Date current_on = {};  // the current determination of which day it is held against
};
using Command =
    std::variant<OpenAssessment, GiveAnswers, MakeDetermination, ApproveDetermination, RaiseDispute,
                 ResolveDispute, ReviewDetermination, RevokeDetermination, ReportFact>;

enum class Refusal {
  kAssessmentExists,
  kAssessmentUnknown,
  kNothingAnswered,
  kNoSelection,
  kDeterminationExists,
  kDeterminationUnknown,
  kDeterminationRevoked,
  kSuperseded,
  kOwnDetermination,
  kOutcomeMissing,
  kOutcomeDetermined,
  kReasonMissing,
  kDisputeOpen,
  kDisputeUnknown,
  kOwnDispute,
  kOwnCase,  // approved or resolved by, or for, the person who is classified
  kNothingDetermined,
  kReviewDayPast,
  kRevokedEarlier,
  kDisputeResolved,
};
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);

struct Determined {
  v1::Determination facts;
  std::set<std::string> deciders;  // and who delegated it
  std::string approved_by;         // unless a dispute or a review said since that it does not stand
  bool relied_on = false;          // as gates do: approved, and not found wanting since
  v1::Outcome approved_outcome = v1::OUTCOME_UNSPECIFIED;
  std::string open_dispute;
  std::set<std::string> disputed_by;
  calendar::Date answer_due_on;
  v1::DeterminationReviewed last_review;
  bool revoked = false;
  calendar::Date revoked_from;  // the earliest day
};
struct Assessment {
  v1::AssessmentOpened opened;  // unset: there is none
  std::map<std::string, v1::Answer> answers;
  std::map<std::string, Determined> determinations;
  std::vector<std::string> made;                // determinations, in order
  std::map<std::string, std::string> disputes;  // to their determination; resolved ones too
  std::map<std::string, bool> upheld;           // of those that are resolved
  std::map<std::pair<std::string, std::string>, std::string> drifts;  // by determination, question
};

// What somebody relies on gives way to what is relied on instead; what nobody does, to whatever was
// made later: from the first day on which that holds. What was revoked, or fell, takes nobody's
// place. Of one that was made; on that day, or on the first of its own.
bool IsSuperseded(const Assessment& assessment, const std::string& determination_id,
                  calendar::Date day);
// The latest that was not revoked and has begun by a day; where none has, the latest. Empty: none.
std::string CurrentOn(const Assessment& assessment, calendar::Date day);

// The house answers a dispute within so many days where no law names any.
inline constexpr int kHouseDisputeDays = 30;

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Assessment& assessment, const Command& command);
Assessment Evolve(Assessment assessment, const Event& event);
}  // namespace aor::classification
