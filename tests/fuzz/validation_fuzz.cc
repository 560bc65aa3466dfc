// Any bytes as a request, and its text as the value of any field of a command line.
#include "aor/testing/v1/edge_service.pb.h"
#include "libs/rpc/validation.h"
#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  aor::fuzz::SilenceProtobuf();
  aor::testing::v1::RunAnythingRequest request;
  if (!request.ParseFromArray(data, static_cast<int>(size))) return 0;
  for (const auto& violation : aor::rpc::Violations(request))
    aor::fuzz::Must(!violation.field.empty());
  return 0;
}
