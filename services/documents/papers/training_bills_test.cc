#include "services/documents/papers/training_bills.h"

#include <gtest/gtest.h>

#include "libs/service/testing/running_process.h"

namespace aor::documents {
namespace {
using service::Parse;

const char kPart[] =
    "category: 'PART' description: 'Training mission m1' training { mission_id: 'm1'"
    " session_kind: 'TRAINING' instalment: 2 agreement: 'A-1' sessions: 2"
    " delivered { currency_code: 'EUR' minor_units: 180000 } others { payer_id: 'acme'"
    " amount { currency_code: 'EUR' minor_units: 108000 } } held { session_id: 's2'"
    " half_days: '2026-10-14-EVE' half_days: 'none' } held { session_id: 's1' title: 'Fresque'"
    " half_days: '2026-10-13-AM' } }";

TEST(TrainingBillsTest, SayWhatALineBills) {
  const auto line = Parse<invoicing::v1::InvoiceLine>(kPart);
  const auto bill = BillOf(line, {{"acme", "Acme SA"}});
  EXPECT_TRUE(bill.is_part && bill.is_training);
  EXPECT_EQ(bill.mission, "m1");
  EXPECT_EQ(bill.instalment, 2u);
  EXPECT_EQ(bill.agreement, "A-1");
  EXPECT_EQ(bill.delivered->minor, 180000);
  ASSERT_EQ(bill.others.size(), 1u);
  EXPECT_EQ(bill.others[0].payer, "Acme SA");
  EXPECT_EQ(bill.others[0].amount.minor, 108000);
  const auto held = HeldIn(line.training());
  ASSERT_EQ(held.size(), 2u);
  EXPECT_EQ(held[1].title, "Fresque");
  ASSERT_EQ(held[0].half_days.size(), 1u) << "what is no half-day is left out";
  EXPECT_EQ(held[0].half_days[0].part, HalfDay::Part::kEvening);
}

TEST(TrainingBillsTest, ThePeriodIsThatOfDelivery) {
  using Days = std::optional<std::pair<calendar::Date, calendar::Date>>;
  const auto days = [](const std::string& lines) {
    return DaysOfDelivery(Parse<invoicing::v1::InvoiceIssued>(lines));
  };
  const std::string part = std::string("lines { ") + kPart + " } ";
  const std::string fee = "lines { work { worked_on { year: 2026 month: 10 day: 27 } } } ";
  EXPECT_EQ(days(part), Days({calendar::Date(2026, 10, 13), calendar::Date(2026, 10, 14)}));
  EXPECT_EQ(days(part + fee), Days({calendar::Date(2026, 10, 13), calendar::Date(2026, 10, 27)}));
  EXPECT_EQ(days(part + "lines { category: 'MANUAL' }"), Days()) << "nobody says when";
  EXPECT_EQ(days(""), Days());
}
}  // namespace
}  // namespace aor::documents
