// What the audit service tells of a record: as known at a moment, and in answers that arrive.
#include <gtest/gtest.h>

#include "aor/audit/v1/audit_service.grpc.pb.h"
#include "libs/service/testing/running_host.h"

namespace aor::service {
namespace {
void AddWithReason(const Running& running, const std::string& request_id, std::string reason) {
  AddAmountRequest request;
  request.set_request_id(request_id);
  request.set_worker_id("anna");
  request.set_amount(1);
  request.set_reason(std::move(reason));
  AddAmountResponse response;
  const auto context = running.Calling();
  const auto status =
      CounterService::NewStub(running.channel)->AddAmount(context.get(), request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
}

audit::v1::GetHistoryResponse HistoryOf(const Running& running,
                                        audit::v1::GetHistoryRequest request) {
  request.set_log("testing");
  request.set_stream("anna");
  request.set_key("anna");
  audit::v1::GetHistoryResponse response;
  const auto context = running.Calling();
  const auto status = audit::v1::AuditService::NewStub(running.channel)
                          ->GetHistory(context.get(), request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response;
}

// gRPC refuses an answer above 4 MiB unless whoever calls said otherwise.
TEST(History, OfARecordWithMuchToTellComesInPieces) {
  const Running running(Directory("much"), "memory");
  std::string reason;
  for (int i = 0; i < 250; ++i) reason += "\U00010330";
  constexpr int kCommits = 2500;
  for (int i = 0; i < kCommits; ++i) AddWithReason(running, "r" + std::to_string(i), reason);
  audit::v1::GetHistoryRequest request;
  auto page = HistoryOf(running, request);
  EXPECT_LT(page.ByteSizeLong(), 3u << 20);
  EXPECT_GT(page.next_sequence(), 0u);
  int told = page.changes_size();
  while (page.next_sequence() > 0) {
    request.set_from_sequence(page.next_sequence());
    page = HistoryOf(running, request);
    told += page.changes_size();
  }
  EXPECT_EQ(told, kCommits);
}

TEST(History, IsAsKnownAtAMomentWithinItsSecond) {
  const Running running(Directory("moment"), "memory");
  running.Add("r1");
  audit::v1::GetHistoryRequest request;
  const auto recorded = HistoryOf(running, request).changes(0).recorded_at();
  *request.mutable_recorded_before() = recorded;
  request.mutable_recorded_before()->set_nanos(recorded.nanos() + 1);
  EXPECT_EQ(HistoryOf(running, request).changes_size(), 1);
}
}  // namespace
}  // namespace aor::service
