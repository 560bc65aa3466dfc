#include "libs/service/reflection.h"

#include <google/protobuf/descriptor.pb.h>

#include <set>

#include "libs/protos/commented.h"

namespace aor::service {
namespace {
using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;

// With comments if it is ours; as it was generated if it is another's.
template <class Find>
auto FindIn(const Find& find) {
  const auto* found = find(protos::Commented());
  return found ? found : find(*DescriptorPool::generated_pool());
}

void AddWithImports(const FileDescriptor& file, std::set<std::string>& added,
                    grpc::reflection::v1::FileDescriptorResponse& response) {
  if (!added.insert(file.name()).second) return;
  google::protobuf::FileDescriptorProto described;
  file.CopyTo(&described);
  file.CopySourceCodeInfoTo(&described);
  response.add_file_descriptor_proto(described.SerializeAsString());
  for (int i = 0; i < file.dependency_count(); ++i)
    AddWithImports(*file.dependency(i), added, response);
}

void SayNotFound(const std::string& what, Reflection::Response& response) {
  response.mutable_error_response()->set_error_code(grpc::StatusCode::NOT_FOUND);
  response.mutable_error_response()->set_error_message("there is no " + what);
}

void AddFile(const FileDescriptor* file, const std::string& what, Reflection::Response& response) {
  std::set<std::string> added;
  if (file)
    AddWithImports(*file, added, *response.mutable_file_descriptor_response());
  else
    SayNotFound(what, response);
}

void AddExtensions(const std::string& type, Reflection::Response& response) {
  const auto* message =
      FindIn([&](const DescriptorPool& pool) { return pool.FindMessageTypeByName(type); });
  if (!message) return SayNotFound("message " + type, response);
  auto& numbers = *response.mutable_all_extension_numbers_response();
  numbers.set_base_type_name(type);
  std::vector<const google::protobuf::FieldDescriptor*> extensions;
  message->file()->pool()->FindAllExtensions(message, &extensions);
  for (const auto* extension : extensions) numbers.add_extension_number(extension->number());
}

const FileDescriptor* FileOfExtension(const grpc::reflection::v1::ExtensionRequest& wanted) {
  return FindIn([&](const DescriptorPool& pool) -> const FileDescriptor* {
    const Descriptor* type = pool.FindMessageTypeByName(wanted.containing_type());
    const auto* extension =
        type ? pool.FindExtensionByNumber(type, wanted.extension_number()) : nullptr;
    return extension ? extension->file() : nullptr;
  });
}

// One stream: what is asked is answered before the next is read.
class Answering final : public grpc::ServerBidiReactor<Reflection::Request, Reflection::Response> {
 public:
  explicit Answering(const Reflection& reflection) : reflection_(reflection) {
    StartRead(&request_);
  }
  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    response_ = reflection_.Answer(request_);
    StartWrite(&response_);
  }
  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    StartRead(&request_);
  }
  void OnDone() override { delete this; }

 private:
  const Reflection& reflection_;
  Reflection::Request request_;
  Reflection::Response response_;
};
}  // namespace

void Reflection::Serve(std::vector<std::string> services) {
  services_ = std::make_shared<const std::vector<std::string>>(std::move(services));
}

Reflection::Response Reflection::Answer(const Request& request) const {
  Response response;
  response.set_valid_host(request.host());
  *response.mutable_original_request() = request;
  const std::string& symbol = request.file_containing_symbol();
  const std::string& file = request.file_by_filename();
  switch (request.message_request_case()) {
    case Request::kListServices: {
      auto& listed = *response.mutable_list_services_response();
      if (const auto services = services_.load())
        for (const std::string& name : *services) listed.add_service()->set_name(name);
      break;
    }
    case Request::kFileContainingSymbol:
      AddFile(FindIn([&](const auto& pool) { return pool.FindFileContainingSymbol(symbol); }),
              "symbol " + symbol, response);
      break;
    case Request::kFileByFilename:
      AddFile(FindIn([&](const auto& pool) { return pool.FindFileByName(file); }), "file " + file,
              response);
      break;
    case Request::kFileContainingExtension:
      AddFile(FileOfExtension(request.file_containing_extension()), "such extension", response);
      break;
    case Request::kAllExtensionNumbersOfType:
      AddExtensions(request.all_extension_numbers_of_type(), response);
      break;
    case Request::MESSAGE_REQUEST_NOT_SET:
      response.mutable_error_response()->set_error_code(grpc::StatusCode::INVALID_ARGUMENT);
      response.mutable_error_response()->set_error_message("say what to tell: list_services, …");
      break;
  }
  return response;
}

grpc::ServerBidiReactor<Reflection::Request, Reflection::Response>*
Reflection::ServerReflectionInfo(grpc::CallbackServerContext*) {
  return new Answering(*this);
}
}  // namespace aor::service
