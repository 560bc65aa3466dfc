// One commit on the legal entity's chain: the number from its series, the document, and
// what it bills or takes back of each contract.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/eventsourcing/transaction.h"
#include "services/invoicing/domain/draft.h"
#include "services/invoicing/domain/invoice.h"

namespace aor::invoicing {
inline constexpr uint32_t kPaymentDays = 30;  // where nothing is agreed

// The day of the command, or of the call, where the legal entity is.
calendar::Date Today(absl::Time now, const std::string& zone);
calendar::Date Today(const eventsourcing::Transaction& transaction, const std::string& zone);

// An order with a ceiling on which a draft draws. What its contracts have taken since is asked on
// the entity's chain, so that two drafts do not both take the rest of it.
struct OrderLimit {
  PurchaseOrder order;
  Drawn drawn;
  Money seen, elsewhere;  // billed of it in all and by other legal entities, as the view knows
  std::vector<std::string> contracts;  // of this entity, on the order
};
eventsourcing::Refused RefusedAs(const Hold& hold);

// A draft on its way to a number. The document has its parties, lines and notes; number
// and dates are given when it is issued.
struct Confirmation {
  Draft draft;
  std::string_view side = billed::kClient;
  v1::InvoiceIssued document;
  std::string zone;  // of the legal entity: its today is the issue date
  uint32_t payment_days = kPaymentDays;
  std::vector<OrderLimit> limits;
  std::vector<Vat> vats;
};
std::optional<eventsourcing::Refused> Issue(eventsourcing::Transaction& transaction,
                                            Confirmation confirmation);

struct Crediting {
  std::string legal_entity_id, invoice_id, credit_note_id, zone, reason;
  std::vector<invoice::LineToCredit> lines;
  bool bill_again = false;
};
std::optional<eventsourcing::Refused> IssueCreditNote(eventsourcing::Transaction& transaction,
                                                      const Crediting& crediting);

// The numbered document of a commit; none in a commit that issues nothing.
std::optional<v1::InvoiceIssued> IssuedIn(const eventlog::v1::Commit& commit);

template <class Refusal>
eventsourcing::Refused RefusedAs(Refusal refusal) {
  return {std::string(Name(refusal)), std::string(Sentence(refusal))};
}
// The document, if it was issued by this legal entity; otherwise a refusal says so.
bool IssuedBy(const invoice::State& state, const std::string& legal_entity_id);
std::string InvoiceStream(const std::string& invoice_id);
std::string BilledStream(const std::string& contract_id);
std::string SupplierStream(const std::string& legal_entity_id, const std::string& supplier_id);
}  // namespace aor::invoicing
