// One run after another of one kind, legal entity and period: opened, advanced chunk by
// chunk, closed with count, sum and digest, frozen from then on.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/operations/v1/run_events.pb.h"
#include "libs/money/money.h"

namespace aor::operations::run {
using Event = v1::RunEvent;

struct Open {
  v1::RunOpened opened;
};
struct Advance {
  v1::RunAdvanced advanced;
};
struct RequestCancellation {
  std::string run_id, by;
};
struct Close {
  std::string run_id;
  v1::RunOutcome outcome;
  std::string detail;
};
using Command = std::variant<Open, Advance, RequestCancellation, Close>;

enum class Refusal { kOtherIsOpen, kUnknownRun, kClosed, kCancelled, kOutOfTurn };

struct Run {
  std::set<std::string> known;  // all runs of this stream
  v1::RunOpened opened;         // the last one
  bool open = false;
  bool cancellation_requested = false;
  uint32_t chunks = 0;
  uint64_t done = 0, left = 0;
  std::map<std::string, money::Money> sums;  // by currency
  std::string digest;
  bool IsOpen(std::string_view run_id) const { return open && opened.run_id() == run_id; }
};

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Run& run, const Command& command);
Run Evolve(Run run, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);

// <kind>~<legal entity>~<period>~<of the request>; the stream leaves the last part out.
std::string RunId(const v1::RunOpened& opened, std::string_view of_request);
std::string StreamOf(std::string_view run_id);
}  // namespace aor::operations::run
