// Any bytes as a consistency token: what is taken means the same when written again.
#include "libs/eventsourcing/commits.h"
#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  aor::fuzz::SilenceProtobuf();
  using namespace aor::eventsourcing;
  const auto token = DecodeToken(aor::fuzz::Text(data, size));
  if (!token.ok()) return 0;
  const auto again = DecodeToken(EncodeToken(*token));
  aor::fuzz::Must(again.ok() && again->SerializeAsString() == token->SerializeAsString());
  return 0;
}
