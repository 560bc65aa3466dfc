// Lets the judges of the conformance tests ask our payment files and checks.
//   payment_files write DIRECTORY       the sample files
//   payment_files check swiss|sepa FILE one violation a line, exit code 1 if there are any
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "libs/iso20022/check.h"
#include "libs/iso20022/samples.h"

namespace {
using namespace aor::iso20022;

int WriteSamples(const std::string& directory) {
  for (const auto& [name, message] : Samples()) {
    std::ofstream(directory + "/" + name, std::ios::binary) << Write(message);
  }
  return 0;
}

int CheckOne(const std::string& market, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string xml{std::istreambuf_iterator<char>(file), {}};
  const auto violations = CheckFile(xml, market == "sepa" ? Market::kSepa : Market::kSwiss);
  for (const auto& v : violations) std::cout << v.path << ": " << v.sentence << "\n";
  return violations.empty() ? 0 : 1;
}
}  // namespace

int main(int argc, char** argv) {
  const std::string verb = argc > 1 ? argv[1] : "";
  if (verb == "write" && argc == 3) return WriteSamples(argv[2]);
  if (verb == "check" && argc == 4) return CheckOne(argv[2], argv[3]);
  std::cerr << "usage: payment_files write DIRECTORY | check swiss|sepa FILE\n";
  return 2;
}
