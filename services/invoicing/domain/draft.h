// Draft invoices: never stored, always computed. Draft = latest approved work − what
// is billed, per contract, week, day, category and percentage; so late hours, contested
// hours and corrections come out as deltas.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/invoicing/domain/billed.h"
#include "services/invoicing/domain/purchase_order.h"
#include "services/invoicing/domain/totals.h"

namespace aor::invoicing {
enum class Unit { kHour, kDay, kMonth, kFixed, kSession, kPart };
enum class Cadence { kMonthly, kWeekly };
enum class Consolidation { kClient, kPurchaseOrder, kContract };

// Prices per unit from a day of work on, until the next.
struct Rate {
  Date from;
  Decimal tariff;     // the client's price
  Decimal base_wage;  // AOR: the supplier's price
  Decimal cost;       // quoted
};

// What of a contract concerns billing.
struct Contract {
  std::string contract_id, worker_id, supplier_id, client_id, legal_entity_id;
  std::string purchase_order, title, currency;
  Unit unit = Unit::kHour;
  bool permanent = false;  // a placement fee, no hours
  bool supplements_billed = false;
  bool expenses_billed = false;  // on both sides, as they were spent
  bool self_billed = false;
  Decimal fee_percent;  // AOR: on the supplier's amount, a line of its own
  Decimal fixed_fee;    // of a permanent placement
  Decimal sessions;     // of a training mission, due when it ends; of a part, its amount
  std::optional<v1::TrainingBilled> training;
  std::string beneficiary_id;                   // the client in whose place this one pays
  std::optional<types::v1::TrainingWork> work;  // that a mission's fee is for
  Date start;
  std::optional<Date> end;
  std::vector<Rate> rates;  // at least one
};
const Rate& RateOn(const Contract& contract, Date day);
// Continuing vocational training, delivered or paid for by a trainer's fee, which may be exempt
// from VAT; a workshop is none, nor is the coordination.
bool IsTraining(const Contract& contract);
inline constexpr char kTrainer[] = "TRAINER";  // of TrainingWork: the part
// By which a funder pays: it has an invoice for each, however it is billed otherwise. Empty: none.
std::string AgreementOf(const Contract& contract);

// Days, both ends included, on which a gate is closed to one side's bill: the client's, or a
// contractor's fee.
using HeldDays = std::vector<std::pair<Date, Date>>;

struct ContractBasis {
  Contract contract;
  Approved approved;
  billed::State billed;
  std::map<std::string, HeldDays> held = {};  // by side
  // Until the gate opens: what is taken back does not wait, and what was billed stays.
  bool Waits(const WorkKey& key, const Amount& amount, std::string_view side) const;
};

// Effective-dated VAT of a seller, by date of the work (E50).
struct VatFrom {
  Date from;
  Vat vat;
};
const Vat& VatOn(const std::vector<VatFrom>& vats, Date day);

// To whom one side's work is billed, and how.
struct Billing {
  std::string legal_entity_id;
  std::string party_id;  // the client, or the supplier who is self-billed
  std::string_view side = billed::kClient;
  Cadence cadence = Cadence::kMonthly;
  Consolidation consolidation = Consolidation::kClient;
  std::vector<VatFrom> vat;                // ascending, at least one
  std::vector<VatFrom> training_vat = {};  // of training; empty: as of all else
};
// What training is taxed at, or anything else.
const std::vector<VatFrom>& VatFor(const Billing& billing, bool is_training);
std::vector<Vat> VatsOf(const Billing& billing);  // all that may stand on a line

// What holds a draft of a seller in a country without VAT rules.
inline constexpr std::string_view kNoVatRules = "NO_VAT_RULES";

struct Draft {
  // <legal entity>~<party>~<2026-10 or 2026-W41>~<currency>~<all, purchase order or contract>;
  // nothing after the last ~ for work without an order; agreement-<number> of what a funder pays;
  // ~<invoice> after it where the work of several invoices is taken back: one draft for each
  std::string draft_id;
  std::string etag;  // of what was billed of it and, after a dash, of the work
  std::string period, currency, purchase_order;
  Date period_start, period_end;
  std::vector<v1::InvoiceLine> lines;
  bool credit = false;  // what is taken back outweighs: a credit note, in positive amounts
  Totals totals;
  std::vector<Vat> vats;                            // that may stand on a line, with their reasons
  std::string corrects_invoice_id;                  // of a credit
  bool is_one_of_several = false;                   // notes: its basis is of that invoice alone
  std::string agreement, beneficiary_id;            // where a funder pays in a client's place
  std::map<std::string, Work> basis;                // what is settled of its pieces, by contract
  uint32_t frozen = 0;                              // pieces held back, contested
  uint32_t gated = 0;                               // held back by a closed gate
  std::map<std::string, std::string> orders;        // that its contracts name, by contract
  std::vector<Hold> holds;                          // of these: not confirmed as it is
  std::optional<v1::PurchaseOrderDecided> decided;  // although its orders hold it
};
// Sorted by id; of no work, no draft. A draft of contested work alone has no lines.
std::vector<Draft> Drafts(const Billing& billing, const std::vector<ContractBasis>& contracts);

// What is approved, the fees without hours included: the whole that is billed in parts.
Work Billable(const ContractBasis& basis, std::string_view side);
Work OpenWork(const ContractBasis& basis, std::string_view side);
// Price per unit of a piece; nothing for what this side does not pay.
std::optional<Decimal> PriceOf(const Contract& contract, const WorkKey& key, std::string_view side);
// Work of a piece by the days that decide on its price and VAT, each in its key: a week's overtime
// is dated on the Sunday and worth what its hours are, the last of the days that caused it first.
// What a side was billed at a day's price already is another day's no more; no side: all of it.
std::vector<std::pair<WorkKey, Amount>> ByPricedDay(const ContractBasis& basis, const WorkKey& key,
                                                    Amount amount, std::string_view side);
// Decides on the period of a piece, and but for overtime on price and VAT. A fixed price is due
// when the work ends.
Date DueDay(const Contract& contract, const WorkKey& key);
v1::BilledTime ToProto(const Contract& contract, const WorkKey& key, const Amount& amount);
// Quoted cost of a piece, whether or not it is billed.
Money CostOf(const Contract& contract, const WorkKey& key, const Amount& amount);
// The draft's work of one contract, to remember as billed, and at what.
std::map<std::string, std::vector<v1::BilledTime>> BilledByContract(
    const std::vector<v1::InvoiceLine>& lines);
}  // namespace aor::invoicing
