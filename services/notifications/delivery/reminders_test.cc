// A million reminders that wait cost one look at the first of them.
#include "services/notifications/delivery/reminders.h"

#include <gtest/gtest.h>

#include "libs/eventlog/memory/memory_log.h"
#include "libs/eventsourcing/row_store.h"
#include "services/notifications/projections/outbox.h"

namespace aor::notifications {
namespace {
// Counts what is read of it.
class CountedRows final : public eventsourcing::Rows {
 public:
  explicit CountedRows(const eventsourcing::Rows& rows) : rows_(rows) {}
  std::optional<std::string> Get(std::string_view key) const override {
    ++read;
    return rows_.Get(key);
  }
  void Scan(std::string_view prefix, std::string_view from,
            const std::function<bool(std::string_view, std::string_view)>& visit) const override {
    rows_.Scan(prefix, from, [&](std::string_view key, std::string_view value) {
      ++read;
      return visit(key, value);
    });
  }
  mutable size_t read = 0;

 private:
  const eventsourcing::Rows& rows_;
};

class CountedView final : public eventsourcing::View {
 public:
  explicit CountedView(const eventsourcing::Rows& rows) : counted(rows) {}
  const eventsourcing::Rows& rows() const override { return counted; }
  std::vector<eventlog::v1::Position> Applied() const override { return {}; }
  void WhenApplied(std::string_view, absl::Time, std::function<void(absl::Status)> ready) override {
    ready(absl::OkStatus());
  }
  CountedRows counted;
};

void Put(eventsourcing::WritableRows& rows, int64_t due, const std::string& id) {
  v1::Reminder reminder;
  reminder.set_reminder_id(id);
  reminder.set_recipient_id("ada");
  reminder.set_template_id("hours-due");
  reminder.mutable_due()->set_seconds(due);
  rows.Store(kRemind + Digits(calendar::Instant{std::chrono::seconds{due}}) + "/alpina/" + id,
             reminder);
}

TEST(RemindersTest, AMillionThatWaitCostOneRead) {
  constexpr int64_t kNow = 1'792'569'600, kWaiting = 1'000'000;
  const auto store = eventsourcing::MemoryRowStore();
  eventsourcing::OverlaidRows rows(*store, "outbox/", false);
  for (int64_t i = 1; i <= kWaiting; ++i) Put(rows, kNow + i, "r" + std::to_string(i));
  eventlog::MemoryLog log{"notifications"};
  eventsourcing::DevelopmentClock clock{absl::FromUnixSeconds(kNow)};
  eventsourcing::Runtime runtime(log, clock);
  CountedView view(rows);
  Reminders reminders(runtime, view);
  reminders.At(clock.Now());
  EXPECT_EQ(view.counted.read, 1u) << "the first one, which lies ahead";
  reminders.At(clock.Now() + absl::Seconds(3));
  EXPECT_LE(view.counted.read, 1u + 4u) << "those that are due, and the first that is not";
  size_t commits = 0;
  for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain)
    commits += log.TailOf(chain).sequence;
  EXPECT_EQ(commits, 3u);
}
}  // namespace
}  // namespace aor::notifications
