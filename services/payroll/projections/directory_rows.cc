#include "aor/directory/v1/directory_events.pb.h"
#include "aor/payroll/v1/payroll_rows.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/money/money.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
void ApplyEntity(const std::string& tenant, const directory::v1::LegalEntityRegistered& entity,
                 eventsourcing::WritableRows& rows) {
  v1::EntityRow row;
  row.set_legal_entity_id(entity.legal_entity_id());
  row.set_name(entity.name());
  row.set_currency_code(entity.currency_code());
  row.set_zone(entity.zone());
  rows.Store(RowKey(tenant, "entity", entity.legal_entity_id()), row);
}

// The payer's name of the files that are written from here.
void ApplyDetails(const std::string& tenant, const directory::v1::OrganisationDetailsChanged& now,
                  eventsourcing::WritableRows& rows) {
  const std::string key = RowKey(tenant, "entity", now.organisation_id());
  auto row = rows.Load<v1::EntityRow>(key);
  if (!row) return;
  row->set_name(now.name());
  rows.Store(key, *row);
}

void ApplyBalance(const std::string& tenant, const directory::v1::OpeningBalanceRecorded& balance,
                  eventsourcing::WritableRows& rows) {
  if (balance.balance_kind() != directory::v1::OPENING_BALANCE_KIND_BVG_WEEKS) return;
  v1::OpeningWeeksRow row;
  row.set_weeks(
      money::Round(money::FromProto(balance.quantity()), 0, money::Rounding::kDown).unscaled);
  *row.mutable_as_of() = balance.as_of();
  rows.Store(RowKey(tenant, "opening-weeks", balance.legal_entity_id(), balance.person_id()), row);
}
}  // namespace

void ApplyDirectory(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  if (happened.event.type() == "aor.directory.v1.OrganisationEvent/legal_entity_registered") {
    const auto event = eventsourcing::Decode<directory::v1::OrganisationEvent>(happened.event);
    ApplyEntity(tenant, event.legal_entity_registered(), rows);
  }
  if (happened.event.type() == "aor.directory.v1.OrganisationEvent/organisation_details_changed") {
    const auto event = eventsourcing::Decode<directory::v1::OrganisationEvent>(happened.event);
    ApplyDetails(tenant, event.organisation_details_changed(), rows);
  }
  if (happened.event.type() == "aor.directory.v1.PersonEvent/person_registered") {
    const auto event = eventsourcing::Decode<directory::v1::PersonEvent>(happened.event);
    rows.Put(RowKey(tenant, "person", event.person_registered().person_id()), "");
  }
  if (happened.event.type() == "aor.directory.v1.PersonEvent/person_erased") {
    const auto event = eventsourcing::Decode<directory::v1::PersonEvent>(happened.event);
    rows.Delete(RowKey(tenant, "person", event.person_erased().person_id()));
    rows.Put(RowKey(tenant, "erased", event.person_erased().person_id()), "");
  }
  if (happened.event.type() == "aor.directory.v1.PersonEvent/opening_balance_recorded") {
    const auto event = eventsourcing::Decode<directory::v1::PersonEvent>(happened.event);
    ApplyBalance(tenant, event.opening_balance_recorded(), rows);
  }
}
}  // namespace aor::payroll
