#include "tests/identity/issuer.h"

#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <stdexcept>

#include "libs/rpc/jwt.h"

namespace aor::identity {
namespace {
// The next line, as JSON.
rpc::Json ReadLine(FILE* from) {
  char* line = nullptr;
  size_t size = 0;
  const ssize_t read = getline(&line, &size, from);
  const std::unique_ptr<char, decltype(&free)> owned(line, &free);
  rpc::Json json(read > 0 ? json_loads(line, JSON_DECODE_ANY, nullptr) : nullptr);
  if (!json) throw std::runtime_error("the issuer has ended; was scripts/setup.sh identity run?");
  return json;
}
}  // namespace

Issuer::Issuer(const std::string& kind) {
  std::array<int, 2> to, from;
  if (pipe2(to.data(), O_CLOEXEC) != 0 || pipe2(from.data(), O_CLOEXEC) != 0)
    throw std::runtime_error("no pipe");
  process_ = fork();
  if (process_ == 0) {
    dup2(to[0], STDIN_FILENO);
    dup2(from[1], STDOUT_FILENO);
    setenv("AOR_NODE_MODULES", NODE_MODULES, 1);
    execlp("node", "node", ISSUER_SCRIPT, kind.c_str(), nullptr);
    _exit(127);
  }
  close(to[0]);
  close(from[1]);
  to_ = fdopen(to[1], "w");
  from_ = fdopen(from[0], "r");
  url_ = rpc::TextOf(ReadLine(from_).get(), "issuer");
}

Issuer::~Issuer() {
  fclose(to_);  // it ends with its input
  fclose(from_);
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

std::string Issuer::Ask(const std::string& wish) {
  std::fprintf(to_, "{%s}\n", wish.c_str());
  std::fflush(to_);
  const rpc::Json answer = ReadLine(from_);
  const char* text = json_string_value(answer.get());
  return text ? text : "";
}
}  // namespace aor::identity
