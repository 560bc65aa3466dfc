// What every fuzz target begins with.
#pragma once

#include <google/protobuf/stubs/logging.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace aor::fuzz {
inline std::string_view Text(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}
// The rest up to a zero byte, which it takes away.
inline std::string_view NextPart(std::string_view& rest) {
  const size_t end = rest.find('\0');
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return part;
}
// Text that is no UTF-8 is told on standard error otherwise, a line a run.
inline void SilenceProtobuf() {
  static const bool silent = (google::protobuf::SetLogHandler(nullptr), true);
  (void)silent;
}
// A property that must hold whatever the bytes are.
inline void Must(bool holds) {
  if (!holds) __builtin_trap();
}
}  // namespace aor::fuzz
