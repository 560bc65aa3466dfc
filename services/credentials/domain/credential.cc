#include "services/credentials/domain/credential.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <stdexcept>

namespace aor::credentials::credential {
namespace {
using calendar::Date;
using calendar::FromProto;
using google::protobuf::util::MessageDifferencer;
std::vector<Event> AlreadyTrue() { return {}; }

Date EndOf(const v1::CredentialDeposited& facts) {
  return facts.has_valid_to() ? FromProto(facts.valid_to()) : Date::max();
}

// The same thing, whoever brings it, and whatever id the request got.
bool IsSame(v1::CredentialDeposited a, v1::CredentialDeposited b) {
  for (auto* one : {&a, &b}) {
    one->clear_credential_id();
    one->clear_number();  // sealed anew each time: its index tells
    one->clear_deposited_by();
    one->clear_on_behalf_of();
  }
  return MessageDifferencer::Equals(a, b);
}

const Version* Find(const Credential& credential, const std::string& id) {
  const auto found = credential.versions.find(id);
  return found == credential.versions.end() ? nullptr : &found->second;
}

bool IsRevoked(const Version& version) { return version.revoked_from != Date::max(); }

// By who brought it, or whose it is.
bool IsOwn(const Version& version, const Accept& command) {
  for (const std::string& person : {command.by, command.on_behalf_of}) {
    const auto& facts = version.facts;
    if (person.empty()) continue;
    if (person == facts.deposited_by() || person == facts.on_behalf_of() ||
        person == facts.holder_id() || person == command.worker_of_holder)
      return true;
  }
  return false;
}

template <class Fact>
void Identify(Fact& fact, const Version& version) {
  fact.set_credential_id(version.facts.credential_id());
  fact.set_holder_id(version.facts.holder_id());
  fact.set_kind_id(version.facts.kind_id());
}

Decision On(const Credential& credential, const Deposit& command) {
  v1::CredentialDeposited facts = command.facts;
  const Date first = FromProto(facts.valid_from());
  const uint32_t months = command.kind.valid_months();
  if (months > 0 && !facts.has_valid_to())
    *facts.mutable_valid_to() = calendar::ToProto(LastOf(first, months));
  if (const Version* known = Find(credential, facts.credential_id()))
    return IsSame(known->facts, facts) ? Decision(AlreadyTrue()) : Refusal::kCredentialExists;
  if (EndOf(facts) < first) return Refusal::kEndsBeforeItBegins;
  if (months > 0 && EndOf(facts) > LastOf(first, months)) return Refusal::kLastsTooLong;
  if (command.kind.for_one_client() && facts.client_id().empty()) return Refusal::kClientMissing;
  if (first < command.today && facts.evidence().digest().empty())
    return Refusal::kPastDaysNeedDocument;
  for (const auto& [id, version] : credential.versions)
    if (!version.rejected && !IsRevoked(version) && IsSame(version.facts, facts))
      return Refusal::kAlreadyShown;

  std::vector<Event> events(1);
  *events[0].mutable_credential_deposited() = std::move(facts);
  return events;
}

// A horizon that has passed by now tells nothing that whoever accepts does not see.
v1::Term TermOf(const v1::CredentialDeposited& facts, const Accept& command) {
  v1::Term term;
  term.set_title(command.kind.title());
  term.set_client_id(facts.client_id());
  term.set_zone(facts.zone());
  if (!facts.has_valid_to()) return term;
  *term.mutable_last_day() = facts.valid_to();
  for (const uint32_t days : command.kind.horizon_days())
    if (const Date told = FromProto(facts.valid_to()) - days; told > command.today)
      *term.add_told_on() = calendar::ToProto(told);
  return term;
}

Decision On(const Credential& credential, const Accept& command) {
  const Version* version = Find(credential, command.credential_id);
  if (!version) return Refusal::kCredentialUnknown;
  if (IsRevoked(*version)) return Refusal::kTakenBack;
  if (version->accepted) return AlreadyTrue();
  if (version->rejected) return Refusal::kRejected;
  if (IsOwn(*version, command)) return Refusal::kOwnCredential;

  std::vector<Event> events(1);
  auto& accepted = *events[0].mutable_credential_accepted();
  Identify(accepted, *version);
  accepted.set_accepted_by(command.by);
  if (!command.kind.kind_id().empty()) *accepted.mutable_term() = TermOf(version->facts, command);
  return events;
}

Decision On(const Credential& credential, const Reject& command) {
  const Version* version = Find(credential, command.credential_id);
  if (!version) return Refusal::kCredentialUnknown;
  if (version->rejected) return AlreadyTrue();
  if (version->accepted) return Refusal::kAccepted;

  std::vector<Event> events(1);
  auto& rejected = *events[0].mutable_credential_rejected();
  Identify(rejected, *version);
  rejected.set_rejected_by(command.by);
  *rejected.mutable_reason() = command.reason;
  return events;
}

// Once revoked it can be revoked from an earlier day, when more comes to light.
Decision On(const Credential& credential, const Revoke& command) {
  const Version* version = Find(credential, command.credential_id);
  if (!version) return Refusal::kCredentialUnknown;
  if (!version->accepted) return Refusal::kNotAccepted;
  if (version->revoked_from == command.from) return AlreadyTrue();
  if (version->revoked_from < command.from) return Refusal::kRevoked;

  std::vector<Event> events(1);
  auto& revoked = *events[0].mutable_credential_revoked();
  Identify(revoked, *version);
  revoked.set_revoked_by(command.by);
  *revoked.mutable_effective_from() = calendar::ToProto(command.from);
  revoked.set_forged(command.forged);
  *revoked.mutable_reason() = command.reason;
  return events;
}

Decision On(const Credential& credential, const RequestUpdate& command) {
  const Date due = FromProto(command.facts.due_on());
  if (credential.update_due == calendar::ToString(due)) return AlreadyTrue();
  if (due < command.today) return Refusal::kDueInThePast;
  if (credential.versions.empty()) return Refusal::kNothingShown;

  std::vector<Event> events(1);
  *events[0].mutable_update_requested() = command.facts;
  return events;
}

Version& At(Credential& credential, const std::string& id) {
  const auto found = credential.versions.find(id);
  if (found == credential.versions.end())
    throw std::runtime_error("credential: nothing was deposited as " + id);
  return found->second;
}
}  // namespace

Date LastOf(Date first, uint32_t months) {
  const auto month = absl::CivilMonth(first) + static_cast<int>(months);
  const Date last_of_month = calendar::LastOfMonth(Date(month));
  return std::min(Date(month) + (first.day() - 1), last_of_month + 1) - 1;
}

Decision Decide(const Credential& credential, const Command& command) {
  return std::visit([&](const auto& one) { return On(credential, one); }, command);
}

Credential Evolve(Credential credential, const Event& event) {
  switch (event.kind_case()) {
    case Event::kCredentialDeposited: {
      const auto& facts = event.credential_deposited();
      credential.versions[facts.credential_id()].facts = facts;
      credential.update_due.clear();
      return credential;
    }
    case Event::kCredentialAccepted:
      At(credential, event.credential_accepted().credential_id()).accepted = true;
      return credential;
    case Event::kCredentialRejected:
      At(credential, event.credential_rejected().credential_id()).rejected = true;
      return credential;
    case Event::kCredentialRevoked: {
      const auto& revoked = event.credential_revoked();
      At(credential, revoked.credential_id()).revoked_from = FromProto(revoked.effective_from());
      return credential;
    }
    case Event::kUpdateRequested:
      credential.update_due = calendar::ToString(FromProto(event.update_requested().due_on()));
      return credential;
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("credential: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case Refusal::kCredentialExists: return "CREDENTIAL_EXISTS";
    case Refusal::kEndsBeforeItBegins: return "ENDS_BEFORE_IT_BEGINS";
    case Refusal::kLastsTooLong: return "LASTS_TOO_LONG";
    case Refusal::kClientMissing: return "CLIENT_MISSING";
    case Refusal::kPastDaysNeedDocument: return "PAST_DAYS_NEED_DOCUMENT";
    case Refusal::kAlreadyShown: return "ALREADY_SHOWN";
    case Refusal::kCredentialUnknown: return "CREDENTIAL_UNKNOWN";
    case Refusal::kOwnCredential: return "OWN_CREDENTIAL";
    case Refusal::kRejected: return "REJECTED";
    case Refusal::kAccepted: return "ACCEPTED";
    case Refusal::kNotAccepted: return "NOT_ACCEPTED";
    case Refusal::kRevoked: return "REVOKED";
    case Refusal::kTakenBack: return "TAKEN_BACK";
    case Refusal::kNothingShown: return "NOTHING_SHOWN";
    case Refusal::kDueInThePast: return "DUE_IN_THE_PAST";
  }
  throw std::logic_error("credential: no such refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case Refusal::kCredentialExists:
      return "Another credential has this id: leave credential_id empty, or choose another.";
    case Refusal::kEndsBeforeItBegins:
      return "The last day lies before the first: check valid_from and valid_to.";
    case Refusal::kLastsTooLong:
      return "A paper of this kind does not hold so long: give the day on which it was issued.";
    case Refusal::kClientMissing:
      return "This kind holds for one client's work: say whose in client_id.";
    case Refusal::kPastDaysNeedDocument:
      return "It begins on a past day: deposit the document in `documents` and name its digest.";
    case Refusal::kAlreadyShown: return "The same was handed in before: look at that version.";
    case Refusal::kCredentialUnknown:
      return "The holder has no such credential: list theirs and use one of its ids.";
    case Refusal::kOwnCredential:
      return "Somebody else than its holder and who handed it in accepts it.";
    case Refusal::kRejected: return "It was rejected: hand in a newer version.";
    case Refusal::kAccepted: return "It was accepted: revoke it from the day on which it fails.";
    case Refusal::kNotAccepted: return "It was never accepted: reject it.";
    case Refusal::kRevoked: return "It was revoked from an earlier day already.";
    case Refusal::kTakenBack:
      return "It was revoked, and does not come to life again: hand it in anew, and accept that.";
    case Refusal::kNothingShown: return "Nothing of this kind was handed in that could be updated.";
    case Refusal::kDueInThePast: return "Give a day that is still to come.";
  }
  throw std::logic_error("credential: no such refusal");
}
}  // namespace aor::credentials::credential
