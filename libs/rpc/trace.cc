#include "libs/rpc/trace.h"

#include <cinttypes>
#include <cstdio>
#include <random>

namespace aor::rpc {
namespace {
constexpr size_t kLength = 55, kTraceIdAt = 3, kTraceIdLength = 32;

bool IsSound(const std::string& text) {
  if (text.size() != kLength || !text.starts_with("00-")) return false;
  for (size_t i = kTraceIdAt; i < kLength; ++i) {
    const bool dash = i == 35 || i == 52;
    const char c = text[i];
    if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return text.find_first_not_of('0', kTraceIdAt) < kTraceIdAt + kTraceIdLength;
}
}  // namespace

std::string TraceparentOr(const std::string& received) {
  if (IsSound(received)) return received;
  thread_local std::mt19937_64 random{std::random_device{}()};
  char made[kLength + 1];
  std::snprintf(made, sizeof made, "00-%016" PRIx64 "%016" PRIx64 "-%016" PRIx64 "-01", random(),
                random() | 1, random() | 1);
  return made;
}

std::string TraceIdOf(const std::string& traceparent) {
  return traceparent.size() == kLength ? traceparent.substr(kTraceIdAt, kTraceIdLength) : "";
}
}  // namespace aor::rpc
