#include "services/notifications/delivery/returned.h"

#include <filesystem>

#include "aor/notifications/v1/notifications_rows.pb.h"
#include "libs/files/files.h"
#include "libs/ids/uuid.h"
#include "libs/rpc/errors.h"
#include "services/notifications/channels/bounce.h"
#include "services/notifications/projections/outbox.h"
#include "services/notifications/projections/taken.h"

namespace aor::notifications {
namespace {
using Stub = v1::NotificationsService::Stub;
constexpr auto kAnswersWithin = std::chrono::seconds(5);

// What is refused now and may be right in a while: a report may come before the server's own
// answer was recorded. What was not answered is asked again.
absl::Status Judged(const grpc::Status& answer) {
  const auto status = rpc::FromGrpc(answer);
  if (rpc::RefusalOf(status) == "NOT_SENT") return absl::NotFoundError(status.message());
  switch (status.code()) {
    case absl::StatusCode::kOk:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kUnauthenticated: return status;
    default: return absl::UnavailableError(status.message());
  }
}

template <class Request, class Response>
absl::Status Tell(Stub& stub,
                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  const std::string& token, const Request& request) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kAnswersWithin);
  if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
  Response response;
  return Judged((stub.*method)(&context, request, &response));
}

absl::Status Unknown() { return absl::NotFoundError("it is of no message of ours"); }
}  // namespace

Returned::Returned(const eventsourcing::Rows& rows, const std::shared_ptr<grpc::Channel>& self,
                   std::function<std::string(const std::string& tenant)> token_of)
    : rows_(rows),
      service_(v1::NotificationsService::NewStub(self)),
      token_of_(std::move(token_of)) {}

// The same bytes are the same wish, whoever delivers them again.
absl::Status Returned::TakeMail(const std::string& mail) const {
  if (const auto mark = AddressedTo(mail, kToUnsubscribe)) return Unsubscribe(mail, Compact(*mark));
  const auto bounce = ReadBounce(mail);
  if (!bounce) return absl::InvalidArgumentError("it is no delivery status notification");
  const auto row = rows_.Load<v1::LeftRow>(LeftKey(bounce->mark.message_id));
  if (!row) return Unknown();
  v1::ReportBounceRequest request;
  request.set_request_id(DerivedId(row->tenant(), mail, "returned"));
  request.set_report(mail);
  return Tell(*service_, &Stub::ReportBounce, token_of_(row->tenant()), request);
}

absl::Status Returned::Unsubscribe(const std::string& mail, const std::string& link) const {
  if (!rows_.Get(LeftKey(ReadMark(link)->message_id))) return Unknown();
  v1::UnsubscribeByLinkRequest request;
  request.set_request_id(DerivedId("", mail, "returned"));
  request.set_link(link);
  return Tell(*service_, &Stub::UnsubscribeByLink, "", request);
}

absl::Status Returned::TakeReceipt(const std::string& content) const {
  v1::ReportReceiptRequest request;
  if (!request.ParseFromString(content)) return absl::InvalidArgumentError("it is no receipt");
  const auto row = LoadTaken(rows_, request.server_id());
  if (!row) return Unknown();
  request.set_request_id(DerivedId(row->tenant(), content, "returned"));
  return Tell(*service_, &Stub::ReportReceipt, token_of_(row->tenant()), request);
}

absl::Status SpoolReceipt(const std::string& folder, const v1::ReportReceiptRequest& receipt) {
  const std::string content = receipt.SerializeAsString();
  const std::string name = "/" + DerivedId("", content, "receipt");
  // A centre that says it again and again does not make it new: it is set aside in time.
  if (std::filesystem::exists(folder + "/new" + name)) return absl::OkStatus();
  if (auto written = files::WriteFileDurably(folder + "/tmp" + name, content); !written.ok())
    return written;
  // Whole, or not there, for whoever looks at what is new.
  std::error_code error;
  std::filesystem::rename(folder + "/tmp" + name, folder + "/new" + name, error);
  if (error) return absl::UnavailableError(error.message());
  return files::SyncDirectory(folder + "/new");
}
}  // namespace aor::notifications
