#pragma once

#include <string>

namespace aor::rpc {
// The W3C traceparent that came with the call if it is a sound one, else a new one.
std::string TraceparentOr(const std::string& received);
std::string TraceIdOf(const std::string& traceparent);
}  // namespace aor::rpc
