// The name of a deposited file is sealed: gone with its owner, and not told where only a key is
// lost.
#include <gtest/gtest.h>

#include "libs/rpc/errors.h"
#include "services/documents/api/spaces.h"

namespace aor::documents {
namespace {
struct FileNamesTest : ::testing::Test {
  FileNamesTest() {
    row.set_document_id("d1");
    version.mutable_content()->set_digest("abc");
    version.mutable_content()->set_media_type("application/pdf");
    *version.mutable_file_name() =
        *vault.Seal("alpina", "ada", NamePlace("d1", "abc"), "Permis.pdf");
  }
  v1::DocumentRow row;
  v1::VersionRow version;
  vault::Vault vault{vault::MemoryKeyring()}, without_keys{vault::MemoryKeyring()};
};

TEST_F(FileNamesTest, IsGoneWithItsOwner) {
  EXPECT_EQ(FileNameOf(vault, "alpina", row, version), "Permis.pdf");
  ASSERT_TRUE(vault.Erase("alpina", "ada").ok());
  EXPECT_EQ(FileNameOf(vault, "alpina", row, version), "");
}

TEST_F(FileNamesTest, ALostKeyIsNoErasure) {
  try {
    FileNameOf(without_keys, "alpina", row, version);
    FAIL() << "told as if erased";
  } catch (const rpc::CannotAnswer& cannot) {
    EXPECT_TRUE(absl::IsDataLoss(cannot.why)) << cannot.why;
  }
}
}  // namespace
}  // namespace aor::documents
