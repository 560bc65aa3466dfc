// Calls over a real connection to a server in this process.
#include "libs/rpc/edge.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <future>

#include "aor/testing/v1/edge_service.grpc.pb.h"
#include "google/rpc/error_details.pb.h"
#include "libs/eventlog/memory/memory_log.h"
#include "libs/eventsourcing/ownership.h"
#include "libs/eventsourcing/projector.h"
#include "libs/eventsourcing/testing/counter.h"
#include "libs/rpc/edge_parts.h"
#include "libs/rpc/tokens.h"
#include "libs/rpc/unreadable.h"

namespace aor::rpc {
namespace {
using ::testing::AllOf, ::testing::EndsWith, ::testing::StartsWith;
using testing::v1::AddAmountRequest;
using testing::v1::AddAmountResponse;

constexpr int64_t kStops = 997;  // the view, once it is added

class Totals final : public eventsourcing::Projection {
 public:
  std::string name() const override { return "totals"; }
  int version() const override { return 1; }
  std::vector<std::string> logs() const override { return {"counters"}; }
  void Apply(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) override {
    if (!eventsourcing::Holds<testing::Event>(happened.event)) return;
    const auto event = eventsourcing::Decode<testing::Event>(happened.event);
    const std::string key = happened.commit.tenant() + "/total/" + happened.stream.name();
    if (event.added().amount() == kStops) throw std::runtime_error("an unknown kind of event");
    const int64_t before = std::stoll(rows.Get(key).value_or("0"));
    rows.Put(key, std::to_string(before + event.added().amount()));
  }
};

class Service final : public testing::v1::CounterService::CallbackService {
 public:
  Service(Edge edge, eventsourcing::View& view) : edge_(std::move(edge)), view_(view) {}
  Reactor* AddAmount(Context* context, const AddAmountRequest* request,
                     AddAmountResponse* response) override {
    return edge_.Mutate<AddAmountRequest, AddAmountResponse>(
        context, *request, response,
        [=, this](const Caller&) -> absl::StatusOr<Wish> {
          if (request->amount() == 999) throw std::runtime_error("a secret of the inside");
          view_.rows();  // what a rule needs to know of others
          return Wish{request->worker_id(),
                      testing::Doing(request->worker_id(),
                                     testing::Add{request->request_id(), request->amount()})};
        },
        [](const eventsourcing::Committed& committed, AddAmountResponse& filled) {
          filled.set_commit_id(committed.commit->commit_id());
        });
  }
  Reactor* GetTotal(Context* context, const testing::v1::GetTotalRequest* request,
                    testing::v1::GetTotalResponse* response) override {
    return edge_.Read<testing::v1::GetTotalRequest, testing::v1::GetTotalResponse>(
        context, *request, response, view_,
        [=](const Caller& caller, const eventsourcing::Rows& rows,
            testing::v1::GetTotalResponse& filled) {
          filled.set_total(7);
          if (request->worker_id() == "lost")
            throw CannotAnswer(absl::DataLossError("the keyring lacks a key of lost"));
          const auto total = rows.Get(caller.tenant + "/total/" + request->worker_id());
          if (!total) return NotFound("worker", request->worker_id());
          filled.set_total(std::stoll(*total));
          return absl::OkStatus();
        });
  }
  Reactor* RunAnything(Context* context, const testing::v1::RunAnythingRequest* request,
                       testing::v1::RunAnythingResponse* response) override {
    return edge_.Run(
        context, *request, [this](const Caller& caller) { return work(caller); }, response);
  }
  std::function<absl::Status(const Caller&)> work = [](const Caller&) { return absl::OkStatus(); };

 private:
  Edge edge_;
  eventsourcing::View& view_;
};

class Links final : public testing::v1::LinkService::CallbackService {
 public:
  explicit Links(Edge edge) : edge_(std::move(edge)) {}
  Reactor* Follow(Context* context, const testing::v1::FollowRequest* request,
                  testing::v1::FollowResponse* response) override {
    return edge_.Run(
        context, *request,
        [this](const Caller& caller) {
          seen = caller;
          return absl::OkStatus();
        },
        response);
  }
  std::optional<Caller> seen;

