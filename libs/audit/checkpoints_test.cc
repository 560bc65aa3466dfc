#include "libs/audit/checkpoints.h"

#include <gtest/gtest.h>

namespace aor::audit {
namespace {
using eventlog::AnchoredHead;
using eventlog::SignedCheckpoint;
using eventlog::SigningKey;

const SigningKey& PayrollKey() {
  static const SigningKey key = SigningKey::Generate();
  return key;
}
const SigningKey& InvoicingKey() {
  static const SigningKey key = SigningKey::Generate();
  return key;
}

std::string NoteBy(const SigningKey& key, const std::vector<std::string>& logs) {
  std::vector<AnchoredHead> heads;
  uint32_t chain = 7;
  for (const std::string& log : logs) heads.push_back({log, chain++, 3, {}});
  return SignedCheckpoint("test", heads, key);
}

TEST(Checkpoints, OfProcessesApartAreEachByTheirOwnKey) {
  struct Row {
    const char* what;
    std::string notes;
    std::vector<std::string> wrong;
  };
  const std::string payroll = NoteBy(PayrollKey(), {"payroll"});
  const std::string invoicing = NoteBy(InvoicingKey(), {"invoicing"});
  for (const Row& row : std::vector<Row>{
           {"both", payroll + invoicing, {}},
           {"in any order", invoicing + payroll, {}},
           {"one without a commit yet", payroll + NoteBy(InvoicingKey(), {}), {}},
           {"one left out", payroll, {"the pack has no checkpoint by the key of invoicing"}},
           {"one twice",
            payroll + invoicing + payroll,
            {"two checkpoints are by the key of payroll",
             "log payroll chain 7 has two signed heads"}},
           {"one that speaks for another",
            payroll + NoteBy(InvoicingKey(), {"invoicing", "payroll"}),
            {"a checkpoint speaks of log payroll, whose key did not sign it"}},
           {"a log that nobody answers for",
            payroll + NoteBy(InvoicingKey(), {"timesheet"}),
            {"a checkpoint speaks of log timesheet, whose key did not sign it"}},
           {"one with several heads of it",
            payroll + NoteBy(InvoicingKey(), {"timesheet", "timesheet"}),
            {"a checkpoint speaks of log timesheet, whose key did not sign it"}},
           {"another's key",
            payroll + NoteBy(SigningKey::Generate(), {"invoicing"}),
            {"the checkpoint is not signed by this key",
             "the pack has no checkpoint by the key of invoicing"}},
           {"something behind", payroll + invoicing + "x", {"the checkpoint has no signature"}},
       }) {
    const auto read = VerifyCheckpoints(
        row.notes, "test",
        {{"payroll", PayrollKey().public_key()}, {"invoicing", InvoicingKey().public_key()}});
    EXPECT_EQ(read.wrong, row.wrong) << row.what;
  }
}

TEST(Checkpoints, OneKeyWithoutALogCountsForAllButSignsOnce) {
  const PublicKeys one = {{"", PayrollKey().public_key()}};
  const std::string note = NoteBy(PayrollKey(), {"invoicing", "payroll"});
  const auto read = VerifyCheckpoints(note, "test", one);
  EXPECT_TRUE(read.wrong.empty());
  EXPECT_EQ(read.heads.size(), 2u);
  EXPECT_FALSE(
      VerifyCheckpoints(note + NoteBy(PayrollKey(), {"timesheet"}), "test", one).wrong.empty());
  EXPECT_FALSE(VerifyCheckpoints("", "test", one).wrong.empty());
  EXPECT_FALSE(VerifyCheckpoints(note, "test", {}).wrong.empty());
}
}  // namespace
}  // namespace aor::audit
