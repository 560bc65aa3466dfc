#include "libs/operations/run.h"

#include <gtest/gtest.h>

#include "libs/eventsourcing/rules.h"
#include "libs/eventsourcing/testing/golden.h"

namespace aor::operations::run {
namespace {
using eventsourcing::Rule;
constexpr char kOpened[] =
    "run_opened { run_id: 'slips~geneva~2026-10~a' run_kind: 'slips' legal_entity_id: 'geneva'"
    " period: '2026-10' }";
constexpr char kFirst[] =
    "run_advanced { run_id: 'slips~geneva~2026-10~a' chunk: 1 after: 'c7' done: 2"
    " sums { currency_code: 'CHF' minor_units: 500 } digest: 'one'"
    " left { item_id: 'c6' refusal: 'NOT_PAYABLE' } }";
constexpr char kSecond[] =
    "run_advanced { run_id: 'slips~geneva~2026-10~a' chunk: 2 after: 'c9' done: 1"
    " sums { currency_code: 'CHF' minor_units: 20 } digest: 'two' }";
constexpr char kAsked[] =
    "run_cancellation_requested { run_id: 'slips~geneva~2026-10~a' requested_by: 'carla' }";
constexpr char kClosedRun[] =
    "run_closed { run_id: 'slips~geneva~2026-10~a' outcome: RUN_OUTCOME_COMPLETED done: 3 left: 1"
    " sums { currency_code: 'CHF' minor_units: 520 } digest: 'two' run_kind: 'slips'"
    " legal_entity_id: 'geneva' period: '2026-10' }";
constexpr char kA[] = "slips~geneva~2026-10~a";

Event Parsed(const std::string& text) {
  Event event;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event)) << text;
  return event;
}
Open Opening(const std::string& text) { return {Parsed(text).run_opened()}; }
Advance Advancing(const char* text) { return {Parsed(text).run_advanced()}; }

TEST(RunTest, Rules) {
  const Open first = Opening(kOpened);
  const Open other = Opening(
      "run_opened { run_id: 'slips~geneva~2026-10~b' run_kind: 'slips' legal_entity_id: 'geneva'"
      " period: '2026-10' }");
  const Close complete{kA, v1::RUN_OUTCOME_COMPLETED, ""};
  eventsourcing::CheckRules<run::Run, Event, Command, Refusal>({
      {"a run is opened", {}, first, std::vector{kOpened}},
      {"the same request finds its run open", {kOpened}, first, {}},
      {"and closed", {kOpened, kClosedRun}, first, {}},
      {"two runs at once are refused", {kOpened}, other, Refusal::kOtherIsOpen},
      {"a chunk advances it", {kOpened}, Advancing(kFirst), std::vector{kFirst}},
      {"the next goes on", {kOpened, kFirst}, Advancing(kSecond), std::vector{kSecond}},
      {"a chunk once more adds nothing", {kOpened, kFirst}, Advancing(kFirst), {}},
      {"no chunk is left out", {kOpened}, Advancing(kSecond), Refusal::kOutOfTurn},
      {"what was never opened does not advance", {}, Advancing(kFirst), Refusal::kUnknownRun},
      {"a closed run is frozen",
       {kOpened, kFirst, kSecond, kClosedRun},
       Advancing(kSecond),
       Refusal::kClosed},
      {"somebody cancels", {kOpened}, RequestCancellation{kA, "carla"}, std::vector{kAsked}},
      {"then no chunk follows", {kOpened, kAsked}, Advancing(kFirst), Refusal::kCancelled},
      {"cancelling what is closed changes nothing",
       {kOpened, kClosedRun},
       RequestCancellation{kA, "carla"},
       {}},
      {"cancelling what never was is refused",
       {},
       RequestCancellation{kA, "carla"},
       Refusal::kUnknownRun},
      {"closing counts and sums all chunks",
       {kOpened, kFirst, kSecond},
       complete,
       std::vector{kClosedRun}},
      {"closing twice adds nothing", {kOpened, kFirst, kSecond, kClosedRun}, complete, {}},
      {"what was never opened is not closed", {}, complete, Refusal::kUnknownRun},
  });
}

TEST(RunTest, TheNextRunOfTheStreamBeginsAtNothing) {
  run::Run run;
  for (const char* text : {kOpened, kFirst, kSecond, kClosedRun})
    run = Evolve(std::move(run), Parsed(text));
  const auto decided = Decide(run, Opening("run_opened { run_id: 'slips~geneva~2026-10~b' }"));
  run = Evolve(std::move(run), std::get<0>(decided).at(0));
  EXPECT_TRUE(run.IsOpen("slips~geneva~2026-10~b"));
  EXPECT_FALSE(run.IsOpen(kA));
  EXPECT_EQ(run.done + run.left + run.chunks + run.sums.size() + run.digest.size(), 0u);
}

TEST(RunTest, AnIdNamesItsStream) {
  const auto id = RunId(Parsed(kOpened).run_opened(), "0123");
  EXPECT_EQ(id, "slips~geneva~2026-10~0123");
  EXPECT_EQ(StreamOf(id), "run-slips~geneva~2026-10");
}

TEST(RunTest, EveryStoredEventIsReadAndFolded) {
  eventsourcing::CheckSamples<run::Run, Event>(GOLDEN "/run");
}
}  // namespace
}  // namespace aor::operations::run
