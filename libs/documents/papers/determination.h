// Whether somebody works as a contractor or as an employee, on paper: for whoever has to judge it
// years later, and for those to whom a law has it stated.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/documents/papers/press.h"

namespace aor::documents {
enum class WorkStatus { kContractor, kEmployee, kUndetermined };

// What one side of the relation says.
struct StatusFactor {
  std::string title;
  std::optional<WorkStatus> lean;  // none: neither way
  bool open = false;               // an unknown answer could still change it
  std::string because, source;
};
struct StatusAnswer {
  std::string question, answer;  // an empty answer: nobody knows
  std::string said_by;
  calendar::Date said_on;
  std::vector<std::string> evidence;
};
struct StatusReason {
  std::string text, source;
};
enum class StatusStep {
  kApproved,
  kDisputed,
  kUpheld,     // a disagreement was answered
  kNotUpheld,  // likewise
  kStands,     // it was reviewed
  kFalls,      // likewise
  kRevoked,
  kDrift,
  kSuperseded,
  kRestored  // what had taken its place was revoked, or fell
};
// What became of it, in order.
struct StatusHappening {
  StatusStep step = StatusStep::kApproved;
  calendar::Date day;
  std::string by, text;
  std::optional<WorkStatus> outcome = {};  // where a person decided instead of the test
};

// What the record and the statement have in common, in the words of the rules, which are those
// of their file and not translated.
struct StatusFinding {
  std::string number, worker, engagement;
  calendar::Date made, effective_from;
  WorkStatus outcome = WorkStatus::kUndetermined;
  std::string reason;
  std::vector<StatusFactor> factors;
  std::vector<StatusAnswer> answers;
};

// The whole of a determination: questions, answers, evidence, reasons, sources, and who decided.
struct Determination {
  Reader reader;
  Party keeper, client;  // who keeps the record, and for whom the worker works
  StatusFinding found;
  std::string jurisdiction, test, test_source, rule_version;
  bool test_is_verified = true;
  std::optional<WorkStatus> presumed;  // what holds meanwhile, where it is undetermined
  uint32_t confidence_percent = 0;
  std::vector<std::string> engagement_kinds;  // that may exist
  std::string consequence, offered_path;
  std::string decided_by;               // whose decision it is in law
  std::vector<std::string> may_decide;  // instead, where what is missing leaves that open
  std::string decider;
  std::optional<calendar::Date> review_on;
  bool is_approved = false;
  std::vector<StatusReason> path, duties;
  std::vector<std::string> missing;  // questions
  std::vector<StatusHappening> happenings;
};

// The United Kingdom's: the client tells the worker and whoever pays, with reasons.
struct StatusStatement {
  Reader reader;
  Party client, worker;
  StatusFinding found;  // determined
  std::string decided_by_name;
  calendar::Date decided_on;
  std::vector<std::string> given_to;
  uint32_t dispute_days = 0;
  std::string source;
};

absl::StatusOr<std::string> Print(const Press& press, const Determination& determination);
absl::StatusOr<std::string> Print(const Press& press, const StatusStatement& statement);
}  // namespace aor::documents
