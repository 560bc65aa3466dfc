// Row by row against the decision tables that HMRC has published for its tool: version 2.4,
// github.com/hmrc/cest-decision, conf/tables and test/…/ruleSets/v2_4 as of commit 15eab08c
// (Apache-2.0). Written down here as one letter a row, in the order of the answers below:
// O outside, H high, M medium, L low, I inside, U unable to determine.
#include <gtest/gtest.h>

#include <functional>

#include "services/classification/domain/determine.h"
#include "services/classification/rules/rule_files.h"

namespace aor::classification {
namespace {
using Given = std::vector<std::pair<std::string, std::string>>;
using Dimension = std::pair<const char*, std::vector<const char*>>;
const std::map<char, std::string> kLevels = {
    {'O', "OUT"}, {'H', "HIGH"}, {'M', "MEDIUM"}, {'L', "LOW"}};

const std::vector<Dimension> kControl = {
    {"engagerMovingWorker",
     {"canMoveWorkerWithPermission", "canMoveWorkerWithoutPermission",
      "cannotMoveWorkerWithoutNewAgreement"}},
    {"workerDecidingHowWorkIsDone",
     {"workerDecidesWithoutInput", "workerAgreeWithOthers", "noWorkerInputAllowed",
      "workerFollowStrictEmployeeProcedures"}},
    {"whenWorkHasToBeDone",
     {"scheduleDecidedForWorker", "workerAgreeSchedule", "workerDecideSchedule",
      "noScheduleRequiredOnlyDeadlines"}},
    {"workerDecideWhere",
     {"workerChooses", "workerCannotChoose", "noLocationRequired", "workerAgreeWithOthers"}}};
constexpr auto kControlRows =
    "MHMM MMMM MMMM MMMM  MHHH MHMM MMMM MHMM  HHHH HHHH MHHM HHHH  MHHH MHMM MMMM MHMM "
    "MMHM MMMM MMMM MMMM  HHHH MHHH MHHH MHHH  HHHH HHHH MHHH HHHH  HHHH MHHH MHHM MHHH "
    "MMMM MMMM OMOM OMOM  MMMM MMMM MMMM MMMM  MMMM MMMM MMMM MMMM  MMMM MMMM OMOM OMOM ";

const std::vector<Dimension> kOwnAccount = {
    {"exclusiveContract",
     {"unableToProvideServices", "ableToProvideServicesWithPermission", "ableToProvideServices"}},
    {"transferRights",
     {"rightsTransferredToClient", "ableToTransferRights", "retainOwnershipRights",
      "noRightsArise"}},
    {"multipleEngagements",
     {"providedServicesToOtherEngagers", "onlyContractForPeriod", "noKnowledgeOfExternalActivity"}},
    {"significantWorkingTime", {"consumesSignificantAmount", "noSignificantAmount"}},
    {"seriesOfContracts",
     {"contractIsPartOfASeries", "standAloneContract", "contractCouldBeExtended"}}};
constexpr auto kOwnAccountRows =
    "LML LMM LLL LLL LLL LLL  MMM MMM LLL LLL LLL LML  MMM MMM MMM MMM MMM MMM  LMM LMM LLL LLL "
    "LLL LML "
    "LML MMM LLL LLL LLL LLL  MMM MMM LLL LLL LLL LML  MHM MHM MMM MMM MMM MMM  LMM MMM LLL LLL "
    "LLL MMM "
    "LMM MHH LLL LML MMM MMM  MMM MHH MMM MMM MMM MMM  MHH HHH MMM MMM MMM MHM  MMM MHM LLL MMM "
    "MMM MMM ";

const std::vector<const char*> kCorrections = {"outsideOfHoursNoCharge", "outsideOfHoursNoCosts",
                                               "asPartOfUsualRateInWorkingHours",
                                               "cannotBeCorrected", "noObligationToCorrect"};
const std::vector<const char*> kIncomes = {"incomeCalendarPeriods", "incomeFixed",
                                           "incomePieceRate", "incomeCommission",
                                           "incomeProfitOrLosses"};
const std::pair<const char*, const char*> kRiskRows[] = {
    {"workerUsedVehicle", "OOOOO MMMMO MMMMM MMMMM MMMMM"},
    {"workerHadOtherExpenses", "OOOOO MMMMM MMMLL MMMMM MMMMM"},
    {"expensesAreNotRelevantForRole", "MOMMO LLLMM LLLLM LMLMM LLLLL"}};

// Personal service, control, financial risk, part and parcel; then for business on own
// account low, medium and high.
const std::pair<const char*, const char*> kMatrix[] = {
    {"MMLH", "IIU"}, {"MMLM", "IUU"}, {"MMLL", "IUU"}, {"MHLL", "IIU"}, {"MHLM", "IIU"},
    {"MHLH", "IIU"}, {"HMLL", "IUU"}, {"HMLM", "IIU"}, {"HMLH", "IIU"}, {"HHLL", "IIU"},
    {"HHLM", "IIU"}, {"HHLH", "IIU"}, {"HHML", "IUU"}, {"HHMM", "IUU"}, {"MMML", "UUO"},
    {"MMMM", "UUO"}, {"MMMH", "IUO"}, {"MHML", "IUU"}, {"MHMM", "IIU"}, {"MHMH", "IIU"},
    {"HMML", "UUO"}, {"HMMM", "IUO"}, {"HMMH", "IUU"}, {"HHMH", "IIU"},
};

class HmrcRowsTest : public testing::Test {
 protected:
  static std::vector<v1::Answer> AnswersOf(const Given& given) {
    std::vector<v1::Answer> answers;
    for (const auto& [question, value] : given) {
      auto& answer = answers.emplace_back();
      answer.set_question_id(question);
      answer.set_answer(value);
    }
    return answers;
  }
  v1::Determination Ask(Given given) const {
    given.emplace_back("gb.through_intermediary", "true");
    given.emplace_back("gb.public_sector", "true");
    const auto book = books_->Of("GB");
    return *Determine({*book, calendar::Date(2026, 10, 5)}, "GB-IR35", {}, AnswersOf(given));
  }
  std::string LevelOf(const char* section, const Given& given) const {
    const auto determination = Ask(given);
    for (const auto& finding : determination.findings())
      if (finding.factor_id() == section) return finding.level();
    return "";
  }
  // All combinations, the last dimension fastest.
  int CheckProduct(const char* section, const std::vector<Dimension>& dimensions,
                   const std::string& rows) {
    size_t next = 0;
    const std::function<void(size_t, Given)> walk = [&](size_t depth, Given given) {
      if (depth < dimensions.size()) {
        for (const char* value : dimensions[depth].second) {
          Given more = given;
          more.emplace_back(dimensions[depth].first, value);
          walk(depth + 1, std::move(more));
        }
        return;
      }
      next = rows.find_first_not_of(' ', next);
      EXPECT_EQ(LevelOf(section, given), kLevels.at(rows.at(next))) << section << " row " << next;
      ++next;
      ++checked_;
    };
    walk(0, {});
    EXPECT_EQ(rows.find_first_not_of(' ', next), std::string::npos);
    return checked_;
  }

