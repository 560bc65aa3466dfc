// What the protos say of themselves. Generated code leaves their comments out; here they are kept.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>

namespace aor::protos {
// All of proto/ and what it imports, by the same names as in the generated code. Lives as long as
// the process; safe from any thread.
const google::protobuf::DescriptorPool& Commented();

// The comment before a method, in its own lines; empty where there is none.
std::string CommentOf(const google::protobuf::MethodDescriptor& method);
// The comment before or behind a field, in one line; of a field without any, none.
std::string CommentOf(const google::protobuf::FieldDescriptor& field);
}  // namespace aor::protos
