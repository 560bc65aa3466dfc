#include "services/notifications/api/endpoint.h"

#include <algorithm>

#include "aor/notifications/v1/notifications_rows.pb.h"
#include "aor/notifications/v1/notifications_service.grpc.pb.h"
#include "libs/eventsourcing/waiting.h"
#include "services/notifications/api/reports.h"
#include "services/notifications/domain/recipient.h"
#include "services/notifications/messages.h"
#include "services/notifications/projections/outbox.h"
#include "services/notifications/templates/kinds.h"

namespace aor::notifications {
namespace {
using eventsourcing::Rows;
using eventsourcing::Transaction;
using rpc::Caller;
using rpc::Context;
using rpc::Reactor;

// The narrowest table; those beside "message" hold ids.
std::string PrefixFor(const std::string& tenant, const v1::ListMessagesRequest& request) {
  if (!request.recipient_id().empty())
    return RowPrefix(tenant, "of-recipient", request.recipient_id());
  if (!request.cause().empty()) return RowKey(tenant, "of-cause", request.cause()) + "//";
  return RowPrefix(tenant, "message");
}

std::optional<v1::Message> MessageAt(const Rows& rows, const std::string& tenant, bool is_id,
                                     std::string_view value) {
  if (is_id) return rows.Load<v1::Message>(RowKey(tenant, "message", value));
  v1::Message message;
  if (!message.ParseFromArray(value.data(), static_cast<int>(value.size()))) return std::nullopt;
  return message;
}

bool Matches(const v1::Message& message, const v1::ListMessagesRequest& request) {
  const auto& requested = message.requested();
  return (request.recipient_id().empty() || request.recipient_id() == requested.recipient_id()) &&
         (request.cause().empty() || request.cause() == requested.cause()) &&
         (request.state() == v1::MESSAGE_STATE_UNSPECIFIED || request.state() == message.state());
}

eventsourcing::Work WantsWork(const recipient::Command& command, const std::string& recipient) {
  return [=](Transaction& transaction) {
    return eventsourcing::DecideOn<recipient::Recipient, recipient::Event, recipient::Command>(
        transaction, "recipient-" + recipient, command);
  };
}
template <class Request>
rpc::Wish WantsWish(const Request& request, const recipient::Command& command) {
  return {request.owner_id(), WantsWork(command, request.owner_id())};
}

class Endpoint final : public v1::NotificationsService::CallbackService {
 public:
  Endpoint(rpc::Edge edge, eventsourcing::Runtime& runtime, eventsourcing::View& outbox,
           vault::Vault& vault, std::shared_ptr<Undelivered> undelivered)
      : edge_(std::move(edge)),
        runtime_(runtime),
        outbox_(outbox),
        left_{outbox.rows(), vault},
        undelivered_(std::move(undelivered)) {}

  Reactor* GetMessage(Context* context, const v1::GetMessageRequest* request,
                      v1::GetMessageResponse* response) override {
    return edge_.Read<v1::GetMessageRequest, v1::GetMessageResponse>(
        context, *request, response, outbox_,
        [request](const Caller& caller, const Rows& rows, auto& answer) {
          auto message =
              rows.Load<v1::Message>(RowKey(caller.tenant, "message", request->message_id()));
          if (!message) return rpc::NotFound("message", request->message_id());
          *answer.mutable_message() = *std::move(message);
          return absl::OkStatus();
        });
  }

  Reactor* ListMessages(Context* context, const v1::ListMessagesRequest* request,
                        v1::ListMessagesResponse* response) override {
    return edge_.Read<v1::ListMessagesRequest, v1::ListMessagesResponse>(
        context, *request, response, outbox_,
        [request](const Caller& caller, const Rows& rows, auto& answer) {
          const auto prefix = PrefixFor(caller.tenant, *request);
          const bool is_id = prefix != RowPrefix(caller.tenant, "message");
          return rpc::ListPage(
              rows, prefix, request->page_size(), request->page_token(),
              [&](std::string_view value) {
                auto message = MessageAt(rows, caller.tenant, is_id, value);
                if (!message || !Matches(*message, *request)) return false;
                *answer.add_messages() = *std::move(message);
                return true;
              },
              answer.mutable_next_page_token());
        });
  }

  Reactor* ListReminders(Context* context, const v1::ListRemindersRequest* request,
                         v1::ListRemindersResponse* response) override {
    return edge_.Read<v1::ListRemindersRequest, v1::ListRemindersResponse>(
        context, *request, response, outbox_,
        [request](const Caller& caller, const Rows& rows, auto& answer) {
          return rpc::ListPage(
              rows, RowPrefix(caller.tenant, "reminder"), request->page_size(),
              request->page_token(),
              [&](std::string_view value) {
                v1::Reminder reminder;
                if (!reminder.ParseFromArray(value.data(), static_cast<int>(value.size())))
                  return false;
                reminder.set_recipient_id(RecipientOf(rows, caller.tenant, reminder));
                if (!request->recipient_id().empty() &&
                    request->recipient_id() != reminder.recipient_id())
                  return false;
                *answer.add_reminders() = std::move(reminder);
                return true;
              },
              answer.mutable_next_page_token());
        });
  }

