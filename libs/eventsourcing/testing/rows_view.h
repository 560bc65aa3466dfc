// A view of rows that a test has written itself: always at the end of its log.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "libs/eventsourcing/projection.h"

namespace aor::eventsourcing::testing {
class RowsView final : public View {
 public:
  explicit RowsView(const Rows& rows) : rows_(rows) {}
  const Rows& rows() const override { return rows_; }
  std::vector<eventlog::v1::Position> Applied() const override { return {}; }
  void WhenApplied(std::string_view, absl::Time, std::function<void(absl::Status)> ready) override {
    ready(absl::OkStatus());
  }

 private:
  const Rows& rows_;
};
}  // namespace aor::eventsourcing::testing
