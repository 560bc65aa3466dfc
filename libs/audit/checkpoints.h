// The signed notes of a pack, one after the other: one of each process that wrote logs in it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "libs/eventlog/anchor.h"

namespace aor::audit {
// Whose signature counts for which log: 32 bytes each, from elsewhere. A key without a log's
// name counts for all that have none of their own.
using PublicKeys = std::map<std::string, std::string>;

struct Checkpoints {
  std::vector<eventlog::AnchoredHead> heads;
  std::vector<std::string> wrong;  // one sentence each; none: every note is as it should be
};
// Every key signs one note, so that none can be left out, and speaks for its own logs only.
Checkpoints VerifyCheckpoints(std::string_view notes, const std::string& environment,
                              const PublicKeys& keys);
std::set<std::string> DistinctKeys(const PublicKeys& keys);
// It is the key of that log.
bool SpeaksFor(const PublicKeys& keys, const std::string& key, const std::string& log);
// Each note by itself; what follows the last one counts as one more.
std::vector<std::string_view> SplitNotes(std::string_view notes);
}  // namespace aor::audit
