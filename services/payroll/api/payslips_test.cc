// Slips over real gRPC: one process, its logs in memory, callers with tokens.
#include <algorithm>
#include <thread>

#include "services/payroll/api/running_month.h"

namespace aor::payroll {
namespace {
class PayslipsTest : public PayrollTest {};

TEST_F(PayslipsTest, ASlipIsPrefilledVerifiedAndCorrected) {
  NightWorker("ada", "c1");
  const auto draft = Draft("c1");
  EXPECT_TRUE(draft.payable());
  EXPECT_TRUE(draft.has_unverified());
  EXPECT_EQ(draft.slip().gross().minor_units(), 47233);
  EXPECT_EQ(draft.slip().net().minor_units(), 42605);
  EXPECT_EQ(draft.slip().rule_version().size(), 64u);
  EXPECT_EQ(draft.slip().tz_version(), "2026a");

  EXPECT_EQ(Try(&Stub::VerifyPayslip, VerifyRequest("c1", "another")), "DRAFT_CHANGED");
  const std::string request = VerifyRequest("c1", draft.etag());
  v1::VerifyPayslipResponse first, again;
  ASSERT_EQ(Call(&Stub::VerifyPayslip, request, &first), "OK") << said_;
  after_ = first.consistency_token();
  EXPECT_EQ(first.payslip_id(), "c1-2026-10-REGULAR");
  EXPECT_EQ(first.payable_id(), "slip-c1-2026-10-REGULAR");
  ASSERT_EQ(Call(&Stub::VerifyPayslip, request, &again), "OK") << said_;
  EXPECT_EQ(again.DebugString(), first.DebugString());
  const auto empty = Draft("c1");
  EXPECT_TRUE(empty.slip().lines().empty());
  EXPECT_FALSE(empty.payable());
  EXPECT_EQ(Try(&Stub::VerifyPayslip, VerifyRequest("c1", empty.etag())), "NOTHING_TO_PAY");

  Fact<WeekEvent>("timesheet", "ada",
                  Verified("c1", "ada", "geneva", "2026-W44", Line("29", "BASE", 120)));
  EXPECT_EQ(Draft("c1").slip().run_kind(), "DELTA-1");
  EXPECT_EQ(Draft("c1").slip().corrects_payslip_id(), "c1-2026-10-REGULAR");
  EXPECT_EQ(Verify("c1").payslip_id(), "c1-2026-10-DELTA-1");
  v1::GetHistoryResponse history;
  ASSERT_EQ(Call(&Stub::GetHistory, "stream: 'slip-c1-2026-10-DELTA-1'" + Since(), &history), "OK");
  ASSERT_EQ(history.lines_size(), 1);
  EXPECT_EQ(history.lines(0).actor(), "carla");
  EXPECT_NE(history.lines(0).event_json().find("DELTA-1"), std::string::npos);
}

class MissionFeesTest : public PayslipsTest {
 protected:
  static void Mission(const std::string& event) {
    Fact<missions::v1::MissionEvent>("missions", "m1", event);
  }
  static void Payable(const std::string& id, const std::string& worker, int day) {
    Mission("fee_became_payable { mission_id: 'm1' legal_entity_id: 'geneva' fee { fee_id: '" + id +
            "' session_id: 's1' payee_id: '" + worker +
            "' tariff { currency_code: 'CHF' minor_units: 30000 } percent: 100"
            " travel { currency_code: 'CHF' minor_units: 4250 }"
            " amount { currency_code: 'CHF' minor_units: 34250 } tariff_source: 'board'"
            " worked_on { year: 2026 month: 10 day: " +
            std::to_string(day) + " } paper: FEE_PAPER_PAYROLL } }");
  }
  // "<waits for> <reason>" of one record in the month's status; empty: nobody waits for it.
  std::string WaitsFor(const std::string& record) {
    v1::GetMonthStatusResponse month;
    std::string page;
    do {
      EXPECT_EQ(
          Call(&Stub::GetMonthStatus,
               "legal_entity_id: 'geneva' month: '2026-10' page_token: '" + page + "'" + Since(),
               &month),
          "OK");
      for (const auto& waiting : month.waiting())
        if (waiting.record() == record)
          return waiting.waits_for() + (waiting.reasons().empty() ? "" : " " + waiting.reasons(0));
      page = month.next_page_token();
    } while (!page.empty());
    return "";
  }
  int FeesOn(const std::string& contract) {
    const auto lines = Draft(contract).slip().lines();
    return static_cast<int>(std::ranges::count(lines, "MISSION_FEE", &v1::PayslipLine::code));
  }
};

TEST_F(MissionFeesTest, AnEmployeesFeeStandsOnTheNextSlipAndOnNoOther) {
  NightWorker("una", "c-una");
  const auto wage = Draft("c-una").slip().gross().minor_units();
  Payable("f-una", "una", 24);
  const auto slip = Draft("c-una").slip();
  EXPECT_EQ(slip.gross().minor_units(), wage + 30000);
  ASSERT_EQ(FeesOn("c-una"), 1);
  Verify("c-una");
  EXPECT_EQ(FeesOn("c-una"), 0) << "once";
  // Another contract that began sooner would have been the first to have it.
  std::string sooner = Concluded("c-una-2", "una", "geneva", 30, kNovember);
  sooner.replace(sooner.find("day: 28"), 7, "day: 1");
  Fact<ContractEvent>("engagements", "acme", sooner);
  EXPECT_EQ(FeesOn("c-una-2"), 0);
  Payable("f-una-2", "una", 25);
  EXPECT_EQ(FeesOn("c-una-2"), 1);
  Mission("fee_held { fee_id: 'f-una-2' reason: 'No sheet.' }");
  EXPECT_EQ(FeesOn("c-una-2"), 0) << "not paid yet: it waits";
  Mission("fee_released { fee { fee_id: 'f-una-2' } }");
  EXPECT_EQ(FeesOn("c-una-2"), 1);
  Mission("fee_held { fee_id: 'f-una' reason: 'No sheet.' }");
  EXPECT_EQ(FeesOn("c-una"), 0) << "paid: it stands until it is refused";
  Mission("fee_refused { fee_id: 'f-una' reason: 'Did not come.' }");
  EXPECT_EQ(FeesOn("c-una"), 1);
  EXPECT_EQ(Draft("c-una").slip().gross().minor_units(), -30000);
}

TEST_F(MissionFeesTest, AFeeWithoutAContractIsSeenUntilThereIsOne) {
  Payable("f-vic", "vic", 24);
  EXPECT_EQ(WaitsFor("f-vic"), "consultant NO_CONTRACT");
  NightWorker("vic", "c-vic");
  EXPECT_EQ(WaitsFor("f-vic"), "");
  EXPECT_EQ(FeesOn("c-vic"), 1);
  Payable("f-wim", "wim", 24);
  Mission("fee_held { fee_id: 'f-wim' reason: 'No sheet.' }");
  EXPECT_EQ(WaitsFor("f-wim"), "") << "its mission has it";
}

// E33: agreed on 29 October, of work on 24 and 25 October.
TEST_F(PayslipsTest, AnExtensionChargesNoPensionOnWhatWasWorkedBefore) {
  NightWorker("pia", "c77");
  Fact<ContractEvent>(
      "engagements", "acme",
      "contract_extended { contract_id: 'c77' end { year: 2027 month: 1 day: 31 } }");
  EXPECT_EQ(Draft("c77").slip().net().minor_units(), 42605);
  Fact<WeekEvent>("timesheet", "pia",
                  Verified("c77", "pia", "geneva", "2026-W44", Line("30", "BASE", 480)));
  const auto lines = Draft("c77").slip().lines();
  EXPECT_EQ(std::ranges::count(lines, "BVG", &v1::PayslipLine::code), 1);
}

TEST_F(PayslipsTest, NobodyVerifiesTheirOwnSlip) {
  NightWorker("kim", "c8");
  const auto etag = Draft("c8").etag();
  As("kim", "consultant");
  EXPECT_EQ(Try(&Stub::VerifyPayslip, VerifyRequest("c8", etag)), "OWN_PAYSLIP");
  As("carla", "consultant", "kim");
  EXPECT_EQ(Try(&Stub::VerifyPayslip, VerifyRequest("c8", etag)), "OWN_PAYSLIP");
  As("kim", "consultant");
  const auto result = service::ResultOf(
      Run(&Stub::RunPayslips, Id() + "legal_entity_id: 'geneva' period: '2026-10'"));
  const auto own =
      std::ranges::find_if(result.left(), [](const auto& left) { return left.item_id() == "c8"; });
  ASSERT_NE(own, result.left().end());
  EXPECT_EQ(own->refusal(), "OWN_PAYSLIP");
  As("carla", "consultant");
  Verify("c8");
}

TEST_F(PayslipsTest, WhoeverVerifiesTheSameDraftHearsTheSame) {
  NightWorker("lou", "c9");
  const auto etag = Draft("c9").etag();
  std::vector<std::string> requests;
  for (int i = 0; i < 8; ++i) requests.push_back(VerifyRequest("c9", etag));
  std::vector<std::string> heard(requests.size());
  std::vector<std::thread> callers;
  for (size_t i = 0; i < requests.size(); ++i)
    callers.emplace_back([&, i] {
      grpc::ClientContext context;
      context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
      context.AddMetadata("authorization", "Bearer " + token_);
      v1::VerifyPayslipResponse response;
      const auto status =
          stub_->VerifyPayslip(&context, Parse<v1::VerifyPayslipRequest>(requests[i]), &response);
      heard[i] = status.ok() ? response.payslip_id() + " " + response.payable_id()
                             : rpc::RefusalOf(rpc::FromGrpc(status));
    });
  for (auto& caller : callers) caller.join();
  // Who reads the draft after the first commit is told that it has changed.
  size_t verified = 0;
  for (const auto& one : heard) {
    if (one == "DRAFT_CHANGED") continue;
    EXPECT_EQ(one, "c9-2026-10-REGULAR slip-c9-2026-10-REGULAR");
    ++verified;
  }
  EXPECT_GE(verified, 1u);
}

TEST_F(PayslipsTest, HoursTakenBackNeedADecisionAndBecomeADebt) {
  NightWorker("dan", "c4");
  Verify("c4");
  Fact<WeekEvent>("timesheet", "dan",
                  Verified("c4", "dan", "geneva", "2026-W43", Line("24", "BASE", 120)));
  const auto draft = Draft("c4");
  EXPECT_LT(draft.slip().net().minor_units(), 0);
  EXPECT_EQ(Try(&Stub::VerifyPayslip, VerifyRequest("c4", draft.etag())), "NEGATIVE_NET");
  const std::string decision = " decision: 'agreed with the worker'";
  EXPECT_EQ(Try(&Stub::VerifyPayslip, VerifyRequest("c4", draft.etag()) + decision), "3");
  EXPECT_EQ(Try(&Stub::ApproveNegativePayslip, VerifyRequest("c4", "another") + decision),
            "DRAFT_CHANGED");
  v1::ApproveNegativePayslipResponse approved;
  ASSERT_EQ(
      Call(&Stub::ApproveNegativePayslip, VerifyRequest("c4", draft.etag()) + decision, &approved),
      "OK")
      << said_;
  after_ = approved.consistency_token();
  EXPECT_EQ(Draft("c4").approved().approved_by(), "carla");
  EXPECT_EQ(Try(&Stub::VerifyPayslip, VerifyRequest("c4", draft.etag())), "SAME_PERSON");
  As("tom", "consultant");
  EXPECT_EQ(Try(&Stub::ApproveNegativePayslip, VerifyRequest("c4", draft.etag()) + decision), "7");
  v1::VerifyPayslipResponse response;
  ASSERT_EQ(Call(&Stub::VerifyPayslip, VerifyRequest("c4", draft.etag()), &response), "OK")
      << said_;
  EXPECT_EQ(response.payable_id(), "");
  after_ = response.consistency_token();
  v1::ListAdvancesResponse advances;
  ASSERT_EQ(Call(&Stub::ListAdvances, "worker_id: 'dan'" + Since(), &advances), "OK");
  ASSERT_EQ(advances.advances_size(), 1);
  EXPECT_EQ(advances.advances(0).open().minor_units(), -draft.slip().net().minor_units());
}

TEST_F(PayslipsTest, ARunVerifiesWhatIsPayableAndNamesTheRest) {
  NightWorker("eva", "c5");
  NightWorker("fil", "c6");
  canned_->profiles["fil"] += " source_tax_canton: 'VD' source_tax_code: 'A0N'";
  const std::string wish = Id() + "legal_entity_id: 'geneva' period: '2026-10'";
  const auto operation = Run(&Stub::RunPayslips, wish);
  const auto result = service::ResultOf(operation);
  EXPECT_GE(result.done(), 1u);
  EXPECT_EQ(result.digest().size(), 32u);
  const auto left = std::find_if(result.left().begin(), result.left().end(),
                                 [](const auto& item) { return item.item_id() == "c6"; });
  ASSERT_NE(left, result.left().end());
  EXPECT_EQ(left->refusal(), "NOT_PAYABLE");
  ASSERT_EQ(left->missing_size(), 1);
  EXPECT_EQ(left->missing(0), "SOURCE_TAX_TARIFF");
  EXPECT_FALSE(Draft("c6").payable());
  v1::GetPayslipResponse slip;
  ASSERT_EQ(Call(&Stub::GetPayslip, "payslip_id: 'c5-2026-10-REGULAR'" + Since(), &slip), "OK");
  EXPECT_EQ("operations/payroll/" + slip.payslip().slip().run_id(), operation.name());
  EXPECT_EQ(slip.payslip().slip().verified_by(), "carla");
  EXPECT_FALSE(slip.payslip().pending());
  // The same request finds the run that it opened; a new one finds nothing left to do.
  EXPECT_EQ(Run(&Stub::RunPayslips, wish).name(), operation.name());
  EXPECT_EQ(service::ResultOf(
                Run(&Stub::RunPayslips, Id() + "legal_entity_id: 'geneva' period: '2026-10'"))
                .done(),
            0u);
  EXPECT_EQ(Try(&Stub::RunPayslips, Id() + "legal_entity_id: 'nowhere' period: '2026-10'"), "5");
}

TEST_F(PayslipsTest, ARunIsAnOperationOfItsTenant) {
  using google::longrunning::Operations;
  const auto name =
      Run(&Stub::RunPayslips, Id() + "legal_entity_id: 'geneva' period: '2026-10'").name();
  const auto operations = Operations::NewStub(process_->channel());
  const auto ask = [&](auto method, auto request, auto response, const std::string& token) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    context.AddMetadata("authorization", "Bearer " + token);
    return std::pair(((*operations).*method)(&context, request, &response).error_code(), response);
  };
  google::longrunning::ListOperationsRequest list;
  list.set_name("operations/payroll");
  list.set_page_size(1000);
  const auto listed = ask(&Operations::Stub::ListOperations, list,
                          google::longrunning::ListOperationsResponse(), token_);
  EXPECT_EQ(
      std::ranges::count(listed.second.operations(), name, &google::longrunning::Operation::name),
      1);
  google::longrunning::GetOperationRequest get;
  get.set_name(name);
  const google::longrunning::Operation none;
  EXPECT_EQ(ask(&Operations::Stub::GetOperation, get, none, token_).first, grpc::OK);
  EXPECT_EQ(ask(&Operations::Stub::GetOperation, get, none,
                process_->TokenOf("carla", "finance", "other"))
                .first,
            grpc::NOT_FOUND);
  EXPECT_EQ(
      ask(&Operations::Stub::GetOperation, get, none, process_->TokenOf("ada", "worker")).first,
      grpc::PERMISSION_DENIED);
  google::longrunning::CancelOperationRequest cancel;
  cancel.set_name(name);
  EXPECT_EQ(
      ask(&Operations::Stub::CancelOperation, cancel, google::protobuf::Empty(), token_).first,
      grpc::OK);
  EXPECT_FALSE(ask(&Operations::Stub::GetOperation, get, none, token_).second.has_error());
}

TEST_F(PayslipsTest, ARunSeesAWorkersFirstSlipBeforeTheSecond) {
  NightWorker("hal", "c10");
  Fact<ContractEvent>("engagements", "acme", Concluded("c11", "hal", "geneva", 30, kNovember));
  Fact<WeekEvent>("timesheet", "hal",
                  Verified("c11", "hal", "geneva", "2026-W42", Line("12", "BASE", 480)));
  Run(&Stub::RunPayslips, Id() + "legal_entity_id: 'geneva' period: '2026-10'");
  v1::ListPayslipsResponse slips;
  ASSERT_EQ(Call(&Stub::ListPayslips, "worker_id: 'hal'" + Since(), &slips), "OK");
  EXPECT_EQ(slips.payslips_size(), 2);
  EXPECT_TRUE(Draft("c11").slip().lines().empty());
}

TEST_F(PayslipsTest, AWorkerSeesReleasedSlipsOfTheirOwn) {
  NightWorker("gil", "c7");
  Verify("c7");
  const std::string own = "worker_id: 'gil' payslip_id: 'c7-2026-10-REGULAR'";
  As("gil", "worker");
  EXPECT_EQ(Try(&Stub::GetPayslip, own + Since()), "5");
  As("carla", "consultant");
  v1::ReleasePayslipsResponse released;
  ASSERT_EQ(Call(&Stub::ReleasePayslips,
                 Id() + "legal_entity_id: 'geneva' payslip_ids: 'c7-2026-10-REGULAR'", &released),
            "OK")
      << said_;
  after_ = released.consistency_token();
  EXPECT_EQ(Try(&Stub::ReleasePayslips,
                Id() + "legal_entity_id: 'geneva' payslip_ids: 'c7-2026-10-DELTA-9'"),
            "NOT_VERIFIED");
  As("gil", "worker");
  v1::GetPayslipResponse slip;
  ASSERT_EQ(Call(&Stub::GetPayslip, own + Since(), &slip), "OK") << said_;
  EXPECT_EQ(slip.payslip().slip().net().minor_units(), 42605);
  v1::ListPayslipsResponse slips;
  ASSERT_EQ(Call(&Stub::ListPayslips, "worker_id: 'gil'" + Since(), &slips), "OK") << said_;
  EXPECT_EQ(slips.payslips_size(), 1);
  As("hal", "worker");
  EXPECT_EQ(Try(&Stub::GetPayslip, "worker_id: 'hal' payslip_id: 'c7-2026-10-REGULAR'"), "5");
  EXPECT_EQ(Try(&Stub::ListPayslips, "worker_id: 'gil'"), "7");
  As("carla", "finance", "", "zeta");
  EXPECT_EQ(Try(&Stub::GetPayslip, "payslip_id: 'c7-2026-10-REGULAR'"), "5");
}
}  // namespace
}  // namespace aor::payroll
