// A small service in a process of its own: this very test program, started again as a pod.
#pragma once

#include <sys/types.h>

#include <string>

namespace aor::testing {
// The program's end, if it was started as a pod; call it first in main.
void ServeIfPod(int argc, char** argv);

struct PodOptions {
  std::string brokers, log, home;  // its folder, kept from life to life
  std::string name;                // pod-0
  int port = 0;
};

// From its start until it is killed or told to stop; killed with this object.
class PodProcess {
 public:
  explicit PodProcess(PodOptions options) : options_(std::move(options)) { Start(); }
  ~PodProcess();
  void Start();
  void Signal(int signal) const;
  int Wait();  // until it ended: its code, or minus the signal
  std::string address() const { return "127.0.0.1:" + std::to_string(options_.port); }
  std::string Said() const;  // the end of what it printed in all its lives
  std::string directory() const { return options_.home + "/" + options_.name; }

 private:
  const PodOptions options_;
  pid_t pid_ = 0;
};
}  // namespace aor::testing
