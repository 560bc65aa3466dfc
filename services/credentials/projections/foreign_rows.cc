// Who works where, as engagements, classification and the directory published it.
#include "aor/classification/v1/classification_events.pb.h"
#include "aor/directory/v1/directory_events.pb.h"
#include "aor/engagements/v1/engagements_events.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/event_types.h"
#include "services/credentials/projections/credentials_view.h"

namespace aor::credentials {
namespace {
using eventsourcing::Decode;
using eventsourcing::Happened;
using eventsourcing::Holds;
using eventsourcing::RowKey;
using eventsourcing::WritableRows;
constexpr char kZone[] = "Europe/Zurich";  // in which classification counts its days

// ENGAGEMENT_KIND_TEMP is TEMP here.
std::string KindOf(engagements::v1::EngagementKind kind) {
  return engagements::v1::EngagementKind_Name(kind).substr(sizeof("ENGAGEMENT_KIND_") - 1);
}

void Conclude(const Happened& happened, const engagements::v1::ContractConcluded& concluded,
              WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  v1::ContractFact fact;
  auto& subject = *fact.mutable_subject();
  subject.set_contract_id(concluded.contract_id());
  subject.set_worker_id(concluded.worker_id());
  subject.set_supplier_id(concluded.supplier_id());
  subject.set_client_id(concluded.client_id());
  subject.set_engagement_kind(KindOf(concluded.engagement_kind()));
  subject.set_jurisdiction(concluded.jurisdiction());
  subject.set_role(concluded.title());
  fact.set_zone(concluded.zone());
  *fact.mutable_start() = concluded.start();
  *fact.mutable_concluded_at() = happened.commit.recorded_at();
  auto& end = *fact.add_ends();
  if (concluded.has_end()) *end.mutable_end() = concluded.end();
  *end.mutable_recorded_at() = happened.commit.recorded_at();
  const std::string& id = concluded.contract_id();
  rows.Store(RowKey(tenant, "contract", id), fact);
  rows.Put(kContractsPrefix + tenant + "/" + id, "");
  rows.Put(RowKey(tenant, "contract-of", "worker", concluded.worker_id(), id), id);
  rows.Put(RowKey(tenant, "contract-of", "client", concluded.client_id(), id), id);
  if (!concluded.supplier_id().empty())
    rows.Put(RowKey(tenant, "contract-of", "supplier", concluded.supplier_id(), id), id);
  NoteChange(tenant, "worker/" + concluded.worker_id(), rows);
}

void End(const Happened& happened, const std::string& contract, const types::v1::Date& end,
         WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const std::string key = RowKey(tenant, "contract", contract);
  auto fact = rows.Load<v1::ContractFact>(key);
  if (!fact) return;  // of before this log was read
  auto& added = *fact->add_ends();
  *added.mutable_end() = end;
  *added.mutable_recorded_at() = happened.commit.recorded_at();
  rows.Store(key, *fact);
  NoteChange(tenant, "worker/" + fact->subject().worker_id(), rows);
}

void Made(const Happened& happened, const classification::v1::Determination& made,
          WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  v1::DeterminationFact fact;
  fact.set_determination_id(made.determination_id());
  fact.set_worker_id(made.worker_id());
  fact.set_client_id(made.client_id());
  fact.set_engagement_id(made.engagement_id());
  *fact.mutable_effective_from() = made.effective_from();
  fact.set_jurisdiction(made.jurisdiction());
  fact.set_selection_id(made.selection_id());
  fact.set_offered_path(made.offered_path());
  *fact.mutable_made_at() = happened.commit.recorded_at();
  fact.set_place(happened.at.sequence);
  rows.Store(RowKey(tenant, "determination", made.worker_id(), made.determination_id()), fact);
  rows.Put(RowKey(tenant, "determined", made.determination_id()), made.worker_id());
}

template <class Change>
void Alter(const Happened& happened, const std::string& determination, WritableRows& rows,
           const Change& change) {
  const std::string& tenant = happened.commit.tenant();
  const auto worker = rows.Get(RowKey(tenant, "determined", determination));
  if (!worker) return;
  const std::string key = RowKey(tenant, "determination", *worker, determination);
  auto fact = rows.Load<v1::DeterminationFact>(key);
  if (!fact) return;
  change(*fact);
  rows.Store(key, *fact);
  NoteChange(tenant, "worker/" + *worker, rows);
}

types::v1::Date DayOf(const google::protobuf::Timestamp& time) {
  return calendar::ToProto(
      calendar::DayAt(calendar::Instant(std::chrono::seconds(time.seconds())), kZone));
}

void Withdraw(const Happened& happened, const std::string& determination,
              const types::v1::Date& from, bool revoked, WritableRows& rows) {
  Alter(happened, determination, rows, [&](v1::DeterminationFact& fact) {
    auto& withdrawal = *fact.add_withdrawals();
    *withdrawal.mutable_effective_from() = from;
    *withdrawal.mutable_recorded_at() = happened.commit.recorded_at();
    withdrawal.set_revoked(revoked);
  });
}
void Revoke(const Happened& happened, const classification::v1::DeterminationRevoked& revoked,
            WritableRows& rows) {
  Withdraw(happened, revoked.determination_id(), revoked.effective_from(), true, rows);
}

// It is found to stand after all; what was revoked stays so.
void EndWithdrawals(const Happened& happened, v1::DeterminationFact& fact) {
  for (auto& one : *fact.mutable_withdrawals())
    if (!one.revoked() && !one.has_ended_at())
      *one.mutable_ended_at() = happened.commit.recorded_at();
}
void Reconsider(const Happened& happened, const std::string& determination, bool stands,
                WritableRows& rows) {
  if (!stands)
    return Withdraw(happened, determination, DayOf(happened.commit.recorded_at()), false, rows);
  Alter(happened, determination, rows,
        [&](v1::DeterminationFact& fact) { EndWithdrawals(happened, fact); });
}

void Approve(const Happened& happened, const classification::v1::DeterminationApproved& approved,
             WritableRows& rows) {
  Alter(happened, approved.determination_id(), rows, [&](v1::DeterminationFact& fact) {
    *fact.mutable_engagement_kinds() = approved.engagement_kinds();
    if (!fact.has_approved_at()) *fact.mutable_approved_at() = happened.commit.recorded_at();
    EndWithdrawals(happened, fact);
  });
}
}  // namespace

void ApplyContract(const Happened& happened, WritableRows& rows) {
  using Event = engagements::v1::ContractEvent;
  if (!Holds<Event>(happened.event)) return;
  const auto event = Decode<Event>(happened.event);
  if (event.has_contract_concluded()) return Conclude(happened, event.contract_concluded(), rows);
  if (event.has_contract_extended())
    return End(happened, event.contract_extended().contract_id(), event.contract_extended().end(),
               rows);
  if (event.has_contract_ended())
    End(happened, event.contract_ended().contract_id(), event.contract_ended().end(), rows);
}

void ApplyAssessment(const Happened& happened, WritableRows& rows) {
  using Event = classification::v1::AssessmentEvent;
  if (!Holds<Event>(happened.event)) return;
  const auto event = Decode<Event>(happened.event);
  if (event.has_determination_made())
    return Made(happened, event.determination_made().determination(), rows);
  if (event.has_determination_approved())
    return Approve(happened, event.determination_approved(), rows);
  if (event.has_determination_revoked())
    return Revoke(happened, event.determination_revoked(), rows);
  if (event.has_determination_reviewed())
    return Reconsider(happened, event.determination_reviewed().determination_id(),
                      event.determination_reviewed().stands(), rows);
  if (event.has_dispute_resolved())
    Reconsider(happened, event.dispute_resolved().determination_id(),
               event.dispute_resolved().upheld(), rows);
}

void ApplyDirectory(const Happened& happened, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  if (happened.event.type() == "aor.directory.v1.OrganisationEvent/programme_opened") {
    const auto opened = Decode<directory::v1::OrganisationEvent>(happened.event).programme_opened();
    rows.Store(RowKey(tenant, "programme", opened.client_id(), opened.programme_id()), opened);
    return NoteChange(tenant, "client/" + opened.client_id(), rows);
  }
  if (happened.event.type() == "aor.directory.v1.OrganisationEvent/supplier_registered") {
    const auto supplier =
        Decode<directory::v1::OrganisationEvent>(happened.event).supplier_registered();
    return rows.Put(RowKey(tenant, "worker-of", supplier.supplier_id()), supplier.worker_id());
  }
  if (happened.event.type() == "aor.directory.v1.PersonEvent/person_registered") {
    const auto person = Decode<directory::v1::PersonEvent>(happened.event).person_registered();
    return rows.Put(RowKey(tenant, "person", person.person_id()), "");
  }
  if (happened.event.type() != "aor.directory.v1.PersonEvent/person_erased") return;
  const auto erased = Decode<directory::v1::PersonEvent>(happened.event).person_erased();
  rows.Delete(RowKey(tenant, "person", erased.person_id()));
  rows.Put(kErasedPrefix + tenant + "/" + erased.person_id(), "");
}
}  // namespace aor::credentials
