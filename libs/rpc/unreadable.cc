#include "libs/rpc/unreadable.h"

#include <absl/strings/str_cat.h>

#include "libs/rpc/errors.h"

namespace aor::rpc {
namespace {
using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::ServerRpcInfo;

grpc::Status Unreadable(const std::string& method) {
  return ToGrpc(absl::InvalidArgumentError(
      absl::StrCat("The request of ", method.substr(method.rfind('/') + 1),
                   " cannot be read: its bytes are no such message, or a text in it is not UTF-8; "
                   "send it as its .proto says, with every text in UTF-8.")));
}

class Reading final : public grpc::experimental::Interceptor {
 public:
  explicit Reading(const ServerRpcInfo& call) : method_(call.method()) {}
  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_MESSAGE))
      is_unread_ = methods->GetRecvMessage() == nullptr;
    // The end of a stream is no message either, and a method that nobody implements stays so: its
    // request was read.
    if (is_unread_ &&
        methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS) &&
        methods->GetSendStatus().error_code() == grpc::StatusCode::UNIMPLEMENTED)
      methods->ModifySendStatus(Unreadable(method_));
    methods->Proceed();
  }

 private:
  const std::string method_;
  bool is_unread_ = false;
};

class ReadingOfEach final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  grpc::experimental::Interceptor* CreateServerInterceptor(ServerRpcInfo* call) override {
    return new Reading(*call);  // the call's, by gRPC's contract
  }
};
}  // namespace

std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>
AnswersToUnreadable() {
  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> creators;
  creators.push_back(std::make_unique<ReadingOfEach>());
  return creators;
}
}  // namespace aor::rpc
