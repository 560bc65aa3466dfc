// Any bytes as a signed checkpoint: none is taken but what the key signed. Half of the inputs
// become the name of a log in a signed one, so that what lies behind the signature is read too.
#include <string>

#include "libs/eventlog/anchor.h"
#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace aor::eventlog;
  static const SigningKey key = SigningKey::Generate();
  std::string_view rest = aor::fuzz::Text(data, size);
  if (rest.empty() || rest.front() % 2 == 0) {
    aor::fuzz::Must(!VerifyCheckpoint(rest, "test", key.public_key()).ok());
    return 0;
  }
  const std::string log(rest.substr(1));
  const std::string note = SignedCheckpoint("test", {{log, 7, size, {}}}, key);
  (void)VerifyCheckpoint(note, "test", key.public_key());
  return 0;
}
