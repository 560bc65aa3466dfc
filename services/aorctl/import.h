// Takes a folder of CSV files as one programme.
#pragma once

#include <absl/status/status.h>

#include <functional>
#include <string>

#include "services/aorctl/client.h"

namespace aor::aorctl {
struct ImportOptions {
  std::string path;             // a folder, taken in the order of its files' names, or one file
  bool take_good_rows = false;  // else a file with one bad row is not taken at all
  // The token of a row's "@as" column, such as nina:consultant; the caller's own without it.
  std::function<absl::StatusOr<std::string>(const std::string& as)> token_for;
};
// Each file is named <order>-<verb>.csv, such as 03-register-client.csv: a row is one
// request, a column one of its fields (see SetField). Every row is first tried with
// validate_only; bad rows are all listed with their lines. The request id is derived
// from file name and row, so that importing again changes nothing.
// Prints a line a file. INVALID_ARGUMENT when something was not taken.
absl::Status Import(const Connection& connection, const ImportOptions& options);
}  // namespace aor::aorctl
