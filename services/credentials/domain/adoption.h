// Which requirement policies one scope has adopted, each with the words it had then.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/credentials/v1/credentials_events.pb.h"
#include "libs/calendar/calendar.h"

namespace aor::credentials::adoption {
using Event = v1::AdoptionEvent;

struct Adopt {
  v1::PolicyAdopted facts;
};
struct End {
  v1::AdoptionEnded facts;
};
using Command = std::variant<Adopt, End>;

enum class Refusal { kProposedOnly, kNotInForce, kAdoptedLater, kNotAdopted, kEndsBeforeItBegins };

struct Standing {
  std::string version;
  calendar::Date from;
  calendar::Date last_day = calendar::Date::max();
};
struct Adoptions {
  std::map<std::string, Standing> policies;  // the latest word on each
};

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Adoptions& adoptions, const Command& command);
Adoptions Evolve(Adoptions adoptions, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::credentials::adoption
