#include "tests/bench/load.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <memory>
#include <mutex>

namespace aor::bench {
namespace {
using Clock = std::chrono::steady_clock;

struct Loop {
  Call call;
  Clock::time_point end;
  std::vector<std::vector<float>> latencies;
  std::mutex mutex;
  std::condition_variable idle;
  size_t live = 0;
  uint64_t failed = 0;

  void Start(size_t slot) {
    const auto begin = Clock::now();
    call(slot, [this, slot, begin](const grpc::Status& status) {
      const auto now = Clock::now();
      latencies[slot].push_back(std::chrono::duration<float, std::micro>(now - begin).count());
      if (!status.ok()) {
        std::lock_guard lock(mutex);
        if (failed++ == 0) fprintf(stderr, "bench: %s\n", status.error_message().c_str());
      }
      if (now < end) return Start(slot);
      std::lock_guard lock(mutex);
      if (--live == 0) idle.notify_one();
    });
  }
};

struct Each {
  Call call;
  size_t count;
  std::atomic<size_t> next = 0;
  std::atomic<bool> failed = false;
  std::mutex mutex;
  std::condition_variable idle;
  size_t live = 0;

  void Start() {
    const size_t n = next++;
    if (n < count && !failed)
      return call(n, [this](const grpc::Status& status) {
        if (!status.ok() && !failed.exchange(true))
          fprintf(stderr, "bench: %s\n", status.error_message().c_str());
        Start();
      });
    std::lock_guard lock(mutex);
    if (--live == 0) idle.notify_one();
  }
};
}  // namespace

bool CallEach(size_t count, size_t in_flight, const Call& call) {
  Each each;
  each.call = call;
  each.count = count;
  each.live = in_flight;
  for (size_t slot = 0; slot < in_flight; ++slot) each.Start();
  std::unique_lock lock(each.mutex);
  each.idle.wait(lock, [&] { return each.live == 0; });
  return !each.failed;
}

Loaded RunLoad(size_t in_flight, std::chrono::duration<double> time, const Call& call) {
  Loop loop;
  loop.call = call;
  loop.latencies.resize(in_flight);
  loop.live = in_flight;
  const auto begin = Clock::now();
  loop.end = begin + std::chrono::duration_cast<Clock::duration>(time);
  for (size_t slot = 0; slot < in_flight; ++slot) loop.Start(slot);
  {
    std::unique_lock lock(loop.mutex);
    loop.idle.wait(lock, [&] { return loop.live == 0; });
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  std::vector<float> all;
  for (const auto& slot : loop.latencies) all.insert(all.end(), slot.begin(), slot.end());
  std::sort(all.begin(), all.end());
  return {all.size() / seconds, all[all.size() / 2], all[all.size() * 99 / 100], loop.failed};
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

double Ratio(const Figure& figure, double other) {
  if (other == 0 || figure.value == 0) return 0;
  const bool time = figure.unit == "us" || figure.unit == "ms" || figure.unit == "s";
  return time ? other / figure.value : figure.value / other;
}

void Print(const Figure& figure) {
  const auto number = [](double value) {
    char text[32];
    snprintf(text, sizeof text, value >= 100 ? "%.0f" : "%.3f", value);
    return value == 0 ? std::string("null") : std::string(text);
  };
  printf(
      "{\"figure\": \"%s\", \"value\": %s, \"unit\": \"%s\", \"ceiling\": %s, \"ratio\": %s, "
      "\"goal\": %s, \"peer\": %s, \"peer_ratio\": %s}\n",
      figure.name.c_str(), number(figure.value).c_str(), figure.unit.c_str(),
      number(figure.ceiling).c_str(), number(Ratio(figure, figure.ceiling)).c_str(),
      number(figure.goal).c_str(),
      figure.peer.empty() ? "null" : ("\"" + figure.peer + "\"").c_str(),
      number(Ratio(figure, figure.peer_value)).c_str());
  fflush(stdout);
}
}  // namespace aor::bench
