// Rules that people write, as protobuf text: read whole, and in which line each of them stands.
#pragma once

#include <absl/status/statusor.h>
#include <google/protobuf/text_format.h>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aor::rule_text {
struct File {
  std::string name;  // below its folder: CH/permits.textproto
  std::string text;
};
// Where each field stands in one file.
using Tree = google::protobuf::TextFormat::ParseInfoTree;
// A field of the file's message, and fields in it: their names, each with its index.
using Place = std::vector<std::pair<std::string, int>>;

// INVALID_ARGUMENT with file, line and column, or with an enum's number that has no name. At most
// 1 MiB. `tree` may be null.
absl::Status Parse(const File& file, google::protobuf::Message& into, Tree* tree);
// From 1: of the innermost part of the place that the file spells out.
int LineOf(const Tree& tree, const google::protobuf::Descriptor& message, const Place& place);
// The .textproto files of a folder and of those in it whose name `keep` wants, sorted.
// INVALID_ARGUMENT when one cannot be read.
absl::StatusOr<std::vector<File>> ReadFolder(
    const std::string& folder, const std::function<bool(std::string_view filename)>& keep);
// $AOR_RULES_DIRECTORY/<context>, where there is such a folder; else empty.
std::string GivenFolder(const std::string& context);
}  // namespace aor::rule_text
