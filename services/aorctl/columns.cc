#include "services/aorctl/columns.h"

#include <absl/strings/str_cat.h>

#include <map>

namespace aor::aorctl {
using google::protobuf::Descriptor;
using google::protobuf::Message;

const std::vector<std::string>& ColumnsOf(const Descriptor& type) {
  static const auto& columns = *new std::map<std::string, std::vector<std::string>>{
      {"aor.credentials.v1.OnboardingStep",
       {"asked.requirement.title", "asked.holder_id", "step_state", "owner", "due_on",
        "reason.reason_code", "reason.since", "reason.fix", "asked.policy_id"}},
      {"aor.credentials.v1.ShownOverride",
       {"fact.requested.override_id", "fact.requested.worker_id", "fact.requested.contract_id",
        "fact.requested.gate", "fact.requested.first_day", "fact.requested.last_day",
        "fact.requested.requested_by", "fact.granted.granted_by", "fact.granted.role",
        "fact.ended.last_day", "fact.ended.ended_by", "because"}},
      {"aor.classification.v1.DeterminationRecord",
       {"determination.determination_id", "determination.worker_id", "determination.client_id",
        "determination.engagement_id", "determination.jurisdiction", "determination.test_id",
        "determination.test_version", "determination.outcome", "determination.confidence_percent",
        "state", "determination.effective_from", "determination.review_on",
        "determination.assessment_id"}},
      {"aor.classification.v1.Anticipated",
       {"determination_id", "worker_id", "client_id", "engagement_id", "selection_id",
        "in_force.test_id", "in_force.test_version", "in_force.outcome", "in_force.decided_by",
        "next.test_id", "next.test_version", "next.outcome", "next.decided_by"}},
  };
  static const std::vector<std::string> kAll;
  const auto chosen = columns.find(type.full_name());
  return chosen == columns.end() ? kAll : chosen->second;
}

std::optional<std::string> ReasonText(const Message& reason) {
  std::vector<std::string> said;
  for (const char* name : {"title", "holder_id", "fixed_by", "fix"}) {
    const auto* field = reason.GetDescriptor()->FindFieldByName(name);
    if (!field) return std::nullopt;
    said.push_back(reason.GetReflection()->GetString(reason, field));
  }
  return absl::StrCat(said[0], " of ", said[1], " (", said[2], ": ", said[3], ")");
}
}  // namespace aor::aorctl
