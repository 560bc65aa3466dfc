// What ends, or has to be looked at again, in whether somebody may work: credentials before their
// last day (P34, S0.21), determinations before their review and when a fact contradicts them (P7).
#include "aor/classification/v1/classification_events.pb.h"
#include "aor/credentials/v1/credentials_events.pb.h"
#include "aor/notifications/v1/notifications_rows.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/notifications/projections/outbox.h"
#include "services/notifications/templates/kinds.h"

namespace aor::notifications {
namespace {
using calendar::Date;
using calendar::FromProto;
using calendar::Instant;
using classification::v1::AssessmentEvent;
using credentials::v1::CredentialEvent;
using eventsourcing::Happened;
using eventsourcing::WritableRows;

constexpr int kEscalatesAfterDays = 1;  // P28: whoever stands in, after the last word to the holder
constexpr int kReviewDays = 14;
constexpr std::chrono::hours kAtNine{9};
constexpr char kOffice[] = "Europe/Zurich";  // where classification counts its days

Instant NineOn(Date day, const std::string& zone) {
  const std::string& known = calendar::IsZone(zone) ? zone : std::string("UTC");
  const auto wall = calendar::AtWall(day, kAtNine, known).instants;
  return wall.empty() ? calendar::StartOf(day, known) : wall.front();
}

v1::Reminder To(const std::string& recipient, const std::string& id, const char* template_id,
                Instant due) {
  v1::Reminder reminder;
  reminder.set_reminder_id(id);
  reminder.set_template_id(template_id);
  reminder.set_recipient_id(recipient);
  *reminder.mutable_due() = TimestampOf(due);
  return reminder;
}

// ---- credentials ----

std::string ExpiringId(const v1::ExpiringRow& row, Date told) {
  return "credential-expiring/" + row.credential_id() + "/" + calendar::ToString(told);
}
std::string EscalatedId(const v1::ExpiringRow& row) {
  return "credential-escalated/" + row.credential_id();
}

void PutExpiring(const std::string& tenant, const v1::ExpiringRow& row, WritableRows& rows) {
  const auto put = [&](v1::Reminder reminder) {
    *reminder.add_parameters() = IdParameter("paper", row.title());
    *reminder.add_parameters() = IdParameter(kPaperKind, row.kind_id());
    *reminder.add_parameters() = DateParameter("end", row.last_day());
    PutReminder(tenant, reminder, rows);
  };
  for (const auto& day : row.told_on())
    put(To(row.holder_id(), ExpiringId(row, FromProto(day)), "credential-expiring",
           NineOn(FromProto(day), row.zone())));
  if (row.told_on().empty()) return;
  const Date last = FromProto(*row.told_on().rbegin()) + kEscalatesAfterDays;
  auto escalated =
      To(row.holder_id(), EscalatedId(row), "credential-escalated", NineOn(last, row.zone()));
  escalated.set_to_backup(true);
  *escalated.add_parameters() = IdParameter("holder_id", row.holder_id());
  put(std::move(escalated));
}

void DropExpiring(const std::string& tenant, const v1::ExpiringRow& row, Instant now,
                  WritableRows& rows) {
  for (const auto& day : row.told_on())
    TakeBackDue(tenant, ExpiringId(row, FromProto(day)), now, rows);
  TakeBackDue(tenant, EscalatedId(row), now, rows);
}

std::string ExpiringKey(const std::string& tenant, const std::string& holder,
                        const std::string& kind, const std::string& client) {
  return RowKey(tenant, "expiring", holder, kind, client);
}

bool Outlasts(const v1::ExpiringRow& row, const credentials::v1::Term& term) {
  return !row.has_last_day() ||
         (term.has_last_day() && FromProto(row.last_day()) > FromProto(term.last_day()));
}

// The one that lasts longest is what its holder hears of; what it replaces ends unnoticed.
void TakeAccepted(const std::string& tenant, const credentials::v1::CredentialAccepted& accepted,
                  Instant now, WritableRows& rows) {
  const auto& term = accepted.term();
  const std::string key =
      ExpiringKey(tenant, accepted.holder_id(), accepted.kind_id(), term.client_id());
  const auto before = rows.Load<v1::ExpiringRow>(key);
  if (before && Outlasts(*before, term)) return;
  if (before) DropExpiring(tenant, *before, now, rows);
  v1::ExpiringRow row;
  row.set_credential_id(accepted.credential_id());
  row.set_holder_id(accepted.holder_id());
  row.set_title(term.title());
  row.set_kind_id(accepted.kind_id());
  row.set_zone(term.zone());
  if (term.has_last_day()) *row.mutable_last_day() = term.last_day();
  *row.mutable_told_on() = term.told_on();
  rows.Store(key, row);
  rows.Put(RowKey(tenant, "expiring-of", accepted.credential_id()), key);
  PutExpiring(tenant, row, rows);
}

// Where a renewal is revoked, what it replaced has lapsed or is shown again.
void TakeRevoked(const std::string& tenant, const credentials::v1::CredentialRevoked& revoked,
                 Instant now, WritableRows& rows) {
  const auto key = rows.Get(RowKey(tenant, "expiring-of", revoked.credential_id()));
  if (!key) return;
  const auto row = rows.Load<v1::ExpiringRow>(*key);
  if (!row || row->credential_id() != revoked.credential_id()) return;
  DropExpiring(tenant, *row, now, rows);
  rows.Delete(*key);
}

// ---- determinations ----

std::string ReviewKey(const std::string& tenant, const std::string& determination) {
  return RowKey(tenant, "review", determination);
}

std::string BeforeKey(const std::string& tenant, const std::string& determination) {
  return RowKey(tenant, "determined-before", determination);
}
std::string StandsKey(const std::string& tenant, const std::string& determination) {
  return RowKey(tenant, "determination-stands", determination);
}
std::string RevokedKey(const std::string& tenant, const std::string& determination) {
  return RowKey(tenant, "determination-revoked", determination);
}

v1::Reminder ReviewOf(const classification::v1::Determination& facts, Date day) {
  const std::string& id = facts.determination_id();
  auto reminder = To(facts.client_id(), "review-due/" + id + "/" + calendar::ToString(day),
                     "review-due", NineOn(day - kReviewDays, kOffice));
  *reminder.add_parameters() = IdParameter("determination_id", id);
  *reminder.add_parameters() = IdParameter("worker_id", facts.worker_id());
  *reminder.add_parameters() = DateParameter("day", calendar::ToProto(day));
  return reminder;
}

// Nobody is reminded before somebody took responsibility for it.
void TakeMade(const std::string& tenant, const classification::v1::Determination& facts,
              Instant now, WritableRows& rows) {
  const std::string current =
      RowKey(tenant, "determined", facts.worker_id(), facts.assessment_id());
  const std::string& id = facts.determination_id();
  if (const auto before = rows.Get(current)) {
    if (const auto review = rows.Load<v1::Reminder>(ReviewKey(tenant, *before)))
      TakeBackDue(tenant, review->reminder_id(), now, rows);
    rows.Put(BeforeKey(tenant, id), *before);
  }
  rows.Put(current, id);
  rows.Put(RowKey(tenant, "determined-of", id), current);
  if (facts.has_review_on())
    rows.Store(ReviewKey(tenant, facts.determination_id()),
               ReviewOf(facts, FromProto(facts.review_on())));
}

void TakeApproved(const std::string& tenant, const std::string& determination, WritableRows& rows) {
  rows.Put(StandsKey(tenant, determination), "");
  if (const auto review = rows.Load<v1::Reminder>(ReviewKey(tenant, determination)))
    PutReminder(tenant, *review, rows);
}

// The next review is another reminder, of which the client has not heard.
void TakeReviewed(const std::string& tenant,
                  const classification::v1::DeterminationReviewed& reviewed, Instant now,
                  WritableRows& rows) {
  const std::string key = ReviewKey(tenant, reviewed.determination_id());
  auto review = rows.Load<v1::Reminder>(key);
  if (!review) return;
  TakeBackDue(tenant, review->reminder_id(), now, rows);
  if (!reviewed.stands()) rows.Delete(StandsKey(tenant, reviewed.determination_id()));
  if (!reviewed.stands() || !reviewed.has_review_on()) return;
  classification::v1::Determination facts;
  facts.set_determination_id(reviewed.determination_id());
  facts.set_client_id(review->recipient_id());
  for (const auto& parameter : review->parameters())
    if (parameter.name() == "worker_id") facts.set_worker_id(parameter.id());
  review = ReviewOf(facts, FromProto(reviewed.review_on()));
  rows.Store(key, *review);
  PutReminder(tenant, *review, rows);
}

// The one before it is the one again, and so is its review.
void TakeRevokedDetermination(const std::string& tenant, const std::string& determination,
                              Instant now, WritableRows& rows) {
  if (const auto review = rows.Load<v1::Reminder>(ReviewKey(tenant, determination)))
    TakeBackDue(tenant, review->reminder_id(), now, rows);
  rows.Put(RevokedKey(tenant, determination), "");
  const auto current = rows.Get(RowKey(tenant, "determined-of", determination));
  if (!current || rows.Get(*current) != determination) return;
  auto before = rows.Get(BeforeKey(tenant, determination));
  while (before && rows.Get(RevokedKey(tenant, *before)))
    before = rows.Get(BeforeKey(tenant, *before));
  rows.Delete(*current);
  if (!before) return;
  rows.Put(*current, *before);
  const auto review = rows.Load<v1::Reminder>(ReviewKey(tenant, *before));
  if (review && rows.Get(StandsKey(tenant, *before))) PutReminder(tenant, *review, rows);
}

void TakeDrift(const Happened& happened, const classification::v1::DriftFound& drift,
               WritableRows& rows) {
  auto reminder =
      To(drift.client_id(), "drift-found/" + drift.drift_id(), "drift-found", RecordedAt(happened));
  *reminder.add_parameters() = IdParameter("determination_id", drift.determination_id());
  *reminder.add_parameters() = IdParameter("worker_id", drift.worker_id());
  PutReminder(happened.commit.tenant(), reminder, rows);
}
}  // namespace

void ApplyCredential(const Happened& happened, WritableRows& rows) {
  if (!eventsourcing::Holds<CredentialEvent>(happened.event)) return;
  const auto event = eventsourcing::Decode<CredentialEvent>(happened.event);
  const std::string& tenant = happened.commit.tenant();
  if (event.credential_accepted().has_term())
    TakeAccepted(tenant, event.credential_accepted(), RecordedAt(happened), rows);
  if (event.has_credential_revoked())
    TakeRevoked(tenant, event.credential_revoked(), RecordedAt(happened), rows);
}

void ApplyDetermination(const Happened& happened, WritableRows& rows) {
  if (!eventsourcing::Holds<AssessmentEvent>(happened.event)) return;
  const auto event = eventsourcing::Decode<AssessmentEvent>(happened.event);
  const std::string& tenant = happened.commit.tenant();
  if (event.has_determination_made())
    TakeMade(tenant, event.determination_made().determination(), RecordedAt(happened), rows);
  if (event.has_determination_approved())
    TakeApproved(tenant, event.determination_approved().determination_id(), rows);
  if (event.has_determination_reviewed())
    TakeReviewed(tenant, event.determination_reviewed(), RecordedAt(happened), rows);
  if (event.has_determination_revoked())
    TakeRevokedDetermination(tenant, event.determination_revoked().determination_id(),
                             RecordedAt(happened), rows);
  if (event.has_drift_found()) TakeDrift(happened, event.drift_found(), rows);
}
}  // namespace aor::notifications
