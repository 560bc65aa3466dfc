#include <algorithm>

#include "aor/directory/v1/directory_rows.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/transaction.h"
#include "services/directory/projections/directory_view.h"

namespace aor::directory {
namespace {
using eventsourcing::WritableRows;

void Put(v1::PersonRow& row, const v1::PayrollProfileRecorded& profile) {
  auto& profiles = *row.mutable_profiles();
  const auto day = [](const v1::PayrollProfileRecorded& of) {
    return calendar::FromProto(of.effective_from());
  };
  const auto same = std::ranges::find(profiles, day(profile), day);
  if (same != profiles.end()) {
    *same = profile;
    return;
  }
  *profiles.Add() = profile;
  std::ranges::sort(profiles, {}, day);
}

void Change(const std::string& tenant, const v1::PersonDetailsChanged& details,
            WritableRows& rows) {
  const std::string key = PersonKey(tenant, details.person_id());
  auto row = rows.Load<v1::PersonRow>(key).value_or(v1::PersonRow{});
  auto& person = *row.mutable_registered();
  rows.Delete(NamePrefix(tenant, person.name_index()) + details.person_id());
  *person.mutable_name() = details.name();
  *person.mutable_address() = details.address();
  if (details.has_identifier()) *person.mutable_identifier() = details.identifier();
  person.set_name_index(details.name_index());
  person.set_language(details.language());
  rows.Store(key, row);
  rows.Put(NamePrefix(tenant, details.name_index()) + details.person_id(), details.person_id());
}

// Keeps that there was somebody; the ciphertext goes too, though nobody could open it.
void Erase(const std::string& tenant, const std::string& id, WritableRows& rows) {
  const auto row = rows.Load<v1::PersonRow>(PersonKey(tenant, id)).value_or(v1::PersonRow{});
  rows.Delete(NamePrefix(tenant, row.registered().name_index()) + id);
  v1::PersonRow erased;
  erased.mutable_registered()->set_person_id(id);
  erased.set_erased(true);
  rows.Store(PersonKey(tenant, id), erased);
  rows.Put(kErasedPrefix + tenant + "/" + id, "");
}
}  // namespace

void ApplyPerson(const std::string& tenant, const v1::PersonEvent& event, WritableRows& rows) {
  using Event = v1::PersonEvent;
  switch (event.kind_case()) {
    case Event::kPersonRegistered: {
      const auto& registered = event.person_registered();
      v1::PersonRow row;
      *row.mutable_registered() = registered;
      rows.Store(PersonKey(tenant, registered.person_id()), row);
      return rows.Put(NamePrefix(tenant, registered.name_index()) + registered.person_id(),
                      registered.person_id());
    }
    case Event::kPersonDetailsChanged: return Change(tenant, event.person_details_changed(), rows);
    case Event::kPayrollProfileRecorded: {
      const auto& profile = event.payroll_profile_recorded();
      const std::string key = PersonKey(tenant, profile.person_id());
      auto row = rows.Load<v1::PersonRow>(key).value_or(v1::PersonRow{});
      Put(row, profile);
      return rows.Store(key, row);
    }
    case Event::kOpeningBalanceRecorded: {
      const auto& balance = event.opening_balance_recorded();
      return rows.Store(BalancePrefix(tenant, balance.person_id()) + balance.legal_entity_id() +
                            "/" + std::to_string(balance.balance_kind()),
                        balance);
    }
    case Event::kPersonErasureRequested: {
      const auto& requested = event.person_erasure_requested();
      const std::string key = PersonKey(tenant, requested.person_id());
      auto row = rows.Load<v1::PersonRow>(key).value_or(v1::PersonRow{});
      row.set_erasure_requested_by(requested.requested_by());
      return rows.Store(key, row);
    }
    case Event::kPersonErasureWithdrawn: {
      const std::string key = PersonKey(tenant, event.person_erasure_withdrawn().person_id());
      auto row = rows.Load<v1::PersonRow>(key).value_or(v1::PersonRow{});
      row.clear_erasure_requested_by();
      return rows.Store(key, row);
    }
    case Event::kPersonErased: return Erase(tenant, event.person_erased().person_id(), rows);
    case Event::KIND_NOT_SET: break;
  }
  throw eventsourcing::BrokenHistory("person: unknown event");
}
}  // namespace aor::directory
