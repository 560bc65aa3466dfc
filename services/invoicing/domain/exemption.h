// What of a legal entity's sales is exempt from VAT, or of a supplier's to it, as an authority
// attested it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/invoicing/v1/invoicing_events.pb.h"

namespace aor::invoicing::exemption {
using Event = v1::ExemptionEvent;

struct RecordExemption {
  v1::ExemptionAttested facts;
};
struct EndExemption {
  v1::ExemptionEnded facts;
};
using Command = std::variant<RecordExemption, EndExemption>;

enum class Refusal {
  kAttestedOtherwise,
  kEndsBeforeItStarts,
  kTooManyAttestations,
  kNotAttested,
  kEndsLater,
};

struct State {
  std::map<std::string, v1::ExemptionAttested> attested;  // by number
  std::map<std::string, v1::ExemptionEnded> ended;
};

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const State& state, const Command& command);
State Evolve(State state, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::invoicing::exemption
