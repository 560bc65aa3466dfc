// Whenever something happened that one person or organisation is to hear of at once: a message to
// them. What names no recipient is raised as a reminder that is due at once
// (projections/reminder_rows.cc).
#pragma once

#include "libs/eventsourcing/reaction.h"

namespace aor::notifications {
class Announcements final : public eventsourcing::Reaction {
 public:
  std::string name() const override { return "announcements"; }
  std::vector<std::string> sources() const override {
    return {"engagements", "timesheet", "invoicing", "payroll"};
  }
  std::vector<std::string> KeysOf(const eventsourcing::Happened& happened) const override;
  void React(const eventsourcing::Happened& happened, const std::string& key,
             eventsourcing::Transaction& transaction) override;
};
}  // namespace aor::notifications
