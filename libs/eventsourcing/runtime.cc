#include "libs/eventsourcing/runtime.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <thread>

#include "libs/eventsourcing/chain_writer.h"
#include "libs/eventsourcing/ownership.h"
#include "libs/eventsourcing/strand.h"

namespace aor::eventsourcing {
std::string Committed::token() const {
  return commit->sequence() == 0 ? "" : TokenOf(commit->log(), chain, at);
}

struct Runtime::Chains {
  Chains(eventlog::EventLog& log, const Clock& clock, RuntimeOptions given)
      : options(std::move(given)), behind([this] { DrainWhatIsLeft(); }) {
    if (!options.address.empty())
      ownership.emplace(log, eventlog::Claim{0, options.writer, options.address},
                        [this](uint32_t chain, Request request, Work work, Answer answer) {
                          LeaveClaim(chain, std::move(request), std::move(work), std::move(answer));
                        });
    for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain)
      writers[chain] = std::make_unique<ChainWriter>(
          log, chain, clock, options, cached_streams, strands[chain],
          ownership ? &*ownership : nullptr, [this, chain] { Hurry(chain); });
  }
  ~Chains() {
    // Answers in flight still come back: wait for them, and for the log to let go.
    const auto is_in_log = [](const auto& writer) { return writer->IsInLog(); };
    while (waiting.load() > 0 || std::ranges::any_of(writers, is_in_log) ||
           (ownership && ownership->IsInLog()))
      std::this_thread::sleep_for(std::chrono::milliseconds(1));  // a broker may take its time
    {
      std::lock_guard lock(mutex);
      stopping = true;
      work.notify_one();
    }
    behind.join();
  }
  absl::StatusOr<std::string> DigestKeyOf(const std::string& tenant) const {
    return options.digest_key && !tenant.empty() ? options.digest_key(tenant) : "";
  }
  Wanted ToWanted(Request request, const std::string& digest_key, Work work, Answer answer) {
    Wanted wanted;
    wanted.key = KeyOfRequest(request);
    wanted.digest = DigestOfRequest(request, digest_key);
    wanted.request = std::move(request);
    wanted.work = std::move(work);
    wanted.answer = [this, answer = std::move(answer)](absl::StatusOr<Committed> committed) {
      answer(std::move(committed));
      --waiting;
    };
    return wanted;
  }
  // Comes from a thread of the log, which decides nothing.
  void LeaveClaim(uint32_t chain, Request request, Work work, Answer answer) {
    ++waiting;
    Wanted wanted = ToWanted(std::move(request), "", std::move(work), std::move(answer));
    wanted.is_claim = true;
    (void)strands[chain].Leave(
        [writer = writers[chain].get(), wanted = std::move(wanted)] { writer->Start(wanted); });
    Hurry(chain);
  }
  // For the log's thread, which decides nothing itself.
  void Hurry(uint32_t chain) {
    std::lock_guard lock(mutex);
    hurried.push_back(chain);
    work.notify_one();
  }
  void DrainWhatIsLeft() {
    for (;;) {
      std::unique_lock lock(mutex);
      work.wait(lock, [this] { return stopping || !hurried.empty(); });
      if (hurried.empty()) return;
      const std::vector<uint32_t> chains = std::exchange(hurried, {});
      lock.unlock();
      for (const uint32_t chain : chains) strands[chain].Drain();
    }
  }
  const RuntimeOptions options;
  std::optional<Ownership> ownership;
  std::atomic<size_t> cached_streams = 0;
  std::array<Strand, eventlog::kChainCount> strands;
  std::array<std::unique_ptr<ChainWriter>, eventlog::kChainCount> writers;
  std::atomic<size_t> waiting = 0;
  std::mutex mutex;
  std::condition_variable work;
  std::vector<uint32_t> hurried;
  bool stopping = false;
  std::thread behind;  // last: it uses the rest
};

Runtime::Runtime(eventlog::EventLog& log, const Clock& clock, RuntimeOptions options)
    : log_(log), clock_(clock), chains_(std::make_unique<Chains>(log, clock, std::move(options))) {}
Runtime::~Runtime() = default;

Ownership* Runtime::ownership() const {
  return chains_->ownership ? &*chains_->ownership : nullptr;
}

bool Runtime::DecidesOn(const std::string& tenant, const std::string& key) const {
  return !ownership() || ownership()->DecidesHere(eventlog::ChainOf(tenant + "/" + key));
}

void Runtime::Execute(Request request, Work work, Answer answer) {
  Chains& chains = *chains_;
  const auto digest_key = chains.DigestKeyOf(request.tenant);
  if (!digest_key.ok()) return answer(digest_key.status());
  if (++chains.waiting > chains.options.max_waiting) {
    --chains.waiting;
    return answer(absl::ResourceExhaustedError("too many commands wait: try again shortly"));
  }
  const uint32_t chain = eventlog::ChainOf(request.tenant + "/" + request.key);
  Wanted wanted =
      chains.ToWanted(std::move(request), *digest_key, std::move(work), std::move(answer));
  chains.strands[chain].Run(
      [&writer = *chains.writers[chain], wanted = std::move(wanted)]() mutable {
        writer.Start(std::move(wanted));
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