 private:
  Edge edge_;
};

class EdgeTest : public ::testing::Test {
 protected:
  EdgeTest() {
    for (const char* name : {"CounterService", "LinkService"})
      EXPECT_TRUE(
          methods_.Add(*AddAmountRequest::descriptor()->file()->FindServiceByName(name)).ok());
    auto& view = projector_.Add(std::make_unique<Totals>());
    EXPECT_TRUE(projector_.Start().ok());
    const Edge edge(std::make_shared<Edge::Parts>(
        Edge::Parts{*tokens_, methods_, &runtime_, pool_, calls_, wall_}));
    service_ = std::make_unique<Service>(edge, view);
    links_ = std::make_unique<Links>(edge);
    grpc::ServerBuilder builder;
    builder.experimental().SetInterceptorCreators(AnswersToUnreadable());
    builder.RegisterService(service_.get());
    builder.RegisterService(links_.get());
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    server_ = builder.BuildAndStart();
    stub_ = testing::v1::CounterService::NewStub(server_->InProcessChannel({}));
    address_ = "127.0.0.1:" + std::to_string(port);
  }
  ~EdgeTest() override { server_->Shutdown(); }

  static std::string KeyFile() {
    const std::string directory = ::testing::TempDir() + "/edge-" + std::to_string(getpid());
    std::filesystem::create_directories(directory);
    return directory + "/key.pem";
  }
  std::string TokenOf(std::vector<Role> roles, const std::string& person = "anna",
                      const std::string& tenant = "alpina") const {
    return tokens_->Mint({tenant, PersonId{person}, "", std::move(roles)},
                         absl::Now() + absl::Hours(1));
  }
  std::unique_ptr<grpc::ClientContext> Calling(const std::string& token) const {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    if (!token.empty()) context->AddMetadata("authorization", "Bearer " + token);
    return context;
  }
  static AddAmountRequest Adding(const std::string& request_id, int64_t amount = 5) {
    AddAmountRequest request;
    request.set_request_id(request_id);
    request.set_worker_id("anna");
    request.set_amount(amount);
    return request;
  }
  absl::Status Add(const AddAmountRequest& request, AddAmountResponse* response,
                   std::unique_ptr<grpc::ClientContext> context) {
    return FromGrpc(stub_->AddAmount(context.get(), request, response));
  }
  absl::Status Add(const AddAmountRequest& request, AddAmountResponse* response) {
    return Add(request, response, Calling(TokenOf({{"worker", ""}})));
  }
  absl::Status Run(std::unique_ptr<grpc::ClientContext> context) {
    testing::v1::RunAnythingRequest request;
    request.set_count(1);
    testing::v1::RunAnythingResponse response;
    return FromGrpc(stub_->RunAnything(context.get(), request, &response));
  }
  absl::StatusOr<int64_t> Total(const std::string& token, const std::string& tenant = "alpina",
                                const std::string& worker = "anna") {
    testing::v1::GetTotalRequest request;
    request.set_worker_id(worker);
    request.set_consistency_token(token);
    testing::v1::GetTotalResponse response;
    auto context = Calling(TokenOf({{"consultant", ""}}, "carl", tenant));
    const auto status = FromGrpc(stub_->GetTotal(context.get(), request, &response));
    if (!status.ok()) return status;
    return response.total();
  }

