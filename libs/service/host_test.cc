// A whole process on port 0, called over the network.
#include "libs/service/host.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "aor/admin/v1/admin_service.grpc.pb.h"
#include "aor/audit/v1/audit_service.grpc.pb.h"
#include "aor/clock/v1/clock_service.grpc.pb.h"
#include "libs/audit/shown.h"
#include "libs/eventsourcing/commits.h"
#include "libs/service/backup_manifest.h"
#include "libs/service/issuers.h"
#include "libs/service/testing/health.h"
#include "libs/service/testing/running_host.h"

namespace aor::service {
namespace {
TEST(Host, ServesWritesAndReads) {
  const Running running(Directory("memory"), "memory");
  EXPECT_EQ(running.Total(running.Add("r1")), 1);
}

TEST(Host, KeepsWhatItSaidAcrossLives) {
  const std::string directory = Directory("lives");
  {
    Running first(directory, "embedded");
    EXPECT_EQ(first.Total(first.Add("r1")), 1);
    EXPECT_EQ(first.Stop(), 0);
  }
  const Running second(directory, "embedded");
  EXPECT_EQ(second.Total(second.Add("r1")), 1);  // the same request
  EXPECT_EQ(second.Total(second.Add("r2")), 2);
}

TEST(Host, MovesTheClockAndTicksBeforeItAnswers) {
  Running running(Directory("clock"), "memory");
  const auto stub = clock::v1::ClockService::NewStub(running.channel);
  clock::v1::AdvanceToRequest request;
  clock::v1::AdvanceToResponse response;
  const auto advance = [&](int64_t seconds) {
    request.mutable_time()->set_seconds(seconds);
    auto context = running.Calling();
    return rpc::FromGrpc(stub->AdvanceTo(context.get(), request, &response));
  };
  EXPECT_TRUE(advance(1'800'000'000).ok());
  EXPECT_EQ(running.last_tick, 1'800'000'000);
  EXPECT_TRUE(advance(1'800'000'000).ok());
  EXPECT_EQ(rpc::RefusalOf(advance(1'700'000'000)), "CLOCK_NEVER_GOES_BACK");
}

TEST(Host, TellsItsHealthByService) {
  Running running(Directory("health"), "memory");
  EXPECT_EQ(HealthOf(running.channel, ""), kServing);
  EXPECT_EQ(HealthOf(running.channel, "aor.testing.v1.CounterService"), kServing);
  EXPECT_EQ(HealthOf(running.channel, "aor.testing.v1.UnguardedService"), -1);
  EXPECT_EQ(HealthOf(running.channel, "live"), kServing);
  EXPECT_EQ(HealthOf(running.channel, "ready"), kServing);
  running.break_view = true;
  running.Add("r1");
  for (int i = 0; i < 50 && HealthOf(running.channel, "aor.testing.v1.CounterService") == kServing;
       ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_NE(HealthOf(running.channel, "aor.testing.v1.CounterService"), kServing);
  EXPECT_EQ(HealthOf(running.channel, "aor.admin.v1.AdminService"), kServing);
  EXPECT_EQ(HealthOf(running.channel, "live"), kServing);
  EXPECT_NE(HealthOf(running.channel, "ready"), kServing);
}

TEST(Host, IsReadyWhenItHasCaughtUpOnce) {
  const std::string directory = Directory("catches-up");
  {
    Running running(directory, "embedded");
    std::vector<std::jthread> callers;
    for (int caller = 0; caller < 20; ++caller)
      callers.emplace_back([&running, caller] {
        for (int i = 0; i < 50; ++i) running.Add(std::to_string(caller * 50 + i));
      });
  }
  std::filesystem::remove_all(directory + "/views");
  Totals::is_slow = true;
  Running running(directory, "embedded");
  EXPECT_EQ(HealthOf(running.channel, "live"), kServing);
  EXPECT_EQ(HealthOf(running.channel, "aor.testing.v1.CounterService"), kServing);
  EXPECT_NE(HealthOf(running.channel, "ready"), kServing);
  Totals::is_slow = false;
  for (int i = 0; i < 100 && HealthOf(running.channel, "ready") != kServing; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(HealthOf(running.channel, "ready"), kServing);
}

TEST(Host, WhoWaitsHoldsNobodyUp) {
  Running running(Directory("waiters"), "memory");
  const auto stub = admin::v1::AdminService::NewStub(running.channel);
  admin::v1::WaitForRequest far_off;
  far_off.set_consistency_token(eventsourcing::TokenOf("testing", 0, {1'000'000, {}}));
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  for (int i = 0; i < 8; ++i) contexts.push_back(running.Calling());
  std::vector<std::jthread> waiters;
  for (auto& context : contexts)
    waiters.emplace_back([&] {
      admin::v1::WaitForResponse waited;
      EXPECT_EQ(stub->WaitFor(context.get(), far_off, &waited).error_code(),
                grpc::StatusCode::CANCELLED);
    });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));  // all have arrived
  EXPECT_EQ(running.Total(running.Add("r1")), 1);
  for (auto& context : contexts) context->TryCancel();
}

TEST(Host, BoundsWhatItReads) {
  Running running(Directory("large"), "memory");
  AddAmountRequest request;
  request.set_reason(std::string(5 << 20, 'x'));
  AddAmountResponse response;
  EXPECT_EQ(CounterService::NewStub(running.channel)
                ->AddAmount(running.Calling().get(), request, &response)
                .error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST(Host, CallsItselfInside) {
  Running running(Directory("inside"), "memory");
  clock::v1::GetResponse response;
  auto context = running.Calling(running.service_token);
  const auto status =
      clock::v1::ClockService::NewStub(running.inside)->Get(context.get(), {}, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(response.moves_only_when_told());
}

TEST(Host, ShowsOperatorsWhereItStands) {
  Running running(Directory("admin"), "embedded");
  const auto stub = admin::v1::AdminService::NewStub(running.channel);
  admin::v1::WaitForRequest wait;
  wait.set_consistency_token(running.Add("r1"));
  admin::v1::WaitForResponse waited;
  ASSERT_TRUE(stub->WaitFor(running.Calling().get(), wait, &waited).ok());
  wait.clear_consistency_token();
  ASSERT_TRUE(stub->WaitFor(running.Calling().get(), wait, &waited).ok());

  admin::v1::GetPositionsResponse positions;
  ASSERT_TRUE(stub->GetPositions(running.Calling().get(), {}, &positions).ok());
  ASSERT_EQ(positions.heads_size(), 1);
  EXPECT_EQ(positions.heads(0).sequence(), 1u);
  ASSERT_EQ(positions.views_size(), 1);
  EXPECT_EQ(positions.views(0).view(), "testing/totals@1");
  EXPECT_EQ(positions.views(0).applied(), 1u);

  admin::v1::RebuildProjectionsRequest rebuild;
  rebuild.set_must_match(true);
  admin::v1::RebuildProjectionsResponse rebuilt;
  const auto status = stub->RebuildProjections(running.Calling().get(), rebuild, &rebuilt);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(rebuilt.views_size(), 1);
}

TEST(Host, GoesOnCountingWhatItShowsOfAChainFromItsOwnNotesOnly) {
  Running running(Directory("shown"), "memory");
  const uint32_t chain = eventlog::ChainOf("alpina/anna");
  const auto read = [&](const std::string& shown, int64_t first, int64_t last) {
    audit::v1::ReadChainRequest request;
    request.set_log("testing");
    request.set_chain(chain);
    request.set_from_sequence(first);
    request.set_to_sequence(last);
    request.set_shown(shown);
    audit::v1::ReadChainResponse response;
    const auto status = audit::v1::AuditService::NewStub(running.channel)
                            ->ReadChain(running.Calling().get(), request, &response);
    return std::make_pair(status.error_code(), response.shown());
  };
  for (const char* request : {"r1", "r2", "r3"}) running.Add(request);
  using enum grpc::StatusCode;
  const auto first = read("", 1, 1);
  ASSERT_EQ(first.first, OK);
  const auto rest = read(first.second, 2, 3);
  EXPECT_EQ(rest, read("", 1, 3)) << "the same note, in two pieces or in one";
  EXPECT_NE(rest.second.find(" 3 3\n"), std::string::npos) << rest.second;
  EXPECT_EQ(read("", 2, 3), std::make_pair(OK, std::string()));
  EXPECT_EQ(read(first.second, 3, 3).first, INVALID_ARGUMENT) << "one left out";
  EXPECT_EQ(read(rest.second, 2, 3).first, INVALID_ARGUMENT) << "counted twice";
  const auto forged = audit::ShownNote("development", "alpina", {"testing", chain, 1, 1},
                                       eventlog::SigningKey::Generate());
  EXPECT_EQ(read(forged, 2, 3).first, INVALID_ARGUMENT);
}

TEST(Host, LeavesNothingOfABackupThatFailed) {
  const std::string directory = Directory("half");
  Running running(directory, "memory");  // a memory log cannot be copied
  admin::v1::BackupRequest request;
  request.set_name("monday");
  admin::v1::BackupResponse response;
  const auto stub = admin::v1::AdminService::NewStub(running.channel);
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(stub->Backup(running.Calling().get(), request, &response).error_code(),
              grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_TRUE(std::filesystem::is_empty(directory + "-backups"));
}

TEST(Host, StartsFromItsBackup) {
  const std::string directory = Directory("backup"), copy = Directory("copy");
  {
    Running running(directory, "embedded");
    running.Add("r1");
    admin::v1::BackupRequest request;
    request.set_name("monday");
    admin::v1::BackupResponse response;
    const auto stub = admin::v1::AdminService::NewStub(running.channel);
    const auto status = stub->Backup(running.Calling().get(), request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(stub->Backup(running.Calling().get(), request, &response).error_code(),
              grpc::StatusCode::ALREADY_EXISTS);
    for (const auto& file : std::filesystem::recursive_directory_iterator(directory + "/log"))
      EXPECT_EQ(file.hard_link_count(), 1u) << "the live log's and the backup's: " << file.path();
    const auto manifest = ReadBackupManifest(response.directory());
    ASSERT_TRUE(manifest.ok()) << manifest.status();
    EXPECT_GT(manifest->keys, 0u);
    EXPECT_TRUE(CheckFiles(response.directory(), *manifest).ok());
    EXPECT_TRUE(CheckContent(response.directory(), &*manifest).ok());
    std::filesystem::copy(response.directory(), copy, std::filesystem::copy_options::recursive);
    std::filesystem::copy(directory + "/wrapping-key", copy + "/wrapping-key");
  }
  const Running restored(copy, "embedded", {"--accept_missing_anchor=true"});
  EXPECT_EQ(restored.Total(restored.Add("r1")), 1);
}

// All in them is made of the log: nobody need know which file was lost or changed.
TEST(Host, MakesDamagedViewsAnewWhenItStarts) {
  namespace fs = std::filesystem;
  const std::string directory = Directory("damaged-views"), views = directory + "/views/testing";
  const std::function<void()> damages[] = {
      [&] { fs::remove(views + "/CURRENT"); },
      [&] { std::ofstream(views + "/CURRENT", std::ios::trunc) << "x"; },
      [&] { std::ofstream(views + "/DAMAGED") << "met while it was open"; },
      [&] {
        for (const auto& file : fs::directory_iterator(views))
          if (file.path().filename().string().starts_with("MANIFEST")) fs::remove(file.path());
      },
      [&] { fs::remove_all(views); }};
  {
    Running first(directory, "embedded");
    EXPECT_EQ(first.Total(first.Add("r0")), 1);
  }
  int total = 1;
  for (const auto& damage : damages) {
    damage();
    const Running running(directory, "embedded");
    EXPECT_EQ(running.Total(running.Add("r" + std::to_string(total))), total + 1);
    ++total;
  }
}

TEST(Host, IsRunByAdministratorsOfTheOperatorsTenant) {
  const std::string directory = Directory("operators");
  Running running(directory, "memory", {"--operator_tenant=house"});
  const auto rebuild = [&](const std::string& tenant, const std::string& role) {
    const auto token = *rpc::MintToken(directory + "/issuer-key.pem",
                                       {tenant, PersonId{"eve"}, "", {rpc::ParseRole(role)}},
                                       absl::Now() + absl::Hours(1));
    admin::v1::RebuildProjectionsResponse response;
    return admin::v1::AdminService::NewStub(running.channel)
        ->RebuildProjections(running.Calling(token).get(), {}, &response)
        .error_code();
  };
  using enum grpc::StatusCode;
  EXPECT_EQ(rebuild("house", "administrator"), OK);
  EXPECT_EQ(rebuild("alpina", "administrator"), PERMISSION_DENIED);
  EXPECT_EQ(rebuild("house", "consultant"), PERMISSION_DENIED);
  EXPECT_EQ(rebuild("house", "administrator:acme"), PERMISSION_DENIED);
  for (const char* tenant : {"house", "alpina"})
    EXPECT_EQ(rebuild(tenant, "operator"), PERMISSION_DENIED) << "no token says so";
}

TEST(Host, HasNoOperatorInProductionUnlessOneIsNamed) {
  const rpc::Caller root{"alpina", PersonId{"root"}, "", {{"administrator", ""}}};
  Config config;
  EXPECT_TRUE(IsOperator(config, root));
  config.environment = "production";
  EXPECT_FALSE(IsOperator(config, root));
  config.operator_tenant = "alpina";
  EXPECT_TRUE(IsOperator(config, root));
}

// One that is not there, empty, older or of another store would say of everybody whose key it lacks
// that they were erased, and forget what tells repeats apart.
TEST(Host, RefusesALogWhoseKeyringIsNotItsOwn) {
  namespace fs = std::filesystem;
  const std::string directory = Directory("keyless"), other = Directory("keyless-other");
  const std::string keyring = directory + "/keyring", good = other + "-good", old = other + "-old";
  for (const std::string& copy : {good, old}) fs::remove_all(copy);
  Running(other, "embedded").Add("r1");
  EXPECT_EQ(Running(directory, "embedded").Stop(), 0);
  fs::copy(keyring, old);
  Running(directory, "embedded").Add("r1");
  fs::copy(keyring, good);
  const auto flip = [&] {
    for (const auto& file : fs::directory_iterator(keyring))
      if (file.path().filename().string().starts_with("MANIFEST")) {
        std::fstream bytes(file.path(), std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(4);
        bytes.put('\x7f');  // the length of its first record
      }
  };
  const std::vector<std::string> arguments{"test", "--data_directory=" + directory,
                                           "--listen=127.0.0.1:0", "--metrics=off"};
  Argv argv(arguments);
  const auto open = [&] {
    Host host(argv.argc(), argv.argv());
    host.Open("testing");
    std::_Exit(0);  // its threads are not waited for
  };
  const std::pair<const char*, std::function<void()>> damages[] = {
      {"keyring is gone", [] {}},
      {"keyring in .* is damaged|keyring in .* is empty", [&] { fs::copy(good, keyring), flip(); }},
      {"has lost keys or is an older copy", [&] { fs::copy(old, keyring); }},
      {"is not the one of its log", [&] { fs::copy(other + "/keyring", keyring); }}};
  for (const auto& [line, damage] : damages) {
    fs::remove_all(keyring);
    damage();
    const bool was_there = fs::exists(keyring);
    EXPECT_EXIT(open(), ::testing::ExitedWithCode(2), line);
    EXPECT_EQ(fs::exists(keyring), was_there);
  }
  fs::remove_all(keyring);
  fs::copy(good, keyring);
  const Running healed(directory, "embedded");
  EXPECT_EQ(healed.Total(healed.Add("r1")), 1) << "the same request";
}
}  // namespace
}  // namespace aor::service
