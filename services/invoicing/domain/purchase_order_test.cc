#include "services/invoicing/domain/purchase_order.h"

#include <gtest/gtest.h>

namespace aor::invoicing {
namespace {
using calendar::Date;

PurchaseOrder Order() {
  return {"acme", "PO-7", Money{"CHF", 100000}, Date(2026, 10, 1), Date(2026, 10, 31)};
}
Drawn Takes(int64_t minor, Date day = Date(2026, 10, 5)) { return {{"CHF", minor}, {day}}; }

TEST(PurchaseOrderTest, HoldsByName) {
  struct Case {
    const char* name;
    Drawn drawn;
    std::optional<PurchaseOrder> order;
    int64_t used;
    std::string_view held;
  };
  const auto with = [](auto change) {
    PurchaseOrder order = Order();
    change(order);
    return order;
  };
  const std::vector<Case> cases{
      {"there is enough", Takes(60000), Order(), 0, ""},
      {"to the last cent", Takes(60000), Order(), 40000, ""},
      {"a cent too much", Takes(60001), Order(), 40000, "PURCHASE_ORDER_EXCEEDED"},
      {"nothing is left", Takes(1), Order(), 130000, "PURCHASE_ORDER_EXCEEDED"},
      {"what takes back needs nothing", Takes(-5), Order(), 130000, ""},
      {"no ceiling, no limit", Takes(1 << 30), with([](auto& o) { o.ceiling = {}; }), 0, ""},
      {"nobody placed it", Takes(1), {}, 0, "PURCHASE_ORDER_UNKNOWN"},
      {"another client did", Takes(1), with([](auto& o) { o.client_id = "zeta"; }), 0,
       "PURCHASE_ORDER_OF_ANOTHER_CLIENT"},
      {"its first day", Takes(1, Date(2026, 10, 1)), Order(), 0, ""},
      {"the day before", Takes(1, Date(2026, 9, 30)), Order(), 0, "PURCHASE_ORDER_NOT_VALID"},
      {"its last day", Takes(1, Date(2026, 10, 31)), Order(), 0, ""},
      {"the day after", Takes(1, Date(2026, 11, 1)), Order(), 0, "PURCHASE_ORDER_NOT_VALID"},
      {"for ever", Takes(1, Date(2027, 1, 1)), with([](auto& o) { o.last = {}; }), 0, ""},
      {"in euros", Takes(1), with([](auto& o) {
         o.ceiling = Money{"EUR", 100000};
       }),
       0, "PURCHASE_ORDER_IN_ANOTHER_CURRENCY"},
  };
  for (const auto& c : cases) {
    const auto& ceiling = c.order ? c.order->ceiling : std::nullopt;
    const auto hold =
        HoldOf("acme", "PO-7", c.drawn, c.order, {ceiling ? ceiling->currency : "CHF", c.used});
    EXPECT_EQ(hold ? hold->reason : "", c.held) << c.name;
  }
}

TEST(PurchaseOrderTest, SaysWhatIsLeftAndWhatToDo) {
  const auto hold = HoldOf("acme", "PO-7", Takes(70000), Order(), {"CHF", 40000});
  ASSERT_TRUE(hold);
  EXPECT_EQ(money::ToString(*hold->left), "CHF 600.00");
  EXPECT_EQ(hold->sentence,
            "Purchase order PO-7 has CHF 600.00 left of CHF 1000.00, this takes CHF 700.00: have "
            "the client raise it, or let finance decide with a reason.");
}

TEST(PurchaseOrderTest, TheSundayOfAWeeksOvertimeIsNoDayOfService) {
  const auto line = [](const char* category, Date day) {
    v1::InvoiceLine line;
    *line.mutable_net() = money::ToProto(Money{"CHF", 100});
    auto& time = *line.add_billed();
    time.set_category(category);
    time.set_seconds(3600);
    *time.mutable_day() = calendar::ToProto(day);
    return line;
  };
  const Date friday(2026, 10, 9), sunday(2026, 10, 11);
  const auto drawn = DrawnOf({line("BASE", friday), line("OVERTIME", sunday)}, {}, "PO-7");
  EXPECT_EQ(drawn.at("PO-7").days, std::vector{friday});
  EXPECT_EQ(drawn.at("PO-7").net.minor, 200);
}

TEST(PurchaseOrderTest, EachLineDrawsOnTheOrderOfItsContract) {
  const auto line = [](const char* contract, int64_t minor) {
    v1::InvoiceLine line;
    line.set_contract_id(contract);
    *line.mutable_net() = money::ToProto(Money{"CHF", minor});
    return line;
  };
  const auto drawn =
      DrawnOf({line("a", 100), line("b", 20), line("c", 3), line("a", 7), line("", 5)},
              {{"a", "PO-1"}, {"b", "PO-2"}, {"c", ""}}, "PO-2");
  ASSERT_EQ(drawn.size(), 2u);
  EXPECT_EQ(drawn.at("PO-1").net.minor, 107);
  EXPECT_EQ(drawn.at("PO-2").net.minor, 25);
}
}  // namespace
}  // namespace aor::invoicing
