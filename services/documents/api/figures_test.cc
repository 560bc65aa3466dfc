// What a record of each kind says in figures stands on its paper, as its reader's country writes
// it.
#include <absl/strings/str_cat.h>

#include <set>

#include "libs/documents/papers/press.h"
#include "libs/money/money.h"
#include "services/documents/api/canned_contracts.h"
#include "services/documents/api/documents_test.h"

namespace aor::documents {
namespace {
using google::protobuf::Message;

// Amounts of a record, those inside it too; not what is no part of the paper.
void AddAmounts(const Message& message, const std::set<std::string>& left_out,
                std::vector<money::Money>& amounts) {
  if (message.GetDescriptor() == types::v1::Money::descriptor())
    return amounts.push_back(money::FromProto(static_cast<const types::v1::Money&>(message)));
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  const auto* reflection = message.GetReflection();
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->cpp_type() != field->CPPTYPE_MESSAGE || left_out.contains(field->name())) continue;
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i)
      AddAmounts(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                      : reflection->GetMessage(message, field),
                 left_out, amounts);
  }
}

std::string Amount(const char* currency, int64_t minor) {
  return absl::StrCat(" { currency_code: '", currency, "' minor_units: ", minor, " } ");
}

class FiguresTest : public DocumentsTest {
 protected:
  void SetUp() override {
    As("carla", "consultant");
    FillContracts(*canned_);
    const auto press = Press::Open(AOR_DOCUMENT_TEXTS);
    ASSERT_TRUE(press.ok());
    texts_ = (*press)->texts();
  }
  std::string TextIn(const std::string& kind, const std::string& source) {
    const auto document = Render(kind, source);
    tested_.insert(document.document_kind());
    reader_ = {document.language(), document.parties().legal_entity_id() == "lyon" ? "FR" : "CH"};
    std::string pdf;
    EXPECT_EQ(Download(Of(document), &pdf), "OK") << said_;
    return TextOf(pdf);
  }
  // As printed, with the blank that TextOf leaves.
  std::string Printed(const money::Money& amount) const {
    std::string text = Figures(texts_, reader_).Amount(amount);
    for (const char* space : {"\u00A0", "\u202F"})
      for (size_t at; (at = text.find(space)) != std::string::npos;)
        text.replace(at, std::string(space).size(), " ");
    return text;
  }
  void ExpectAmounts(const std::string& text, const Message& record,
                     const std::set<std::string>& left_out = {}) {
    std::vector<money::Money> amounts;
    AddAmounts(record, left_out, amounts);
    EXPECT_FALSE(amounts.empty());
    for (const auto& amount : amounts)
      EXPECT_NE(text.find(Printed(amount)), std::string::npos) << Printed(amount) << " is not in:\n"
                                                               << text;
  }
  void ExpectFigures(const std::string& text, const std::vector<const char*>& figures) {
    for (const char* figure : figures)
      EXPECT_NE(text.find(figure), std::string::npos) << figure << " is not in:\n" << text;
  }
  static std::string InvoiceOf(const std::string& id, const std::string& type, const char* currency,
                               const std::string& parties) {
    return "document { invoice_id: '" + id + "' number: 'N-" + id + "' type_code: '" + type +
           "' issue_date { year: 2026 month: 11 day: 3 } due_date { year: 2026 month: 12 day: 3 "
           "} " +
           parties +
           " corrects_number: 'N-0' lines { line_number: 1 contract_id: 'c1' description:"
           " 'Travail' quantity { unscaled: 1234567 scale: 4 } unit_code: 'HUR' price { unscaled:"
           " 5437 scale: 2 } net" +
           Amount(currency, 671234) +
           "vat_category: 'S' vat_percent { unscaled: 81 scale: 1 } } lines { line_number: 2"
           " description: 'Frais' quantity { unscaled: 1 } unit_code: 'C62' price { unscaled: 1999"
           " scale: 2 } net" +
           Amount(currency, 1999) +
           "vat_category: 'S' vat_percent { unscaled: 81 scale: 1 } } vat { category: 'S' percent {"
           " unscaled: 81 scale: 1 } base" +
           Amount(currency, 673233) + "vat" + Amount(currency, 54532) + "} net" +
           Amount(currency, 673233) + "vat_total" + Amount(currency, 54532) + "payable" +
           Amount(currency, 727765) + "}";
  }
  // Of an invoice its amounts, and beside them quantity, price and rate.
  void CheckInvoice(const std::string& kind, const std::string& id,
                    const std::vector<const char*>& figures) {
    const std::string text = TextIn(kind, id);
    ExpectAmounts(text, Parse<invoicing::v1::Invoice>(canned_->invoices[id]).document());
    ExpectFigures(text, figures);
  }

