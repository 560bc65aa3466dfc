// What a request must look like before any rule sees it, by the Check options of its fields.
#pragma once

#include <google/protobuf/message.h>

#include <vector>

#include "libs/rpc/errors.h"

namespace aor::rpc {
// All violations, in the order of the fields. Messages of aor.types.v1 are checked
// wherever they stand: a Date exists, a Decimal has a scale, an Interval a known zone;
// an enum has a known value. Text of fields without Check has at most 256
// characters, tokens of this edge 4096, lists at most 1000 items.
std::vector<FieldViolation> Violations(const google::protobuf::Message& request);
}  // namespace aor::rpc
