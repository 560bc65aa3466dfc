#include "services/missions/domain/list_match.h"

#include <gtest/gtest.h>

namespace aor::missions::roll {
namespace {
Roll RollOf(const std::vector<std::pair<std::string, Listed>>& people) {
  Roll roll;
  for (const auto& [id, indexes] : people) {
    roll.participants[id].mail_index = indexes.mail_index;
    roll.participants[id].name_index = indexes.name_index;
  }
  return roll;
}
// Each row in a word: new, or who it is and how.
std::string Matched(const Roll& roll, const std::vector<Listed>& rows,
                    const std::set<std::string>& own = {}) {
  std::string words;
  for (const auto& match : MatchList(roll, own, rows)) {
    constexpr const char* kWords[] = {"new", " there", " withdrawn", " named"};
    words += (words.empty() ? "" : ", ") + match.participant + kWords[static_cast<int>(match.is)];
  }
  return words;
}

TEST(ListMatchTest, AListThatComesAgainNamesNobodyNew) {
  const Roll roll = RollOf({{"p1", {"a", "Ann"}}, {"p2", {"b", ""}}, {"p3", {"", "Cem"}}});
  const std::vector<Listed> rows = {{"a", "Ann"}, {"b", ""}, {"", "Cem"}, {"d", "Dan"}};
  EXPECT_EQ(Matched(roll, rows), "p1 there, p2 there, p3 there, new");
  EXPECT_EQ(Matched(roll, rows, {"p1", "p2", "p3"}), "new, new, new, new")
      << "those whom this very list registered";
}

TEST(ListMatchTest, AnAddressGetsTheNameThatComesLater) {
  const Roll roll = RollOf({{"p1", {"a", ""}}, {"p2", {"b", "Bob"}}});
  EXPECT_EQ(Matched(roll, {{"a", "Ann"}}), "p1 named");
  EXPECT_EQ(Matched(roll, {{"b", ""}}), "p2 there") << "an address alone, and it has a name by now";
}

TEST(ListMatchTest, NobodyIsTakenForAnotherByAnAddress) {
  const Roll roll = RollOf({{"p1", {"a", "Ann"}}});
  EXPECT_EQ(Matched(roll, {{"a", "Bob"}}), "new");
  EXPECT_EQ(Matched(roll, {{"a", "Ann"}, {"a", "Ann"}}), "p1 there, new") << "each is one row";
  EXPECT_EQ(Matched(roll, {{"a", ""}, {"a", "Ann"}}), "new, p1 there") << "names first";
  EXPECT_EQ(Matched(RollOf({{"p1", {"a", ""}}, {"p2", {"a", ""}}}), {{"a", "X"}, {"a", "Y"}}),
            "p1 named, p2 named");
}

TEST(ListMatchTest, WhoWithdrewIsNotRegisteredByTheSameListAndWhoIsErasedIsNobody) {
  Roll roll = RollOf({{"p1", {"a", "Ann"}}, {"p2", {"b", ""}}});
  roll.participants["p1"].withdrawn = true;
  roll.participants["p2"].withdrawn = true;
  EXPECT_EQ(Matched(roll, {{"a", "Ann"}, {"b", "Bob"}}), "p1 withdrawn, new");
  roll.participants["p1"].erased = true;
  EXPECT_EQ(Matched(roll, {{"a", "Ann"}}), "new");
}
}  // namespace
}  // namespace aor::missions::roll
