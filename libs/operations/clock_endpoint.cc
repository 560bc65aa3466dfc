#include "aor/clock/v1/clock_service.grpc.pb.h"
#include "libs/operations/operations.h"

namespace aor::operations {
namespace {
using clock::v1::ClockService;

void ToProto(absl::Time time, google::protobuf::Timestamp& proto) {
  const int64_t micros = absl::ToUnixMicros(time);
  proto.set_seconds(micros / 1'000'000);
  proto.set_nanos(static_cast<int32_t>(micros % 1'000'000 * 1000));
}

absl::Time FromProto(const google::protobuf::Timestamp& proto) {
  return absl::FromUnixSeconds(proto.seconds()) + absl::Nanoseconds(proto.nanos());
}

class ClockCalls final : public ClockService::CallbackService {
 public:
  ClockCalls(rpc::Edge edge, const eventsourcing::Clock& clock,
             eventsourcing::DevelopmentClock* development, std::function<void()> tick)
      : edge_(std::move(edge)), clock_(clock), development_(development), tick_(std::move(tick)) {}

  rpc::Reactor* Get(rpc::Context* context, const clock::v1::GetRequest* request,
                    clock::v1::GetResponse* response) override {
    return edge_.Run(context, *request, [=, this](const rpc::Caller&) {
      ToProto(clock_.Now(), *response->mutable_now());
      response->set_moves_only_when_told(development_ != nullptr);
      return absl::OkStatus();
    });
  }

  rpc::Reactor* AdvanceTo(rpc::Context* context, const clock::v1::AdvanceToRequest* request,
                          clock::v1::AdvanceToResponse* response) override {
    return edge_.Run(context, *request, [=, this](const rpc::Caller&) -> absl::Status {
      if (!development_)
        return rpc::RefusalError({"SYSTEM_CLOCK",
                                  "This process runs on the system's clock; start it with "
                                  "--development_clock to move the time."});
      if (!development_->AdvanceTo(FromProto(request->time())))
        return rpc::RefusalError(
            {"CLOCK_NEVER_GOES_BACK", "The clock shows a later time already; name one after it."});
      tick_();
      ToProto(clock_.Now(), *response->mutable_now());
      return absl::OkStatus();
    });
  }

 private:
  rpc::Edge edge_;
  const eventsourcing::Clock& clock_;
  eventsourcing::DevelopmentClock* const development_;
  const std::function<void()> tick_;
};
}  // namespace

std::unique_ptr<grpc::Service> ClockEndpoint(rpc::Edge edge, const eventsourcing::Clock& clock,
                                             eventsourcing::DevelopmentClock* development,
                                             std::function<void()> tick) {
  return std::make_unique<ClockCalls>(std::move(edge), clock, development, std::move(tick));
}
}  // namespace aor::operations
