// A client's purchase orders decide whether a draft may be confirmed: known, valid on the days of
// service, and with enough of its ceiling left. Amounts are net of VAT, as orders are placed.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/calendar/calendar.h"
#include "services/invoicing/domain/totals.h"

namespace aor::invoicing {
struct PurchaseOrder {
  std::string client_id, number;
  std::optional<Money> ceiling;  // none: unlimited
  std::optional<calendar::Date> first, last;
};

// What stands in the way of a draft, by name for ever.
struct Hold {
  std::string_view reason;  // such as PURCHASE_ORDER_EXCEEDED
  std::string purchase_order;
  std::optional<Money> ceiling, left, wanted;
  std::string sentence;  // with the amounts, and what to do
};

// What a draft takes of one order.
struct Drawn {
  Money net;
  std::vector<calendar::Date> days;  // of service
};
// `order` is the one of that number, whosever it is.
std::optional<Hold> HoldOf(const std::string& client_id, const std::string& number,
                           const Drawn& drawn, const std::optional<PurchaseOrder>& order,
                           const Money& used);
// By the order of each line's contract; a line that was added by hand for none of them is on the
// document's order.
std::map<std::string, Drawn> DrawnOf(const std::vector<v1::InvoiceLine>& lines,
                                     const std::map<std::string, std::string>& order_of_contract,
                                     const std::string& order_of_document);
}  // namespace aor::invoicing
