// What is told of many contracts in one tick, and what is told again.
#include "services/credentials/deadlines/gate_watch.h"

#include <gtest/gtest.h>

#include <atomic>

#include "aor/engagements/v1/engagements_events.pb.h"
#include "libs/eventlog/memory/memory_log.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/row_store.h"
#include "libs/eventsourcing/testing/rows_view.h"
#include "services/credentials/projections/credentials_view.h"

namespace aor::credentials {
namespace {
using eventlog::MemoryLog;
const absl::Time kNow = absl::FromCivil(absl::CivilHour(2026, 10, 5, 8), absl::UTCTimeZone());

class GateWatchTest : public ::testing::Test {
 protected:
  // A policy that nobody meets closes the billing gate of each contract.
  void Conclude(int contracts) {
    v1::AdoptionEvent adoption;
    auto& adopted = *adoption.mutable_policy_adopted();
    adopted.mutable_scope()->set_scope_kind(v1::SCOPE_KIND_AGENCY);
    adopted.mutable_scope()->set_scope_id("agency");
    adopted.mutable_policy()->set_policy_id("p");
    auto& requirement = *adopted.mutable_policy()->add_requirements();
    requirement.add_any_of("permit");
    requirement.add_closes(v1::GATE_BILLING);
    *adopted.mutable_effective_from() = calendar::ToProto(calendar::Date(2026, 10, 1));
    Apply("credentials", adoption);
    for (int number = 0; number < contracts; ++number) {
      const std::string id = std::to_string(number);
      engagements::v1::ContractEvent event;
      auto& concluded = *event.mutable_contract_concluded();
      concluded.set_contract_id("c" + id);
      concluded.set_worker_id("w" + id);
      concluded.set_client_id("acme");
      concluded.set_zone("Europe/Zurich");
      *concluded.mutable_start() = calendar::ToProto(calendar::Date(2026, 10, 1));
      Apply("engagements", event);
    }
  }
  void Apply(const char* log, const google::protobuf::Message& event) {
    eventlog::v1::Commit commit;
    commit.set_tenant("alpina");
    commit.set_log(log);
    const auto envelope = eventsourcing::Encode(event);
    projection_.Apply({commit, eventlog::v1::Stream(), envelope, 0, {}, 1}, rows_);
  }
  uint64_t Told() const {
    uint64_t commits = 0;
    for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain)
      commits += log_.TailOf(chain).sequence;
    return commits;
  }

  std::atomic<bool> down_ = false;
  MemoryLog log_{"credentials",
                 "test",
                 {.at_append =
                      [this](const eventlog::Record&) {
                        return down_ ? MemoryLog::Fault::kUnavailable : MemoryLog::Fault::kNone;
                      },
                  .foreign = {}}};
  eventsourcing::DevelopmentClock clock_{kNow};
  eventsourcing::Runtime runtime_{log_, clock_};
  const std::unique_ptr<eventsourcing::RowStore> store_ = eventsourcing::MemoryRowStore();
  eventsourcing::OverlaidRows rows_{*store_, "credentials/", false};
  CredentialsView projection_;
  eventsourcing::testing::RowsView view_{rows_};
  GateWatch watch_{runtime_, view_};
};

TEST_F(GateWatchTest, OneTickGoesOnWhileThereIsWorkAndTime) {
  constexpr int kContracts = 700;  // more than are waited for together
  Conclude(kContracts);
  watch_.At(kNow);
  EXPECT_EQ(Told(), static_cast<uint64_t>(kContracts));
  watch_.At(kNow + absl::Seconds(1));
  EXPECT_EQ(Told(), static_cast<uint64_t>(kContracts)) << "once";
}

TEST_F(GateWatchTest, WhatCouldNotBeToldIsToldLater) {
  Conclude(3);
  down_ = true;
  watch_.At(kNow);
  EXPECT_EQ(Told(), 0u);
  down_ = false;
  watch_.At(kNow + absl::Seconds(1));
  EXPECT_EQ(Told(), 0u) << "not at each tick";
  watch_.At(kNow + absl::Seconds(31));
  EXPECT_EQ(Told(), 3u);
}
}  // namespace
}  // namespace aor::credentials
