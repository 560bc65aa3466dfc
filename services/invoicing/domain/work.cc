#include "services/invoicing/domain/work.h"

#include <algorithm>
#include <tuple>

namespace aor::invoicing {
bool operator<(const WorkKey& a, const WorkKey& b) {
  return std::tie(a.iso_week, a.day, a.category, a.percent) <
         std::tie(b.iso_week, b.day, b.category, b.percent);
}

bool operator==(const WorkKey& a, const WorkKey& b) {
  return a.iso_week == b.iso_week && a.day == b.day && a.category == b.category &&
         a.percent == b.percent;
}

Amount operator+(const Amount& a, const Amount& b) {
  return {a.seconds + b.seconds, a.quantity + b.quantity};
}

Amount operator-(const Amount& a, const Amount& b) {
  return {a.seconds - b.seconds, a.quantity - b.quantity};
}

Amount Least(const Amount& a, const Amount& b) {
  return {std::min(a.seconds, b.seconds), std::min(a.quantity, b.quantity)};
}

void Add(Work& work, const WorkKey& key, const Amount& amount) {
  const auto [place, is_new] = work.try_emplace(key, amount);
  if (!is_new) place->second = place->second + amount;
  if (place->second.zero()) work.erase(place);
}

Work Difference(const Work& whole, const Work& part) {
  Work rest = whole;
  for (const auto& [key, amount] : part) Add(rest, key, Amount{} - amount);
  return rest;
}

bool Approved::Frozen(const WorkKey& key) const {
  const auto week = contested.find(key.iso_week);
  if (week == contested.end()) return false;
  // The week's overtime counts the contested hours, too.
  return week->second.empty() || key.category == kOvertime || week->second.contains(key.day);
}

Date Approved::LastWorked(const WorkKey& overtime) const {
  std::optional<Date> last;
  for (const auto& [key, amount] : work)
    if (key.iso_week == overtime.iso_week && key.category == "BASE" && key.day <= overtime.day)
      last = std::max(last.value_or(key.day), key.day);
  return last.value_or(overtime.day);
}

v1::BilledTime ToProto(const WorkKey& key, const Amount& amount) {
  v1::BilledTime billed;
  billed.set_iso_week(key.iso_week);
  *billed.mutable_day() = calendar::ToProto(key.day);
  billed.set_category(key.category);
  billed.set_seconds(amount.seconds);
  if (amount.quantity.unscaled != 0) *billed.mutable_quantity() = money::ToProto(amount.quantity);
  if (key.percent.unscaled != 0) *billed.mutable_percent() = money::ToProto(key.percent);
  return billed;
}

WorkKey KeyOf(const v1::BilledTime& billed) {
  return {billed.iso_week(), calendar::FromProto(billed.day()), billed.category(),
          money::FromProto(billed.percent())};
}

WorkKey PieceOf(const v1::BilledTime& billed) {
  WorkKey key = KeyOf(billed);
  if (key.category == kFixedPrice) key.day = {};
  return key;
}

Amount AmountOf(const v1::BilledTime& billed) {
  return {billed.seconds(), money::FromProto(billed.quantity())};
}

BilledPart PartOf(const v1::BilledTime& billed) {
  BilledPart part{AmountOf(billed), std::nullopt};
  if (billed.has_price())
    part.at = {money::FromProto(billed.price()), billed.vat_category(),
               money::FromProto(billed.vat_percent())};
  return part;
}
}  // namespace aor::invoicing
