#include "services/missions/domain/complaint.h"

#include <google/protobuf/util/message_differencer.h>

#include <optional>
#include <stdexcept>

namespace aor::missions::complaint {
namespace {
using Events = std::vector<Event>;
using calendar::FromProto;
using google::protobuf::util::MessageDifferencer;
using enum Refusal;

Decision AlreadyTrue() { return Events{}; }

bool IsThere(const auto& fact) { return !fact.complaint_id().empty(); }

std::optional<Refusal> RefuseWork(const Complaint& complaint) {
  if (!IsThere(complaint.recorded)) return kComplaintUnknown;
  if (IsThere(complaint.closed)) return kComplaintClosed;
  return std::nullopt;
}

// Whom a complaint is about neither answers it nor closes it, nor says who does.
bool IsInvolved(const v1::ComplaintRecorded& recorded, const std::string& person) {
  return !person.empty() && person == recorded.facilitator_id();
}

Decision On(const Complaint& complaint, const Command& command, const Record& wish) {
  if (IsThere(complaint.recorded))
    return MessageDifferencer::Equals(complaint.recorded, wish.facts) ? AlreadyTrue()
                                                                      : kComplaintExists;
  if (IsInvolved(wish.facts, wish.facts.owner_id())) return kOwnerInvolved;
  if (FromProto(wish.facts.received_on()) > command.today) return kReceivedLater;
  if (FromProto(wish.facts.due_on()) < FromProto(wish.facts.received_on())) return kDueTooEarly;
  Events events(1);
  *events[0].mutable_complaint_recorded() = wish.facts;
  return events;
}

Decision On(const Complaint& complaint, const Command& command, const Assign& wish) {
  if (auto refusal = RefuseWork(complaint)) return *refusal;
  if (IsInvolved(complaint.recorded, wish.facts.by())) return kOwnerInvolved;
  if (complaint.recorded.owner_id() == wish.facts.owner_id() &&
      MessageDifferencer::Equals(complaint.recorded.due_on(), wish.facts.due_on()))
    return AlreadyTrue();
  if (IsInvolved(complaint.recorded, wish.facts.owner_id())) return kOwnerInvolved;
  if (FromProto(wish.facts.due_on()) < command.today) return kDueTooEarly;
  Events events(1);
  *events[0].mutable_complaint_assigned() = wish.facts;
  return events;
}

Decision On(const Complaint& complaint, const Command& command, const Answer& wish) {
  if (auto refusal = RefuseWork(complaint)) return *refusal;
  if (IsInvolved(complaint.recorded, wish.facts.by())) return kOwnerInvolved;
  auto facts = wish.facts;
  facts.set_late(FromProto(complaint.recorded.due_on()) < command.today);
  if (IsThere(complaint.answered))
    return MessageDifferencer::Equals(complaint.answered, facts) ? AlreadyTrue()
                                                                 : kComplaintAnswered;
  Events events(1);
  *events[0].mutable_complaint_answered() = facts;
  return events;
}

Decision On(const Complaint& complaint, const Command&, const Close& wish) {
  if (IsThere(complaint.closed) && MessageDifferencer::Equals(complaint.closed, wish.facts))
    return AlreadyTrue();
  if (auto refusal = RefuseWork(complaint)) return *refusal;
  if (IsInvolved(complaint.recorded, wish.facts.by())) return kOwnerInvolved;
  if (!IsThere(complaint.answered)) return kNotAnswered;
  if (wish.facts.finding() != v1::FINDING_NOT_UPHELD && wish.facts.measure().empty())
    return kMeasureMissing;
  Events events(1);
  *events[0].mutable_complaint_closed() = wish.facts;
  return events;
}

struct Words {
  std::string_view name, sentence;
};
Words WordsOf(Refusal refusal) {
  switch (refusal) {
    case kComplaintExists:
      return {"COMPLAINT_EXISTS", "There is a complaint of this id: take a new one."};
    case kComplaintUnknown:
      return {"COMPLAINT_UNKNOWN", "The mission has no such complaint: look at its list."};
    case kComplaintClosed:
      return {"COMPLAINT_CLOSED", "The complaint is closed: record a new one."};
    case kComplaintAnswered:
      return {"COMPLAINT_ANSWERED", "It was answered: close it with what was found."};
    case kOwnerInvolved:
      return {"OWNER_INVOLVED",
              "Nobody answers or closes a complaint about themselves: leave it to a colleague."};
    case kDueTooEarly: return {"DUE_TOO_EARLY", "Nobody can answer by that day: name a later one."};
    case kReceivedLater:
      return {"RECEIVED_LATER", "It cannot come in after today: correct the day."};
    case kNotAnswered:
      return {"NOT_ANSWERED", "Whoever complained has no answer yet: record it first."};
    case kMeasureMissing:
      return {"MEASURE_MISSING", "It was upheld: say what is done otherwise from now on."};
  }
  throw std::logic_error("a refusal without words");
}
}  // namespace

std::string_view Name(Refusal refusal) { return WordsOf(refusal).name; }
std::string_view Sentence(Refusal refusal) { return WordsOf(refusal).sentence; }

Decision Decide(const Complaint& complaint, const Command& command) {
  return std::visit([&](const auto& wish) { return On(complaint, command, wish); }, command.wish);
}

Complaint Evolve(Complaint complaint, const Event& event) {
  switch (event.kind_case()) {
    case Event::kComplaintRecorded:
      complaint.recorded = event.complaint_recorded();
      return complaint;
    case Event::kComplaintAssigned:
      complaint.recorded.set_owner_id(event.complaint_assigned().owner_id());
      *complaint.recorded.mutable_due_on() = event.complaint_assigned().due_on();
      return complaint;
    case Event::kComplaintAnswered:
      complaint.answered = event.complaint_answered();
      return complaint;
    case Event::kComplaintClosed: complaint.closed = event.complaint_closed(); return complaint;
    case Event::KIND_NOT_SET: break;
  }
  // A newer release wrote this stream: refuse to decide on half a history.
  throw std::runtime_error("complaint: unknown event " + event.ShortDebugString());
}
}  // namespace aor::missions::complaint
