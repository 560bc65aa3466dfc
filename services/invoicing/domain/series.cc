#include "services/invoicing/domain/series.h"

#include <stdexcept>

#include "services/invoicing/domain/invoice.h"

namespace aor::invoicing::series {
namespace {
using enum Refusal;
constexpr size_t kDigits = 6;
std::vector<Event> AlreadyTrue() { return {}; }

Decision On(const State& state, const Open& command) {
  const bool same = state.prefix == command.prefix && state.opening_number == command.last_number;
  if (state.open && same) return AlreadyTrue();
  if (state.open) return kAlreadyOpen;
  if (command.prefix.empty()) return kPrefixMissing;
  if (command.used_up_to && command.last_number < *command.used_up_to) return kPrefixUsed;

  Event event;
  event.mutable_series_opened()->set_prefix(command.prefix);
  event.mutable_series_opened()->set_last_number(command.last_number);
  return std::vector{event};
}

Decision On(const State& state, const Allocate& command) {
  if (state.open && state.last_invoice_id == command.invoice_id) return AlreadyTrue();
  if (!state.open) return kNotOpen;
  if (state.last_issue_date && command.issue_date < *state.last_issue_date)
    return kIssueDateGoesBack;

  Event event;
  auto& allocated = *event.mutable_number_allocated();
  allocated.set_number(state.last_number + 1);
  allocated.set_text(Text(state.prefix, state.last_number + 1));
  allocated.set_invoice_id(command.invoice_id);
  *allocated.mutable_issue_date() = calendar::ToProto(command.issue_date);
  return std::vector{event};
}

State WithOpening(State state, const v1::SeriesOpened& opened) {
  state.open = true;
  state.prefix = opened.prefix();
  state.opening_number = state.last_number = opened.last_number();
  return state;
}

State WithNumber(State state, const v1::NumberAllocated& allocated) {
  state.last_number = allocated.number();
  state.last_text = allocated.text();
  state.last_invoice_id = allocated.invoice_id();
  state.last_issue_date = calendar::FromProto(allocated.issue_date());
  return state;
}
}  // namespace

std::string StreamOf(std::string_view legal_entity_id, std::string_view kind,
                     std::string_view supplier_id, int year) {
  std::string name = "series-" + std::string(legal_entity_id) + "-" + std::string(kind) + "-";
  if (!supplier_id.empty()) name += std::string(supplier_id) + "-";
  return name + std::to_string(year);
}

std::optional<Named> ParseStream(std::string_view stream, std::string_view legal_entity_id) {
  const std::string prefix = "series-" + std::string(legal_entity_id) + "-";
  constexpr size_t kYear = 4;
  if (!stream.starts_with(prefix)) return std::nullopt;
  stream.remove_prefix(prefix.size());
  for (const auto of : {invoice::Kind::kInvoice, invoice::Kind::kCreditNote,
                        invoice::Kind::kSelfBilled, invoice::Kind::kSelfBilledCredit}) {
    const std::string kind(invoice::SeriesKind(of));
    std::string_view rest = stream;
    if (!rest.starts_with(kind + "-")) continue;
    rest.remove_prefix(kind.size() + 1);
    const auto digits = rest.substr(rest.size() < kYear ? 0 : rest.size() - kYear);
    if (digits.size() < kYear || digits.find_first_not_of("0123456789") != digits.npos) continue;
    rest.remove_suffix(kYear);
    const bool of_supplier = kind.starts_with("SELF");
    if (of_supplier ? rest.size() < 2 || !rest.ends_with("-") : !rest.empty()) continue;
    return Named{kind, std::string(rest.substr(0, rest.empty() ? 0 : rest.size() - 1)),
                 std::stoi(std::string(digits))};
  }
  return std::nullopt;
}

std::string Text(std::string_view prefix, uint64_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < kDigits) digits.insert(0, kDigits - digits.size(), '0');
  return std::string(prefix) + digits;
}

Decision Decide(const State& state, const Command& command) {
  return std::visit([&](const auto& wish) { return On(state, wish); }, command);
}

State Evolve(State state, const Event& event) {
  switch (event.kind_case()) {
    case Event::kSeriesOpened: return WithOpening(std::move(state), event.series_opened());
    case Event::kNumberAllocated: return WithNumber(std::move(state), event.number_allocated());
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("series: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kPrefixMissing: return "PREFIX_MISSING";
    case kPrefixUsed: return "PREFIX_USED";
    case kAlreadyOpen: return "SERIES_ALREADY_OPEN";
    case kNotOpen: return "SERIES_NOT_OPEN";
    case kIssueDateGoesBack: return "ISSUE_DATE_GOES_BACK";
  }
  throw std::logic_error("series: unknown refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kPrefixMissing: return "Give the text that every number of the series begins with.";
    case kPrefixUsed:
      return "Another series gives these numbers: choose another prefix, such as one with the "
             "year, or go on after the last number of a year that is over.";
    case kAlreadyOpen: return "This series is open with another prefix or opening number.";
    case kNotOpen:
      return "Open the series of this legal entity, kind and year with its last number first.";
    case kIssueDateGoesBack:
      return "A later date already has a number: numbers follow their dates, issue it today.";
  }
  throw std::logic_error("series: unknown refusal");
}
}  // namespace aor::invoicing::series
