// The wish that the process ends, as a signal that main's thread has blocked.
#pragma once

#include <signal.h>

namespace aor::service {
// Without taking it: Host::Run does.
inline bool StopIsPending() {
  sigset_t pending;
  sigpending(&pending);
  return sigismember(&pending, SIGTERM) || sigismember(&pending, SIGINT);
}
}  // namespace aor::service
