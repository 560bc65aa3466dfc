// Lets the judges of the conformance tests ask our checks of numbers.
//   identifiers names         the kinds, one a line
//   identifiers judge KIND    for each line of the input "1 <canonical form>" or "0 <reason>"
//   identifiers qr-iban       for each line 1 or 0
#include "libs/identifiers/identifiers.h"

#include <iostream>
#include <string>

namespace {
using namespace aor::identifiers;

int TellNames() {
  for (const auto name : Names()) std::cout << name << "\n";
  return 0;
}

int JudgeLines(Kind kind) {
  for (std::string line; std::getline(std::cin, line);) {
    const Verdict verdict = Check(kind, line);
    std::cout << verdict.valid << " " << (verdict.valid ? verdict.canonical : verdict.reason)
              << "\n";
  }
  return 0;
}

int JudgeQrIbans() {
  for (std::string line; std::getline(std::cin, line);) std::cout << IsQrIban(line) << "\n";
  return 0;
}
}  // namespace

int main(int argc, char** argv) {
  const std::string verb = argc > 1 ? argv[1] : "";
  const auto kind = Named(argc == 3 ? argv[2] : "");
  if (verb == "names" && argc == 2) return TellNames();
  if (verb == "qr-iban" && argc == 2) return JudgeQrIbans();
  if (verb == "judge" && kind) return JudgeLines(*kind);
  std::cerr << "usage: identifiers names | judge KIND | qr-iban\n";
  return 2;
}
