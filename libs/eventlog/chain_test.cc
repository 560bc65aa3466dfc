// The rule is frozen: these vectors were computed by tests/golden/verify_pack.py,
// which shares no code with the suite.
#include "libs/eventlog/chain.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>

namespace aor::eventlog {
namespace {
std::map<std::string, std::string> Vectors() {
  std::ifstream file(SOURCE_DIR "/tests/golden/eventlog/chain_vectors.json");
  std::map<std::string, std::string> vectors;
  const std::regex row("\"([^\"]+)\": \"?([0-9a-f]+)\"?");
  for (std::string line; std::getline(file, line);)
    if (std::smatch match; std::regex_search(line, match, row)) vectors[match[1]] = match[2];
  return vectors;
}

TEST(ChainTest, HashesAreThoseOfTheGoldenVectors) {
  const auto vectors = Vectors();
  ASSERT_EQ(vectors.size(), 8u);
  const auto hex = [](const Hash& hash) { return Hex(Bytes(hash)); };
  const Hash genesis = GenesisHead("timesheet", "production", 0, 64);
  const Hash one = NextHead(genesis, LeafOf(""));
  EXPECT_EQ(hex(genesis), vectors.at("genesis timesheet production 0 64"));
  EXPECT_EQ(hex(GenesisHead("payroll", "demo", 63, 64)), vectors.at("genesis payroll demo 63 64"));
  EXPECT_EQ(hex(LeafOf("")), vectors.at("leaf of nothing"));
  EXPECT_EQ(hex(LeafOf("abc")), vectors.at("leaf of abc"));
  EXPECT_EQ(hex(one), vectors.at("head after nothing"));
  EXPECT_EQ(hex(NextHead(one, LeafOf("abc"))), vectors.at("head after nothing, abc"));
  EXPECT_EQ(std::to_string(ChainOf("alpina/ada")), vectors.at("chain of alpina/ada"));
  EXPECT_EQ(std::to_string(ChainOf("")), vectors.at("chain of the empty key"));
}
}  // namespace
}  // namespace aor::eventlog
