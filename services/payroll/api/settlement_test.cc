// One commit of a slip: what it has to know of the worker's other slips.
#include "services/payroll/api/settlement.h"

#include <latch>
#include <thread>

#include "services/payroll/api/running_month.h"

namespace aor::payroll {
namespace {
Verification Of(const char* contract, const std::string& period, std::set<std::string> seen,
                const char* worker = "ada") {
  Sketch sketch;
  sketch.contract.id = ContractId{contract};
  sketch.contract.worker = PersonId{worker};
  sketch.contract.legal_entity = LegalEntityId{"geneva"};
  sketch.contract.currency = "CHF";
  sketch.month_slips = std::move(seen);
  auto& slip = sketch.draft.slip;
  slip.set_payslip_id(std::string(contract) + "-" + period + "-REGULAR");
  slip.set_contract_id(contract);
  slip.set_worker_id(worker);
  slip.set_period(period);
  slip.add_lines()->set_code("BASE");
  *slip.mutable_net() = money::ToProto(money::Money{"CHF", 100});
  return {sketch, PersonId{"carla"}, calendar::Date(2026, 10, 29)};
}

TEST(SettlementTest, ASlipThatDoesNotKnowOfAnotherContractsIsDrawnAgain) {
  Transaction chain("alpina", absl::UnixEpoch(),
                    [](const auto&, const auto&) { return eventsourcing::StreamState(); });
  const auto settle = [&](const Verification& verification) {
    const auto refused =
        chain.Attempt([&](Transaction& part) { return Settle(part, verification); });
    return refused ? refused->name : "";
  };
  EXPECT_EQ(settle(Of("c1", "2026-10", {})), "");
  EXPECT_EQ(settle(Of("c2", "2026-10", {})), "DRAFT_CHANGED");
  EXPECT_TRUE(IsStale(chain, Of("c2", "2026-10", {}).sketch)) << "nor is it lent upon";
  EXPECT_EQ(settle(Of("c2", "2026-10", {"c1-2026-10-REGULAR"})), "");
  EXPECT_EQ(settle(Of("c3", "2026-11", {})), "") << "another month has caps of its own";
  EXPECT_EQ(settle(Of("c4", "2026-10", {}, "bob")), "") << "so has another worker";
}

// C17: 12 350.00 a month for both contracts together, whoever is first.
class TwoContractsTest : public PayrollTest {
 protected:
  static void TenThousand(const std::string& worker, const std::string& contract) {
    Fact<ContractEvent>("engagements", "acme",
                        Concluded(contract, worker, "geneva", 250, kNovember));
    std::string lines;
    for (const char* day : {"19", "20", "21", "22", "23"}) lines += Line(day, "BASE", 8 * 60);
    Fact<WeekEvent>("timesheet", worker, Verified(contract, worker, "geneva", "2026-W43", lines));
  }
  // With a stub of its own: others verify at the same time.
  static bool Verify(const std::string& request, const std::string& token) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    context.AddMetadata("authorization", "Bearer " + token);
    v1::VerifyPayslipResponse response;
    return v1::PayrollService::NewStub(process_->channel())
        ->VerifyPayslip(&context, Parse<v1::VerifyPayslipRequest>(request), &response)
        .ok();
  }
  int64_t UnemploymentBase(const std::string& worker) {
    v1::ListPayslipsResponse slips;
    EXPECT_EQ(Call(&Stub::ListPayslips, "worker_id: '" + worker + "'" + Since(), &slips), "OK");
    int64_t base = 0;
    for (const auto& slip : slips.payslips())
      for (const auto& line : slip.slip().lines())
        if (line.code() == "ALV") base += line.base().minor_units();
    return base;
  }
};

TEST_F(TwoContractsTest, ShareTheMonthsCapAlsoWhenVerifiedAtOnce) {
  constexpr int kWorkers = 6;
  std::vector<std::string> requests;
  for (int i = 0; i < kWorkers; ++i) {
    const std::string worker = "duo" + std::to_string(i);
    canned_->profiles[worker] = "birth_date { year: 1990 month: 5 day: 17 } permit: 'C'";
    for (const char* part : {"a", "b"}) {
      TenThousand(worker, worker + part);
      const std::string etag = Draft(worker + part).etag();
      requests.push_back(VerifyRequest(worker + part, etag));
    }
  }
  std::latch all(static_cast<std::ptrdiff_t>(requests.size()));
  std::vector<std::thread> hands;
  std::atomic<int> stand = 0;
  for (const auto& request : requests)
    hands.emplace_back([&, request] {
      all.arrive_and_wait();
      if (Verify(request, token_)) ++stand;
    });
  for (auto& hand : hands) hand.join();
  EXPECT_EQ(stand, kWorkers) << "one of two is told to read the draft again";
  for (int i = 0; i < kWorkers; ++i) {
    const std::string worker = "duo" + std::to_string(i);
    for (const char* part : {"a", "b"})
      if (!Draft(worker + part).slip().lines().empty()) PayrollTest::Verify(worker + part);
    EXPECT_EQ(UnemploymentBase(worker), 1235000) << worker;
  }
}
}  // namespace
}  // namespace aor::payroll
