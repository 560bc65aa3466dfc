#include "services/directory/domain/organisation.h"

#include <stdexcept>
#include <type_traits>

namespace aor::directory::organisation {
namespace {
using enum Refusal;
std::vector<Event> AlreadyTrue() { return {}; }

template <class Message>
bool Same(const Message& a, const Message& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

template <class Fact>
bool Knows(const std::map<std::string, Fact>& facts, const std::string& id, const Fact& fact) {
  const auto known = facts.find(id);
  return known != facts.end() && Same(known->second, fact);
}

bool LacksVatNumber(v1::VatStatus status, const std::string& number) {
  return status == v1::VAT_STATUS_LIABLE && number.empty();
}

Decision Register(const Organisation& organisation, Event event, bool is_person) {
  if (Same(organisation.registration, event)) return AlreadyTrue();
  if (organisation.registration.kind_case() != Event::KIND_NOT_SET || is_person)
    return kAlreadyRegistered;
  return std::vector{std::move(event)};
}

Decision On(const Organisation& organisation, const RegisterLegalEntity& command) {
  Event event;
  *event.mutable_legal_entity_registered() = command.fact;
  return Register(organisation, std::move(event), command.is_person);
}

Decision On(const Organisation& organisation, const RegisterClient& command) {
  Event event;
  *event.mutable_client_registered() = command.fact;
  return Register(organisation, std::move(event), command.is_person);
}

Decision On(const Organisation& organisation, const RegisterSupplier& command) {
  // No such supplier was ever registered, so this cannot hide a repeat.
  if (LacksVatNumber(command.fact.vat_status(), command.fact.vat_number()))
    return kVatNumberMissing;

  Event event;
  *event.mutable_supplier_registered() = command.fact;
  return Register(organisation, std::move(event), command.is_person);
}

Decision On(const Organisation& organisation, const OpenSite& command) {
  if (Knows(organisation.sites, command.fact.site_id(), command.fact)) return AlreadyTrue();
  if (!organisation.registration.has_client_registered()) return kNotAClient;
  if (organisation.sites.contains(command.fact.site_id())) return kAlreadyOpened;

  Event event;
  *event.mutable_site_opened() = command.fact;
  return std::vector{event};
}

Decision On(const Organisation& organisation, const PlacePurchaseOrder& command) {
  const auto& order = command.fact;
  if (Knows(organisation.purchase_orders, order.number(), order)) return AlreadyTrue();
  if (!organisation.registration.has_client_registered()) return kNotAClient;
  if (organisation.purchase_orders.contains(order.number()) && !command.amends)
    return kAlreadyPlaced;
  if (order.validity().has_start() && order.validity().has_end() &&
      calendar::FromProto(order.validity().end()) < calendar::FromProto(order.validity().start()))
    return kEndsBeforeItStarts;
  if (order.ceiling().minor_units() < 0) return kNegativeCeiling;

  Event event;
  *event.mutable_purchase_order_placed() = order;
  return std::vector{event};
}

Decision On(const Organisation& organisation, const OpenProgramme& command) {
  const auto& programme = command.fact;
  if (Knows(organisation.programmes, programme.programme_id(), programme)) return AlreadyTrue();
  if (!organisation.registration.has_client_registered()) return kNotAClient;
  if (organisation.programmes.contains(programme.programme_id())) return kAlreadyOpened;

  Event event;
  *event.mutable_programme_opened() = programme;
  return std::vector{event};
}

Decision On(const Organisation& organisation, const RecordSupplierVatStatus& command) {
  const auto& status = command.fact;
  const auto known = organisation.vat_statuses.find(calendar::FromProto(status.effective_from()));
  if (known != organisation.vat_statuses.end() && Same(known->second, status)) return AlreadyTrue();
  if (!organisation.registration.has_supplier_registered()) return kNotASupplier;
  if (LacksVatNumber(status.vat_status(), status.vat_number())) return kVatNumberMissing;

  Event event;
  *event.mutable_supplier_vat_status_recorded() = status;
  return std::vector{event};
}

Decision On(const Organisation& organisation, const ChangeDetails& command) {
  const auto& details = command.fact;
  if (Same(organisation.details, details)) return AlreadyTrue();
  const auto& registration = organisation.registration;
  if (registration.kind_case() == Event::KIND_NOT_SET) return kNotRegistered;
  if (registration.has_legal_entity_registered() &&
      details.address().country_code() != organisation.details.address().country_code())
    return kCountryStays;
  if (registration.has_supplier_registered() && !details.vat_number().empty())
    return kVatNumberOfStatus;
  if (registration.has_client_registered() && details.has_particulars())
    return kNoParticularsOfClients;

  Event event;
  *event.mutable_organisation_details_changed() = details;
  return std::vector{event};
}

Decision On(const Organisation& organisation, const AgreeTerms& command) {
  if (!organisation.registration.has_client_registered()) return kNotAClient;
  if (Same(organisation.terms, command.fact)) return AlreadyTrue();

  Event event;
  *event.mutable_client_terms_agreed() = command.fact;
  return std::vector{event};
}

Decision On(const Organisation& organisation, const RecordEmployerDetails& command) {
  if (!organisation.registration.has_legal_entity_registered()) return kNotALegalEntity;
  if (Same(organisation.employer, command.fact)) return AlreadyTrue();

  Event event;
  *event.mutable_employer_details_recorded() = command.fact;
  return std::vector{event};
}

void Begin(Organisation& organisation, const Event& registration) {
  organisation.registration = registration;
  organisation.details = FirstDetails(registration);
}

void Remember(Organisation& organisation, const v1::SupplierVatStatusRecorded& status) {
  organisation.vat_statuses[calendar::FromProto(status.effective_from())] = status;
}
}  // namespace

v1::SupplierVatStatusRecorded FirstVatStatus(const v1::SupplierRegistered& supplier) {
  v1::SupplierVatStatusRecorded status;
  status.set_supplier_id(supplier.supplier_id());
  status.set_vat_status(supplier.vat_status());
  status.set_vat_number(supplier.vat_number());
  *status.mutable_effective_from() = supplier.vat_status_from();
  return status;
}

v1::OrganisationDetailsChanged FirstDetails(const Event& event) {
  if (event.has_legal_entity_registered())
    return DetailsOf(event.legal_entity_registered().legal_entity_id(),
                     event.legal_entity_registered());
  if (event.has_client_registered())
    return DetailsOf(event.client_registered().client_id(), event.client_registered());
  return DetailsOf(event.supplier_registered().supplier_id(), event.supplier_registered());
}

v1::ClientTermsAgreed FirstTerms(const v1::ClientRegistered& client) {
  v1::ClientTermsAgreed terms;
  terms.set_client_id(client.client_id());
  terms.set_payment_terms_days(client.payment_terms_days());
  terms.set_language(client.language());
  terms.set_billing_cadence(client.billing_cadence());
  terms.set_consolidation(client.consolidation());
  return terms;
}

Decision Decide(const Organisation& organisation, const Command& command) {
  return std::visit([&](const auto& c) { return On(organisation, c); }, command);
}

Organisation Evolve(Organisation organisation, const Event& event) {
  switch (event.kind_case()) {
    case Event::kLegalEntityRegistered: Begin(organisation, event); return organisation;
    case Event::kClientRegistered:
      Begin(organisation, event);
      organisation.terms = FirstTerms(event.client_registered());
      return organisation;
    case Event::kSupplierRegistered:
      Begin(organisation, event);
      Remember(organisation, FirstVatStatus(event.supplier_registered()));
      return organisation;
    case Event::kSiteOpened:
      organisation.sites[event.site_opened().site_id()] = event.site_opened();
      return organisation;
    case Event::kPurchaseOrderPlaced:
      organisation.purchase_orders[event.purchase_order_placed().number()] =
          event.purchase_order_placed();
      return organisation;
    case Event::kProgrammeOpened:
      organisation.programmes[event.programme_opened().programme_id()] = event.programme_opened();
      return organisation;
    case Event::kSupplierVatStatusRecorded:
      Remember(organisation, event.supplier_vat_status_recorded());
      return organisation;
    case Event::kOrganisationDetailsChanged:
      organisation.details = event.organisation_details_changed();
      return organisation;
    case Event::kClientTermsAgreed:
      organisation.terms = event.client_terms_agreed();
      return organisation;
    case Event::kEmployerDetailsRecorded:
      organisation.employer = event.employer_details_recorded();
      return organisation;
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("organisation: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kAlreadyRegistered: return "ALREADY_REGISTERED";
    case kNotAClient: return "NOT_A_CLIENT";
    case kNotASupplier: return "NOT_A_SUPPLIER";
    case kAlreadyOpened: return "ALREADY_OPENED";
    case kAlreadyPlaced: return "ALREADY_PLACED";
    case kEndsBeforeItStarts: return "ENDS_BEFORE_IT_STARTS";
    case kNegativeCeiling: return "NEGATIVE_CEILING";
    case kVatNumberMissing: return "VAT_NUMBER_MISSING";
    case kNotRegistered: return "NOT_REGISTERED";
    case kCountryStays: return "COUNTRY_STAYS";
    case kVatNumberOfStatus: return "VAT_NUMBER_OF_STATUS";
    case kNoParticularsOfClients: return "NO_PARTICULARS_OF_CLIENTS";
    case kNotALegalEntity: return "NOT_A_LEGAL_ENTITY";
  }
  throw std::logic_error("organisation: unnamed refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kAlreadyRegistered:
      return "This id is registered with other data; look it up, or choose another id.";
    case kNotAClient: return "No client has this id; register the client first.";
    case kNotASupplier: return "No supplier has this id; register the supplier first.";
    case kAlreadyOpened:
      return "The client has one of this id with other data; look it up, or choose another id.";
    case kAlreadyPlaced:
      return "The client has an order of this number with other data: ask for a new number, or say "
             "that this one amends it.";
    case kEndsBeforeItStarts: return "The order's last day is before its first; correct one.";
    case kNegativeCeiling: return "Leave the ceiling out if the order has none.";
    case kVatNumberMissing: return "A supplier that is liable for VAT needs its VAT number.";
    case kNotRegistered: return "No organisation has this id; register it first.";
    case kCountryStays:
      return "An own company keeps its country; register another one for another country.";
    case kVatNumberOfStatus:
      return "A supplier's VAT number stands with its VAT status; record that.";
    case kNoParticularsOfClients:
      return "No paper names a client's legal form or capital; leave its particulars out.";
    case kNotALegalEntity: return "No own company has this id; register the legal entity first.";
  }
  throw std::logic_error("organisation: unnamed refusal");
}
}  // namespace aor::directory::organisation
