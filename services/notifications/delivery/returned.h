// Tells what came in as a file to the service that decides on it, of whichever tenant it is: its
// own API, which sends it on to the process that decides.
#pragma once

#include <absl/status/status.h>
#include <grpcpp/channel.h>

#include <functional>
#include <memory>
#include <string>

#include "aor/notifications/v1/notifications_service.grpc.pb.h"
#include "libs/eventsourcing/projection.h"

namespace aor::notifications {
// Statuses as TakeFile says them. Blocks for a few seconds at most.
class Returned {
 public:
  // `token_of` gives this process's service token of a tenant.
  Returned(const eventsourcing::Rows& rows, const std::shared_ptr<grpc::Channel>& self,
           std::function<std::string(const std::string& tenant)> token_of);
  // A mail to the address that ours come back to: a report, or somebody's last word on a topic.
  absl::Status TakeMail(const std::string& mail) const;
  // A receipt for an SMS, as SpoolReceipt wrote it.
  absl::Status TakeReceipt(const std::string& content) const;

 private:
  absl::Status Unsubscribe(const std::string& mail, const std::string& link) const;

  const eventsourcing::Rows& rows_;
  const std::unique_ptr<v1::NotificationsService::Stub> service_;
  const std::function<std::string(const std::string&)> token_of_;
};
// Synced to the disk: who hands it over is told that we have it.
absl::Status SpoolReceipt(const std::string& folder, const v1::ReportReceiptRequest& receipt);
}  // namespace aor::notifications
