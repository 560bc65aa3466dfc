#include "aor/directory/v1/person_service.grpc.pb.h"
#include "libs/eventsourcing/waiting.h"
#include "libs/money/money.h"
#include "services/directory/api/endpoints.h"
#include "services/directory/api/owners.h"
#include "services/directory/api/person_sealing.h"
#include "services/directory/api/wishes.h"
#include "services/directory/domain/person.h"
#include "services/directory/projections/directory_view.h"

namespace aor::directory {
namespace {
using rpc::Caller;
using rpc::Context;
using rpc::Reactor;

rpc::Wish ToPerson(const std::string& id, person::Command command) {
  return rpc::WishFor<person::Person, person::Event>(id, "person-" + id, std::move(command));
}

rpc::Wish ToPersonRegistration(const std::string& id, v1::PersonRegistered fact) {
  return rpc::WishOf<person::Person, person::Event, person::Command>(
      id, "person-" + id, [id, fact = std::move(fact)](eventsourcing::Transaction& transaction) {
        return person::RegisterPerson{fact, OwnerOf(transaction, id).is_organisation};
      });
}

// What was sealed becomes a wish; what could not be, because the person was erased, is refused by
// name.
template <class Fact, class ToWish>
absl::StatusOr<rpc::Wish> IfSealed(const std::string& id, absl::StatusOr<Fact> fact,
                                   const ToWish& to_wish) {
  if (absl::IsFailedPrecondition(fact.status())) return Refusing(id, person::Refusal::kErased);
  if (!fact.ok()) return fact.status();
  return to_wish(id, *std::move(fact));
}
template <class Command, class Fact>
absl::StatusOr<rpc::Wish> ToPersonIfSealed(const std::string& id, absl::StatusOr<Fact> fact) {
  return IfSealed(id, std::move(fact), [](const std::string& person, Fact sealed) {
    return ToPerson(person, Command{std::move(sealed)});
  });
}

// A rate below zero would pay out what no authority owes.
bool IsShare(const types::v1::Decimal& percent) {
  const auto rate = money::FromProto(percent);
  return rate >= money::Decimal{} && rate <= money::Decimal{100, 0};
}

v1::OpeningBalanceRecorded ToFact(const v1::RecordOpeningBalanceRequest& request) {
  v1::OpeningBalanceRecorded fact;
  fact.set_person_id(request.person_id());
  fact.set_legal_entity_id(request.legal_entity_id());
  fact.set_balance_kind(request.balance_kind());
  if (request.has_quantity()) *fact.mutable_quantity() = request.quantity();
  if (request.has_amount()) *fact.mutable_amount() = request.amount();
  *fact.mutable_as_of() = request.as_of();
  return fact;
}

eventsourcing::Request ErasureOf(const v1::ErasePersonRequest& request, const Caller& caller) {
  eventsourcing::Request wanted;
  wanted.tenant = caller.tenant;
  wanted.key = request.person_id();
  wanted.method = "aor.directory.v1.ErasePerson";
  wanted.request_id = request.request_id();
  wanted.body = request.SerializeAsString();
  wanted.actor = caller.person.value;
  wanted.on_behalf_of = caller.on_behalf_of;
  wanted.reason = request.reason();
  wanted.validate_only = request.validate_only();
  wanted.is_forwarded = caller.is_forwarded;
  return wanted;
}

class PersonCalls final : public v1::PersonService::CallbackService {
 public:
  explicit PersonCalls(Tools tools) : tools_(std::move(tools)) {}

  Reactor* RegisterPerson(Context* context, const v1::RegisterPersonRequest* request,
                          v1::RegisterPersonResponse* response) override {
    const auto id_of = [request](const std::string& tenant) {
      return IdOr(request->person_id(), tenant, *request, "person");
    };
    return tools_.edge.Mutate<v1::RegisterPersonRequest, v1::RegisterPersonResponse>(
        context, *request, response,
        [=, this](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
          const std::string id = id_of(caller.tenant);
          if (auto opens = StillOpens(caller, id); !opens.ok()) return opens;
          return IfSealed(id, SealedPerson(tools_.vault, caller.tenant, id, *request),
                          ToPersonRegistration);
        },
        [=](const eventsourcing::Committed& committed, v1::RegisterPersonResponse& answer) {
          answer.set_person_id(id_of(committed.commit->tenant()));
        });
  }

