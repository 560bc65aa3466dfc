#include "services/notifications/clients/contacts.h"

#include <absl/strings/str_split.h>

#include <vector>

#include "aor/directory/v1/contact_service.grpc.pb.h"
#include "aor/directory/v1/organisation_service.grpc.pb.h"
#include "aor/directory/v1/person_service.grpc.pb.h"
#include "aor/missions/v1/missions_service.grpc.pb.h"
#include "aor/missions/v1/quality_service.grpc.pb.h"
#include "aor/missions/v1/roll_service.grpc.pb.h"
#include "libs/rpc/errors.h"

namespace aor::notifications {
namespace {
using directory::v1::ContactService;
using directory::v1::OrganisationService;
using directory::v1::PersonService;
using missions::v1::MissionService;
using missions::v1::QualityService;
using missions::v1::RollService;
constexpr auto kPatience = std::chrono::seconds(5);

class OverGrpc final : public Contacts {
 public:
  OverGrpc(const std::shared_ptr<grpc::Channel>& directory,
           const std::shared_ptr<grpc::Channel>& missions,
           std::function<std::string(const std::string&)> token_of)
      : contacts_(ContactService::NewStub(directory)),
        organisations_(OrganisationService::NewStub(directory)),
        persons_(PersonService::NewStub(directory)),
        missions_(MissionService::NewStub(missions)),
        quality_(QualityService::NewStub(missions)),
        rolls_(RollService::NewStub(missions)),
        token_of_(std::move(token_of)) {}

  absl::StatusOr<Contact> Of(const std::string& tenant, const std::string& owner) override {
    const std::vector<std::string> parts = absl::StrSplit(owner, '~');
    return parts.size() == 3 ? OfParticipant(tenant, parts[0], parts[1], parts[2])
                             : OfKnown(tenant, owner);
  }

  absl::StatusOr<std::string> NameOf(const std::string& tenant, const std::string& id) override {
    directory::v1::GetPersonRequest request;
    request.set_person_id(id);
    const auto person = Ask(*persons_, &PersonService::Stub::GetPerson, tenant, request,
                            directory::v1::GetPersonResponse());
    if (absl::IsNotFound(person.status())) return NameOfSupplier(tenant, id);
    if (!person.ok()) return person.status();
    const auto& name = person->person().name();
    if (name.family_name().empty()) return id;
    return name.given_name() + " " + name.family_name();
  }

  absl::StatusOr<std::string> AnswerLinkOf(const std::string& tenant,
                                           const std::string& asking) override {
    missions::v1::GetQuestionnaireLinkRequest request;
    request.set_asking_id(asking);
    const auto answer = Ask(*quality_, &QualityService::Stub::GetQuestionnaireLink, tenant, request,
                            missions::v1::GetQuestionnaireLinkResponse());
    if (!answer.ok()) return answer.status();
    return answer->link();
  }

 private:
  absl::StatusOr<std::string> NameOfSupplier(const std::string& tenant, const std::string& id) {
    directory::v1::GetSupplierRequest request;
    request.set_supplier_id(id);
    const auto supplier = Ask(*organisations_, &OrganisationService::Stub::GetSupplier, tenant,
                              request, directory::v1::GetSupplierResponse());
    if (absl::IsNotFound(supplier.status())) return id;
    if (!supplier.ok()) return supplier.status();
    return supplier->supplier().registered().name();
  }

  absl::StatusOr<Contact> OfKnown(const std::string& tenant, const std::string& owner) {
    directory::v1::ResolveContactsRequest request;
    request.add_owner_ids(owner);
    const auto answer = Ask(*contacts_, &ContactService::Stub::ResolveContacts, tenant, request,
                            directory::v1::ResolveContactsResponse());
    if (!answer.ok()) return answer.status();
    if (answer->contacts_size() == 0) return Contact();
    const auto& known = answer->contacts(0);
    const auto& details = known.details();
    return Contact{details.name(), details.mail(),    details.phone(),  details.language(),
                   details.zone(), known.backup_id(), known.person_id()};
  }

  // Name and address are the session's; the language is that of the client who ordered it.
  absl::StatusOr<Contact> OfParticipant(const std::string& tenant, const std::string& mission_id,
                                        const std::string& session_id,
                                        const std::string& participant_id) {
    missions::v1::GetRollRequest request;
    request.set_mission_id(mission_id);
    request.set_session_id(session_id);
    request.set_participant_id(participant_id);
    const auto roll =
        Ask(*rolls_, &RollService::Stub::GetRoll, tenant, request, missions::v1::GetRollResponse());
    if (absl::IsNotFound(roll.status())) return Contact();
    if (!roll.ok()) return roll.status();
    Contact contact;
    for (const auto& one : roll->participants())
      if (one.participant_id() == participant_id && !one.withdrawn()) {
        contact.name =
            one.given_names().empty() ? one.surname() : one.given_names() + " " + one.surname();
        contact.mail = one.mail();
      }
    if (roll->session().times_size() > 0) contact.zone = roll->session().times(0).zone();
    auto language = LanguageOf(tenant, mission_id);
    if (!language.ok()) return language.status();
    contact.language = *std::move(language);
    return contact;
  }

  absl::StatusOr<std::string> LanguageOf(const std::string& tenant, const std::string& mission_id) {
    missions::v1::GetMissionRequest request;
    request.set_mission_id(mission_id);
    const auto mission = Ask(*missions_, &MissionService::Stub::GetMission, tenant, request,
                             missions::v1::GetMissionResponse());
    if (!mission.ok()) return mission.status();
    const std::string& client_id = mission->mission().opened().client_id();
    const auto contact = OfKnown(tenant, client_id);
    if (!contact.ok()) return contact.status();
    return contact->language.empty() ? LanguageOfClient(tenant, client_id) : contact->language;
  }

  // As it is registered, where no contact of it is known.
  absl::StatusOr<std::string> LanguageOfClient(const std::string& tenant, const std::string& id) {
    directory::v1::GetClientRequest request;
    request.set_client_id(id);
    const auto client = Ask(*organisations_, &OrganisationService::Stub::GetClient, tenant, request,
                            directory::v1::GetClientResponse());
    if (absl::IsNotFound(client.status())) return "";
    if (!client.ok()) return client.status();
    return client->client().registered().language();
  }

  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Ask(
      Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
      const std::string& tenant, const Request& request, Response response) const {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kPatience);
    context.AddMetadata("authorization", "Bearer " + token_of_(tenant));
    const auto status = (stub.*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpc(status);
    return response;
  }

  const std::unique_ptr<ContactService::Stub> contacts_;
  const std::unique_ptr<OrganisationService::Stub> organisations_;
  const std::unique_ptr<PersonService::Stub> persons_;
  const std::unique_ptr<MissionService::Stub> missions_;
  const std::unique_ptr<QualityService::Stub> quality_;
  const std::unique_ptr<RollService::Stub> rolls_;
  const std::function<std::string(const std::string&)> token_of_;
};
}  // namespace

std::unique_ptr<Contacts> ContactsOver(
    std::shared_ptr<grpc::Channel> directory, std::shared_ptr<grpc::Channel> missions,
    std::function<std::string(const std::string& tenant)> token_of) {
  return std::make_unique<OverGrpc>(std::move(directory), std::move(missions), std::move(token_of));
}
}  // namespace aor::notifications
