#include "services/directory/domain/organisation.h"

#include "libs/eventsourcing/rules.h"

namespace aor::directory::organisation {
namespace {
using enum Refusal;

template <class Message>
Message Parsed(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}
// A command from the very event that it wishes for, changed as `changes` says.
template <class Command>
Command Wish(const char* event_text, const char* changes = "") {
  const auto event = Parsed<Event>(event_text);
  Command command;
  const auto* field = event.GetDescriptor()->FindFieldByNumber(static_cast<int>(event.kind_case()));
  command.fact.CopyFrom(event.GetReflection()->GetMessage(event, field));
  EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(changes, &command.fact)) << changes;
  return command;
}

constexpr auto kGeneva =
    "legal_entity_registered { legal_entity_id: 'geneva' name: 'Alpina Genève SA' "
    "currency_code: 'CHF' zone: 'Europe/Zurich' holiday_place: 'CH-GE' }";
constexpr auto kAcme =
    "client_registered { client_id: 'acme' name: 'Acme' payment_terms_days: 30 "
    "legal_entity_id: 'geneva' }";
constexpr auto kSite =
    "site_opened { client_id: 'acme' site_id: 'hall' name: 'Hall 1' zone: 'Europe/Zurich' }";
constexpr auto kOrder =
    "purchase_order_placed { client_id: 'acme' number: 'PO-1' "
    "ceiling { currency_code: 'CHF' minor_units: 500000 } "
    "validity { start { year: 2026 month: 10 day: 1 } end { year: 2026 month: 12 day: 31 } } }";
constexpr auto kRaised =
    "purchase_order_placed { client_id: 'acme' number: 'PO-1' "
    "ceiling { currency_code: 'CHF' minor_units: 900000 } "
    "validity { start { year: 2026 month: 10 day: 1 } end { year: 2026 month: 12 day: 31 } } }";
constexpr auto kOrderOfOneDay =
    "purchase_order_placed { client_id: 'acme' number: 'PO-1' "
    "ceiling { currency_code: 'CHF' minor_units: 500000 } "
    "validity { start { year: 2026 month: 10 day: 1 } end { year: 2026 month: 10 day: 1 } } }";
constexpr auto kProgramme = "programme_opened { programme_id: 'it' client_id: 'acme' name: 'IT' }";
constexpr auto kSupplier =
    "supplier_registered { supplier_id: 'dev' name: 'Dev SARL' worker_id: 'ada' "
    "vat_status: VAT_STATUS_FRANCHISE_293B "
    "vat_status_from { year: 2026 month: 1 day: 1 } }";
constexpr auto kLiable =
    "supplier_vat_status_recorded { supplier_id: 'dev' vat_status: VAT_STATUS_LIABLE "
    "vat_number: 'FR1' effective_from { year: 2026 month: 11 day: 1 } }";
constexpr auto kFirstStatus =
    "supplier_vat_status_recorded { supplier_id: 'dev' vat_status: VAT_STATUS_FRANCHISE_293B "
    "effective_from { year: 2026 month: 1 day: 1 } }";
constexpr auto kCorrected =
    "supplier_vat_status_recorded { supplier_id: 'dev' vat_status: VAT_STATUS_LIABLE "
    "vat_number: 'FR2' effective_from { year: 2026 month: 11 day: 1 } }";

constexpr auto kMoved =
    "organisation_details_changed { organisation_id: 'acme' name: 'Acme' "
    "address { town: 'Lausanne' country_code: 'CH' } vat_number: 'CHE-1' }";
constexpr auto kAsRegistered =
    "organisation_details_changed { organisation_id: 'acme' name: 'Acme' }";
constexpr auto kEntityMoved =
    "organisation_details_changed { organisation_id: 'geneva' name: 'Alpina Genève SA' "
    "address { town: 'Carouge' } }";
constexpr auto kGenevaWithCapital =
    "organisation_details_changed { organisation_id: 'geneva' name: 'Alpina Genève SA' "
    "particulars { legal_form: 'SA' share_capital { currency_code: 'CHF' minor_units: 10000000 } } "
    "}";
constexpr auto kLyon =
    "legal_entity_registered { legal_entity_id: 'lyon' name: 'Alpina Lyon' "
    "particulars { legal_form: 'SAS' activity_code: '78.20Z' } }";
constexpr auto kLyonAsRegistered =
    "organisation_details_changed { organisation_id: 'lyon' name: 'Alpina Lyon' "
    "particulars { legal_form: 'SAS' activity_code: '78.20Z' } }";
constexpr auto kSupplierMoved =
    "organisation_details_changed { organisation_id: 'dev' name: 'Dev SARL' "
    "address { town: 'Lyon' country_code: 'FR' } }";
constexpr auto kTerms =
    "client_terms_agreed { client_id: 'acme' payment_terms_days: 45 language: 'de' }";
constexpr auto kEmployer =
    "employer_details_recorded { legal_entity_id: 'geneva' licence_number: 'GE-1' pay_day: 5 }";
constexpr auto kRenewed =
    "employer_details_recorded { legal_entity_id: 'geneva' licence_number: 'GE-2' pay_day: 5 }";
constexpr auto kFirstTerms = "client_terms_agreed { client_id: 'acme' payment_terms_days: 30 }";

PlacePurchaseOrder Amended(const char* order) {
  auto command = Wish<PlacePurchaseOrder>(order);
  command.amends = true;
  return command;
}

template <class Register>
Register OfAPerson(Register command) {
  command.is_person = true;
  return command;
}

TEST(OrganisationTest, FollowsTheRules) {
  using Then = std::vector<const char*>;
  using Entity = RegisterLegalEntity;
  using Client = RegisterClient;
  using Supplier = RegisterSupplier;
  using Order = PlacePurchaseOrder;
  using Vat = RecordSupplierVatStatus;
  using Details = ChangeDetails;
  using Employer = RecordEmployerDetails;
  eventsourcing::CheckRules<Organisation, Event, Command, Refusal>({
      {"a legal entity is registered", {}, Wish<Entity>(kGeneva), Then{kGeneva}},
      {"the same entity once", {kGeneva}, Wish<Entity>(kGeneva), Then{}},
      {"not with other data", {kGeneva}, Wish<Entity>(kGeneva, "name: 'X'"), kAlreadyRegistered},
      {"a client is registered", {}, Wish<Client>(kAcme), Then{kAcme}},
      {"the same client once", {kAcme, kSite}, Wish<Client>(kAcme), Then{}},
      {"no other client", {kAcme}, Wish<Client>(kAcme, "name: 'Bcme'"), kAlreadyRegistered},
      {"an id is one organisation", {kGeneva}, Wish<Client>(kAcme), kAlreadyRegistered},
      {"and no person's: an entity", {}, OfAPerson(Wish<Entity>(kGeneva)), kAlreadyRegistered},
      {"nor a client", {}, OfAPerson(Wish<Client>(kAcme)), kAlreadyRegistered},
      {"nor a supplier", {}, OfAPerson(Wish<Supplier>(kSupplier)), kAlreadyRegistered},
      {"a site is opened", {kAcme}, Wish<OpenSite>(kSite), Then{kSite}},
      {"the same site once", {kAcme, kSite}, Wish<OpenSite>(kSite), Then{}},
      {"a site has a client", {kSupplier}, Wish<OpenSite>(kSite), kNotAClient},
      {"no other site", {kAcme, kSite}, Wish<OpenSite>(kSite, "name: 'X'"), kAlreadyOpened},
      {"an order is placed", {kAcme}, Wish<Order>(kOrder), Then{kOrder}},
      {"the same order once", {kAcme, kOrder}, Wish<Order>(kOrder), Then{}},
      {"an order may last one day", {kAcme}, Wish<Order>(kOrderOfOneDay), Then{kOrderOfOneDay}},
      {"an order has a client", {}, Wish<Order>(kOrder), kNotAClient},
      {"no other order of a number",
       {kAcme, kOrder},
       Wish<Order>(kOrder, "cost_centre: 'X'"),
       kAlreadyPlaced},
      {"an order is raised", {kAcme, kOrder}, Amended(kRaised), Then{kRaised}},
      {"once", {kAcme, kOrder, kRaised}, Amended(kRaised), Then{}},
      {"what amends may be the first word", {kAcme}, Amended(kRaised), Then{kRaised}},
      {"a raised one has its number",
       {kAcme, kOrder, kRaised},
       Wish<Order>(kOrder),
       kAlreadyPlaced},
      {"an order ends after it starts",
       {kAcme},
       Wish<Order>(kOrder, "validity { end { year: 2026 month: 9 day: 30 } }"),
       kEndsBeforeItStarts},
      {"a ceiling is not negative",
       {kAcme},
       Wish<Order>(kOrder, "ceiling { minor_units: -1 }"),
       kNegativeCeiling},
      {"a programme is opened", {kAcme}, Wish<OpenProgramme>(kProgramme), Then{kProgramme}},
      {"the same programme once", {kAcme, kProgramme}, Wish<OpenProgramme>(kProgramme), Then{}},
      {"a programme has a client", {}, Wish<OpenProgramme>(kProgramme), kNotAClient},
      {"no other programme",
       {kAcme, kProgramme},
       Wish<OpenProgramme>(kProgramme, "name: 'X'"),
       kAlreadyOpened},
      {"a supplier is registered", {}, Wish<Supplier>(kSupplier), Then{kSupplier}},
      {"the same supplier once", {kSupplier, kLiable}, Wish<Supplier>(kSupplier), Then{}},
      {"no other supplier",
       {kSupplier},
       Wish<Supplier>(kSupplier, "name: 'X'"),
       kAlreadyRegistered},
      {"a liable supplier has a VAT number",
       {},
       Wish<Supplier>(kSupplier, "vat_status: VAT_STATUS_LIABLE"),
       kVatNumberMissing},
      {"a VAT status begins on a day", {kSupplier}, Wish<Vat>(kLiable), Then{kLiable}},
      {"the same status once", {kSupplier, kLiable}, Wish<Vat>(kLiable), Then{}},
      {"the registered status is known", {kSupplier}, Wish<Vat>(kFirstStatus), Then{}},
      {"a status is corrected", {kSupplier, kLiable}, Wish<Vat>(kCorrected), Then{kCorrected}},
      {"a status is a supplier's", {kAcme}, Wish<Vat>(kLiable), kNotASupplier},
      {"liable means a number",
       {kSupplier},
       Wish<Vat>(kFirstStatus, "vat_status: VAT_STATUS_LIABLE"),
       kVatNumberMissing},
      {"a client moves", {kAcme}, Wish<Details>(kMoved), Then{kMoved}},
      {"and has moved once", {kAcme, kMoved}, Wish<Details>(kMoved), Then{}},
      {"and back", {kAcme, kMoved}, Wish<Details>(kAsRegistered), Then{kAsRegistered}},
      {"it was never elsewhere", {kAcme}, Wish<Details>(kAsRegistered), Then{}},
      {"the registration that comes again is known", {kAcme, kMoved}, Wish<Client>(kAcme), Then{}},
      {"who is unknown does not move", {}, Wish<Details>(kMoved), kNotRegistered},
      {"a legal entity moves", {kGeneva}, Wish<Details>(kEntityMoved), Then{kEntityMoved}},
      {"not abroad",
       {kGeneva},
       Wish<Details>(kEntityMoved, "address { country_code: 'FR' }"),
       kCountryStays},
      {"its particulars are stated",
       {kGeneva},
       Wish<Details>(kGenevaWithCapital),
       Then{kGenevaWithCapital}},
      {"once", {kGeneva, kGenevaWithCapital}, Wish<Details>(kGenevaWithCapital), Then{}},
      {"or when it is registered", {kLyon}, Wish<Details>(kLyonAsRegistered), Then{}},
      {"not of a client",
       {kAcme},
       Wish<Details>(kMoved, "particulars { legal_form: 'SA' }"),
       kNoParticularsOfClients},
      {"a supplier moves", {kSupplier}, Wish<Details>(kSupplierMoved), Then{kSupplierMoved}},
      {"its VAT number stands with its status",
       {kSupplier},
       Wish<Details>(kSupplierMoved, "vat_number: 'FR1'"),
       kVatNumberOfStatus},
      {"terms are agreed anew", {kAcme}, Wish<AgreeTerms>(kTerms), Then{kTerms}},
      {"the same terms once", {kAcme, kTerms}, Wish<AgreeTerms>(kTerms), Then{}},
      {"the registered terms are known", {kAcme}, Wish<AgreeTerms>(kFirstTerms), Then{}},
      {"terms are a client's", {kSupplier}, Wish<AgreeTerms>(kTerms), kNotAClient},
      {"an employer has a licence", {kGeneva}, Wish<Employer>(kEmployer), Then{kEmployer}},
      {"the same once", {kGeneva, kEmployer}, Wish<Employer>(kEmployer), Then{}},
      {"a licence is renewed", {kGeneva, kEmployer}, Wish<Employer>(kRenewed), Then{kRenewed}},
      {"an employer is an own company", {kAcme}, Wish<Employer>(kEmployer), kNotALegalEntity},
  });
}

TEST(OrganisationTest, StopsAtAnUnknownEvent) { EXPECT_ANY_THROW(Evolve({}, Event{})); }
}  // namespace
}  // namespace aor::directory::organisation
