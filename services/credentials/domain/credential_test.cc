#include "services/credentials/domain/credential.h"

#include "libs/eventsourcing/rules.h"

namespace aor::credentials::credential {
namespace {
using Then = std::vector<const char*>;
using enum Refusal;
using calendar::Date;

#define PERMIT(id, from, rest)                 \
  "credential_deposited { credential_id: '" id \
  "' holder_id: 'ada' kind_id: 'ch.permit_g'"  \
  " valid_from { year: 2026 month: " from " day: 1 } " rest "deposited_by: 'tom' }"
#define UNTIL_MARCH "valid_to { year: 2027 month: 3 day: 31 } "
#define SEEN "evidence { digest: 'd1' } "
#define OF(id) "credential_id: '" id "' holder_id: 'ada' kind_id: 'ch.permit_g' "
constexpr char kPermit[] = PERMIT("a", "10", UNTIL_MARCH SEEN);
constexpr char kCoversHalfAYear[] = PERMIT("a", "10", UNTIL_MARCH);
constexpr char kForAcme[] = PERMIT("a", "10", "client_id: 'acme' ");
constexpr char kRenewed[] = PERMIT("b", "10", "valid_to { year: 2028 month: 3 day: 31 } " SEEN);
constexpr char kOld[] = PERMIT("b", "9", UNTIL_MARCH SEEN);
constexpr char kAcceptedByCarla[] = "credential_accepted { " OF("a") "accepted_by: 'carla' }";
constexpr char kAcceptedInFebruary[] =
    "credential_accepted { " OF("a") "accepted_by: 'carla' term { title: 'Permit G'"
    " last_day { year: 2027 month: 3 day: 31 } told_on { year: 2027 month: 3 day: 17 }"
    " told_on { year: 2027 month: 3 day: 24 } } }";
constexpr char kAcceptedInMarch[] =
    "credential_accepted { " OF("a") "accepted_by: 'carla' term { title: 'Permit G'"
    " last_day { year: 2027 month: 3 day: 31 } told_on { year: 2027 month: 3 day: 24 } } }";
constexpr char kAcceptedForAcme[] =
    "credential_accepted { " OF("a") "accepted_by: 'carla' term { title: 'Permit G'"
    " client_id: 'acme' } }";
constexpr char kRejectedByCarla[] =
    "credential_rejected { " OF("a") "rejected_by: 'carla' reason { subject_id: 'ada' } }";
constexpr char kBroughtByAda[] =
    "credential_deposited { credential_id: 'z' holder_id: 'ada' kind_id: 'ch.permit_g'"
    " valid_from { year: 2026 month: 10 day: 1 } " UNTIL_MARCH SEEN "deposited_by: 'ada' }";
constexpr char kForged[] =
    "credential_revoked { " OF("a") "revoked_by: 'carla' forged: true"
    " effective_from { year: 2026 month: 10 day: 1 } reason { subject_id: 'ada' } }";
constexpr char kAsked[] =
    "update_requested { holder_id: 'ada' kind_id: 'ch.permit_g'"
    " due_on { year: 2026 month: 10 day: 9 } requested_by: 'carla' }";

Deposit Shown(const char* text, uint32_t months = 0, bool for_one_client = false) {
  Event event;
  google::protobuf::TextFormat::ParseFromString(text, &event);
  Deposit command{event.credential_deposited(), {}, Date(2026, 10, 1)};
  command.kind.set_valid_months(months);
  command.kind.set_for_one_client(for_one_client);
  return command;
}
// By a kind with the horizons of 60, 14 and 7 days.
Accept SeenOn(Date today) {
  Accept command{"a", "carla"};
  command.kind.set_kind_id("ch.permit_g");
  command.kind.set_title("Permit G");
  for (const uint32_t days : {60, 14, 7}) command.kind.add_horizon_days(days);
  command.today = today;
  return command;
}
Deposit ShownAgain(const char* id) {
  Deposit command = Shown(kPermit);
  command.facts.set_credential_id(id);
  command.facts.set_deposited_by("ada");
  return command;
}
Deposit NamedAs(const char* id) {
  Deposit command = Shown(kPermit);
  command.facts.set_credential_id(id);
  return command;
}
Deposit WithoutEnd(uint32_t months) {
  Deposit command = Shown(kCoversHalfAYear, months);
  command.facts.clear_valid_to();
  return command;
}
Deposit EndsAtOnce() {
  Deposit command = Shown(kPermit);
  *command.facts.mutable_valid_to() = calendar::ToProto(Date(2026, 9, 30));
  return command;
}
Deposit PastWithoutDocument() {
  Deposit command = Shown(kOld);
  command.facts.clear_evidence();
  return command;
}
types::v1::Sealed OfAda() {
  types::v1::Sealed sealed;
  sealed.set_subject_id("ada");
  return sealed;
}
Reject No(const char* id) { return {id, "carla", OfAda()}; }
Revoke From(int month, bool forged = true) {
  return {"a", "carla", Date(2026, month, 1), forged, OfAda()};
}
RequestUpdate UpdateBy(int day, int today = 1) {
  Event event;
  google::protobuf::TextFormat::ParseFromString(kAsked, &event);
  RequestUpdate command{event.update_requested(), Date(2026, 10, today)};
  command.facts.mutable_due_on()->set_day(day);
  return command;
}

TEST(CredentialTest, FollowsTheRules) {
  eventsourcing::CheckRules<Credential, Event, Command, Refusal>({
      {"a permit is handed in", {}, Shown(kPermit), Then{kPermit}},
      {"an id names one thing", {kRenewed}, NamedAs("b"), kCredentialExists},
      {"who brings the same again hears so", {kPermit}, ShownAgain("z"), kAlreadyShown},
      {"what was rejected may come again",
       {kPermit, kRejectedByCarla},
       ShownAgain("z"),
       Then{kBroughtByAda}},
      {"and what was revoked by mistake",
       {kPermit, kAcceptedByCarla, kForged},
       ShownAgain("z"),
       Then{kBroughtByAda}},
      {"a renewal stands beside", {kPermit}, Shown(kRenewed), Then{kRenewed}},
      {"a last day does not lie before the first", {}, EndsAtOnce(), kEndsBeforeItBegins},
      {"a kind has a longest time", {}, Shown(kPermit, 5), kLastsTooLong},
      {"the longest time includes its last day", {}, Shown(kPermit, 6), Then{kPermit}},
      {"an open end is the longest time", {}, WithoutEnd(6), Then{kCoversHalfAYear}},
      {"what is for one client says whose", {}, Shown(kPermit, 0, true), kClientMissing},
      {"a confirmation is for one client", {}, Shown(kForAcme, 0, true), Then{kForAcme}},
      {"past days are shown with the document", {}, PastWithoutDocument(), kPastDaysNeedDocument},
      {"a renewal may come late", {}, Shown(kOld), Then{kOld}},
      {"a second person accepts", {kPermit}, Accept{"a", "carla"}, Then{kAcceptedByCarla}},
      {"its holder hears at each horizon that is left",
       {kPermit},
       SeenOn(Date(2027, 1, 30)),
       Then{kAcceptedInFebruary}},
      {"and not at those that lie behind",
       {kPermit},
       SeenOn(Date(2027, 3, 18)),
       Then{kAcceptedInMarch}},
      {"nothing is said of what does not end",
       {kForAcme},
       SeenOn(Date(2027, 1, 30)),
       Then{kAcceptedForAcme}},
      {"nobody accepts what they brought", {kPermit}, Accept{"a", "tom"}, kOwnCredential},
      {"nor for whoever brought it", {kPermit}, Accept{"a", "carla", "tom"}, kOwnCredential},
      {"nobody accepts their own", {kPermit}, Accept{"a", "ada"}, kOwnCredential},
      {"nor does the person behind a firm",
       {kPermit},
       Accept{"a", "solo", "", {}, {}, "solo"},
       kOwnCredential},
      {"nor anybody for that person",
       {kPermit},
       Accept{"a", "carla", "solo", {}, {}, "solo"},
       kOwnCredential},
      {"only what is there is accepted", {}, Accept{"a", "carla"}, kCredentialUnknown},
      {"what was rejected is not accepted",
       {kPermit, kRejectedByCarla},
       Accept{"a", "carla"},
       Refusal::kRejected},
      {"what was revoked is not accepted again",
       {kPermit, kAcceptedByCarla, kForged},
       Accept{"a", "carla"},
       kTakenBack},
      {"a bad scan is rejected", {kPermit}, No("a"), Then{kRejectedByCarla}},
      {"what was accepted is not rejected",
       {kPermit, kAcceptedByCarla},
       No("a"),
       Refusal::kAccepted},
      {"only what is there is rejected", {}, No("a"), kCredentialUnknown},
      {"a forged one fails from its first day",
       {kPermit, kAcceptedByCarla},
       From(10),
       Then{kForged}},
      {"what was never accepted is not revoked", {kPermit}, From(10), kNotAccepted},
      {"only what is there is revoked", {}, From(10), kCredentialUnknown},
      {"it does not come to life again", {kPermit, kAcceptedByCarla, kForged}, From(11), kRevoked},
      {"a newer one is asked for", {kPermit}, UpdateBy(9), Then{kAsked}},
      {"nothing can be asked of nobody", {}, UpdateBy(9), kNothingShown},
      {"it is due on a day to come", {kPermit}, UpdateBy(9, 10), kDueInThePast},
      {"today is still to come", {kPermit}, UpdateBy(9, 9), Then{kAsked}},
      {"a newer one is an answer, and may be asked for again",
       {kPermit, kAsked, kRenewed},
       UpdateBy(9),
       Then{kAsked}},
  });
}

TEST(CredentialTest, AnEarlierDayMayComeToLight) {
  Credential credential;
  for (const char* text : {kPermit, kAcceptedByCarla, kForged}) {
    Event event;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event));
    credential = Evolve(std::move(credential), event);
  }
  EXPECT_EQ(std::get<0>(Decide(credential, From(9))).size(), 1u);
}

TEST(CredentialTest, MonthsEndWhereTheyBegan) {
  EXPECT_EQ(LastOf(Date(2026, 10, 5), 6), Date(2027, 4, 4));
  EXPECT_EQ(LastOf(Date(2026, 10, 1), 6), Date(2027, 3, 31));
  EXPECT_EQ(LastOf(Date(2026, 8, 31), 6), Date(2027, 2, 28));
  EXPECT_EQ(LastOf(Date(2026, 8, 29), 6), Date(2027, 2, 28));
}
}  // namespace
}  // namespace aor::credentials::credential
