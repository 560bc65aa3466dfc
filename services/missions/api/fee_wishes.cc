#include <absl/strings/str_cat.h>

#include "libs/ids/uuid.h"
#include "libs/rpc/codes.h"
#include "libs/rpc/errors.h"
#include "services/missions/api/roll_wishes.h"
#include "services/missions/api/wishes.h"
#include "services/missions/domain/roll.h"

namespace aor::missions {
namespace {
using eventsourcing::Refused;
using eventsourcing::Transaction;
using rpc::Caller;

absl::Status CheckTravel(const v1::RequestFeesRequest& request) {
  for (int i = 0; i < request.items_size(); ++i) {
    const auto& item = request.items(i);
    if (item.has_travel() &&
        (item.travel().minor_units() < 0 || !rpc::IsCurrency(item.travel().currency_code())))
      return rpc::FieldError(absl::StrCat("items[", i, "].travel"),
                             "give an amount that is not negative");
  }
  return absl::OkStatus();
}

// Who took part, by name or counted, is looked at in the same commit.
RequestFees WithParticipants(Transaction& transaction, const std::string& mission,
                             RequestFees wish) {
  const auto& sessions = transaction.Fold<Mission, Event>(MissionStream(mission)).sessions;
  for (auto& item : wish.items)
    if (const auto session = sessions.find(item.session); session != sessions.end())
      item.participants =
          transaction.Fold<roll::Roll, roll::Event>(RollStream(session->second.planned)).size();
  return wish;
}

// What the invoice comes to, and of which day it is.
absl::Status TakeAmounts(const v1::DepositSupplierInvoiceRequest& request, const Tools& tools,
                         v1::SupplierInvoiceDeposited& facts) {
  const auto& currency = request.net().currency_code();
  if (!rpc::IsCurrency(currency) || request.net().minor_units() <= 0)
    return rpc::FieldError("net", "give what the invoice comes to without VAT");
  if (request.has_vat() &&
      (request.vat().currency_code() != currency || request.vat().minor_units() < 0))
    return rpc::FieldError("vat", "give it in the currency of net, or leave it out");
  const auto today = tools.rules->DayOf(ToInstant(tools.clock.Now()));
  if (!calendar::IsDate(request.issue_date()) || today < calendar::FromProto(request.issue_date()))
    return rpc::FieldError("issue_date", "give the date of the invoice, today at the latest");
  *facts.mutable_net() = request.net();
  facts.mutable_vat()->set_currency_code(currency);
  facts.mutable_vat()->set_minor_units(request.vat().minor_units());
  *facts.mutable_issue_date() = request.issue_date();
  return absl::OkStatus();
}

// Says when the next request may come.
void AddNextDay(const Rules& rules, absl::Time now, std::optional<Refused>& refused) {
  if (!refused || refused->name != Name(Refusal::kOneRequestAMonth)) return;
  refused->sentence +=
      " The next one may come on " + calendar::ToString(rules.NextRequestOn(ToInstant(now))) + ".";
}
}  // namespace

std::string IdOf(const v1::RecordFunderClaimRequest& request, const std::string& tenant) {
  return request.claim_id().empty() ? DerivedId(tenant, request.request_id(), "claim")
                                    : request.claim_id();
}

MaybeWish ToWish(const v1::DepositSheetRequest& request, const Caller& caller, const Tools& tools) {
  return OnMission(
      tools, caller, request.mission_id(),
      missions::DepositSheet{request.session_id(), request.document_id(), request.digest()});
}
// With a conforming sheet nobody waits for marks any more.
MaybeWish ToWish(const v1::CheckSheetRequest& request, const Caller& caller, const Tools& tools) {
  const missions::CheckSheet wish{request.session_id(), request.digest(), request.conforms(),
                                  request.by_attestation(), request.reason()};
  return rpc::Wish{request.mission_id(), [=, mission = request.mission_id(),
                                          by = ActorOf(caller)](Transaction& transaction) {
                     auto refused = DecideOnMission(transaction, tools, mission, by, wish);
                     return refused ? refused
                                    : DecideOnRoll(transaction, *tools.quality, mission,
                                                   wish.session, by, roll::ReachEnd{});
                   }};
}

MaybeWish ToWish(const v1::RequestFeesRequest& request, const Caller& caller, const Tools& tools) {
  if (auto wrong = CheckTravel(request); !wrong.ok()) return wrong;
  missions::RequestFees wish{DerivedId(caller.tenant, request.request_id(), "fee request"), {}};
  for (const auto& item : request.items())
    wish.items.push_back({item.session_id(), item.travel(), 0});
  const std::string mission = request.mission_id();
  return rpc::Wish{mission, [=, by = ActorOf(caller)](Transaction& transaction) {
                     auto refused = DecideOnMission(transaction, tools, mission, by,
                                                    WithParticipants(transaction, mission, wish));
                     AddNextDay(*tools.rules, transaction.now(), refused);
                     return refused;
                   }};
}

MaybeWish ToWish(const v1::TransmitFeesRequest& request, const Caller& caller, const Tools& tools) {
  return OnMission(tools, caller, request.mission_id(),
                   missions::TransmitFees{{request.fee_ids().begin(), request.fee_ids().end()}});
}
MaybeWish ToWish(const v1::HoldFeeRequest& request, const Caller& caller, const Tools& tools) {
  return OnMission(tools, caller, request.mission_id(),
                   missions::HoldFee{request.fee_id(), request.reason()});
}
MaybeWish ToWish(const v1::DismissHoldRequest& request, const Caller& caller, const Tools& tools) {
  return OnMission(tools, caller, request.mission_id(),
                   missions::DismissHold{request.fee_id(), request.reason()});
}
MaybeWish ToWish(const v1::ReleaseFeeRequest& request, const Caller& caller, const Tools& tools) {
  return OnMission(tools, caller, request.mission_id(),
                   missions::ReleaseFee{request.fee_id(), request.reason()});
}
MaybeWish ToWish(const v1::WaiveFeeRequest& request, const Caller& caller, const Tools& tools) {
  return OnMission(tools, caller, request.mission_id(),
                   missions::WaiveFee{request.fee_id(), request.reason()});
}
MaybeWish ToWish(const v1::RefuseFeeRequest& request, const Caller& caller, const Tools& tools) {
  return OnMission(tools, caller, request.mission_id(),
                   missions::RefuseFee{request.fee_id(), request.reason()});
}
MaybeWish ToWish(const v1::DepositSupplierInvoiceRequest& request, const Caller& caller,
                 const Tools& tools) {
  missions::DepositSupplierInvoice wish;
  wish.facts.set_fee_id(request.fee_id());
  wish.facts.set_document_id(request.document_id());
  wish.facts.set_digest(request.digest());
  wish.facts.set_number(request.number());
  if (auto wrong = TakeAmounts(request, tools, wish.facts); !wrong.ok()) return wrong;
  return OnMission(tools, caller, request.mission_id(), wish);
}

MaybeWish ToWish(const v1::RecordFunderClaimRequest& request, const Caller& caller,
                 const Tools& tools) {
  if (!rpc::IsCurrency(request.amount().currency_code()) || request.amount().minor_units() <= 0)
    return rpc::FieldError("amount", "give an amount above zero");
  missions::RecordFunderClaim wish;
  wish.facts.set_claim_id(IdOf(request, caller.tenant));
  wish.facts.set_session_id(request.session_id());
  wish.facts.set_funder_id(request.funder_id());
  *wish.facts.mutable_amount() = request.amount();
  wish.facts.set_reference(request.reference());
  wish.facts.set_agreement(request.agreement());
  return OnMission(tools, caller, request.mission_id(), wish);
}
}  // namespace aor::missions
