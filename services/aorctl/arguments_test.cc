// Who asks whom, and what is filled in for whom.
#include "services/aorctl/arguments.h"

#include <grpcpp/health_check_service_interface.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "aor/directory/v1/organisation_service.grpc.pb.h"
#include "aor/engagements/v1/engagements_service.pb.h"
#include "aor/payroll/v1/payroll_service.pb.h"
#include "libs/rpc/tokens.h"
#include "services/aorctl/health.h"
#include "services/aorctl/hints.h"
#include "services/aorctl/methods.h"

namespace aor::aorctl {
namespace {
namespace fs = std::filesystem;

Arguments Typed(std::vector<std::string> words) {
  words.insert(words.begin(), "aorctl");
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  return Parse(static_cast<int>(argv.size()), argv.data());
}

TEST(TokenTest, NoKeyIsMadeAtAMistypedPath) {
  const fs::path folder = fs::path(::testing::TempDir()) / ("no-key-" + std::to_string(getpid()));
  const std::string key = (folder / "issuer-key.pem").string();
  const auto arguments = Typed({"--as=ada:worker", "--issuer-key=" + key});
  const auto refused = Connect(arguments).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(refused.message().find("no key at " + key), std::string::npos) << refused;
  EXPECT_FALSE(fs::exists(folder));
  ASSERT_TRUE(rpc::MintToken(key, {}, absl::Now()).ok());  // as a suite makes it
  EXPECT_TRUE(Connect(arguments).ok());
  fs::remove_all(folder);
}

TEST(ArgumentsTest, AnotherOutputThanTwoIsRefused) {
  EXPECT_TRUE(CheckOutput(Typed({"clock", "--output=json"})).ok());
  EXPECT_EQ(CheckOutput(Typed({"clock", "--output=xml"})).message(),
            "--output: \"xml\" is not known; give table or json");
}

TEST(ArgumentsTest, AMistypedOptionIsNotPassedOver) {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"audit", "verify", "pack", "--public-key=k", "--erlier=checkpoint"},
           {"restore", "backup", "data", "--erlier=k"},
           {"import", "folder", "--erlier"},
           {"health", "--erlier"},
           {"token", "--erlier"}}) {
    const auto refused = CheckFields(Typed(words));
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << words[0];
    EXPECT_EQ(refused.message(), "--erlier: " + words[0] + " knows no such option; aorctl help " +
                                     words[0] + " lists them");
  }
  EXPECT_TRUE(CheckFields(Typed({"get", "client", "--client_id=acme"})).ok());
  EXPECT_TRUE(CheckFields(Typed({"restore", "backup", "data", "--public-key=k"})).ok());
}

TEST(ArgumentsTest, OurOwnFlagsHaveDashesOrUnderscores) {
  const auto typed = Typed({"import", "folder", "--take_good_rows", "--issuer_key=k"});
  EXPECT_TRUE(typed.flags.contains("take-good-rows"));
  EXPECT_EQ(typed.flags.at("issuer-key"), "k");
  EXPECT_TRUE(typed.fields.empty());
}

TEST(CallerTest, IsWhoTheTokenSays) {
  const std::string key = ::testing::TempDir() + "caller-" + std::to_string(getpid()) + ".pem";
  const auto said = CallerAs("ada:worker,client=acme", "alpina");
  const auto token = rpc::MintToken(key, said, absl::Now() + absl::Hours(1));
  ASSERT_TRUE(token.ok());
  const auto caller = CallerOf(Typed({"--token=" + *token}));
  EXPECT_EQ(caller.person.value, "ada");
  EXPECT_EQ(caller.tenant, "alpina");
  ASSERT_EQ(caller.roles.size(), 2u);
  EXPECT_EQ(caller.roles[1].scope, "acme");
  EXPECT_TRUE(CallerOf(Typed({"--token=opaque"})).roles.empty());
  fs::remove(key);
}

TEST(OwnRecordTest, IsNamedForWhoMayAskForItAlone) {
  const auto worker_of = [](const std::string& as, const std::string& given) {
    payroll::v1::GetPayslipRequest request;
    request.set_worker_id(given);
    size_t used = 0;
    NameOwnRecord(CallerAs(as, "alpina"), *FindVerb({"get-payslip"}, used), request);
    return request.worker_id();
  };
  EXPECT_EQ(worker_of("l01:worker", ""), "l01");
  EXPECT_EQ(worker_of("l01:worker", "l02"), "l02") << "what was said stays, and is refused";
  EXPECT_EQ(worker_of("paul:finance", ""), "") << "may see all";
  EXPECT_EQ(worker_of("paul:finance,worker", ""), "");
  EXPECT_EQ(worker_of("", ""), "");
}

TEST(OwnRecordTest, OfAClientIsItsOrganisation) {
  const auto client_of = [](const std::string& as) {
    engagements::v1::ListContractsRequest request;
    size_t used = 0;
    NameOwnRecord(CallerAs(as, "alpina"), *FindVerb({"list-contracts"}, used), request);
    return request.client_id() + "/" + request.worker_id();
  };
  EXPECT_EQ(client_of("bea:client=acme"), "acme/");
  EXPECT_EQ(client_of("l01:worker"), "/l01");
  EXPECT_EQ(client_of("bea:client=acme,client=other"), "/") << "which one, nobody can tell";
}

TEST(HintsTest, ADecisionSaysWhatWasRead) {
  size_t used = 0;
  const auto check = [&](const char* verb, std::vector<std::string> words) {
    const auto request = NewMessage(*FindVerb({verb}, used)->input_type());
    return SaysWhatWasRead(Typed(std::move(words)), *request).ok();
  };
  EXPECT_FALSE(check("verify-hours", {"verify-hours"}));
  EXPECT_TRUE(check("declare-complete", {"declare-complete", "--entries_version=0"}));
  EXPECT_TRUE(check("verify-hours", {"verify-hours", "--json={}"}));
  EXPECT_TRUE(check("get-week", {"get-week"}));
}

TEST(HealthTest, AServiceThatStoppedIsNamedWhileTheProcessLives) {
  directory::v1::OrganisationService::Service organisations;
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&organisations);
  const auto server = builder.BuildAndStart();
  auto& health = *server->GetHealthCheckService();
  for (const char* name : {"live", "ready"}) health.SetServingStatus(name, true);
  Client client({.server = "127.0.0.1:" + std::to_string(port), .peers = {}, .token = ""});
  const auto told = [&](const std::string& only, bool all_serve) {
    ::testing::internal::CaptureStdout();
    EXPECT_EQ(TellHealth(client, only), all_serve);
    return ::testing::internal::GetCapturedStdout();
  };
  EXPECT_EQ(told("", true).find("Organisation"), std::string::npos);
  health.SetServingStatus("aor.directory.v1.OrganisationService", false);
  const std::string line = "\n  aor.directory.v1.OrganisationService NOT_SERVING\n";
  EXPECT_NE(told("", false).find(line), std::string::npos);
  EXPECT_EQ(told("live", true).find("Organisation"), std::string::npos) << "a probe asks one thing";
  server->Shutdown();
}
}  // namespace
}  // namespace aor::aorctl
