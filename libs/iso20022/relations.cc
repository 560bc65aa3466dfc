#include "libs/iso20022/relations.h"

#include <algorithm>
#include <set>

#include "libs/identifiers/identifiers.h"
#include "libs/iso20022/text_rules.h"
#include "libs/iso20022/xml_tree.h"

namespace aor::iso20022 {
namespace {
using Number = identifiers::Kind;
constexpr size_t kMostTransfers = 99'999;
constexpr size_t kSepaName = 70;
constexpr int64_t kMostSwiss = 999'999'999'999;  // 9'999'999'999.99
constexpr int64_t kMostSepa = 99'999'999'999;    // 999'999'999.99

// In hundredths; nothing for what is no amount, which has been said already.
std::optional<int64_t> HundredthsOf(std::string_view text) {
  if (!Amount(text).empty()) return std::nullopt;
  return money::ParseDecimal(text)->unscaled;
}

struct Totals {
  size_t count = 0;
  int64_t sum = 0;
  bool overflows = false;

  void Add(const Totals& other) {
    count += other.count;
    overflows |= other.overflows || __builtin_add_overflow(sum, other.sum, &sum);
  }
};

class Relations {
 public:
  Relations(Market market, std::vector<Violation>& found) : market_(market), found_(found) {}

  void CheckMessage(const xmlNode* message) {
    const std::string path = "/Document/CstmrCdtTrfInitn";
    created_ = Value(message, {"GrpHdr", "CreDtTm"}).substr(0, 10);
    Totals totals;
    size_t number = 0;
    for (const xmlNode* group : All(message, "PmtInf")) {
      totals.Add(CheckGroup(group, path + "/PmtInf[" + std::to_string(++number) + "]"));
    }
    CheckTotals(Find(message, {"GrpHdr"}), totals, path + "/GrpHdr");
    if (totals.count > kMostTransfers) {
      Say(path, "There are more than 99 999 payments: make several files.");
    }
    if (market_ == Market::kSepa)
      CheckName(Find(message, {"GrpHdr", "InitgPty"}), path + "/GrpHdr/InitgPty");
  }

 private:
  Totals CheckGroup(const xmlNode* group, const std::string& path) {
    currency_.clear();
    const auto transfers = All(group, "CdtTrfTxInf");
    if (!transfers.empty()) currency_ = CurrencyOf(transfers.front());
    if (!IsServed(currency_))
      Say(path, "This bank does not take payments in " + currency_ + " from us.");
    CheckUnique(group_ids_, Value(group, {"PmtInfId"}), path + "/PmtInfId");
    CheckService(group, path);
    CheckDebtor(group, path);
    Totals totals;
    for (const xmlNode* transfer : transfers) {
      totals.Add(
          CheckTransfer(transfer, path + "/CdtTrfTxInf[" + std::to_string(totals.count + 1) + "]"));
    }
    CheckTotals(group, totals, path);
    return totals;
  }

  bool IsServed(const std::string& currency) const {
    return currency == "EUR" || (market_ == Market::kSwiss && currency == "CHF");
  }
  bool InEuro() const { return currency_ == "EUR"; }

  void CheckService(const xmlNode* group, const std::string& path) {
    const bool service = Find(group, {"PmtTpInf", "SvcLvl"}), charges = Find(group, {"ChrgBr"});
    if (InEuro() && !service) Say(path + "/PmtTpInf", "SvcLvl SEPA is missing.");
    if (InEuro() && !charges) Say(path, "ChrgBr SLEV is missing.");
    if (!InEuro() && (service || charges)) Say(path, "SvcLvl SEPA and ChrgBr SLEV are for euros.");
  }

