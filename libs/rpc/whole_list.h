// Pages of a list that the program holds whole, such as its rules, under the same law as ListPage.
#pragma once

#include <absl/status/status.h>

#include <functional>
#include <string>
#include <vector>

namespace aor::rpc {
// Visits the places of one page in order: 50 unless said, at most 1000. The token is the id of the
// last item of the page before; FieldError for one that is not among `ids`, which differ.
absl::Status ListWhole(const std::vector<std::string>& ids, int page_size,
                       const std::string& page_token,
                       const std::function<void(size_t place)>& visit,
                       std::string* next_page_token);
}  // namespace aor::rpc
