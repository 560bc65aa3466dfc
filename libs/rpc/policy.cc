#include "libs/rpc/policy.h"

#include <absl/status/statusor.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "aor/options/v1/options.pb.h"

namespace aor::rpc {
namespace {
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

const std::set<std::string, std::less<>> kRoles = {
    "worker",        "supplier", "client",      "consultant",  "finance",
    "compliance",    "auditor",  "coordinator", "facilitator", "permanent_team",
    "administrator", "operator", "service"};

// Services that others wrote declare nothing: who may call their methods stands here.
using Policy = options::v1::Policy;
Policy PolicyOf(const MethodDescriptor& method) {
  static const std::map<std::string, std::vector<std::string>, std::less<>> kOfOthers = {
      {"google.longrunning.Operations.GetOperation",
       {"consultant", "finance", "auditor", "administrator", "service"}},
      {"google.longrunning.Operations.ListOperations",
       {"consultant", "finance", "auditor", "administrator", "service"}},
      {"google.longrunning.Operations.WaitOperation",
       {"consultant", "finance", "auditor", "administrator", "service"}},
      {"google.longrunning.Operations.CancelOperation", {"consultant", "finance"}},
      {"google.longrunning.Operations.DeleteOperation", {"finance", "administrator"}}};
  const auto found = kOfOthers.find(method.full_name());
  if (found == kOfOthers.end()) return method.options().GetExtension(options::v1::policy);
  Policy policy;
  policy.mutable_allow()->Add(found->second.begin(), found->second.end());
  return policy;
}

absl::Status Wrong(const MethodDescriptor& method, const std::string& what) {
  return absl::FailedPreconditionError(method.full_name() + " " + what);
}

const FieldDescriptor* TextField(const Descriptor& request, const std::string& name) {
  const FieldDescriptor* field = request.FindFieldByName(name);
  const bool is_text =
      field && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && !field->is_repeated();
  return is_text ? field : nullptr;
}

// The field that names the caller's own record: worker_id, or in the directory, which
// calls everybody a person, every company an organisation and whoever is paid the owner of
// an account: person_id, organisation_id or owner_id.
const FieldDescriptor* OwnField(const Descriptor& request, const std::string& role) {
  const bool is_person = role == "worker" || role == "coordinator" || role == "facilitator";
  const std::string general = is_person ? "person_id" : "organisation_id";
  for (const std::string& name : {role + "_id", general, std::string("owner_id")})
    if (const FieldDescriptor* field = TextField(request, name)) return field;
  return nullptr;
}

absl::StatusOr<Admission> Parse(const std::string& line, const MethodDescriptor& method) {
  if (line == "anyone") return Admission{};
  if (line == kLink) {
    const auto* field = TextField(*method.input_type(), kLink);
    if (!field) return Wrong(method, "admits a link, but its request has no field link");
    return Admission{kLink, field};
  }
  const size_t colon = line.find(':');
  Admission admission{line.substr(0, colon)};
  if (!kRoles.contains(admission.role)) return Wrong(method, "admits the unknown role " + line);
  if (colon == std::string::npos) return admission;
  if (line.substr(colon) != ":own") return Wrong(method, "has the unknown policy " + line);
  admission.own = OwnField(*method.input_type(), admission.role);
  if (!admission.own)
    return Wrong(method,
                 "admits " + line + ", but its request has no field " + admission.role + "_id");
  return admission;
}

absl::StatusOr<Method> Read(const MethodDescriptor& descriptor) {
  const Policy policy = PolicyOf(descriptor);
  if (policy.allow().empty()) return Wrong(descriptor, "declares no policy");
  Method method{descriptor.file()->package() + "." + descriptor.name(),
                "/" + descriptor.service()->full_name() + "/" + descriptor.name(),
                "",
                {}};
  for (const std::string& line : policy.allow()) {
    auto admission = Parse(line, descriptor);
    if (!admission.ok()) return admission.status();
    method.admits.push_back(*std::move(admission));
    method.policy += (method.policy.empty() ? "" : ", ") + line;
  }
  return method;
}
}  // namespace

bool Admits(const Method& method, const Caller& caller, const google::protobuf::Message& request) {
  return std::ranges::any_of(method.admits, [&](const Admission& admission) {
    if (admission.role.empty()) return true;
    if (admission.role == kLink) return false;
    if (!admission.own) return caller.Has(admission.role);
    return caller.ActsFor(admission.role,
                          request.GetReflection()->GetString(request, admission.own));
  });
}

bool BringsLink(const Method& method, const google::protobuf::Message& request) {
  return std::ranges::any_of(method.admits, [&](const Admission& admission) {
    return admission.role == kLink &&
           !request.GetReflection()->GetString(request, admission.own).empty();
  });
}

absl::Status Methods::Add(const google::protobuf::ServiceDescriptor& service) {
  std::unique_lock lock(mutex_);
  for (int i = 0; i < service.method_count(); ++i) {
    const MethodDescriptor& descriptor = *service.method(i);
    auto method = Read(descriptor);
    if (!method.ok()) return method.status();
    if (!methods_.try_emplace(descriptor.input_type(), std::make_unique<Method>(*method)).second)
      return Wrong(descriptor, "shares its request message with another method");
  }
  return absl::OkStatus();
}

void Methods::Close() {
  std::unique_lock lock(mutex_);
  closed_ = true;
}

const Method* Methods::OfRequest(const Descriptor* request) const {
  std::shared_lock lock(mutex_);
  const auto found = methods_.find(request);
  return closed_ || found == methods_.end() ? nullptr : found->second.get();
}
}  // namespace aor::rpc
