// What happened to a stream, read from the log: the pay book keeps no copy of it.
#include <absl/strings/str_format.h>
#include <google/protobuf/util/json_util.h>

#include <memory>

#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/row_store.h"
#include "services/payroll/api/endpoint.h"

namespace aor::payroll {
namespace {
using eventlog::v1::Commit;
using rpc::Caller;

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

v1::HistoryLine LineOf(const Commit& commit, const eventlog::v1::Event& event) {
  v1::HistoryLine line;
  line.set_event_type(event.type());
  *line.mutable_recorded_at() = commit.recorded_at();
  line.set_actor(commit.actor());
  line.set_on_behalf_of(commit.on_behalf_of());
  line.set_method(commit.method());
  line.set_reason(commit.reason());
  line.set_event_json(Json(event));
  return line;
}

// Lines of one chain, keyed so that they sort as they happened.
absl::Status ReadChain(const eventlog::EventLog& log, uint32_t chain, const std::string& tenant,
                       const std::string& stream, eventsourcing::WritableRows& lines) {
  return log.ReadStream(chain, tenant + "/" + stream, 0, [&](const eventlog::Stored& stored) {
    Commit commit;
    commit.ParseFromArray(stored.bytes.data(), static_cast<int>(stored.bytes.size()));
    for (const auto& part : commit.streams())
      for (int i = 0; part.name() == stream && i < part.events_size(); ++i)
        lines.Store(absl::StrFormat("%02d/%020d/%06d", chain, stored.at.sequence, i),
                    LineOf(commit, part.events(i)));
    return true;
  });
}
}  // namespace

// A worker's advances stand on the chain of each employer; whose they are only the log knows.
rpc::Reactor* Endpoint::GetHistory(Context* context, const v1::GetHistoryRequest* request,
                                   v1::GetHistoryResponse* response) {
  return tools_.edge.Read<v1::GetHistoryRequest, v1::GetHistoryResponse>(
      context, *request, response, tools_.view,
      [this, request](const Caller& caller, const eventsourcing::Rows&, auto& answer) {
        const auto store = eventsourcing::MemoryRowStore();
        eventsourcing::OverlaidRows lines(*store, "");
        absl::Status read;
        for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain)
          read.Update(
              ReadChain(tools_.runtime.log(), chain, caller.tenant, request->stream(), lines));
        if (!read.ok()) return read;
        return rpc::ListPage(
            lines, "", request->page_size(), request->page_token(),
            [&](std::string_view value) {
              return answer.add_lines()->ParseFromArray(value.data(),
                                                        static_cast<int>(value.size()));
            },
            answer.mutable_next_page_token());
      });
}
}  // namespace aor::payroll
