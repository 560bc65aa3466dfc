#include "libs/protos/commented.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_join.h>
#include <absl/strings/str_split.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/descriptor_database.h>

#include <stdexcept>
#include <vector>

// The set of descriptors that protoc wrote, byte for byte.
asm(".section .rodata\n"
    ".balign 8\n"
    "aor_described_begin:\n"
    ".incbin \"" DESCRIBED
    "\"\n"
    "aor_described_end:\n"
    ".previous\n");
extern "C" const char aor_described_begin[], aor_described_end[];

namespace aor::protos {
namespace {
using google::protobuf::DescriptorPool;
using google::protobuf::SimpleDescriptorDatabase;
using google::protobuf::SourceLocation;

SimpleDescriptorDatabase* Files() {
  static auto* const files = [] {
    google::protobuf::FileDescriptorSet set;
    const auto size = static_cast<int>(aor_described_end - aor_described_begin);
    if (!set.ParseFromArray(aor_described_begin, size))
      throw std::logic_error("the protos in this program are not a set of descriptors");
    auto* database = new SimpleDescriptorDatabase;
    for (const auto& file : set.file()) database->Add(file);
    return database;
  }();
  return files;
}

std::vector<std::string> Lines(const std::string& comment) {
  std::vector<std::string> lines = absl::StrSplit(comment, '\n');
  for (std::string& line : lines) absl::StripAsciiWhitespace(&line);
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}
}  // namespace

const DescriptorPool& Commented() {
  static const auto& pool = *new DescriptorPool(Files(), nullptr);
  return pool;
}

std::string CommentOf(const google::protobuf::MethodDescriptor& method) {
  SourceLocation at;
  const auto* commented = Commented().FindMethodByName(method.full_name());
  if (!commented || !commented->GetSourceLocation(&at)) return "";
  return absl::StrJoin(Lines(at.leading_comments), "\n");
}

std::string CommentOf(const google::protobuf::FieldDescriptor& field) {
  SourceLocation at;
  const auto* message = Commented().FindMessageTypeByName(field.containing_type()->full_name());
  const auto* commented = message ? message->FindFieldByNumber(field.number()) : nullptr;
  if (!commented || !commented->GetSourceLocation(&at)) return "";
  return absl::StrJoin(Lines(at.leading_comments + at.trailing_comments), " ");
}
}  // namespace aor::protos
