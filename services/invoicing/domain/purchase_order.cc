#include "services/invoicing/domain/purchase_order.h"

#include <algorithm>

namespace aor::invoicing {
namespace {
using calendar::Date;

std::optional<Date> DayOutside(const PurchaseOrder& order, const std::vector<Date>& days) {
  for (const Date& day : days)
    if ((order.first && day < *order.first) || (order.last && *order.last < day)) return day;
  return std::nullopt;
}

// Overtime is dated on its week's Sunday, whoever worked when: its hours stand as base on their
// days.
bool IsService(const v1::BilledTime& time) {
  return time.category() != kOvertime && (time.seconds() > 0 || time.quantity().unscaled() > 0);
}

std::string Validity(const PurchaseOrder& order) {
  std::string text;
  if (order.first) text += " from " + calendar::ToString(*order.first);
  if (order.last) text += " until " + calendar::ToString(*order.last);
  return text;
}

Hold Exceeded(const PurchaseOrder& order, const Money& wanted, const Money& left) {
  return {"PURCHASE_ORDER_EXCEEDED",
          order.number,
          order.ceiling,
          left,
          wanted,
          "Purchase order " + order.number + " has " + money::ToString(left) + " left of " +
              money::ToString(*order.ceiling) + ", this takes " + money::ToString(wanted) +
              ": have the client raise it, or let finance decide with a reason."};
}
}  // namespace

std::optional<Hold> HoldOf(const std::string& client_id, const std::string& number,
                           const Drawn& drawn, const std::optional<PurchaseOrder>& order,
                           const Money& used) {
  const std::string named = "Purchase order " + number;
  if (!order)
    return Hold{"PURCHASE_ORDER_UNKNOWN",
                number,
                {},
                {},
                drawn.net,
                named + " is not in the directory: have the client place it."};
  if (order->client_id != client_id)
    return Hold{"PURCHASE_ORDER_OF_ANOTHER_CLIENT",
                number,
                {},
                {},
                drawn.net,
                named + " is another client's: have this client place its own."};
  if (const auto day = DayOutside(*order, drawn.days))
    return Hold{"PURCHASE_ORDER_NOT_VALID",
                number,
                order->ceiling,
                {},
                drawn.net,
                named + " is valid" + Validity(*order) + ", not on " + calendar::ToString(*day) +
                    ": have the client extend it, or let finance decide with a reason."};
  if (!order->ceiling || drawn.net.minor <= 0) return std::nullopt;
  if (order->ceiling->currency != drawn.net.currency)
    return Hold{"PURCHASE_ORDER_IN_ANOTHER_CURRENCY",
                number,
                order->ceiling,
                {},
                drawn.net,
                named + " is in " + order->ceiling->currency + ", the work in " +
                    drawn.net.currency + ": have the client place one in that currency."};
  const Money left = *order->ceiling - used;
  if (!(left < drawn.net)) return std::nullopt;
  return Exceeded(*order, drawn.net, left);
}

std::map<std::string, Drawn> DrawnOf(const std::vector<v1::InvoiceLine>& lines,
                                     const std::map<std::string, std::string>& order_of_contract,
                                     const std::string& order_of_document) {
  std::map<std::string, Drawn> drawn;
  for (const auto& line : lines) {
    const auto contract = order_of_contract.find(line.contract_id());
    const std::string& number =
        contract == order_of_contract.end() ? order_of_document : contract->second;
    if (number.empty()) continue;
    const Money net = money::FromProto(line.net());
    const auto [of, is_new] = drawn.try_emplace(number, Drawn{net, {}});
    if (!is_new) of->second.net = of->second.net + net;
    for (const auto& time : line.billed())
      if (IsService(time)) of->second.days.push_back(calendar::FromProto(time.day()));
  }
  for (auto& [number, of] : drawn) std::ranges::sort(of.days);
  return drawn;
}
}  // namespace aor::invoicing
