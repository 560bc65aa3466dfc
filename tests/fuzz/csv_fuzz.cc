// Any bytes as a CSV file: rows of one width, or a sentence.
#include "services/aorctl/csv.h"
#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto rows = aor::aorctl::ParseCsv(aor::fuzz::Text(data, size));
  if (!rows.ok()) return 0;
  for (const auto& row : *rows) aor::fuzz::Must(row.cells.size() == rows->front().cells.size());
  return 0;
}
