#include "services/classification/domain/assessment.h"

#include <gtest/gtest.h>

#include <regex>

#include "libs/eventsourcing/rules.h"
#include "services/classification/domain/preset.h"
#include "services/classification/domain/sample_rules.h"

namespace aor::classification {
namespace {
using enum Refusal;
const calendar::Date kDay(2026, 10, 5);

v1::AssessmentOpened Facts(const std::string& client = "acme") {
  v1::AssessmentOpened facts;
  facts.set_assessment_id("a1");
  facts.set_worker_id("ada");
  facts.set_client_id(client);
  facts.set_engagement_id("c1");
  facts.set_selection_id("ALL");
  facts.set_jurisdiction("XX");
  return facts;
}
OpenAssessment Open(const std::string& client = "acme", std::string_view prefilled = "") {
  return {Facts(client), sample::Answers(prefilled)};
}
MakeDetermination Determine(const std::string& id, calendar::Date day = kDay) {
  return {id, "carla", sample::Book(), day};
}
ReportFact Fact(const std::string& question, const std::string& observed) {
  return {"x1", question, observed, "badge", {}, sample::Book(), kDay, kDay};
}
const ApproveDetermination kApprove{"d1", "grace", v1::OUTCOME_UNSPECIFIED, ""};
const RaiseDispute kDispute{"d1", "s1", "ada", "worker", "wrong", kDay};
const ResolveDispute kUphold{"s1", "grace", true, "checked", kDay};
const ReviewDetermination kReview{"d1", "grace", true, "unchanged", calendar::Date(2027, 4, 5),
                                  kDay};
const RevokeDetermination kRevoke{"d1", "grace", "court", calendar::Date(2026, 1, 1)};

constexpr auto kOpened =
    "assessment_opened { assessment_id: 'a1' worker_id: 'ada' client_id: 'acme'"
    " engagement_id: 'c1' selection_id: 'ALL' jurisdiction: 'XX' }";
constexpr auto kFree = "answer_given { answers { question_id: 'control' answer: 'no' } }";
constexpr auto kClients = "answer_given { answers { question_id: 'clients' answer: 'yes' } }";
constexpr auto kNobodyKnows = "answer_given { answers { question_id: 'clients' unknown: true } }";
Assessment After(Assessment assessment, const Command& command) {
  const Decision decision = Decide(assessment, command);
  for (const auto& event : std::get<0>(decision)) assessment = Evolve(assessment, event);
  return assessment;
}
// As text, of what is known.
std::string DeterminationOf(std::string_view answers) {
  const Decision decision = Decide(After({}, Open("acme", answers)), Determine("d1"));
  return std::get<0>(decision).front().ShortDebugString();
}
constexpr auto kApproved =
    "determination_approved { determination_id: 'd1' approved_by: 'grace'"
    " outcome: OUTCOME_CONTRACTOR worker_id: 'ada' client_id: 'acme' engagement_id: 'c1'"
    " engagement_kinds: 'AOR' }";
constexpr auto kDecidedAlone =
    "determination_approved { determination_id: 'd1' approved_by: 'grace'"
    " outcome: OUTCOME_EMPLOYEE worker_id: 'ada' client_id: 'acme' engagement_id: 'c1'"
    " engagement_kinds: 'EOR' over_undetermined: true reason: 'counsel' }";
constexpr auto kDisputed =
    "dispute_raised { determination_id: 'd1' dispute_id: 's1' raised_by: 'ada' party: 'worker'"
    " reason: 'wrong' answer_due_on { year: 2026 month: 11 day: 4 } }";
constexpr auto kDisputedFor =
    "dispute_raised { determination_id: 'd1' dispute_id: 's1' raised_by: 'bob' party: 'client'"
    " reason: 'wrong' on_behalf_of: 'clara' answer_due_on { year: 2026 month: 11 day: 4 } }";
constexpr auto kUpheld =
    "dispute_resolved { determination_id: 'd1' dispute_id: 's1' resolved_by: 'grace' upheld: true"
    " reason: 'checked' }";
constexpr auto kFell =
    "dispute_resolved { determination_id: 'd1' dispute_id: 's1' resolved_by: 'grace'"
    " reason: 'checked' }";
constexpr auto kTakenBack =
    "determination_reviewed { determination_id: 'd1' reviewed_by: 'carla' reason: 'unchanged' }";
constexpr auto kReviewed =
    "determination_reviewed { determination_id: 'd1' reviewed_by: 'grace' stands: true"
    " reason: 'unchanged' review_on { year: 2027 month: 4 day: 5 } }";
constexpr auto kRevoked =
    "determination_revoked { determination_id: 'd1' revoked_by: 'grace' reason: 'court'"
    " effective_from { year: 2026 month: 1 day: 1 } worker_id: 'ada' client_id: 'acme'"
    " engagement_id: 'c1' }";
constexpr auto kApprovedAnew =
    "determination_approved { determination_id: 'd2' approved_by: 'grace'"
    " outcome: OUTCOME_EMPLOYEE worker_id: 'ada' client_id: 'acme' engagement_id: 'c1'"
    " engagement_kinds: 'EOR' }";
constexpr auto kRevokedAnew =
    "determination_revoked { determination_id: 'd2' revoked_by: 'grace' reason: 'court'"
    " effective_from { year: 2026 month: 1 day: 1 } worker_id: 'ada' client_id: 'acme'"
    " engagement_id: 'c1' }";
constexpr auto kFellAnew =
    "determination_reviewed { determination_id: 'd2' reviewed_by: 'carla' reason: 'unchanged' }";
constexpr auto kStandsAnew =
    "determination_reviewed { determination_id: 'd2' reviewed_by: 'grace' stands: true"
    " reason: 'unchanged' review_on { year: 2027 month: 4 day: 5 } }";
constexpr auto kDrift =
    "drift_found { drift_id: 'x1' determination_id: 'd1' question_id: 'control' answered: 'no'"
    " observed: 'yes' reported_by: 'badge' outcome: OUTCOME_CONTRACTOR would_be: OUTCOME_EMPLOYEE"
    " confidence_then: 100 confidence_now: 100 observed_on { year: 2026 month: 10 day: 5 }"
    " worker_id: 'ada' client_id: 'acme' engagement_id: 'c1' }";

constexpr auto kControlled =
    "answer_given { answers { question_id: 'control' answer: 'yes' asserted_by: 'ada' } }";
constexpr auto kTurned =
    "drift_found { drift_id: 'y1-control' determination_id: 'd1' question_id: 'control'"
    " answered: 'no' observed: 'yes' reported_by: 'ada' outcome: OUTCOME_CONTRACTOR"
    " would_be: OUTCOME_EMPLOYEE confidence_then: 100 confidence_now: 100"
    " observed_on { year: 2026 month: 10 day: 5 } worker_id: 'ada' client_id: 'acme'"
    " engagement_id: 'c1' }";

TEST(AssessmentTest, FollowsTheRules) {
  using Then = std::vector<const char*>;
  const std::string known = DeterminationOf("control=no clients=yes");
  const std::string open = DeterminationOf("control=no clients=?");
  const char* made = known.c_str();
  const char* made_open = open.c_str();
  const std::string for_grace = std::regex_replace(known, std::regex("decider: \"carla\""),
                                                   "decider: \"carla\" on_behalf_of: \"grace\"");
  const char* made_for_grace = for_grace.c_str();
  const std::string other = std::regex_replace(DeterminationOf("control=yes clients=yes"),
                                               std::regex("\"d1\""), "\"d2\"");
  const char* made_anew = other.c_str();
  auto late = kUphold;
  late.today = calendar::Date(2026, 11, 5);
  auto own = kApprove;
  own.by = "carla";
  auto delegated = kApprove;
  delegated.on_behalf_of = "carla";
  auto for_worker = kApprove;
  for_worker.on_behalf_of = "ada";
  auto by_worker = kApprove;
  by_worker.by = "ada";
  auto alone = kApprove;
  alone.outcome = v1::OUTCOME_EMPLOYEE;
  auto counsel = alone;
  counsel.reason = "counsel";
  auto self = kUphold;
  self.by = "ada";
  auto for_self = kUphold;
  for_self.on_behalf_of = "ada";
  auto by_clara = kUphold;
  by_clara.by = "clara";
  const GiveAnswers clients{sample::Answers("clients=yes")};
  GiveAnswers turned{sample::Answers("control=yes"), "y1", sample::Book(), kDay};
  turned.answers[0].set_asserted_by("ada");
  GiveAnswers one_client{sample::Answers("clients=no"), "y1", sample::Book(), kDay};
  const GiveAnswers months{sample::Answers("months=3"), "y1", sample::Book(), kDay};
  auto own_review = kReview;
  own_review.by = "carla";
  auto own_case = kReview;
  own_case.by = "ada";
  auto own_case_for = kReview;
  own_case_for.on_behalf_of = "ada";
  auto delegated_review = kReview;
  delegated_review.on_behalf_of = "carla";
  auto taken_back = own_review;
  taken_back.stands = false;
  auto fallen = kUphold;
  fallen.upheld = false;
  auto earlier = kRevoke;
  earlier.effective_from = calendar::Date(2025, 6, 1);
  auto later = kRevoke;
  later.effective_from = calendar::Date(2026, 2, 1);
  auto own_revocation = kRevoke;
  own_revocation.by = "ada";
  auto revocation_for = kRevoke;
  revocation_for.on_behalf_of = "ada";
  auto late_review = kReview;
  late_review.today = kReview.review_on;
  eventsourcing::CheckRules<Assessment, Event, Command, Refusal>({
      {"an assessment is opened", {}, Open(), Then{kOpened}},
      {"with what is known already", {}, Open("acme", "control=no"), Then{kOpened, kFree}},
      {"the same one is opened once", {kOpened}, Open(), Then{}},
      {"an id says one thing", {kOpened}, Open("other"), kAssessmentExists},
      {"somebody answers", {kOpened}, clients, Then{kClients}},
      {"the same answer is given once", {kOpened, kClients}, clients, Then{}},
      {"an answer may change", {kOpened, kNobodyKnows}, clients, Then{kClients}},
      {"an assessment is there before it is answered", {}, clients, kAssessmentUnknown},
      {"what is answered is determined", {kOpened, kFree, kClients}, Determine("d1"), Then{made}},
      {"once", {kOpened, kFree, kClients, made}, Determine("d2"), Then{}},
      {"something is answered first", {kOpened}, Determine("d1"), kNothingAnswered},
      {"rules hold on the day",
       {kOpened, kFree},
       Determine("d1", calendar::Date(2025, 12, 31)),
       kNoSelection},
      {"an id says one determination",
       {kOpened, kFree, kClients, made, kNobodyKnows},
       Determine("d1"),
       kDeterminationExists},
      {"a second person approves", {kOpened, made}, kApprove, Then{kApproved}},
      {"once only", {kOpened, made, kApproved}, kApprove, Then{}},
      {"nobody approves the own one", {kOpened, made}, own, kOwnDetermination},
      {"nor by delegation", {kOpened, made}, delegated, kOwnDetermination},
      {"nor one made in their name", {kOpened, made_for_grace}, kApprove, kOwnDetermination},
      {"nobody approves what they are", {kOpened, made}, by_worker, kOwnCase},
      {"nor does anybody for the worker", {kOpened, made}, for_worker, kOwnCase},
      {"a disputed one is not approved", {kOpened, made, kDisputed}, kApprove, kDisputeOpen},
      {"one that is there is approved", {kOpened}, kApprove, kDeterminationUnknown},
      {"a revoked one is not approved", {kOpened, made, kRevoked}, kApprove, kDeterminationRevoked},
      {"an open one needs an outcome", {kOpened, made_open}, kApprove, kOutcomeMissing},
      {"and a reason", {kOpened, made_open}, alone, kReasonMissing},
      {"a person decides what the test does not",
       {kOpened, made_open},
       counsel,
       Then{kDecidedAlone}},
      {"but not against the test", {kOpened, made}, counsel, kOutcomeDetermined},
      {"a worker disputes", {kOpened, made}, kDispute, Then{kDisputed}},
      {"one dispute at a time",
       {kOpened, made, kDisputed},
       RaiseDispute{"d1", "s2", "bob", "client", "no", kDay},
       kDisputeOpen},
      {"a dispute says why",
       {kOpened, made},
       RaiseDispute{"d1", "s1", "ada", "worker", "", kDay},
       kReasonMissing},
      {"somebody else resolves", {kOpened, made, kDisputed}, kUphold, Then{kUpheld}},
      {"late is said",
       {kOpened, made, kDisputed},
       late,
       Then{"dispute_resolved { determination_id: 'd1' dispute_id: 's1' resolved_by: 'grace'"
            " upheld: true reason: 'checked' late: true }"}},
      {"who disputes does not resolve", {kOpened, made, kDisputed}, self, kOwnDispute},
      {"nor does anybody for them", {kOpened, made, kDisputed}, for_self, kOwnDispute},
      {"nor for whom it was raised", {kOpened, made, kDisputedFor}, by_clara, kOwnDispute},
      {"nor the worker, whoever disputes", {kOpened, made, kDisputedFor}, self, kOwnCase},
      {"nor anybody for the worker", {kOpened, made, kDisputedFor}, for_self, kOwnCase},
      {"a dispute is there", {kOpened, made}, kUphold, kDisputeUnknown},
      {"a review", {kOpened, made}, kReview, Then{kReviewed}},
      {"the same review once", {kOpened, made, kReviewed}, kReview, Then{}},
      {"by a second person", {kOpened, made}, own_review, kOwnDetermination},
      {"not in the name of the first", {kOpened, made}, delegated_review, kOwnDetermination},
      {"nor by whom it is about", {kOpened, made}, own_case, kOwnCase},
      {"nor in their name", {kOpened, made}, own_case_for, kOwnCase},
      {"whoever determined may take it back", {kOpened, made}, taken_back, Then{kTakenBack}},
      {"the next review is still to come", {kOpened, made}, late_review, kReviewDayPast},
      {"a court revokes, for past days too", {kOpened, made, kApproved}, kRevoke, Then{kRevoked}},
      {"nobody revokes what they are", {kOpened, made, kApproved}, own_revocation, kOwnCase},
      {"nor does anybody in their name", {kOpened, made, kApproved}, revocation_for, kOwnCase},
      {"what is not there is not revoked", {kOpened}, kRevoke, kDeterminationUnknown},
      {"an earlier day may come to light",
       {kOpened, made, kApproved, kRevoked},
       earlier,
       Then{"determination_revoked { determination_id: 'd1' revoked_by: 'grace' reason: 'court'"
            " effective_from { year: 2025 month: 6 day: 1 } worker_id: 'ada' client_id: 'acme'"
            " engagement_id: 'c1' }"}},
      {"it does not come to life again",
       {kOpened, made, kApproved, kRevoked},
       later,
       kRevokedEarlier},
      {"what is proposed takes no place of what is relied on",
       {kOpened, made, kApproved, made_anew},
       kDispute,
       Then{kDisputed}},
      {"but of what nobody approved", {kOpened, made, made_anew}, kApprove, kSuperseded},
      {"until it is revoked", {kOpened, made, made_anew, kRevokedAnew}, kApprove, Then{kApproved}},
      {"what is relied on instead takes the place",
       {kOpened, made, kApproved, made_anew, kApprovedAnew},
       kDispute,
       kSuperseded},
      {"in which nothing is reviewed",
       {kOpened, made, kApproved, made_anew, kApprovedAnew},
       kReview,
       kSuperseded},
      {"once it is revoked, the one before is disputed again",
       {kOpened, made, kApproved, made_anew, kApprovedAnew, kRevokedAnew},
       kDispute,
       Then{kDisputed}},
      {"and reviewed",
       {kOpened, made, kApproved, made_anew, kApprovedAnew, kRevokedAnew},
       kReview,
       Then{kReviewed}},
      {"likewise once it fell",
       {kOpened, made, kApproved, made_anew, kApprovedAnew, kFellAnew},
       kDispute,
       Then{kDisputed}},
      {"until it is found to stand",
       {kOpened, made, kApproved, made_anew, kApprovedAnew, kFellAnew, kStandsAnew},
       kDispute,
       kSuperseded},
      {"what nobody ever approved stands in nobody's place",
       {kOpened, made, kApproved, made_anew, kStandsAnew},
       kDispute,
       Then{kDisputed}},
      {"the same as before is said already, where the later one was revoked",
       {kOpened, kFree, kClients, made, kApproved, made_anew, kRevokedAnew},
       Determine("d3"),
       Then{}},
      {"a dispute is answered one way",
       {kOpened, made, kDisputed, kUpheld},
       fallen,
       kDisputeResolved},
      {"what fell by a dispute may be approved anew, by the same person, too",
       {kOpened, made, kApproved, kDisputed, kFell},
       kApprove,
       Then{kApproved}},
      {"what fell by a review, too",
       {kOpened, made, kApproved, kTakenBack},
       kApprove,
       Then{kApproved}},
      {"and taken back again",
       {kOpened, made, kApproved, kTakenBack, kApproved},
       taken_back,
       Then{kTakenBack}},
      {"a review counts again after a dispute",
       {kOpened, made, kReviewed, kDisputed, kFell},
       kReview,
       Then{kReviewed}},
      {"a fact contradicts",
       {kOpened, kFree, kClients, made},
       Fact("control", "yes"),
       Then{kDrift}},
      {"a fact agrees", {kOpened, kFree, kClients, made}, Fact("control", "no"), Then{}},
      {"the same fact is found once",
       {kOpened, kFree, kClients, made, kDrift},
       Fact("control", "yes"),
       Then{}},
      {"whatever was said since",
       {kOpened, kFree, kClients, made, kControlled},
       Fact("control", "yes"),
       Then{kDrift}},
      {"an answer that differs is a finding, too",
       {kOpened, kFree, kClients, made},
       turned,
       Then{kControlled, kTurned}},
      {"each that decides otherwise",
       {kOpened, kFree, made_open},
       one_client,
       Then{"answer_given { answers { question_id: 'clients' answer: 'no' } }",
            "drift_found { drift_id: 'y1-clients' determination_id: 'd1' question_id: 'clients'"
            " answered: 'UNKNOWN' observed: 'no' outcome: OUTCOME_UNDETERMINED"
            " would_be: OUTCOME_EMPLOYEE confidence_now: 100"
            " observed_on { year: 2026 month: 10 day: 5 } worker_id: 'ada' client_id: 'acme'"
            " engagement_id: 'c1' }"}},
      {"one to what was not asked then is none",
       {kOpened, kFree, kClients, made},
       months,
       Then{"answer_given { answers { question_id: 'months' answer: '3' } }"}},
      {"nothing to contradict", {kOpened, kFree}, Fact("control", "yes"), kNothingDetermined},
  });
}

TEST(AssessmentTest, DriftChangesNothingByItself) {
  Assessment assessment = After({}, Open("acme", "control=no clients=yes"));
  assessment = After(After(assessment, Determine("d1")), Fact("control", "yes"));
  EXPECT_EQ(CurrentOn(assessment, kDay), "d1");
  EXPECT_EQ(assessment.answers.at("control").answer(), "no");
  EXPECT_EQ(assessment.determinations.at("d1").facts.outcome(), v1::OUTCOME_CONTRACTOR);
}

TEST(AssessmentTest, ALaterDeterminationTakesThePlaceAndTheEarlierStays) {
  Assessment assessment = After({}, Open("acme", "control=no clients=yes"));
  assessment = After(assessment, Determine("d1"));
  assessment = After(assessment, GiveAnswers{sample::Answers("control=yes")});
  assessment = After(assessment, Determine("d2"));
  EXPECT_EQ(CurrentOn(assessment, kDay), "d2");
  EXPECT_EQ(assessment.determinations.at("d1").facts.outcome(), v1::OUTCOME_CONTRACTOR);
  const Decision decision = Decide(assessment, kApprove);
  EXPECT_EQ(std::get<Refusal>(decision), kSuperseded);
}

// ADR 24: what is in force depends on the day that is asked about.
TEST(AssessmentTest, OneForALaterDayTakesThePlaceFromThenOn) {
  const calendar::Date december(2026, 12, 15), before(2026, 12, 1);
  const auto determined = [](Assessment assessment, const char* id, calendar::Date day) {
    auto approve = kApprove;
    approve.determination_id = id;
    return After(After(std::move(assessment), Determine(id, day)), approve);
  };
  auto assessment = determined(After({}, Open("acme", "control=no clients=yes")), "d1", kDay);
  assessment = After(assessment, GiveAnswers{sample::Answers("control=yes")});
  assessment = determined(assessment, "d2", december);
  EXPECT_FALSE(IsSuperseded(assessment, "d1", december - 1));
  EXPECT_TRUE(IsSuperseded(assessment, "d1", december));
  EXPECT_EQ(CurrentOn(assessment, december - 1), "d1");
  EXPECT_EQ(CurrentOn(assessment, december), "d2");
  auto dispute = kDispute;
  EXPECT_TRUE(std::holds_alternative<std::vector<Event>>(Decide(assessment, dispute)));
  dispute.today = december;
  EXPECT_EQ(std::get<Refusal>(Decide(assessment, dispute)), kSuperseded);
  const auto seen = After(assessment, Fact("clients", "no"));
  EXPECT_TRUE(seen.drifts.contains({"d1", "clients"})) << "held against the one in force";

  assessment = determined(assessment, "d3", before);
  EXPECT_TRUE(IsSuperseded(assessment, "d2", kDay)) << "on no day it is the one";
  EXPECT_FALSE(IsSuperseded(assessment, "d1", before - 1));
  EXPECT_TRUE(IsSuperseded(assessment, "d1", before));
}

TEST(AssessmentTest, StopsAtAnUnknownEvent) { EXPECT_ANY_THROW(Evolve(Assessment{}, Event{})); }

TEST(PresetTest, OnlyWhatIsNewIsRemembered) {
  PresetAnswers command;
  command.wish.set_level(v1::LEVEL_WORKER);
  command.wish.set_of_id("ada");
  for (const auto& answer : sample::Answers("clients=yes tools=no"))
    *command.wish.add_answers() = answer;
  Preset preset;
  const auto decide = [&] {
    const PresetDecision decision = Decide(preset, command);
    return std::get<0>(decision);
  };
  const auto events = decide();
  ASSERT_EQ(events.size(), 1u);
  preset = Evolve(preset, events[0]);
  EXPECT_TRUE(decide().empty());
  command.wish.mutable_answers(1)->set_answer("yes");
  const auto changed = decide();
  ASSERT_EQ(changed[0].answers_preset().answers_size(), 1);
  EXPECT_EQ(changed[0].answers_preset().answers(0).question_id(), "tools");
  command.wish.clear_answers();
  const PresetDecision nothing = Decide(preset, command);
  EXPECT_EQ(std::get<1>(nothing), PresetRefusal::kNothingGiven);
}
}  // namespace
}  // namespace aor::classification
