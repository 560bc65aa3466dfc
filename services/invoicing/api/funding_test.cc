// A funder pays in the client's place: what it agreed to is its invoice, the rest is the client's
// (P50), and training is exempt where that was attested. The clock stands at 1 November 2026.
#include "aor/invoicing/v1/exemption_service.grpc.pb.h"
#include "services/invoicing/api/invoicing_test.h"

namespace aor::invoicing {
namespace {
using Exemptions = v1::ExemptionService::Stub;

class FundingTest : public InvoicingTest {
 protected:
  void SetUp() override {
    mission_ = "m" + std::to_string(++missions_);
    acme_ = "acme-" + mission_, opco_ = "opco-" + mission_;
    Client(acme_, "lyon");
    Client(opco_, "lyon");
    for (const auto& [kind, prefix] : {std::pair{"INVOICE", "FI-"}, {"CREDIT_NOTE", "FC-"}})
      Ask(&Invoicing::OpenSeries,
          New() + "legal_entity_id: 'lyon' year: 2026 series_kind: SERIES_KIND_" + kind +
              Quoted("prefix", prefix));
  }
  void Mission(const std::string& event) {
    seen_ = running_->Mission(event);
    Ask(&Invoicing::ListDrafts, Quoted("legal_entity_id", "lyon") + Seen());
  }
  std::string Named() const {
    return Quoted("mission_id", mission_) + Quoted("client_id", acme_) + "legal_entity_id: 'lyon' ";
  }
  // What each of both owes so far of two sessions at 900.00.
  std::string Apportioned(int opco, int acme, int day, int sessions = 2,
                          const std::string& kind = "TRAINING") const {
    const auto part = [&](const std::string& payer, int amount) {
      return " parts { session_kind: SESSION_KIND_" + kind +
             " sessions: " + std::to_string(sessions) + Quoted("payer_id", payer) +
             " amount { currency_code: 'EUR' minor_units: " + std::to_string(amount) +
             " } delivered { currency_code: 'EUR' minor_units: " +
             std::to_string(90000 * sessions) + " }" +
             (payer == opco_ ? " agreement: 'A/1' }" : " }");
    };
    return " apportionment { " + Named() + DateText("on", calendar::Date(2026, 10, day)) +
           part(opco_, opco) + part(acme_, acme) +
           " sessions { session_id: 's1' session_kind: SESSION_KIND_" + kind +
           " title: 'Fresque' half_days: '2026-10-13-AM' } }";
  }
  std::string Closed(const std::string& more) const {
    return "mission_closed { client_billable: true " + Named() +
           DateText("closed_on", calendar::Date(2026, 10, 21)) +
           " delivered { session_kind: SESSION_KIND_TRAINING sessions: 2 title: 'Fresque'"
           " price { currency_code: 'EUR' minor_units: 90000 } }" +
           more + " }";
  }
  std::vector<v1::Draft> DraftsOf(const std::string& client) {
    const auto answer = Ask(&Invoicing::ListDrafts, Quoted("legal_entity_id", "lyon") +
                                                        Quoted("client_id", client) + Seen());
    return {answer.drafts().begin(), answer.drafts().end()};
  }
  // Net of every draft of a client, credit notes below zero.
  std::string Owes(const std::string& client) {
    std::string told;
    for (const auto& draft : DraftsOf(client))
      told +=
          (told.empty() ? "" : ", ") + std::string(draft.credit() ? "-" : "") + Show(draft.net());
    return told;
  }
  v1::InvoiceIssued Billed(const std::string& client) {
    const auto draft = OnlyDraft("lyon", client);
    const auto issued = Ask(&Invoicing::ConfirmInvoice, New() + WishFor(draft));
    seen_ = issued.consistency_token();
    return Ask(&Invoicing::GetInvoice,
               Quoted("invoice_id", issued.invoice_id()) + "legal_entity_id: 'lyon'" + Seen())
        .invoice()
        .document();
  }
  void Attested(const std::string& number, const std::string& days) {
    seen_ = Ask(&Exemptions::RecordExemption,
                New() +
                    "legal_entity_id: 'lyon' exemption_kind: EXEMPTION_KIND_TRAINING"
                    " source: 'DREETS, form 3511-SD'" +
                    Quoted("attestation", number) + days + Seen())
                .consistency_token();
  }

