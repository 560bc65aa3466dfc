#include <algorithm>

#include "aor/directory/v1/account_service.grpc.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/identifiers/identifiers.h"
#include "services/directory/api/account_states.h"
#include "services/directory/api/endpoints.h"
#include "services/directory/api/owners.h"
#include "services/directory/api/payees.h"
#include "services/directory/api/seals.h"
#include "services/directory/api/wishes.h"
#include "services/directory/domain/account.h"
#include "services/directory/projections/directory_view.h"

namespace aor::directory {
namespace {
using account::Accounts;
using eventsourcing::Transaction;
using rpc::Caller;
using rpc::Context;
using rpc::Reactor;

calendar::Instant ToInstant(absl::Time time) {
  return calendar::Instant{std::chrono::seconds{absl::ToUnixSeconds(time)}};
}

template <class Make>
rpc::Wish OnAccounts(const std::string& owner, Make make) {
  return rpc::WishOf<Accounts, account::Event, account::Command>(owner, "account-" + owner, make);
}

// The place of a sealed IBAN names its version, which only the chain knows.
std::optional<eventsourcing::Refused> Declare(Transaction& transaction, vault::Vault& vault,
                                              const v1::AccountDeclared& fact,
                                              const std::string& iban) {
  const std::string& owner = fact.owner_id();
  const std::string stream = "account-" + owner;
  const Owner standing = OwnerOf(transaction, owner);
  account::DeclareAccount command{fact, standing.known(), standing.erased};
  if (command.owner_known && !command.owner_erased) {
    const uint32_t version = NextVersion(transaction.Fold<Accounts, account::Event>(stream));
    const auto sealed = vault.Seal(transaction.tenant(), owner, IbanPlace(owner, version), iban);
    command.owner_erased = absl::IsFailedPrecondition(sealed.status());
    if (sealed.ok())
      *command.fact.mutable_iban() = *sealed;
    else if (!command.owner_erased)
      throw std::runtime_error(sealed.status().ToString());
  }
  return eventsourcing::DecideOn<Accounts, account::Event, account::Command>(transaction, stream,
                                                                             command);
}

// The event of this kind in a commit, if it added one.
std::optional<account::Event> Added(const eventsourcing::Committed& committed) {
  for (const auto& stream : committed.commit->streams())
    for (const auto& event : stream.events())
      if (eventsourcing::Holds<account::Event>(event))
        return eventsourcing::Decode<account::Event>(event);
  return std::nullopt;
}

bool HasAny(const Caller& caller, std::initializer_list<std::string_view> roles) {
  return std::ranges::any_of(roles, [&](std::string_view role) { return caller.Has(role); });
}

// An auditor opens no seal.
std::string IbanFor(const Caller& caller, const std::string& iban) {
  if (HasAny(caller, {"finance", "service"})) return iban;
  const bool is_masked = HasAny(caller, {"worker", "supplier", "consultant", "compliance"});
  return is_masked && !iban.empty() ? MaskedIban(iban) : "";
}

class AccountCalls final : public v1::AccountService::CallbackService {
 public:
  explicit AccountCalls(Tools tools) : tools_(std::move(tools)) {}

  Reactor* DeclareAccount(Context* context, const v1::DeclareAccountRequest* request,
                          v1::DeclareAccountResponse* response) override {
    return tools_.edge.Mutate<v1::DeclareAccountRequest, v1::DeclareAccountResponse>(
        context, *request, response,
        [=, this](const Caller& caller) { return ToDeclaration(caller, *request); },
        [](const eventsourcing::Committed& committed, v1::DeclareAccountResponse& answer) {
          const auto added = Added(committed);
          if (!added) return;
          answer.set_version(added->account_declared().version());
          answer.set_confirmation_needed(added->account_declared().confirmation_needed());
        });
  }

  Reactor* ConfirmAccount(Context* context, const v1::ConfirmAccountRequest* request,
                          v1::ConfirmAccountResponse* response) override {
    return tools_.edge.Mutate<v1::ConfirmAccountRequest, v1::ConfirmAccountResponse>(
        context, *request, response,
        [=](const Caller& caller) {
          const account::Actor actor{caller.person, PersonId{caller.on_behalf_of}};
          return OnAccounts(request->owner_id(), [=](const Transaction& transaction) {
            return account::ConfirmAccount{request->owner_id(), request->version(), actor,
                                           ToInstant(transaction.now())};
          });
        },
        [](const eventsourcing::Committed& committed, v1::ConfirmAccountResponse& answer) {
          if (const auto added = Added(committed))
            *answer.mutable_usable_from() = added->account_confirmed().usable_from();
        });
  }