  void Invoices();
  void Slips();
  void QuotesPaymentsAndHours();
  void Contracts();
  void Trainings();
  void Determinations();

  Texts texts_;
  Reader reader_;
  std::set<int> tested_;
};

void FiguresTest::Invoices() {
  const std::string acme = "client_id: 'acme' legal_entity_id: 'geneva'",
                    mira = "supplier_id: 'mira-dev' legal_entity_id: 'lyon'";
  canned_->invoices["i380"] = InvoiceOf("i380", "380", "CHF", acme);
  canned_->invoices["i381"] = InvoiceOf("i381", "381", "CHF", acme);
  canned_->invoices["i389"] = InvoiceOf("i389", "389", "EUR", mira);
  canned_->invoices["i261"] = InvoiceOf("i261", "261", "EUR", mira);
  const std::vector<const char*> swiss = {"123.4567", "54.37", "19.99", "8.1"},
                                 french = {"123,4567", "54,37", "19,99", "8,1"};
  CheckInvoice("INVOICE", "i380", swiss);
  CheckInvoice("CREDIT_NOTE", "i381", swiss);
  CheckInvoice("SELF_BILLED_INVOICE", "i389", french);
  CheckInvoice("SELF_BILLED_CREDIT_NOTE", "i261", french);
}

void FiguresTest::Slips() {
  canned_->payslips.clear();
  for (const char* id : {"s-1", "s-2", "s-3"}) canned_->payslips[id] = SlipOfAda(id);
  const auto slip = Parse<payroll::v1::Payslip>(canned_->payslips["s-1"]).slip();
  ExpectAmounts(TextIn("PAYSLIP", "s-1"), slip, {"deductions"});
  const std::string text = TextIn("YEARLY_STATEMENT", "ada/geneva/2026");
  ExpectAmounts(text, slip, {"deductions", "base", "lines"});
  ExpectFigures(text, {"7'560.00", "−400.68", "7'159.35", "s-1", "s-2", "s-3", "01.10.2026",
                       "octobre 2026 s-1", "31.10.2026", "Arrondi 0.03"});
  const auto render = [&](const std::string& source) {
    return Try(&Stub::RenderDocument,
               Id() + "document_kind: DOCUMENT_KIND_YEARLY_STATEMENT source_id: '" + source + "'");
  };
  EXPECT_EQ(render("ada/geneva/2025"), "5");
  EXPECT_EQ(render("ada/geneva/26"), "3");
  canned_->payslips["s-4"] = SlipOfAda("s-4") + " pending: true";
  EXPECT_EQ(render("ada/geneva/2026"), "SOURCE_NOT_FINAL");
  canned_->payslips["s-4"] = SlipOfAda("s-4");
  EXPECT_EQ(Render("YEARLY_STATEMENT", "ada/geneva/2026").versions_size(), 2)
      << "another slip, another version";
}

