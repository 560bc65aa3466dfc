// The numbers of one legal entity, kind and year: gapless, in the order of their
// dates. A number exists only in the commit that issues its document.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/invoicing/v1/invoicing_events.pb.h"
#include "libs/calendar/calendar.h"

namespace aor::invoicing::series {
using Event = v1::SeriesEvent;
using calendar::Date;

struct Open {
  std::string prefix;    // such as GE-2026-
  uint64_t last_number;  // of the books before: the opening balance
  // The last number that another series of the legal entity gives with this prefix, if one does.
  std::optional<uint64_t> used_up_to = std::nullopt;
};
struct Allocate {
  std::string invoice_id;
  Date issue_date;
};
using Command = std::variant<Open, Allocate>;

enum class Refusal { kPrefixMissing, kPrefixUsed, kAlreadyOpen, kNotOpen, kIssueDateGoesBack };

struct State {
  bool open = false;
  std::string prefix;
  uint64_t opening_number = 0;
  uint64_t last_number = 0;
  std::string last_text, last_invoice_id;
  std::optional<Date> last_issue_date;
};

// The stream's name; `supplier_id` is empty but for self-billing.
std::string StreamOf(std::string_view legal_entity_id, std::string_view kind,
                     std::string_view supplier_id, int year);
struct Named {
  std::string kind, supplier_id;
  int year;
};
// What such a name says of a legal entity's series; nothing for another entity's.
std::optional<Named> ParseStream(std::string_view stream, std::string_view legal_entity_id);
std::string Text(std::string_view prefix, uint64_t number);  // GE-2026-000124

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const State& state, const Command& command);
State Evolve(State state, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::invoicing::series
