// One commit of a run: the work of some items, and how far the run has come with it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/operations/runner.h"

namespace aor::operations {
struct Chunk {
  std::string run_id;
  uint32_t number = 0;
  std::vector<Item> items;
};
// Decides item by item until the commit is full; the rest is for the next chunk.
std::optional<eventsourcing::Refused> Decide(const Chunk& chunk, size_t most_bytes,
                                             eventsourcing::Transaction& transaction);
// How far the commit brought the run; nothing if it holds no chunk.
std::optional<v1::RunAdvanced> AdvancedIn(const eventlog::v1::Commit& commit);
}  // namespace aor::operations
