// What was billed of one contract, to the client and by the supplier: the same hour
// never twice, and never taken back twice.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "services/invoicing/domain/work.h"

namespace aor::invoicing::billed {
using Event = v1::BilledEvent;
inline constexpr std::string_view kClient = "CLIENT";
inline constexpr std::string_view kSupplier = "SUPPLIER";

// Work of a confirmed draft, positive or, after a correction, negative.
struct Bill {
  std::string contract_id, invoice_id, side;
  std::vector<v1::BilledTime> billed;
  Work basis;  // what SettledOf said of these pieces when the draft was computed
  std::optional<Money> net = std::nullopt;  // of the lines that bill it
  std::string corrects_invoice_id = {};     // of a credit note: whose work it takes back
  bool is_one_of_several = false;           // notes: its basis is of that invoice's work alone
};
// Work that a credit note takes back: negative amounts. It is in the next draft
// again, unless nobody is to pay for it.
struct TakeBack {
  std::string contract_id, credit_note_id, side;
  std::vector<v1::BilledTime> billed;
  bool bill_again;
  std::string reason;
  std::optional<Money> net = std::nullopt;  // negative
  std::string corrects_invoice_id = {};
};
struct MarkUnbillable {
  std::string contract_id, mark_id;  // of the client's side
  std::vector<v1::BilledTime> billed;
  std::string reason;
  Work basis;
};
using Command = std::variant<Bill, TakeBack, MarkUnbillable>;

enum class Refusal { kAlreadyBilled, kNothingToBill, kTakesBackMore, kReasonMissing, kIdUsed };

struct State {
  Work client, supplier;                    // billed on each side
  Work unbillable, unbillable_by_supplier;  // given up: absorbs open work, takes nothing back
  // Of a side's piece, in the order in which they were billed.
  std::map<std::pair<std::string, WorkKey>, std::vector<BilledPart>> parts;
  std::set<std::string> done;  // invoices with their side, and marks
  int64_t client_net = 0;      // billed to the client less taken back, in minor units
};
// What of these pieces is billed or given up on a side; of one invoice, what it billed of them and
// is not taken back.
Work SettledOf(const State& state, std::string_view side, const std::vector<v1::BilledTime>& pieces,
               const std::string& invoice_id = "");
// What of `whole` stands open on a side: not billed and not given up, or billed too much.
Work Open(const Work& whole, const State& state, std::string_view side);
// The parts of a piece that were billed last, up to an amount: what is taken back.
std::vector<BilledPart> LastBilled(const State& state, std::string_view side, const WorkKey& key,
                                   Amount amount);

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const State& state, const Command& command);
State Evolve(State state, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::invoicing::billed
