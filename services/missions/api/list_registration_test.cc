// A list that is pasted again, as lists with amendments are.
#include "services/missions/api/running_missions.h"

namespace aor::missions {
namespace {
class ListRegistrationTest : public MissionsTest {
 protected:
  v1::ReadParticipantListResponse Pasted(const std::string& text, bool registers = true) {
    GetRoll();
    return Got(
        &Rolls::ReadParticipantList,
        kSession + "text: \"" + text + "\" register_good_rows: " + (registers ? "true" : "false"));
  }
  v1::GetRollResponse GetRoll() { return Got(&Rolls::GetRoll, kSession); }
  // Registered, there already, named.
  static std::string Counts(const v1::ReadParticipantListResponse& answer) {
    return std::to_string(answer.registered()) + " " + std::to_string(answer.already()) + " " +
           std::to_string(answer.named());
  }
};

TEST_F(ListRegistrationTest, NobodyIsRegisteredTwice) {
  Opened();
  Planned();
  const std::string list = "Nom;Mail\\nDupont;d@example.com\\nMartin;m@example.com\\nLuc;\\n";
  EXPECT_EQ(Counts(Pasted(list)), "3 0 0");
  const auto shown = Pasted(list + "Zoé;z@example.com", false);
  EXPECT_EQ(Counts(shown), "0 3 0");
  EXPECT_NE(shown.rows(0).note().find("already"), std::string::npos);
  EXPECT_EQ(shown.rows(3).note(), "");
  EXPECT_EQ(Counts(Pasted(list + "Zoé;z@example.com")), "1 3 0");
  EXPECT_EQ(GetRoll().participants_size(), 4);
  EXPECT_EQ(Counts(Pasted("Nom;Mail\\nDurand;d@example.com")), "1 0 0")
      << "another at that address";
}

TEST_F(ListRegistrationTest, ANameThatComesLaterIsGivenToItsAddress) {
  Opened();
  Planned();
  EXPECT_EQ(Counts(Pasted("a@example.com; b@example.com")), "2 0 0");
  EXPECT_EQ(Counts(Pasted("Mail;Nom;Prénom\\na@example.com;Ôé;Ann\\nb@example.com;;\\n")), "0 1 1");
  const auto roll = GetRoll();
  ASSERT_EQ(roll.participants_size(), 2);
  EXPECT_EQ(roll.participants(0).surname(), "Ôé");
  EXPECT_EQ(roll.participants(0).given_names(), "Ann");
}

TEST_F(ListRegistrationTest, AListThatIsNotUnderstoodRegistersNobody) {
  Opened();
  Planned();
  const auto answer = Pasted("Nom;Courrier;Mail\\nDupont;x;d@example.com");
  EXPECT_NE(answer.problem().find("Courrier"), std::string::npos) << answer.problem();
  EXPECT_EQ(answer.good(), 0u);
  EXPECT_EQ(Counts(answer), "0 0 0");
  EXPECT_EQ(GetRoll().participants_size(), 0);
}
}  // namespace
}  // namespace aor::missions
