#include "services/aorctl/hints.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

#include <algorithm>
#include <regex>
#include <set>

#include "aor/admin/v1/admin_service.pb.h"
#include "aor/invoicing/v1/invoicing_service.pb.h"

namespace aor::aorctl {
namespace {
using google::protobuf::Message;

std::string OfInvoice(const std::string& id) {
  static const std::regex kPrinted("[A-Z][A-Z0-9]*-[0-9]{4}-[0-9]+");
  if (!std::regex_match(id, kPrinted)) return "";
  return " " + id +
         " is a printed number: list invoices --legal_entity_id=… shows the id that goes with it.";
}

// Those that can be rebuilt.
std::string OfView(Client& client) {
  const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      "aor.admin.v1.AdminService.GetPositions");
  const auto answer = client.Call(*method, admin::v1::GetPositionsRequest());
  if (!answer.ok()) return "";
  admin::v1::GetPositionsResponse positions;
  positions.CopyFrom(**answer);
  std::set<std::string> names;
  for (const auto& view : positions.views())
    if (view.view().find('@') != std::string::npos) names.insert(view.view());
  return absl::StrCat(" The views are ", absl::StrJoin(names, ", "), ".");
}
}  // namespace

absl::Status Hinted(Client& client, const google::protobuf::MethodDescriptor& method,
                    const Message& request, const absl::Status& status) {
  if (!absl::IsNotFound(status)) return status;
  std::string hint;
  if (method.input_type() == invoicing::v1::GetInvoiceRequest::descriptor())
    hint = OfInvoice(static_cast<const invoicing::v1::GetInvoiceRequest&>(request).invoice_id());
  if (method.input_type() == admin::v1::RebuildProjectionsRequest::descriptor())
    hint = OfView(client);
  return hint.empty() ? status : absl::NotFoundError(absl::StrCat(status.message(), hint));
}

absl::Status SaysHowToCall(const Connection& connection, const absl::Status& status) {
  if (!absl::IsUnauthenticated(status) || !connection.token.empty()) return status;
  return absl::UnauthenticatedError(absl::StrCat(
      status.message(),
      " Give --token (AOR_TOKEN), or, in development, --as=person:role,role (AOR_AS) with "
      "--issuer-key=DATA_DIRECTORY/issuer-key.pem (AOR_ISSUER_KEY)."));
}

absl::Status SaysWhatWasRead(const Arguments& arguments, const Message& request) {
  constexpr char kVersion[] = "entries_version";
  const bool is_asked = request.GetDescriptor()->FindFieldByName(kVersion) != nullptr;
  const bool is_said = std::ranges::any_of(
      arguments.fields, [&](const auto& field) { return field.first == kVersion; });
  if (!is_asked || is_said || arguments.flags.contains("json")) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "entries_version: give it as you read it: get-week shows it; 0 of a week without entries");
}
}  // namespace aor::aorctl
