// What ends soon is counted; what was renewed is not.
#include "services/credentials/deadlines/expiring_gauge.h"

#include <gtest/gtest.h>

#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/row_store.h"
#include "libs/eventsourcing/testing/rows_view.h"
#include "services/credentials/projections/credentials_view.h"

namespace aor::credentials {
namespace {
using calendar::Date;

class ExpiringGaugeTest : public ::testing::Test {
 protected:
  v1::CredentialDeposited Accepted(const std::string& id, std::optional<Date> last,
                                   const std::string& client = "") {
    v1::CredentialFact fact;
    auto& facts = *fact.mutable_deposited();
    facts.set_credential_id(id);
    facts.set_holder_id("ada");
    facts.set_kind_id("ch.permit_g");
    facts.set_client_id(client);
    if (last) *facts.mutable_valid_to() = calendar::ToProto(*last);
    fact.mutable_accepted();
    PutEnding("alpina", fact, rows_);
    rows_.Store(eventsourcing::RowKey("alpina", "credential", "ada", "ch.permit_g", id), fact);
    return facts;
  }
  // Within 7, 30 and 90 days of the morning of 5 October 2026.
  std::vector<int> Counted() {
    prometheus::Registry registry;
    ExpiringGauge gauge(view_, registry);
    gauge.At(absl::FromUnixSeconds(1'791'180'000));
    std::map<int, int> counted;
    for (const auto& family : registry.Collect())
      for (const auto& metric : family.metric)
        counted[std::stoi(metric.label.at(0).value)] = static_cast<int>(metric.gauge.value);
    return {counted[7], counted[30], counted[90]};
  }

  const std::unique_ptr<eventsourcing::RowStore> store_ = eventsourcing::MemoryRowStore();
  eventsourcing::OverlaidRows rows_{*store_, "credentials/", false};
  eventsourcing::testing::RowsView view_{rows_};
};

TEST_F(ExpiringGaugeTest, CountsWhatEndsWithinSoManyDays) {
  EXPECT_EQ(Counted(), (std::vector{0, 0, 0}));
  Accepted("a", Date(2026, 10, 12));
  EXPECT_EQ(Counted(), (std::vector{1, 1, 1})) << "the seventh day counts";
  Accepted("b", Date(2026, 10, 4), "other");
  EXPECT_EQ(Counted(), (std::vector{1, 1, 1})) << "what has lapsed is behind a closed gate";
  Accepted("c", Date(2026, 11, 30), "acme");
  EXPECT_EQ(Counted(), (std::vector{1, 1, 2})) << "for another client's work";
}

TEST_F(ExpiringGaugeTest, ARenewedOneIsNotCounted) {
  Accepted("a", Date(2026, 10, 12));
  Accepted("b", Date(2026, 12, 31));
  EXPECT_EQ(Counted(), (std::vector{0, 0, 1}));
  Accepted("early", Date(2026, 10, 10));
  EXPECT_EQ(Counted(), (std::vector{0, 0, 1})) << "the later one holds";
  Accepted("open", {});
  EXPECT_EQ(Counted(), (std::vector{0, 0, 0}));
}

TEST_F(ExpiringGaugeTest, ARevokedOneIsNotCounted) {
  const auto facts = Accepted("a", Date(2026, 10, 12));
  DropEnding("alpina", facts, rows_);
  EXPECT_EQ(Counted(), (std::vector{0, 0, 0}));
}
}  // namespace
}  // namespace aor::credentials
