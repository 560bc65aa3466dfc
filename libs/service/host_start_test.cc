// The ways not to start: one line, exit code 2.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "aor/testing/v1/edge_service.grpc.pb.h"
#include "libs/service/host.h"
#include "libs/service/testing/command_line.h"

namespace aor::service {
namespace {
// Runs it in a child process; what it says, on standard output too.
std::pair<int, std::string> Start(std::vector<std::string> arguments,
                                  const std::function<void(Host&)>& install) {
  const std::string errors = ::testing::TempDir() + "/host-errors-" + std::to_string(getpid());
  const pid_t child = fork();
  if (child == 0) {
    if (!std::freopen(errors.c_str(), "w", stderr) || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
      std::_Exit(99);
    arguments.insert(arguments.begin(), "test");
    Argv argv(arguments);
    Host host(argv.argc(), argv.argv());
    install(host);
    std::_Exit(host.Run());
  }
  int status = 0;
  waitpid(child, &status, 0);
  std::stringstream text;
  text << std::ifstream(errors).rdbuf();
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text.str()};
}

class Unguarded final : public testing::v1::UnguardedService::CallbackService {};

TEST(HostThatCannotStart, SaysWhyInOneLine) {
  const std::string directory = Directory("wrong");
  const std::string data = "--data_directory=" + directory;
  const auto nothing = [](Host&) {};
  const auto unguarded = [](Host& host) {
    host.Open("testing").Serve(std::make_unique<Unguarded>());
  };
  const struct {
    std::vector<std::string> arguments;
    std::function<void(Host&)> install;
    std::string line;
  } cases[] = {
      {{"--bogus=1"}, nothing, "there is no flag --bogus"},
      {{"--data_directory=/proc/aor"}, nothing, "cannot write to /proc/aor"},
      {{"--data_directory=" + Directory("production"), "--environment=production",
        "--tls_by_mesh=true"},
       nothing,
       "development issuer does not exist"},
      {{"--data_directory=" + Directory("plain"), "--environment=production", "--tls_by_mesh=true",
        "--oidc_issuer=http://login.example.com"},
       nothing,
       "must begin with https:// in production"},
      {{"--data_directory=" + Directory("ftp"), "--environment=production", "--tls_by_mesh=true",
        "--oidc_issuer=https://login.example.com", "--oidc_jwks_url=ftp://login.example.com/keys"},
       nothing,
       "\"ftp://login.example.com/keys\" must begin with https://"},
      {{data, "--listen=192.0.2.1:1", "--metrics=off"}, nothing, "cannot listen on 192.0.2.1:1"},
      {{data, "--listen=127.0.0.1:0", "--metrics=192.0.2.1:1"},
       nothing,
       "cannot serve metrics on 192.0.2.1:1"},
      {{data, "--listen=127.0.0.1:0", "--metrics=off"},
       unguarded,
       "aor.testing.v1.UnguardedService.Peek declares no policy"},
  };
  for (const auto& expected : cases) {
    const auto [code, text] = Start(expected.arguments, expected.install);
    EXPECT_EQ(code, 2) << expected.line;
    EXPECT_NE(text.find(expected.line), std::string::npos) << text;
    EXPECT_EQ(std::ranges::count(text, '\n'), 1) << text;
  }
}

TEST(HostThatCannotStart, WhereARestoreDidNotEnd) {
  const std::string directory = Directory("half");
  std::filesystem::create_directories(directory + "/unfinished~");
  const auto [code, text] = Start(
      {"--data_directory=" + directory, "--listen=127.0.0.1:0", "--metrics=off"}, [](Host&) {});
  EXPECT_EQ(code, 2);
  EXPECT_NE(text.find("/unfinished~ is what a restore left that did not end"), std::string::npos)
      << text;
  EXPECT_FALSE(std::filesystem::exists(directory + "/log"));
}

TEST(HostThatCannotStart, WithoutTheAnchorItOnceHad) {
  const std::string data = "--data_directory=" + Directory("anchored"),
                    anchor = Directory("anchored-anchor");
  const auto start = [&](const std::string& accept) {
    return Start({data, "--anchor_directory=" + anchor, "--listen=192.0.2.1:1", "--metrics=off",
                  "--log_level=error", "--accept_missing_anchor=" + accept},
                 [](Host&) {});
  };
  const auto [opened, address] = start("false");  // far enough to write its anchor
  EXPECT_NE(address.find("cannot listen"), std::string::npos) << address;
  const auto [given_again, needless] = start("true");
  EXPECT_EQ(given_again, 2);
  EXPECT_NE(needless.find("start without --accept_missing_anchor"), std::string::npos) << needless;
  ASSERT_TRUE(std::filesystem::remove(anchor + "/development.checkpoint"));
  const auto [code, text] = start("false");
  EXPECT_EQ(code, 2);
  EXPECT_NE(text.find("start once with --accept_missing_anchor=true"), std::string::npos) << text;
  EXPECT_EQ(std::ranges::count(text, '\n'), 1) << text;
  const auto [accepted, listens] = start("true");
  EXPECT_NE(listens.find("cannot listen"), std::string::npos) << listens;
  const auto [anchored_again, as_before] = start("false");
  EXPECT_NE(as_before.find("cannot listen"), std::string::npos) << as_before;
  std::ofstream(anchor + "/development.checkpoint", std::ios::trunc).close();
  const auto [emptied, names_it] = start("false");
  EXPECT_EQ(emptied, 2);
  EXPECT_NE(names_it.find(anchor + "/development.checkpoint: "), std::string::npos) << names_it;
}

TEST(HostThatCannotStart, WhileAnotherHoldsPortOrDirectory) {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(listener, 1), 0);
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  const std::string taken = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  const struct {
    std::string listen, metrics, line;
  } cases[] = {{taken, "off", "cannot listen on " + taken},
               {"127.0.0.1:0", taken, "cannot serve metrics on " + taken}};
  for (const auto& busy : cases) {
    const auto [code, text] =
        Start({"--data_directory=" + Directory("busy"), "--listen=" + busy.listen,
               "--metrics=" + busy.metrics, "--log_level=warning"},
              [](Host&) {});
    EXPECT_EQ(code, 2) << busy.line;
    EXPECT_NE(text.find(busy.line), std::string::npos) << text;
    EXPECT_EQ(std::ranges::count(text, '\n'), 1) << text;
  }
  close(listener);
}
}  // namespace
}  // namespace aor::service
