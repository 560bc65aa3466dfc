#include <google/protobuf/util/json_util.h>

#include <memory>

#include "aor/payroll/v1/payroll_resources.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
template <class Event>
std::string JsonOf(const eventlog::v1::Event& envelope) {
  auto event = eventsourcing::Decode<Event>(envelope);
  if constexpr (std::is_same_v<Event, v1::BatchEvent>)
    if (event.has_payment_file_stored()) event.mutable_payment_file_stored()->clear_file();
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(event, &json);
  return status.ok() ? json : "";
}

std::string Json(const eventlog::v1::Event& envelope) {
  if (eventsourcing::Holds<v1::PayslipEvent>(envelope)) return JsonOf<v1::PayslipEvent>(envelope);
  if (eventsourcing::Holds<v1::AdvanceEvent>(envelope)) return JsonOf<v1::AdvanceEvent>(envelope);
  if (eventsourcing::Holds<v1::PayableEvent>(envelope)) return JsonOf<v1::PayableEvent>(envelope);
  if (eventsourcing::Holds<v1::BatchEvent>(envelope)) return JsonOf<v1::BatchEvent>(envelope);
  if (eventsourcing::Holds<v1::PaidEvent>(envelope)) return JsonOf<v1::PaidEvent>(envelope);
  return "";
}

// So that keys sort as numbers do.
std::string Padded(uint64_t number) {
  const std::string digits = std::to_string(number);
  return std::string(digits.size() < 10 ? 10 - digits.size() : 0, '0') + digits;
}
}  // namespace

void ApplyHistory(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) {
  v1::HistoryLine line;
  line.set_event_type(happened.event.type());
  *line.mutable_recorded_at() = happened.commit.recorded_at();
  line.set_actor(happened.commit.actor());
  line.set_on_behalf_of(happened.commit.on_behalf_of());
  line.set_method(happened.commit.method());
  line.set_reason(happened.commit.reason());
  line.set_event_json(Json(happened.event));
  rows.Store(Key(happened.commit.tenant(), "history", happened.stream.name(),
                 Padded(happened.chain), Padded(happened.version)),
             line);
}
}  // namespace aor::payroll
