// The write protocol of the log of record under a seeded storm. AOR_SIMULATION_SEEDS=10000 for a
// long one; AOR_SIMULATION_FIRST to begin elsewhere.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/simulation/world.h"

namespace aor::simulation {
namespace {
int FromEnvironment(const char* name, int otherwise) {
  const char* value = std::getenv(name);
  return value ? std::atoi(value) : otherwise;
}

TEST(ProtocolSimulation, NoSeedBreaksAPromise) {
  const int first = FromEnvironment("AOR_SIMULATION_FIRST", 1);
  const int seeds = FromEnvironment("AOR_SIMULATION_SEEDS", 200);
  Counts all;
  for (int seed = first; seed < first + seeds; ++seed) {
    World world(seed);
    for (const std::string& broken : world.Run())
      ADD_FAILURE() << "seed " << seed << ": " << broken;
    all += world.counts();
  }
  std::printf(
      "%d seeds: %lu records, %lu of them VOID, %lu empty; %lu acknowledged, %lu refused, "
      "%lu aborted, %lu unknown; %lu crashes, %lu lost producers, %lu clocks set; %lu claims, %lu "
      "forwarded\n",
      seeds, all.records, all.void_records, all.empty, all.acknowledged, all.refused, all.conflicts,
      all.unknown, all.crashes, all.lost_producers, all.clock_jumps, all.claims, all.forwarded);
  if (seeds < 100) return;
  // A storm in which nothing happened proves nothing.
  EXPECT_GT(all.void_records, all.records / 10);
  EXPECT_GT(all.acknowledged, static_cast<uint64_t>(seeds) * kRequests / 2);
  EXPECT_GT(all.clock_jumps, static_cast<uint64_t>(seeds));
  EXPECT_GT(all.refused, static_cast<uint64_t>(seeds));
  EXPECT_GT(all.claims, static_cast<uint64_t>(seeds) * kChains);
  EXPECT_GT(all.forwarded, static_cast<uint64_t>(seeds));
}
}  // namespace
}  // namespace aor::simulation
