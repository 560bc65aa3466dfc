// The month of Geneva and Lyon, for the tests of invoicing through its real edge.
#pragma once

#include <map>

#include "aor/invoicing/v1/invoicing_service.grpc.pb.h"
#include "aor/invoicing/v1/self_billing_service.grpc.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/money/money.h"
#include "libs/service/testing/finished_run.h"
#include "services/invoicing/api/running_invoicing.h"

namespace aor::invoicing {
using Invoicing = v1::InvoicingService::Stub;
using SelfBilling = v1::SelfBillingService::Stub;

inline std::string Show(const types::v1::Money& amount) {
  return money::ToString(money::FromProto(amount));
}
inline std::string Quoted(const char* field, const std::string& value) {
  return std::string(" ") + field + ": '" + value + "' ";
}
inline std::string DateText(const char* field, calendar::Date day) {
  return std::string(" ") + field + " { year: " + std::to_string(day.year()) +
         " month: " + std::to_string(day.month()) + " day: " + std::to_string(day.day()) + " } ";
}
inline const calendar::Date kMonday(2026, 10, 5);

class InvoicingTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    running_ = std::make_unique<RunningInvoicing>();
    for (const char* entity :
         {"legal_entity_id: 'geneva' address { country_code: 'CH' } zone: 'Europe/Zurich'",
          "legal_entity_id: 'lyon' address { country_code: 'FR' } zone: 'Europe/Paris'"})
      running_->Organisation("legal_entity_registered { " + std::string(entity) + " }");
  }
  static void TearDownTestSuite() { running_.reset(); }

  template <class Stub, class Request, class Response>
  Response Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
               const std::string& request, const std::string& role = "finance") {
    Response response;
    const auto status = running_->Call(method, role, service::Parse<Request>(request), &response);
    EXPECT_TRUE(status.ok()) << status << " for " << request;
    return response;
  }
  // The rule that refuses it, or the status code.
  template <class Stub, class Request, class Response>
  std::string Refusal(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      const std::string& request, const std::string& role = "finance",
                      const std::string& tenant = "alpina") {
    Response response;
    const auto status =
        running_->Call(method, role, service::Parse<Request>(request), &response, tenant);
    const std::string refusal = rpc::RefusalOf(status);
    return refusal.empty() ? absl::StatusCodeToString(status.code()) : refusal;
  }

  // Opens a run, waits for its end, and has seen what it did.
  google::longrunning::Operation Run(const std::string& request) {
    const auto opened = Ask(&Invoicing::RunInvoices, request + Seen());
    const auto operation = running_->FinishedRun(opened.name());
    seen_ = service::MetadataOf(operation).consistency_token();
    return operation;
  }
  // A new request id, and the last seen position.
  static std::string New() { return Quoted("request_id", "r" + std::to_string(++requests_)); }
  std::string Seen() const { return Quoted("consistency_token", seen_); }

  void Organisation(const std::string& event) {
    seen_ = running_->Organisation(event);
    WaitForParties();
  }
  void Client(const std::string& id, const std::string& entity, const std::string& more = "") {
    Organisation("client_registered { client_id: '" + id +
                 "' payment_terms_days: 20 legal_entity_id: '" + entity + "'" + more + " }");
  }
  void Supplier(const std::string& id, const char* status) {
    Organisation("supplier_registered { supplier_id: '" + id +
                 "' address { country_code: 'FR' } vat_status: " + status + " }");
  }
  void Temp(const std::string& id, const std::string& client) {
    seen_ = running_->Contract(
        "contract_concluded { contract_id: '" + id + "' engagement_kind: ENGAGEMENT_KIND_TEMP" +
        " worker_id: 'ada' client_id: '" + client + "' legal_entity_id: 'geneva'" +
        " title: 'Assembler' start { year: 2026 month: 9 day: 28 } terms { currency_code: 'CHF'"
        " unit: UNIT_HOUR base_wage { unscaled: 3000 scale: 2 } tariff { unscaled: 5400 scale: 2 }"
        " cost { unscaled: 4214 scale: 2 } supplements_billed: true } }");
    WaitForParties();
  }
  void Developer(const std::string& id, const std::string& client, const std::string& supplier,
                 bool self_billed) {
    seen_ = running_->Contract(
        "contract_concluded { contract_id: '" + id + "' engagement_kind: ENGAGEMENT_KIND_AOR" +
        " worker_id: 'dora' client_id: '" + client + "' supplier_id: '" + supplier +
        "' legal_entity_id: 'lyon' title: 'Developer' start { year: 2026 month: 9 day: 28 }" +
        " terms { currency_code: 'EUR' unit: UNIT_DAY base_wage { unscaled: 620 }"
        " tariff { unscaled: 620 } cost { unscaled: 620 } fee_percent { unscaled: 4 }"
        " self_billed: " +
        (self_billed ? "true" : "false") + " } }");
    WaitForParties();
  }
  // All of one week's base hours, replacing those before.
  void Payslip(const std::string& id, const std::string& contract, const std::string& period,
               int gross, int charges, int mission_fee = 0) {
    const auto francs = [](int cents) {
      return "{ currency_code: 'CHF' minor_units: " + std::to_string(cents) + " }";
    };
    seen_ = running_->Payslip("payslip_verified {" + Quoted("payslip_id", id) +
                              Quoted("contract_id", contract) + Quoted("period", period) +
                              "gross " + francs(gross) + "employer_charges " + francs(charges) +
                              "lines { code: 'MISSION_FEE' amount " + francs(mission_fee) + " } }");
  }
  void Approve(const std::string& contract, const std::map<int, int>& hours_by_day,
               const char* event = "hours_approved", const char* week = "2026-W41") {
    std::string lines;
    for (const auto& [day, hours] : hours_by_day)
      lines += " lines { " + DateText("day", calendar::Date(2026, 10, day)) +
               "category: CATEGORY_BASE time { seconds: " + std::to_string(hours * 3600) + " } }";
    Measured(contract, week, lines, event);
  }
  // Working days from a day on, one measured week each.
  void ApproveDays(const std::string& contract, calendar::Date first, int count) {
    std::map<std::string, std::string> weeks;
    for (calendar::Date day = first; count > 0; day++) {
      if (absl::GetWeekday(day) == absl::Weekday::saturday ||
          absl::GetWeekday(day) == absl::Weekday::sunday)
        continue;
      weeks[calendar::IsoWeek(day)] +=
          " lines { " + DateText("day", day) + "category: CATEGORY_DAY quantity { unscaled: 1 } }";
      count--;
    }
    for (const auto& [week, lines] : weeks) Measured(contract, week, lines, "hours_approved");
  }
  v1::Draft OnlyDraft(const std::string& entity, const std::string& client) {
    const auto answer = Ask(&Invoicing::ListDrafts, Quoted("legal_entity_id", entity) +
                                                        Quoted("client_id", client) + Seen());
    EXPECT_EQ(answer.drafts_size(), 1);
    return answer.drafts_size() > 0 ? answer.drafts(0) : v1::Draft{};
  }
  v1::ConfirmInvoiceResponse Confirm(const v1::Draft& draft, const std::string& more = "") {
    OpenBooks();
    const auto answer = Ask(&Invoicing::ConfirmInvoice, New() + WishFor(draft) + more);
    seen_ = answer.consistency_token();
    return answer;
  }
  static std::string WishFor(const v1::Draft& draft) {
    return Quoted("draft_id", draft.draft_id()) + Quoted("etag", draft.etag());
  }
  // Geneva's series with their opening numbers; once more changes nothing.
  void OpenBooks() {
    const std::string geneva = "legal_entity_id: 'geneva' year: 2026 ";
    Ask(&Invoicing::OpenSeries, New() + geneva +
                                    "series_kind: SERIES_KIND_INVOICE"
                                    " prefix: 'GE-2026-' last_number: 123");
    Ask(&Invoicing::OpenSeries, New() + geneva +
                                    "series_kind: SERIES_KIND_CREDIT_NOTE"
                                    " prefix: 'GC-2026-' last_number: 8");
  }

  inline static std::unique_ptr<RunningInvoicing> running_;
  inline static int requests_ = 0;
  inline static int version_ = 0;
  std::string seen_;

 private:
  void Measured(const std::string& contract, const std::string& week, const std::string& lines,
                const char* event) {
    seen_ = running_->Week(std::string(event) + " { measured { contract_id: '" + contract +
                           "' iso_week: '" + week +
                           "' entries_version: " + std::to_string(++version_) + lines + " } }");
  }
  // Facts of several logs come in any order: each is waited for.
  void WaitForParties() {
    Ask(&Invoicing::ListDrafts, Quoted("legal_entity_id", "geneva") + Seen());
  }
};
}  // namespace aor::invoicing
