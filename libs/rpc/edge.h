// From gRPC to a command or a view, and back: what every method needs, once.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <type_traits>

#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/runtime.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/errors.h"

namespace aor::rpc {
using Context = grpc::CallbackServerContext;
using Reactor = grpc::ServerUnaryReactor;

// A mutation: where it goes and what decides on it.
struct Wish {
  std::string key;  // places it on its chain
  eventsourcing::Work work;
};

// Every method of every service goes through here, in this order: token, deadline
// present, policy of the method, validation by the request's Check options, then
// the call. Requests of mutations carry request_id (required), and may carry
// validate_only and reason; requests of reads may carry consistency_token.
class Edge {
 public:
  struct Parts;  // tokens, clock, runtime, pool, metrics, logs
  explicit Edge(std::shared_ptr<Parts> parts) : parts_(std::move(parts)) {}

  // What another process decides on is sent on to it, once. `to_wish` turns the request into a
  // command, or says INVALID_ARGUMENT with FieldError; it runs on the pool and may read rows and
  // keys, but asks no other context. `fill` is a pure function of what was committed;
  // the response's consistency_token is set here.
  template <class Request, class Response>
  Reactor* Mutate(
      Context* context, const Request& request, Response* response,
      std::function<absl::StatusOr<Wish>(const Caller&)> to_wish,
      std::type_identity_t<std::function<void(const eventsourcing::Committed&, Response&)>> fill =
          {}) {
    return MutateAny(context, request, response, std::move(to_wish),
                     [=](const eventsourcing::Committed& committed) {
                       if (fill) fill(committed, *response);
                     });
  }

  // Waits for the request's consistency_token, then answers from the view's rows, on
  // a pool that may read from disk.
  template <class Request, class Response>
  Reactor* Read(
      Context* context, const Request& request, Response* response, eventsourcing::View& view,
      std::type_identity_t<
          std::function<absl::Status(const Caller&, const eventsourcing::Rows&, Response&)>>
          answer) {
    return ReadAny(
        context, request, response, view,
        [=, answer = std::move(answer)](const Caller& caller, const eventsourcing::Rows& rows) {
          return answer(caller, rows, *response);
        });
  }

  // Anything else that may block for a bounded time (an export, a call to another
  // context): runs on the pool after the same checks. Work that decides gives its response, for
  // the answer of whoever decides instead.
  Reactor* Run(Context* context, const google::protobuf::Message& request,
               std::function<absl::Status(const Caller&)> work,
               google::protobuf::Message* response = nullptr);

  const std::shared_ptr<Parts>& parts() const { return parts_; }  // for pieces.h

 private:
  Reactor* MutateAny(Context*, const google::protobuf::Message& request,
                     google::protobuf::Message* response,
                     std::function<absl::StatusOr<Wish>(const Caller&)> to_wish,
                     std::function<void(const eventsourcing::Committed&)> fill);
  Reactor* ReadAny(Context*, const google::protobuf::Message& request,
                   google::protobuf::Message* response, eventsourcing::View& view,
                   std::function<absl::Status(const Caller&, const eventsourcing::Rows&)> answer);
  std::shared_ptr<Parts> parts_;
};

// One page of rows for List methods: page_size (50 unless said, at most 1000) and an
// opaque page_token that only fits the same prefix. Visits values in key order;
// `visit` says whether it kept the row. Sets the token of the next page, empty at the end.
absl::Status ListPage(const eventsourcing::Rows& rows, const std::string& prefix, int page_size,
                      const std::string& page_token,
                      const std::function<bool(std::string_view value)>& visit,
                      std::string* next_page_token);
}  // namespace aor::rpc
