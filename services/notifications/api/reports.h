// What is said of messages that left: by mail servers, by SMS centres, and by who reads no more of
// them.
#pragma once

#include <absl/status/statusor.h>

#include "aor/notifications/v1/notifications_service.pb.h"
#include "libs/eventsourcing/projection.h"
#include "libs/rpc/edge.h"
#include "libs/vault/vault.h"

namespace aor::notifications {
struct Left {
  const eventsourcing::Rows& rows;  // of the outbox
  vault::Vault& vault;
};
// Of a report that bears our mark. NOT_FOUND for any other.
absl::StatusOr<rpc::Wish> BounceWish(const Left& left, const std::string& tenant,
                                     const v1::ReportBounceRequest& request);
absl::StatusOr<rpc::Wish> ReceiptWish(const Left& left, const std::string& tenant,
                                      const v1::ReportReceiptRequest& request);

// Whose wish a link carries; UNAUTHENTICATED for one that is none of ours.
struct Unsubscriber {
  std::string tenant, reader, topic;
};
absl::StatusOr<Unsubscriber> FollowLink(const Left& left, const std::string& link);
}  // namespace aor::notifications
