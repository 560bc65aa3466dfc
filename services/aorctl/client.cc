#include "services/aorctl/client.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>

#include "google/rpc/error_details.pb.h"
#include "libs/rpc/errors.h"

namespace aor::aorctl {
namespace {
constexpr int kMaxBytes = 64 << 20;
constexpr char kAllOperations[] = "operations";

std::shared_ptr<grpc::Channel> OpenChannel(
    const std::string& server, const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxBytes);
  return grpc::CreateCustomChannel(server, credentials, arguments);
}

grpc::ByteBuffer ToBuffer(const google::protobuf::Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

std::string FromBuffer(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return "";
  std::string bytes;
  for (const grpc::Slice& slice : slices)
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

std::string TextOf(const google::protobuf::Message& message, const char* name) {
  const auto* field = message.GetDescriptor()->FindFieldByName(name);
  return field ? message.GetReflection()->GetString(message, field) : "";
}

// aor.payroll.v1 is payroll's; an auditor names the log, and operations/payroll/… is called so.
std::string ContextOf(const google::protobuf::MethodDescriptor& method,
                      const google::protobuf::Message& request) {
  const std::vector<std::string> parts = absl::StrSplit(method.file()->package(), '.');
  const std::string context = parts.size() > 1 ? parts[1] : "";
  if (context == "audit") return TextOf(request, "log");
  if (context != "longrunning") return context;
  const std::vector<std::string> name = absl::StrSplit(TextOf(request, "name"), '/');
  return name.size() > 1 ? name[1] : kAllOperations;
}
}  // namespace

Client::Client(Connection connection) : connection_(std::move(connection)) {
  const auto credentials = rpc::ChannelCredentialsOf(connection_.tls);
  channels_[connection_.server] = OpenChannel(connection_.server, credentials);
  for (const auto& [context, address] : connection_.peers)
    channels_[address] = OpenChannel(address, credentials);
}

std::set<std::string> Client::AddressesOf(const google::protobuf::MethodDescriptor& method,
                                          const google::protobuf::Message& request) const {
  const std::string context = ContextOf(method, request);
  if (const auto peer = connection_.peers.find(context); peer != connection_.peers.end())
    return {peer->second};
  std::set<std::string> addresses = {connection_.server};
  if (context == "admin" || context == "clock" || context == kAllOperations)
    for (const auto& [name, address] : connection_.peers) addresses.insert(address);
  return addresses;
}

void Client::Prepare(grpc::ClientContext& context) const {
  context.set_deadline(absl::ToChronoTime(absl::Now() + connection_.timeout));
  if (!connection_.token.empty())
    context.AddMetadata("authorization", "Bearer " + connection_.token);
}

// Its messages are one field each.
std::string Client::HealthOf(const std::string& address, const std::string& name) {
  const grpc::Slice asked(std::string("\x0a") + static_cast<char>(name.size()) + name);
  grpc::ByteBuffer response;
  const auto status =
      CallOnce(address, "/grpc.health.v1.Health/Check", grpc::ByteBuffer(&asked, 1), response);
  if (!status.ok()) return absl::StatusCodeToString(rpc::FromGrpc(status).code());
  return FromBuffer(response) == std::string("\x08\x01") ? "SERVING" : "NOT_SERVING";
}

grpc::Status Client::CallOnce(const std::string& address, const std::string& path,
                              const grpc::ByteBuffer& request, grpc::ByteBuffer& response,
                              bool is_retry) {
  grpc::ClientContext context;
  Prepare(context);
  if (is_retry) context.AddMetadata("aor-retry", "1");
  grpc::CompletionQueue queue;
  grpc::Status status;
  grpc::GenericStub stub(channels_.at(address));
  const auto call = stub.PrepareUnaryCall(&context, path, request, &queue);
  call->StartCall();
  call->Finish(&response, &status, this);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  return status;
}

// UNAVAILABLE is tried again a few times, and says so: what came first may have landed.
grpc::Status Client::CallPatiently(const std::string& address, const std::string& path,
                                   const grpc::ByteBuffer& request, grpc::ByteBuffer& response) {
  grpc::Status status;
  for (int attempt = 0; attempt < 4; ++attempt) {
    response.Clear();
    status = CallOnce(address, path, request, response, attempt > 0);
    if (status.error_code() != grpc::StatusCode::UNAVAILABLE) break;
    absl::SleepFor(absl::Milliseconds(100 << attempt));
  }
  return status;
}

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Client::Call(
    const google::protobuf::MethodDescriptor& method, const google::protobuf::Message& request) {
  const std::string path = absl::StrCat("/", method.service()->full_name(), "/", method.name());
  const grpc::ByteBuffer bytes = ToBuffer(request);
  auto answer = NewMessage(*method.output_type());
  for (const std::string& address : AddressesOf(method, request)) {
    grpc::ByteBuffer response;
    if (const auto status = CallPatiently(address, path, bytes, response); !status.ok())
      return rpc::FromGrpc(status);
    if (!answer->MergeFromString(FromBuffer(response)))
      return absl::InternalError("the answer is no " + method.output_type()->full_name());
  }
  return answer;
}

std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor& type) {
  return std::unique_ptr<google::protobuf::Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

std::string Words(const absl::Status& status) {
  const std::string refusal = rpc::RefusalOf(status);
  if (const auto violations = rpc::ViolationsOf(status); violations.size() > 1) {
    std::string words = absl::StrCat(absl::StatusCodeToString(status.code()), ":");
    for (const auto& [field, what_to_do] : violations)
      absl::StrAppend(&words, "\n  ", field, ": ", what_to_do, ".");
    return words;
  }
  return absl::StrCat(absl::StatusCodeToString(status.code()), refusal.empty() ? "" : " ", refusal,
                      ": ", status.message());
}
}  // namespace aor::aorctl
