#include "aor/directory/v1/contact_service.grpc.pb.h"
#include "aor/directory/v1/directory_rows.pb.h"
#include "aor/directory/v1/organisation_service.pb.h"
#include "services/directory/api/endpoints.h"
#include "services/directory/api/owners.h"
#include "services/directory/api/seals.h"
#include "services/directory/domain/contact.h"
#include "services/directory/projections/directory_view.h"

namespace aor::directory {
namespace {
using eventsourcing::Rows;
using eventsourcing::Transaction;
using rpc::Caller;
using rpc::Context;
using rpc::Reactor;

std::optional<eventsourcing::Refused> Record(Transaction& transaction, vault::Vault& vault,
                                             v1::ContactRecorded fact, const std::string& details) {
  const std::string owner = fact.owner_id();
  Owner standing = OwnerOf(transaction, owner);
  if (standing.known() && !standing.erased) {
    const auto sealed = vault.Seal(transaction.tenant(), owner, ContactPlace(owner), details);
    standing.erased = absl::IsFailedPrecondition(sealed.status());
    if (sealed.ok())
      *fact.mutable_details() = *sealed;
    else if (!standing.erased)
      throw std::runtime_error(sealed.status().ToString());
  }
  return eventsourcing::DecideOn<contact::Contact, contact::Event, contact::Command>(
      transaction, "contact-" + owner,
      contact::RecordContact{std::move(fact), standing.known(), standing.erased});
}

// What the contact leaves open is taken from the registration.
void Complete(const Rows& rows, const vault::Vault& vault, const std::string& tenant,
              const std::string& owner, v1::ContactDetails& details) {
  const auto fill = [&](const std::string& name, const std::string& language) {
    if (details.name().empty()) details.set_name(name);
    if (details.language().empty()) details.set_language(language);
  };
  if (const auto person = rows.Load<v1::PersonRow>(PersonKey(tenant, owner))) {
    const auto name =
        OpenedAs<v1::PersonName>(vault, tenant, NamePlace(owner), person->registered().name());
    fill(name ? FullName(*name) : "", person->registered().language());
  } else if (const auto client = rows.Load<v1::Client>(ClientRow(tenant, owner))) {
    fill(client->registered().name(), client->registered().language());
  } else if (const auto supplier = rows.Load<v1::Supplier>(SupplierRow(tenant, owner))) {
    fill(supplier->registered().name(), "");
  } else if (const auto entity =
                 rows.Load<v1::LegalEntityRegistered>(LegalEntityRow(tenant, owner))) {
    fill(entity->name(), "");
    if (details.zone().empty()) details.set_zone(entity->zone());
  }
}

std::optional<v1::Contact> ContactOf(const Rows& rows, const vault::Vault& vault,
                                     const std::string& tenant, const std::string& owner) {
  const auto row = rows.Load<v1::ContactRecorded>(ContactKey(tenant, owner));
  if (!row) return std::nullopt;
  v1::Contact contact;
  contact.set_owner_id(owner);
  contact.set_backup_id(row->backup_id());
  if (auto details =
          OpenedAs<v1::ContactDetails>(vault, tenant, ContactPlace(owner), row->details())) {
    *contact.mutable_details() = *std::move(details);
    Complete(rows, vault, tenant, owner, *contact.mutable_details());
  }
  return contact;
}

// A contractor's business without an address of its own is the person's who does its work.
std::optional<v1::Contact> ReachOf(const Rows& rows, const vault::Vault& vault,
                                   const std::string& tenant, const std::string& owner) {
  auto own = ContactOf(rows, vault, tenant, owner);
  if (own && !(own->details().mail().empty() && own->details().phone().empty())) return own;
  const auto supplier = rows.Load<v1::Supplier>(SupplierRow(tenant, owner));
  if (!supplier) return own;
  const std::string& person = supplier->registered().worker_id();
  auto theirs = ContactOf(rows, vault, tenant, person);
  if (!theirs) return own;
  theirs->set_owner_id(owner);
  theirs->set_person_id(person);
  if (own && !own->backup_id().empty()) theirs->set_backup_id(own->backup_id());
  return theirs;
}

class ContactCalls final : public v1::ContactService::CallbackService {
 public:
  explicit ContactCalls(Tools tools) : tools_(std::move(tools)) {}

  Reactor* RecordContact(Context* context, const v1::RecordContactRequest* request,
                         v1::RecordContactResponse* response) override {
    return tools_.edge.Mutate(context, *request, response,
                              [=, this](const Caller& caller) { return ToWish(caller, *request); });
  }

  Reactor* GetContact(Context* context, const v1::GetContactRequest* request,
                      v1::GetContactResponse* response) override {
    return tools_.edge.Read<v1::GetContactRequest, v1::GetContactResponse>(
        context, *request, response, tools_.view,
        [=, this](const Caller& caller, const Rows& rows, auto& answer) {
          auto contact = ContactOf(rows, tools_.vault, caller.tenant, request->owner_id());
          if (!contact) return rpc::NotFound("contact", request->owner_id());
          *answer.mutable_contact() = *std::move(contact);
          return absl::OkStatus();
        });
  }

  Reactor* ResolveContacts(Context* context, const v1::ResolveContactsRequest* request,
                           v1::ResolveContactsResponse* response) override {
    return tools_.edge.Read<v1::ResolveContactsRequest, v1::ResolveContactsResponse>(
        context, *request, response, tools_.view,
        [=, this](const Caller& caller, const Rows& rows, auto& answer) {
          for (const std::string& owner : request->owner_ids())
            if (auto contact = ReachOf(rows, tools_.vault, caller.tenant, owner))
              *answer.add_contacts() = *std::move(contact);
          return absl::OkStatus();
        });
  }

 private:
  absl::StatusOr<rpc::Wish> ToWish(const Caller& caller, const v1::RecordContactRequest& request) {
    const std::string& owner = request.owner_id();
    if (request.backup_id() == owner)
      return rpc::FieldError("backup_id", "name somebody else, or nobody");
    if (auto opens = StillOpens(tools_.view.rows(), tools_.vault, caller.tenant, owner);
        !opens.ok())
      return opens;
    const std::string details = request.details().SerializeAsString();
    const auto index = tools_.vault.BlindIndex(caller.tenant, ContactPlace(owner), details);
    if (!index.ok()) return index.status();
    v1::ContactRecorded fact;
    fact.set_owner_id(owner);
    fact.set_content_index(*index);
    fact.set_backup_id(request.backup_id());
    return rpc::Wish{owner, [fact, details, &vault = tools_.vault](Transaction& transaction) {
                       return Record(transaction, vault, fact, details);
                     }};
  }

  Tools tools_;
};
}  // namespace

std::unique_ptr<grpc::Service> ContactEndpoint(Tools tools) {
  return std::make_unique<ContactCalls>(std::move(tools));
}
}  // namespace aor::directory
