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
  bool set_aside = false;       // instead, what was set aside there: list it and try it again
  bool only_list = false;       // of it
  // The token of a row's "@as" column, such as nina:consultant; the caller's own without it.
  std::function<absl::StatusOr<std::string>(const std::string& as)> token_for;
};
// Each file is named <order>-<verb>.csv, such as 03-register-client.csv: a row is one
// request, a column one of its fields (see SetField). The request id is derived from file
// name and row, so that importing again changes nothing: such rows are counted apart, as taken
// before. Who wants the same once more gives the file another name.
// Every row is first tried with validate_only, against what is there before its file; bad
// rows are all listed with their lines, and nothing of their file is taken. Two kinds of rows
// cannot be judged so, and are when their turn comes: one about the same thing as an earlier
// row of its file, and one that misses what an earlier row names. They are listed as such.
// Refused in its turn, as any row may be when others work at the same time, such a row is
// listed too; what came before it stays taken.
// With take_good_rows what is refused is set aside in <file>.rejected.csv beside the file;
// each such import writes that anew.
// Prints a line a file. INVALID_ARGUMENT when something was not taken.
absl::Status Import(const Connection& connection, const ImportOptions& options);
}  // namespace aor::aorctl
