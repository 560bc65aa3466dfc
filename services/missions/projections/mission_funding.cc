// Who pays a mission on its rows, and which refusals wait for a decision.
#include "libs/money/money.h"
#include "services/missions/projections/mission_change.h"

namespace aor::missions {
using Event = v1::MissionEvent;

namespace {
void AddTo(types::v1::Money& sum, const types::v1::Money& amount, int sign = 1) {
  sum.set_currency_code(amount.currency_code());
  sum.set_minor_units(sum.minor_units() + sign * amount.minor_units());
}
}  // namespace

v1::FundingRecord& MissionChange::FundingOf(const auto& fact) {
  for (auto& record : *mission_.mutable_fundings())
    if (record.funding().funder_id() == fact.funder_id() &&
        record.funding().agreement() == fact.agreement() &&
        record.funding().session_kind() == fact.session_kind())
      return record;
  return *mission_.add_fundings();
}

void MissionChange::Apportion(const auto& fact) {
  if (fact.has_apportionment()) *mission_.mutable_apportionment() = fact.apportionment();
}

// One item for each agreement and kind of session, as long as something of it is refused.
void MissionChange::Await(const v1::FundingRecord& record) {
  const auto& funding = record.funding();
  const std::string key = WorkPrefix(tenant_, v1::WORK_KIND_FUNDING_REFUSED) + id_ + "/" +
                          funding.funder_id() + "/" + funding.agreement() + "/" +
                          v1::SessionKind_Name(funding.session_kind());
  if (record.refused().minor_units() == 0) return rows_.Delete(key);
  v1::WorkItem item;
  item.set_work_kind(v1::WORK_KIND_FUNDING_REFUSED);
  item.set_mission_id(id_);
  item.set_what(funding.funder_id());
  item.set_session_kind(funding.session_kind());
  item.set_agreement(funding.agreement());
  *item.mutable_amount() = record.refused();
  *item.mutable_since() = happened_.commit.recorded_at();
  rows_.Store(key, item);
}

bool MissionChange::TakeFunding(const Event& event) {
  switch (event.kind_case()) {
    case Event::kInstalmentDue:
      *mission_.add_instalments() = event.instalment_due();
      Apportion(event.instalment_due());
      return true;
    case Event::kFunderClaimRecorded:
      *mission_.add_claims() = event.funder_claim_recorded();
      return true;
    case Event::kFundingAgreed: {
      auto& record = FundingOf(event.funding_agreed().funding());
      record.clear_refused(), record.clear_client_pays(), record.clear_given_up();
      *record.mutable_funding() = event.funding_agreed().funding();
      Await(record);
      Apportion(event.funding_agreed());
      return true;
    }
    case Event::kFundingRefused: {
      auto& record = FundingOf(event.funding_refused());
      *record.add_refusals() = event.funding_refused();
      AddTo(*record.mutable_refused(), event.funding_refused().amount());
      Await(record);
      return true;
    }
    case Event::kRefusedFundingDecided: {
      const auto& decided = event.refused_funding_decided();
      auto& record = FundingOf(decided);
      *record.add_decisions() = decided;
      AddTo(*record.mutable_refused(), decided.amount(), -1);
      AddTo(decided.client_pays() ? *record.mutable_client_pays() : *record.mutable_given_up(),
            decided.amount());
      Await(record);
      Apportion(decided);
      return true;
    }
    default: return false;
  }
}
}  // namespace aor::missions
