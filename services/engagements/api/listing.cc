#include "services/engagements/api/listing.h"

#include <map>
#include <set>

#include "libs/rpc/whole_list.h"
#include "services/engagements/api/answers.h"
#include "services/engagements/projections/engagements_view.h"

namespace aor::engagements {
namespace {
using eventsourcing::Rows;
constexpr int kMostEnding = 1000;

std::optional<types::v1::Date> EndOf(const auto& of) {
  if (!of.has_end()) return std::nullopt;
  return of.end();
}

// Has a last day from `day` to `days` days after it.
bool EndsWithin(const std::optional<types::v1::Date>& end, calendar::Date day, int days) {
  if (!end) return false;
  const auto last = calendar::FromProto(*end);
  return day <= last && last <= day + days;
}

bool Wanted(const v1::ListContractsRequest& request, const v1::Contract& contract) {
  const auto& facts = contract.concluded();
  if (!request.client_id().empty() && request.client_id() != facts.client_id()) return false;
  if (!request.worker_id().empty() && request.worker_id() != facts.worker_id()) return false;
  if (!request.legal_entity_id().empty() && request.legal_entity_id() != facts.legal_entity_id())
    return false;
  if (!request.has_active_on()) return true;
  const auto day = calendar::FromProto(request.active_on());
  if (!RunsOn(facts.start(), EndOf(contract), day)) return false;
  return request.ending_within_days() == 0 ||
         EndsWithin(EndOf(contract), day, request.ending_within_days());
}

// A row's value is the record itself, or in an index its id.
template <class Row>
std::optional<Row> Resolve(std::string_view value, bool is_index, const Rows& rows,
                           std::string (*key)(const std::string&, const std::string&),
                           const std::string& tenant) {
  if (is_index) return rows.Load<Row>(key(tenant, std::string(value)));
  Row row;
  if (!row.ParseFromArray(value.data(), static_cast<int>(value.size()))) return std::nullopt;
  return row;
}
}  // namespace

absl::Status List(const v1::ListQuotesRequest& request, const rpc::Caller& caller, const Rows& rows,
                  v1::ListQuotesResponse& response) {
  const std::string& tenant = caller.tenant;
  const bool of_client = !request.client_id().empty();
  const std::string prefix =
      of_client ? QuotesOfClient(tenant, request.client_id()) : QuoteRow(tenant, "");
  const auto visit = [&](std::string_view value) {
    auto quote = Resolve<v1::Quote>(value, of_client, rows, QuoteRow, tenant);
    if (!quote || !MaySee(caller, *quote)) return false;
    if (request.state() != v1::QUOTE_STATE_UNSPECIFIED && quote->state() != request.state())
      return false;
    Redact(caller, *quote);
    *response.add_quotes() = *std::move(quote);
    return true;
  };
  return rpc::ListPage(rows, prefix, request.page_size(), request.page_token(), visit,
                       response.mutable_next_page_token());
}

absl::Status List(const v1::ListContractsRequest& request, const rpc::Caller& caller,
                  const Rows& rows, v1::ListContractsResponse& response) {
  if (request.ending_within_days() > 0 && !request.has_active_on())
    return rpc::FieldError("active_on", "say from which day on the contracts end");
  const std::string& tenant = caller.tenant;
  const bool is_index = !request.worker_id().empty() || !request.client_id().empty();
  std::string prefix = ContractRow(tenant, "");
  if (!request.client_id().empty()) prefix = ContractsOfClient(tenant, request.client_id());
  if (!request.worker_id().empty()) prefix = ContractsOfWorker(tenant, request.worker_id());
  const auto visit = [&](std::string_view value) {
    auto contract = Resolve<v1::Contract>(value, is_index, rows, ContractRow, tenant);
    if (!contract || !MaySee(caller, *contract) || !Wanted(request, *contract)) return false;
    Redact(caller, *contract);
    *response.add_contracts() = *std::move(contract);
    return true;
  };
  return rpc::ListPage(rows, prefix, request.page_size(), request.page_token(), visit,
                       response.mutable_next_page_token());
}

absl::Status List(const v1::ListQuoteTemplatesRequest& request, const LoadedRules& loaded,
                  v1::ListQuoteTemplatesResponse& response) {
  response.set_rule_version(loaded.rules.version);
  std::vector<std::string> ids;
  std::vector<const v1::QuoteTemplate*> wanted;
  for (const auto& row : loaded.templates) {
    if (!request.jurisdiction().empty() && !LiesIn(row.jurisdiction(), request.jurisdiction()))
      continue;
    if (request.engagement_kind() != v1::ENGAGEMENT_KIND_UNSPECIFIED &&
        request.engagement_kind() != row.engagement_kind())
      continue;
    ids.push_back(row.template_id());
    wanted.push_back(&row);
  }
  return rpc::ListWhole(
      ids, request.page_size(), request.page_token(),
      [&](size_t place) { *response.add_quote_templates() = *wanted[place]; },
      response.mutable_next_page_token());
}

void Count(const v1::GetStaffingRequest& request, const std::string& tenant, const Rows& rows,
           v1::GetStaffingResponse& response) {
  const auto day = calendar::FromProto(request.on());
  std::set<std::string> workers;
  std::map<std::pair<std::string, std::string>, std::set<std::string>> at_site;
  uint32_t contracts = 0;
  rows.Scan(AssignmentRow(tenant, ""), "", [&](std::string_view, std::string_view value) {
    v1::Assignment assignment;
    if (!assignment.ParseFromArray(value.data(), static_cast<int>(value.size()))) return true;
    const auto fits = [](const std::string& wanted, const std::string& is) {
      return wanted.empty() || wanted == is;
    };
    if (!fits(request.client_id(), assignment.client_id()) ||
        !fits(request.legal_entity_id(), assignment.legal_entity_id()) ||
        !RunsOn(assignment.start(), EndOf(assignment), day))
      return true;
    ++contracts;
    workers.insert(assignment.worker_id());
    at_site[{assignment.client_id(), assignment.site_id()}].insert(assignment.worker_id());
    if (EndsWithin(EndOf(assignment), day, request.ending_within_days()) &&
        response.ending_size() < kMostEnding)
      *response.add_ending() = assignment;
    return true;
  });
  response.set_active_contracts(contracts);
  response.set_active_workers(static_cast<uint32_t>(workers.size()));
  for (const auto& [place, there] : at_site) {
    auto& site = *response.add_sites();
    site.set_client_id(place.first);
    site.set_site_id(place.second);
    site.set_workers(static_cast<uint32_t>(there.size()));
  }
}
}  // namespace aor::engagements
