#pragma once

#include <absl/status/statusor.h>
#include <google/protobuf/message.h>

#include <string>
#include <vector>

namespace aor::aorctl {
// Rows under a heading, columns as wide as they need; numbers to the right.
std::string Table(const std::vector<std::string>& heading,
                  const std::vector<std::vector<std::string>>& rows);
// A response as tables, one for each repeated message with nested fields as columns, what
// is missing first; then its own fields as lines.
std::string AsTable(const google::protobuf::Message& response);
// Never a part of the answer.
absl::StatusOr<std::string> AsJson(const google::protobuf::Message& response);
}  // namespace aor::aorctl
