// One call at the edge, from its admission to its end.
#pragma once

#include <absl/status/status.h>
#include <absl/time/time.h>

#include <functional>
#include <memory>
#include <string>

#include "libs/rpc/edge_parts.h"

namespace aor::rpc {
// Left of the caller's deadline for the answer's way home.
inline constexpr absl::Duration kWayHome = absl::Milliseconds(20);

class Call : public std::enable_shared_from_this<Call> {
 public:
  using Ending = std::function<void(const grpc::Status&)>;
  // Checks token, deadline, policy and fields; a call that is not admitted ends at once. `ending`
  // ends a call that has no unary reactor.
  static std::shared_ptr<Call> Begin(std::shared_ptr<Edge::Parts> parts, Context* context,
                                     const google::protobuf::Message& request, bool is_mutation,
                                     Ending ending = {});
  bool admitted() const { return admitted_; }
  Reactor* reactor() const { return reactor_; }
  const Caller& caller() const { return caller_; }
  absl::Time deadline() const { return deadline_; }
  bool IsCancelled() const { return context_->IsCancelled(); }  // before its end
  // Exactly once: request, response and context die with it.
  void Finish(const absl::Status& status);
  // The same, unless the status says that another process decides on this: then the call is
  // sent on there, once, and ends with what it answers.
  void FinishOrForward(const absl::Status& status, const google::protobuf::Message& request,
                       google::protobuf::Message* response);
  // Runs it on the pool unless that is full or the call has ended meanwhile; an
  // exception finishes the call.
  void OnPool(std::function<void()> work);
  // Runs it here; an exception finishes the call.
  void Guarded(const std::function<void()>& work);
  eventsourcing::Request ToRequest(const google::protobuf::Message& request,
                                   const std::string& key) const;

 private:
  Call(std::shared_ptr<Edge::Parts> parts, Context* context, Ending ending)
      : parts_(std::move(parts)),
        context_(context),
        reactor_(ending ? nullptr : context->DefaultReactor()),
        ending_(std::move(ending)) {}
  absl::Status Admit(const google::protobuf::Message& request, bool is_mutation);
  absl::Status VerifyToken();
  metrics::Denied DeniedBy(const absl::Status& status) const;
  std::string Metadata(const char* key) const;
  bool IsRetry() const;
  void OnForwarded(const grpc::Status& status, uint32_t chain);

  const std::shared_ptr<Edge::Parts> parts_;
  Context* const context_;
  Reactor* const reactor_;
  const Ending ending_;
  absl::Time started_, deadline_;
  std::string method_, path_, traceparent_;
  Caller caller_;
  bool admitted_ = false, denied_ = false, is_stranger_ = false;
};
}  // namespace aor::rpc
