// Real servers for tests, as processes: SMTP by aiosmtpd with TLS, SMPP by npm's smpp. Both have
// moods by the recipient, and write down what they took.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace aor::notifications {
class RunningServer {
 public:
  // The command is run with its script and a folder of its own.
  RunningServer(const std::string& command, const std::string& script, std::string lines)
      : folder_(testing::TempDir() + "/" + lines + "-" + std::to_string(getpid())),
        lines_(folder_ + "/" + lines) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    process_ = fork();
    if (process_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      const std::string path = AOR_SOURCE_DIR "/services/notifications/channels/" + script;
      setenv("NODE_PATH", AOR_SOURCE_DIR "/.deps/node_modules", 1);
      execlp(command.c_str(), command.c_str(), path.c_str(), folder_.c_str(), nullptr);
      _exit(127);
    }
    for (int tries = 0; tries < 600 && !std::filesystem::exists(folder_ + "/port"); ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    std::ifstream(folder_ + "/port") >> port_;
    EXPECT_NE(port_, "") << script << " does not start; scripts/setup.sh installs what it needs";
  }
  RunningServer(const RunningServer&) = delete;
  ~RunningServer() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    std::filesystem::remove_all(folder_);
  }
  const std::string& folder() const { return folder_; }
  const std::string& port() const { return port_; }
  // Each message that was taken, as a line of JSON.
  std::vector<std::string> Taken() const {
    std::vector<std::string> taken;
    std::ifstream file(lines_);
    for (std::string line; std::getline(file, line);) taken.push_back(line);
    return taken;
  }

 private:
  const std::string folder_, lines_;
  pid_t process_ = 0;
  std::string port_;
};

class RunningMailServer {
 public:
  std::string url() const { return "smtp://localhost:" + server_.port(); }
  std::string ca_file() const { return server_.folder() + "/ca.pem"; }
  std::vector<std::string> Mails() const { return server_.Taken(); }

 private:
  const RunningServer server_{AOR_SOURCE_DIR "/.venv/bin/python", "testing_smtp_server.py",
                              "mails.jsonl"};
};
}  // namespace aor::notifications
