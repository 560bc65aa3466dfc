#include "services/aorctl/pages.h"

#include <string>
#include <vector>

namespace aor::aorctl {
namespace {
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
constexpr int kEmptyPages = 1000;
}  // namespace

std::string GoesOnAfterNothing(const Message& response) {
  std::vector<const FieldDescriptor*> fields;
  response.GetReflection()->ListFields(response, &fields);
  std::string token;
  for (const FieldDescriptor* field : fields)
    if (field->name() == "next_page_token")
      token = response.GetReflection()->GetString(response, field);
    else if (field->is_repeated())
      return "";
  return token;
}

absl::StatusOr<std::unique_ptr<Message>> CallToAPage(
    Client& client, const google::protobuf::MethodDescriptor& method, const Message& request) {
  auto response = client.Call(method, request);
  const auto* field = method.input_type()->FindFieldByName("page_token");
  const auto next = NewMessage(*method.input_type());
  next->CopyFrom(request);
  for (int page = 0; field && response.ok() && page < kEmptyPages; ++page) {
    const std::string token = GoesOnAfterNothing(**response);
    if (token.empty() || token == next->GetReflection()->GetString(*next, field)) break;
    next->GetReflection()->SetString(next.get(), field, token);
    response = client.Call(method, *next);
  }
  return response;
}
}  // namespace aor::aorctl
