#include "services/invoicing/domain/exemption.h"

#include <google/protobuf/util/message_differencer.h>

#include <stdexcept>

#include "libs/calendar/calendar.h"

namespace aor::invoicing::exemption {
namespace {
using enum Refusal;
using google::protobuf::util::MessageDifferencer;
constexpr size_t kMostAttestations = 200;

// Whoever records it again says the same.
bool IsSame(v1::ExemptionAttested known, const v1::ExemptionAttested& wish) {
  known.set_by(wish.by());
  return MessageDifferencer::Equals(known, wish);
}

bool IsBefore(const types::v1::Date& day, const types::v1::Date& other) {
  return calendar::FromProto(day) < calendar::FromProto(other);
}

Decision On(const State& state, const RecordExemption& command) {
  const auto& facts = command.facts;
  if (const auto known = state.attested.find(facts.attestation()); known != state.attested.end())
    return IsSame(known->second, facts) ? Decision(std::vector<Event>{}) : kAttestedOtherwise;
  if (facts.has_valid_to() && IsBefore(facts.valid_to(), facts.valid_from()))
    return kEndsBeforeItStarts;
  if (state.attested.size() >= kMostAttestations) return kTooManyAttestations;

  Event event;
  *event.mutable_exemption_attested() = facts;
  return std::vector{event};
}

Decision On(const State& state, const EndExemption& command) {
  const auto& facts = command.facts;
  const auto attested = state.attested.find(facts.attestation());
  if (attested == state.attested.end()) return kNotAttested;
  const auto ended = state.ended.find(facts.attestation());
  if (ended != state.ended.end() &&
      MessageDifferencer::Equals(ended->second.valid_to(), facts.valid_to()))
    return std::vector<Event>{};
  const bool later =
      attested->second.has_valid_to() && IsBefore(attested->second.valid_to(), facts.valid_to());
  if (later) return kEndsLater;

  Event event;
  *event.mutable_exemption_ended() = facts;
  return std::vector{event};
}
}  // namespace

Decision Decide(const State& state, const Command& command) {
  return std::visit([&](const auto& wish) { return On(state, wish); }, command);
}

State Evolve(State state, const Event& event) {
  switch (event.kind_case()) {
    case Event::kExemptionAttested:
      state.attested[event.exemption_attested().attestation()] = event.exemption_attested();
      return state;
    case Event::kExemptionEnded:
      state.ended[event.exemption_ended().attestation()] = event.exemption_ended();
      return state;
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("exemption: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kAttestedOtherwise: return "ATTESTED_OTHERWISE";
    case kEndsBeforeItStarts: return "ENDS_BEFORE_IT_STARTS";
    case kTooManyAttestations: return "TOO_MANY_ATTESTATIONS";
    case kNotAttested: return "NOT_ATTESTED";
    case kEndsLater: return "ENDS_LATER";
  }
  throw std::logic_error("exemption: unnamed refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kAttestedOtherwise:
      return "An attestation of this number says something else: end it, and record the new one.";
    case kEndsBeforeItStarts: return "Its last day lies before its first: correct one of them.";
    case kTooManyAttestations: return "200 attestations are recorded there already.";
    case kNotAttested: return "There is no attestation of this number: look at the list.";
    case kEndsLater: return "It ends before that day by itself: record a new attestation instead.";
  }
  throw std::logic_error("exemption: unexplained refusal");
}
}  // namespace aor::invoicing::exemption
