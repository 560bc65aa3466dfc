// What a person looks for first, of rows that say more than a screen is wide. All of it is in
// --output=json.
#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <vector>

namespace aor::aorctl {
// Fields by their ways through nested messages, in the order in which they are shown. Empty: all.
const std::vector<std::string>& ColumnsOf(const google::protobuf::Descriptor& type);
// A cell of several reasons: what is asked for of whom, who can bring it, and how. Nothing of other
// messages.
std::optional<std::string> ReasonText(const google::protobuf::Message& reason);
}  // namespace aor::aorctl