  // Its recipient is its key: the view knows it, unless the message is as new as the answer.
  Reactor* RetryMessage(Context* context, const v1::RetryMessageRequest* request,
                        v1::RetryMessageResponse* response) override {
    return edge_.Mutate(
        context, *request, response, [=, this](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
          const std::string& id = request->message_id();
          const auto message =
              outbox_.rows().Load<v1::Message>(RowKey(caller.tenant, "message", id));
          if (!message) return rpc::NotFound("message", id);
          return rpc::Wish{message->requested().recipient_id(),
                           [id, by = caller.person.value](Transaction& transaction) {
                             return DecideOnMessage(transaction, id, message::Retry{by});
                           }};
        });
  }

  Reactor* ReportBounce(Context* context, const v1::ReportBounceRequest* request,
                        v1::ReportBounceResponse* response) override {
    return edge_.Mutate(
        context, *request, response,
        [=, this](const Caller& caller) { return BounceWish(left_, caller.tenant, *request); },
        [undelivered = undelivered_](const auto& committed, auto&) {
          undelivered->Count(*committed.commit);
        });
  }

  Reactor* ReportReceipt(Context* context, const v1::ReportReceiptRequest* request,
                         v1::ReportReceiptResponse* response) override {
    return edge_.Mutate(
        context, *request, response,
        [=, this](const Caller& caller) { return ReceiptWish(left_, caller.tenant, *request); },
        [undelivered = undelivered_](const auto& committed, auto&) {
          undelivered->Count(*committed.commit);
        });
  }

  Reactor* UnsubscribeByLink(Context* context, const v1::UnsubscribeByLinkRequest* request,
                             v1::UnsubscribeByLinkResponse* response) override {
    return edge_.Run(
        context, *request,
        [=, this](const Caller& stranger) {
          return UnsubscribeReader(*request, stranger.is_forwarded, *response);
        },
        response);
  }

  Reactor* Unsubscribe(Context* context, const v1::UnsubscribeRequest* request,
                       v1::UnsubscribeResponse* response) override {
    return edge_.Mutate(context, *request, response, [=](const Caller& caller) {
      const bool is_topic =
          std::ranges::find(kTopics, request->topic()) != std::ranges::end(kTopics);
      return WantsWish(*request, recipient::Unsubscribe{request->owner_id(), request->topic(),
                                                        caller.person.value, is_topic});
    });
  }

  Reactor* Resubscribe(Context* context, const v1::ResubscribeRequest* request,
                       v1::ResubscribeResponse* response) override {
    return edge_.Mutate(context, *request, response, [=](const Caller& caller) {
      return WantsWish(*request, recipient::Resubscribe{request->owner_id(), request->topic(),
                                                        caller.person.value});
    });
  }

 private:
  // Strangers choose their request ids: one link's are nobody else's.
  absl::Status UnsubscribeReader(const v1::UnsubscribeByLinkRequest& request, bool is_forwarded,
                                 v1::UnsubscribeByLinkResponse& response) {
    const auto unsubscriber = FollowLink(left_, request.link());
    if (!unsubscriber.ok()) return unsubscriber.status();
    const auto& [tenant, reader, topic] = *unsubscriber;
    eventsourcing::Request one;
    one.tenant = tenant;
    one.key = one.actor = reader;
    one.method = "aor.notifications.v1.UnsubscribeByLink";
    one.request_id = request.link() + "/" + request.request_id();
    one.body = request.SerializeAsString();
    one.is_forwarded = is_forwarded;
    response.set_topic(topic);
    const recipient::Unsubscribe wish{reader, topic, reader, !topic.empty()};
    const auto committed = runtime_.ExecuteAndWait(std::move(one), WantsWork(wish, reader));
    // Wishes of whoever stands in for somebody are read in the view.
    if (committed.ok()) eventsourcing::WaitFor(outbox_, committed->token()).IgnoreError();
    return committed.status();
  }

  rpc::Edge edge_;
  eventsourcing::Runtime& runtime_;
  eventsourcing::View& outbox_;
  const Left left_;
  const std::shared_ptr<Undelivered> undelivered_;
};
}  // namespace

std::unique_ptr<grpc::Service> NotificationsEndpoint(rpc::Edge edge,
                                                     eventsourcing::Runtime& runtime,
                                                     eventsourcing::View& outbox,
                                                     vault::Vault& vault,
                                                     std::shared_ptr<Undelivered> undelivered) {
  return std::make_unique<Endpoint>(std::move(edge), runtime, outbox, vault,
                                    std::move(undelivered));
}
}  // namespace aor::notifications
