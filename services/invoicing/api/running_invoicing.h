// Invoicing in this process, behind its real edge, beside the logs of the contexts
// that it reads, which the test writes.
#pragma once

#include <google/protobuf/text_format.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>

#include "aor/directory/v1/directory_events.pb.h"
#include "aor/engagements/v1/engagements_events.pb.h"
#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/errors.h"
#include "libs/service/host.h"

namespace aor::invoicing {
template <class Message>
Message Text(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// The logs are in memory; the clock stands at 2026-11-01T06:00Z.
class RunningInvoicing {
 public:
  RunningInvoicing();
  ~RunningInvoicing();
  // Facts of other contexts, as text; the consistency token of each.
  std::string Organisation(const std::string& event);
  std::string Contract(const std::string& event);
  std::string Week(const std::string& event);

  template <class Stub, class Request, class Response>
  absl::Status Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const std::string& role, const Request& request, Response* response,
                    const std::string& tenant = "alpina") {
    Stub stub(channel_);
    grpc::ClientContext context;
    Prepare(context, role, tenant);
    return rpc::FromGrpc((stub.*method)(&context, request, response));
  }

 private:
  template <class Event>
  std::string Publish(service::Context& context, const std::string& text);
  void Prepare(grpc::ClientContext& context, const std::string& role, const std::string& tenant);

  std::string folder_;
  std::unique_ptr<service::Host> host_;
  std::unique_ptr<service::Context> directory_, engagements_, timesheet_;
  std::thread thread_;
  std::shared_ptr<grpc::Channel> channel_;
  int published_ = 0;
};
}  // namespace aor::invoicing
