#include "services/documents/rules/paper_policies.h"

#include <google/protobuf/text_format.h>

#include <stdexcept>

namespace aor::documents {
namespace {
constexpr char kPapers[] =
#include "paper_policies.inc"
    ;
}  // namespace

Policies::Policies(const std::string& text) {
  v1::PaperPolicies policies;
  if (!google::protobuf::TextFormat::ParseFromString(text, &policies))
    throw std::logic_error("documents: papers.textproto holds no policies");
  for (const auto& policy : policies.papers())
    if (!by_kind_.emplace(policy.document_kind(), policy).second)
      throw std::logic_error("documents: two policies for " +
                             v1::DocumentKind_Name(policy.document_kind()));
  for (int kind = v1::DocumentKind_MIN + 1; kind <= v1::DocumentKind_MAX; ++kind)
    if (v1::DocumentKind_IsValid(kind) && !by_kind_.contains(static_cast<v1::DocumentKind>(kind)))
      throw std::logic_error("documents: no policy for " +
                             v1::DocumentKind_Name(static_cast<v1::DocumentKind>(kind)));
}

Policies::Policies() : Policies(kPapers) {}
}  // namespace aor::documents
