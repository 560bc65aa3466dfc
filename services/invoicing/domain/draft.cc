#include "services/invoicing/domain/draft.h"

#include <algorithm>
#include <tuple>

#include "libs/ids/uuid.h"
#include "services/invoicing/domain/line_names.h"

namespace aor::invoicing {
namespace {
// Work that stands open, with its contract.
struct Piece {
  const ContractBasis* basis;
  WorkKey key;
  Amount amount;
  std::optional<BilledAt> at;   // of what is taken back
  WorkKey priced;               // with the day that decides on price and VAT
  std::string invoice_id = {};  // by which it was billed, of what is taken back
};

int RankOf(const std::string& category) {
  static const std::vector<std::string> kOrder{
      "BASE",     "DAY",     "MONTH",  "FIXED",          "PLACEMENT",
      "OVERTIME", "NIGHT",   "SUNDAY", "PUBLIC_HOLIDAY", "EXTRA_WORK",
      kExpense,   "SESSION", kPart};
  return std::ranges::find(kOrder, category) - kOrder.begin();
}

// What shares a line: one contract, category and rate, one VAT, and one direction,
// so that what is taken back is seen.
struct LineKey {
  std::string contract_id;
  int rank;
  std::string category;
  Decimal percent, price;
  std::string vat_category;
  Decimal vat_percent;
  bool negative;
  friend bool operator<(const LineKey& a, const LineKey& b) {
    const auto tie = [](const LineKey& k) {
      return std::tie(k.contract_id, k.rank, k.category, k.percent, k.price, k.vat_category,
                      k.vat_percent, k.negative);
    };
    return tie(a) < tie(b);
  }
};

struct Group {
  std::vector<Piece> pieces;
  uint32_t frozen = 0, gated = 0;
  const Contract* first = nullptr;
};

std::string PeriodOf(const Billing& billing, Date day) {
  return billing.cadence == Cadence::kWeekly ? calendar::IsoWeek(day) : calendar::MonthOf(day);
}

std::string GroupOf(const Billing& billing, const Contract& contract) {
  if (const auto number = AgreementOf(contract); !number.empty()) return "agreement-" + number;
  switch (billing.consolidation) {
    case Consolidation::kClient: return "all";
    case Consolidation::kPurchaseOrder:
      return contract.purchase_order;  // empty: no order has such a number
    case Consolidation::kContract: return contract.contract_id;
  }
  return "";
}

std::string DraftId(const Billing& billing, const Contract& contract, Date day) {
  return billing.legal_entity_id + "~" + billing.party_id + "~" + PeriodOf(billing, day) + "~" +
         contract.currency + "~" + GroupOf(billing, contract);
}

bool Concerns(const Billing& billing, const Contract& contract) {
  if (contract.legal_entity_id != billing.legal_entity_id) return false;
  if (billing.side == billed::kClient) return contract.client_id == billing.party_id;
  return contract.supplier_id == billing.party_id && contract.self_billed;
}

// What is taken back is so at the price and VAT at which it was billed.
void AddPieces(const ContractBasis& basis, const WorkKey& key, const Amount& amount,
               std::string_view side, std::vector<Piece>& pieces) {
  if (!IsNegative(amount))
    for (const auto& [priced, part] : ByPricedDay(basis, key, amount, side))
      pieces.push_back({&basis, key, part, std::nullopt, priced});
  else
    for (const auto& part : LastBilled(basis.billed, side, key, Amount{} - amount))
      pieces.push_back({&basis, key, Amount{} - part.amount, part.at, key, part.invoice_id});
}

std::map<std::string, Group> Groups(const Billing& billing,
                                    const std::vector<ContractBasis>& contracts) {
  std::map<std::string, Group> groups;
  for (const auto& basis : contracts) {
    if (!Concerns(billing, basis.contract)) continue;
    for (const auto& [key, amount] : OpenWork(basis, billing.side)) {
      Group& group = groups[DraftId(billing, basis.contract, DueDay(basis.contract, key))];
      if (!group.first) group.first = &basis.contract;
      if (basis.approved.Frozen(key))
        group.frozen++;
      else if (basis.Waits(key, amount, billing.side))
        group.gated++;
      else
        AddPieces(basis, key, amount, billing.side, group.pieces);
    }
  }
  return groups;
}

const Vat& VatOf(const Billing& billing, const Piece& piece) {
  const Contract& contract = piece.basis->contract;
  return VatOn(VatFor(billing, IsTraining(contract)), DueDay(contract, piece.priced));
}

// Should the contract's unit have changed since it was billed, a piece keeps no price.
BilledAt AtOf(const Billing& billing, const Piece& piece) {
  if (piece.at) return *piece.at;
  const Vat& vat = VatOf(billing, piece);
  return {PriceOf(piece.basis->contract, piece.priced, billing.side).value_or(Decimal{}),
          vat.category, vat.percent};
}

// Of one category the reason that its pieces have comes before those of other times.
std::vector<Vat> VatsOf(const Billing& billing, const std::vector<Piece>& pieces) {
  std::vector<Vat> vats;
  for (const Piece& piece : pieces)
    if (const Vat& vat = VatOf(billing, piece); std::ranges::count(vats, vat) == 0)
      vats.push_back(vat);
  for (Vat& vat : VatsOf(billing)) vats.push_back(std::move(vat));
  return vats;
}

LineKey LineKeyOf(const Billing& billing, const Piece& piece) {
  const auto [price, vat_category, vat_percent] = AtOf(billing, piece);
  return {piece.basis->contract.contract_id,
          RankOf(piece.key.category),
          piece.key.category,
          piece.key.percent,
          price,
          vat_category,
          vat_percent,
          IsNegative(piece.amount)};
}

v1::InvoiceLine LineOf(const LineKey& key, const std::vector<const Piece*>& pieces) {
  const Contract& contract = pieces.front()->basis->contract;
  Amount sum;
  Money cost{contract.currency, 0};
  v1::InvoiceLine line;
  for (const Piece* piece : pieces) {
    sum = sum + piece->amount;
    cost = cost + CostOf(contract, piece->priced, piece->amount);
    auto& billed = *line.add_billed() = ToProto(contract, piece->key, piece->amount);
    const auto version = piece->basis->approved.versions.find(piece->key.iso_week);
    if (version != piece->basis->approved.versions.end())
      billed.set_entries_version(version->second);
  }
  line.set_contract_id(contract.contract_id);
  line.set_worker_id(contract.worker_id);
  NameWork(contract, pieces.front()->key, line);
  *line.mutable_quantity() = money::ToProto(PrintedQuantity(sum));
  line.set_seconds(sum.seconds);
  *line.mutable_price() = money::ToProto(key.price);
  *line.mutable_net() = money::ToProto(LineNet(contract.currency, key.price, sum));
  line.set_vat_category(key.vat_category);
  *line.mutable_vat_percent() = money::ToProto(key.vat_percent);
  *line.mutable_cost() = money::ToProto(cost);
  return line;
}

v1::InvoiceLine FeeLine(const Contract& contract, const v1::InvoiceLine& like, const Money& base) {
  const Money fee = money::Percent(base, contract.fee_percent);
  const Money size = fee.minor < 0 ? -fee : fee;
  v1::InvoiceLine line;
  line.set_contract_id(contract.contract_id);
  line.set_worker_id(contract.worker_id);
  NameFee(contract, base, line);
  *line.mutable_quantity() = money::ToProto(Decimal{fee.minor < 0 ? -1 : 1, 0});
  *line.mutable_price() = money::ToProto(money::ToDecimal(size));
  *line.mutable_net() = money::ToProto(fee);
  line.set_vat_category(like.vat_category());
  *line.mutable_vat_percent() = like.vat_percent();
  *line.mutable_cost() = money::ToProto(Money{fee.currency, 0});
  return line;
}

// After a contract's work: the fee on it, for each VAT of it; none on what was spent.
void AddFees(const Contract& contract, size_t first, std::vector<v1::InvoiceLine>& lines) {
  std::map<std::pair<std::string, Decimal>, std::pair<size_t, Money>> bases;
  for (size_t i = first; i < lines.size(); i++) {
    if (!CarriesFee(lines[i])) continue;
    const Money net = money::FromProto(lines[i].net());
    const auto [base, is_new] = bases.try_emplace(
        {lines[i].vat_category(), money::FromProto(lines[i].vat_percent())}, i, net);
    if (!is_new) base->second.second = base->second.second + net;
  }
  for (const auto& [vat, base] : bases)
    if (base.second.minor != 0) lines.push_back(FeeLine(contract, lines[base.first], base.second));
}

std::vector<v1::InvoiceLine> Lines(const Billing& billing, const std::vector<Piece>& pieces) {
  std::map<LineKey, std::vector<const Piece*>> grouped;
  for (const Piece& piece : pieces) grouped[LineKeyOf(billing, piece)].push_back(&piece);
  std::vector<v1::InvoiceLine> lines;
  size_t first_of_contract = 0;
  for (auto group = grouped.begin(); group != grouped.end();) {
    lines.push_back(LineOf(group->first, group->second));
    const Contract& contract = group->second.front()->basis->contract;
    ++group;
    if (group != grouped.end() && group->first.contract_id == contract.contract_id) continue;
    const bool has_fee = contract.fee_percent.unscaled != 0 && !contract.permanent;
    if (billing.side == billed::kClient && has_fee) AddFees(contract, first_of_contract, lines);
    first_of_contract = lines.size();
  }
  return lines;
}

std::string EtagOf(const Draft& draft) {
  std::string billed, work;
  for (const auto& [contract, settled] : draft.basis) {
    billed += contract + ":";
    for (const auto& [key, amount] : settled) billed += ToProto(key, amount).SerializeAsString();
  }
  for (const auto& line : draft.lines) work += line.SerializeAsString() + "\n";
  return Uuid5(kDerivedIds, billed).substr(0, 8) + "-" + Uuid5(kDerivedIds, work).substr(0, 23);
}

void SetPeriod(Draft& draft, const Billing& billing, Date day) {
  draft.period = PeriodOf(billing, day);
  const bool weekly = billing.cadence == Cadence::kWeekly;
  draft.period_start = weekly ? calendar::MondayOf(day) : Date(day.year(), day.month(), 1);
  draft.period_end = weekly ? draft.period_start + 6 : calendar::LastOfMonth(day);
}

std::string Corrected(const std::vector<Piece>& pieces) {
  const auto of_invoice =
      std::ranges::find_if(pieces, [](const Piece& piece) { return !piece.invoice_id.empty(); });
  return of_invoice == pieces.end() ? "" : of_invoice->invoice_id;
}

Date DayOf(const std::string& period) {
  return calendar::FirstOfMonth(period).value_or(calendar::MondayOfWeek(period).value_or(Date()));
}

bool LacksVat(const v1::InvoiceLine& line) { return line.vat_category().empty(); }

Hold WithoutVat(const Billing& billing) {
  const bool supplier = billing.side == billed::kSupplier;
  return {kNoVatRules,
          "",
          {},
          {},
          {},
          "There are no VAT rules for the country of " +
              (supplier ? billing.party_id + ": let it invoice itself, or correct its address."
                        : billing.legal_entity_id + ": correct its address, or add them.")};
}

Draft DraftOf(const Billing& billing, const std::vector<ContractBasis>& contracts,
              const std::string& id, const Group& group, const std::string& note_of = "") {
  Draft draft;
  draft.draft_id = id;
  draft.is_one_of_several = !note_of.empty();
  draft.currency = group.first->currency;
  draft.frozen = group.frozen;
  draft.gated = group.gated;
  const size_t start = billing.legal_entity_id.size() + billing.party_id.size() + 2;
  SetPeriod(draft, billing, DayOf(id.substr(start, id.find('~', start) - start)));
  if (billing.consolidation != Consolidation::kClient)
    draft.purchase_order = group.first->purchase_order;
  draft.lines = Lines(billing, group.pieces);
  const auto billed_by = BilledByContract(draft.lines);
  for (const auto& basis : contracts)
    if (const auto billed = billed_by.find(basis.contract.contract_id); billed != billed_by.end()) {
      draft.basis[billed->first] = SettledOf(basis.billed, billing.side, billed->second, note_of);
      if (!basis.contract.purchase_order.empty())
        draft.orders[billed->first] = basis.contract.purchase_order;
    }

  draft.agreement = AgreementOf(*group.first);
  draft.beneficiary_id = group.first->beneficiary_id;
  draft.vats = VatsOf(billing, group.pieces);
  draft.totals = Total(draft.currency, draft.lines, "", draft.vats);
  if (draft.totals.net.minor < 0) {
    draft.credit = true;
    draft.corrects_invoice_id = Corrected(group.pieces);
    TurnSigns(draft.lines);
    draft.totals = Total(draft.currency, draft.lines, "", draft.vats);
  }
  if (std::ranges::any_of(draft.lines, LacksVat)) draft.holds.push_back(WithoutVat(billing));
  for (size_t i = 0; i < draft.lines.size(); i++) draft.lines[i].set_line_number(i + 1);
  draft.etag = EtagOf(draft);
  return draft;
}

// By the invoice whose work it takes back; what bills anew under no name, with what waits.
std::map<std::string, Group> ByInvoice(const Group& group) {
  std::map<std::string, Group> parts;
  for (const Piece& piece : group.pieces) {
    Group& part = parts[piece.invoice_id];
    part.first = group.first;
    part.pieces.push_back(piece);
  }
  parts.begin()->second.frozen = group.frozen;
  parts.begin()->second.gated = group.gated;
  return parts;
}

// A note corrects one invoice, which it settles and names: what takes back the work of several is a
// note for each, and what is billed anew beside them an invoice.
void AddDrafts(const Billing& billing, const std::vector<ContractBasis>& contracts,
               const std::string& id, const Group& group, std::vector<Draft>& drafts) {
  Draft whole = DraftOf(billing, contracts, id, group);
  if (!whole.credit) return drafts.push_back(std::move(whole));
  const auto parts = ByInvoice(group);
  if (parts.size() - parts.count("") < 2) return drafts.push_back(std::move(whole));
  for (const auto& [invoice_id, part] : parts)
    drafts.push_back(DraftOf(billing, contracts, invoice_id.empty() ? id : id + "~" + invoice_id,
                             part, invoice_id));
}
}  // namespace

std::vector<Draft> Drafts(const Billing& billing, const std::vector<ContractBasis>& contracts) {
  std::vector<Draft> drafts;
  for (const auto& [id, group] : Groups(billing, contracts))
    AddDrafts(billing, contracts, id, group, drafts);
  std::ranges::sort(drafts, {}, &Draft::draft_id);  // "~" comes after what goes on in an id
  return drafts;
}

std::map<std::string, std::vector<v1::BilledTime>> BilledByContract(
    const std::vector<v1::InvoiceLine>& lines) {
  std::map<std::string, std::vector<v1::BilledTime>> billed;
  for (const auto& line : lines)
    for (const auto& time : line.billed()) {
      auto& remembered = billed[line.contract_id()].emplace_back(time);
      *remembered.mutable_price() = line.price();
      remembered.set_vat_category(line.vat_category());
      *remembered.mutable_vat_percent() = line.vat_percent();
    }
  return billed;
}
}  // namespace aor::invoicing
