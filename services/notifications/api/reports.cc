#include "services/notifications/api/reports.h"

#include <absl/strings/str_cat.h>

#include <array>

#include "aor/notifications/v1/notifications_rows.pb.h"
#include "libs/rpc/errors.h"
#include "services/notifications/channels/bounce.h"
#include "services/notifications/channels/channel.h"
#include "services/notifications/marks.h"
#include "services/notifications/messages.h"
#include "services/notifications/projections/outbox.h"
#include "services/notifications/projections/taken.h"

namespace aor::notifications {
namespace {
using eventsourcing::Transaction;
using Command = std::optional<message::Command>;

calendar::Instant NowOf(const Transaction& transaction) {
  return calendar::Instant{std::chrono::seconds{absl::ToUnixSeconds(transaction.now())}};
}

// Servers give a mail up after five days as a rule (RFC 5321, 4.5.4.1). Reports go through many
// hands: an old message does not leave again because of one.
bool IsOld(const v1::Message& message, absl::Time now) {
  constexpr absl::Duration kReportsCome = absl::Hours(24 * 14);
  return message.has_ended_at() &&
         now > absl::FromUnixSeconds(message.ended_at().seconds()) + kReportsCome;
}
const eventsourcing::Refused kOldReport{
    "REPORT_TOO_OLD",
    "The message left more than two weeks ago: ask the recipient, then retry it."};

absl::StatusOr<v1::Message> MessageOf(const Left& left, const std::string& tenant,
                                      const std::optional<v1::LeftRow>& row,
                                      const std::string& named) {
  if (!row || row->tenant() != tenant) return rpc::NotFound("message", named);
  auto message = left.rows.Load<v1::Message>(RowKey(tenant, "message", row->message_id()));
  if (!message) return rpc::NotFound("message", named);
  return *std::move(message);
}

// Nothing follows from what says neither that it arrived, nor that it did not.
Command CommandOf(const Bounce& bounce) {
  const std::string reply = SafeReply(bounce.diagnostic);
  if (bounce.action == "delivered") return message::RecordDelivered{bounce.status};
  if (bounce.action == "delayed") return message::RecordHeldUp{bounce.status, reply};
  if (bounce.action == "failed" && !bounce.status.starts_with('2'))
    return message::RecordBounce{bounce.status, reply, {}};
  return std::nullopt;
}

// As SMPP 3.4 spells it (appendix B), in terms of RFC 3463. What a telephone did not get in the
// centre's time is not tried by SMS once more.
Command CommandOf(const v1::ReportReceiptRequest& receipt, uint32_t attempt) {
  struct Stat {
    const char *name, *status;
  };
  static constexpr std::array<Stat, 4> kFailed{
      {{"UNDELIV", "5.0.0"}, {"REJECTD", "5.7.1"}, {"DELETED", "5.0.0"}, {"EXPIRED", "4.4.7"}}};
  if (receipt.stat() == "DELIVRD") return message::RecordDelivered{"2.0.0", attempt};
  const std::string reply =
      absl::StrCat(receipt.stat(), receipt.error().empty() ? "" : " ", receipt.error());
  for (const auto& [name, status] : kFailed)
    if (receipt.stat() == name) return message::RecordBounce{status, reply, {}, attempt, true};
  return std::nullopt;
}

rpc::Wish WishFor(const v1::Message& message, const Command& command) {
  return {message.requested().recipient_id(),
          [=](Transaction& transaction) -> std::optional<eventsourcing::Refused> {
            if (!command) return std::nullopt;
            if (IsOld(message, transaction.now())) return kOldReport;
            message::Command dated = *command;
            if (auto* bounce = std::get_if<message::RecordBounce>(&dated))
              bounce->now = NowOf(transaction);
            return DecideOnMessage(transaction, message.requested().message_id(), dated);
          }};
}

absl::Status NoLink() {
  return absl::UnauthenticatedError("The link is none of ours; open it as it stands in the mail.");
}
}  // namespace

absl::StatusOr<rpc::Wish> BounceWish(const Left& left, const std::string& tenant,
                                     const v1::ReportBounceRequest& request) {
  if (request.report().size() > kLargestReport)
    return rpc::FieldError("report", "send at most 1 MiB: the report without what it returns");
  const auto bounce = ReadBounce(request.report());
  if (!bounce)
    return rpc::FieldError("report",
                           "send the delivery status notification as it came: these bytes name no "
                           "status, or no mail of ours");
  const std::string& id = bounce->mark.message_id;
  const auto message = MessageOf(left, tenant, left.rows.Load<v1::LeftRow>(LeftKey(id)), id);
  if (!message.ok()) return message.status();
  const auto ours = IsOurs(left.vault, tenant, bounce->mark);
  if (!ours.ok()) return ours.status();
  if (!*ours || message->channel() == v1::CHANNEL_SMS) return rpc::NotFound("message", id);
  return WishFor(*message, CommandOf(*bounce));
}

absl::StatusOr<rpc::Wish> ReceiptWish(const Left& left, const std::string& tenant,
                                      const v1::ReportReceiptRequest& request) {
  const auto row = LoadTaken(left.rows, request.server_id());
  const auto message = MessageOf(left, tenant, row, request.server_id());
  if (!message.ok()) return message.status();
  return WishFor(*message, CommandOf(request, row->attempt()));
}

absl::StatusOr<Unsubscriber> FollowLink(const Left& left, const std::string& link) {
  const auto mark = ReadMark(link);
  if (!mark) return NoLink();
  const auto row = left.rows.Load<v1::LeftRow>(LeftKey(mark->message_id));
  if (!row) return NoLink();
  const auto ours = IsOurs(left.vault, row->tenant(), *mark);
  if (!ours.ok()) return ours.status();
  const auto message =
      left.rows.Load<v1::Message>(RowKey(row->tenant(), "message", mark->message_id));
  if (!*ours || !message) return NoLink();
  const auto& reader = message->reader_id();
  return Unsubscriber{row->tenant(), reader.empty() ? message->requested().recipient_id() : reader,
                      TopicOf(left.rows, row->tenant(), message->requested())};
}
}  // namespace aor::notifications
