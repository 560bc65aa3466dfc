#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "libs/documents/papers/sample_parties.h"
#include "libs/documents/papers/samples.h"
#include "libs/documents/testing/paper_text.h"

namespace aor::documents {
namespace {
using testing::Bytes;
using testing::ExpectInOrder;
using testing::Flat;
using testing::PdfFile;
using testing::RefusalOf;
using testing::TextOf;
using testing::ThePress;

TEST(PapersTest, AreSoundTaggedEmbeddedAndSpeakTheirLanguage) {
  for (const Sample& sample : Samples()) {
    SCOPED_TRACE(sample.name);
    const auto bytes = sample.print(ThePress());
    ASSERT_TRUE(bytes.ok()) << bytes.status();
    const PdfFile file(*bytes);
    EXPECT_EQ(file.Problems(), "");
    EXPECT_NE(Flat(file.Info()).find("Tagged: yes"), std::string::npos);
    EXPECT_EQ(file.Fonts().find(" no "), std::string::npos) << file.Fonts();
    const std::string language = sample.name.substr(sample.name.rfind('-') + 1);
    EXPECT_NE(bytes->find("/Lang (" + language + "-"), std::string::npos);
  }
}

TEST(PapersTest, AreTheSameBytesInEveryThread) {
  std::vector<std::string> expected;
  for (const Sample& sample : Samples()) expected.push_back(*sample.print(ThePress()));
  const auto again = [&] {
    const std::vector<Sample> samples = Samples();
    for (size_t i = 0; i < samples.size(); ++i)
      EXPECT_TRUE(*samples[i].print(ThePress()) == expected[i]) << samples[i].name;
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(again);
  for (std::thread& thread : threads) thread.join();
}

TEST(PapersTest, AreWrittenInThreeLanguagesForOneClient) {
  ExpectInOrder(TextOf(SampleInvoice("fr")),
                {"Facture F-2026-000418", "Total hors TVA", "À payer en CHF"});
  ExpectInOrder(TextOf(SampleInvoice("de")),
                {"Rechnung F-2026-000418", "Total ohne MWST", "Zu zahlen in CHF"});
  ExpectInOrder(TextOf(SampleInvoice("en")),
                {"Invoice F-2026-000418", "Total without VAT", "Amount due in CHF"});
}

// ---- payslip ----
TEST(PayslipTest, ShowsEveryLineWithItsBaseAndRate) {
  ExpectInOrder(TextOf(SamplePayslip("fr")),
                {"Léman Intérim SA",
                 "P-2026-10-0042",
                 "756.9217.0769.85",
                 "Fiche de salaire octobre 2026",
                 "Base",
                 "Taux",
                 "Montant",
                 "Salaire de base 84.00 h 30.00",
                 "2'520.00",
                 "Indemnité pour jours fériés 2'520.00 3.20",
                 "80.64",
                 "Salaire brut",
                 "3'239.45",
                 "Accidents non professionnels 3'239.45 1.457 % −47.20",
                 "Total des déductions −591.25",
                 "Salaire net 2'648.20",
                 "Acompte du 16.10.2026 −500.00",
                 "Net à payer en CHF 2'308.20",
                 "2'308.20 CHF versés le 05.11.2026 sur le compte CH56 0483 5012 3456 7800 9.",
                 "1/1"});
}

TEST(PayslipTest, CallsALineByItsCodeInTheReadersLanguage) {
  const auto text_of = [](const std::string& language) {
    Payslip slip = SamplePayslip(language);
    slip.earnings[0].text = "Base wage", slip.earnings[0].code = "BASE";
    slip.earnings[1].text = "Supplement 12.5 %", slip.earnings[1].code = "NIGHT_12.5";
    slip.earnings[2].text = "As somebody called it", slip.earnings[2].code = "OF_NOBODY";
    slip.deductions[0].text = "AHV/IV/EO, employer", slip.deductions[0].code = "AHV_EMPLOYER";
    return TextOf(slip);
  };
  ExpectInOrder(text_of("fr"), {"Salaire de base", "Travail de nuit, supplément 12.5 %",
                                "As somebody called it", "AVS/AI/APG, part de l’employeur"});
  ExpectInOrder(text_of("de"),
                {"Grundlohn", "Nachtarbeit, Zuschlag 12.5 %", "AHV/IV/EO, Arbeitgeber"});
}

TEST(PayslipTest, SaysThatItIsNotPayable) {
  const std::string text = TextOf(SampleFrenchPayslip());
  ExpectInOrder(text, {"Bulletin de paie octobre 2026", "Ce bulletin n’est pas payable",
                       "Part employeur", "Vieillesse plafonnée 816,75 6,90 % 8,55 % 69,83 −56,36",
                       "Net à payer en EUR 318,40"});
  EXPECT_NE(text.find("יעל כהן"), std::string::npos) << text;
}

// Code du travail R3243-1 and R3243-3, arrêté of 25 February 2016 as of 31 January 2023.
TEST(PayslipTest, SaysWhatTheFrenchLawAsksFor) {
  ExpectInOrder(TextOf(SampleFrenchPayslip()),
                {"SAS au capital de 50 000,00 €", "732 829 320 RCS Lyon", "SIRET 732 829 320 00074",
                 "APE 78.20Z", "Qualification", "niveau II, coefficient 140",
                 "Convention collective", "(IDCC 2378)", "Total des cotisations", "179,03 −170,22",
                 "Montant net social 646,53", "Net à payer avant impôt sur le revenu 346,53",
                 "Montant net imposable 669,80", "Cumul 2026 du montant net imposable 9 120,45",
                 "Prélèvement à la source (PAS) 669,80 4,20 % −28,13", "Net à payer en EUR 318,40",
                 "Total versé par l’employeur (salaire brut et part employeur) 995,78",
                 "sans limitation de durée", "www.service-public.fr"});
  const auto refusal = [](auto change) {
    Payslip slip = SampleFrenchPayslip();
    change(slip);
    return RefusalOf(slip);
  };
  EXPECT_NE(refusal([](auto& slip) { slip.net_social->minor += 1; }).find("net before tax is"),
            std::string::npos);
  EXPECT_NE(refusal([](auto& slip) { slip.employer_charges->minor += 1; }).find("charges is"),
            std::string::npos);
  EXPECT_NE(refusal([](auto& slip) { slip.taxes[0].amount.minor += 1; }).find("payout is"),
            std::string::npos);
}

// Under the risks that they insure, in the order of the arrêté; who bears nothing has no figure.
TEST(PayslipTest, GroupsFrenchContributions) {
  const std::string text = TextOf(SampleFrenchPayslip());
  ExpectInOrder(
      text, {"Salaire brut", "Retraite", "Vieillesse plafonnée", "Contribution d’équilibre général",
             "Famille", "Allocations familiales 816,75 5,25 % 42,88", "CSG et CRDS",
             "CSG déductible 802,46 6,80 % −54,57", "CRDS", "Total des cotisations"});
  for (const char* absent : {"Santé", "Chômage", "part de l’employeur", " 0,00"})
    EXPECT_EQ(text.find(absent), std::string::npos) << absent << " in:\n" << text;
  Payslip slip = SampleFrenchPayslip();
  slip.deductions[0].code = "OF_NOBODY", slip.deductions[0].text = "As somebody called it";
  ExpectInOrder(TextOf(slip), {"Autres contributions", "As somebody called it", "CSG et CRDS"});
}

TEST(PayslipTest, IsNotPrintedIfItDoesNotAddUp) {
  Payslip slip = SamplePayslip("fr");
  slip.earnings[0].amount.minor += 1;
  EXPECT_EQ(RefusalOf(slip),
            "Fiche de salaire octobre 2026 P-2026-10-0042: gross is stated as CHF 3239.45, but its "
            "lines make CHF 3239.46");
  slip = SamplePayslip("fr"), slip.payout.minor -= 5;
  EXPECT_NE(RefusalOf(slip).find("payout is stated as"), std::string::npos);
  slip = SamplePayslip("fr"), slip.others[0].amount.currency = "EUR";
  EXPECT_NE(RefusalOf(slip), "");
}

TEST(PayslipTest, PrintsACorrectionBelowNothing) {
  Payslip slip = SamplePayslip("de");
  slip.earnings = {{"Korrektur", {}, {}, Francs("-120.50")}};
  slip.deductions.clear(), slip.others.clear();
  slip.gross = slip.net = slip.payout = Francs("-120.50"), slip.deducted = Francs("0.00");
  const std::string text = TextOf(slip);
  ExpectInOrder(text, {"Korrektur −120.50", "Bruttolohn −120.50", "Auszahlung in CHF −120.50"});
  EXPECT_EQ(text.find("überwiesen"), std::string::npos);
}

TEST(PayslipTest, NamesItselfWhenANameCannotBePrinted) {
  Payslip slip = SamplePayslip("en");
  slip.worker.who.name = "Ann 𠮷";
  EXPECT_EQ(RefusalOf(slip),
            "Payslip October 2026 P-2026-10-0042: no font has the character U+20BB7 of “Ann 𠮷”: "
            "write it in other letters");
  slip.worker.who.name = "";
  EXPECT_EQ(RefusalOf(slip), "Payslip October 2026 P-2026-10-0042: worker is missing");
}

TEST(PayslipTest, HoldsALongNameAndNoAddress) {
  Payslip slip = SamplePayslip("fr");
  slip.worker.who = {std::string(300, 'W'), {}};
  slip.earnings[0].text = std::string(300, 'V');
  const std::string text = TextOf(slip);
  EXPECT_EQ(std::count(text.begin(), text.end(), 'W'), 300);
  EXPECT_GE(std::count(text.begin(), text.end(), 'V'), 300);
}

// ---- invoice ----
TEST(InvoiceTest, ShowsWhatEn16931AsksFor) {
  ExpectInOrder(TextOf(SampleInvoice("fr")),
                {"Léman Intérim SA", "CHE-123.456.788 TVA", "F-2026-000418", "02.11.2026",
                 "01.10.2026 – 31.10.2026", "CHE-109.322.551 TVA", "BC-77120", "LS-2026-0117",
                 "02.12.2026", "168.00 h 54.00 8.1 % 9'072.00", "Total hors TVA 9'761.50",
                 "TVA 8.1 % sur 9'761.50 790.68", "Total TVA comprise en CHF 10'552.18",
                 "Arrondi 0.02", "À payer en CHF 10'552.20", "A détacher avant le versement"});
}

TEST(InvoiceTest, CarriesTwoHundredLinesOverSixPages) {
  const PdfFile file(Bytes(SampleLongInvoice("fr")));
  const auto pages = file.Pages();
  ASSERT_EQ(pages.size(), 6u);
  for (size_t i = 0; i + 1 < pages.size(); ++i) {
    EXPECT_NE(pages[i].find("À reporter"), std::string::npos) << i;
    EXPECT_NE(pages[i + 1].find("Report "), std::string::npos) << i;
  }
  const std::string text = Flat(file.Text());
  for (int n = 1001; n <= 1200; ++n)
    EXPECT_NE(text.find("R-2026-" + std::to_string(n)), std::string::npos) << n;
  ExpectInOrder(text, {"Total hors TVA 456'300.00", "À payer en CHF 493'260.30"});
}

TEST(InvoiceTest, IsNotPrintedIfItDoesNotAddUp) {
  const auto refusal = [](const std::function<void(Invoice&)>& change) {
    Invoice invoice = SampleInvoice("en");
    change(invoice);
    return RefusalOf(invoice);
  };
  const std::pair<const char*, std::function<void(Invoice&)>> kWrong[] = {
      {"net is stated as", [](Invoice& i) { i.lines[0].net.minor++; }},
      {"VAT base at 8.1% is stated as", [](Invoice& i) { i.lines[0].vat_percent = Exact("2.6"); }},
      {"VAT is stated as", [](Invoice& i) { i.tax.minor++; }},
      {"total is stated as", [](Invoice& i) { i.total.minor++; }},
      {"payable is stated as", [](Invoice& i) { i.payable.minor++; }},
      {"number is missing", [](Invoice& i) { i.number = ""; }},
      {"buyer is missing", [](Invoice& i) { i.buyer.who.name = ""; }},
      {"QR-bill: reference is neither",
       [](Invoice& i) { i.iban = "CH5604835012345678009", i.reference = "RF19"; }},
      {"preceding invoice is missing", [](Invoice& i) { i.kind = Invoice::Kind::kCreditNote; }},
  };
  for (const auto& [said, change] : kWrong)
    EXPECT_NE(refusal(change).find(said), std::string::npos) << said << ": " << refusal(change);
}

TEST(InvoiceTest, TellsWhoIsWhoWhenTheClientBills) {
  ExpectInOrder(TextOf(SampleSelfBilled("fr")),
                {"Confluence Travail Temporaire SAS", "Autofacturation", "Fournisseur", "Client",
                 "TVA FR83 404 833 048", "18,00 j 620,00 20,0 % 11 160,00", "13 392,00",
                 "FR14 2004 1010 0505 0001 3M02 606", "en vertu du mandat"});
}

TEST(InvoiceTest, CreditsWithoutAPaymentPart) {
  const std::string text = TextOf(SampleCreditNote("en"));
  ExpectInOrder(text, {"F-2026-000418 of 02.11.2026", "Credit note N-2026-000031",
                       "Amount credited in CHF 116.75"});
  EXPECT_EQ(text.find("Payment part"), std::string::npos);
}

TEST(InvoiceTest, LeavesAPayerWhomTheCodeCannotHoldToBeWritten) {
  for (const std::string& name : {std::string(300, 'W'), std::string("יעל כהן")}) {
    Invoice invoice = SampleInvoice("en");
    invoice.buyer.who.name = name;
    const std::string text = TextOf(invoice);
    EXPECT_NE(text.find("Payable by (name/address)"), std::string::npos) << text;
  }
  Invoice invoice = SampleInvoice("en");
  invoice.buyer.who.address = {};
  EXPECT_NE(TextOf(invoice).find("Payable by (name/address)"), std::string::npos);
}

// ---- payment list ----
TEST(PaymentListTest, TheLastRowStandsOnThePageThatIsSigned) {
  const PaymentList all = SamplePayments("en");
  for (size_t count = 1; count <= all.lines.size(); ++count) {
    PaymentList list = all;
    list.lines.resize(count);
    list.total = {"CHF", 0};
    for (const PaymentLine& line : list.lines) list.total = list.total + line.amount;
    const std::string page = PdfFile(Bytes(list)).Pages().back();
    const size_t row = page.find(list.lines.back().reference);
    EXPECT_NE(row, std::string::npos) << count << page;
    EXPECT_LT(row, page.find("Signature")) << count << page;
  }
}

// ---- quote ----
TEST(QuoteTest, ShowsHowATariffComesAbout) {
  ExpectInOrder(
      TextOf(SampleQuote("de")),
      {"Offerte O-2026-0212", "462.00 h 54.00 24'948.00", "Total ohne MWST in CHF 25'623.00",
       "Ferien 8.33 % 2.58 33.54", "Leistung des Verleihers 11.86 54.00", "Bedingungen",
       "Für den Personalverleiher", "Ort und Datum", "Unterschrift"});
}

TEST(QuoteTest, IsNotPrintedIfItsTariffDoesNotAddUp) {
  Quote quote = SampleQuote("en");
  quote.build_up[2].reached = Exact("33.55");
  EXPECT_NE(
      RefusalOf(quote).find("build-up: “Holiday pay” reaches 33.55, but the lines make 33.54"),
      std::string::npos);
}
}  // namespace
}  // namespace aor::documents
