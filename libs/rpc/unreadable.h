// What gRPC cannot parse is said to be so.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <vector>

namespace aor::rpc {
// For a server's builder. A request whose bytes are no message of its method, or hold a text that
// is not UTF-8, reaches no handler: gRPC would answer UNIMPLEMENTED without a word, as if there
// were no such method. It is INVALID_ARGUMENT and says what to do.
std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>
AnswersToUnreadable();
}  // namespace aor::rpc
