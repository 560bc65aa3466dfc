// The local copy of a log whose truth is a topic: the VALID commits, for reading.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libs/eventlog/embedded/embedded_store.h"
#include "libs/eventlog/event_log.h"

namespace aor::eventlog::kafka {
class Copy {
 public:
  virtual ~Copy() = default;
  virtual EventLog& log() = 0;  // never appended to
  // VALID records in order, and how far the topic was read, both or neither. From one thread.
  virtual absl::Status Fold(std::vector<Record> records, const std::string& mark) = 0;
  virtual std::string mark() const = 0;  // as of the last Fold; empty before
};

std::unique_ptr<Copy> CopyIn(EmbeddedStore& store,
                             const std::string& log);  // the store outlives it
// The twin: it lives as long as this object.
std::unique_ptr<Copy> MemoryCopy(const std::string& log, const std::string& environment);
}  // namespace aor::eventlog::kafka
