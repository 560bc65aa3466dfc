#include "libs/operations/list_runs.h"

#include <gtest/gtest.h>

#include "libs/eventsourcing/row_store.h"
#include "libs/operations/runs_view.h"

namespace aor::operations {
namespace {
// Runs as they stand.
class Standing final : public eventsourcing::View {
 public:
  Standing(const std::string& tenant, int count) {
    for (int i = 0; i < count; ++i) {
      v1::RunRow run;
      run.mutable_opened()->set_run_id("r" + std::to_string(i));
      rows_.Store(RunKey(tenant, run.opened().run_id()), run);
    }
  }
  const eventsourcing::Rows& rows() const override { return rows_; }
  std::vector<eventlog::v1::Position> Applied() const override { return {}; }
  void WhenApplied(std::string_view, absl::Time, std::function<void(absl::Status)> ready) override {
    ready(absl::OkStatus());
  }

 private:
  std::unique_ptr<eventsourcing::RowStore> store_ = eventsourcing::MemoryRowStore();
  eventsourcing::OverlaidRows rows_{*store_, "runs/"};
};

struct ListRunsTest : ::testing::Test {
  // The names of all pages, each in brackets; the refusal of one that is refused.
  std::string Pages(int page_size, const std::string& name = "") {
    google::longrunning::ListOperationsRequest request;
    request.set_page_size(page_size);
    request.set_name(name);
    std::string all;
    do {
      google::longrunning::ListOperationsResponse response;
      const auto listed = ListRuns(contexts, "alpina", request, response);
      if (!listed.ok()) return absl::StatusCodeToString(listed.code());
      all += "[";
      for (const auto& operation : response.operations())
        all += operation.name().substr(std::string("operations/").size()) + " ";
      all += "]";
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return all;
  }
  Standing none{"alpina", 0}, others{"rival", 3}, two{"alpina", 2}, three{"alpina", 3};
  std::vector<RunsOf> contexts = {{"invoicing", &none, nullptr},
                                  {"missions", &others, nullptr},
                                  {"payroll", &two, nullptr},
                                  {"timesheet", &three, nullptr}};
};

TEST_F(ListRunsTest, APageGoesOnIntoTheNextContextUntilItIsFull) {
  EXPECT_EQ(Pages(0), "[payroll/r0 payroll/r1 timesheet/r0 timesheet/r1 timesheet/r2 ]");
  EXPECT_EQ(Pages(2), "[payroll/r0 payroll/r1 ][timesheet/r0 timesheet/r1 ][timesheet/r2 ]");
  EXPECT_EQ(Pages(3), "[payroll/r0 payroll/r1 timesheet/r0 ][timesheet/r1 timesheet/r2 ]");
  EXPECT_EQ(Pages(5), "[payroll/r0 payroll/r1 timesheet/r0 timesheet/r1 timesheet/r2 ]");
}

TEST_F(ListRunsTest, OneContextIsListedByItself) {
  EXPECT_EQ(Pages(1, "operations/payroll"), "[payroll/r0 ][payroll/r1 ]");
  EXPECT_EQ(Pages(0, "operations/invoicing"), "[]");
  EXPECT_EQ(Pages(0, "operations/nowhere"), "NOT_FOUND");
  EXPECT_EQ(Pages(-1), "INVALID_ARGUMENT");
}
}  // namespace
}  // namespace aor::operations
