#include "libs/rpc/policy.h"

#include <gtest/gtest.h>

#include "aor/testing/v1/edge_service.pb.h"

namespace aor::rpc {
namespace {
const google::protobuf::ServiceDescriptor& Service(const std::string& name) {
  return *testing::v1::PeekRequest::descriptor()->file()->FindServiceByName(name);
}

Caller Somebody(std::vector<Role> roles) {
  return {"alpina", PersonId{"anna"}, "", std::move(roles)};
}

TEST(Policies, StartOnlyWhatCanBeEnforced) {
  const struct {
    const char* service;
    const char* message;
  } cases[] = {
      {"CounterService", ""},
      {"UnguardedService", "aor.testing.v1.UnguardedService.Peek declares no policy"},
      {"MisspeltService", "aor.testing.v1.MisspeltService.Guess admits the unknown role workers"},
      {"LinkService", ""},
      {"UnlinkedService",
       "aor.testing.v1.UnlinkedService.Stray admits a link, but its request has no field link"},
      {"UnownedService",
       "aor.testing.v1.UnownedService.Own admits client:own, but its request has no field "
       "client_id"},
  };
  for (const auto& expected : cases)
    EXPECT_EQ(Methods().Add(Service(expected.service)).message(), expected.message);
}

TEST(Policies, AMethodSharesItsRequestWithNoOther) {
  Methods methods;
  ASSERT_TRUE(methods.Add(Service("CounterService")).ok());
  EXPECT_FALSE(methods.Add(Service("CounterService")).ok());
}

TEST(Policies, NameTheScopeOfRequestIds) {
  Methods methods;
  ASSERT_TRUE(methods.Add(Service("CounterService")).ok());
  const Method* method = methods.OfRequest(testing::v1::AddAmountRequest::descriptor());
  ASSERT_NE(method, nullptr);
  EXPECT_EQ(method->name, "aor.testing.v1.AddAmount");
  EXPECT_EQ(methods.OfRequest(testing::v1::PeekRequest::descriptor()), nullptr);
}

TEST(Policies, ALinkIsBroughtAndNoRoleStandsForIt) {
  Methods methods;
  ASSERT_TRUE(methods.Add(Service("LinkService")).ok());
  ASSERT_TRUE(methods.Add(Service("CounterService")).ok());
  testing::v1::FollowRequest request;
  const Method& follow = *methods.OfRequest(request.GetDescriptor());
  EXPECT_FALSE(BringsLink(follow, request));
  request.set_link("signed");
  EXPECT_TRUE(BringsLink(follow, request));
  for (const char* role : {"link", "service", "administrator"})
    EXPECT_FALSE(Admits(follow, Somebody({{role, ""}}), request)) << role;
  const testing::v1::RunAnythingRequest any;
  EXPECT_FALSE(BringsLink(*methods.OfRequest(any.GetDescriptor()), any));
}

TEST(Policies, AdmitByRoleAndByRelation) {
  Methods methods;
  ASSERT_TRUE(methods.Add(Service("CounterService")).ok());
  const struct {
    std::vector<Role> roles;
    const char* worker_id;
    const char* client_id;
    bool may_add, may_read;
  } cases[] = {
      {{}, "anna", "acme", false, false},
      {{{"worker", ""}}, "anna", "acme", true, false},
      {{{"worker", ""}}, "berta", "acme", false, false},
      {{{"worker", ""}}, "", "", false, false},
      {{{"consultant", ""}}, "berta", "acme", true, true},
      {{{"client", "acme"}}, "anna", "acme", false, true},
      {{{"client", "acme"}}, "anna", "other", false, false},
      {{{"client", "acme"}}, "anna", "", false, false},
      {{{"client", ""}}, "anna", "other", false, false},
      {{{"administrator", ""}}, "anna", "acme", false, false},
      {{{"worker", "anna"}}, "berta", "", false, false},
      {{{"consultant", "geneva"}}, "berta", "acme", false, false},
  };
  for (const auto& expected : cases) {
    testing::v1::AddAmountRequest add;
    add.set_worker_id(expected.worker_id);
    testing::v1::GetTotalRequest read;
    read.set_client_id(expected.client_id);
    const Caller caller = Somebody(expected.roles);
    SCOPED_TRACE(expected.roles.empty() ? "nobody" : expected.roles[0].name);
    EXPECT_EQ(Admits(*methods.OfRequest(add.GetDescriptor()), caller, add), expected.may_add);
    EXPECT_EQ(Admits(*methods.OfRequest(read.GetDescriptor()), caller, read), expected.may_read);
    testing::v1::RunAnythingRequest any;
    EXPECT_TRUE(Admits(*methods.OfRequest(any.GetDescriptor()), caller, any));
  }
}
}  // namespace
}  // namespace aor::rpc
