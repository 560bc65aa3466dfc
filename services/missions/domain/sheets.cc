#include <google/protobuf/util/message_differencer.h>

#include <algorithm>

#include "services/missions/domain/decisions.h"

namespace aor::missions {
namespace {
using google::protobuf::util::MessageDifferencer;

bool CanBeHeld(const FeeState& fee) {
  using enum FeeState::Is;
  return (fee.is == kRequested || fee.is == kTransmitted) && !fee.released;
}

// Their own fee hangs on it: they ran the session, or coordinate the mission or did.
bool IsPaidBy(const Mission& mission, const Session& session, const std::string& person) {
  return session.active == person ||
         std::ranges::find(mission.coordinators, person, &Coordinator::person) !=
             mission.coordinators.end();
}

// What the funder said, without what was known here by then.
bool IsSameClaim(v1::FunderClaimRecorded known, const v1::FunderClaimRecorded& wish) {
  known.clear_by();
  known.clear_sheet_digests();
  known.clear_checked_by();
  return MessageDifferencer::Equals(known, wish);
}

bool IsOfFunding(const Mission& mission, const v1::FunderClaimRecorded& claim) {
  return claim.agreement().empty() ||
         std::ranges::any_of(mission.fundings, [&](const FundingState& known) {
           return known.agreed.agreement() == claim.agreement() &&
                  known.agreed.funder_id() == claim.funder_id();
         });
}
}  // namespace

v1::HoldCause SheetGap(const Session& session) {
  if (session.cancelled) return v1::HOLD_CAUSE_UNSPECIFIED;
  if (session.sheets.empty()) return v1::HOLD_CAUSE_SHEET_MISSING;
  return session.checked && !session.conforms ? v1::HOLD_CAUSE_SHEET_NOT_CONFORMING
                                              : v1::HOLD_CAUSE_UNSPECIFIED;
}

Events ProposeHolds(const Mission& mission, const std::string& session, v1::HoldCause cause) {
  Events events;
  for (const auto& [id, fee] : mission.fees) {
    const bool concerns = fee.fee.session_id() == session || fee.fee.session_id().empty();
    if (!concerns || !CanBeHeld(fee) || fee.proposed != v1::HOLD_CAUSE_UNSPECIFIED) continue;
    auto& proposed = *events.emplace_back().mutable_hold_proposed();
    proposed.set_fee_id(id);
    proposed.set_session_id(session);
    proposed.set_cause(cause);
  }
  return events;
}

// Evidence is taken after closing too, and says that it came late.
Decision On(const Mission& mission, const Command& command, const DepositSheet& wish) {
  const Session* session = FindSession(mission, wish.session);
  if (!session || !MayAttend(mission, wish.session, command.by)) return kSessionUnknown;
  if (!session->sheets.empty() && session->sheets.back() == wish.digest) return AlreadyTrue();
  if (std::ranges::find(session->sheets, wish.digest) != session->sheets.end())
    return kSheetSuperseded;
  if (session->cancelled) return kSessionCancelled;
  if (session->start > command.now) return kSessionNotBegun;
  Events events(1);
  auto& deposited = *events[0].mutable_sheet_deposited();
  deposited.set_session_id(wish.session);
  deposited.set_document_id(wish.document);
  deposited.set_digest(wish.digest);
  deposited.set_by(command.by.id);
  deposited.set_version(static_cast<uint32_t>(session->sheets.size()) + 1);
  deposited.set_after_closing(mission.closed);
  return events;
}

Decision On(const Mission& mission, const Command& command, const CheckSheet& wish) {
  const Session* session = FindSession(mission, wish.session);
  if (!session) return kSessionUnknown;
  if (session->sheets.empty()) return kSheetUnknown;
  if (session->sheets.back() != wish.digest) return kSheetSuperseded;
  if (session->checked && session->conforms == wish.conforms) return AlreadyTrue();
  if (IsPaidBy(mission, *session, command.by.id)) return kOwnSheet;
  if ((!wish.conforms || wish.by_attestation || session->checked) && wish.reason.empty())
    return kReasonMissing;
  Events events(1);
  auto& checked = *events[0].mutable_sheet_checked();
  checked.set_session_id(wish.session);
  checked.set_digest(wish.digest);
  checked.set_conforms(wish.conforms);
  checked.set_by_attestation(wish.by_attestation);
  checked.set_by(command.by.id);
  checked.set_reason(wish.reason);
  checked.set_after_closing(mission.closed);
  Events more = wish.conforms
                    ? SayWhatBecamePayable(mission, Evolve(mission, events[0]))
                    : ProposeHolds(mission, wish.session, v1::HOLD_CAUSE_SHEET_NOT_CONFORMING);
  for (Event& event : more) events.push_back(std::move(event));
  return events;
}

// A record of what a funder wants; whether anybody pays it back is decided elsewhere.
Decision On(const Mission& mission, const Command& command, const RecordFunderClaim& wish) {
  if (mission.opened.mission_id().empty()) return kMissionUnknown;
  if (const auto known = mission.claims.find(wish.facts.claim_id()); known != mission.claims.end())
    return IsSameClaim(known->second, wish.facts) ? AlreadyTrue() : kClaimExists;
  const Session* session = FindSession(mission, wish.facts.session_id());
  if (!session) return kSessionUnknown;
  if (!IsOfFunding(mission, wish.facts)) return kFundingUnknown;
  Events events(1);
  auto& claim = *events[0].mutable_funder_claim_recorded();
  claim = wish.facts;
  claim.set_by(command.by.id);
  for (const auto& digest : session->sheets) claim.add_sheet_digests(digest);
  for (const auto& person : session->checked_by) claim.add_checked_by(person);
  return events;
}
}  // namespace aor::missions