  Reactor* RefuseAccount(Context* context, const v1::RefuseAccountRequest* request,
                         v1::RefuseAccountResponse* response) override {
    return tools_.edge.Mutate(context, *request, response, [=](const Caller& caller) {
      const account::Actor actor{caller.person, PersonId{caller.on_behalf_of}};
      return OnAccounts(request->owner_id(), [=](const Transaction& transaction) {
        return account::RefuseAccount{request->owner_id(), request->version(), actor,
                                      request->reason(), ToInstant(transaction.now())};
      });
    });
  }

  Reactor* ListAccounts(Context* context, const v1::ListAccountsRequest* request,
                        v1::ListAccountsResponse* response) override {
    return Read(context, request, response, [=, this](const Caller& caller, const auto& rows) {
      const auto accounts = AccountsOf(rows, caller.tenant, request->owner_id());
      return rpc::ListPage(
          rows, AccountPrefix(caller.tenant, request->owner_id()), request->page_size(),
          request->page_token(),
          [&](std::string_view value) {
            v1::AccountRow row;
            if (!row.ParseFromArray(value.data(), static_cast<int>(value.size()))) return false;
            *response->add_accounts() = Shown(caller, rows, accounts, row);
            return true;
          },
          response->mutable_next_page_token());
    });
  }

  Reactor* ResolvePayees(Context* context, const v1::ResolvePayeesRequest* request,
                         v1::ResolvePayeesResponse* response) override {
    return Read(context, request, response, [=, this](const Caller& caller, const auto& rows) {
      for (const auto& reference : request->payees()) {
        auto payee = request->versions_only()
                         ? PayeesVersion(rows, caller.tenant, reference, Now())
                         : ResolvedPayee(rows, tools_.vault, caller.tenant, reference, Now());
        if (payee) *response->add_payees() = *std::move(payee);
      }
      return absl::OkStatus();
    });
  }

 private:
  calendar::Instant Now() const { return ToInstant(tools_.runtime.clock().Now()); }

  absl::StatusOr<rpc::Wish> ToDeclaration(const Caller& caller,
                                          const v1::DeclareAccountRequest& request) {
    if (auto opens =
            StillOpens(tools_.view.rows(), tools_.vault, caller.tenant, request.owner_id());
        !opens.ok())
      return opens;
    const auto iban = identifiers::Check(identifiers::Kind::kIban, request.iban()).canonical;
    if (identifiers::IsQrIban(iban))
      return rpc::FieldError(
          "iban",
          "it is a QR-IBAN, to which only payments with a QR reference go, and "
          "neither pay nor invoices carry one: give the account's ordinary IBAN");
    const auto index = tools_.vault.BlindIndex(caller.tenant, "iban", iban);
    if (!index.ok()) return index.status();
    v1::AccountDeclared fact;
    fact.set_owner_id(request.owner_id());
    fact.set_iban_index(*index);
    fact.set_currency_code(request.currency_code());
    fact.set_declared_by(caller.person.value);
    fact.set_declared_for(caller.on_behalf_of);
    return rpc::Wish{request.owner_id(),
                     [fact, iban, &vault = tools_.vault](Transaction& transaction) {
                       return Declare(transaction, vault, fact, iban);
                     }};
  }

  v1::Account Shown(const Caller& caller, const eventsourcing::Rows& rows,
                    const OwnersAccounts& accounts, const v1::AccountRow& row) const {
    const auto& declared = row.declared();
    v1::Account account = ToAccount(accounts, row, Now());
    const auto iban = Opened(tools_.vault, caller.tenant,
                             IbanPlace(declared.owner_id(), declared.version()), declared.iban());
    account.set_iban(IbanFor(caller, iban.value_or("")));
    if (HasAny(caller, {"consultant", "finance", "compliance", "auditor", "service"}))
      for (std::string& owner : SharedWith(rows, caller.tenant, declared))
        account.add_shared_with_owner_ids(std::move(owner));
    return account;
  }

  template <class Request, class Response, class Answer>
  Reactor* Read(Context* context, const Request* request, Response* response, Answer answer) {
    return tools_.edge.Read<Request, Response>(
        context, *request, response, tools_.view,
        [answer = std::move(answer)](const Caller& caller, const eventsourcing::Rows& rows,
                                     Response&) { return answer(caller, rows); });
  }

  Tools tools_;
};
}  // namespace

std::unique_ptr<grpc::Service> AccountEndpoint(Tools tools) {
  return std::make_unique<AccountCalls>(std::move(tools));
}
}  // namespace aor::directory
