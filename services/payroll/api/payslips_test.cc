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

TEST_F(PayslipsTest, NobodyVerifiesTheirOwnSlip) {
  NightWorker("kim", "c8");
  const auto etag = Draft("c8").etag();
  As("kim", "consultant");
  EXPECT_EQ(Try(&Stub::VerifyPayslip, VerifyRequest("c8", etag)), "OWN_PAYSLIP");
  As("carla", "consultant", "kim");
  EXPECT_EQ(Try(&Stub::VerifyPayslip, VerifyRequest("c8", etag)), "OWN_PAYSLIP");
  v1::VerifyAllPayslipsResponse swept;
  As("kim", "consultant");
  ASSERT_EQ(Call(&Stub::VerifyAllPayslips,
                 Id() + "legal_entity_id: 'geneva' period: '2026-10'" + Since(), &swept),
            "OK")
      << said_;
  if (!swept.consistency_token().empty()) after_ = swept.consistency_token();
  const auto own = std::ranges::find_if(
      swept.left(), [](const auto& left) { return left.contract_id() == "c8"; });
  ASSERT_NE(own, swept.left().end());
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
  v1::VerifyPayslipResponse response;
  ASSERT_EQ(
      Call(&Stub::VerifyPayslip,
           VerifyRequest("c4", draft.etag()) + " decision: 'agreed with the worker'", &response),
      "OK")
      << said_;
  EXPECT_EQ(response.payable_id(), "");
  after_ = response.consistency_token();
  v1::ListAdvancesResponse advances;
  ASSERT_EQ(Call(&Stub::ListAdvances, "worker_id: 'dan'" + Since(), &advances), "OK");
  ASSERT_EQ(advances.advances_size(), 1);
  EXPECT_EQ(advances.advances(0).open().minor_units(), -draft.slip().net().minor_units());
}

TEST_F(PayslipsTest, ASweepVerifiesWhatIsPayableAndNamesTheRest) {
  NightWorker("eva", "c5");
  NightWorker("fil", "c6");
  canned_->profiles["fil"] = "permit: 'G' source_tax_canton: 'VD' source_tax_code: 'A0N'";
  v1::VerifyAllPayslipsResponse swept;
  ASSERT_EQ(Call(&Stub::VerifyAllPayslips,
                 Id() + "legal_entity_id: 'geneva' period: '2026-10'" + Since(), &swept),
            "OK")
      << said_;
  after_ = swept.consistency_token();
  EXPECT_NE(std::find(swept.payslip_ids().begin(), swept.payslip_ids().end(), "c5-2026-10-REGULAR"),
            swept.payslip_ids().end());
  ASSERT_GE(swept.left_size(), 1);
  EXPECT_EQ(swept.left(0).contract_id(), "c6");
  EXPECT_EQ(swept.left(0).refusal(), "NOT_PAYABLE");
  ASSERT_EQ(swept.left(0).missing_size(), 1);
  EXPECT_EQ(swept.left(0).missing(0), "SOURCE_TAX_TARIFF");
  EXPECT_FALSE(Draft("c6").payable());
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
