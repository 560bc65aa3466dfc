// Read models: folds of one or more logs into rows, with the position they have reached.
#pragma once

#include <absl/status/status.h>
#include <absl/time/time.h>
#include <google/protobuf/message_lite.h>

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "aor/eventlog/v1/commit.pb.h"
#include "aor/eventlog/v1/position.pb.h"
#include "libs/eventlog/event_log.h"

namespace aor::eventsourcing {
// A view that stopped shows what once was: nobody may decide on it.
struct ViewStopped : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// Rows that cannot be read are not rows that are not there. What reads them must stop.
struct DamagedRows : ViewStopped {
  using ViewStopped::ViewStopped;
};

// Sorted rows of one read model, keys and values in bytes. Inside Apply, reads
// see what this batch wrote. Keys start with the tenant: "<tenant>/<table>/…".
class Rows {
 public:
  virtual ~Rows() = default;
  virtual std::optional<std::string> Get(std::string_view key) const = 0;
  // Rows whose key starts with `prefix`, from key `from` on (the prefix itself if
  // empty), in order, until `visit` says false.
  virtual void Scan(
      std::string_view prefix, std::string_view from,
      const std::function<bool(std::string_view key, std::string_view value)>& visit) const = 0;
  // Throws DamagedRows for one that is not of this type.
  template <class Proto>
  std::optional<Proto> Load(std::string_view key) const {
    const auto bytes = Get(key);
    if (!bytes) return std::nullopt;
    Proto proto;
    if (!proto.ParseFromString(*bytes))
      throw DamagedRows("row " + std::string(key) + " is damaged");
    return proto;
  }
};
class WritableRows : public Rows {
 public:
  virtual void Put(std::string_view key, std::string_view value) = 0;
  virtual void Delete(std::string_view key) = 0;
  void Store(std::string_view key, const google::protobuf::MessageLite& proto) {
    Put(key, proto.SerializeAsString());
  }
};

// One event with all that its commit says.
struct Happened {
  const eventlog::v1::Commit& commit;
  const eventlog::v1::Stream& stream;
  const eventlog::v1::Event& event;
  uint32_t chain;
  eventlog::Tail at;
  uint64_t version;  // of the stream after this event
};

// Pure: no clock, no I/O but on its rows, and it never rejects: an event is a
// fact. Events of one chain come in order; chains and logs come in any order, so
// rows of two logs are kept apart and joined when read. A thrown exception stops
// the projection with an alarm: skipped money is lost money.
class Projection {
 public:
  virtual ~Projection() = default;
  // Identity: rows of another name or version are another read model.
  virtual std::string name() const = 0;
  virtual int version() const = 0;
  // The logs it reads; its own context's, and others' published events.
  virtual std::vector<std::string> logs() const = 0;
  virtual void Apply(const Happened& happened, WritableRows& rows) = 0;
};

// A projection's rows to read from, as of what it has applied. Safe from any thread.
class View {
 public:
  virtual ~View() = default;
  // Throws ViewStopped for one that is not served any more, until it is rebuilt.
  virtual const Rows& rows() const = 0;
  // What the rows hold: a place in each chain that has commits.
  virtual std::vector<eventlog::v1::Position> Applied() const = 0;
  // Calls `ready` once the view has applied all positions of the token that are
  // of logs it reads, at once if it has. At the deadline: UNAVAILABLE, naming
  // what is missing. INVALID_ARGUMENT for bytes that are no token, FAILED_PRECONDITION
  // for a place in another history. Never blocks.
  virtual void WhenApplied(std::string_view token, absl::Time deadline,
                           std::function<void(absl::Status)> ready) = 0;
};
}  // namespace aor::eventsourcing