void FiguresTest::QuotesPaymentsAndHours() {
  canned_->quotes["q7"] = QuoteOfGeneva("q7");
  ExpectFigures(TextIn("QUOTE", "q7"), {"54.00"});
  canned_->quotes["q8"] = QuoteOfGeneva("q8") + " valid_until { year: 2026 month: 12 day: 4 }";
  EXPECT_NE(TextIn("QUOTE", "q8").find("04.12.2026"), std::string::npos)
      << "as long as it can be accepted";
  canned_->batches["b7"] =
      "batch_id: 'b7' legal_entity_id: 'geneva' currency_code: 'CHF' state: BATCH_STATE_STORED"
      " items { payee_id: 'ada' reference: 'S-1' amount" +
      Amount("CHF", 238645) +
      "} items { payee_id: 'ada' reference: 'Salary 2026-10'"
      " purpose { subject: 'SALARY' detail: '2026-10' } amount" +
      Amount("CHF", 9915) + "} paid" + Amount("CHF", 248560) +
      "digest: '9f86d081' message_id: 'PAY-7'";
  const std::string list = TextIn("PAYMENT_LIST", "b7");
  ExpectAmounts(list, Parse<payroll::v1::Batch>(canned_->batches["b7"]));
  ExpectFigures(list, {"CH56 0483 5012 3456 7800 9", "S-1", "PAY-7", "Salaire 10.2026"});
  canned_->contracts["c7"] = ContractOf("c7", "TEMP", "CH-GE", kHour, std::string(kGeneva) + kSaid);
  canned_->entries =
      "entries { entry { entry_kind: ENTRY_KIND_WORK day { year: 2026 month: 10 day: 19 } time {"
      " start { seconds: 1792386000 } end { seconds: 1792420200 } zone: 'Europe/Zurich' }"
      " break_time { seconds: 3600 } } } entries { entry { entry_kind: ENTRY_KIND_WORK day { year:"
      " 2026 month: 10 day: 20 } time { start { seconds: 1792472400 } end { seconds: 1792486800 }"
      " zone: 'Europe/Zurich' } } }";
  ExpectFigures(TextIn("TIMESHEET", "ada/2026-W43/c7"),
                {"19.10.2026 07:00 16:30 1:00 8:30", "20.10.2026 07:00 11:00 0:00 4:00", "12:30"});
  canned_->entries +=
      " entries { entry { entry_kind: ENTRY_KIND_WORK day { year: 2026 month: 10 day: 21 }"
      " quantity { unscaled: 1 } } }";
  EXPECT_EQ(Try(&Stub::RenderDocument,
                Id() + "document_kind: DOCUMENT_KIND_TIMESHEET source_id: 'ada/2026-W43/c7'"),
            "NOT_PRINTABLE")
      << "a day would stand there as no hours";
}

void FiguresTest::Contracts() {
  const std::vector<const char*> wage = {"30.00 30.00", "3.20 %",     "0.96 30.96", "8.33 %",
                                         "2.58 33.54",  "2.79 36.33", "42 heures",  "8.4 heures"};
  canned_->contracts["c8"] = ContractOf("c8", "TEMP", "CH-GE", kHour, std::string(kGeneva) + kSaid);
  canned_->quotes["q-c8"] = QuoteOfGeneva("q-c8");
  ExpectFigures(TextIn("ASSIGNMENT_CONTRACT", "c8"), wage);
  ExpectFigures(TextIn("HIRE_OF_SERVICES_CONTRACT", "c8"), {"54.00 / h", "42 Stunden", "30 Tagen"});
  canned_->contracts["e1"] = ContractOf("e1", "EOR", "CH-GE", kMonth, std::string(kGeneva) + kSaid);
  canned_->quotes["q-e1"] = kQuoteByTheMonth;
  ExpectFigures(TextIn("EMPLOYMENT_CONTRACT", "e1"), {"8'500.00", "8.33 %", "708.05", "9'208.05"});
  ExpectFigures(TextIn("CLIENT_CONTRACT", "e1"), {"11'200.00 / Mt."});
  canned_->contracts["m8"] = ContractOfMira("m8", "");
  canned_->quotes["q-m8"] = "quote_id: 'q-m8' price { currency_code: 'EUR' }";
  ExpectFigures(TextIn("MANDATE", "m8"), {"620,00 / j", "4 %"});
  ExpectFigures(TextIn("SERVICE_CONTRACT", "m8"), {"640,00 / T", "4 %"});
  const auto rates = [](const char* wage, const char* tariff) {
    return std::string(
               " rates { amendment: 1 effective_from { year: 2026 month: 11 day: 1 }"
               " recorded_at { seconds: 1793000000 }"
               " base_wage { unscaled: ") +
           wage + " } tariff { unscaled: " + tariff + " } } ";
  };
  const std::string before =
      " rates { effective_from { year: 2026 month: 10 day: 5 } base_wage { unscaled: 30 }"
      " tariff { unscaled: 54 } } ";
  canned_->contracts["c8"] += before + rates("31", "55");
  ExpectFigures(TextIn("WORKER_AMENDMENT", "c8/1"), {"30.00 CHF 31.00 CHF"});
  ExpectFigures(TextIn("CLIENT_AMENDMENT", "c8/1"), {"54.00 CHF 55.00 CHF"});
  canned_->contracts["m8"] += before + rates("650", "670");
  ExpectFigures(TextIn("MANDATE_AMENDMENT", "m8/1"), {"30,00 EUR 650,00 EUR"});
}

