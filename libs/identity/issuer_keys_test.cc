#include "libs/identity/issuer_keys.h"

#include <absl/strings/escaping.h>
#include <gtest/gtest.h>

namespace aor::identity {
namespace {
using std::chrono::milliseconds;

std::string SetOf(char byte) {
  return R"({"keys":[{"kty":"OKP","crv":"Ed25519","kid":"k","x":")" +
         absl::WebSafeBase64Escape(std::string(32, byte)) + "\"}]}";
}

template <class Condition>
bool Within(milliseconds limit, const Condition& holds) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!holds() && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(milliseconds(2));
  return holds();
}

TEST(IssuerKeys, AreNotFetchedMoreOftenForBeingAskedFor) {
  std::atomic<int> fetched = 0;
  IssuerKeys keys([&](std::atomic<bool>&) { return ++fetched, SetOf('x'); },
                  {milliseconds(60'000), milliseconds(60'000), milliseconds(1)});
  ASSERT_TRUE(Within(milliseconds(5'000), [&] { return keys.Newest() != nullptr; }));
  ASSERT_TRUE(Within(milliseconds(5'000), [&] { return !keys.Ask(); })) << "the first has ended";
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(keys.Ask());
  std::this_thread::sleep_for(milliseconds(50));
  EXPECT_EQ(fetched, 1);
}

TEST(IssuerKeys, ComeOnceTheyMayAfterBeingAskedFor) {
  std::atomic<int> fetched = 0;
  IssuerKeys keys([&](std::atomic<bool>&) { return SetOf(++fetched == 1 ? 'x' : 'y'); },
                  {milliseconds(60'000), milliseconds(100), milliseconds(1)});
  ASSERT_TRUE(Within(milliseconds(5'000), [&] { return keys.Newest() != nullptr; }));
  const auto first = keys.Newest();
  EXPECT_TRUE(Within(milliseconds(5'000), [&] {
    keys.Ask();  // once would be too early, were the first fetch not quite at its end
    return keys.Newest() != first;
  }));
  EXPECT_EQ(fetched, 2);
}

TEST(IssuerKeys, StayWhenNoBetterOnesCome) {
  std::atomic<int> fetched = 0;
  const absl::StatusOr<std::string> answers[] = {
      absl::UnavailableError("down"), SetOf('x'),
      absl::UnavailableError("down"), std::string("<html>"),
      std::string(R"({"keys":[]})"),  SetOf('x')};
  IssuerKeys keys(
      [&](std::atomic<bool>&) { return answers[std::min<int>(fetched++, std::size(answers) - 1)]; },
      {milliseconds(1), milliseconds(1), milliseconds(1)});
  ASSERT_TRUE(Within(milliseconds(5'000), [&] { return keys.Newest() != nullptr; }));
  const auto first = keys.Newest();
  ASSERT_TRUE(Within(milliseconds(5'000), [&] { return fetched > 7; }));
  EXPECT_EQ(keys.Newest(), first);
}

TEST(IssuerKeys, LetAProcessEndWhileTheyAreFetched) {
  IssuerKeys keys(
      [](std::atomic<bool>& stop) -> absl::StatusOr<std::string> {
        while (!stop) std::this_thread::sleep_for(milliseconds(1));
        return absl::UnavailableError("stopped");
      },
      {});
  EXPECT_TRUE(keys.Ask()) << "it is under way";
  EXPECT_EQ(keys.Newest(), nullptr);
}
}  // namespace
}  // namespace aor::identity
