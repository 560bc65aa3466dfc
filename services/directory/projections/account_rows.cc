#include "aor/directory/v1/directory_rows.pb.h"
#include "libs/eventsourcing/transaction.h"
#include "services/directory/projections/directory_view.h"

namespace aor::directory {
namespace {
using eventsourcing::WritableRows;

void Declare(const std::string& tenant, const v1::AccountDeclared& declared, WritableRows& rows) {
  v1::AccountRow row;
  *row.mutable_declared() = declared;
  rows.Store(AccountKey(tenant, declared.owner_id(), declared.version()), row);
  rows.Put(IbanPrefix(tenant, declared.iban_index()) + declared.owner_id(), declared.owner_id());
}

// As account::Evolve says of the versions before one that was paid.
void NeedsConfirmation(v1::AccountRow& row) {
  row.mutable_declared()->set_confirmation_needed(true);
  row.clear_confirmed();
}
}  // namespace

void ApplyAccount(const std::string& tenant, const v1::AccountEvent& event, WritableRows& rows) {
  using Event = v1::AccountEvent;
  const auto change = [&](const std::string& owner, uint32_t version, auto apply) {
    const std::string key = AccountKey(tenant, owner, version);
    auto row = rows.Load<v1::AccountRow>(key).value_or(v1::AccountRow{});
    apply(row);
    rows.Store(key, row);
  };
  switch (event.kind_case()) {
    case Event::kAccountDeclared: return Declare(tenant, event.account_declared(), rows);
    case Event::kAccountConfirmed: {
      const auto& confirmed = event.account_confirmed();
      return change(confirmed.owner_id(), confirmed.version(),
                    [&](v1::AccountRow& row) { *row.mutable_confirmed() = confirmed; });
    }
    case Event::kAccountRefused: {
      const auto& refused = event.account_refused();
      for (uint32_t before = 1; refused.was_in_use() && before < refused.version(); ++before)
        change(refused.owner_id(), before, NeedsConfirmation);
      return change(refused.owner_id(), refused.version(),
                    [&](v1::AccountRow& row) { *row.mutable_refused() = refused; });
    }
    case Event::kPayeesReleased: return;  // payroll's to show
    case Event::KIND_NOT_SET: break;
  }
  throw eventsourcing::BrokenHistory("account: unknown event");
}
}  // namespace aor::directory