  absl::StatusOr<RuleBooks> books_ = LoadRuleBooks(RulesDirectory());
  int checked_ = 0;
};

TEST_F(HmrcRowsTest, Control) { EXPECT_EQ(CheckProduct("control", kControl, kControlRows), 192); }

TEST_F(HmrcRowsTest, BusinessOnOwnAccount) {
  EXPECT_EQ(CheckProduct("businessOnOwnAccount", kOwnAccount, kOwnAccountRows), 216);
  EXPECT_EQ(LevelOf("businessOnOwnAccount", {}), "MEDIUM") << "a section that was not asked";
}

TEST_F(HmrcRowsTest, FinancialRisk) {
  for (const auto& [expense, rows] : kRiskRows) {
    std::string letters = rows;
    std::erase(letters, ' ');
    size_t next = 0;
    for (const char* correction : kCorrections)
      for (const char* income : kIncomes)
        EXPECT_EQ(LevelOf("financialRisk", {{expense, "true"},
                                            {"workerMainIncome", income},
                                            {"paidForSubstandardWork", correction}}),
                  kLevels.at(letters.at(next++)))
            << expense << " " << income << " " << correction;
  }
  EXPECT_EQ(LevelOf("financialRisk", {{"workerProvidedMaterials", "true"}}), "OUT");
  EXPECT_EQ(LevelOf("financialRisk", {{"workerProvidedEquipment", "true"}}), "OUT");
  EXPECT_EQ(
      LevelOf("financialRisk", {{"workerUsedVehicle", "true"}, {"workerHadOtherExpenses", "true"}}),
      "OUT");
}

TEST_F(HmrcRowsTest, PersonalServiceAndPartAndParcel) {
  constexpr auto kSent = "workerSentActualSubstitute", kPaid = "workerPayActualSubstitute";
  constexpr auto kReject = "possibleSubstituteRejection", kPay = "possibleSubstituteWorkerPay";
  constexpr auto kHelper = "wouldWorkerPayHelper", kNone = "noSubstitutionHappened";
  constexpr auto kBenefits = "workerReceivesBenefits", kManager = "workerAsLineManager";
  constexpr auto kContact = "contactWithEngagerCustomer";
  constexpr auto kAppears = "workerRepresentsEngagerBusiness";
  const std::tuple<const char*, Given, const char*> kRows[] = {
      {"personalService", {{kSent, "yesClientAgreed"}, {kPaid, "true"}}, "OUT"},
      {"personalService", {{kSent, kNone}, {kReject, "wouldNotReject"}, {kPay, "true"}}, "OUT"},
      {"personalService", {{kSent, "yesClientAgreed"}, {kPaid, "false"}}, "MEDIUM"},
      {"personalService",
       {{kSent, kNone}, {kReject, "wouldNotReject"}, {kPay, "false"}, {kHelper, "true"}},
       "MEDIUM"},
      {"personalService", {{kSent, kNone}, {kReject, "wouldReject"}, {kHelper, "true"}}, "MEDIUM"},
      {"personalService", {{kSent, kNone}, {kReject, "wouldReject"}, {kHelper, "false"}}, "HIGH"},
      {"personalService", {{kSent, "notAgreedWithClient"}, {kHelper, "true"}}, "MEDIUM"},
      {"personalService", {{kSent, "notAgreedWithClient"}, {kHelper, "false"}}, "HIGH"},
      {"personalService", {{kReject, "wouldNotReject"}, {kPay, "true"}}, "OUT"},
      {"personalService", {{kReject, "wouldNotReject"}, {kPay, "false"}}, "MEDIUM"},
      {"personalService", {{kReject, "wouldReject"}}, "HIGH"},
      {"partAndParcel", {{kBenefits, "false"}, {kManager, "true"}}, "HIGH"},
      {"partAndParcel", {{kBenefits, "true"}}, "HIGH"},
      {"partAndParcel", {{kAppears, "workAsIndependent"}}, "LOW"},
      {"partAndParcel", {{kContact, "true"}, {kAppears, "workForEndClient"}}, "MEDIUM"},
      {"partAndParcel", {{kContact, "false"}}, "LOW"},
      {"partAndParcel", {{kContact, "true"}, {kAppears, "workAsBusiness"}}, "MEDIUM"},
      {"exit", {{"officeHolder", "true"}}, "INSIDE"},
      {"exit", {{"officeHolder", "false"}}, "CONTINUE"}};
  for (const auto& [section, given, level] : kRows)
    EXPECT_EQ(LevelOf(section, given), level) << section << " " << given[0].second;
}

// Answers that give a section a level, from the tables above.
Given Section(size_t section, char level) {
  static const std::map<char, Given> kSections[] = {
      {{'M',
        {{"workerSentActualSubstitute", "yesClientAgreed"},
         {"workerPayActualSubstitute", "false"}}},
       {'H', {{"possibleSubstituteRejection", "wouldReject"}}}},
      {{'M',
        {{"engagerMovingWorker", "cannotMoveWorkerWithoutNewAgreement"},
         {"workerDecidingHowWorkIsDone", "workerAgreeWithOthers"},
         {"whenWorkHasToBeDone", "workerAgreeSchedule"},
         {"workerDecideWhere", "workerChooses"}}},
       {'H',
        {{"engagerMovingWorker", "canMoveWorkerWithoutPermission"},
         {"workerDecidingHowWorkIsDone", "noWorkerInputAllowed"},
         {"whenWorkHasToBeDone", "scheduleDecidedForWorker"},
         {"workerDecideWhere", "workerChooses"}}}},
      {{'L',
        {{"expensesAreNotRelevantForRole", "true"},
         {"workerMainIncome", "incomeFixed"},
         {"paidForSubstandardWork", "noObligationToCorrect"}}},
       {'M',
        {{"workerUsedVehicle", "true"},
         {"workerMainIncome", "incomeFixed"},
         {"paidForSubstandardWork", "noObligationToCorrect"}}}},
      {{'L', {{"contactWithEngagerCustomer", "false"}}},
       {'M',
        {{"contactWithEngagerCustomer", "true"},
         {"workerRepresentsEngagerBusiness", "workAsBusiness"}}},
       {'H', {{"workerReceivesBenefits", "true"}}}},
      {{'L',
        {{"exclusiveContract", "unableToProvideServices"},
         {"transferRights", "noRightsArise"},
         {"multipleEngagements", "onlyContractForPeriod"},
         {"significantWorkingTime", "noSignificantAmount"},
         {"seriesOfContracts", "standAloneContract"}}},
       {'M', {}},
       {'H',
        {{"exclusiveContract", "ableToProvideServices"},
         {"transferRights", "retainOwnershipRights"},
         {"multipleEngagements", "providedServicesToOtherEngagers"},
         {"significantWorkingTime", "noSignificantAmount"},
         {"seriesOfContracts", "standAloneContract"}}}}};
  return kSections[section].at(level);
}

TEST_F(HmrcRowsTest, TheSectionsTogether) {
  const std::map<char, v1::Outcome> outcomes = {
      {'I', v1::OUTCOME_EMPLOYEE}, {'O', v1::OUTCOME_CONTRACTOR}, {'U', v1::OUTCOME_UNDETERMINED}};
  for (const auto& [levels, results] : kMatrix)
    for (size_t own_account = 0; own_account < 3; ++own_account) {
      Given given = {{"officeHolder", "false"}};
      const std::string row = std::string(levels) + "LMH"[own_account];
      for (size_t section = 0; section < row.size(); ++section)
        for (const auto& answer : Section(section, row[section])) given.push_back(answer);
      EXPECT_EQ(v1::Outcome_Name(Ask(given).outcome()),
                v1::Outcome_Name(outcomes.at(results[own_account])))
          << row;
      ++checked_;
    }
  EXPECT_EQ(checked_, 72);
}

TEST_F(HmrcRowsTest, OneSectionOutsideDecidesUnlessTheWorkerHoldsAnOffice) {
  const Given out = {{"workerProvidedEquipment", "true"}};
  EXPECT_EQ(Ask({{"officeHolder", "false"}, out[0]}).outcome(), v1::OUTCOME_CONTRACTOR);
  EXPECT_EQ(Ask({{"officeHolder", "true"}, out[0]}).outcome(), v1::OUTCOME_EMPLOYEE);
  EXPECT_EQ(Ask(out).outcome(), v1::OUTCOME_UNDETERMINED) << "HMRC asks for the office first";
}
}  // namespace
}  // namespace aor::classification
