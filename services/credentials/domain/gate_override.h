// One gate held open for a while although a rule closes it: asked for by one person, granted by
// another.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/credentials/v1/credentials_events.pb.h"
#include "libs/calendar/calendar.h"

namespace aor::credentials::gate_override {
using Event = v1::OverrideEvent;
inline constexpr int kMostDays = 92;  // then somebody looks again

struct Request {
  v1::OverrideRequested facts;
  calendar::Date today;
};
struct Grant {
  std::string override_id, by, on_behalf_of, role;
  calendar::Date today;
};
struct End {
  std::string override_id, by;
  calendar::Date last_day;
};
using Command = std::variant<Request, Grant, End>;

enum class Refusal {
  kOverrideExists,
  kEndsBeforeItBegins,
  kLastsTooLong,
  kOver,
  kOverrideUnknown,
  kOwnRequest,
  kNotGranted,
  kEndsLater,
};

struct Asked {
  v1::OverrideRequested facts;
  bool granted = false;
  calendar::Date last_day;
};
struct Override {
  std::map<std::string, Asked> asked;
};

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Override& state, const Command& command);
Override Evolve(Override state, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::credentials::gate_override
