// The fixture of the API's tests: contracts, policies, what was shown and what was told.
#pragma once

#include <google/protobuf/util/json_util.h>

#include "aor/audit/v1/audit_service.grpc.pb.h"
#include "aor/classification/v1/classification_events.pb.h"
#include "aor/credentials/v1/credentials_service.grpc.pb.h"
#include "aor/credentials/v1/gates_service.grpc.pb.h"
#include "aor/directory/v1/directory_events.pb.h"
#include "aor/engagements/v1/engagements_events.pb.h"
#include "libs/service/testing/calling_test.h"
#include "services/credentials/install.h"

namespace aor::credentials {
using Credentials = v1::CredentialService::Stub;
using Gates = v1::GateService::Stub;
using Audit = audit::v1::AuditService::Stub;

class CredentialsTest : public service::CallingTest {
 protected:
  CredentialsTest()
      : CallingTest("credentials", {"engagements", "classification", "directory"}, Install,
                    "2026-10-05T08:00:00Z") {
    for (const std::string person : {"ada", "bob", "cleo", "cleo-dev", "dev"}) Registered(person);
    Published<directory::v1::OrganisationEvent>("directory", "firm",
                                                "supplier_registered { supplier_id: 'firm' }");
  }

  void Registered(const std::string& person) {
    Published<directory::v1::PersonEvent>("directory", person,
                                          "person_registered { person_id: '" + person + "' }");
  }

  // Another context's fact; the view has seen what was written before it.
  template <class Event>
  void Published(const std::string& log, const std::string& key, const std::string& event) {
    As("tom", "consultant");
    Got(&Gates::ListOverrides, "");
    after_ = process_->Publish<Event>(log, key, event);
  }
  void Concluded(const std::string& contract, const std::string& worker, const std::string& more,
                 const std::string& client = "acme") {
    Published<engagements::v1::ContractEvent>(
        "engagements", client,
        "contract_concluded { contract_id: '" + contract + "' worker_id: '" + worker +
            "' client_id: '" + client + "' title: 'Nurse' start { year: 2026 month: 10 day: 1 } " +
            more + " }");
  }
  void Adopted(const std::string& policy, const std::string& scope = "") {
    As("cleo", "compliance");
    ASSERT_EQ(
        Try(&Credentials::AdoptPolicy,
            "policy_id: '" + policy + "' effective_from { year: 2026 month: 10 day: 1 } " + scope),
        "OK")
        << said_;
  }
  // Handed in by whose it is, and accepted by compliance.
  void Shown(const std::string& id, const std::string& holder, const std::string& kind,
             const std::string& days, const std::string& role = "worker") {
    As(role == "worker" ? holder : "sam", role == "worker" ? "worker" : "supplier:" + holder);
    ASSERT_EQ(
        Try(&Credentials::DepositCredential,
            "credential_id: '" + id + "' " + role + "_id: '" + holder + "' kind_id: '" + kind +
                "' zone: 'Europe/Zurich' digest: '" + std::string(64, 'a') + "' " + days),
        "OK")
        << said_;
    As("cleo", "compliance");
    ASSERT_EQ(Try(&Credentials::AcceptCredential, "holder_id: '" + holder + "' kind_id: '" + kind +
                                                      "' credential_id: '" + id + "'"),
              "OK")
        << said_;
  }
  // Of one gate: "open", or the codes of the reasons, and by which override it is open.
  std::string Gate(const std::string& contract, const std::string& gate,
                   const std::string& more = "") {
    const auto answers =
        Got(&Gates::CheckGates, "contract_id: '" + contract + "' gate: GATE_" + gate + " " + more)
            .answers();
    if (answers.size() != 1) return "no answer";
    std::string said = answers[0].open() ? "open" : "closed";
    for (const auto& reason : answers[0].reasons())
      said += " " + v1::ReasonCode_Name(reason.reason_code()).substr(sizeof("REASON_CODE_") - 1);
    return answers[0].override_id().empty() ? said : said + " by override";
  }
  // What was published of a contract's gates: "closed BILLING", "opened FEE", … in order.
  std::vector<std::string> Told(const std::string& contract) {
    As("otto", "auditor");
    std::vector<std::string> told;
    audit::v1::GetHistoryResponse history;
    Call(&Audit::GetHistory, "log: 'credentials' stream: 'gates-" + contract + "'", &history);
    for (const auto& change : history.changes())
      for (const auto& fact : change.facts()) {
        v1::GateEvent event;
        EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(fact.json(), &event).ok());
        const bool closed = event.has_gate_closed();
        const auto gate = closed ? event.gate_closed().gate() : event.gate_opened().gate();
        told.push_back((closed ? "closed " : "opened ") +
                       v1::Gate_Name(gate).substr(sizeof("GATE_") - 1));
      }
    return told;
  }
};
}  // namespace aor::credentials
