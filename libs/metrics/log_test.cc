#include "libs/metrics/log.h"

#include <gtest/gtest.h>

namespace aor::metrics {
TEST(LogLine, IsOneJsonObjectWhateverTheTextHolds) {
  EXPECT_EQ(LogLine("T", "info", "call", {{"method", "a\"b\\c\nd"}, {"trace_id", ""}}),
            R"({"time":"T","level":"info","event":"call","method":"a\"b\\c\u000ad"})");
}
}  // namespace aor::metrics
