#include "services/credentials/projections/credentials_view.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_format.h>

#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"

namespace aor::credentials {
using eventsourcing::BrokenHistory;
using eventsourcing::Decode;
using eventsourcing::Happened;
using eventsourcing::Holds;
using eventsourcing::RowKey;
using eventsourcing::WritableRows;

std::string ChangeKey(int64_t number) { return absl::StrFormat("%s%012d", kChangePrefix, number); }

int64_t NextChange(const eventsourcing::Rows& rows) {
  int64_t next = 0;
  const auto row = rows.Get(kChanges);
  return row && absl::SimpleAtoi(*row, &next) ? next : 0;
}

void NoteChange(const std::string& tenant, const std::string& part, WritableRows& rows) {
  const int64_t number = NextChange(rows);
  rows.Put(ChangeKey(number), tenant + "/" + part);
  if (number >= kChangesKept) rows.Delete(ChangeKey(number - kChangesKept));
  rows.Put(kChanges, std::to_string(number + 1));
}

std::string ScopeKey(const std::string& tenant, v1::ScopeKind kind, const std::string& scope) {
  return RowKey(tenant, "adoption", v1::ScopeKind_Name(kind), scope);
}

namespace {
constexpr std::string_view kGatesStream = "gates-";

// What the stream's first event stored; later ones change it.
template <class Row>
Row Stored(const std::string& key, const WritableRows& rows) {
  auto row = rows.Load<Row>(key);
  if (!row) throw BrokenHistory("credentials: nothing stored as " + key);
  return *std::move(row);
}

std::string CredentialKey(const std::string& tenant, const auto& fact) {
  return RowKey(tenant, "credential", fact.holder_id(), fact.kind_id(), fact.credential_id());
}

void Deposit(const Happened& happened, const v1::CredentialDeposited& deposited,
             WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  v1::CredentialFact fact;
  *fact.mutable_deposited() = deposited;
  *fact.mutable_deposited_at() = happened.commit.recorded_at();
  rows.Store(CredentialKey(tenant, deposited), fact);
  const auto asked = RowKey(tenant, "update", deposited.holder_id(), deposited.kind_id());
  auto update = rows.Load<v1::UpdateFact>(asked);
  if (!update || update->has_answered_at()) return;
  *update->mutable_answered_at() = happened.commit.recorded_at();
  rows.Store(asked, *update);
}

std::string TakeCredential(const Happened& happened, const v1::CredentialEvent& event,
                           WritableRows& rows) {
  using Event = v1::CredentialEvent;
  const std::string& tenant = happened.commit.tenant();
  const auto& now = happened.commit.recorded_at();
  const auto change = [&](const auto& of, const auto& apply) {
    const std::string key = CredentialKey(tenant, of);
    auto fact = Stored<v1::CredentialFact>(key, rows);
    apply(fact);
    rows.Store(key, fact);
    return of.holder_id();
  };
  switch (event.kind_case()) {
    case Event::kCredentialDeposited:
      Deposit(happened, event.credential_deposited(), rows);
      return event.credential_deposited().holder_id();
    case Event::kCredentialAccepted:
      return change(event.credential_accepted(), [&](v1::CredentialFact& fact) {
        *fact.mutable_accepted() = event.credential_accepted();
        *fact.mutable_accepted_at() = now;
        PutEnding(tenant, fact, rows);
      });
    case Event::kCredentialRejected:
      return change(event.credential_rejected(), [&](v1::CredentialFact& fact) {
        *fact.mutable_rejected() = event.credential_rejected();
        *fact.mutable_rejected_at() = now;
      });
    case Event::kCredentialRevoked:
      return change(event.credential_revoked(), [&](v1::CredentialFact& fact) {
        auto& revocation = *fact.add_revocations();
        *revocation.mutable_revoked() = event.credential_revoked();
        *revocation.mutable_recorded_at() = now;
        DropEnding(tenant, fact.deposited(), rows);
      });
    case Event::kUpdateRequested: {
      const auto& requested = event.update_requested();
      v1::UpdateFact fact;
      *fact.mutable_requested() = requested;
      *fact.mutable_recorded_at() = now;
      rows.Store(RowKey(tenant, "update", requested.holder_id(), requested.kind_id()), fact);
      return requested.holder_id();
    }
    case Event::KIND_NOT_SET: break;
  }
  throw BrokenHistory("credentials: unknown event of a credential");
}

// A holder is a worker, a supplier, or both: a contractor alone is their own.
void ApplyCredential(const Happened& happened, WritableRows& rows) {
  const auto event = Decode<v1::CredentialEvent>(happened.event);
  const std::string holder = TakeCredential(happened, event, rows);
  if (event.has_update_requested()) return;
  NoteChange(happened.commit.tenant(), "worker/" + holder, rows);
  NoteChange(happened.commit.tenant(), "supplier/" + holder, rows);
}

void ApplyOverride(const Happened& happened, WritableRows& rows) {
  const auto event = Decode<v1::OverrideEvent>(happened.event);
  const std::string& tenant = happened.commit.tenant();
  const auto& now = happened.commit.recorded_at();
  const auto key_of = [&](const auto& fact) {
    return RowKey(tenant, "override", fact.worker_id(), fact.override_id());
  };
  if (event.has_override_requested()) {
    v1::OverrideFact fact;
    *fact.mutable_requested() = event.override_requested();
    return rows.Store(key_of(event.override_requested()), fact);
  }
  const bool granted = event.has_override_granted();
  const std::string key =
      granted ? key_of(event.override_granted()) : key_of(event.override_ended());
  auto fact = Stored<v1::OverrideFact>(key, rows);
  if (granted) {
    *fact.mutable_granted() = event.override_granted();
    *fact.mutable_granted_at() = now;
  } else {
    *fact.mutable_ended() = event.override_ended();
    *fact.mutable_ended_at() = now;
  }
  rows.Store(key, fact);
  NoteChange(tenant, "worker/" + fact.requested().worker_id(), rows);
}

void ApplyAdoption(const Happened& happened, WritableRows& rows) {
  const auto event = Decode<v1::AdoptionEvent>(happened.event);
  const std::string& tenant = happened.commit.tenant();
  v1::AdoptionFact fact;
  if (event.has_policy_adopted()) *fact.mutable_adopted() = event.policy_adopted();
  if (event.has_adoption_ended()) *fact.mutable_ended() = event.adoption_ended();
  *fact.mutable_recorded_at() = happened.commit.recorded_at();
  const v1::Scope& scope = fact.has_adopted() ? fact.adopted().scope() : fact.ended().scope();
  const std::string key = ScopeKey(tenant, scope.scope_kind(), scope.scope_id());
  auto facts = rows.Load<v1::AdoptionFacts>(key).value_or(v1::AdoptionFacts());
  *facts.add_facts() = std::move(fact);
  rows.Store(key, facts);
  const bool of_client = scope.scope_kind() == v1::SCOPE_KIND_CLIENT;
  NoteChange(tenant, of_client ? "client/" + scope.scope_id() : "all", rows);
}

void ApplyGates(const Happened& happened, WritableRows& rows) {
  const auto event = Decode<v1::GateEvent>(happened.event);
  const std::string key =
      RowKey(happened.commit.tenant(), "gates", happened.stream.name().substr(kGatesStream.size()));
  auto fact = rows.Load<v1::GatesFact>(key).value_or(v1::GatesFact());
  const auto gate =
      event.has_gate_closed() ? event.gate_closed().gate() : event.gate_opened().gate();
  v1::GateFact* told = nullptr;
  for (auto& one : *fact.mutable_gates())
    if (one.gate() == gate) told = &one;
  if (!told) told = fact.add_gates();
  told->set_gate(gate);
  *told->mutable_closed() =
      event.has_gate_closed() ? event.gate_closed().closed() : event.gate_opened().closed();
  fact.set_version(happened.version);
  rows.Store(key, fact);
}
}  // namespace

void CredentialsView::Apply(const Happened& happened, WritableRows& rows) {
  if (happened.commit.log() == "engagements") return ApplyContract(happened, rows);
  if (happened.commit.log() == "classification") return ApplyAssessment(happened, rows);
  if (happened.commit.log() == "directory") return ApplyDirectory(happened, rows);
  if (Holds<v1::CredentialEvent>(happened.event)) return ApplyCredential(happened, rows);
  if (Holds<v1::OverrideEvent>(happened.event)) return ApplyOverride(happened, rows);
  if (Holds<v1::AdoptionEvent>(happened.event)) return ApplyAdoption(happened, rows);
  if (Holds<v1::GateEvent>(happened.event)) return ApplyGates(happened, rows);
  throw BrokenHistory("credentials: unknown event " + happened.event.type());
}
}  // namespace aor::credentials
