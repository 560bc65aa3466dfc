#include "aor/missions/v1/complaints_service.grpc.pb.h"
#include "aor/missions/v1/quality_service.grpc.pb.h"
#include "libs/eventsourcing/row_key.h"
#include "services/missions/api/answers.h"
#include "services/missions/api/calls.h"
#include "services/missions/api/complaints.h"
#include "services/missions/api/endpoints.h"
#include "services/missions/api/links.h"
#include "services/missions/api/quality_reads.h"

namespace aor::missions {
namespace {
class QualityMethods final : public v1::QualityService::CallbackService {
 public:
  explicit QualityMethods(Tools tools) : tools_(std::move(tools)) {}

  Reactor* GetQuestionnaire(Context* context, const v1::GetQuestionnaireRequest* request,
                            v1::GetQuestionnaireResponse* response) override {
    return Read(tools_, context, request, response, [=, this](const Caller&, const Rows&) {
      return Show(tools_, *request, *response);
    });
  }
  Reactor* AnswerQuestionnaire(Context* context, const v1::AnswerQuestionnaireRequest* request,
                               v1::AnswerQuestionnaireResponse* response) override {
    return tools_.edge.Run(
        context, *request,
        [=, this](const Caller& stranger) {
          return TakeAnswers(tools_, *request, stranger.is_forwarded);
        },
        response);
  }
  Reactor* GetQuestionnaireLink(Context* context, const v1::GetQuestionnaireLinkRequest* request,
                                v1::GetQuestionnaireLinkResponse* response) override {
    return Read(
        tools_, context, request, response,
        [=, this](const Caller& caller, const Rows& rows) -> absl::Status {
          if (!rows.Get(eventsourcing::RowKey(caller.tenant, "asking", request->asking_id())))
            return rpc::NotFound("asking", request->asking_id());
          auto link = LinkTo(tools_, caller.tenant, request->asking_id());
          if (link.ok()) response->set_link(*std::move(link));
          return link.status();
        });
  }
  Reactor* ListAnswers(Context* context, const v1::ListAnswersRequest* request,
                       v1::ListAnswersResponse* response) override {
    return Read(tools_, context, request, response,
                [=, this](const Caller& caller, const Rows& rows) {
                  return List(tools_, *request, caller, rows, *response);
                });
  }
  Reactor* GetMissionQuality(Context* context, const v1::GetMissionQualityRequest* request,
                             v1::GetMissionQualityResponse* response) override {
    return Read(tools_, context, request, response,
                [=, this](const Caller& caller, const Rows& rows) {
                  return Get(tools_, *request, caller, rows, *response);
                });
  }
  Reactor* GetFacilitatorQuality(Context* context, const v1::GetFacilitatorQualityRequest* request,
                                 v1::GetFacilitatorQualityResponse* response) override {
    return Read(tools_, context, request, response,
                [=, this](const Caller& caller, const Rows& rows) {
                  return Get(tools_, *request, caller, rows, *response);
                });
  }
  Reactor* ListQuestionnaires(Context* context, const v1::ListQuestionnairesRequest* request,
                              v1::ListQuestionnairesResponse* response) override {
    return Read(tools_, context, request, response, [=, this](const Caller&, const Rows&) {
      *response->mutable_rules() = tools_.quality->data();
      return absl::OkStatus();
    });
  }

 private:
  Tools tools_;
};

class ComplaintMethods final : public v1::ComplaintService::CallbackService {
 public:
  explicit ComplaintMethods(Tools tools) : tools_(std::move(tools)) {}

  Reactor* RecordComplaint(Context* context, const v1::RecordComplaintRequest* request,
                           v1::RecordComplaintResponse* response) override {
    return Mutate(tools_, context, request, response,
                  [](const Committed& committed, v1::RecordComplaintResponse& answer) {
                    ForEach<v1::ComplaintEvent>(committed, [&](const v1::ComplaintEvent& event) {
                      answer.set_complaint_id(event.complaint_recorded().complaint_id());
                      *answer.mutable_due_on() = event.complaint_recorded().due_on();
                    });
                  });
  }
  Reactor* AssignComplaint(Context* context, const v1::AssignComplaintRequest* request,
                           v1::AssignComplaintResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* AnswerComplaint(Context* context, const v1::AnswerComplaintRequest* request,
                           v1::AnswerComplaintResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* CloseComplaint(Context* context, const v1::CloseComplaintRequest* request,
                          v1::CloseComplaintResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* ListComplaints(Context* context, const v1::ListComplaintsRequest* request,
                          v1::ListComplaintsResponse* response) override {
    return Read(tools_, context, request, response,
                [=, this](const Caller& caller, const Rows& rows) {
                  return List(tools_, *request, caller, rows, *response);
                });
  }

 private:
  Tools tools_;
};
}  // namespace

std::unique_ptr<grpc::Service> QualityEndpoint(Tools tools) {
  return std::make_unique<QualityMethods>(std::move(tools));
}
std::unique_ptr<grpc::Service> ComplaintEndpoint(Tools tools) {
  return std::make_unique<ComplaintMethods>(std::move(tools));
}
}  // namespace aor::missions
