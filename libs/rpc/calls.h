// The two forms that nearly every method has: a wish that is decided on, a read of the view. The
// context's Tools hold its edge and view, and its ToWish(request, caller, tools) is found by them.
#pragma once

#include <functional>
#include <type_traits>

#include "libs/eventsourcing/event_types.h"
#include "libs/rpc/edge.h"

namespace aor::rpc {
using eventsourcing::Committed;
using eventsourcing::Rows;

// Visits the commit's events of one kind of aggregate.
template <class AnyEvent>
void ForEach(const Committed& committed, const std::function<void(const AnyEvent&)>& visit) {
  for (const auto& stream : committed.commit->streams())
    for (const auto& event : stream.events())
      if (eventsourcing::Holds<AnyEvent>(event)) visit(eventsourcing::Decode<AnyEvent>(event));
}

template <class Tools, class Request, class Response>
Reactor* Mutate(Tools& tools, Context* context, const Request* request, Response* response,
                std::type_identity_t<std::function<void(const Committed&, Response&)>> fill = {}) {
  return tools.edge.template Mutate<Request, Response>(
      context, *request, response,
      [=, &tools](const Caller& caller) { return ToWish(*request, caller, tools); },
      std::move(fill));
}

template <class Tools, class Request, class Response>
Reactor* Read(Tools& tools, Context* context, const Request* request, Response* response,
              std::function<absl::Status(const Caller&, const Rows&)> answer) {
  return tools.edge.template Read<Request, Response>(
      context, *request, response, tools.view,
      [answer = std::move(answer)](const Caller& caller, const Rows& rows, Response&) {
        return answer(caller, rows);
      });
}
}  // namespace aor::rpc
