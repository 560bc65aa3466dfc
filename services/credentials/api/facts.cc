#include "services/credentials/api/facts.h"

#include <algorithm>

#include "aor/directory/v1/directory_events.pb.h"
#include "services/credentials/projections/credentials_view.h"

namespace aor::credentials {
namespace {
using eventsourcing::ParsedRow;
using eventsourcing::RowKey;
using eventsourcing::RowPrefix;
using eventsourcing::Rows;

template <class Row>
void Add(const Rows& rows, const std::string& prefix, std::vector<Row>& list) {
  rows.Scan(prefix, "", [&](std::string_view, std::string_view value) {
    list.push_back(ParsedRow<Row>(value));
    return true;
  });
}

void AddScope(const Rows& rows, const std::string& tenant, v1::ScopeKind kind,
              const std::string& scope, Facts& facts) {
  if (scope.empty()) return;
  if (auto adopted = rows.Load<v1::AdoptionFacts>(ScopeKey(tenant, kind, scope)))
    facts.adoptions.push_back(*std::move(adopted));
}
}  // namespace

std::optional<v1::ContractFact> ContractIn(const Rows& rows, const std::string& tenant,
                                           const std::string& contract) {
  auto fact = rows.Load<v1::ContractFact>(RowKey(tenant, "contract", contract));
  if (fact) *fact->mutable_subject() = WithProgramme(fact->subject(), rows, tenant);
  return fact;
}

v1::Subject WithProgramme(v1::Subject subject, const Rows& rows, const std::string& tenant) {
  const std::string kind = "ENGAGEMENT_KIND_" + subject.engagement_kind();
  rows.Scan(RowPrefix(tenant, "programme", subject.client_id()), "",
            [&](std::string_view, std::string_view value) {
              if (!subject.programme_id().empty()) return false;
              const auto opened = ParsedRow<directory::v1::ProgrammeOpened>(value);
              const auto& kinds = opened.engagement_kinds();
              if (kinds.empty() || std::ranges::find(kinds, kind) != kinds.end())
                subject.set_programme_id(opened.programme_id());
              return true;
            });
  return subject;
}

Facts FactsOf(const v1::Subject& subject, const Rows& rows, const std::string& tenant) {
  Facts facts;
  AddScope(rows, tenant, v1::SCOPE_KIND_AGENCY, "agency", facts);
  AddScope(rows, tenant, v1::SCOPE_KIND_CLIENT, subject.client_id(), facts);
  AddScope(rows, tenant, v1::SCOPE_KIND_PROGRAMME, subject.programme_id(), facts);
  const std::string& worker = subject.worker_id();
  Add(rows, RowPrefix(tenant, "credential", worker), facts.credentials);
  if (!subject.supplier_id().empty() && subject.supplier_id() != worker)
    Add(rows, RowPrefix(tenant, "credential", subject.supplier_id()), facts.credentials);
  Add(rows, RowPrefix(tenant, "determination", worker), facts.determinations);
  Add(rows, RowPrefix(tenant, "override", worker), facts.overrides);
  return facts;
}
}  // namespace aor::credentials
