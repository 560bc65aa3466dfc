// What is asked for a month, and what becomes of the answers.
#include "services/aorctl/month.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <map>

#include "aor/timesheet/v1/timesheet_service.pb.h"
#include "services/aorctl/client.h"

namespace aor::aorctl {
namespace {
using operations::v1::MonthStatus;

// Answers as text by the method's name; the second page where a token is sent. What is not there
// is denied.
class Suite {
 public:
  std::map<std::string, std::string> answers;
  std::vector<std::string> asked;

  absl::StatusOr<MonthStatus> Month(MonthAsked wanted = {"2026-10", "", ""}) {
    asked.clear();
    const Ask ask =
        [this](const auto& method,
               const auto& request) -> absl::StatusOr<std::unique_ptr<google::protobuf::Message>> {
      const auto* token = request.GetDescriptor()->FindFieldByName("page_token");
      const bool second = token && !request.GetReflection()->GetString(request, token).empty();
      const std::string name = method.service()->name() + "." + method.name();
      asked.push_back(name + " " + request.ShortDebugString());
      const auto known = answers.find(name + (second ? " 2" : ""));
      if (known == answers.end()) return absl::PermissionDeniedError("not for you");
      if (known->second == "wrong") return absl::InvalidArgumentError("month: give a month");
      auto answer = NewMessage(*method.output_type());
      EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(known->second, answer.get()));
      return answer;
    };
    return AskForMonth(ask, wanted);
  }
};

Suite Alpina() {
  Suite suite;
  suite.answers["TimesheetService.GetMonthStatus"] =
      "total { weeks: 38 complete: 37 approved: 30 verified: 20 } next_page_token: 'more'"
      " contracts { contract_id: 'c08-clinique' legal_entity_id: 'geneva' }"
      " colleagues { person_id: 'nina' verified: 12 last_at { seconds: 1761000000 } }"
      " missing { what: WHAT_HOURS worker_id: 'c08' iso_week: '2026-W44' waits_for: 'c08'"
      "  contract_id: 'c08-clinique' since { seconds: 1793491200 } due { seconds: 1793617200 }"
      "  late: true }";
  suite.answers["TimesheetService.GetMonthStatus 2"] =
      "total { weeks: 2 complete: 1 } colleagues { person_id: 'nina' verified: 1 approved: 2 }"
      " missing { what: WHAT_APPROVAL worker_id: 'b01' iso_week: '2026-W43' waits_for: 'chantier'"
      "  since { seconds: 1793000000 } due { seconds: 1793700000 } }";
  suite.answers["OrganisationService.ListLegalEntities"] =
      "legal_entities { legal_entity_id: 'geneva' } legal_entities { legal_entity_id: 'lyon' }";
  suite.answers["InvoicingService.GetMonthStatus"] =
      "waiting { step: 'INVOICE_DRAFT' record: 'd1' party_id: 'clinique'"
      " party_kind: PARTY_KIND_CLIENT waits_for: 'finance' reasons: 'PURCHASE_ORDER_EXCEEDED'"
      " amount { currency_code: 'CHF' minor_units: 120050 } due { seconds: 1793600000 } }";
  suite.answers["PayrollService.GetMonthStatus"] =
      "waiting { step: 'PAYSLIP' record: 'c-anna' party_id: 'anna' party_kind: PARTY_KIND_PERSON"
      " waits_for: 'consultant' reasons: 'SOURCE_TAX_TARIFF' }";
  suite.answers["PersonService.GetPerson"] =
      "person { name { given_name: 'Chloé' family_name: 'Rey' } }";
  suite.answers["OrganisationService.GetClient"] =
      "client { registered { name: 'Clinique des Eaux' } }";
  return suite;
}

TEST(MonthTest, IsPutTogetherFromAllContextsLateFirst) {
  Suite suite = Alpina();
  const auto month = suite.Month();
  ASSERT_TRUE(month.ok()) << month.status();
  std::string order;
  for (const auto& one : month->waiting()) order += one.step() + " ";
  EXPECT_EQ(order, "HOURS INVOICE_DRAFT INVOICE_DRAFT APPROVAL PAYSLIP PAYSLIP ");
  EXPECT_EQ(month->waiting(0).legal_entity_id(), "geneva");
  EXPECT_EQ(month->waiting(0).waits_for_name(), "Chloé Rey");
  EXPECT_EQ(month->waiting(3).waits_for_name(), "Clinique des Eaux");
  EXPECT_EQ(month->steps(0).done(), 38u);
  EXPECT_EQ(month->steps(0).all(), 40u);
  ASSERT_EQ(month->colleagues_size(), 1);
  EXPECT_EQ(month->colleagues(0).verified(), 13u);
  EXPECT_EQ(month->colleagues(0).approved(), 2u);
  EXPECT_TRUE(month->not_answered().empty());
}

TEST(MonthTest, ReadsAsATable) {
  const auto month = Alpina().Month();
  ASSERT_TRUE(month.ok());
  const calendar::Instant now{std::chrono::seconds{1793491200 + 3 * 86'400}};
  const std::string table = MonthTable(*month, now);
  for (const char* words :
       {"HOURS          38 of 40", "Chloé Rey", "3 days", "2026-11-02 11:00 late", "CHF 1 200.50",
        "PURCHASE_ORDER_EXCEEDED", "SOURCE_TAX_TARIFF"})
    EXPECT_NE(table.find(words), std::string::npos) << words << "\n" << table;
}

TEST(MonthTest, AClientsMonthAsksNothingOfPay) {
  Suite suite = Alpina();
  ASSERT_TRUE(suite.Month({"2026-10", "lyon", "clinique"}).ok());
  for (const auto& asked : suite.asked) {
    EXPECT_FALSE(asked.starts_with("PayrollService")) << asked;
    if (asked.find("GetMonthStatus") != std::string::npos) {
      EXPECT_NE(asked.find("client_id: \"clinique\""), std::string::npos) << asked;
      EXPECT_NE(asked.find("legal_entity_id: \"lyon\""), std::string::npos) << asked;
    }
  }
}

TEST(MonthTest, WhoDoesNotAnswerIsNamedAndTheOthersAreShown) {
  Suite suite = Alpina();
  suite.answers.erase("PayrollService.GetMonthStatus");
  suite.answers.erase("PersonService.GetPerson");
  const auto month = suite.Month();
  ASSERT_TRUE(month.ok()) << month.status();
  ASSERT_EQ(month->not_answered_size(), 1);
  EXPECT_EQ(month->not_answered(0), "payroll: PERMISSION_DENIED: not for you");
  EXPECT_EQ(month->waiting_size(), 4);
  EXPECT_EQ(month->waiting(0).waits_for_name(), "");
  const std::string table = MonthTable(*month, calendar::Instant{});
  EXPECT_TRUE(table.starts_with("2026-10\nnot answered: payroll: PERMISSION_DENIED: not for you\n"))
      << table;
  for (const char* step : {"\nPAYSLIP            not known", "\nPAYMENT_FILE       not known"})
    EXPECT_NE(table.find(step), std::string::npos) << table;
  EXPECT_EQ(IsComplete(*month).message(),
            "this is not the whole month: payroll did not answer, or not to you");
  suite.answers["TimesheetService.GetMonthStatus"] = "wrong";
  EXPECT_EQ(suite.Month().status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(MonthTest, OfNobodysAnswerNoTableIsMade) {
  const auto month = Suite().Month();
  ASSERT_TRUE(month.ok());
  const std::string table = MonthTable(*month, calendar::Instant{});
  EXPECT_EQ(table.find("HOURS"), std::string::npos) << table;
  EXPECT_FALSE(IsComplete(*month).ok());
  EXPECT_TRUE(IsComplete(*Alpina().Month()).ok());
}

TEST(MonthTest, AnUnknownLegalEntityIsNoMonthWithoutWork) {
  Suite suite = Alpina();
  const auto refused = suite.Month({"2026-10", "nowhere", ""}).status();
  EXPECT_EQ(refused.message(), "legal_entity_id: there is no nowhere; give one of geneva, lyon");
  suite.answers.erase("OrganisationService.ListLegalEntities");
  EXPECT_TRUE(suite.Month({"2026-10", "geneva", ""}).ok()) << "who may not see them is not refused";
}
}  // namespace
}  // namespace aor::aorctl