  void CheckDebtor(const xmlNode* group, const std::string& path) {
    const std::string day = Value(group, {"ReqdExctnDt", "Dt"});
    if (!day.empty() && day < created_) Say(path + "/ReqdExctnDt/Dt", "The day is over.");
    CheckParty(Find(group, {"Dbtr"}), path + "/Dbtr");
    const std::string iban = Value(group, {"DbtrAcct", "Id", "IBAN"});
    if (identifiers::IsQrIban(iban)) Say(path + "/DbtrAcct", "Nobody pays from a QR-IBAN.");
    if (Is(Number::kIban, iban) && !IsHomeAccount(iban))
      Say(path + "/DbtrAcct", "The account is in another market.");
    CheckBank(Find(group, {"DbtrAgt", "FinInstnId"}), iban, path + "/DbtrAgt/FinInstnId");
  }

  bool IsHomeAccount(const std::string& iban) const {
    return market_ == Market::kSwiss ? IsSwiss(iban) : identifiers::IsSepaIban(iban);
  }
  static bool IsSwiss(const std::string& iban) {
    return Is(Number::kIban, iban) && (iban.starts_with("CH") || iban.starts_with("LI"));
  }

  void CheckBank(const xmlNode* bank, const std::string& iban, const std::string& path) {
    const bool bic = Find(bank, {"BICFI"}), clearing = Find(bank, {"ClrSysMmbId"});
    const bool unnamed = Find(bank, {"Othr"});
    if (bank && bic + clearing + unnamed != 1) Say(path, "Name the bank in exactly one way.");
    if (clearing && market_ == Market::kSepa)
      Say(path, "A number of Swiss clearing is of no use in SEPA.");
    if (unnamed && market_ == Market::kSwiss)
      Say(path, "A Swiss bank wants BIC or clearing number.");
    const std::string number = Value(bank, {"ClrSysMmbId", "MmbId"});
    const std::string full = std::string(5 - std::min<size_t>(5, number.size()), '0') + number;
    if (clearing && Is(Number::kIban, iban) && iban.substr(4, 5) != full)
      Say(path, "MmbId is not the bank of the account.");
  }

  Totals CheckTransfer(const xmlNode* transfer, const std::string& path) {
    CheckUnique(instruction_ids_, Value(transfer, {"PmtId", "InstrId"}), path + "/PmtId/InstrId");
    CheckUnique(end_to_end_ids_, Value(transfer, {"PmtId", "EndToEndId"}),
                path + "/PmtId/EndToEndId");
    if (CurrencyOf(transfer) != currency_)
      Say(path + "/Amt", "The group holds another currency too.");
    CheckParty(Find(transfer, {"Cdtr"}), path + "/Cdtr");
    CheckAccount(transfer, path + "/CdtrAcct");
    CheckRemittance(transfer, path + "/RmtInf");
    const auto hundredths = HundredthsOf(Value(transfer, {"Amt", "InstdAmt"}));
    const int64_t most = InEuro() ? kMostSepa : kMostSwiss;
    if (hundredths && *hundredths > most)
      Say(path + "/Amt/InstdAmt", "InstdAmt is more than the scheme takes.");
    return {1, hundredths.value_or(0), false};
  }

  void CheckAccount(const xmlNode* transfer, const std::string& path) {
    const std::string iban = Value(transfer, {"CdtrAcct", "Id", "IBAN"});
    if (!Is(Number::kIban, iban)) return;
    if (InEuro() && !identifiers::IsSepaIban(iban)) Say(path, "The account is outside SEPA.");
    if (!InEuro() && !IsSwiss(iban) && !Find(transfer, {"CdtrAgt"})) {
      Say(path, "Francs to an account abroad need the BIC of its bank.");
    }
  }

