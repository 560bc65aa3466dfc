#include "services/classification/api/endpoint.h"

#include <type_traits>

#include "aor/classification/v1/classification_service.grpc.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/classification/api/reads.h"
#include "services/classification/api/wishes.h"

namespace aor::classification {
namespace {
using eventsourcing::Committed;
using eventsourcing::Rows;
using rpc::Caller;
using rpc::Context;
using rpc::Reactor;

// Visits the commit's events of an assessment.
void ForEach(const Committed& committed, const std::function<void(const Event&)>& visit) {
  for (const auto& stream : committed.commit->streams())
    for (const auto& event : stream.events())
      if (eventsourcing::Holds<Event>(event)) visit(eventsourcing::Decode<Event>(event));
}

class Endpoint final : public v1::ClassificationService::CallbackService {
 public:
  explicit Endpoint(Tools tools) : tools_(std::move(tools)) {}

  Reactor* ListTests(Context* context, const v1::ListTestsRequest* request,
                     v1::ListTestsResponse* response) override {
    return tools_.edge.Run(context, *request, [=, this](const Caller&) {
      return List(*request, *tools_.books, *response);
    });
  }
  Reactor* GetTest(Context* context, const v1::GetTestRequest* request,
                   v1::GetTestResponse* response) override {
    return tools_.edge.Run(context, *request, [=, this](const Caller&) {
      return Get(*request, *tools_.books, Now(), *response);
    });
  }
  Reactor* PresetAnswers(Context* context, const v1::PresetAnswersRequest* request,
                         v1::PresetAnswersResponse* response) override {
    return Mutate(context, request, response);
  }
  Reactor* StartAssessment(Context* context, const v1::StartAssessmentRequest* request,
                           v1::StartAssessmentResponse* response) override {
    return Mutate(context, request, response,
                  [=](const Committed& committed, v1::StartAssessmentResponse& answer) {
                    answer.set_assessment_id(IdOf(*request, committed.commit->tenant()));
                    ForEach(committed, [&](const Event& event) {
                      if (event.has_assessment_opened())
                        answer.set_assessment_id(event.assessment_opened().assessment_id());
                      answer.mutable_prefilled()->MergeFrom(event.answer_given().answers());
                    });
                  });
  }
  Reactor* AnswerQuestions(Context* context, const v1::AnswerQuestionsRequest* request,
                           v1::AnswerQuestionsResponse* response) override {
    return Mutate(context, request, response);
  }
  Reactor* Determine(Context* context, const v1::DetermineRequest* request,
                     v1::DetermineResponse* response) override {
    return Mutate(
        context, request, response, [](const Committed& committed, v1::DetermineResponse& answer) {
          ForEach(committed, [&](const Event& event) {
            if (event.has_determination_made())
              *answer.mutable_determination() = event.determination_made().determination();
          });
        });
  }
  Reactor* Approve(Context* context, const v1::ApproveRequest* request,
                   v1::ApproveResponse* response) override {
    return Mutate(
        context, request, response, [](const Committed& committed, v1::ApproveResponse& answer) {
          ForEach(committed, [&](const Event& event) {
            *answer.mutable_engagement_kinds() = event.determination_approved().engagement_kinds();
          });
        });
  }
  Reactor* Dispute(Context* context, const v1::DisputeRequest* request,
                   v1::DisputeResponse* response) override {
    return Mutate(context, request, response,
                  [](const Committed& committed, v1::DisputeResponse& answer) {
                    ForEach(committed, [&](const Event& event) {
                      answer.set_dispute_id(event.dispute_raised().dispute_id());
                      *answer.mutable_answer_due_on() = event.dispute_raised().answer_due_on();
                    });
                  });
  }
  Reactor* ResolveDispute(Context* context, const v1::ResolveDisputeRequest* request,
                          v1::ResolveDisputeResponse* response) override {
    return Mutate(context, request, response);
  }
  Reactor* Review(Context* context, const v1::ReviewRequest* request,
                  v1::ReviewResponse* response) override {
    return Mutate(context, request, response);
  }
  Reactor* Revoke(Context* context, const v1::RevokeRequest* request,
                  v1::RevokeResponse* response) override {
    return Mutate(context, request, response);
  }
  Reactor* ReportFact(Context* context, const v1::ReportFactRequest* request,
                      v1::ReportFactResponse* response) override {
    return Mutate(
        context, request, response, [](const Committed& committed, v1::ReportFactResponse& answer) {
          ForEach(committed,
                  [&](const Event& event) { *answer.mutable_drift() = event.drift_found(); });
        });
  }

  Reactor* GetAssessment(Context* context, const v1::GetAssessmentRequest* request,
                         v1::GetAssessmentResponse* response) override {
    return Read(context, request, response, [=, this](const Caller& caller, const Rows& rows) {
      return Get(*request, caller, rows, Now(), *response);
    });
  }
  Reactor* ListDeterminations(Context* context, const v1::ListDeterminationsRequest* request,
                              v1::ListDeterminationsResponse* response) override {
    return Read(context, request, response, [=, this](const Caller& caller, const Rows& rows) {
      return List(*request, caller, rows, Now(), *response);
    });
  }
  Reactor* GetDetermination(Context* context, const v1::GetDeterminationRequest* request,
                            v1::GetDeterminationResponse* response) override {
    return Read(context, request, response, [=, this](const Caller& caller, const Rows& rows) {
      return Get(*request, caller, rows, Now(), *response);
    });
  }
  Reactor* Anticipate(Context* context, const v1::AnticipateRequest* request,
                      v1::AnticipateResponse* response) override {
    return Read(context, request, response, [=, this](const Caller& caller, const Rows& rows) {
      return classification::Anticipate(*request, caller, rows, *tools_.books, Now(), *response);
    });
  }

 private:
  calendar::Date Now() const { return Today(tools_.clock.Now()); }

  template <class Request, class Response>
  Reactor* Mutate(
      Context* context, const Request* request, Response* response,
      std::type_identity_t<std::function<void(const Committed&, Response&)>> fill = {}) {
    return tools_.edge.Mutate<Request, Response>(
        context, *request, response,
        [=, this](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
          if constexpr (requires { ToWish(*request, caller, tools_); })
            return ToWish(*request, caller, tools_);
          else
            return ToWish(*request, caller);
        },
        std::move(fill));
  }
  template <class Request, class Response>
  Reactor* Read(Context* context, const Request* request, Response* response,
                std::function<absl::Status(const Caller&, const Rows&)> answer) {
    return tools_.edge.Read<Request, Response>(
        context, *request, response, tools_.view,
        [answer = std::move(answer)](const Caller& caller, const Rows& rows, Response&) {
          return answer(caller, rows);
        });
  }

  Tools tools_;
};
}  // namespace

std::unique_ptr<grpc::Service> ClassificationEndpoint(Tools tools) {
  return std::make_unique<Endpoint>(std::move(tools));
}
}  // namespace aor::classification