  Reactor* ChangePersonDetails(Context* context, const v1::ChangePersonDetailsRequest* request,
                               v1::ChangePersonDetailsResponse* response) override {
    const auto to_wish = [=, this](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
      if (auto opens = StillOpens(caller, request->person_id()); !opens.ok()) return opens;
      return ToPersonIfSealed<person::ChangeDetails>(
          request->person_id(), SealedDetails(tools_.vault, caller.tenant, *request));
    };
    return tools_.edge.Mutate(context, *request, response, to_wish);
  }

  Reactor* RecordPayrollProfile(Context* context, const v1::RecordPayrollProfileRequest* request,
                                v1::RecordPayrollProfileResponse* response) override {
    const auto to_wish = [=, this](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
      if (!IsShare(request->profile().pas_rate_percent()))
        return rpc::FieldError("profile.pas_rate_percent", "give a rate from 0 to 100");
      if (auto opens = StillOpens(caller, request->person_id()); !opens.ok()) return opens;
      return ToPersonIfSealed<person::RecordPayrollProfile>(
          request->person_id(), SealedProfile(tools_.vault, caller.tenant, *request));
    };
    return tools_.edge.Mutate(context, *request, response, to_wish);
  }

  Reactor* RecordOpeningBalance(Context* context, const v1::RecordOpeningBalanceRequest* request,
                                v1::RecordOpeningBalanceResponse* response) override {
    const auto to_wish = [=, this](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
      if (auto seen = eventsourcing::WaitFor(tools_.view, request->consistency_token()); !seen.ok())
        return seen;
      const auto& entity = request->legal_entity_id();
      const auto known =
          tools_.view.rows().Load<v1::LegalEntityRegistered>(LegalEntityRow(caller.tenant, entity));
      if (!known) return rpc::NotFound("legal entity", entity);
      if (request->has_amount() && request->amount().currency_code() != known->currency_code())
        return rpc::FieldError("amount.currency_code",
                               "State it in " + known->currency_code() + ".");
      return rpc::WishOf<person::Person, person::Event, person::Command>(
          request->person_id(), "person-" + request->person_id(),
          [fact = ToFact(*request), zone = known->zone()](eventsourcing::Transaction& transaction) {
            const std::chrono::seconds now(absl::ToUnixSeconds(transaction.now()));
            return person::RecordOpeningBalance{fact,
                                                calendar::DayAt(calendar::Instant(now), zone)};
          });
    };
    return tools_.edge.Mutate(context, *request, response, to_wish);
  }

  Reactor* RequestErasure(Context* context, const v1::RequestErasureRequest* request,
                          v1::RequestErasureResponse* response) override {
    return tools_.edge.Mutate(context, *request, response, [=](const Caller& caller) {
      const std::string& id = request->person_id();
      return ToPerson(
          id, person::RequestErasure{PersonId{id}, caller.person, PersonId{caller.on_behalf_of}});
    });
  }

  Reactor* WithdrawErasure(Context* context, const v1::WithdrawErasureRequest* request,
                           v1::WithdrawErasureResponse* response) override {
    return tools_.edge.Mutate(context, *request, response, [=](const Caller& caller) {
      const std::string& id = request->person_id();
      return ToPerson(
          id, person::WithdrawErasure{PersonId{id}, caller.person, PersonId{caller.on_behalf_of},
                                      caller.Has("compliance")});
    });
  }

  // The fact first, then the key: what stops between the two is finished by Erasures.
  Reactor* ErasePerson(Context* context, const v1::ErasePersonRequest* request,
                       v1::ErasePersonResponse* response) override {
    const auto erase = [=, this](const Caller& caller) {
      const std::string& id = request->person_id();
      const auto committed = tools_.runtime.ExecuteAndWait(
          ErasureOf(*request, caller),
          ToPerson(id,
                   person::ErasePerson{PersonId{id}, caller.person, PersonId{caller.on_behalf_of}})
              .work);
      if (!committed.ok() || request->validate_only()) return committed.status();
      response->set_consistency_token(committed->token());
      return tools_.vault.Erase(caller.tenant, id);
    };
    return tools_.edge.Run(context, *request, erase, response);
  }