  void CheckRemittance(const xmlNode* transfer, const std::string& path) {
    const xmlNode* structured = Find(transfer, {"RmtInf", "Strd"});
    const bool qr_account = identifiers::IsQrIban(Value(transfer, {"CdtrAcct", "Id", "IBAN"}));
    if (!structured) {
      if (qr_account) Say(path, "A QR-IBAN takes payments with a QR reference only.");
      return;
    }
    if (Find(transfer, {"RmtInf", "Ustrd"})) Say(path, "Ustrd and Strd exclude each other.");
    if (market_ == Market::kSepa && Find(structured, {"AddtlRmtInf"})) {
      Say(path + "/Strd", "SEPA takes a reference or a text, not both.");
    }
    CheckReference(structured, qr_account, path + "/Strd/CdtrRefInf");
  }

  void CheckReference(const xmlNode* structured, bool qr_account, const std::string& path) {
    const xmlNode* type = Find(structured, {"CdtrRefInf", "Tp", "CdOrPrtry"});
    const bool qr = Find(type, {"Prtry"}), creditor = Find(type, {"Cd"});
    const std::string reference = Value(structured, {"CdtrRefInf", "Ref"});
    if (qr == creditor) Say(path + "/Tp", "The reference has exactly one type.");
    if (qr && !Is(Number::kQrReference, reference))
      Say(path + "/Ref", "Ref is not a QR reference: 27 digits, the last one checks.");
    if (creditor && !Is(Number::kCreditorReference, reference))
      Say(path + "/Ref", "Ref is not a reference of ISO 11649.");
    if (qr != qr_account) Say(path, "A QR reference and a QR-IBAN need each other.");
  }

  void CheckParty(const xmlNode* party, const std::string& path) {
    if (InEuro()) CheckName(party, path);
    const xmlNode* address = Find(party, {"PstlAdr"});
    const std::string town = Value(address, {"TwnNm"}), code = Value(address, {"PstCd"});
    for (const xmlNode* line : All(address, "AdrLine")) {
      const std::string text = TextOf(line);
      const bool repeats = text == town || text == code || text == code + " " + town ||
                           text == Value(address, {"StrtNm"}) ||
                           text == Value(address, {"StrtNm"}) + " " + Value(address, {"BldgNb"});
      if (repeats) Say(path + "/PstlAdr", "AdrLine repeats what another element says.");
    }
  }

  void CheckName(const xmlNode* party, const std::string& path) {
    if (CountCharacters(Value(party, {"Nm"})) > kSepaName) {
      Say(path + "/Nm", "Nm is longer than the 70 characters of SEPA.");
    }
  }

  void CheckTotals(const xmlNode* parent, const Totals& totals, const std::string& path) {
    const std::string count = Value(parent, {"NbOfTxs"}), sum = Value(parent, {"CtrlSum"});
    if (Count(count).empty() && count != std::to_string(totals.count)) {
      Say(path + "/NbOfTxs",
          "NbOfTxs is not the number of payments: " + std::to_string(totals.count) + ".");
    }
    const std::string right = ToString(money::Decimal{totals.sum, 2});
    if (totals.overflows || (Amount(sum).empty() && sum != right)) {
      Say(path + "/CtrlSum", "CtrlSum is not the sum of the amounts: " + right + ".");
    }
  }

  void CheckUnique(std::set<std::string>& known, const std::string& id, const std::string& path) {
    if (!id.empty() && !known.insert(id).second)
      Say(path, "The same identifier stands elsewhere in the file.");
  }

  static std::string CurrencyOf(const xmlNode* transfer) {
    const xmlNode* amount = Find(transfer, {"Amt", "InstdAmt"});
    return amount ? AttributeOf(amount, "Ccy").value_or("") : "";
  }

  void Say(const std::string& path, std::string sentence) {
    found_.push_back({path, std::move(sentence)});
  }

  const Market market_;
  std::vector<Violation>& found_;
  std::string created_, currency_;  // the currency is that of the group at hand
  std::set<std::string> group_ids_, instruction_ids_, end_to_end_ids_;
};
}  // namespace

void CheckRelations(const xmlNode* message, Market market, std::vector<Violation>& found) {
  if (message) Relations(market, found).CheckMessage(message);
}
}  // namespace aor::iso20022
