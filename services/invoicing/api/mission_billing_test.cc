// Training missions: their fees become claims of suppliers (S2.12–S2.15), what they delivered the
// client's (S2.46). The clock stands at 1 November 2026, 06:00 UTC.
#include "aor/invoicing/v1/exemption_service.grpc.pb.h"
#include "services/invoicing/api/invoicing_test.h"

namespace aor::invoicing {
namespace {
using Exemptions = v1::ExemptionService::Stub;
class MissionBillingTest : public InvoicingTest {
 protected:
  void Mission(const std::string& event) {
    seen_ = running_->Mission(event);
    WaitForMission();
  }
  // A workshop of 12 October for a supplier that is paid on this paper.
  void Payable(const std::string& fee, const std::string& supplier, const std::string& paper,
               const std::string& more = "", const std::string& role = "FACILITATOR") {
    Mission(
        "fee_became_payable { mission_id: 'm1' client_id: 'school' legal_entity_id: 'lyon'"
        " opportunity_kind: 'CEKO' fee { session_id: 's1' role: MISSION_ROLE_" +
        role +
        " amount { currency_code: 'EUR' minor_units: 34250 }"
        " travel { currency_code: 'EUR' minor_units: 4250 }" +
        Quoted("fee_id", fee) + Quoted("supplier_id", supplier) +
        Quoted("payee_id", supplier.empty() ? paper : "fay") + "paper: FEE_PAPER_" + paper +
        DateText("worked_on", calendar::Date(2026, 10, 12)) + more + "} }");
  }
  void Closed(const std::string& mission, const std::string& client, const char* billable) {
    Mission("mission_closed { legal_entity_id: 'lyon' closed_at { seconds: 1792620000 }" +
            Quoted("mission_id", mission) + Quoted("client_id", client) +
            DateText("closed_on", calendar::Date(2026, 10, 21)) + "client_billable: " + billable +
            " delivered { session_kind: SESSION_KIND_WORKSHOP sessions: 2"
            " price { currency_code: 'EUR' minor_units: 90000 } }"
            " delivered { session_kind: SESSION_KIND_TRAINING sessions: 1"
            " price { currency_code: 'EUR' minor_units: 120050 } } }");
  }
  void Abroad(const std::string& id, const std::string& country) {
    Organisation("supplier_registered { supplier_id: '" + id + "' address { country_code: '" +
                 country + "' } vat_status: VAT_STATUS_LIABLE }");
  }
  void Grant(const std::string& supplier) {
    seen_ =
        Ask(&SelfBilling::GrantMandate,
            New() + "legal_entity_id: 'lyon' contest_days: 10" +
                Quoted("document_digest", std::string(64, 'a')) + Quoted("supplier_id", supplier) +
                DateText("effective_from", calendar::Date(2026, 1, 1)) + Seen())
            .consistency_token();
  }
  std::vector<v1::Draft> Owed(const std::string& supplier) {
    const auto answer = Ask(&SelfBilling::ListSelfBillingDrafts,
                            "legal_entity_id: 'lyon'" + Quoted("supplier_id", supplier) + Seen());
    return {answer.drafts().begin(), answer.drafts().end()};
  }
  // Reasons and sentences of what the fees of a party wait for.
  std::string WaitsFor(const std::string& party) {
    std::string told, token;
    do {
      const auto page = Ask(&Invoicing::GetMonthStatus, "legal_entity_id: 'lyon' month: '2026-10'" +
                                                            Quoted("page_token", token) + Seen());
      for (const auto& one : page.waiting())
        if (one.party_id() == party)
          for (const auto& reason : one.reasons())
            told += one.step() + " " + reason + " → " + one.waits_for() + "\n";
      token = page.next_page_token();
    } while (!token.empty());
    return told;
  }
  static std::string OwnInvoice(const std::string& number, const std::string& supplier,
                                const std::string& fee, int net) {
    return "quantity { unscaled: 1 } net { currency_code: 'EUR' minor_units: " +
           std::to_string(net) + " }" + Quoted("supplier_invoice_number", number) +
           Quoted("supplier_id", supplier) + Quoted("contract_id", fee) +
           DateText("days", calendar::Date(2026, 10, 12)) +
           DateText("issue_date", calendar::Date(2026, 10, 20));
  }

