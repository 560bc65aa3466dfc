#include "libs/relay/cloud_event.h"

#include <absl/strings/str_cat.h>
#include <google/protobuf/util/time_util.h>

#include "libs/eventsourcing/event_types.h"

namespace aor::relay {
namespace {
std::string DateOf(const types::v1::Date& date) {
  char text[16];
  snprintf(text, sizeof text, "%04d-%02d-%02d", date.year(), date.month(), date.day());
  return text;
}

CloudEvent ToCloudEvent(const eventlog::v1::Commit& commit, const std::string& stream,
                        const eventlog::v1::Event& event, uint64_t sequence) {
  CloudEvent cloud{
      absl::StrCat(commit.tenant(), "/", stream),
      event.payload(),
      {{"specversion", "1.0"},
       {"id", event.event_id()},
       {"source", absl::StrCat("/", commit.environment(), "/", commit.log())},
       {"type", event.type()},
       {"subject", stream},
       {"time", google::protobuf::util::TimeUtil::ToString(commit.recorded_at())},
       {"dataschema", absl::StrCat("/", event.type().substr(0, event.type().find('/')))},
       {"tenant", commit.tenant()},
       {"position", absl::StrCat(commit.log(), "/", commit.chain(), "/", sequence)}}};
  if (event.has_effective_from())
    cloud.attributes.emplace_back("effectivefrom", DateOf(event.effective_from()));
  if (event.has_effective_to())
    cloud.attributes.emplace_back("effectiveto", DateOf(event.effective_to()));
  if (!commit.traceparent().empty())
    cloud.attributes.emplace_back("traceparent", commit.traceparent());
  return cloud;
}
}  // namespace

absl::StatusOr<std::vector<CloudEvent>> PublicEventsOf(const eventlog::v1::Commit& commit,
                                                       uint64_t sequence) {
  std::vector<CloudEvent> events;
  for (const auto& stream : commit.streams())
    for (const auto& event : stream.events()) {
      const auto* kind = eventsourcing::KindNamed(event.type());
      if (!kind)
        return absl::FailedPreconditionError(
            absl::StrCat(commit.log(), " chain ", commit.chain(), " sequence ", sequence, ": ",
                         event.type(), " is unknown to this program"));
      if (eventsourcing::IsPublished(*kind))
        events.push_back(ToCloudEvent(commit, stream.name(), event, sequence));
    }
  return events;
}
}  // namespace aor::relay
