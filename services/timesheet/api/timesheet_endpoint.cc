#include "services/timesheet/api/timesheet_endpoint.h"

#include "aor/timesheet/v1/timesheet_service.grpc.pb.h"
#include "services/timesheet/api/asking.h"
#include "services/timesheet/api/entries.h"
#include "services/timesheet/api/history.h"
#include "services/timesheet/api/matching.h"
#include "services/timesheet/api/month_status.h"
#include "services/timesheet/api/queries.h"

namespace aor::timesheet {
namespace {
using eventsourcing::Committed;
using rpc::Caller, rpc::Context, rpc::Reactor;

template <class Response>
void FillEntries(const Committed& committed, Response& response) {
  for (const auto& event : EventsOf(committed)) {
    if (event.has_entry_recorded()) *response.add_entries() = event.entry_recorded();
    if (event.has_entry_corrected()) *response.add_entries() = event.entry_corrected();
  }
}

class Endpoint final : public v1::TimesheetService::CallbackService {
 public:
  Endpoint(rpc::Edge edge, eventsourcing::Runtime& runtime, std::shared_ptr<const Known> known)
      : edge_(std::move(edge)), runtime_(runtime), known_(std::move(known)) {}

  Reactor* RecordHours(Context* context, const v1::RecordHoursRequest* request,
                       v1::RecordHoursResponse* response) override {
    return Mutate(context, request, response, [request](const auto& committed, auto& answer) {
      FillEntries(committed, answer);
      FillOutcomes(committed, *request, answer);
    });
  }
  Reactor* CorrectEntry(Context* context, const v1::CorrectEntryRequest* request,
                        v1::CorrectEntryResponse* response) override {
    return Mutate(context, request, response, FillEntries<v1::CorrectEntryResponse>);
  }
  Reactor* ReverseEntry(Context* context, const v1::ReverseEntryRequest* request,
                        v1::ReverseEntryResponse* response) override {
    return Mutate(context, request, response);
  }
  Reactor* ConfirmOvertime(Context* context, const v1::ConfirmOvertimeRequest* request,
                           v1::ConfirmOvertimeResponse* response) override {
    return Mutate(context, request, response);
  }
  Reactor* DeclareComplete(Context* context, const v1::DeclareCompleteRequest* request,
                           v1::DeclareCompleteResponse* response) override {
    return Mutate(context, request, response);
  }
  Reactor* ApproveHours(Context* context, const v1::ApproveHoursRequest* request,
                        v1::ApproveHoursResponse* response) override {
    return Mutate(context, request, response,
                  [contract = request->contract_id()](const auto& committed, auto& answer) {
                    for (const auto& event : EventsOf(committed))
                      if (event.hours_approved().measured().contract_id() == contract)
                        *answer.mutable_measured() = event.hours_approved().measured();
                  });
  }
  Reactor* ContestHours(Context* context, const v1::ContestHoursRequest* request,
                        v1::ContestHoursResponse* response) override {
    return Mutate(context, request, response);
  }
  Reactor* DecideContest(Context* context, const v1::DecideContestRequest* request,
                         v1::DecideContestResponse* response) override {
    return Mutate(context, request, response, [](const auto& committed, auto& answer) {
      for (const auto& event : EventsOf(committed))
        if (event.has_contest_rejection_proposed()) answer.set_waits_for_second_person(true);
    });
  }
  Reactor* VerifyHours(Context* context, const v1::VerifyHoursRequest* request,
                       v1::VerifyHoursResponse* response) override {
    return Mutate(context, request, response,
                  [contract = request->contract_id()](const auto& committed, auto& answer) {
                    for (const auto& event : EventsOf(committed))
                      if (event.hours_verified().measured().contract_id() == contract)
                        *answer.mutable_measured() = event.hours_verified().measured();
                  });
  }
  Reactor* VerifyMatchingHours(Context* context, const v1::VerifyMatchingHoursRequest* request,
                               v1::VerifyMatchingHoursResponse* response) override {
    return edge_.Read(context, *request, response, known_->view,
                      [this, request](const Caller& caller, const Rows&, auto& answer) {
                        return VerifyMatching(runtime_, *known_, caller, *request, answer);
                      });
  }

  Reactor* GetWeek(Context* context, const v1::GetWeekRequest* request,
                   v1::GetWeekResponse* response) override {
    return Read(context, request, response);
  }
  Reactor* ListWeeks(Context* context, const v1::ListWeeksRequest* request,
                     v1::ListWeeksResponse* response) override {
    return Read(context, request, response);
  }
  Reactor* ListEntries(Context* context, const v1::ListEntriesRequest* request,
                       v1::ListEntriesResponse* response) override {
    return Read(context, request, response);
  }
  Reactor* GetMonthStatus(Context* context, const v1::GetMonthStatusRequest* request,
                          v1::GetMonthStatusResponse* response) override {
    return edge_.Read(context, *request, response, known_->view,
                      [this, request](const Caller& caller, const Rows& rows, auto& answer) {
                        return Answer(caller, rows, ToInstant(runtime_.clock().Now()), *request,
                                      answer);
                      });
  }
  Reactor* GetHistory(Context* context, const v1::GetHistoryRequest* request,
                      v1::GetHistoryResponse* response) override {
    return edge_.Run(context, *request, [this, request, response](const Caller& caller) {
      return Answer(caller, runtime_.log(), *request, *response);
    });
  }

 private:
  template <class Request, class Response>
  Reactor* Mutate(
      Context* context, const Request* request, Response* response,
      std::type_identity_t<std::function<void(const Committed&, Response&)>> fill = {}) {
    return edge_.Mutate(
        context, *request, response,
        [this, request](const Caller& caller) { return ToWish(*known_, caller, *request); },
        std::move(fill));
  }
  template <class Request, class Response>
  Reactor* Read(Context* context, const Request* request, Response* response) {
    return edge_.Read(context, *request, response, known_->view,
                      [request](const Caller& caller, const Rows& rows, Response& answer) {
                        return Answer(caller, rows, *request, answer);
                      });
  }

  rpc::Edge edge_;
  eventsourcing::Runtime& runtime_;
  const std::shared_ptr<const Known> known_;
};
}  // namespace

std::unique_ptr<grpc::Service> TimesheetEndpoint(rpc::Edge edge, eventsourcing::Runtime& runtime,
                                                 std::shared_ptr<const Known> known) {
  return std::make_unique<Endpoint>(std::move(edge), runtime, std::move(known));
}
}  // namespace aor::timesheet
