#include "services/directory/api/person_sealing.h"

#include "libs/calendar/calendar.h"

namespace aor::directory {
namespace {
using google::protobuf::MessageLite;

bool SeesPersonalData(const rpc::Caller& caller, const std::string& person) {
  return caller.Has("consultant") || caller.Has("finance") || caller.Has("compliance") ||
         caller.Has("service") || caller.ActsFor("worker", person);
}
bool SeesIdentifier(const rpc::Caller& caller, const std::string& person) {
  return caller.Has("finance") || caller.Has("service") || caller.ActsFor("worker", person);
}

// The blind index of everything that a fact seals.
absl::StatusOr<std::string> ContentIndex(vault::Vault& vault, const std::string& tenant,
                                         const std::string& place, const MessageLite& content) {
  return vault.BlindIndex(tenant, place, content.SerializeAsString());
}

// Those of a registration and of a change have the same names.
template <class Request, class Fact>
absl::Status SealFields(vault::Vault& vault, const std::string& tenant, const std::string& id,
                        const Request& request, Fact& fact) {
  const auto seal = [&](const std::string& place, const std::string& plaintext,
                        types::v1::Sealed* field) {
    const auto sealed = vault.Seal(tenant, id, place, plaintext);
    if (sealed.ok()) *field = *sealed;
    return sealed.status();
  };
  absl::Status sealed =
      seal(NamePlace(id), request.name().SerializeAsString(), fact.mutable_name());
  if (sealed.ok() && request.has_address())
    sealed = seal(AddressPlace(id), request.address().SerializeAsString(), fact.mutable_address());
  if (sealed.ok() && !request.identifier().empty())
    sealed = seal(IdentifierPlace(id), request.identifier(), fact.mutable_identifier());
  return sealed;
}

template <class Fact, class Request>
absl::StatusOr<Fact> SealedDetailsOf(vault::Vault& vault, const std::string& tenant,
                                     const std::string& id, const Request& request) {
  v1::RegisterPersonRequest content;
  *content.mutable_name() = request.name();
  *content.mutable_address() = request.address();
  content.set_identifier(request.identifier());
  content.set_language(request.language());
  const auto content_index = ContentIndex(vault, tenant, "person/" + id, content);
  const auto name_index = NameIndex(vault, tenant, FullName(request.name()));
  if (!content_index.ok()) return content_index.status();
  if (!name_index.ok()) return name_index.status();

  Fact fact;
  fact.set_person_id(id);
  fact.set_name_index(*name_index);
  fact.set_language(request.language());
  fact.set_content_index(*content_index);
  const absl::Status sealed = SealFields(vault, tenant, id, request, fact);
  return sealed.ok() ? absl::StatusOr<Fact>(fact) : sealed;
}
}  // namespace

absl::StatusOr<std::string> NameIndex(vault::Vault& vault, const std::string& tenant,
                                      const std::string& name) {
  return vault.BlindIndex(tenant, "name", FoldedName(name));
}

absl::StatusOr<v1::PersonRegistered> SealedPerson(vault::Vault& vault, const std::string& tenant,
                                                  const std::string& id,
                                                  const v1::RegisterPersonRequest& request) {
  return SealedDetailsOf<v1::PersonRegistered>(vault, tenant, id, request);
}

absl::StatusOr<v1::PersonDetailsChanged> SealedDetails(
    vault::Vault& vault, const std::string& tenant, const v1::ChangePersonDetailsRequest& request) {
  return SealedDetailsOf<v1::PersonDetailsChanged>(vault, tenant, request.person_id(), request);
}

absl::StatusOr<v1::PayrollProfileRecorded> SealedProfile(
    vault::Vault& vault, const std::string& tenant,
    const v1::RecordPayrollProfileRequest& request) {
  const std::string place = ProfilePlace(request.person_id());
  const auto content_index = ContentIndex(vault, tenant, place, request.profile());
  if (!content_index.ok()) return content_index.status();
  const auto sealed =
      vault.Seal(tenant, request.person_id(), place, request.profile().SerializeAsString());
  if (!sealed.ok()) return sealed.status();
  v1::PayrollProfileRecorded fact;
  fact.set_person_id(request.person_id());
  *fact.mutable_profile() = *sealed;
  *fact.mutable_effective_from() = request.effective_from();
  fact.set_content_index(*content_index);
  return fact;
}

v1::Person PersonFor(const rpc::Caller& caller, const vault::Vault& vault,
                     const v1::PersonRow& row) {
  const auto& registered = row.registered();
  const std::string& id = registered.person_id();
  v1::Person person;
  person.set_person_id(id);
  person.set_language(registered.language());
  person.set_erased(row.erased());
  person.set_erasure_requested_by(row.erasure_requested_by());
  if (!SeesPersonalData(caller, id)) return person;
  if (auto name = OpenedAs<v1::PersonName>(vault, caller.tenant, NamePlace(id), registered.name()))
    *person.mutable_name() = *name;
  if (auto address =
          OpenedAs<v1::Address>(vault, caller.tenant, AddressPlace(id), registered.address()))
    *person.mutable_address() = *address;
  if (SeesIdentifier(caller, id))
    person.set_identifier(
        Opened(vault, caller.tenant, IdentifierPlace(id), registered.identifier()).value_or(""));
  return person;
}

std::optional<v1::ResolvedPayrollProfile> ProfileOn(const vault::Vault& vault,
                                                    const std::string& tenant,
                                                    const v1::PersonRow& row,
                                                    const types::v1::Date& date) {
  const v1::PayrollProfileRecorded* in_force = nullptr;
  for (const auto& profile : row.profiles())
    if (calendar::FromProto(profile.effective_from()) <= calendar::FromProto(date))
      in_force = &profile;
  if (!in_force) return std::nullopt;
  const auto opened = OpenedAs<v1::PayrollProfile>(
      vault, tenant, ProfilePlace(in_force->person_id()), in_force->profile());
  if (!opened) return std::nullopt;
  v1::ResolvedPayrollProfile resolved;
  resolved.set_person_id(in_force->person_id());
  *resolved.mutable_profile() = *opened;
  *resolved.mutable_effective_from() = in_force->effective_from();
  return resolved;
}
}  // namespace aor::directory
