#include <google/protobuf/util/message_differencer.h>

#include <algorithm>

#include "libs/money/money.h"
#include "services/missions/domain/decisions.h"

namespace aor::missions {
namespace {
using google::protobuf::util::MessageDifferencer;
using money::Money;
constexpr size_t kMostFundings = 20;

// So much of it as the sessions that took place are of those that it was agreed for: more are not
// funded without an agreement.
int64_t Earned(const FundingState& funding, int64_t amount, uint32_t delivered) {
  const uint32_t agreed_for = funding.agreed.sessions();
  if (delivered >= agreed_for) return amount;
  const auto& currency = funding.agreed.amount().currency_code();
  return money::Share({currency, amount}, delivered, agreed_for).minor;
}

// Of one kind of session: first whom the client agreed on first, never more than there is.
class Apportioning {
 public:
  Apportioning(const Mission& mission, v1::SessionKind kind, uint32_t delivered)
      : mission_(mission), kind_(kind), delivered_(delivered) {
    const auto line = mission.order.find(kind);
    if (line == mission.order.end()) return;
    currency_ = line->second.price().currency_code();
    all_ = left_ = line->second.price().minor_units() * delivered;
  }
  // Each funder's, and what is left to the client.
  std::vector<v1::PayersPart> Take() {
    std::vector<v1::PayersPart> parts;
    int64_t given_up = 0;
    for (const FundingState& funding : mission_.fundings) {
      if (funding.agreed.session_kind() != kind_) continue;
      const int64_t kept =
          funding.agreed.amount().minor_units() - funding.client_pays - funding.given_up;
      parts.push_back(
          PartOf(funding.agreed.funder_id(), TakeUpTo(Earned(funding, kept, delivered_))));
      parts.back().set_agreement(funding.agreed.agreement());
      given_up += TakeUpTo(Earned(funding, funding.given_up, delivered_));
    }
    if (!parts.empty()) parts.push_back(PartOf(mission_.opened.client_id(), left_));
    return parts;
  }

 private:
  int64_t TakeUpTo(int64_t amount) {
    const int64_t taken = std::min(left_, amount);
    left_ -= taken;
    return taken;
  }
  v1::PayersPart PartOf(const std::string& payer, int64_t amount) const {
    v1::PayersPart part;
    part.set_payer_id(payer);
    part.set_session_kind(kind_);
    part.set_sessions(delivered_);
    *part.mutable_amount() = money::ToProto(Money{currency_, amount});
    *part.mutable_delivered() = money::ToProto(Money{currency_, all_});
    return part;
  }

