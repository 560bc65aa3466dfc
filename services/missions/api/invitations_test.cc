#include "aor/missions/v1/invitations_service.grpc.pb.h"
#include "services/missions/api/running_missions.h"

namespace aor::missions {
namespace {
using Invitations = v1::InvitationService::Stub;

class InvitationsTest : public MissionsTest {
 protected:
  std::string LinkFor(int people) {
    return Got(&Invitations::CreateInvitation, kSession + "people: " + std::to_string(people))
        .link();
  }
  std::string Accept(const std::string& link, const std::string& name,
                     const std::string& surname = "Müller") {
    v1::AcceptInvitationResponse response;
    return Stranger(&Invitations::AcceptInvitation,
                    "request_id: 'r-" + name + "' link: '" + link + "' mail: '" + name +
                        "@example.com' surname: '" + surname + "'",
                    &response);
  }
  std::string Opens(const std::string& link) {
    v1::GetInvitationResponse response;
    const auto outcome = Stranger(&Invitations::GetInvitation, "link: '" + link + "'", &response);
    EXPECT_EQ(outcome == "OK", response.place() == "Paris");
    return outcome;
  }
};

TEST_F(InvitationsTest, WhoeverHasTheLinkRegistersOnce) {
  Opened();
  Planned();
  const std::string link = LinkFor(2);
  EXPECT_EQ(Opens(link), "OK") << said_;
  EXPECT_EQ(Accept(link, "ann"), "OK") << said_;
  EXPECT_EQ(Accept(link, "ann"), "OK") << "again";
  EXPECT_EQ(Accept(link, "bob", "a\\nb"), "3");
  EXPECT_EQ(Accept(link, "bob"), "OK") << said_;
  EXPECT_EQ(Accept(link, "cem"), "SESSION_FULL");
  EXPECT_EQ(Accept(LinkFor(3), "cem"), "OK") << said_;
  v1::GetRollResponse roll;
  for (int i = 0; i < 200 && roll.participants_size() < 3; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    roll = Got(&Rolls::GetRoll, kSession);
  }
  ASSERT_EQ(roll.participants_size(), 3);
  EXPECT_EQ(roll.participants(0).surname(), "Müller");
  EXPECT_EQ(roll.participants(0).mail(), "ann@example.com");
  As("fay", "facilitator");
  EXPECT_FALSE(LinkFor(5).empty());
  As("finn", "facilitator");
  EXPECT_EQ(Try(&Invitations::CreateInvitation, kSession + "people: 5"), "5") << "not theirs";
}

TEST_F(InvitationsTest, ALinkSaysWhatWasSignedUntilTheSessionBegins) {
  Opened();
  Planned();
  const std::string link = LinkFor(2);
  const std::string mac = link.substr(link.rfind('.'));
  for (const std::string& none :
       {std::string("x"), std::string("~~~."), "alpina~m1~s1~500" + mac, "alpina~m1~s2~2" + mac,
        "beta" + link.substr(6), "alpina~m9~s1~2" + mac, link + "A"}) {
    EXPECT_EQ(Opens(none), "16") << none;
    EXPECT_EQ(Accept(none, "ann"), "16") << none;
  }
  EXPECT_EQ(Try(&Invitations::AcceptInvitation,
                "link: '" + link + "' mail: 'a@example.com' surname: 'A'"),
            "7")
      << "whoever has an account registers people with it";
  StartAt("2026-10-05T07:00:00Z");
  EXPECT_EQ(Opens(link), "INVITATION_OVER");
  EXPECT_EQ(Accept(link, "ann"), "INVITATION_OVER");
  EXPECT_EQ(Try(&Invitations::CreateInvitation, kSession + "people: 5"), "INVITATION_OVER");
}
}  // namespace
}  // namespace aor::missions
