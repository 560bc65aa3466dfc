#include "services/missions/api/wishes.h"

#include <absl/strings/str_cat.h>

#include "libs/ids/uuid.h"
#include "libs/money/money.h"
#include "libs/rpc/codes.h"
#include "libs/rpc/errors.h"
#include "libs/rpc/formats.h"
#include "services/missions/api/registered.h"
#include "services/missions/domain/facilitator.h"

namespace aor::missions {
namespace {
using eventsourcing::Refused;
using eventsourcing::Transaction;
using rpc::Caller;
constexpr size_t kLongestTitle = 120;

absl::Status CheckPrice(const types::v1::Money& price, const std::string& field) {
  const bool fine = rpc::IsCurrency(price.currency_code()) && price.minor_units() >= 0;
  return fine ? absl::OkStatus() : rpc::FieldError(field, "give an amount that is not negative");
}

absl::Status CheckTitle(const std::string& title, const std::string& field) {
  if (rpc::Characters(title) > kLongestTitle)
    return rpc::FieldError(field, absl::StrCat("use at most ", kLongestTitle, " characters"));
  const std::string advice = title.empty() ? "" : rpc::TextAdvice(title, true);
  return advice.empty() ? absl::OkStatus() : rpc::FieldError(field, advice);
}

absl::Status CheckFundings(const v1::OpenMissionRequest& request) {
  for (int i = 0; i < request.fundings_size(); ++i)
    if (auto wrong = CheckFunding(request.fundings(i), absl::StrCat("fundings[", i, "]."));
        !wrong.ok())
      return wrong;
  return absl::OkStatus();
}

absl::Status CheckParties(const v1::OpenMissionRequest& request, const Caller& caller,
                          const Tools& tools) {
  Registered registered(tools, caller, request.consistency_token());
  registered.Client("client_id", request.client_id())
      .LegalEntity("legal_entity_id", request.legal_entity_id())
      .Client("funder_id", request.funder_id());
  for (int i = 0; i < request.fundings_size(); ++i)
    registered.Client(absl::StrCat("fundings[", i, "].funder_id"), request.fundings(i).funder_id());
  return registered.status();
}

absl::Status CheckOrder(const v1::OpenMissionRequest& request, const Rules& rules) {
  if (!rules.KindOf(request.opportunity_kind()))
    return rpc::FieldError("opportunity_kind", "name one that ListTariffs shows");
  std::set<v1::SessionKind> kinds;
  for (int i = 0; i < request.order_size(); ++i) {
    const auto& line = request.order(i);
    const std::string field = absl::StrCat("order[", i, "]");
    if (line.session_kind() == v1::SESSION_KIND_UNSPECIFIED)
      return rpc::FieldError(field + ".session_kind", "say workshop or training");
    if (!kinds.insert(line.session_kind()).second)
      return rpc::FieldError(field + ".session_kind", "stands there already: add the sessions up");
    if (line.sessions() > 1000) return rpc::FieldError(field + ".sessions", "is at most 1000");
    if (auto wrong = CheckTitle(line.title(), field + ".title"); !wrong.ok()) return wrong;
    if (!line.has_price()) continue;
    if (auto wrong = CheckPrice(line.price(), field + ".price"); !wrong.ok()) return wrong;
  }
  return absl::OkStatus();
}

rpc::Wish OnFacilitator(const std::string& person, facilitator::Command command) {
  return {person, [=](Transaction& transaction) {
            return eventsourcing::DecideOn<facilitator::Facilitator, facilitator::Event>(
                transaction, "facilitator-" + person, command);
          }};
}

absl::Status CheckDay(const types::v1::Date& day, const char* field) {
  return calendar::IsDate(day) ? absl::OkStatus()
                               : rpc::FieldError(field, "give a day of the calendar");
}
}  // namespace

std::optional<Refused> DecideOnMission(Transaction& transaction, const Tools& tools,
                                       const std::string& mission, const Actor& by,
                                       const Wish& wish, const std::set<std::string>& named) {
  const std::string stream = MissionStream(mission);
  const auto persons = PersonsOf(transaction.Fold<Mission, Event>(stream), named);
  const Command command{by, ToInstant(transaction.now()), tools.rules,
                        PeopleOf(tools.view.rows(), transaction.tenant(), persons), wish};
  return eventsourcing::DecideOn<Mission, Event>(transaction, stream, command);
}

rpc::Wish OnMission(const Tools& tools, const Caller& caller, const std::string& mission, Wish wish,
                    const std::set<std::string>& named) {
  return {mission, [=, by = ActorOf(caller), wish = std::move(wish)](Transaction& transaction) {
            return DecideOnMission(transaction, tools, mission, by, wish, named);
          }};
}

namespace {
// A wish about somebody: whom the directory knows.
MaybeWish About(const char* field, const std::string& person, const auto& request,
                const Caller& caller, const Tools& tools, missions::Wish wish) {
  auto wrong =
      Registered(tools, caller, request.consistency_token()).Person(field, person).status();
  if (!wrong.ok()) return wrong;
  return OnMission(tools, caller, request.mission_id(), std::move(wish), {person});
}
}  // namespace

std::string IdOf(const v1::OpenMissionRequest& request, const std::string& tenant) {
  return request.mission_id().empty() ? DerivedId(tenant, request.request_id(), "mission")
                                      : request.mission_id();
}
MaybeWish ToWish(const v1::OpenMissionRequest& request, const Caller& caller, const Tools& tools) {
  if (auto wrong = CheckOrder(request, *tools.rules); !wrong.ok()) return wrong;
  if (auto wrong = CheckFundings(request); !wrong.ok()) return wrong;
  if (auto wrong = CheckParties(request, caller, tools); !wrong.ok()) return wrong;
  missions::OpenMission wish;
  wish.facts.set_mission_id(IdOf(request, caller.tenant));
  wish.facts.set_client_id(request.client_id());
  wish.facts.set_legal_entity_id(request.legal_entity_id());
  wish.facts.set_client_type(request.client_type());
  wish.facts.set_opportunity_kind(request.opportunity_kind());
  *wish.facts.mutable_order() = request.order();
  wish.facts.set_opened_by(caller.person.value);
  wish.facts.set_funder_id(request.funder_id());
  wish.fundings = {request.fundings().begin(), request.fundings().end()};
  return OnMission(tools, caller, wish.facts.mission_id(), wish);
}

MaybeWish ToWish(const v1::ChangeOrderRequest& request, const Caller& caller, const Tools& tools) {
  missions::ChangeOrder wish{request.session_kind(), request.sessions(), request.reason()};
  if (request.has_price()) {
    if (auto wrong = CheckPrice(request.price(), "price"); !wrong.ok()) return wrong;
    wish.price = request.price();
  }
  return OnMission(tools, caller, request.mission_id(), wish);
}
MaybeWish ToWish(const v1::BillInstalmentRequest& request, const Caller& caller,
                 const Tools& tools) {
  return OnMission(tools, caller, request.mission_id(),
                   missions::BillInstalment{request.request_id()});
}
MaybeWish ToWish(const v1::OfferOpportunityRequest& request, const Caller& caller,
                 const Tools& tools) {
  return About("coordinator_id", request.coordinator_id(), request, caller, tools,
               missions::OfferOpportunity{request.coordinator_id()});
}
MaybeWish ToWish(const v1::AcceptOpportunityRequest& request, const Caller& caller,
                 const Tools& tools) {
  const std::string& person = caller.person.value;
  return OnMission(tools, caller, request.mission_id(), missions::AcceptOpportunity{person},
                   {person});
}
MaybeWish ToWish(const v1::DeclineOpportunityRequest& request, const Caller& caller,
                 const Tools& tools) {
  return OnMission(tools, caller, request.mission_id(),
                   missions::DeclineOpportunity{caller.person.value, request.reason()});
}
MaybeWish ToWish(const v1::ReplaceCoordinatorRequest& request, const Caller& caller,
                 const Tools& tools) {
  return About("coordinator_id", request.coordinator_id(), request, caller, tools,
               missions::ReplaceCoordinator{request.coordinator_id(), request.reason()});
}

MaybeWish ToWish(const v1::ProposeFacilitatorRequest& request, const Caller& caller,
                 const Tools& tools) {
  return About("facilitator_id", request.facilitator_id(), request, caller, tools,
               missions::ProposeFacilitator{request.session_id(), request.facilitator_id()});
}
MaybeWish ToWish(const v1::ConfirmFacilitatorRequest& request, const Caller& caller,
                 const Tools& tools) {
  return About("facilitator_id", request.facilitator_id(), request, caller, tools,
               missions::ConfirmFacilitator{request.session_id(), request.facilitator_id(),
                                            request.reason()});
}
MaybeWish ToWish(const v1::DeclineSessionRequest& request, const Caller& caller,
                 const Tools& tools) {
  return OnMission(
      tools, caller, request.mission_id(),
      missions::DeclineSession{request.session_id(), request.facilitator_id(), request.reason()});
}
MaybeWish ToWish(const v1::WithdrawFacilitatorRequest& request, const Caller& caller,
                 const Tools& tools) {
  return OnMission(tools, caller, request.mission_id(),
                   missions::WithdrawFacilitator{request.session_id(), request.facilitator_id(),
                                                 request.reason()});
}
MaybeWish ToWish(const v1::ReplaceFacilitatorRequest& request, const Caller& caller,
                 const Tools& tools) {
  return About("facilitator_id", request.facilitator_id(), request, caller, tools,
               missions::ReplaceFacilitator{request.session_id(), request.facilitator_id(),
                                            request.replaced_facilitator_id(), request.reason()});
}

MaybeWish ToWish(const v1::RecordLevelRequest& request, const Caller& caller, const Tools& tools) {
  if (!tools.rules->IsLevel(request.level()))
    return rpc::FieldError("level", "name one that ListTariffs shows");
  if (auto wrong = CheckDay(request.valid_from(), "valid_from"); !wrong.ok()) return wrong;
  if (request.has_valid_to())
    if (auto wrong = CheckDay(request.valid_to(), "valid_to"); !wrong.ok()) return wrong;
  auto registered = Registered(tools, caller, request.consistency_token());
  if (auto unknown = registered.Person("person_id", request.person_id()).status(); !unknown.ok())
    return unknown;
  facilitator::RecordLevel wish;
  wish.facts.set_person_id(request.person_id());
  wish.facts.set_level(request.level());
  *wish.facts.mutable_valid_from() = request.valid_from();
  if (request.has_valid_to()) *wish.facts.mutable_valid_to() = request.valid_to();
  wish.facts.set_evidence(request.evidence());
  wish.facts.set_by(caller.person.value);
  return OnFacilitator(request.person_id(), wish);
}
MaybeWish ToWish(const v1::RevokeLevelRequest& request, const Caller& caller, const Tools&) {
  if (auto wrong = CheckDay(request.valid_from(), "valid_from"); !wrong.ok()) return wrong;
  facilitator::RevokeLevel wish;
  wish.facts.set_person_id(request.person_id());
  wish.facts.set_level(request.level());
  *wish.facts.mutable_valid_from() = request.valid_from();
  wish.facts.set_by(caller.person.value);
  wish.facts.set_reason(request.reason());
  return OnFacilitator(request.person_id(), wish);
}
MaybeWish ToWish(const v1::RecordPayeeRequest& request, const Caller& caller, const Tools& tools) {
  if (auto wrong = CheckDay(request.valid_from(), "valid_from"); !wrong.ok()) return wrong;
  auto registered = Registered(tools, caller, request.consistency_token());
  registered.Person("person_id", request.person_id());
  registered.Supplier("supplier_id", request.supplier_id());
  if (auto unknown = registered.status(); !unknown.ok()) return unknown;
  facilitator::RecordPayee wish;
  wish.facts.set_person_id(request.person_id());
  wish.facts.set_supplier_kind(request.supplier_kind());
  wish.facts.set_supplier_id(request.supplier_id());
  wish.facts.set_country(request.country());
  *wish.facts.mutable_valid_from() = request.valid_from();
  wish.facts.set_by(caller.person.value);
  return OnFacilitator(request.person_id(), wish);
}
}  // namespace aor::missions
