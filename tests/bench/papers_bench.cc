// What papers cost: payslips, different ones, drawn by one thread for each core.
// usage: papers_bench TEXTS [PAYSLIPS]
#include <sys/resource.h>

#include <atomic>
#include <thread>

#include "libs/documents/papers/samples.h"
#include "tests/bench/load.h"

namespace aor::bench {
namespace {
constexpr unsigned kCores = 2;
constexpr double kSlips = 100'000, kSeconds = 300;  // the goal, on two cores

documents::Payslip SlipOf(uint64_t n) {
  documents::Payslip slip = documents::SamplePayslip(documents::kLanguages[n % 3]);
  slip.number = "P-2026-10-" + std::to_string(n);
  slip.worker.who.name += " " + std::to_string(n);
  return slip;
}

// Bytes written; whatever is refused ends the bench.
uint64_t Draw(const documents::Press& press, std::atomic<uint64_t>& next, uint64_t count) {
  uint64_t bytes = 0;
  for (uint64_t n; (n = next++) < count;) {
    const auto file = Print(press, SlipOf(n));
    if (!file.ok()) abort();
    bytes += file->size();
  }
  return bytes;
}

double MebibytesInMemory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024.0;
}

double SecondsFor(const documents::Press& press, uint64_t count, unsigned threads) {
  std::atomic<uint64_t> next = 0;
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> running;
  for (unsigned i = 0; i < threads; ++i) running.emplace_back([&] { Draw(press, next, count); });
  for (std::thread& thread : running) thread.join();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

int Run(int argc, char** argv) {
  if (argc < 2) return 2;
  const uint64_t count = argc > 2 ? std::stoull(argv[2]) : 10'000;
  const auto press = documents::Press::Open(argv[1]);
  if (!press.ok()) return 1;
  const double one = SecondsFor(**press, count / 4, 1);
  Print({"payslips on one core", "1/s", count / 4 / one, 0, kSlips / kSeconds / kCores, "", 0});
  const double before = MebibytesInMemory();
  const double all = SecondsFor(**press, count, kCores);
  Print({"payslips on two cores", "1/s", count / all, 0, kSlips / kSeconds, "", 0});
  Print({"memory that the payslips added", "MiB", MebibytesInMemory() - before, 0, 0, "", 0});
  return 0;
}
}  // namespace
}  // namespace aor::bench

int main(int argc, char** argv) { return aor::bench::Run(argc, argv); }