  eventlog::MemoryLog log_{"counters"};
  eventsourcing::SystemClock wall_;
  eventsourcing::RuntimeOptions options_{
      .digest_key = [](const std::string&) { return std::string(32, 'k'); }};
  eventsourcing::Runtime runtime_{log_, wall_, options_};
  std::unique_ptr<eventsourcing::RowStore> store_ = eventsourcing::MemoryRowStore();
  eventsourcing::Projector projector_{
      *store_, [this](const std::string&) -> eventlog::EventLog& { return log_; }};
  std::unique_ptr<DevelopmentTokens> tokens_ = *DevelopmentTokens::Open(KeyFile(), "test");
  Methods methods_;
  prometheus::Registry registry_;
  metrics::Calls calls_{registry_};
  Pool pool_{1, 1};
  std::unique_ptr<Service> service_;
  std::unique_ptr<Links> links_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<testing::v1::CounterService::Stub> stub_;
  std::string address_;
};

TEST_F(EdgeTest, WhatCannotBeReadIsToldSo) {
  const auto answer = [&](const std::string& method, const std::string& bytes) {
    const grpc::Slice slice(bytes);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer response;
    grpc::CompletionQueue queue;
    grpc::Status status;
    grpc::GenericStub stub(server_->InProcessChannel({}));
    const auto context = Calling(TokenOf({{"worker", ""}}));
    const auto call = stub.PrepareUnaryCall(context.get(), method, request, &queue);
    call->StartCall();
    call->Finish(&response, &status, this);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    return FromGrpc(status);
  };
  const std::string add = "/aor.testing.v1.CounterService/AddAmount";
  for (const char* bytes : {"\xff\xff\xff\xff", "\x0a\x01\xff", "\x0a\x03\xed\xa0\x80"}) {
    const auto status = answer(add, bytes);
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    EXPECT_THAT(std::string(status.message()),
                StartsWith("The request of AddAmount cannot be read"));
  }
  EXPECT_TRUE(absl::IsUnimplemented(answer(add + "Twice", "\xff")));
  EXPECT_TRUE(absl::IsUnimplemented(answer("/aor.testing.v1.UnguardedService/Peek", "")));
}

TEST_F(EdgeTest, ATrialOfWhatWasDoneAnswersAsThen) {
  AddAmountResponse first, trial;
  ASSERT_TRUE(Add(Adding("r7"), &first).ok());
  auto request = Adding("r7");
  request.set_validate_only(true);
  ASSERT_TRUE(Add(request, &trial).ok());
  EXPECT_EQ(trial.consistency_token(), first.consistency_token());
}

TEST_F(EdgeTest, AnswersARetryLikeTheFirstTime) {
  AddAmountResponse first, again;
  ASSERT_TRUE(Add(Adding("r1"), &first).ok());
  ASSERT_TRUE(Add(Adding("r1"), &again).ok());
  EXPECT_FALSE(first.consistency_token().empty());
  EXPECT_EQ(first.SerializeAsString(), again.SerializeAsString());
  EXPECT_EQ(*Total(first.consistency_token()), 5);
  EXPECT_EQ(Add(Adding("r1", 6), &again).code(), absl::StatusCode::kAlreadyExists);
}

TEST_F(EdgeTest, TheSameWishInAnotherOrderOfItsMapIsTheSame) {
  AddAmountRequest one = Adding("r1"), other = Adding("r1");
  for (const char* key : {"a", "b", "c", "d"}) (*one.mutable_labels())[key] = key;
  for (const char* key : {"d", "c", "b", "a"}) (*other.mutable_labels())[key] = key;
  AddAmountResponse response;
  ASSERT_TRUE(Add(one, &response).ok());
  EXPECT_TRUE(Add(other, &response).ok());
}

TEST_F(EdgeTest, ValidatesOnlyWhenAskedTo) {
  AddAmountRequest request = Adding("r1");
  request.set_validate_only(true);
  AddAmountResponse response;
  ASSERT_TRUE(Add(request, &response).ok());
  EXPECT_EQ(response.consistency_token(), "");
  request.set_validate_only(false);
  ASSERT_TRUE(Add(request, &response).ok());
  EXPECT_EQ(*Total(response.consistency_token()), 5);
}

TEST_F(EdgeTest, NamesTheRuleThatRefused) {
  AddAmountResponse response;
  const auto status = Add(Adding("r1", -1), &response);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(RefusalOf(status), "NEGATIVE");
  EXPECT_EQ(status.message(), "a total is never negative: add less");
}

TEST_F(EdgeTest, RemembersTheRefusalOfARetry) {
  const auto retry = [&] {
    auto context = Calling(TokenOf({{"worker", ""}}));
    context->AddMetadata("aor-retry", "1");
    return context;
  };
  AddAmountResponse response;
  EXPECT_EQ(RefusalOf(Add(Adding("r1", -1), &response, retry())), "NEGATIVE");
  ASSERT_TRUE(Add(Adding("r2", 5), &response).ok());
  EXPECT_EQ(RefusalOf(Add(Adding("r1", -1), &response, retry())), "NEGATIVE");
}

TEST_F(EdgeTest, AdmitsByTokenThenDeadlineThenPolicyThenFields) {
  AddAmountRequest nobody;
  AddAmountResponse response;
  const auto code = [&](std::unique_ptr<grpc::ClientContext> context) {
    return Add(nobody, &response, std::move(context)).code();
  };
  EXPECT_EQ(code(Calling("")), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(code(Calling("garbage")), absl::StatusCode::kUnauthenticated);
  auto endless = std::make_unique<grpc::ClientContext>();
  endless->AddMetadata("authorization", "Bearer " + TokenOf({}));
  const auto status = Add(nobody, &response, std::move(endless));
  EXPECT_EQ(status.message(), "The call would wait for ever; set a deadline.");
  EXPECT_EQ(code(Calling(TokenOf({}))), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(code(Calling(TokenOf({{"consultant", ""}}))), absl::StatusCode::kInvalidArgument);
}

TEST_F(EdgeTest, AStrangerIsLetInByALinkAndIsNobodyYet) {
  const auto follow = [this](const std::string& link,
                             std::unique_ptr<grpc::ClientContext> context) {
    testing::v1::FollowRequest request;
    request.set_link(link);
    testing::v1::FollowResponse response;
    testing::v1::LinkService::Stub stub(server_->InProcessChannel({}));
    return FromGrpc(stub.Follow(context.get(), request, &response)).code();
  };
  EXPECT_EQ(follow("", Calling("")), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(follow("signed", Calling("garbage")), absl::StatusCode::kUnauthenticated)
      << "a token that is sent is looked at";
  EXPECT_EQ(follow("signed", Calling(TokenOf({{"service", ""}}))),
            absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(follow("longer than ten", Calling("")), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(follow("signed", std::make_unique<grpc::ClientContext>()),
            absl::StatusCode::kInvalidArgument)
      << "without a deadline";
  EXPECT_FALSE(links_->seen);
  EXPECT_EQ(follow("signed", Calling("")), absl::StatusCode::kOk);
  ASSERT_TRUE(links_->seen);
  EXPECT_EQ(links_->seen->tenant + links_->seen->person.value, "");
  EXPECT_TRUE(links_->seen->roles.empty());
  EXPECT_EQ(Run(Calling("")).code(), absl::StatusCode::kUnauthenticated) << "of any other method";
}

TEST_F(EdgeTest, NamesAllFieldsThatAreWrong) {
  AddAmountRequest request = Adding("", 5000);
  AddAmountResponse response;
  auto context = Calling(TokenOf({{"worker", ""}}));
  const auto status = Add(request, &response, std::move(context));
  google::rpc::BadRequest details;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  ASSERT_TRUE(payload && details.ParseFromString(std::string(*payload)));
  ASSERT_EQ(details.field_violations_size(), 2);
  EXPECT_EQ(details.field_violations(0).field(), "request_id");
  EXPECT_EQ(details.field_violations(1).field(), "amount");
}

TEST_F(EdgeTest, AnotherTenantFindsNothing) {
  AddAmountResponse response;
  ASSERT_TRUE(Add(Adding("r1"), &response).ok());
  EXPECT_EQ(Total(response.consistency_token(), "rival").status().message(),
            "There is no worker anna; check the id.");
  EXPECT_EQ(Total("no token").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(EdgeTest, KeepsItsInsidesToItself) {
  AddAmountResponse response;
  const auto status = Add(Adding("r1", 999), &response);
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(status.message().find("secret"), absl::string_view::npos);
}

TEST_F(EdgeTest, EndsACallThatCannotBeAnsweredWithItsReason) {
  AddAmountResponse response;
  ASSERT_TRUE(Add(Adding("r1"), &response).ok());
  const auto answer = Total(response.consistency_token(), "alpina", "lost");
  EXPECT_EQ(answer.status(), absl::DataLossError("the keyring lacks a key of lost"));
}

TEST_F(EdgeTest, DecidesNothingOnAViewThatStopped) {
  AddAmountResponse response;
  ASSERT_TRUE(Add(Adding("r1", kStops), &response).ok());
  EXPECT_EQ(Total(response.consistency_token()).status().code(), absl::StatusCode::kDataLoss);
  const auto status = Add(Adding("r2"), &response);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()),
              AllOf(StartsWith("view totals@1 stopped: log counters chain "),
                    EndsWith("sequence 1: an unknown kind of event. Nothing was decided; try "
                             "again when it has been rebuilt.")));
}

TEST_F(EdgeTest, RefusesWhatItCannotHold) {
  std::promise<void> go, started;
  service_->work = [&, go = go.get_future().share()](const Caller&) {
    started.set_value();
    go.wait();
    return absl::OkStatus();
  };
  auto first = std::async(std::launch::async, [&] { return Run(Calling(TokenOf({}))); });
  started.get_future().wait();       // the only thread is taken
  ASSERT_TRUE(pool_.Submit([] {}));  // and the only place to wait
  EXPECT_EQ(Run(Calling(TokenOf({}))).code(), absl::StatusCode::kResourceExhausted);
  go.set_value();
  EXPECT_TRUE(first.get().ok());
}

// The owner is this server, too: it sees the call twice.
TEST_F(EdgeTest, WhatAnotherProcessDecidesIsSentOnToIt) {
  std::vector<std::string> callers;
  service_->work = [&](const Caller& caller) {
    callers.push_back((caller.is_forwarded ? "sent on for " : "") + caller.person.value);
    return caller.is_forwarded ? absl::OkStatus() : eventsourcing::DecidedElsewhere({7, address_});
  };
  EXPECT_TRUE(Run(Calling(TokenOf({}))).ok());
  EXPECT_EQ(callers, (std::vector<std::string>{"anna", "sent on for anna"}));
}

TEST_F(EdgeTest, ItIsSentOnOnceAndThenTheCallerIsToldToComeAgain) {
  int calls = 0;
  service_->work = [&](const Caller&) {
    ++calls;
    return eventsourcing::DecidedElsewhere({7, address_});
  };
  const auto status = Run(Calling(TokenOf({})));
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_NE(status.message().find("is changing"), std::string::npos) << "it knows who said so";
  EXPECT_TRUE(status.GetPayload("type.googleapis.com/google.rpc.RetryInfo"));
}

TEST_F(EdgeTest, AnOwnerThatIsGoneIsUnavailableAndNotAnError) {
  service_->work = [&](const Caller&) {
    return eventsourcing::DecidedElsewhere({7, "127.0.0.1:1"});
  };
  const auto status = Run(Calling(TokenOf({})));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(status.GetPayload("type.googleapis.com/google.rpc.RetryInfo"));
}

TEST_F(EdgeTest, WhatTheOwnerRefusesIsRefused) {
  service_->work = [&](const Caller& caller) {
    return caller.is_forwarded ? RefusalError({"NO_HOURS", "there are no hours"})
                               : eventsourcing::DecidedElsewhere({7, address_});
  };
  EXPECT_EQ(RefusalOf(Run(Calling(TokenOf({})))), "NO_HOURS");
}
}  // namespace
}  // namespace aor::rpc
