#include "services/aorctl/download.h"

#include <filesystem>
#include <fstream>

#include "aor/documents/v1/documents_service.grpc.pb.h"
#include "libs/ids/content_digest.h"
#include "libs/rpc/errors.h"

namespace aor::aorctl {
namespace {
namespace fs = std::filesystem;
using documents::v1::DocumentService;

// The name comes from elsewhere: it stays in its directory.
fs::path TargetOf(const std::string& to, const std::string& name) {
  return fs::is_directory(to) ? fs::path(to) / fs::path(name).filename() : fs::path(to);
}

absl::Status Write(const fs::path& target, const std::string& bytes) {
  const fs::path part = target.string() + ".part";
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  std::error_code failed;
  if (file) fs::rename(part, target, failed);
  if (file && !failed) return absl::OkStatus();
  return absl::InvalidArgumentError("--to: " + target.string() + " cannot be written");
}

std::string StringIn(const google::protobuf::Message& message, const char* name) {
  const auto* field = message.GetDescriptor()->FindFieldByName(name);
  return field ? message.GetReflection()->GetString(message, field) : "";
}
}  // namespace

bool HoldsFile(const google::protobuf::Message& response) {
  const auto* file = response.GetDescriptor()->FindFieldByName("file");
  return file && file->type() == google::protobuf::FieldDescriptor::TYPE_BYTES &&
         !file->is_repeated() && response.GetDescriptor()->FindFieldByName("file_name");
}

absl::StatusOr<std::string> SaveFile(const google::protobuf::Message& response,
                                     const std::string& to) {
  const std::string bytes = StringIn(response, "file"), digest = StringIn(response, "digest");
  if (!digest.empty() && ContentDigest(bytes) != digest)
    return absl::DataLossError("the bytes that came are not those that were announced");
  const fs::path target = TargetOf(to, StringIn(response, "file_name"));
  if (auto written = Write(target, bytes); !written.ok()) return written;
  return target.string();
}

absl::StatusOr<std::string> Download(Client& client,
                                     const google::protobuf::MethodDescriptor& method,
                                     const google::protobuf::Message& request,
                                     const std::string& to) {
  grpc::ClientContext context;
  client.Prepare(context);
  DocumentService::Stub stub(client.ChannelFor(method, request));
  const auto reader = stub.DownloadDocument(
      &context, static_cast<const documents::v1::DownloadDocumentRequest&>(request));
  documents::v1::DownloadDocumentResponse first, piece;
  std::string bytes;
  while (reader->Read(&piece)) {
    if (piece.has_content()) first = piece;
    bytes += piece.piece();
  }
  if (const auto status = reader->Finish(); !status.ok()) return rpc::FromGrpc(status);
  if (ContentDigest(bytes) != first.content().digest())
    return absl::DataLossError("the bytes that came are not those that were announced");
  const fs::path target = TargetOf(to, first.file_name());
  if (auto written = Write(target, bytes); !written.ok()) return written;
  return target.string();
}
}  // namespace aor::aorctl
