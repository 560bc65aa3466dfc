// What callers may see of quotes and contracts, and terms as of two dates.
#pragma once

#include <optional>
#include <string>

#include "aor/engagements/v1/engagements_service.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/rpc/caller.h"

namespace aor::engagements {
// May see every client's records: the agency's own roles.
bool IsOffice(const rpc::Caller& caller);
bool MaySee(const rpc::Caller& caller, const v1::Quote& quote);
bool MaySee(const rpc::Caller& caller, const v1::Contract& contract);
// Takes out what is not theirs: cost and margin outside the office, the wage for
// clients, the tariff for workers.
void Redact(const rpc::Caller& caller, v1::Quote& quote);
void Redact(const rpc::Caller& caller, v1::Contract& contract);

// Does the contract run on that day?
bool RunsOn(const types::v1::Date& start, const std::optional<types::v1::Date>& end,
            calendar::Date day);
// The terms that hold on a day, as recorded by an instant (unset: now): the rate that
// begins last before or on the day; of one day the one that was agreed last. Nothing
// when the contract was not known yet or does not hold on that day.
std::optional<v1::GetTermsResponse> TermsOn(const v1::Contract& contract, calendar::Date day,
                                            const google::protobuf::Timestamp* recorded_by);
}  // namespace aor::engagements