 private:
  void WaitForMission() { Ask(&Invoicing::ListDrafts, Quoted("legal_entity_id", "lyon") + Seen()); }
};

TEST_F(MissionBillingTest, AFeeIsBilledInTheSuppliersNameOnce) {
  Supplier("atelier", "VAT_STATUS_LIABLE");
  Payable("fee-1", "atelier", "SELF_BILLED");
  ASSERT_EQ(Owed("atelier").size(), 1u);
  EXPECT_EQ(WaitsFor("atelier"), "SELF_BILLING_DRAFT NO_MANDATE → finance\n");
  Grant("atelier");
  EXPECT_EQ(WaitsFor("atelier"), "");
  // A share of the coordination, and the same fee once more, as a log that is read again says it.
  Payable("fee-2", "atelier", "SELF_BILLED",
          " sessions: 3 tariff { currency_code: 'EUR' minor_units: 5000 }");
  Payable("fee-1", "atelier", "SELF_BILLED");
  const auto draft = Owed("atelier").at(0);
  ASSERT_EQ(draft.lines_size(), 2);
  EXPECT_EQ(draft.lines(0).description(),
            "Training mission m1, workshop s1 of 2026-10-12, travel included: sessions");
  EXPECT_EQ(draft.lines(0).work().ShortDebugString(),
            "mission_id: \"m1\" part: \"FACILITATOR\" session_id: \"s1\""
            " worked_on { year: 2026 month: 10 day: 12 } travel_included: true");
  EXPECT_EQ(Show(draft.lines(0).net()), "EUR 342.50");
  EXPECT_EQ(Show(draft.lines(1).net()), "EUR 150.00");
  EXPECT_EQ(Show(draft.payable()), "EUR 591.00");  // 492.50 and 20 %

  const auto invoice = Ask(&SelfBilling::ConfirmSelfBilledInvoice, New() + WishFor(draft));
  EXPECT_EQ(invoice.number(), "AF-lyon-atelier-2026-000001");
  EXPECT_EQ(invoice.type_code(), "389");
  seen_ = invoice.consistency_token();
  Payable("fee-1", "atelier", "SELF_BILLED");
  EXPECT_TRUE(Owed("atelier").empty());
  EXPECT_EQ(Refusal(&SelfBilling::ConfirmSelfBilledInvoice, New() + WishFor(draft)),
            "ALREADY_BILLED");
  // Refused after all: the next draft takes it back.
  Mission("fee_refused { fee_id: 'fee-2' }");
  const auto note = Owed("atelier").at(0);
  EXPECT_TRUE(note.credit());
  EXPECT_EQ(Show(note.payable()), "EUR 180.00");
}

TEST_F(MissionBillingTest, AWithheldFeeWaitsUntilItIsReleased) {
  Supplier("held", "VAT_STATUS_FRANCHISE_293B");
  Payable("fee-h", "held", "SELF_BILLED");
  Mission("fee_held { fee_id: 'fee-h' reason: 'no sheet' after_transmission: true }");
  EXPECT_EQ(Owed("held").at(0).lines_size(), 0);
  EXPECT_EQ(WaitsFor("held"), "MISSION_FEE FEE_WITHHELD → permanent_team\n");
  Mission("fee_released { fee { fee_id: 'fee-h' } }");
  EXPECT_EQ(Show(Owed("held").at(0).payable()), "EUR 342.50");
  Mission("fee_held { fee_id: 'fee-h' reason: 'again' }");
  Mission("fee_refused { fee_id: 'fee-h' }");
  EXPECT_EQ(WaitsFor("held"), "");
  EXPECT_TRUE(Owed("held").empty());
}

TEST_F(MissionBillingTest, AForeignSupplierIsPaidOnItsOwnInvoiceOnly) {
  for (const char* country : {"BE", "CH"}) {
    const std::string id = std::string("firm-") + country, fee = "fee-" + id;
    Payable(fee, id, "OWN_INVOICE");
    EXPECT_EQ(WaitsFor(id), "MISSION_FEE SUPPLIER_UNKNOWN → finance\n");
    Abroad(id, country);
    EXPECT_TRUE(Owed(id).empty());
    EXPECT_EQ(WaitsFor(id), "MISSION_FEE OWN_INVOICE_MISSING → " + id + "\n");
    const auto submit = [&](const char* number, int net) {
      const auto answer = Ask(&SelfBilling::SubmitSupplierInvoice,
                              New() + OwnInvoice(number, id, fee, net) + Seen(), "supplier:" + id);
      seen_ = answer.consistency_token();
      return answer.hold_reason();
    };
    EXPECT_EQ(submit("F-1", 34251), "AMOUNT_DIFFERS");
    EXPECT_EQ(submit("F-2", 34250), "");
    const auto accept = [&](const char* number) {
      return New() + "legal_entity_id: 'lyon'" + Quoted("supplier_id", id) +
             Quoted("supplier_invoice_number", number) + Seen();
    };
    EXPECT_EQ(Refusal(&SelfBilling::AcceptSupplierInvoice, accept("F-1")), "AMOUNT_DIFFERS");
    const auto accepted = Ask(&SelfBilling::AcceptSupplierInvoice, accept("F-2"));
    EXPECT_EQ(Show(accepted.payable()), "EUR 342.50");
    seen_ = accepted.consistency_token();
    Payable(fee, id, "OWN_INVOICE");
    EXPECT_EQ(submit("F-3", 34250), "DAYS_NOT_APPROVED") << "the fee is paid for";
  }
}

// What it handed in with the mission is enough: nobody submits it here once more.
TEST_F(MissionBillingTest, AnInvoiceThatWasHandedInWithTheMissionIsSubmittedByItself) {
  const auto handed_in = [](const char* number, int net) {
    return std::string("} invoice { fee_id: 'x' document_id: 'd' digest: 'aa' number: '") + number +
           "' net { currency_code: 'EUR' minor_units: " + std::to_string(net) +
           " } vat { currency_code: 'EUR' }" + DateText("issue_date", calendar::Date(2026, 10, 28));
  };
  Abroad("firm-own", "CH");
  Payable("fee-own", "firm-own", "OWN_INVOICE", handed_in("FA-1", 34250));
  Payable("fee-less", "firm-own", "OWN_INVOICE", handed_in("FA-2", 30000));
  const auto accept = [&](const char* number) {
    return New() + "legal_entity_id: 'lyon' supplier_id: 'firm-own'" +
           Quoted("supplier_invoice_number", number) + Seen();
  };
  // The reaction follows by itself.
  std::string outcome;
  for (int tries = 0; tries < 200 && outcome != "AMOUNT_DIFFERS"; ++tries) {
    outcome = Refusal(&SelfBilling::AcceptSupplierInvoice, accept("FA-2"));
    if (outcome == "NOT_FOUND") std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_EQ(outcome, "AMOUNT_DIFFERS");
  const auto accepted = Ask(&SelfBilling::AcceptSupplierInvoice, accept("FA-1"));
  EXPECT_EQ(Show(accepted.payable()), "EUR 342.50");
  Payable("fee-own", "firm-own", "OWN_INVOICE", handed_in("FA-1", 34250));
  EXPECT_EQ(WaitsFor("firm-own").find("fee-own"), std::string::npos);
}

TEST_F(MissionBillingTest, WhoIsNoCompanyIsNotInvoiced) {
  for (const std::string paper : {"PAYROLL", "NOTE_OF_FEES", "EXPENSE_REPORT"}) {
    Payable("fee-" + paper, "", paper.c_str());
    EXPECT_EQ(WaitsFor(paper), "") << "payroll's month waits for it";
  }
  // A country without VAT rules: nothing is billed at a guessed rate, and the others are listed.
  Abroad("firm-PT", "PT");
  Payable("fee-PT", "firm-PT", "SELF_BILLED");
  Owed("");
  EXPECT_TRUE(WaitsFor("firm-PT").starts_with("SELF_BILLING_DRAFT NO_VAT_RULES"))
      << WaitsFor("firm-PT");
}

TEST_F(MissionBillingTest, InstalmentsAreBilledAndTheClosingBillsOrTakesBackTheRest) {
  const auto line = [](const char* kind, int sessions, int price) {
    return std::string(" delivered { session_kind: SESSION_KIND_") + kind +
           " sessions: " + std::to_string(sessions) +
           " price { currency_code: 'EUR' minor_units: " + std::to_string(price) + " } }";
  };
  const auto of = [](const std::string& mission) {
    return "mission_id: '" + mission + "' client_id: 'client-" + mission +
           "' legal_entity_id: 'lyon' ";
  };
  const auto bill = [&](const std::string& mission, const char* number, int workshops) {
    Mission("instalment_due { " + of(mission) + DateText("due_on", calendar::Date(2026, 10, 14)) +
            "number: " + number + line("WORKSHOP", workshops, 90000) + " }");
    const auto draft = OnlyDraft("lyon", "client-" + mission);
    seen_ = Ask(&Invoicing::ConfirmInvoice, New() + WishFor(draft)).consistency_token();
    return draft;
  };
  const auto close = [&](const std::string& mission, int workshops) {
    Mission("mission_closed { client_billable: true " + of(mission) +
            DateText("closed_on", calendar::Date(2026, 10, 21)) +
            line("WORKSHOP", workshops, 90000) + line("TRAINING", 1, 120050) + " }");
    return Show(OnlyDraft("lyon", "client-" + mission).net());
  };
  Client("client-more", "lyon");
  Client("client-less", "lyon");
  Ask(&Invoicing::OpenSeries,
      New() + "legal_entity_id: 'lyon' year: 2026 series_kind: SERIES_KIND_INVOICE prefix: 'LY-'");
  const auto first = bill("more", "1", 1);
  EXPECT_EQ(Show(first.net()), "EUR 900.00");
  ASSERT_EQ(first.lines_size(), 1);
  EXPECT_EQ(first.lines(0).description(),
            "Training mission more, workshop, instalment 1: sessions");
  EXPECT_EQ(first.lines(0).training().ShortDebugString(),
            "mission_id: \"more\" session_kind: \"WORKSHOP\" sessions: 1 instalment: 1");
  EXPECT_EQ(Show(bill("more", "2", 2).net()), "EUR 1800.00");
  EXPECT_EQ(close("more", 4), "EUR 2100.50") << "a workshop and a training are left";
  bill("less", "1", 2);
  EXPECT_EQ(close("less", 1), "EUR 300.50") << "a training, and a workshop that nobody ran";
}

TEST_F(MissionBillingTest, AClosedMissionIsBilledToItsClientOnce) {
  Client("school", "lyon");
  Closed("m9", "school", "true");
  Closed("m8", "school", "false");  // the organisation only introduced
  const auto draft = OnlyDraft("lyon", "school");
  ASSERT_EQ(draft.lines_size(), 2);
  for (const auto& line : draft.lines())
    EXPECT_TRUE(line.description() == "Training mission m9, workshop: sessions" ||
                line.description() == "Training mission m9, training: sessions")
        << line.description();
  EXPECT_EQ(Show(draft.net()), "EUR 3000.50");
  Ask(&Invoicing::OpenSeries,
      New() + "legal_entity_id: 'lyon' year: 2026 series_kind: SERIES_KIND_INVOICE prefix: 'LY-'");
  const auto invoice = Ask(&Invoicing::ConfirmInvoice, New() + WishFor(draft));
  EXPECT_EQ(Show(invoice.payable()), "EUR 3600.60");
  seen_ = invoice.consistency_token();
  Closed("m9", "school", "true");
  EXPECT_EQ(Ask(&Invoicing::ListDrafts, "legal_entity_id: 'lyon' client_id: 'school'" + Seen())
                .drafts_size(),
            0);
  EXPECT_EQ(Refusal(&Invoicing::ConfirmInvoice, New() + WishFor(draft)), "ALREADY_BILLED");

  // What it cost is known by its fees.
  const auto margin = [this] {
    const auto answer =
        Ask(&Invoicing::GetMargins,
            "legal_entity_id: 'lyon' client_id: 'school' month: '2026-10'" + Seen());
    EXPECT_EQ(answer.margins_size(), 1);
    return answer.margins_size() > 0 ? answer.margins(0) : v1::ClientMargin{};
  };
  EXPECT_EQ(Show(margin().revenue()), "EUR 3000.50");
  EXPECT_EQ(Show(margin().unbilled()), "EUR 0.00");
  const int64_t before = margin().cost().minor_units();
  Payable("fee-9", "", "NOTE_OF_FEES");
  EXPECT_EQ(margin().cost().minor_units() - before, 34250);
}

// A trainer's own attestation (form 3511): the fee is exempt, whoever writes the paper (S2.15,
// P50).
TEST_F(MissionBillingTest, AnExemptTrainersFeeIsBilledAndMatchedWithoutVat) {
  for (const char* supplier : {"prof", "prof-own"}) Supplier(supplier, "VAT_STATUS_LIABLE");
  Grant("prof");
  Payable("fee-t1", "prof", "SELF_BILLED", "", "TRAINER");
  EXPECT_EQ(Show(Owed("prof").at(0).payable()), "EUR 411.00") << "nobody attested anything";
  const auto attested = [&](const std::string& supplier) {
    return "legal_entity_id: 'lyon' exemption_kind: EXEMPTION_KIND_TRAINING attestation: '3511-1'"
           " source: 'DREETS, form 3511-SD'" +
           Quoted("supplier_id", supplier) + DateText("valid_from", calendar::Date(2026, 1, 1));
  };
  EXPECT_EQ(Refusal(&Exemptions::RecordExemption, New() + attested("nobody")), "NOT_FOUND");
  for (const char* supplier : {"prof", "prof-own"})
    seen_ = Ask(&Exemptions::RecordExemption, New() + attested(supplier)).consistency_token();
  const auto draft = Owed("prof").at(0);
  EXPECT_EQ(Show(draft.payable()), "EUR 342.50");
  EXPECT_EQ(draft.vat(0).exemption_code(), "VATEX-FR-CGI261-4");
  Payable("fee-t2", "prof", "SELF_BILLED");
  EXPECT_EQ(Show(Owed("prof").at(0).vat_total()), "EUR 68.50") << "a workshop is taxed";

  Payable("fee-t3", "prof-own", "OWN_INVOICE", "", "TRAINER");
  const auto submit = [&](const std::string& number, const std::string& vat) {
    return Ask(&SelfBilling::SubmitSupplierInvoice,
               New() + OwnInvoice(number, "prof-own", "fee-t3", 34250) + vat + Seen(),
               "supplier:prof-own")
        .held();
  };
  EXPECT_TRUE(submit("P-1", "vat { currency_code: 'EUR' minor_units: 6850 }"));
  EXPECT_FALSE(submit("P-2", ""));

  const auto listed =
      Ask(&Exemptions::ListExemptions, "legal_entity_id: 'lyon' supplier_id: 'prof'" + Seen());
  ASSERT_EQ(listed.exemptions_size(), 1);
  EXPECT_EQ(listed.exemptions(0).attested().supplier_id(), "prof");
  seen_ = Ask(&Exemptions::EndExemption,
              New() +
                  "legal_entity_id: 'lyon' supplier_id: 'prof' attestation: '3511-1'"
                  " reason: 'lapsed'" +
                  DateText("valid_to", calendar::Date(2026, 10, 11)))
              .consistency_token();
  EXPECT_EQ(Show(Owed("prof").at(0).payable()), "EUR 822.00") << "the day before";
}
}  // namespace
}  // namespace aor::invoicing
