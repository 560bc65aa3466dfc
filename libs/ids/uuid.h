#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace aor {
// RFC 9562, version 5: the same name in the same namespace always gives the same
// id, so that a retried request names the same new record.
std::string Uuid5(std::string_view namespace_uuid, std::string_view name);

// Version 7 from milliseconds since 1970 and ten random bytes, both given by the
// caller. Ids of one writer sort by time.
std::string Uuid7(int64_t unix_millis, std::string_view ten_random_bytes);

// The namespace of every id that the suite derives from a request.
inline constexpr std::string_view kDerivedIds = "6f1d2c1e-5a0b-5f6e-9d3c-0a4f5b6c7d8e";

// The id of what a request creates: a function of tenant, request and kind alone.
std::string DerivedId(std::string_view tenant, std::string_view request_id, std::string_view kind);
}  // namespace aor
