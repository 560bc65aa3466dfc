#include "services/missions/domain/rules.h"

#include <algorithm>

namespace aor::missions {
namespace {
int RankOf(const v1::MissionRules& rules, const std::string& level) {
  const auto at = std::ranges::find(rules.levels(), level);
  return at == rules.levels().end() ? -1 : static_cast<int>(at - rules.levels().begin());
}

template <class Enum>
bool Fits(Enum wanted, Enum is) {
  return wanted == Enum{} || wanted == is;
}

bool HoldsOn(const v1::Tariff& tariff, calendar::Date day) {
  return calendar::FromProto(tariff.valid_from()) <= day &&
         (!tariff.has_valid_to() || day <= calendar::FromProto(tariff.valid_to()));
}
}  // namespace

v1::MissionRole RoleIn(v1::SessionKind kind) {
  return kind == v1::SESSION_KIND_TRAINING ? v1::MISSION_ROLE_TRAINER
                                           : v1::MISSION_ROLE_FACILITATOR;
}

int Conditions(const v1::Tariff& tariff) {
  return (tariff.session_kind() != v1::SESSION_KIND_UNSPECIFIED) +
         (tariff.client_type() != v1::CLIENT_TYPE_UNSPECIFIED) +
         (tariff.supplier_kind() != v1::SUPPLIER_KIND_UNSPECIFIED);
}

const v1::OpportunityKind* Rules::KindOf(const std::string& opportunity_kind) const {
  const auto found =
      std::ranges::find(rules_.opportunity_kinds(), opportunity_kind, &v1::OpportunityKind::kind);
  return found == rules_.opportunity_kinds().end() ? nullptr : &*found;
}

bool Rules::IsLevel(const std::string& level) const { return RankOf(rules_, level) >= 0; }

bool Rules::IsHigher(const std::string& level, const std::string& other) const {
  return RankOf(rules_, level) > RankOf(rules_, other);
}

std::string Rules::LevelFor(v1::MissionRole role, v1::ClientType client) const {
  for (const auto& demand : rules_.level_demands())
    if (demand.role() == role && demand.client_type() == client) return demand.level();
  return "";
}

bool Rules::Admits(v1::MissionRole role, v1::ClientType client, const std::string& level) const {
  const std::string least = LevelFor(role, client);
  return !least.empty() && RankOf(rules_, level) >= RankOf(rules_, least);
}

bool Rules::NeedsParticipants(v1::ClientType client) const {
  return std::ranges::find(settings().participants_optional(), client) ==
         settings().participants_optional().end();
}

const v1::Tariff* Rules::TariffOn(calendar::Date day, v1::MissionRole role, v1::SessionKind session,
                                  v1::ClientType client, v1::SupplierKind supplier) const {
  const v1::Tariff* best = nullptr;
  for (const auto& tariff : rules_.tariffs()) {
    if (tariff.role() != role || !HoldsOn(tariff, day)) continue;
    if (!Fits(tariff.session_kind(), session) || !Fits(tariff.client_type(), client) ||
        !Fits(tariff.supplier_kind(), supplier))
      continue;
    if (!best || Conditions(tariff) > Conditions(*best)) best = &tariff;
  }
  return best;
}

v1::FeePaper Rules::PaperFor(const std::string& opportunity_kind, const Payee& payee) const {
  switch (payee.kind) {
    case v1::SUPPLIER_KIND_PERSON: return v1::FEE_PAPER_NOTE_OF_FEES;
    case v1::SUPPLIER_KIND_EMPLOYEE: return v1::FEE_PAPER_PAYROLL;
    case v1::SUPPLIER_KIND_VOLUNTEER: return v1::FEE_PAPER_EXPENSE_REPORT;
    case v1::SUPPLIER_KIND_COMPANY: break;
    default: return v1::FEE_PAPER_UNSPECIFIED;
  }
  const auto* kind = KindOf(opportunity_kind);
  const bool abroad = payee.country != settings().country();
  return abroad && !(kind && kind->self_bills_abroad()) ? v1::FEE_PAPER_OWN_INVOICE
                                                        : v1::FEE_PAPER_SELF_BILLED;
}

calendar::Date Rules::DayOf(calendar::Instant now) const {
  return calendar::DayAt(now, settings().zone());
}

std::string Rules::MonthOf(calendar::Instant now) const { return calendar::MonthOf(DayOf(now)); }

calendar::Date Rules::NextRequestOn(calendar::Instant now) const {
  return calendar::LastOfMonth(DayOf(now)) + 1;
}

calendar::Date Rules::PaidBy(calendar::Instant requested) const {
  return calendar::NextBankingDay(DayOf(requested) + settings().payment_days(),
                                  settings().bank_place());
}
}  // namespace aor::missions