// Times by the wall of the place; of two half-days the participant had one.
void FiguresTest::Trainings() {
  As("tess", "permanent_team");
  canned_->missions["m1"] =
      "mission_id: 'm1' opened { mission_id: 'm1' client_id: 'acme' legal_entity_id: 'geneva' }";
  canned_->payees["fay"] = "name: 'Fay Benali' language: 'fr'";
  canned_->roll =
      "session { session_id: 's1' session_kind: SESSION_KIND_TRAINING place: 'Carouge'"
      " half_days: '2026-10-05-AM' half_days: '2026-10-05-PM' times { start { seconds: 1791183600 }"
      " end { seconds: 1791212400 } zone: 'Europe/Zurich' } } facilitator_id: 'fay' participants {"
      " participant_id: 'p1' mail: 'ana@acme.example' given_names: 'Ana' surname: 'Perez'"
      " identity: 'i1' certificate { participant_id: 'p1' version: 1 half_days: '2026-10-05-PM' } "
      "}";
  ExpectFigures(TextIn("ATTENDANCE_SHEET", "m1/s1"), {"05.10.2026", "09:00", "17:00"});
  ExpectFigures(TextIn("PARTICIPATION_CERTIFICATE", "m1/s1/p1"), {"09:00", "17:00", "1 von 2"});
}

void FiguresTest::Determinations() {
  As("carla", "consultant");
  canned_->determinations["d7"] =
      "determination { recorded_at { seconds: 1793606400 } decider: 'carla' determination {"
      " determination_id: 'd7' worker_id: 'ada' client_id: 'acme' test_id: 'gb.cest'"
      " test_source: 'HMRC' outcome: OUTCOME_EMPLOYEE confidence_percent: 80 reason: 'by rows'"
      " effective_from { year: 2026 month: 11 day: 9 } answers { question_id: 'gb.reject'"
      " answer: 'no' } statement { dispute_days: 45 } } happenings { recorded_at { seconds:"
      " 1793692800 } approved { approved_by: 'grace' outcome: OUTCOME_EMPLOYEE } } }";
  ExpectFigures(TextIn("DETERMINATION", "d7"), {"02.11.2026", "09.11.2026", "80", "03.11.2026"});
  ExpectFigures(TextIn("STATUS_STATEMENT", "d7"), {"03.11.2026", "09.11.2026", "45"});
}

TEST_F(FiguresTest, OfEveryKindThatIsPrinted) {
  Invoices();
  Slips();
  QuotesPaymentsAndHours();
  Contracts();
  Trainings();
  Determinations();
  for (int kind = v1::DocumentKind_MIN + 1; kind <= v1::DocumentKind_MAX; ++kind)
    EXPECT_TRUE(tested_.contains(kind) || kind == v1::DOCUMENT_KIND_UPLOAD ||
                !v1::DocumentKind_IsValid(kind))
        << v1::DocumentKind_Name(static_cast<v1::DocumentKind>(kind));
}
}  // namespace
}  // namespace aor::documents
