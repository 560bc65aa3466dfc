#include "services/missions/domain/quality.h"

#include "services/missions/domain/sample_mission.h"

namespace aor::missions::quality {
namespace {
using sample::Read;
using enum Refusal;
using Then = std::vector<const char*>;

const Instant kNow = sample::At("2026-10-06T08:00:00Z"),
              kUntil = sample::At("2026-11-05T08:00:00Z");

const v1::Questionnaire kQuestionnaire = Read<v1::Questionnaire>(
    "questionnaire_id: 'sat' version: 2 occasion: OCCASION_SATISFACTION days_open: 30"
    " questions { question_id: 'overall' points: 5 required: true }"
    " questions { question_id: 'place' points: 3 } questions { question_id: 'better' }");

Command Asking(const std::vector<std::string>& people) {
  Ask wish;
  wish.facts.set_session_id("s1");
  wish.facts.set_questionnaire_id("sat");
  wish.facts.set_version(2);
  wish.facts.set_occasion(v1::OCCASION_SATISFACTION);
  wish.facts.mutable_open_until()->set_seconds(kUntil.time_since_epoch().count());
  for (const auto& person : people) {
    auto& asking = *wish.facts.add_askings();
    asking.set_asking_id("a-" + person);
    asking.set_participant_id(person);
  }
  return {kNow, false, wish};
}
Command Answering(const std::string& answers, Instant now = kNow, bool is_gone = false,
                  const std::string& request = "r1") {
  const std::string facts = "asking_id: 'a-ann' request_id: '" + request + "' " + answers;
  return {now, is_gone, Answer{kQuestionnaire, Read<v1::QuestionnaireAnswered>(facts)}};
}
constexpr auto kAnnAsked =
    "questionnaires_asked { session_id: 's1' questionnaire_id: 'sat' version: 2"
    " occasion: OCCASION_SATISFACTION open_until { seconds: 1793865600 }"
    " askings { asking_id: 'a-ann' participant_id: 'ann' } }";
constexpr auto kBobAsked =
    "questionnaires_asked { session_id: 's1' questionnaire_id: 'sat' version: 2"
    " occasion: OCCASION_SATISFACTION open_until { seconds: 1793865600 }"
    " askings { asking_id: 'a-bob' participant_id: 'bob' } }";
constexpr auto kAnnTested =
    "questionnaires_asked { session_id: 's1' questionnaire_id: 'test' version: 1"
    " occasion: OCCASION_POSITIONING open_until { seconds: 1793865600 }"
    " askings { asking_id: 't-ann' participant_id: 'ann' } }";
constexpr auto kAnswered =
    "questionnaire_answered { asking_id: 'a-ann' request_id: 'r1'"
    " points { question_id: 'overall' points: 5 } }";
constexpr auto kFull =
    "questionnaire_answered { asking_id: 'a-ann' request_id: 'r1'"
    " points { question_id: 'overall' points: 1 }"
    " points { question_id: 'place' points: 3 } words { question_id: 'better' words {"
    " key_version: 1 } } }";

TEST(QualityTest, EachIsAskedOnceAndAnswersOnce) {
  const std::string overall = "points { question_id: 'overall' points: 5 }";
  const auto with = [&](const std::string& more) { return Answering(overall + more); };
  eventsourcing::CheckRules<Quality, Event, Command, Refusal>({
      {"participants are asked", {}, Asking({"ann"}), Then{kAnnAsked}},
      {"each once on an occasion", {kAnnAsked}, Asking({"ann", "bob"}), Then{kBobAsked}},
      {"nobody is left", {kAnnAsked, kBobAsked}, Asking({"bob", "ann"}), Then{}},
      {"another occasion is another", {kAnnTested}, Asking({"ann"}), Then{kAnnAsked}},
      {"an answer is taken", {kAnnAsked}, with(""), Then{kAnswered}},
      {"of all questions",
       {kAnnAsked},
       Answering("points { question_id: 'overall' points: 1 }"
                 " points { question_id: 'place' points: 3 }"
                 " words { question_id: 'better' words { key_version: 1 } }"),
       Then{kFull}},
      {"nobody was asked", {}, with(""), kNotAsked},
      {"or is there no more", {kAnnAsked}, Answering(overall, kNow, true), kNotAsked},
      {"the same request is the same answer", {kAnnAsked, kAnswered}, with(""), Then{}},
      {"a link is used once",
       {kAnnAsked, kAnswered},
       Answering(overall, kNow, false, "r2"),
       kLinkUsed},
      {"and used up before it is over",
       {kAnnAsked, kAnswered},
       Answering("", kUntil, false, "r2"),
       kLinkUsed},
      {"in its time", {kAnnAsked}, Answering(overall, kUntil), kLinkExpired},
      {"until its last second",
       {kAnnAsked},
       Answering(overall, kUntil - std::chrono::seconds(1)),
       Then{kAnswered}},
      {"what is required is there", {kAnnAsked}, Answering(""), kAnswerMissing},
      {"in points of the scale",
       {kAnnAsked},
       Answering("points { question_id: 'overall' points: 6 }"),
       kAnswerDoesNotFit},
      {"from one on",
       {kAnnAsked},
       Answering("points { question_id: 'overall' }"),
       kAnswerDoesNotFit},
      {"once each", {kAnnAsked}, with(overall), kAnswerDoesNotFit},
      {"to a question that there is",
       {kAnnAsked},
       with(" points { question_id: 'food' points: 1 }"),
       kAnswerDoesNotFit},
      {"not in words where there is a scale",
       {kAnnAsked},
       with(" words { question_id: 'place' }"),
       kAnswerDoesNotFit},
      {"nor in points where there is none",
       {kAnnAsked},
       with(" points { question_id: 'better' points: 1 }"),
       kAnswerDoesNotFit},
  });
}

TEST(QualityTest, WhatIsOpenFollowsItsSession) {
  const Instant moved = sample::At("2026-10-20T07:00:00Z");
  const auto at = [](Instant now, auto wish) { return Command{now, false, std::move(wish)}; };
  const auto take_back = at(kNow, TakeBack{"s1", "m1"}), late = at(kUntil, TakeBack{"s1", "m1"}),
             from_ann = at(kNow, TakeBack{"s1", "m1", "ann"}),
             from_bob = at(kNow, TakeBack{"s1", "m1", "bob"}),
             follow = at(kNow, Reschedule{"s1", "m1", moved});
  const auto answer = [&](Instant now) {
    const auto facts =
        "asking_id: 't-ann' request_id: 'r1'"
        " points { question_id: 'overall' points: 5 }";
    return Command{now, false, Answer{kQuestionnaire, Read<v1::QuestionnaireAnswered>(facts)}};
  };
  constexpr auto kTaken =
      "questionnaires_taken_back { session_id: 's1' mission_id: 'm1'"
      " askings { asking_id: 't-ann' participant_id: 'ann' } }";
  constexpr auto kMoved =
      "questionnaires_rescheduled { session_id: 's1' mission_id: 'm1'"
      " open_until { seconds: 1792479600 } askings { asking_id: 't-ann' participant_id: 'ann' } }";
  constexpr auto kTested =
      "questionnaire_answered { asking_id: 't-ann' request_id: 'r1'"
      " points { question_id: 'overall' points: 5 } }";
  eventsourcing::CheckRules<Quality, Event, Command, Refusal>({
      {"of a cancelled session it is taken back", {kAnnTested}, take_back, Then{kTaken}},
      {"or of whoever withdrew", {kAnnTested}, from_ann, Then{kTaken}},
      {"of nobody else", {kAnnTested}, from_bob, Then{}},
      {"where somebody was asked", {}, take_back, Then{}},
      {"and has not answered", {kAnnTested, kTested}, take_back, Then{}},
      {"in time", {kAnnTested}, late, Then{}},
      {"the link says so", {kAnnTested, kTaken}, answer(kNow), kLinkTakenBack},
      {"also when its time is over", {kAnnTested, kTaken}, answer(kUntil), kLinkTakenBack},
      {"a test is open until the session begins", {kAnnTested}, follow, Then{kMoved}},
      {"and no other questionnaire", {kAnnAsked}, follow, Then{}},
      {"nor one that was answered", {kAnnTested, kTested}, follow, Then{}},
      {"or taken back", {kAnnTested, kTaken}, follow, Then{}},
      {"so it can be answered",
       {kAnnTested, kMoved},
       answer(moved - std::chrono::seconds(1)),
       Then{kTested}},
      {"and not later", {kAnnTested, kMoved}, answer(moved), kLinkExpired},
  });
}

roll::Participant Person(const std::string& mail, bool was_there) {
  roll::Participant person;
  person.mail_index = mail;
  if (was_there) person.certified = {"2026-10-05-AM"};
  return person;
}

TEST(QualityTest, TheRollSaysWhomToAskAndWhen) {
  const roll::SessionFacts session{"s1",
                                   {"2026-10-05-AM"},
                                   sample::At("2026-10-05T07:00:00Z"),
                                   sample::At("2026-10-05T15:00:00Z")};
  roll::Roll roll;
  roll.participants["ann"] = Person("m", true);
  roll.participants["bob"] = Person("m", false);
  roll.participants["cem"] = Person("", true);
  roll.participants["dan"] = Person("m", true);
  roll.participants["dan"].erased = true;
  roll.participants["eva"] = Person("m", false);
  roll.participants["eva"].withdrawn = true;
  auto test = kQuestionnaire;
  test.set_occasion(v1::OCCASION_POSITIONING);
  const auto second = std::chrono::seconds(1);
  using People = std::vector<std::string>;
  EXPECT_EQ(WhoIsAsked(roll, session, test, session.start - second), (People{"ann", "bob"}));
  EXPECT_EQ(WhoIsAsked(roll, session, test, session.start), People{});
  EXPECT_EQ(WhoIsAsked(roll, session, kQuestionnaire, session.end - second), People{});
  EXPECT_EQ(WhoIsAsked(roll, session, kQuestionnaire, session.end), People{"ann"});
  const Instant too_late = session.end + std::chrono::hours(24 * 30);
  EXPECT_EQ(WhoIsAsked(roll, session, kQuestionnaire, too_late - second), People{"ann"});
  EXPECT_EQ(WhoIsAsked(roll, session, kQuestionnaire, too_late), People{});
  EXPECT_EQ(OpenUntil(session, test, kNow), session.start);
  EXPECT_EQ(OpenUntil(session, kQuestionnaire, kNow), kUntil);
  auto cancelled = session;
  cancelled.cancelled = true;
  EXPECT_EQ(WhoIsAsked(roll, cancelled, kQuestionnaire, session.end), People{});
}

TEST(QualityBookTest, TheHighestVersionIsAskedAndEveryOneIsFound) {
  const QualityBook book(Read<v1::QualityRules>(
      "questionnaires { questionnaire_id: 'sat' version: 1 occasion: OCCASION_SATISFACTION }"
      "questionnaires { questionnaire_id: 'sat' version: 3 occasion: OCCASION_SATISFACTION }"
      "questionnaires { questionnaire_id: 'sat' version: 2 occasion: OCCASION_SATISFACTION }"
      "questionnaires { questionnaire_id: 'test' version: 1 occasion: OCCASION_POSITIONING"
      " session_kinds: SESSION_KIND_TRAINING }"));
  EXPECT_EQ(book.For(v1::OCCASION_SATISFACTION, v1::SESSION_KIND_WORKSHOP)->version(), 3u);
  EXPECT_NE(book.For(v1::OCCASION_POSITIONING, v1::SESSION_KIND_TRAINING), nullptr);
  EXPECT_EQ(book.For(v1::OCCASION_POSITIONING, v1::SESSION_KIND_WORKSHOP), nullptr);
  EXPECT_EQ(book.Find("sat", 2)->version(), 2u);
  EXPECT_EQ(book.Find("sat", 4), nullptr);
}

TEST(QualityBookTest, AFigureIsAsReliableAsItsAnswersAreMany) {
  const QualityBook book(Read<v1::QualityRules>(
      "reliability { too_few_below: 3 fair_from: 8 fair_percent: 30 good_from: 20"
      " good_percent: 60 }"));
  const struct {
    uint32_t answered, asked;
    v1::Reliability is;
  } cases[] = {
      {0, 0, v1::RELIABILITY_TOO_FEW}, {2, 2, v1::RELIABILITY_TOO_FEW},
      {3, 3, v1::RELIABILITY_LOW},     {7, 7, v1::RELIABILITY_LOW},
      {8, 26, v1::RELIABILITY_FAIR},   {8, 27, v1::RELIABILITY_LOW},
      {20, 33, v1::RELIABILITY_GOOD},  {20, 34, v1::RELIABILITY_FAIR},
      {20, 67, v1::RELIABILITY_LOW},   {3'000'000'000, 4'000'000'000, v1::RELIABILITY_GOOD},
  };
  for (const auto& each : cases)
    EXPECT_EQ(book.ReliabilityOf(each.answered, each.asked), each.is)
        << each.answered << " of " << each.asked;
}
}  // namespace
}  // namespace aor::missions::quality
