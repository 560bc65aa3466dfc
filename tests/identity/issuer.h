// An OpenID provider in a process of its own: issuer.mjs, told what to do line by line.
#pragma once

#include <sys/types.h>

#include <cstdio>
#include <string>

namespace aor::identity {
class Issuer {
 public:
  explicit Issuer(const std::string& kind);  // mock or provider; throws unless it serves
  Issuer(const Issuer&) = delete;
  Issuer& operator=(const Issuer&) = delete;
  ~Issuer();
  const std::string& url() const { return url_; }
  // A wish in JSON without its braces: "do":"token","claims":{"exp":1}. What it answers, if text.
  std::string Ask(const std::string& wish);
  std::string Token(const std::string& wish = "") {
    return Ask("\"do\":\"token\"" + (wish.empty() ? wish : "," + wish));
  }

 private:
  pid_t process_ = 0;
  FILE* to_ = nullptr;
  FILE* from_ = nullptr;
  std::string url_;
};
}  // namespace aor::identity
