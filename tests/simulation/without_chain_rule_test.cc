// The same storm where every record takes effect: it must break promises, or the simulation and
// the rule prove nothing. This program has its own IsValid in place of the library's.
#include <gtest/gtest.h>

#include <set>

#include "libs/eventlog/chain_rule.h"
#include "tests/simulation/world.h"

namespace aor::eventlog {
bool IsValid(const Record&, const Tail&) { return true; }
}  // namespace aor::eventlog

namespace aor::simulation {
namespace {
TEST(ProtocolSimulation, WithoutTheChainRulePromisesBreak) {
  int failing = 0;
  std::set<std::string> kinds;
  for (int seed = 1; seed <= 20; ++seed) {
    const auto broken = World(seed).Run();
    failing += !broken.empty();
    kinds.insert(broken.begin(), broken.end());
  }
  EXPECT_GE(failing, 15);
  EXPECT_TRUE(kinds.contains("acknowledged, but not VALID in the topic"));
  EXPECT_TRUE(kinds.contains("a reader has another history"));
}
}  // namespace
}  // namespace aor::simulation
