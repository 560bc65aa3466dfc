// For the tests of an API whose callers change: a process that is started, and started again on
// what it wrote, and people who call it one after the other.
#pragma once

#include <optional>

#include "libs/service/testing/running_process.h"

namespace aor::service {
class CallingTest : public testing::Test {
 protected:
  // The other logs that it reads, and what is installed beside them.
  CallingTest(std::string name, std::vector<std::string> other_logs,
              std::function<void(Host&)> install, std::string clock)
      : data_(Directory(name)),
        name_(std::move(name)),
        other_logs_(std::move(other_logs)),
        install_(std::move(install)) {
    StartAt(clock);
  }
  ~CallingTest() override {
    process_.reset();
    RemoveDirectory(data_);
  }

  // Stops, and starts at that time on what was written.
  void StartAt(const std::string& clock) {
    process_.reset();
    process_.emplace(
        RunningProcess::Program{.name = name_,
                                .development_clock = clock,
                                .other_logs = other_logs_,
                                .install = [this](RunningProcess& p) { install_(p.host()); },
                                .log = "embedded",
                                .data = data_});
  }

  // Who calls from now on.
  void As(const std::string& person, const std::string& role,
          const std::string& tenant = "alpina") {
    person_ = person, role_ = role, tenant_ = tenant;
  }

  // "OK", the name of the refusal, or the number of the status code. A mutation's request id and
  // the token of the one before are added.
  template <class Stub, class Request, class Response>
  std::string Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                   const std::string& text, Response* response) {
    auto request = Parse<Request>(text);
    if constexpr (requires { request.request_id(); })
      if (request.request_id().empty()) request.set_request_id("r" + std::to_string(++requests_));
    if constexpr (requires { request.consistency_token(); }) request.set_consistency_token(after_);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    context.AddMetadata("authorization", "Bearer " + process_->TokenOf(person_, role_, tenant_));
    Stub stub(process_->channel());
    const auto status = (stub.*method)(&context, request, response);
    said_ = status.error_message();
    if constexpr (requires { response->consistency_token(); })
      if (status.ok() && !response->consistency_token().empty())
        after_ = response->consistency_token();
    return OutcomeOf(status);
  }
  template <class Stub, class Request, class Response>
  std::string Try(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  const std::string& text) {
    Response response;
    return Call(method, text, &response);
  }
  template <class Stub, class Request, class Response>
  Response Got(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
               const std::string& text) {
    Response response;
    EXPECT_EQ(Call(method, text, &response), "OK") << said_;
    return response;
  }

  static inline int requests_ = 0;
  std::optional<RunningProcess> process_;
  std::string said_, after_;  // the last error, and the token of the last mutation

 private:
  const std::string data_, name_;
  const std::vector<std::string> other_logs_;
  const std::function<void(Host&)> install_;
  std::string person_, role_, tenant_;
};
}  // namespace aor::service
