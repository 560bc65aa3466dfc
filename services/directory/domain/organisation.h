// An organisation: one of the agency's own legal entities, a client with its sites,
// purchase orders and programmes, or a supplier with its VAT statuses. An id is one
// organisation for ever; name, address, VAT number and terms change from a moment on.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "aor/directory/v1/directory_events.pb.h"
#include "libs/calendar/calendar.h"

namespace aor::directory::organisation {
using Event = v1::OrganisationEvent;

// Each command carries the fact that it wishes to become true. An id that is a person's is no
// organisation's too: accounts stand by it, and an erasure shuts them.
struct RegisterLegalEntity {
  v1::LegalEntityRegistered fact;
  bool is_person = false;
};
struct RegisterClient {
  v1::ClientRegistered fact;
  bool is_person = false;
};
struct RegisterSupplier {
  v1::SupplierRegistered fact;
  bool is_person = false;
};
struct OpenSite {
  v1::SiteOpened fact;
};
struct PlacePurchaseOrder {
  v1::PurchaseOrderPlaced fact;
  bool amends = false;  // raises, extends or otherwise replaces the one of this number
};
struct OpenProgramme {
  v1::ProgrammeOpened fact;
};
struct RecordSupplierVatStatus {  // a later word on the same day replaces the earlier one
  v1::SupplierVatStatusRecorded fact;
};
struct ChangeDetails {
  v1::OrganisationDetailsChanged fact;
};
struct AgreeTerms {
  v1::ClientTermsAgreed fact;
};
struct RecordEmployerDetails {
  v1::EmployerDetailsRecorded fact;
};
using Command = std::variant<RegisterLegalEntity, RegisterClient, RegisterSupplier, OpenSite,
                             PlacePurchaseOrder, OpenProgramme, RecordSupplierVatStatus,
                             ChangeDetails, AgreeTerms, RecordEmployerDetails>;

enum class Refusal {
  kAlreadyRegistered,  // the id, with other data
  kNotAClient,
  kNotASupplier,
  kAlreadyOpened,       // the site or programme, with other data
  kAlreadyPlaced,       // the purchase order, with other data
  kEndsBeforeItStarts,  // a purchase order
  kNegativeCeiling,
  kVatNumberMissing,  // of a supplier that is liable
  kNotRegistered,
  kCountryStays,       // of a legal entity: its zone, money and rules are of that country
  kVatNumberOfStatus,  // of a supplier
  kNoParticularsOfClients,
  kNotALegalEntity,
};

struct Organisation {
  Event registration;  // as it was first; no kind: not registered
  v1::OrganisationDetailsChanged details;
  v1::ClientTermsAgreed terms;
  v1::EmployerDetailsRecorded employer;
  std::map<std::string, v1::SiteOpened> sites;
  std::map<std::string, v1::PurchaseOrderPlaced> purchase_orders;  // by number
  std::map<std::string, v1::ProgrammeOpened> programmes;
  std::map<calendar::Date, v1::SupplierVatStatusRecorded> vat_statuses;  // by first day
};

// What a registration says of it, as if it had been recorded: of any kind, of a client, of a
// supplier.
v1::OrganisationDetailsChanged FirstDetails(const Event& registration);
// The same of a registration's fact. A supplier's VAT number is none of it: it has a status.
template <class Registered>
v1::OrganisationDetailsChanged DetailsOf(const std::string& id, const Registered& registered) {
  v1::OrganisationDetailsChanged details;
  details.set_organisation_id(id);
  details.set_name(registered.name());
  if (registered.has_address()) *details.mutable_address() = registered.address();
  if constexpr (!std::is_same_v<Registered, v1::SupplierRegistered>)
    details.set_vat_number(registered.vat_number());
  if constexpr (requires { registered.particulars(); })
    if (registered.has_particulars()) *details.mutable_particulars() = registered.particulars();
  return details;
}
v1::ClientTermsAgreed FirstTerms(const v1::ClientRegistered& client);
v1::SupplierVatStatusRecorded FirstVatStatus(const v1::SupplierRegistered& supplier);

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Organisation& organisation, const Command& command);
Organisation Evolve(Organisation organisation, const Event& event);

std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::directory::organisation
