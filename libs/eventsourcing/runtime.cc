#include "libs/eventsourcing/runtime.h"

#include <array>
#include <atomic>
#include <future>

#include "libs/eventsourcing/chain_writer.h"
#include "libs/eventsourcing/executor.h"

namespace aor::eventsourcing {
std::string Committed::token() const {
  return commit->sequence() == 0 ? "" : TokenOf(commit->log(), chain, at);
}

struct Runtime::Chains {
  Chains(eventlog::EventLog& log, const Clock& clock, RuntimeOptions given)
      : options(std::move(given)), executor(2) {
    for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain)
      writers[chain] = std::make_unique<ChainWriter>(
          log, chain, clock, options,
          [this, chain](std::function<void()> task) { executor.Run(chain, std::move(task)); });
  }
  ~Chains() {
    // Answers in flight still come back through the executor: wait for them first.
    while (waiting.load() > 0) std::this_thread::yield();
  }
  const RuntimeOptions options;
  std::array<std::unique_ptr<ChainWriter>, eventlog::kChainCount> writers;
  std::atomic<size_t> waiting = 0;
  Executor executor;  // last: its threads use the rest
};

Runtime::Runtime(eventlog::EventLog& log, const Clock& clock, RuntimeOptions options)
    : log_(log), clock_(clock), chains_(std::make_unique<Chains>(log, clock, std::move(options))) {}
Runtime::~Runtime() = default;

void Runtime::Execute(Request request, Work work, Answer answer) {
  Chains& chains = *chains_;
  if (++chains.waiting > chains.options.max_waiting) {
    --chains.waiting;
    return answer(absl::ResourceExhaustedError("too many commands wait: try again shortly"));
  }
  Wanted wanted;
  wanted.key = KeyOfRequest(request);
  wanted.digest = DigestOfRequest(
      request, chains.options.digest_key ? chains.options.digest_key(request.tenant) : "");
  wanted.request = std::move(request);
  wanted.work = std::move(work);
  wanted.answer = [&chains, answer = std::move(answer)](absl::StatusOr<Committed> committed) {
    answer(std::move(committed));
    --chains.waiting;
  };
  const uint32_t chain = eventlog::ChainOf(wanted.request.tenant + "/" + wanted.request.key);
  chains.executor.Run(chain, [&chains, chain, wanted = std::move(wanted)]() mutable {
    chains.writers[chain]->Start(std::move(wanted));
  });
}

absl::StatusOr<Committed> Runtime::ExecuteAndWait(Request request, Work work) {
  auto answered = std::make_shared<std::promise<absl::StatusOr<Committed>>>();
  auto answer = answered->get_future();
  Execute(std::move(request), std::move(work), [answered](absl::StatusOr<Committed> committed) {
    answered->set_value(std::move(committed));
  });
  return answer.get();
}
}  // namespace aor::eventsourcing