  Reactor* GetPerson(Context* context, const v1::GetPersonRequest* request,
                     v1::GetPersonResponse* response) override {
    return Read(context, request, response, [=, this](const Caller& caller, const auto& rows) {
      const auto row =
          rows.template Load<v1::PersonRow>(PersonKey(caller.tenant, request->person_id()));
      if (!row) return rpc::NotFound("person", request->person_id());
      *response->mutable_person() = PersonFor(caller, tools_.vault, *row);
      return absl::OkStatus();
    });
  }

  Reactor* ListPersons(Context* context, const v1::ListPersonsRequest* request,
                       v1::ListPersonsResponse* response) override {
    return Read(context, request, response, [=, this](const Caller& caller, const auto& rows) {
      return request->name().empty() ? ListAll(caller, rows, *request, *response)
                                     : ListNamed(caller, rows, *request, *response);
    });
  }

  Reactor* ListOpeningBalances(Context* context, const v1::ListOpeningBalancesRequest* request,
                               v1::ListOpeningBalancesResponse* response) override {
    return Read(context, request, response, [=](const Caller& caller, const auto& rows) {
      return rpc::ListPage(
          rows, BalancePrefix(caller.tenant, request->person_id()), request->page_size(),
          request->page_token(),
          [&](std::string_view value) {
            return response->add_balances()->ParseFromArray(value.data(),
                                                            static_cast<int>(value.size()));
          },
          response->mutable_next_page_token());
    });
  }

  Reactor* ResolvePayrollProfiles(Context* context,
                                  const v1::ResolvePayrollProfilesRequest* request,
                                  v1::ResolvePayrollProfilesResponse* response) override {
    return Read(context, request, response, [=, this](const Caller& caller, const auto& rows) {
      for (const std::string& id : request->person_ids()) {
        const auto row = rows.template Load<v1::PersonRow>(PersonKey(caller.tenant, id));
        if (!row) continue;
        if (auto found = ProfileOn(tools_.vault, caller.tenant, *row, request->date()))
          *response->add_profiles() = *found;
      }
      return absl::OkStatus();
    });
  }

 private:
  absl::Status StillOpens(const Caller& caller, const std::string& id) const {
    return directory::StillOpens(tools_.view.rows(), tools_.vault, caller.tenant, id);
  }

  template <class Request, class Response, class Answer>
  Reactor* Read(Context* context, const Request* request, Response* response, Answer answer) {
    return tools_.edge.Read<Request, Response>(
        context, *request, response, tools_.view,
        [answer = std::move(answer)](const Caller& caller, const eventsourcing::Rows& rows,
                                     Response&) { return answer(caller, rows); });
  }

  absl::Status ListAll(const Caller& caller, const eventsourcing::Rows& rows,
                       const v1::ListPersonsRequest& request, v1::ListPersonsResponse& response) {
    return rpc::ListPage(
        rows, PersonKey(caller.tenant, ""), request.page_size(), request.page_token(),
        [&](std::string_view value) {
          v1::PersonRow row;
          if (!row.ParseFromArray(value.data(), static_cast<int>(value.size()))) return false;
          *response.add_persons() = PersonFor(caller, tools_.vault, row);
          return true;
        },
        response.mutable_next_page_token());
  }

  absl::Status ListNamed(const Caller& caller, const eventsourcing::Rows& rows,
                         const v1::ListPersonsRequest& request, v1::ListPersonsResponse& response) {
    const auto index = NameIndex(tools_.vault, caller.tenant, request.name());
    if (!index.ok()) return index.status();
    return rpc::ListPage(
        rows, NamePrefix(caller.tenant, *index), request.page_size(), request.page_token(),
        [&](std::string_view id) {
          const auto row = rows.Load<v1::PersonRow>(PersonKey(caller.tenant, std::string(id)));
          if (row) *response.add_persons() = PersonFor(caller, tools_.vault, *row);
          return row.has_value();
        },
        response.mutable_next_page_token());
  }

  Tools tools_;
};
}  // namespace

std::unique_ptr<grpc::Service> PersonEndpoint(Tools tools) {
  return std::make_unique<PersonCalls>(std::move(tools));
}
}  // namespace aor::directory