  const Mission& mission_;
  const v1::SessionKind kind_;
  const uint32_t delivered_;
  std::string currency_;
  int64_t all_ = 0, left_ = 0;
};

// As many as are billed, the earliest first.
void AddHeld(const Mission& mission, v1::SessionKind kind, uint32_t delivered, Instant now,
             v1::Apportionment& apportionment) {
  std::vector<const Session*> held;
  for (const auto& [id, session] : mission.sessions)
    if (session.planned.session_kind() == kind && TookPlace(session, now)) held.push_back(&session);
  std::ranges::stable_sort(held, {}, &Session::start);
  held.resize(std::min<size_t>(held.size(), delivered));
  for (const Session* session : held) {
    auto& shown = *apportionment.add_sessions();
    shown.set_session_id(session->planned.session_id());
    shown.set_session_kind(kind);
    shown.set_title(session->planned.title());
    *shown.mutable_half_days() = session->planned.half_days();
  }
}

const FundingState* FindFunding(const Mission& mission, const auto& fact) {
  const auto known = std::ranges::find_if(mission.fundings,
                                          [&](const FundingState& one) { return IsOf(one, fact); });
  return known == mission.fundings.end() ? nullptr : &*known;
}

// The funding of the wish with what it comes to, for what is ordered and was not given up.
v1::Funding WithAmount(const Mission& mission, const Command& command, v1::Funding funding) {
  const auto kind = funding.session_kind();
  const Counted counted = Count(mission, kind, command.now);
  const uint32_t sessions =
      counted.ordered > counted.cancelled_agreed ? counted.ordered - counted.cancelled_agreed : 0;
  funding.set_sessions(sessions);
  if (!funding.has_percent()) return funding;
  const auto& price = mission.order.at(kind).price();
  const Money all{price.currency_code(), price.minor_units() * sessions};
  *funding.mutable_amount() =
      money::ToProto(money::Percent(all, money::FromProto(funding.percent())));
  return funding;
}

// The others' parts and this one come to more than what it is agreed for.
bool ExceedsOrder(Mission mission, const v1::Funding& funding) {
  std::erase_if(mission.fundings, [&](const FundingState& one) { return IsOf(one, funding); });
  mission.fundings.push_back({funding});
  const auto parts = PartsOf(mission, funding.session_kind(), funding.sessions());
  const auto& own = parts.at(parts.size() - 2);  // before the client's
  return own.amount().minor_units() < funding.amount().minor_units();
}

std::optional<Refusal> RefuseFunding(const Mission& mission, const Command& command,
                                     const v1::Funding& wish) {
  if (mission.opened.mission_id().empty()) return kMissionUnknown;
  const auto* kind = command.rules->KindOf(mission.opened.opportunity_kind());
  if (!kind || !kind->sells()) return kNotSold;
  const auto line = mission.order.find(wish.session_kind());
  if (line == mission.order.end() || line->second.sessions() == 0) return kKindNotOrdered;
  if (wish.has_amount() && wish.amount().currency_code() != line->second.price().currency_code())
    return kOtherCurrency;
  if (mission.fundings.size() >= kMostFundings && !FindFunding(mission, wish))
    return kTooManyFundings;
  return std::nullopt;
}

bool IsAsItWas(const FundingState* known, const v1::Funding& funding) {
  return known && known->refused + known->client_pays + known->given_up == 0 &&
         MessageDifferencer::Equals(known->agreed, funding);
}

// What was billed before is apportioned anew, as of the day on which it was billed: who pays says
// nothing of when it was delivered, nor at which VAT.
void AddBilled(const Mission& after, const Command& command, auto& fact) {
  if (after.billed.empty()) return;
  auto parts = Apportion(after, command, after.billed);
  if (!parts) return;
  if (after.billed_on) *parts->mutable_on() = *after.billed_on;
  *fact.mutable_apportionment() = *std::move(parts);
}
}  // namespace

std::vector<v1::PayersPart> PartsOf(const Mission& mission, v1::SessionKind kind,
                                    uint32_t delivered) {
  return Apportioning(mission, kind, delivered).Take();
}

std::optional<v1::Apportionment> Apportion(const Mission& mission, const Command& command,
                                           const Delivered& delivered) {
  v1::Apportionment apportionment;
  for (const auto& [kind, sessions] : delivered) {
    const auto parts = PartsOf(mission, kind, sessions);
    if (parts.empty()) continue;
    for (const auto& part : parts) *apportionment.add_parts() = part;
    AddHeld(mission, kind, sessions, command.now, apportionment);
  }
  if (apportionment.parts().empty()) return std::nullopt;
  apportionment.set_mission_id(mission.opened.mission_id());
  apportionment.set_client_id(mission.opened.client_id());
  apportionment.set_legal_entity_id(mission.opened.legal_entity_id());
  *apportionment.mutable_on() = calendar::ToProto(command.rules->DayOf(command.now));
  return apportionment;
}

Decision On(const Mission& mission, const Command& command, const AgreeFunding& wish) {
  if (const auto refusal = RefuseFunding(mission, command, wish.facts)) return *refusal;
  const auto funding = WithAmount(mission, command, wish.facts);
  const FundingState* known = FindFunding(mission, funding);
  if (IsAsItWas(known, funding)) return AlreadyTrue();
  if (funding.amount().minor_units() == 0 || ExceedsOrder(mission, funding))
    return kFundedBeyondOrder;
  Events events(1);
  auto& agreed = *events[0].mutable_funding_agreed();
  *agreed.mutable_funding() = funding;
  if (known) *agreed.mutable_was() = known->agreed.amount();
  agreed.set_by(command.by.id);
  agreed.set_reason(wish.reason);
  agreed.set_after_closing(mission.closed);
  AddBilled(Evolve(mission, events[0]), command, agreed);
  return events;
}

Decision On(const Mission& mission, const Command& command, const RecordFundingRefusal& wish) {
  if (mission.opened.mission_id().empty()) return kMissionUnknown;
  const auto& facts = wish.facts;
  if (mission.requests.contains(facts.refusal_id())) return AlreadyTrue();
  const FundingState* known = FindFunding(mission, facts);
  if (!known) return kFundingUnknown;
  if (facts.amount().currency_code() != known->agreed.amount().currency_code())
    return kOtherCurrency;
  const int64_t gone = known->refused + known->client_pays + known->given_up;
  if (facts.amount().minor_units() > known->agreed.amount().minor_units() - gone)
    return kRefusedBeyondFunding;
  const auto claim = mission.claims.find(facts.claim_id());
  if (!facts.claim_id().empty() &&
      (claim == mission.claims.end() || claim->second.funder_id() != facts.funder_id()))
    return kClaimUnknown;
  Events events(1);
  *events[0].mutable_funding_refused() = facts;
  events[0].mutable_funding_refused()->set_by(command.by.id);
  return events;
}

// Who refused is billed less from now on; the client more only where a person said so.
Decision On(const Mission& mission, const Command& command, const DecideRefusedFunding& wish) {
  if (mission.opened.mission_id().empty()) return kMissionUnknown;
  const FundingState* known = FindFunding(mission, wish.facts);
  if (!known) return kFundingUnknown;
  if (known->refused == 0)
    return known->decided == wish.facts.client_pays() ? AlreadyTrue() : kNothingRefused;
  Events events(1);
  auto& decided = *events[0].mutable_refused_funding_decided();
  decided = wish.facts;
  *decided.mutable_amount() =
      money::ToProto(Money{known->agreed.amount().currency_code(), known->refused});
  decided.set_by(command.by.id);
  decided.set_after_closing(mission.closed);
  AddBilled(Evolve(mission, events[0]), command, decided);
  return events;
}
}  // namespace aor::missions
