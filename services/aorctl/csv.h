#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>
#include <vector>

namespace aor::aorctl {
struct CsvRow {
  int line = 0;  // of the file, from 1
  std::vector<std::string> cells;
};
// RFC 4180, UTF-8 (a byte order mark is skipped), "," between cells; lines that start
// with # and empty lines are skipped. INVALID_ARGUMENT naming the line of an open quote,
// of a row with another number of cells than the first, and of bytes that are no UTF-8.
absl::StatusOr<std::vector<CsvRow>> ParseCsv(std::string_view text);
}  // namespace aor::aorctl
