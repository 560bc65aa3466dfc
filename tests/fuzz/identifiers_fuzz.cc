// Any bytes as a number of any kind: a canonical form that stands for itself, or what to do.
#include "libs/identifiers/identifiers.h"
#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace aor::identifiers;
  const std::string_view text = aor::fuzz::Text(data, size);
  for (const auto name : Names()) {
    const Kind kind = *Named(name);
    const Verdict verdict = Check(kind, text);
    aor::fuzz::Must(verdict.valid == verdict.reason.empty());
    aor::fuzz::Must(verdict.valid == Is(kind, verdict.canonical));
  }
  VatKindOf(text);
  PersonKindOf(text);
  IsQrIban(text);
  IsSepaIban(text);
  return 0;
}
