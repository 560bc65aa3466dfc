#include "services/missions/domain/people.h"

namespace aor::missions {
namespace {
bool HoldsOn(const v1::LevelRecorded& level, calendar::Date day) {
  return calendar::FromProto(level.valid_from()) <= day &&
         (!level.has_valid_to() || day <= calendar::FromProto(level.valid_to()));
}
}  // namespace

std::string LevelOn(const People& people, const std::string& person, calendar::Date day,
                    const Rules& rules) {
  const auto known = people.find(person);
  std::string best;
  if (known == people.end()) return best;
  for (const auto& level : known->second.levels)
    if (HoldsOn(level, day) && rules.IsHigher(level.level(), best)) best = level.level();
  return best;
}

// Of two from the same day, the one that was recorded later.
std::optional<Payee> PayeeOn(const People& people, const std::string& person, calendar::Date day) {
  const auto known = people.find(person);
  if (known == people.end()) return std::nullopt;
  const v1::PayeeRecorded* best = nullptr;
  for (const auto& payee : known->second.payees) {
    const auto from = calendar::FromProto(payee.valid_from());
    if (from <= day && (!best || from >= calendar::FromProto(best->valid_from()))) best = &payee;
  }
  if (!best) return std::nullopt;
  return Payee{best->supplier_kind(), best->supplier_id(), best->country()};
}
}  // namespace aor::missions
