#include "libs/identity/fetch.h"

#include <gtest/gtest.h>

namespace aor::identity {
namespace {
std::string Refusal(const std::string& url, bool may_be_plain) {
  Fetching fetching;
  fetching.may_be_plain = may_be_plain;
  return std::string(CheckUrl(url, fetching).message());
}

TEST(Fetch, GoesToHttpsOrToThisMachine) {
  for (const char* url : {"https://login.example.com/realms/a", "http://localhost:9082/a",
                          "http://127.0.0.1:1/a", "http://[::1]:1/a"})
    EXPECT_EQ(Refusal(url, false), "") << url;
  EXPECT_EQ(Refusal("http://login.example.com", true), "");
  const std::pair<const char*, const char*> cases[] = {
      {"http://login.example.com", "must begin with https:// in production"},
      {"http://localhost.example.com", "must begin with https:// in production"},
      {"http://localhost@example.com", "may hold neither a user nor a #fragment"},
      {"https://example.com/#a", "may hold neither a user nor a #fragment"},
      {"file:///etc/passwd", "must begin with https://"},
      {"login.example.com", "is no URL such as"},
      {"", "is no URL such as"},
  };
  for (const auto& [url, reason] : cases)
    EXPECT_NE(Refusal(url, false).find(reason), std::string::npos) << url << Refusal(url, false);
}

TEST(Fetch, SaysWhyNothingCame) {
  const auto body = Fetch("http://127.0.0.1:1/keys", {});
  EXPECT_EQ(body.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_NE(body.status().message().find("http://127.0.0.1:1/keys does not answer"),
            std::string::npos)
      << body.status();
}
}  // namespace
}  // namespace aor::identity
