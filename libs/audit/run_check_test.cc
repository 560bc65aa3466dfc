#include "libs/audit/run_check.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>
#include <openssl/sha.h>

#include "aor/operations/v1/run_events.pb.h"

namespace aor::audit {
namespace {
using eventlog::v1::Commit;
using operations::v1::RunEvent;

std::string Sha(const std::string& bytes) {
  std::string digest(32, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

RunEvent Parsed(const std::string& text) {
  RunEvent event;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event)) << text;
  return event;
}

// A commit with a slip and an event of its run.
Commit Of(const RunEvent& event, const char* kind, const std::string& slip = "") {
  Commit commit;
  commit.set_log("payroll");
  auto& run = *commit.add_streams();
  run.set_name("run-payslips~geneva~2026-10");
  auto& added = *run.add_events();
  added.set_type(std::string("aor.operations.v1.RunEvent/") + kind);
  added.set_payload(event.SerializeAsString());
  if (slip.empty()) return commit;
  auto& stream = *commit.add_streams();
  stream.set_name("slip-1");
  stream.add_events()->set_payload(slip);
  return commit;
}

// What is found in a run of one chunk with this slip, closed with so many done.
std::vector<Finding> FoundIn(const std::string& slip, int done, bool once_more = false) {
  auto advanced = Parsed(
      "run_advanced { run_id: 'r' chunk: 1 done: 1 sums { currency_code: 'CHF' minor_units: 5 } }");
  advanced.mutable_run_advanced()->set_digest(Sha(Sha("a slip")));
  auto closed =
      Parsed("run_closed { run_id: 'r' sums { currency_code: 'CHF' minor_units: 5 } done: " +
             std::to_string(done) + " }");
  closed.mutable_run_closed()->set_digest(advanced.run_advanced().digest());
  const auto check = RunCheck();
  check->See(Of(Parsed("run_opened { run_id: 'r' }"), "run_opened"), 1, 1);
  check->See(Of(advanced, "run_advanced", slip), 1, 2);
  check->See(Of(closed, "run_closed"), 1, 3);
  if (once_more) {
    advanced.mutable_run_advanced()->set_chunk(2);
    check->See(Of(advanced, "run_advanced", slip), 1, 4);
  }
  std::vector<Finding> found;
  check->Finish(found);
  return found;
}

TEST(RunCheckTest, ARunThatIsAsItsChunksSayIsSound) { EXPECT_TRUE(FoundIn("a slip", 1).empty()); }

TEST(RunCheckTest, AnotherSlipACountAndAChunkAfterTheEndAreNamed) {
  const auto other = FoundIn("another slip", 1);
  ASSERT_EQ(other.size(), 2u);  // the chunk, and with it the whole
  EXPECT_EQ(other[0].sequence, 2u);
  const auto count = FoundIn("a slip", 2);
  ASSERT_EQ(count.size(), 1u);
  EXPECT_EQ(count[0].sequence, 3u);
  const auto after = FoundIn("a slip", 1, true);
  ASSERT_EQ(after.size(), 1u);
  EXPECT_EQ(after[0].sequence, 4u);
}
}  // namespace
}  // namespace aor::audit
