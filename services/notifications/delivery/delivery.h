// Sends what is due, one message of a recipient at a time: records the attempt, hands the message
// to its way, records the answer. Whatever happens between, a message leaves again only if no
// answer to it was recorded, and then under the same Message-ID.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "aor/notifications/v1/notifications_service.pb.h"
#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/reaction.h"
#include "libs/eventsourcing/runtime.h"
#include "libs/rpc/pool.h"
#include "services/notifications/channels/channel.h"
#include "services/notifications/delivery/address.h"
#include "services/notifications/delivery/due_look.h"
#include "services/notifications/domain/message.h"
#include "services/notifications/projections/outbox.h"

namespace aor::notifications {
class Delivery final : public eventsourcing::Deadline {
 public:
  Delivery(eventsourcing::Runtime& runtime, eventsourcing::View& outbox, Means means,
           prometheus::Registry& registry);
  ~Delivery() override;  // lets what is being sent come to its end
  std::string name() const override { return "delivery"; }
  void At(absl::Time now) override;

 private:
  static constexpr size_t kThreads = 4;
  static constexpr size_t kLook = 10'000;             // of one recipient, what waits
  static constexpr size_t kBatch = 200;               // messages of one recipient
  using Place = std::pair<std::string, std::string>;  // tenant and recipient

  void ShowOverdue(calendar::Instant now) const;
  std::set<Place> DuePlaces(calendar::Instant now);
  bool IsBusy(const Place& place);
  void Serve(const Place& place);
  std::vector<v1::Message> DueOf(const Place& place, calendar::Instant now) const;
  bool PostponeFlood(const Place& place, const std::vector<v1::Message>& due,
                     calendar::Instant now);
  bool IsQuiet(const Place& place, const v1::Message& message, calendar::Instant now) const;
  void GatherAll(const Place& place, const std::vector<v1::Message>& due);
  void Deliver(const Place& place, const v1::Message& message);
  void WaitForAddress(const Place& place, const v1::Message& message, calendar::Instant now);
  absl::StatusOr<Rendered> TextFor(const std::string& tenant, const v1::MessageRequested& requested,
                                   const Reader& reader) const;
  absl::StatusOr<Letter> LetterFor(const std::string& tenant, const v1::Message& message,
                                   const Address& address) const;
  // Did this very call record that the attempt begins?
  bool Begin(const Place& place, const v1::Message& message, const Address& address);
  bool ExpireIfVoid(const Place& place, const v1::Message& message, calendar::Instant now);
  void RecordOutcome(const Place& place, const v1::Message& message, v1::Channel channel,
                     const Outcome& outcome);
  bool Decide(const Place& place, const std::string& message_id, const message::Command& command,
              const std::string& request_id);
  absl::StatusOr<eventsourcing::Committed> Commit(const Place& place, const std::string& request_id,
                                                  eventsourcing::Work work);
  std::string OnceOnly();  // a request id that nobody used before
  calendar::Instant Now() const;

  eventsourcing::Runtime& runtime_;
  eventsourcing::View& outbox_;
  const Means means_;
  prometheus::Family<prometheus::Counter>& totals_;  // by channel and outcome
  prometheus::Gauge& overdue_;
  DueLook look_{kDue};
  const std::string life_;
  std::atomic<uint64_t> requests_ = 0;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::set<Place> busy_;
  rpc::Pool pool_;  // last: its threads use all of the above
};
}  // namespace aor::notifications
