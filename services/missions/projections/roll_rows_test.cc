#include "services/missions/projections/roll_rows.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/row_store.h"
#include "services/missions/projections/missions_view.h"

namespace aor::missions {
namespace {
class RollRowsTest : public testing::Test {
 protected:
  template <class Event>
  void Apply(uint32_t chain, const std::string& stream, const std::string& text) {
    Event event;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event)) << text;
    eventlog::v1::Commit commit;
    commit.set_tenant("alpina");
    commit.set_log("missions");
    eventlog::v1::Stream named;
    named.set_name(stream);
    const auto envelope = eventsourcing::Encode(event);
    MissionsView().Apply({commit, named, envelope, chain, {}, ++version_}, rows_);
  }
  // As the log has it since rolls are a mission's own, and as it had it before.
  void Plan(uint32_t chain, const std::string& mission, const std::string& roll = "") {
    Apply<v1::MissionEvent>(chain, "mission-" + mission,
                            "session_planned { session_id: 's1' times { } mission_id: '" + mission +
                                "' roll: '" + roll + "' }");
  }
  void Register(uint32_t chain, const std::string& stream, const std::string& id) {
    Apply<v1::RollEvent>(chain, stream, "participant_registered { participant_id: '" + id + "' }");
  }
  // Who takes part, in order; "nobody's" where another mission has the roll.
  std::string Roll(const std::string& mission) {
    const auto row = rows_.Load<v1::Mission>("alpina/mission/" + mission);
    const auto roll = ReadRoll(rows_, "alpina", mission, row->sessions(0));
    if (!roll) return "nobody's";
    std::string all;
    for (const auto& one : roll->participants) all += one.registered().participant_id() + " ";
    return all;
  }

  std::unique_ptr<eventsourcing::RowStore> store_ = eventsourcing::MemoryRowStore();
  eventsourcing::OverlaidRows rows_{*store_, ""};
  uint64_t version_ = 0;
};

TEST_F(RollRowsTest, ARollIsItsMissionsOwn) {
  Plan(1, "a", "a~s1");
  Plan(1, "b", "b~s1");
  Register(1, "roll-a~s1", "zoe");
  Register(1, "roll-a~s1", "ann");
  Register(1, "roll-b~s1", "bob");
  EXPECT_EQ(Roll("a"), "zoe ann ") << "in the order in which they were registered";
  EXPECT_EQ(Roll("b"), "bob ");
}

TEST_F(RollRowsTest, OlderRollsOfOneSessionIdAreKeptApart) {
  Plan(1, "a");
  Plan(2, "b");
  Plan(1, "c");
  Register(1, "roll-s1", "ann");
  Register(2, "roll-s1", "bob");
  EXPECT_EQ(Roll("a"), "ann ");
  EXPECT_EQ(Roll("b"), "bob ");
  EXPECT_EQ(Roll("c"), "nobody's") << "on one chain, the first mission has the stream";
}

TEST_F(RollRowsTest, WhatOneParticipantCostsDoesNotGrow) {
  Plan(1, "a", "a~s1");
  const auto bytes_of_one = [&](const std::string& id) {
    Register(1, "roll-a~s1", id);
    size_t bytes = rows_.Get("alpina/roll/a~s1")->size();
    return bytes + rows_.Get("alpina/roll/a~s1/" + id)->size();
  };
  const size_t first = bytes_of_one("p1000");
  for (int i = 1001; i < 1100; ++i) Register(1, "roll-a~s1", "p" + std::to_string(i));
  EXPECT_LE(bytes_of_one("p1100"), first + 8) << "no row holds all of them";
  Apply<v1::RollEvent>(1, "roll-a~s1",
                       "attendance_marked { half_day: '2026-10-05-AM' absent: 'p1050' }");
  const auto marked = rows_.Load<v1::ParticipantRow>("alpina/roll/a~s1/p1050");
  ASSERT_EQ(marked->marks_size(), 1);
  EXPECT_EQ(marked->place(), 50u);
}
}  // namespace
}  // namespace aor::missions
