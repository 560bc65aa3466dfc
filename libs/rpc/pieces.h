// An answer in pieces, for what is too large for one message: each is made on the pool when the
// caller has taken the one before, so that a slow caller holds one piece and no thread.
#pragma once

#include <memory>
#include <utility>

#include "libs/rpc/call.h"

namespace aor::rpc {
// Fills the next piece; false: there is none.
template <class Response>
using NextPiece = std::function<absl::StatusOr<bool>(Response&)>;

template <class Response>
class PieceReactor final : public grpc::ServerWriteReactor<Response> {
 public:
  using Open = std::function<absl::StatusOr<NextPiece<Response>>(const Caller&)>;

  void Begin(const Edge& edge, Context* context, const google::protobuf::Message& request,
             Open open) {
    call_ = Call::Begin(edge.parts(), context, request, /*is_mutation=*/false,
                        [this](const grpc::Status& status) { this->Finish(status); });
    if (!call_->admitted()) return;
    call_->OnPool([this, open = std::move(open)] {
      auto next = open(call_->caller());
      if (!next.ok()) return End(next.status());
      next_ = *std::move(next);
      Send();
    });
  }
  void OnWriteDone(bool is_taken) override {
    if (!is_taken) return End(absl::CancelledError("The caller took no more."));
    const auto call = call_;
    call->OnPool([this] { Send(); });
  }
  void OnDone() override { delete this; }

 private:
  void Send() {
    piece_.Clear();
    const auto more = next_(piece_);
    if (!more.ok()) return End(more.status());
    if (!*more) return End(absl::OkStatus());
    this->StartWrite(&piece_);
  }
  // The call outlives its own end, which may delete this.
  void End(const absl::Status& status) {
    const auto call = call_;
    call->Finish(status);
  }

  std::shared_ptr<Call> call_;
  NextPiece<Response> next_;
  Response piece_;
};

// The same checks as for any call, then `open` on the pool: what the pieces come from.
template <class Request, class Response>
grpc::ServerWriteReactor<Response>* InPieces(const Edge& edge, Context* context,
                                             const Request& request,
                                             typename PieceReactor<Response>::Open open) {
  auto* reactor = new PieceReactor<Response>();  // deletes itself when gRPC is done with it
  reactor->Begin(edge, context, request, std::move(open));
  return reactor;
}
}  // namespace aor::rpc
