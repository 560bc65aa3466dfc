// From a line that bills a training mission to what its paper says of it.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "aor/invoicing/v1/invoicing_events.pb.h"
#include "libs/documents/papers/training_bill.h"
#include "services/documents/papers/paper.h"

namespace aor::documents {
// Names a training mission by itself: its contract is derived.
bool IsOfMission(const invoicing::v1::InvoiceLine& line);
// By id, those who pay beside the invoice's own client, as they were called when it was issued; of
// somebody whom the directory does not know, the id.
using PayerNames = std::map<std::string, std::string>;
absl::StatusOr<PayerNames> OtherPayers(Records& records, const std::string& tenant,
                                       const invoicing::v1::InvoiceIssued& issued,
                                       const google::protobuf::Timestamp& at);
TrainingBill BillOf(const invoicing::v1::InvoiceLine& line, const PayerNames& names);
std::vector<SessionHeld> HeldIn(const invoicing::v1::TrainingBilled& training);
// The same, with who was there: for a funder, that pays on it.
absl::StatusOr<std::vector<SessionHeld>> AttendedIn(Records& records, const std::string& tenant,
                                                    const invoicing::v1::TrainingBilled& training);
// The first and the last day on which the work of all lines was done; nothing where a line does
// not say it.
std::optional<std::pair<calendar::Date, calendar::Date>> DaysOfDelivery(
    const invoicing::v1::InvoiceIssued& issued);
}  // namespace aor::documents
