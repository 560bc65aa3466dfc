#include "services/missions/domain/complaint.h"

#include "services/missions/domain/sample_mission.h"

namespace aor::missions::complaint {
namespace {
using sample::Read;
using enum Refusal;
using Then = std::vector<const char*>;
using calendar::Date;

constexpr auto kRecorded =
    "complaint_recorded { complaint_id: 'c1' mission_id: 'm1' facilitator_id: 'fay'"
    " received_on { year: 2026 month: 10 day: 6 } owner_id: 'tess'"
    " due_on { year: 2026 month: 10 day: 16 } by: 'cora' }";
constexpr auto kAssigned =
    "complaint_assigned { complaint_id: 'c1' owner_id: 'theo'"
    " due_on { year: 2026 month: 10 day: 20 } by: 'tess' reason: 'ill' }";
constexpr auto kAnswered = "complaint_answered { complaint_id: 'c1' by: 'tess' }";
constexpr auto kAnsweredLate = "complaint_answered { complaint_id: 'c1' by: 'tess' late: true }";
constexpr auto kClosed =
    "complaint_closed { complaint_id: 'c1' finding: FINDING_UPHELD measure: 'breaks' by: 'tess' }";

template <class AnyWish>
Command Do(AnyWish wish, int day = 10) {
  return {Date(2026, 10, day), wish};
}

TEST(ComplaintTest, IsRecordedAnsweredAndClosed) {
  const Record record{Read<Event>(kRecorded).complaint_recorded()};
  const Assign assign{Read<Event>(kAssigned).complaint_assigned()};
  const Answer answer{Read<Event>(kAnswered).complaint_answered()};
  const Close close{Read<Event>(kClosed).complaint_closed()};
  auto of_fay = record;
  of_fay.facts.set_owner_id("fay");
  auto due_before = record;
  due_before.facts.mutable_due_on()->set_day(5);
  auto about_nobody = record;
  about_nobody.facts.clear_facilitator_id();
  auto to_fay = assign;
  to_fay.facts.set_owner_id("fay");
  auto back = assign;
  back.facts.set_owner_id("tess");
  back.facts.mutable_due_on()->set_day(16);
  auto other_words = record;
  other_words.facts.set_by("fay");
  auto answer_again = answer;
  answer_again.facts.set_by("theo");
  auto answer_of_fay = answer;
  answer_of_fay.facts.set_by("fay");
  auto close_of_fay = close;
  close_of_fay.facts.set_by("fay");
  auto assign_of_fay = assign;
  assign_of_fay.facts.set_by("fay");
  auto silent = close;
  silent.facts.clear_measure();
  auto unfounded = silent;
  unfounded.facts.set_finding(v1::FINDING_NOT_UPHELD);
  eventsourcing::CheckRules<Complaint, Event, Command, Refusal>({
      {"a complaint is recorded", {}, Do(record), Then{kRecorded}},
      {"on the day it came in", {}, Do(record, 6), Then{kRecorded}},
      {"not before that", {}, Do(record, 5), kReceivedLater},
      {"once", {kRecorded}, Do(record), Then{}},
      {"under an id of its own", {kRecorded}, Do(other_words), kComplaintExists},
      {"nobody answers for themselves", {}, Do(of_fay), kOwnerInvolved},
      {"there is a day to answer by", {}, Do(due_before), kDueTooEarly},
      {"about nobody anybody may",
       {},
       Do(about_nobody),
       Then{"complaint_recorded { complaint_id: 'c1' mission_id: 'm1'"
            " received_on { year: 2026 month: 10 day: 6 } owner_id: 'tess'"
            " due_on { year: 2026 month: 10 day: 16 } by: 'cora' }"}},
      {"somebody else takes it", {kRecorded}, Do(assign), Then{kAssigned}},
      {"which they have already", {kRecorded, kAssigned}, Do(assign), Then{}},
      {"and had before", {kRecorded}, Do(back), Then{}},
      {"not whom it is about", {kRecorded}, Do(to_fay), kOwnerInvolved},
      {"nor for yesterday", {kRecorded}, Do(assign, 21), kDueTooEarly},
      {"of one that there is", {}, Do(assign), kComplaintUnknown},
      {"that is open", {kRecorded, kAnswered, kClosed}, Do(assign), kComplaintClosed},
      {"it is answered", {kRecorded}, Do(answer, 16), Then{kAnswered}},
      {"or visibly late", {kRecorded}, Do(answer, 17), Then{kAnsweredLate}},
      {"by the day of now", {kRecorded, kAssigned}, Do(answer, 17), Then{kAnswered}},
      {"once", {kRecorded, kAnswered}, Do(answer), Then{}},
      {"and by nobody else", {kRecorded, kAnswered}, Do(answer_again), kComplaintAnswered},
      {"if it is there", {}, Do(answer), kComplaintUnknown},
      {"and open", {kRecorded, kAnswered, kClosed}, Do(answer), kComplaintClosed},
      {"not by whom it is about", {kRecorded}, Do(answer_of_fay), kOwnerInvolved},
      {"who does not close it either", {kRecorded, kAnswered}, Do(close_of_fay), kOwnerInvolved},
      {"nor gives it away", {kRecorded}, Do(assign_of_fay), kOwnerInvolved},
      {"it is closed", {kRecorded, kAnswered}, Do(close), Then{kClosed}},
      {"not before an answer", {kRecorded}, Do(close), kNotAnswered},
      {"with what is done otherwise", {kRecorded, kAnswered}, Do(silent), kMeasureMissing},
      {"unless it was unfounded",
       {kRecorded, kAnswered},
       Do(unfounded),
       Then{"complaint_closed { complaint_id: 'c1' finding: FINDING_NOT_UPHELD by: 'tess' }"}},
      {"once only", {kRecorded, kAnswered, kClosed}, Do(close), Then{}},
      {"with one finding", {kRecorded, kAnswered, kClosed}, Do(unfounded), kComplaintClosed},
      {"and if there is one", {}, Do(close), kComplaintUnknown},
  });
}
}  // namespace
}  // namespace aor::missions::complaint
