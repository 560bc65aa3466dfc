// Work as it is billed: the pieces of one contract, what was approved of them, and
// what of that stands open.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "aor/invoicing/v1/invoicing_events.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/money/money.h"

namespace aor::invoicing {
using calendar::Date;
using money::Decimal;
using money::Money;

inline constexpr char kUnmeasured[] = "";
// One category of one day, at one percentage. The names of categories are those of
// aor.timesheet.v1.Category without their prefix, and FEE, PLACEMENT, FIXED, SESSION, PART, MANUAL.
struct WorkKey {
  std::string iso_week;  // kUnmeasured for what no timesheet measures
  Date day;
  std::string category;
  Decimal percent;  // of a supplement
};
// Its quantity is the amount spent, in the contract's currency.
inline constexpr char kExpense[] = "EXPENSE";
// So is that of a part of what a training mission delivered, of one payer among several.
inline constexpr char kPart[] = "PART";
// Weekly overtime is dated on the week's Sunday, which decides on its month and on nothing else.
inline constexpr char kOvertime[] = "OVERTIME";
// One piece of its contract, whenever that ends: its key has no day.
inline constexpr char kFixedPrice[] = "FIXED";
bool operator<(const WorkKey& a, const WorkKey& b);
bool operator==(const WorkKey& a, const WorkKey& b);

struct Amount {
  int64_t seconds = 0;  // hours, exact
  Decimal quantity;     // other units
  bool zero() const { return seconds == 0 && quantity.unscaled == 0; }
};
Amount operator+(const Amount& a, const Amount& b);
Amount operator-(const Amount& a, const Amount& b);
inline bool operator==(const Amount& a, const Amount& b) {
  return a.seconds == b.seconds && a.quantity == b.quantity;
}

inline bool IsNegative(const Amount& amount) {
  return amount.seconds < 0 || amount.quantity.unscaled < 0;
}
Amount Least(const Amount& a, const Amount& b);

// Keys without amount are not kept, so that equal work is equal maps.
using Work = std::map<WorkKey, Amount>;
void Add(Work& work, const WorkKey& key, const Amount& amount);
Work Difference(const Work& whole, const Work& part);

// The latest approved version of all weeks of a contract.
struct Approved {
  Work work;
  std::map<std::string, uint64_t> versions;  // of a week's entries
  // Contested weeks: only these days are frozen and the week's overtime, all days when none is
  // named. Nothing of them is billed, and nothing that was billed is taken back.
  std::map<std::string, std::set<Date>> contested;
  // Of weekly overtime, how much each day caused; none where nobody said.
  std::map<WorkKey, std::map<Date, Amount>> caused;
  bool Frozen(const WorkKey& key) const;
  // Of a week's overtime, the last day on which there was work.
  Date LastWorked(const WorkKey& overtime) const;
};

// At what a piece was billed.
struct BilledAt {
  Decimal price;  // per unit
  std::string vat_category;
  Decimal vat_percent;
  friend bool operator==(const BilledAt&, const BilledAt&) = default;
};
struct BilledPart {
  Amount amount;
  std::optional<BilledAt> at;   // none: billed before that was kept
  std::string invoice_id = {};  // by which
};

v1::BilledTime ToProto(const WorkKey& key, const Amount& amount);
WorkKey KeyOf(const v1::BilledTime& billed);  // as it was billed, with the day
WorkKey PieceOf(const v1::BilledTime& billed);
Amount AmountOf(const v1::BilledTime& billed);
BilledPart PartOf(const v1::BilledTime& billed);
}  // namespace aor::invoicing
