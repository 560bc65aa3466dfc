// What the tests of the directory through its real edge have in common.
#pragma once

#include "aor/directory/v1/account_service.grpc.pb.h"
#include "aor/directory/v1/contact_service.grpc.pb.h"
#include "aor/directory/v1/organisation_service.grpc.pb.h"
#include "aor/directory/v1/person_service.grpc.pb.h"
#include "services/directory/api/running_directory.h"

namespace aor::directory {
using Organisations = v1::OrganisationService::Stub;
using Persons = v1::PersonService::Stub;
using Accounts = v1::AccountService::Stub;
using Contacts = v1::ContactService::Stub;
inline constexpr char kFirstIban[] = "CH9300762011623852957";
inline constexpr char kOtherIban[] = "FR1420041010050500013M02606";

class DirectoryTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { running_ = std::make_unique<RunningDirectory>(); }
  static void TearDownTestSuite() { running_.reset(); }

  // The call's answer; a failed call fails the test.
  template <class Stub, class Request, class Response>
  Response Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
               const rpc::Caller& caller, const std::string& request) {
    Response response;
    const auto status = running_->Call(method, caller, service::Parse<Request>(request), &response);
    EXPECT_TRUE(status.ok()) << status << " for " << request;
    return response;
  }
  // How the call fails.
  template <class Stub, class Request, class Response>
  absl::Status Fail(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const rpc::Caller& caller, const std::string& request) {
    Response response;
    return running_->Call(method, caller, service::Parse<Request>(request), &response);
  }
  // Somebody with a name and an address; the consistency token.
  std::string Register(const std::string& id, const std::string& given, const std::string& family) {
    return Ask(&Persons::RegisterPerson, consultant_,
               "request_id: 'register-" + id + "' person_id: '" + id + "' name { given_name: '" +
                   given + "' family_name: '" + family +
                   "' } address { street: 'Quai' town: 'Genève' country_code: 'CH' } "
                   "identifier: '756.9217.0769.85' language: 'fr'")
        .consistency_token();
  }
  v1::DeclareAccountResponse Declare(const std::string& owner, const std::string& request_id,
                                     const std::string& iban) {
    return Ask(&Accounts::DeclareAccount, consultant_,
               "request_id: '" + request_id + "' owner_id: '" + owner + "' iban: '" + iban +
                   "' currency_code: 'CHF'");
  }
  // By two persons; the answer to the second.
  v1::ErasePersonResponse Erase(const std::string& id) {
    const std::string of = "' person_id: '" + id + "' reason: 'asked'";
    Ask(&Persons::RequestErasure, compliance_, "request_id: 'ask-erase-" + id + of);
    return Ask(&Persons::ErasePerson, administrator_, "request_id: 'erase-" + id + of);
  }
  v1::Payee Resolve(const std::string& id, const std::string& token) {
    const auto answer = Ask(&Accounts::ResolvePayees, finance_,
                            "payees { payee_id: '" + id + "' } consistency_token: '" + token + "'");
    return answer.payees_size() == 1 ? answer.payees(0) : v1::Payee{};
  }

  inline static std::unique_ptr<RunningDirectory> running_;
  const rpc::Caller consultant_ = running_->As("bob", "consultant");
  const rpc::Caller finance_ = running_->As("finn", "finance");
  const rpc::Caller auditor_ = running_->As("audrey", "auditor");
  const rpc::Caller service_ = running_->As("payroll", "service");
  const rpc::Caller compliance_ = running_->As("cleo", "compliance");
  const rpc::Caller administrator_ = running_->As("root", "administrator");
};
}  // namespace aor::directory
