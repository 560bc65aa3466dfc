// Writes one of each paper in each language, to be looked at and judged.
// usage: sample_papers TEXTS FOLDER
#include <filesystem>
#include <fstream>
#include <iostream>

#include "libs/documents/papers/samples.h"

namespace {
int Fail(const std::string& what, const absl::Status& status) {
  std::cerr << "sample_papers: " << what << ": " << status.message() << "\n";
  return 1;
}
}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return std::cerr << "usage: sample_papers TEXTS FOLDER\n", 2;
  const auto press = aor::documents::Press::Open(argv[1]);
  if (!press.ok()) return Fail(argv[1], press.status());
  const std::filesystem::path folder(argv[2]);
  std::filesystem::create_directories(folder);
  for (const auto& sample : aor::documents::Samples()) {
    const auto file = sample.print(**press);
    if (!file.ok()) return Fail(sample.name, file.status());
    std::ofstream(folder / (sample.name + ".pdf"), std::ios::binary) << *file;
  }
}
