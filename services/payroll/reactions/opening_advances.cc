#include "services/payroll/reactions/opening_advances.h"

#include "aor/directory/v1/directory_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/payroll/domain/advances.h"

namespace aor::payroll {
namespace {
using directory::v1::OpeningBalanceRecorded;
constexpr char kOpeningBalance[] = "aor.directory.v1.PersonEvent/opening_balance_recorded";

OpeningBalanceRecorded BalanceIn(const eventsourcing::Happened& happened) {
  return eventsourcing::Decode<directory::v1::PersonEvent>(happened.event)
      .opening_balance_recorded();
}
}  // namespace

std::vector<std::string> OpeningAdvances::KeysOf(const eventsourcing::Happened& happened) const {
  if (happened.event.type() != kOpeningBalance) return {};
  const auto balance = BalanceIn(happened);
  const bool owes = balance.balance_kind() == directory::v1::OPENING_BALANCE_KIND_ADVANCE ||
                    balance.balance_kind() == directory::v1::OPENING_BALANCE_KIND_LOAN;
  if (!owes || balance.amount().minor_units() <= 0) return {};
  return {balance.legal_entity_id()};
}

void OpeningAdvances::React(const eventsourcing::Happened& happened, const std::string&,
                            eventsourcing::Transaction& transaction) {
  const auto balance = BalanceIn(happened);
  const bool is_loan = balance.balance_kind() == directory::v1::OPENING_BALANCE_KIND_LOAN;
  const PersonId worker{balance.person_id()};
  const auto& terms =
      books_->LoansIn(balance.amount().currency_code(), calendar::FromProto(balance.as_of()));
  const advances::CarryForward command{
      advances::kOpening + std::string(is_loan ? "loan-" : "advance-") + balance.legal_entity_id(),
      worker,
      LegalEntityId{balance.legal_entity_id()},
      money::FromProto(balance.amount()),
      is_loan ? money::FromProto(terms.cap_percent()) : money::Decimal{},
      PersonId{"opening-balance"}};
  const std::string stream = "advances-" + worker.value;
  eventsourcing::Insist(
      eventsourcing::DecideOn<advances::Advances, advances::Event, advances::Command>(
          transaction, stream, command),
      stream);
}
}  // namespace aor::payroll
