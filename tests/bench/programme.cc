#include "tests/bench/programme.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_format.h>

#include "aor/admin/v1/admin_service.grpc.pb.h"
#include "aor/clock/v1/clock_service.grpc.pb.h"
#include "aor/directory/v1/account_service.grpc.pb.h"
#include "aor/directory/v1/organisation_service.grpc.pb.h"
#include "aor/directory/v1/person_service.grpc.pb.h"
#include "aor/engagements/v1/engagements_service.grpc.pb.h"
#include "aor/invoicing/v1/invoicing_service.grpc.pb.h"
#include "aor/timesheet/v1/timesheet_service.grpc.pb.h"

namespace aor::bench {
namespace {
using absl::StrCat;
using directory::v1::AccountService;
using directory::v1::OrganisationService;
using directory::v1::PersonService;
using engagements::v1::EngagementsService;
using timesheet::v1::TimesheetService;

constexpr int64_t kFirstMorning = 1790834400;  // 1 October 2026, 08:00 in Zurich
constexpr int64_t kLastMorning = 1793430000;   // 31 October 2026, 08:00
constexpr int64_t kDay = 86'400;
constexpr int64_t kSummerEnds = 1792890000;     // 25 October: the same wall clock, an hour later
constexpr int kDaysOfWeek[] = {2, 5, 5, 5, 5};  // October 2026 begins on a Thursday

std::string WorkerOf(size_t n) { return StrCat("w", n); }
std::string ContractOf(size_t n) { return StrCat("k", n); }
std::string ClientId(size_t n) { return StrCat("c", n); }
std::string QuoteOf(size_t client) { return StrCat("q", client); }
std::string WeekOf(size_t week) { return StrCat("2026-W", 40 + week); }

// A Swiss account with the right check digits.
std::string IbanOf(size_t n) {
  const std::string number = absl::StrFormat("00788%012d", n);
  int rest = 0;
  for (const char digit : number + "121700") rest = (rest * 10 + (digit - '0')) % 97;
  return absl::StrFormat("CH%02d%s", 98 - rest, number);
}

template <class Address>
void Fill(Address& address, size_t n) {
  address.set_street("Rue du Lac");
  address.set_building_number(std::to_string(n % 200 + 1));
  address.set_postal_code("1200");
  address.set_town("Genève");
  address.set_country_code("CH");
}

template <class Date>
void Set(Date& date, int year, int month, int day) {
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
}

// The n-th working day of October, which has no holiday on one.
int64_t MorningOf(size_t n) {
  const size_t days = n < 2 ? n : 4 + (n - 2) / 5 * 7 + (n - 2) % 5;
  const int64_t morning = kFirstMorning + static_cast<int64_t>(days) * kDay;
  return morning < kSummerEnds ? morning : morning + 3600;
}

// As the peer has them: 7 to 9 hours.
int64_t MinutesOf(size_t worker, size_t day) { return 420 + (worker * 7 + day * 13) % 121; }

void Say(const char* what) { fprintf(stderr, "month end: %s\n", what); }
}  // namespace

Programme::Programme(const Office& office, size_t workers)
    : office_(office),
      workers_(workers),
      clients_(std::max<size_t>(1, workers / kWorkersOfAClient)),
      consultant_(office.TokenOf("nina", "consultant")),
      verifier_(office.TokenOf("carla", "consultant")) {
  for (size_t n = 0; n < clients_; ++n)
    contacts_.push_back(office.TokenOf(StrCat("contact-", n), "client:" + ClientId(n)));
}

bool Programme::Prepare() {
  return OpenAgency() && RegisterClients() && RegisterPeople() && Settle() && ConcludeContracts() &&
         SignPapers() && Settle() && RecordHours() && EndMonth() && Settle();
}

bool Programme::OpenAgency() {
  Say("the agency");
  const auto organisations = OrganisationService::NewStub(office_.channel());
  const auto accounts = AccountService::NewStub(office_.channel());
  const auto invoicing = invoicing::v1::InvoicingService::NewStub(office_.channel());
  const std::string administrator = office_.TokenOf("root", "administrator");
  const std::string finance = office_.TokenOf("fatima", "finance");
  directory::v1::RegisterLegalEntityRequest entity;
  entity.set_request_id("entity");
  entity.set_legal_entity_id("geneva");
  entity.set_name("Bench SA");
  Fill(*entity.mutable_address(), 1);
  entity.set_currency_code("CHF");
  entity.set_zone("Europe/Zurich");
  entity.set_holiday_place("CH-GE");
  directory::v1::DeclareAccountRequest account;
  account.set_request_id("entity-account");
  account.set_owner_id("geneva");
  account.set_iban(IbanOf(999'999'999));
  account.set_currency_code("CHF");
  invoicing::v1::OpenSeriesRequest series;
  series.set_request_id("series");
  series.set_legal_entity_id("geneva");
  series.set_series_kind(invoicing::v1::SERIES_KIND_INVOICE);
  series.set_year(2026);
  series.set_prefix("GE-2026-");
  directory::v1::RegisterLegalEntityResponse registered;
  directory::v1::DeclareAccountResponse declared;
  invoicing::v1::OpenSeriesResponse opened;
  return office_.Do(administrator, *organisations, &OrganisationService::Stub::RegisterLegalEntity,
                    entity, registered) &&
         office_.Do(consultant_, *accounts, &AccountService::Stub::DeclareAccount, account,
                    declared) &&
         office_.Do(finance, *invoicing, &invoicing::v1::InvoicingService::Stub::OpenSeries, series,
                    opened);
}

bool Programme::RegisterClients() {
  Say("clients and quotes");
  const auto organisations = OrganisationService::NewStub(office_.channel());
  const auto papers = EngagementsService::NewStub(office_.channel());
  using Organisations = Calls<OrganisationService>;
  using Papers = Calls<EngagementsService>;
  const auto client = [&](size_t n, directory::v1::RegisterClientRequest & request) -> auto& {
    request.set_request_id(StrCat("client-", n));
    request.set_client_id(ClientId(n));
    request.set_name(StrCat("Client ", n, " SA"));
    Fill(*request.mutable_address(), n);
    request.set_payment_terms_days(30);
    request.set_billing_cadence(directory::v1::BILLING_CADENCE_MONTHLY);
    request.set_consolidation(directory::v1::CONSOLIDATION_CLIENT);
    request.set_legal_entity_id("geneva");
    return consultant_;
  };
  const auto site = [&](size_t n, directory::v1::OpenSiteRequest & request) -> auto& {
    request.set_request_id(StrCat("site-", n));
    request.set_client_id(ClientId(n));
    request.set_site_id(ClientId(n) + "-site");
    request.set_name("Site");
    Fill(*request.mutable_address(), n);
    request.set_zone("Europe/Zurich");
    request.set_jurisdiction("CH-GE");
    return consultant_;
  };
  const auto quote = [&](size_t n, engagements::v1::CreateQuoteRequest & request) -> auto& {
    request.set_request_id(StrCat("quote-", n));
    request.set_quote_id(QuoteOf(n));
    request.set_client_id(ClientId(n));
    request.set_legal_entity_id("geneva");
    auto& wish = *request.mutable_wish();
    wish.set_engagement_kind(engagements::v1::ENGAGEMENT_KIND_TEMP);
    wish.set_jurisdiction("CH-GE");
    wish.set_currency_code("CHF");
    wish.set_unit(engagements::v1::UNIT_HOUR);
    wish.mutable_base_wage()->set_unscaled(30 + static_cast<int64_t>(n % 40));
    wish.set_cba_id("GAV-PERSONALVERLEIH");
    wish.set_skill(engagements::v1::SKILL_SKILLED);
    wish.set_held(engagements::v1::HELD_TARIFF);
    wish.mutable_held_value()->set_unscaled(60 + static_cast<int64_t>(n % 40) * 2);
    return consultant_;
  };
  const auto accept = [&](size_t n, engagements::v1::AcceptQuoteRequest & request) -> auto& {
    request.set_request_id(StrCat("accept-", n));
    request.set_client_id(ClientId(n));
    request.set_quote_id(QuoteOf(n));
    return contacts_[n];
  };
  return office_.Each(clients_, *organisations, &Organisations::RegisterClient, client) &&
         office_.Each(clients_, *organisations, &Organisations::OpenSite, site) && Settle() &&
         office_.Each(clients_, *papers, &Papers::CreateQuote, quote) &&
         office_.Each(clients_, *papers, &Papers::AcceptQuote, accept);
}

bool Programme::RegisterPeople() {
  Say("workers and their accounts");
  const auto people = PersonService::NewStub(office_.channel());
  const auto accounts = AccountService::NewStub(office_.channel());
  using People = Calls<PersonService>;
  const auto person = [&](size_t n, directory::v1::RegisterPersonRequest & request) -> auto& {
    request.set_request_id(StrCat("person-", n));
    request.set_person_id(WorkerOf(n));
    request.mutable_name()->set_given_name("Ada");
    request.mutable_name()->set_family_name(StrCat("Rochat ", n));
    Fill(*request.mutable_address(), n);
    request.set_language("fr");
    return consultant_;
  };
  // Every second one is taxed at the source.
  const auto profile = [&](size_t n,
                           directory::v1::RecordPayrollProfileRequest & request) -> auto& {
    request.set_request_id(StrCat("profile-", n));
    request.set_person_id(WorkerOf(n));
    auto& known = *request.mutable_profile();
    Set(*known.mutable_birth_date(), 1970 + static_cast<int>(n % 30), 5, 17);
    known.set_permit(n % 2 ? "B" : "C");
    if (n % 2) known.set_source_tax_canton("GE"), known.set_source_tax_code("A0N");
    Set(*request.mutable_effective_from(), 2026, 1, 1);
    return consultant_;
  };
  const auto account = [&](size_t n, directory::v1::DeclareAccountRequest & request) -> auto& {
    request.set_request_id(StrCat("account-", n));
    request.set_owner_id(WorkerOf(n));
    request.set_iban(IbanOf(n));
    request.set_currency_code("CHF");
    return consultant_;
  };
  return office_.Each(workers_, *people, &People::RegisterPerson, person) &&
         office_.Each(workers_, *people, &People::RecordPayrollProfile, profile) &&
         office_.Each(workers_, *accounts, &Calls<AccountService>::DeclareAccount, account);
}

bool Programme::ConcludeContracts() {
  Say("contracts");
  const auto papers = EngagementsService::NewStub(office_.channel());
  const auto contract = [&](size_t n, engagements::v1::ConcludeContractRequest & request) -> auto& {
    request.set_request_id(StrCat("contract-", n));
    request.set_contract_id(ContractOf(n));
    request.set_client_id(ClientId(ClientOf(n)));
    request.set_quote_id(QuoteOf(ClientOf(n)));
    request.set_legal_entity_id("geneva");
    request.set_worker_id(WorkerOf(n));
    request.set_site_id(ClientId(ClientOf(n)) + "-site");
    Set(*request.mutable_start(), 2026, 10, 1);
    Set(*request.mutable_end(), 2026, 12, 18);
    request.mutable_terms()->mutable_daily_hours()->set_unscaled(8);
    request.mutable_terms()->mutable_weekly_hours()->set_unscaled(40);
    return consultant_;
  };
  return office_.Each(workers_, *papers, &Calls<EngagementsService>::ConcludeContract, contract);
}

bool Programme::SignPapers() {
  Say("signatures");
  const auto papers = EngagementsService::NewStub(office_.channel());
  const auto sign = [&](size_t n, const char* side, engagements::v1::SignPaperRequest& request) {
    request.set_request_id(StrCat("sign-", side, "-", n));
    request.set_client_id(ClientId(ClientOf(n)));
    request.set_contract_id(ContractOf(n));
    request.set_paper_id(StrCat(ContractOf(n), "-", side));
    request.set_method("wet ink");
  };
  using Papers = Calls<EngagementsService>;
  return office_.Each(
             workers_, *papers, &Papers::SignPaper,
             [&](size_t n, engagements::v1::SignPaperRequest & request) -> auto& {
               sign(n, "worker", request);
               request.set_worker_id(WorkerOf(n));
               request.set_signed_by(WorkerOf(n));
               return consultant_;
             }) &&
         office_.Each(
             workers_, *papers, &Papers::SignPaper,
             [&](size_t n, engagements::v1::SignPaperRequest & request) -> auto& {
               sign(n, "client", request);
               return contacts_[ClientOf(n)];
             });
}

bool Programme::RecordHours() {
  Say("hours");
  const auto hours = TimesheetService::NewStub(office_.channel());
  const auto record = [&](size_t n, timesheet::v1::RecordHoursRequest & request) -> auto& {
    request.set_request_id(StrCat("hours-", n));
    request.set_worker_id(WorkerOf(n));
    for (size_t day = 0; day < kEntries; ++day) {
      auto& entry = *request.add_entries();
      entry.set_entry_id(StrCat("e", n, "-", day));
      entry.set_contract_id(ContractOf(n));
      entry.mutable_time()->mutable_start()->set_seconds(MorningOf(day));
      entry.mutable_time()->mutable_end()->set_seconds(MorningOf(day) + MinutesOf(n, day) * 60);
      entry.mutable_time()->set_zone("Europe/Zurich");
    }
    return consultant_;
  };
  const auto complete = [&](size_t, timesheet::v1::DeclareCompleteRequest&) -> auto& {
    return consultant_;
  };
  using Hours = Calls<TimesheetService>;
  return office_.Each(workers_, *hours, &Hours::RecordHours, record) &&
         EachWeek<TimesheetService::Stub, Hours, timesheet::v1::DeclareCompleteRequest>(
             "complete", *hours, &Hours::DeclareComplete, complete);
}

bool Programme::EndMonth() {
  Say("the clock");
  const auto clock = clock::v1::ClockService::NewStub(office_.channel());
  clock::v1::AdvanceToRequest request;
  request.mutable_time()->set_seconds(kLastMorning);
  clock::v1::AdvanceToResponse response;
  return Settle() && office_.Do(office_.TokenOf("root", "administrator"), *clock,
                                &clock::v1::ClockService::Stub::AdvanceTo, request, response);
}

template <class Stub, class Async, class Request, class Response>
bool Programme::EachWeek(const char* what, Stub& stub,
                         void (Async::*method)(grpc::ClientContext*, const Request*, Response*,
                                               std::function<void(grpc::Status)>),
                         const std::function<const std::string&(size_t worker, Request&)>& fill) {
  Say(what);
  return office_.Each(workers_ * kWeeks, stub, method,
                      [&](size_t n, Request& request) -> const std::string& {
                        const size_t worker = n / kWeeks, week = n % kWeeks;
                        request.set_request_id(StrCat(what, "-", n));
                        request.set_worker_id(WorkerOf(worker));
                        request.set_iso_week(WeekOf(week));
                        request.set_contract_id(ContractOf(worker));
                        request.set_entries_version(kDaysOfWeek[week]);
                        return fill(worker, request);
                      });
}

bool Programme::Approve() {
  const auto hours = TimesheetService::NewStub(office_.channel());
  using Hours = Calls<TimesheetService>;
  return EachWeek<TimesheetService::Stub, Hours, timesheet::v1::ApproveHoursRequest>(
      "approved", *hours, &Hours::ApproveHours, [&](size_t worker, auto&) -> auto& {
        return contacts_[ClientOf(worker)];
      });
}

bool Programme::Verify() {
  const auto hours = TimesheetService::NewStub(office_.channel());
  using Hours = Calls<TimesheetService>;
  return EachWeek<TimesheetService::Stub, Hours, timesheet::v1::VerifyHoursRequest>(
      "verified", *hours, &Hours::VerifyHours, [&](size_t, auto&) -> auto& { return verifier_; });
}

bool Programme::Settle() {
  const auto admin = admin::v1::AdminService::NewStub(office_.channel());
  admin::v1::WaitForRequest request;
  admin::v1::WaitForResponse response;
  return office_.Do(consultant_, *admin, &admin::v1::AdminService::Stub::WaitFor, request,
                    response);
}
}  // namespace aor::bench
