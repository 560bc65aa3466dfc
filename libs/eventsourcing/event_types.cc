#include "libs/eventsourcing/event_types.h"

#include <absl/strings/str_cat.h>
#include <google/protobuf/descriptor.h>

#include <map>
#include <mutex>
#include <shared_mutex>
#include <string_view>
#include <unordered_map>

#include "aor/options/v1/options.pb.h"
#include "libs/eventsourcing/transaction.h"

namespace aor::eventsourcing {
namespace {
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* KindOf(const Message& event) {
  const Descriptor& descriptor = *event.GetDescriptor();
  if (descriptor.oneof_decl_count() == 0)
    throw std::logic_error(descriptor.full_name() + " has no oneof of events");
  return event.GetReflection()->GetOneofFieldDescriptor(event, descriptor.oneof_decl(0));
}

std::string TypeName(const FieldDescriptor& kind) {
  return absl::StrCat(kind.containing_type()->full_name(), "/", kind.name());
}

// The same as comparing with TypeName, without building it.
bool IsNamed(const FieldDescriptor& kind, std::string_view type) {
  const std::string& message = kind.containing_type()->full_name();
  return type.size() == message.size() + 1 + kind.name().size() && type.starts_with(message) &&
         type[message.size()] == '/' && type.ends_with(kind.name());
}

// The kinds of a message by their field, named once: types are built for each event.
const std::string& TypeName(const FieldDescriptor* kind) {
  static std::shared_mutex mutex;
  static std::map<const FieldDescriptor*, std::string> names;
  {
    std::shared_lock lock(mutex);
    if (const auto found = names.find(kind); found != names.end()) return found->second;
  }
  std::unique_lock lock(mutex);
  return names.try_emplace(kind, TypeName(*kind)).first->second;
}

void CopyDate(const Message& from, const char* field, types::v1::Date* to) {
  const FieldDescriptor* date = from.GetDescriptor()->FindFieldByName(field);
  if (!date || date->message_type() != types::v1::Date::descriptor()) return;
  if (from.GetReflection()->HasField(from, date))
    to->CopyFrom(from.GetReflection()->GetMessage(from, date));
}
}  // namespace

std::string TypeOf(const Message& event) {
  const FieldDescriptor* kind = KindOf(event);
  if (!kind) throw std::logic_error(event.GetTypeName() + " without a kind is no fact");
  return TypeName(kind);
}

eventlog::v1::Event Encode(const Message& event) {
  eventlog::v1::Event envelope;
  envelope.set_type(TypeOf(event));
  envelope.set_schema_version(1);
  const Message& kind = event.GetReflection()->GetMessage(event, KindOf(event));
  types::v1::Date from, to;
  CopyDate(kind, "effective_from", &from);
  CopyDate(kind, "effective_to", &to);
  if (from.year() != 0) *envelope.mutable_effective_from() = from;
  if (to.year() != 0) *envelope.mutable_effective_to() = to;
  event.SerializeToString(envelope.mutable_payload());
  return envelope;
}

void DecodeInto(const eventlog::v1::Event& envelope, Message& event) {
  if (!event.ParseFromString(envelope.payload()))
    throw BrokenHistory(envelope.type() + ": the bytes are no " + event.GetTypeName());
  // A newer release wrote a kind that this one does not know: half a history.
  if (const auto* kind = KindOf(event); !kind || !IsNamed(*kind, envelope.type()))
    throw BrokenHistory(envelope.type() + ": unknown to this program");
}

bool Holds(const eventlog::v1::Event& envelope, const Descriptor& message) {
  const std::string& type = envelope.type();
  const std::string& name = message.full_name();
  return type.size() > name.size() && type[name.size()] == '/' && type.starts_with(name);
}

bool IsPublished(const FieldDescriptor& kind) {
  return kind.options().GetExtension(options::v1::published);
}

const FieldDescriptor* KindNamed(const std::string& type) {
  thread_local std::unordered_map<std::string, const FieldDescriptor*> known;
  if (const auto found = known.find(type); found != known.end()) return found->second;
  const size_t slash = type.find('/');
  if (slash == std::string::npos) return nullptr;
  const auto* message = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
      type.substr(0, slash));
  const auto* kind = message ? message->FindFieldByName(type.substr(slash + 1)) : nullptr;
  return kind ? known[type] = kind : nullptr;
}

const FieldDescriptor& KnownKind(const std::string& type) {
  if (const auto* kind = KindNamed(type)) return *kind;
  throw BrokenHistory(type + ": unknown to this program");
}
}  // namespace aor::eventsourcing
