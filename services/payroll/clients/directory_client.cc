#include "services/payroll/clients/directory_client.h"

#include <algorithm>

#include "aor/directory/v1/account_service.grpc.pb.h"
#include "aor/directory/v1/person_service.grpc.pb.h"
#include "libs/rpc/errors.h"

namespace aor::payroll {
namespace {
using directory::v1::AccountService;
using directory::v1::PersonService;
constexpr size_t kMost = 1000;  // ids of one call
constexpr auto kPatience = std::chrono::seconds(5);

Profile ProfileOf(const directory::v1::ResolvedPayrollProfile& resolved) {
  const auto& known = resolved.profile();
  Profile profile;
  if (resolved.has_effective_from()) profile.since = calendar::FromProto(resolved.effective_from());
  if (known.has_birth_date()) profile.birth_date = calendar::FromProto(known.birth_date());
  profile.permit = known.permit();
  profile.source_tax_canton = known.source_tax_canton();
  profile.source_tax_code = known.source_tax_code();
  if (known.pas_rate_known()) profile.pas_rate = money::FromProto(known.pas_rate_percent());
  profile.child_support_duty = known.child_support_duty();
  return profile;
}

Payee PayeeOf(const directory::v1::Payee& known) {
  const auto& address = known.address();
  return {known.name(),          address.street(),        address.building_number(),
          address.postal_code(), address.town(),          address.country_code(),
          known.iban(),          known.account_version(), known.language()};
}

class OverGrpc final : public DirectoryClient {
 public:
  OverGrpc(std::shared_ptr<grpc::Channel> channel,
           std::function<std::string(const std::string&)> token_of)
      : people_(PersonService::NewStub(channel)),
        accounts_(AccountService::NewStub(channel)),
        token_of_(std::move(token_of)) {}

  absl::StatusOr<std::map<std::string, Profile>> ProfilesOf(const std::string& tenant,
                                                            const std::vector<std::string>& workers,
                                                            calendar::Date on) override {
    std::map<std::string, Profile> profiles;
    for (size_t from = 0; from < workers.size(); from += kMost) {
      directory::v1::ResolvePayrollProfilesRequest request;
      directory::v1::ResolvePayrollProfilesResponse response;
      for (size_t i = from; i < std::min(workers.size(), from + kMost); ++i)
        request.add_person_ids(workers[i]);
      *request.mutable_date() = calendar::ToProto(on);
      const auto context = ContextFor(tenant);
      const auto status = people_->ResolvePayrollProfiles(context.get(), request, &response);
      if (!status.ok()) return rpc::FromGrpc(status);
      for (const auto& resolved : response.profiles())
        profiles.emplace(resolved.person_id(), ProfileOf(resolved));
    }
    return profiles;
  }

  absl::StatusOr<Payees> PayeesOf(
      const std::string& tenant, const std::map<std::string, uint32_t>& account_versions) override {
    const auto response = Resolve(tenant, account_versions);
    if (!response.ok()) return response.status();
    Payees payees;
    for (const auto& payee : response->payees()) payees.emplace(payee.payee_id(), PayeeOf(payee));
    return payees;
  }

 private:
  absl::StatusOr<directory::v1::ResolvePayeesResponse> Resolve(
      const std::string& tenant, const std::map<std::string, uint32_t>& account_versions) {
    directory::v1::ResolvePayeesRequest request;
    directory::v1::ResolvePayeesResponse response;
    for (const auto& [payee, version] : account_versions) {
      auto& asked = *request.add_payees();
      asked.set_payee_id(payee);
      asked.set_account_version(version);
    }
    const auto context = ContextFor(tenant);
    const auto status = accounts_->ResolvePayees(context.get(), request, &response);
    if (!status.ok()) return rpc::FromGrpc(status);
    return response;
  }
  std::unique_ptr<grpc::ClientContext> ContextFor(const std::string& tenant) const {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(std::chrono::system_clock::now() + kPatience);
    context->AddMetadata("authorization", "Bearer " + token_of_(tenant));
    return context;
  }
  const std::unique_ptr<PersonService::Stub> people_;
  const std::unique_ptr<AccountService::Stub> accounts_;
  const std::function<std::string(const std::string&)> token_of_;
};
}  // namespace

std::unique_ptr<DirectoryClient> DirectoryOver(
    std::shared_ptr<grpc::Channel> channel,
    std::function<std::string(const std::string& tenant)> token_of) {
  return std::make_unique<OverGrpc>(std::move(channel), std::move(token_of));
}
}  // namespace aor::payroll
