// What of a file is a row, a remark, or a problem.
#include "services/aorctl/csv.h"

#include <gtest/gtest.h>

namespace aor::aorctl {
namespace {
TEST(CsvTest, AQuotedCellIsNoRemark) {
  const auto file = ParseCsv(
      "# of \"this\" year\nid,name\n\n\"#12\",A\n#13,\"open\r\n\r\nb,B\nf,\xed\xa0\x80\n"
      "\"x\ny\",Y\n# end");
  ASSERT_EQ(file.rows.size(), 4u);
  EXPECT_EQ(file.rows[1].cells[0], "#12");
  EXPECT_EQ(file.rows[1].line, 4);
  EXPECT_EQ(file.rows[2].cells[0], "b");
  EXPECT_EQ(file.rows[2].line, 7);
  EXPECT_EQ(file.rows[3].cells[0], "x\ny");
  EXPECT_EQ(file.rows[3].line, 9);
  ASSERT_EQ(file.problems.size(), 1u);
  EXPECT_EQ(file.problems[0].row.line, 8);
  EXPECT_EQ(file.problems[0].why, "save the file as UTF-8");
}

TEST(CsvTest, WhatIsWrittenIsReadAgain) {
  const auto file = ParseCsv(CsvLine({"#a", "b"}) + CsvLine({"#c", "d"}));
  ASSERT_EQ(file.rows.size(), 2u);
  EXPECT_EQ(file.rows[1].cells[0], "#c");
}
}  // namespace
}  // namespace aor::aorctl
