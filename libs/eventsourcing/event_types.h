// An aggregate's events are one protobuf message with a oneof: each field of it
// is an event type, and its name is for ever.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "aor/eventlog/v1/commit.pb.h"

namespace aor::eventsourcing {
// "<package>.<Message>/<oneof field>". Throws std::logic_error for an event
// without a kind: there is no such fact.
std::string TypeOf(const google::protobuf::Message& event);
// The envelope of an event: its type and bytes. Effective dates are taken from
// fields named effective_from and effective_to of the kind's message, if it has any.
eventlog::v1::Event Encode(const google::protobuf::Message& event);
// Throws BrokenHistory when the bytes are not that message, or are of a kind
// that this program does not know.
void DecodeInto(const eventlog::v1::Event& envelope, google::protobuf::Message& event);
// Does the envelope hold an event of this message?
bool Holds(const eventlog::v1::Event& envelope, const google::protobuf::Descriptor& message);

template <class Event>
Event Decode(const eventlog::v1::Event& envelope) {
  Event event;
  DecodeInto(envelope, event);
  return event;
}
template <class Event>
bool Holds(const eventlog::v1::Event& envelope) {
  return Holds(envelope, *Event::descriptor());
}

// Carries option (aor.options.v1.published).
bool IsPublished(const google::protobuf::FieldDescriptor& kind);
// What this program knows of a type, by the messages linked into it; nullptr: nothing, a newer
// release wrote it. Who skipped it would miss it for ever: readers stop there until the upgrade.
const google::protobuf::FieldDescriptor* KindNamed(const std::string& type);
// The same, or BrokenHistory.
const google::protobuf::FieldDescriptor& KnownKind(const std::string& type);
}  // namespace aor::eventsourcing
