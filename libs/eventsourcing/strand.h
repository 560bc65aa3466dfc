#pragma once

#include <functional>
#include <mutex>
#include <vector>

namespace aor::eventsourcing {
// Tasks that run one after another, in the order given, without a thread of their own:
// whoever brings one to an idle strand runs it, and what others bring meanwhile.
// Safe from any thread.
class Strand {
 public:
  using Task = std::function<void()>;
  void Run(Task task);
  // For a thread with better things to do: leaves the task to the next that comes by.
  // True when nobody is at work here and somebody waits (see Hurry): then see that
  // Drain is called soon.
  [[nodiscard]] bool Leave(Task task);
  void Drain();
  // Within a task: does somebody wait for what is left here?
  void Hurry(bool somebody_waits) { hurried_ = somebody_waits; }

 private:
  void Work(std::unique_lock<std::mutex> lock);

  std::mutex mutex_;
  std::vector<Task> tasks_;
  bool at_work_ = false;
  bool hurried_ = false;  // written by the thread at work, read when there is none
};
}  // namespace aor::eventsourcing