  std::string mission_, acme_, opco_;
  inline static int missions_ = 0;
};

TEST_F(FundingTest, TheFunderIsBilledItsPartAndTheClientTheRest) {
  Mission(Closed(Apportioned(72000, 108000, 21)));
  EXPECT_EQ(Owes(opco_), "EUR 720.00");
  EXPECT_EQ(Owes(acme_), "EUR 1080.00");
  Mission(Closed(Apportioned(72000, 108000, 21)));  // as a log that is read again says it
  const auto of_opco = Billed(opco_);
  EXPECT_EQ(of_opco.agreement(), "A/1");
  EXPECT_EQ(of_opco.beneficiary_id(), acme_);
  ASSERT_EQ(of_opco.lines_size(), 1);
  EXPECT_EQ(of_opco.lines(0).description(),
            "Training mission " + mission_ + ", training, agreement A/1: part");
  EXPECT_EQ(of_opco.lines(0).training().held(0).half_days(0), "2026-10-13-AM");
  EXPECT_EQ(Show(of_opco.payable()), "EUR 864.00");
  const auto of_acme = Billed(acme_);
  EXPECT_EQ(of_acme.agreement(), "");
  EXPECT_EQ(Show(of_acme.payable()), "EUR 1296.00");
  EXPECT_EQ(of_acme.lines(0).training().others(0).payer_id(), opco_);
  EXPECT_EQ(Owes(opco_) + Owes(acme_), "");
  const auto earned = [&](const std::string& client) {
    const auto margins = Ask(&Invoicing::GetMargins, "legal_entity_id: 'lyon' month: '2026-10'" +
                                                         Quoted("client_id", client) + Seen());
    return margins.margins_size() == 0 ? "" : Show(margins.margins(0).revenue());
  };
  EXPECT_EQ(earned(acme_), "EUR 1800.00") << "with the client, whoever pays";
  EXPECT_EQ(earned(opco_), "");
}

TEST_F(FundingTest, WhatTheFunderRefusesIsCreditedAndTheClientsOnlyWhenDecided) {
  Mission(Closed(Apportioned(72000, 108000, 21)));
  Billed(opco_);
  Billed(acme_);
  Mission("funding_refused { funder_id: '" + opco_ +
          "' agreement: 'A/1' amount {"
          " currency_code: 'EUR' minor_units: 20000 } }");
  EXPECT_EQ(Owes(opco_) + Owes(acme_), "") << "a record, before anybody decides";
  Mission("refused_funding_decided { client_pays: true after_closing: true" +
          Apportioned(52000, 128000, 28) + " }");
  EXPECT_EQ(Owes(opco_), "-EUR 200.00");
  EXPECT_EQ(Owes(acme_), "EUR 200.00");
  const auto note = Billed(opco_);
  EXPECT_EQ(note.type_code(), "381");
  EXPECT_FALSE(note.corrects_number().empty());
  EXPECT_EQ(note.agreement(), "A/1");
  EXPECT_EQ(Show(note.payable()), "EUR 240.00");
  Billed(acme_);
  // Given up: nobody is billed it.
  Mission("refused_funding_decided { after_closing: true" + Apportioned(50000, 128000, 29) + " }");
  EXPECT_EQ(Owes(opco_), "-EUR 20.00");
  EXPECT_EQ(Owes(acme_), "");
}

TEST_F(FundingTest, InstalmentsAreApportionedAndTheClosingBillsTheRest) {
  const auto due = [&](int number, const std::string& apportionment) {
    Mission("instalment_due { " + Named() + DateText("due_on", calendar::Date(2026, 10, 14)) +
            "number: " + std::to_string(number) +
            " delivered { session_kind: SESSION_KIND_TRAINING sessions: 1"
            " price { currency_code: 'EUR' minor_units: 90000 } }" +
            apportionment + " }");
  };
  due(1, "");  // before anybody agreed to pay a part
  EXPECT_EQ(Owes(acme_), "EUR 900.00");
  Billed(acme_);
  due(2, Apportioned(33333, 146667, 20));
  EXPECT_EQ(Owes(opco_), "EUR 333.33");
  EXPECT_EQ(Owes(acme_), "EUR 566.67") << "1 466.67, and the 900.00 of before are taken back";
  Billed(opco_);
  Billed(acme_);
  Mission(Closed(Apportioned(50000, 220000, 21, 3)));
  EXPECT_EQ(Owes(opco_), "EUR 166.67");
  EXPECT_EQ(Owes(acme_), "EUR 733.33");
}

TEST_F(FundingTest, AnAgreementThatComesLateCreditsTheClient) {
  Mission(Closed(""));
  const auto first = Billed(acme_);
  EXPECT_EQ(first.lines(0).training().title(), "Fresque");
  Mission("funding_agreed { after_closing: true" + Apportioned(180000, 0, 28) + " }");
  EXPECT_EQ(Owes(acme_), "-EUR 1800.00");
  EXPECT_EQ(Owes(opco_), "EUR 1800.00");
}

TEST_F(FundingTest, TrainingIsExemptWhereThatIsAttestedAndNothingElse) {
  Attested("A-1", DateText("valid_from", calendar::Date(2026, 10, 20)) +
                      DateText("valid_to", calendar::Date(2026, 10, 27)));
  Mission(Closed(Apportioned(72000, 108000, 21)));
  const auto exempt = Billed(opco_);
  EXPECT_EQ(Show(exempt.payable()), "EUR 720.00");
  ASSERT_EQ(exempt.vat_size(), 1);
  EXPECT_EQ(exempt.vat(0).category(), "E");
  EXPECT_EQ(exempt.vat(0).exemption_reason(), "Exonération de TVA, article 261-4-4° a du CGI");
  EXPECT_EQ(exempt.vat(0).exemption_code(), "VATEX-FR-CGI261-4");
  EXPECT_EQ(exempt.notes(0), exempt.vat(0).exemption_reason());
  Billed(acme_);
  // Whoever pays it: it was exempt when it was delivered.
  Mission("refused_funding_decided { client_pays: true after_closing: true" +
          Apportioned(52000, 128000, 21) + " }");
  EXPECT_EQ(DraftsOf(opco_).at(0).vat(0).category(), "E");
  EXPECT_EQ(DraftsOf(acme_).at(0).vat(0).category(), "E");
  // A day after it ended it is none.
  SetUp();
  Mission(Closed(Apportioned(72000, 108000, 28)));
  EXPECT_EQ(DraftsOf(acme_).at(0).vat(0).category(), "S");
  seen_ = Ask(&Exemptions::EndExemption,
              New() + "legal_entity_id: 'lyon' attestation: 'A-1' reason: 'lapsed'" +
                  DateText("valid_to", calendar::Date(2026, 10, 20)))
              .consistency_token();
  const auto listed = Ask(&Exemptions::ListExemptions, "legal_entity_id: 'lyon'" + Seen());
  ASSERT_EQ(listed.exemptions_size(), 1);
  EXPECT_TRUE(listed.exemptions(0).has_ended());
}

TEST_F(FundingTest, AWorkshopIsTaxedWhateverIsAttested) {
  Attested("A-2", DateText("valid_from", calendar::Date(2026, 1, 1)));
  Mission("mission_closed { client_billable: true " + Named() +
          DateText("closed_on", calendar::Date(2026, 10, 21)) +
          Apportioned(72000, 108000, 21, 2, "WORKSHOP") + " }");
  EXPECT_EQ(DraftsOf(opco_).at(0).vat(0).category(), "S");
  EXPECT_EQ(Refusal(&Exemptions::RecordExemption,
                    New() +
                        "legal_entity_id: 'nobody' exemption_kind: EXEMPTION_KIND_TRAINING"
                        " source: 'x' attestation: 'A-3'" +
                        DateText("valid_from", calendar::Date(2026, 1, 1))),
            "NOT_FOUND");
  EXPECT_EQ(Refusal(&Exemptions::ListExemptions, "legal_entity_id: 'lyon'", "coordinator"),
            "PERMISSION_DENIED");
}
}  // namespace
}  // namespace aor::invoicing
