#include "libs/rpc/edge.h"

#include <algorithm>

#include "libs/rpc/call.h"
#include "libs/rpc/edge_parts.h"

namespace aor::rpc {
namespace {
using eventsourcing::Committed;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// For a view to apply what a token speaks of, whatever the caller's deadline.
constexpr absl::Duration kLongestWait = absl::Seconds(10);

std::string Text(const Message& message, const char* name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  return field ? message.GetReflection()->GetString(message, field) : "";
}

void SetToken(const std::string& token, Message* response) {
  if (const FieldDescriptor* field =
          response->GetDescriptor()->FindFieldByName("consistency_token"))
    response->GetReflection()->SetString(response, field, token);
}
}  // namespace

Reactor* Edge::MutateAny(Context* context, const Message& request, Message* response,
                         std::function<absl::StatusOr<Wish>(const Caller&)> to_wish,
                         std::function<void(const Committed&)> fill) {
  const auto call = Call::Begin(parts_, context, request, /*is_mutation=*/true);
  if (!call->admitted()) return call->reactor();
  const auto answer = [call, &request, response,
                       fill = std::move(fill)](const absl::StatusOr<Committed>& committed) {
    if (!committed.ok()) return call->FinishOrForward(committed.status(), request, response);
    call->Guarded([&] {
      // A trial writes nothing and has no token, unless the same request was taken before: then
      // the answer is that of then.
      SetToken(committed->token(), response);
      fill(*committed);
      call->Finish(absl::OkStatus());
    });
  };
  call->OnPool([call, &request, parts = parts_, to_wish = std::move(to_wish), answer] {
    absl::StatusOr<Wish> wish = to_wish(call->caller());
    if (!wish.ok()) return call->Finish(wish.status());
    auto wanted = call->ToRequest(request, wish->key);
    parts->runtime->Execute(std::move(wanted), std::move(wish->work), answer);
  });
  return call->reactor();
}

Reactor* Edge::ReadAny(
    Context* context, const Message& request, Message* response, eventsourcing::View& view,
    std::function<absl::Status(const Caller&, const eventsourcing::Rows&)> answer) {
  const auto call = Call::Begin(parts_, context, request, /*is_mutation=*/false);
  if (!call->admitted()) return call->reactor();
  const auto read = [call, &request, response, &view, answer = std::move(answer)] {
    call->OnPool([=, &request, &view] {
      call->FinishOrForward(answer(call->caller(), view.rows()), request, response);
    });
  };
  // Without a token, too: a view that stopped or is ahead of its log answers nobody.
  view.WhenApplied(
      Text(request, "consistency_token"),
      std::min(call->deadline() - kWayHome, parts_->wall.Now() + kLongestWait),
      [call, read](const absl::Status& applied) { applied.ok() ? read() : call->Finish(applied); });
  return call->reactor();
}

Reactor* Edge::Run(Context* context, const Message& request,
                   std::function<absl::Status(const Caller&)> work, Message* response) {
  const auto call = Call::Begin(parts_, context, request, /*is_mutation=*/false);
  if (!call->admitted()) return call->reactor();
  call->OnPool([call, &request, response, work = std::move(work)] {
    call->FinishOrForward(work(call->caller()), request, response);
  });
  return call->reactor();
}
}  // namespace aor::rpc
