// What stands for longer than one document: mandates, exemptions from VAT, and the series of
// numbers.
#include "aor/invoicing/v1/invoicing_rows.pb.h"
#include "aor/invoicing/v1/self_billing_service.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/event_types.h"
#include "services/invoicing/projections/billing_view.h"
#include "services/invoicing/projections/rows.h"

namespace aor::invoicing {
namespace {
using eventsourcing::Happened, eventsourcing::WritableRows;

// Of the stream supplier-<entity>-<supplier>.
std::string EntityOf(const Happened& happened, const std::string& supplier) {
  constexpr std::string_view kPrefix = "supplier-";
  const std::string& stream = happened.stream.name();
  return stream.substr(kPrefix.size(), stream.size() - kPrefix.size() - supplier.size() - 1);
}

void Revoke(const std::string& prefix, const types::v1::Date& from, WritableRows& rows) {
  std::vector<std::pair<std::string, v1::Mandate>> standing;
  rows.Scan(prefix, "", [&](std::string_view key, std::string_view value) {
    v1::Mandate mandate;
    mandate.ParseFromArray(value.data(), static_cast<int>(value.size()));
    standing.emplace_back(key, std::move(mandate));
    return true;
  });
  for (auto& [key, mandate] : standing) {
    if (mandate.has_revoked_from() &&
        calendar::FromProto(mandate.revoked_from()) <= calendar::FromProto(from))
      continue;
    *mandate.mutable_revoked_from() = from;
    rows.Store(key, mandate);
  }
}
}  // namespace

void ApplyMandate(const Happened& happened, WritableRows& rows) {
  const auto event = eventsourcing::Decode<v1::SupplierEvent>(happened.event);
  const auto below = [&](const std::string& supplier) {
    return RowPrefix(happened.commit.tenant(), "mandate", EntityOf(happened, supplier), supplier);
  };
  if (event.has_mandate_granted()) {
    const auto& granted = event.mandate_granted();
    v1::Mandate mandate;
    mandate.set_legal_entity_id(EntityOf(happened, granted.supplier_id()));
    *mandate.mutable_granted() = granted;
    rows.Store(below(granted.supplier_id()) +
                   calendar::ToString(calendar::FromProto(granted.effective_from())) + "/" +
                   std::to_string(happened.version),
               mandate);
  } else if (event.has_mandate_revoked()) {
    const auto& revoked = event.mandate_revoked();
    Revoke(below(revoked.supplier_id()), revoked.effective_from(), rows);
  }
}

void ApplyExemption(const Happened& happened, WritableRows& rows) {
  const auto event = eventsourcing::Decode<v1::ExemptionEvent>(happened.event);
  const auto key_of = [&](const auto& facts) {
    return ExemptionsKey(happened.commit.tenant(), facts.legal_entity_id(), facts.supplier_id());
  };
  const std::string key = event.has_exemption_attested() ? key_of(event.exemption_attested())
                                                         : key_of(event.exemption_ended());
  auto row = rows.Load<v1::ExemptionsRow>(key).value_or(v1::ExemptionsRow{});
  if (event.has_exemption_attested())
    *row.add_exemptions()->mutable_attested() = event.exemption_attested();
  for (auto& known : *row.mutable_exemptions())
    if (event.has_exemption_ended() &&
        known.attested().attestation() == event.exemption_ended().attestation())
      *known.mutable_ended() = event.exemption_ended();
  rows.Store(key, row);
}

void ApplySeries(const Happened& happened, WritableRows& rows) {
  const auto event = eventsourcing::Decode<v1::SeriesEvent>(happened.event);
  const auto key = RowKey(happened.commit.tenant(), "series", happened.stream.name());
  auto series = rows.Load<v1::SeriesRow>(key).value_or(v1::SeriesRow{});
  series.set_stream(happened.stream.name());
  if (event.has_series_opened()) {
    series.set_prefix(event.series_opened().prefix());
    series.set_opening_number(event.series_opened().last_number());
    series.set_last_number(event.series_opened().last_number());
  } else if (event.has_number_allocated()) {
    series.set_last_number(event.number_allocated().number());
    series.set_last_text(event.number_allocated().text());
    *series.mutable_last_issue_date() = event.number_allocated().issue_date();
  }
  rows.Store(key, series);
}
}  // namespace aor::invoicing
