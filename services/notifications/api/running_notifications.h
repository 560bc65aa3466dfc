// Notifications in this process behind its real edge; the directory's contacts are canned, the
// other contexts' logs are written by the test, and what is sent lies in a folder.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "aor/directory/v1/contact_service.grpc.pb.h"
#include "aor/directory/v1/organisation_service.grpc.pb.h"
#include "aor/directory/v1/person_service.grpc.pb.h"
#include "aor/engagements/v1/engagements_events.pb.h"
#include "aor/invoicing/v1/invoicing_events.pb.h"
#include "aor/missions/v1/missions_service.grpc.pb.h"
#include "aor/missions/v1/quality_service.grpc.pb.h"
#include "aor/missions/v1/roll_service.grpc.pb.h"
#include "aor/notifications/v1/notifications_service.grpc.pb.h"
#include "aor/operations/v1/run_events.pb.h"
#include "aor/payroll/v1/payroll_events.pb.h"
#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "libs/service/testing/running_process.h"
#include "services/notifications/install.h"

namespace aor::notifications {
using Stub = v1::NotificationsService::Stub;

// Contacts by owner, as text; the answers of missions of whatever mission and session is asked for.
struct Canned {
  std::mutex mutex;
  std::string mission, roll;
  std::vector<std::string> rolls_asked;  // for which participant
  std::map<std::string, std::string> contacts;
};
class CannedContacts final : public directory::v1::ContactService::CallbackService {
 public:
  explicit CannedContacts(Canned& canned) : canned_(canned) {}
  grpc::ServerUnaryReactor* ResolveContacts(
      grpc::CallbackServerContext* context, const directory::v1::ResolveContactsRequest* request,
      directory::v1::ResolveContactsResponse* response) override {
    const std::lock_guard lock(canned_.mutex);
    for (const auto& owner : request->owner_ids())
      if (const auto known = canned_.contacts.find(owner); known != canned_.contacts.end())
        *response->add_contacts() = service::Parse<directory::v1::Contact>(known->second);
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  Canned& canned_;
};

class CannedOrganisations final : public directory::v1::OrganisationService::CallbackService {
 public:
  grpc::ServerUnaryReactor* GetClient(grpc::CallbackServerContext* context,
                                      const directory::v1::GetClientRequest* request,
                                      directory::v1::GetClientResponse* response) override {
    auto& client = *response->mutable_client()->mutable_registered();
    client.set_client_id(request->client_id());
    client.set_language("fr");
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

// Ada and Bea have surnames.
class CannedPersons final : public directory::v1::PersonService::CallbackService {
 public:
  grpc::ServerUnaryReactor* GetPerson(grpc::CallbackServerContext* context,
                                      const directory::v1::GetPersonRequest* request,
                                      directory::v1::GetPersonResponse* response) override {
    auto& name = *response->mutable_person()->mutable_name();
    if (request->person_id() == "ada") name.set_given_name("Ada"), name.set_family_name("Lovelace");
    if (request->person_id() == "bea") name.set_given_name("Bea"), name.set_family_name("Muster");
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

class CannedMissions final : public missions::v1::MissionService::CallbackService {
 public:
  explicit CannedMissions(Canned& canned) : canned_(canned) {}
  grpc::ServerUnaryReactor* GetMission(grpc::CallbackServerContext* context,
                                       const missions::v1::GetMissionRequest*,
                                       missions::v1::GetMissionResponse* response) override {
    const std::lock_guard lock(canned_.mutex);
    *response = service::Parse<missions::v1::GetMissionResponse>(canned_.mission);
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  Canned& canned_;
};
class CannedRolls final : public missions::v1::RollService::CallbackService {
 public:
  explicit CannedRolls(Canned& canned) : canned_(canned) {}
  grpc::ServerUnaryReactor* GetRoll(grpc::CallbackServerContext* context,
                                    const missions::v1::GetRollRequest* request,
                                    missions::v1::GetRollResponse* response) override {
    const std::lock_guard lock(canned_.mutex);
    canned_.rolls_asked.push_back(request->participant_id());
    *response = service::Parse<missions::v1::GetRollResponse>(canned_.roll);
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  Canned& canned_;
};

class CannedQuality final : public missions::v1::QualityService::CallbackService {
 public:
  grpc::ServerUnaryReactor* GetQuestionnaireLink(
      grpc::CallbackServerContext* context,
      const missions::v1::GetQuestionnaireLinkRequest* request,
      missions::v1::GetQuestionnaireLinkResponse* response) override {
    response->set_link("alpina." + request->asking_id() + ".signed");
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

inline const std::map<std::string, std::string> kKnown = {
    {"ada",
     "details { name: 'Ada Lovelace' phone: '+41791234567' mail: 'ada@example.com' "
     "language: 'fr' zone: 'Europe/Zurich' }"},
    {"acme",
     "details { name: 'Acme' mail: 'pay@acme.example' language: 'de' "
     "zone: 'Europe/Zurich' } backup_id: 'tom'"},
    {"bea",
     "details { name: 'Bea' mail: 'bea@example.com' language: 'en' zone: 'Europe/Zurich' } "
     "backup_id: 'tom'"},
    {"mira-sas", "details { name: 'Mira' mail: 'mira@dev.example' language: 'fr' }"},
    {"tom", "details { name: 'Tom' mail: 'tom@acme.example' language: 'en' }"},
    {"geneva", "details { name: 'Finance' mail: 'finance@alpina.example' language: 'fr' }"}};

class NotificationsTest : public testing::Test {
 protected:
  // Wednesday morning, 21 October 2026, 10:00 in Geneva.
  explicit NotificationsTest(const std::string& clock = "2026-10-21T08:00:00Z")
      : process_({.name = "notifications",
                  .development_clock = clock,
                  .other_logs = {"directory", "engagements", "timesheet", "invoicing", "payroll",
                                 "missions", "credentials", "classification"},
                  .install = [this](service::RunningProcess& process) {
                    canned_.contacts = kKnown;
                    Install(process.host());
                    process.other("directory").Serve(std::make_unique<CannedContacts>(canned_));
                    process.other("directory").Serve(std::make_unique<CannedOrganisations>());
                    process.other("directory").Serve(std::make_unique<CannedPersons>());
                    process.other("missions").Serve(std::make_unique<CannedMissions>(canned_));
                    process.other("missions").Serve(std::make_unique<CannedRolls>(canned_));
                    process.other("missions").Serve(std::make_unique<CannedQuality>());
                  }}) {}

  // "OK", the name of the refusal, or the number of the status code.
  template <class Request, class Response>
  std::string Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  const std::string& request, Response* response,
                  const std::string& role = "administrator") {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    context.AddMetadata("authorization", "Bearer " + process_.TokenOf("root", role));
    const auto status =
        (stub_.get()->*method)(&context, service::Parse<Request>(request), response);
    return service::OutcomeOf(status);
  }
  std::vector<v1::Message> List(const std::string& filter) {
    v1::ListMessagesResponse listed;
    EXPECT_EQ(Ask(&Stub::ListMessages, filter, &listed), "OK");
    return {listed.messages().begin(), listed.messages().end()};
  }
  std::vector<std::string> Reminders(const std::string& filter = "") {
    v1::ListRemindersResponse listed;
    EXPECT_EQ(Ask(&Stub::ListReminders, filter, &listed), "OK");
    std::vector<std::string> lines;
    for (const auto& reminder : listed.reminders())
      lines.push_back(
          reminder.reminder_id() + " " + reminder.recipient_id() + " " +
          calendar::ToString(calendar::Instant{std::chrono::seconds{reminder.due().seconds()}}));
    return lines;
  }
  // The messages of this filter, once there are so many in this state.
  std::vector<v1::Message> Await(const std::string& filter, size_t count, const char* state) {
    const std::string text = filter + " state: MESSAGE_STATE_" + state;
    for (int tries = 0; tries < 600; ++tries) {
      auto listed = List(text);
      if (listed.size() >= count) return listed;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    ADD_FAILURE() << "waited in vain for " << text;
    for (const auto& each : List("")) ADD_FAILURE() << each.ShortDebugString();
    return {};
  }
  template <class Holds>
  bool Eventually(Holds holds) {
    for (int tries = 0; tries < 600; ++tries) {
      if (holds()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  }
  // What lies in the outbox folder, by file name.
  std::map<std::string, std::string> Outbox() const {
    std::map<std::string, std::string> files;
    std::error_code error;
    const std::string folder = process_.data() + "/files/notifications/outbox";
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
      std::ifstream file(entry.path());
      files[entry.path().filename()] = {std::istreambuf_iterator<char>(file), {}};
    }
    return files;
  }

  void Conclude(const std::string& contract, const std::string& end = "2026 month: 11 day: 30") {
    process_.Publish<engagements::v1::ContractEvent>(
        "engagements", "acme",
        "contract_concluded { contract_id: '" + contract +
            "' worker_id: 'ada' client_id: 'acme' legal_entity_id: 'geneva' "
            "engagement_kind: ENGAGEMENT_KIND_TEMP zone: 'Europe/Zurich' "
            "start { year: 2026 month: 10 day: 19 } end { year: " +
            end + " } terms { unit: UNIT_HOUR } }");
  }
  void Extend(const std::string& contract, int day) {
    process_.Publish<engagements::v1::ContractEvent>(
        "engagements", "acme",
        "contract_extended { contract_id: '" + contract +
            "' end { year: 2026 month: 12 day: " + std::to_string(day) + " } }");
  }
  void Invoice(const std::string& id, const std::string& run = "") {
    process_.Publish<invoicing::v1::InvoiceEvent>(
        "invoicing", "geneva",
        "invoice_issued { invoice_id: '" + id + "' number: 'GE-" + id +
            "' client_id: 'acme' legal_entity_id: 'geneva' run_id: '" + run +
            "' due_date { year: 2026 month: 11 day: 20 } "
            "payable { currency_code: 'CHF' minor_units: 153750 } }");
  }

  Canned canned_;
  service::RunningProcess process_;
  const std::unique_ptr<Stub> stub_ = v1::NotificationsService::NewStub(process_.channel());
};
}  // namespace aor::notifications
