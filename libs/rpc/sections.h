// The rows of several tables as one list.
#pragma once

#include <absl/status/status.h>

#include <functional>
#include <string>
#include <vector>

#include "libs/eventsourcing/projection.h"

namespace aor::rpc {
// As ListPage visits them.
struct Section {
  std::string prefix;
  std::function<bool(std::string_view value)> visit;
};
// Table after table. A page ends with its table, so that it may be shorter than asked for, or even
// empty, while there is a next one.
absl::Status ListSections(const eventsourcing::Rows& rows, const std::vector<Section>& sections,
                          int page_size, const std::string& page_token,
                          std::string* next_page_token);
}  // namespace aor::rpc
