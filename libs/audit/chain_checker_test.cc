// What a chain asserts of itself, one rule after the other: a signed chain whose writer broke its
// own rules.
#include "libs/audit/chain_checker.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace aor::audit {
namespace {
constexpr char kLeaf[] = "a bare leaf";

struct Case {
  const char* name;
  std::vector<const char*> commits;
  const char* wrong;  // of the last one; empty: all are sound
};

std::string SaidOfTheLast(const Case& one) {
  ChainChecker checker("test", "test", 0);
  std::string said;
  uint8_t count = 0;
  for (const char* text : one.commits) {
    EXPECT_EQ(said, "") << one.name << ": only the last is wrong";
    eventlog::v1::Commit commit;
    Record record;
    record.request[0] = ++count;
    if (text != kLeaf) {
      EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &commit)) << text;
      record.commit = &commit;
      if (!commit.request_id().empty()) record.request = {};  // the same for all that name one
    }
    said = checker.Take(record).value_or("");
  }
  return said;
}

TEST(ChainChecker, NamesWhatAWriterBroke) {
  constexpr char kTwo[] = "streams { name: 'a' events {} events {} }";
  const Case cases[] = {
      {"streams go on where they stood", {kTwo, "streams { name: 'a' expected_version: 2 }"}, ""},
      {"a stream that goes on elsewhere",
       {kTwo, "streams { name: 'a' expected_version: 1 }"},
       "stream a is at version 2, not 1"},
      {"a guard that holds", {kTwo, "guards { name: 'a' expected_version: 2 }"}, ""},
      {"a guard on what was not there",
       {kTwo, "guards { name: 'a' expected_version: 1 }"},
       "the guard on a does not hold"},
      {"a guard that another tenant's commit may bear out",
       {kTwo, kLeaf, "guards { name: 'b' expected_version: 1 }"},
       ""},
      {"ranges of another log, one after the other",
       {"consumed { log: 'l' from: 1 to: 3 }", "consumed { log: 'l' from: 4 to: 4 }"},
       ""},
      {"an event that takes effect twice",
       {"consumed { log: 'l' from: 1 to: 3 }", "consumed { log: 'l' from: 3 to: 4 }"},
       "events of log l chain 0 take effect twice"},
      {"the same on another chain is another event",
       {"consumed { log: 'l' from: 1 to: 3 }", "consumed { log: 'l' chain: 1 from: 3 to: 4 }"},
       ""},
      {"a range that runs backwards",
       {"consumed { log: 'l' from: 4 to: 3 }"},
       "events of log l chain 0 take effect twice"},
      {"time that stands still",
       {"recorded_at { nanos: 5000 }", "recorded_at { nanos: 5000 }"},
       ""},
      {"time that runs backwards",
       {"recorded_at { nanos: 5000 }", "recorded_at { nanos: 4000 }"},
       "the recorded time runs backwards"},
      {"a request that is answered twice",
       {"request_id: 'r'", "request_id: 'r'"},
       "request r was committed before"},
  };
  for (const Case& one : cases) EXPECT_EQ(SaidOfTheLast(one), one.wrong) << one.name;
}
}  // namespace
}  // namespace aor::audit
