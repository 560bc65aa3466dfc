#include "libs/eventsourcing/stream_events.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

namespace aor::eventsourcing {
namespace {
using eventlog::v1::Commit;
using eventlog::v1::Stream;
using google::protobuf::internal::WireFormatLite;
constexpr uint32_t kStreams =
    WireFormatLite::MakeTag(Commit::kStreamsFieldNumber, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
constexpr uint32_t kName =
    WireFormatLite::MakeTag(Stream::kNameFieldNumber, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);

// The name stands first, as everybody who serialises a Stream writes it.
bool IsNamed(std::string_view part, std::string_view stream) {
  google::protobuf::io::CodedInputStream input(reinterpret_cast<const uint8_t*>(part.data()),
                                               static_cast<int>(part.size()));
  uint32_t size = 0;
  if (input.ReadTag() != kName || !input.ReadVarint32(&size)) return true;  // look inside
  return part.substr(input.CurrentPosition(), size) == stream;
}
}  // namespace

bool ForEachEvent(std::string_view commit, std::string_view stream,
                  const std::function<void(const eventlog::v1::Event&)>& visit) {
  google::protobuf::io::CodedInputStream input(reinterpret_cast<const uint8_t*>(commit.data()),
                                               static_cast<int>(commit.size()));
  for (uint32_t tag = input.ReadTag(); tag != 0; tag = input.ReadTag()) {
    if (tag != kStreams) {
      if (!WireFormatLite::SkipField(&input, tag)) return false;
      continue;
    }
    uint32_t size = 0;
    if (!input.ReadVarint32(&size)) return false;
    const auto part = commit.substr(input.CurrentPosition(), size);
    if (!input.Skip(static_cast<int>(size))) return false;
    if (!IsNamed(part, stream)) continue;
    Stream found;
    if (!found.ParseFromArray(part.data(), static_cast<int>(part.size()))) return false;
    if (found.name() == stream)
      for (const auto& event : found.events()) visit(event);
  }
  return input.ConsumedEntireMessage();
}
}  // namespace aor::eventsourcing
