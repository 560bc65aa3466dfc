// The people of an agency, calling a running suite: one call, or one for each of many.
#pragma once

#include <absl/time/clock.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "libs/rpc/tokens.h"
#include "tests/bench/load.h"

namespace aor::bench {
// The asynchronous methods of a service.
template <class Service>
using Calls = typename Service::StubInterface::async_interface;

class Office {
 public:
  Office(const std::string& address, const std::string& key_file)
      : key_file_(key_file), channel_(Open(address)) {}

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  std::string TokenOf(const std::string& person, const std::string& role) const {
    rpc::Caller caller{"bench", PersonId{person}, "", {rpc::ParseRole(role)}};
    return "Bearer " + *rpc::MintToken(key_file_, caller, absl::Now() + absl::Hours(6));
  }

  template <class Stub, class Request, class Response>
  bool Do(const std::string& token, Stub& stub,
          grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
          const Request& request, Response& response) const {
    grpc::ClientContext context;
    Authorise(context, token);
    const grpc::Status status = (stub.*method)(&context, request, &response);
    if (!status.ok()) fprintf(stderr, "bench: %s\n", status.error_message().c_str());
    return status.ok();
  }

  // `fill` makes the n-th request and gives the token of who sends it; `seen` is told the answer.
  template <class Stub, class Async, class Request, class Response>
  bool Each(size_t count, Stub& stub,
            void (Async::*method)(grpc::ClientContext*, const Request*, Response*,
                                  std::function<void(grpc::Status)>),
            std::type_identity_t<std::function<const std::string&(size_t, Request&)>> fill,
            std::type_identity_t<std::function<void(size_t, const Response&)>> seen = {}) const {
    struct OneCall {
      grpc::ClientContext context;
      Request request;
      Response response;
    };
    return CallEach(count, kInFlight, [&](size_t n, Answered answered) {
      auto call = std::make_shared<OneCall>();
      Authorise(call->context, fill(n, call->request));
      (stub.async()->*method)(&call->context, &call->request, &call->response,
                              [call, n, &seen, answered](const grpc::Status& status) {
                                if (status.ok() && seen) seen(n, call->response);
                                answered(status);
                              });
    });
  }

 private:
  static constexpr size_t kInFlight = 64;
  static std::shared_ptr<grpc::Channel> Open(const std::string& address) {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(64 << 20);
    return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
  }
  static void Authorise(grpc::ClientContext& context, const std::string& token) {
    context.AddMetadata("authorization", token);
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(10));
  }
  const std::string key_file_;
  const std::shared_ptr<grpc::Channel> channel_;
};
}  // namespace aor::bench
