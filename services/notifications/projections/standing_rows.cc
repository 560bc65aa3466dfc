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

std::string LatestKey(const std::string& tenant, const classification::v1::Determination& facts) {
  return RowKey(tenant, "determined", facts.worker_id(), facts.assessment_id());
}
std::string DeterminationKey(const std::string& tenant, const std::string& determination) {
  return RowKey(tenant, "determination", determination);
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

// Reminded is of a review that falls on a day on which somebody relies on the determination: it was
// approved, and no later one has taken its place by then (ADR 24).
void Remind(const std::string& tenant, const std::string& latest, Instant now, WritableRows& rows) {
  Date taken = Date::max();
  std::optional<v1::DeterminationRow> row;
  for (auto id = rows.Get(latest); id && !id->empty(); id = row->before()) {
    row = rows.Load<v1::DeterminationRow>(DeterminationKey(tenant, *id));
    const bool stands = row->approved() && !row->found_wanting() && !row->revoked();
    if (row->has_review() && stands && FromProto(row->review_on()) < taken)
      PutReminder(tenant, row->review(), rows);
    else if (row->has_review())
      TakeBackDue(tenant, row->review().reminder_id(), now, rows);
    if (stands) taken = std::min(taken, FromProto(row->effective_from()));
  }
}

void SetReview(const classification::v1::Determination& facts, const types::v1::Date& day,
               v1::DeterminationRow& row) {
  *row.mutable_review_on() = day;
  *row.mutable_review() = ReviewOf(facts, FromProto(day));
}

// Nobody is reminded before somebody took responsibility for it.
void TakeMade(const std::string& tenant, const classification::v1::Determination& facts,
              WritableRows& rows) {
  const std::string latest = LatestKey(tenant, facts);
  v1::DeterminationRow row;
  row.set_latest(latest);
  row.set_before(rows.Get(latest).value_or(""));
  *row.mutable_effective_from() = facts.effective_from();
  if (facts.has_review_on()) SetReview(facts, facts.review_on(), row);
  rows.Store(DeterminationKey(tenant, facts.determination_id()), row);
  rows.Put(latest, facts.determination_id());
}

// What somebody says of it decides on its review, and on those of the ones before.
template <class Change>
void Judge(const Happened& happened, const std::string& determination, WritableRows& rows,
           Change change) {
  const std::string& tenant = happened.commit.tenant();
  const std::string key = DeterminationKey(tenant, determination);
  auto row = rows.Load<v1::DeterminationRow>(key);
  if (!row) return;
  change(*row);
  rows.Store(key, *row);
  Remind(tenant, row->latest(), RecordedAt(happened), rows);
}

// The next review is another reminder, of which the client has not heard.
void TakeReviewed(const Happened& happened,
                  const classification::v1::DeterminationReviewed& reviewed, WritableRows& rows) {
  Judge(happened, reviewed.determination_id(), rows, [&](v1::DeterminationRow& row) {
    row.set_found_wanting(!reviewed.stands());
    if (!row.has_review() || !reviewed.stands() || !reviewed.has_review_on()) return;
    TakeBackDue(happened.commit.tenant(), row.review().reminder_id(), RecordedAt(happened), rows);
    classification::v1::Determination facts;
    facts.set_determination_id(reviewed.determination_id());
    facts.set_client_id(row.review().recipient_id());
    for (const auto& parameter : row.review().parameters())
      if (parameter.name() == "worker_id") facts.set_worker_id(parameter.id());
    SetReview(facts, reviewed.review_on(), row);
  });
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
  if (event.has_determination_made())
    TakeMade(happened.commit.tenant(), event.determination_made().determination(), rows);
  if (event.has_determination_approved())
    Judge(happened, event.determination_approved().determination_id(), rows,
          [](v1::DeterminationRow& row) {
            row.set_approved(true);
            row.set_found_wanting(false);
          });
  if (event.has_dispute_resolved())
    Judge(happened, event.dispute_resolved().determination_id(), rows,
          [&](v1::DeterminationRow& row) {
            row.set_found_wanting(!event.dispute_resolved().upheld());
          });
  if (event.has_determination_reviewed())
    TakeReviewed(happened, event.determination_reviewed(), rows);
  if (event.has_determination_revoked())
    Judge(happened, event.determination_revoked().determination_id(), rows,
          [](v1::DeterminationRow& row) { row.set_revoked(true); });
  if (event.has_drift_found()) TakeDrift(happened, event.drift_found(), rows);
}
}  // namespace aor::notifications
