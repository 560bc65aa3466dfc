#include "libs/iso20022/credit_transfer.h"

#include <stdexcept>

#include "libs/iso20022/xml_writer.h"

namespace aor::iso20022 {
namespace {
struct Totals {
  size_t count = 0;
  int64_t minor = 0;

  void Add(const Group& group) {
    for (const Transfer& transfer : group.transfers) {
      if (__builtin_add_overflow(minor, transfer.amount.minor, &minor)) {
        throw std::overflow_error("payment file: the sum is too large");
      }
    }
    count += group.transfers.size();
  }
};

// The sum of numbers, whatever their currencies: so the standard defines it.
void WriteTotals(XmlWriter& xml, const Totals& totals) {
  xml.Text("NbOfTxs", std::to_string(totals.count));
  xml.Text("CtrlSum", ToString(money::Decimal{totals.minor, 2}));
}

// One text at the end of a chain of elements; none of them without it.
void WriteChain(XmlWriter& xml, std::initializer_list<std::string_view> names,
                std::string_view text) {
  if (text.empty()) return;
  const auto last = names.end() - 1;
  for (auto name = names.begin(); name != last; ++name) xml.Open(*name);
  xml.Text(*last, text);
  for (auto name = names.begin(); name != last; ++name) xml.Close();
}

bool IsEmpty(const Address& a) {
  return a.street.empty() && a.building.empty() && a.postcode.empty() && a.town.empty() &&
         a.country.empty() && a.lines.empty();
}

void WriteAddress(XmlWriter& xml, const Address& address) {
  if (IsEmpty(address)) return;
  xml.Open("PstlAdr");
  xml.Text("StrtNm", address.street);
  xml.Text("BldgNb", address.building);
  xml.Text("PstCd", address.postcode);
  xml.Text("TwnNm", address.town);
  xml.Text("Ctry", address.country);
  for (const std::string& line : address.lines) xml.Text("AdrLine", line);
  xml.Close();
}

void WriteParty(XmlWriter& xml, std::string_view name, const Party& party) {
  xml.Open(name);
  xml.Text("Nm", party.name);
  WriteAddress(xml, party.address);
  xml.Close();
}

// The bank of a Swiss IBAN by its number, without the zeros in front.
std::string BankNumberOf(std::string_view iban) {
  if (iban.size() < 9 || (iban.substr(0, 2) != "CH" && iban.substr(0, 2) != "LI")) return {};
  const std::string_view number = iban.substr(4, 5);
  const size_t start = number.find_first_not_of('0');
  return start == number.npos ? std::string() : std::string(number.substr(start));
}

void WriteDebtorAgent(XmlWriter& xml, Market market, const Account& account) {
  const std::string number = BankNumberOf(account.iban);
  xml.Open("DbtrAgt");
  xml.Open("FinInstnId");
  if (!account.bic.empty()) {
    xml.Text("BICFI", account.bic);
  } else if (market == Market::kSwiss && !number.empty()) {
    xml.Open("ClrSysMmbId");
    WriteChain(xml, {"ClrSysId", "Cd"}, "CHBCC");
    xml.Text("MmbId", number);
    xml.Close();
  } else if (market == Market::kSepa) {
    WriteChain(xml, {"Othr", "Id"}, "NOTPROVIDED");
  }
  xml.Close();
  xml.Close();
}

void WriteType(XmlWriter& xml, const Group& group) {
  xml.Open("PmtTpInf");
  if (group.currency == "EUR") WriteChain(xml, {"SvcLvl", "Cd"}, "SEPA");
  WriteChain(xml, {"CtgyPurp", "Cd"}, group.kind == Kind::kSalaries ? "SALA" : "SUPP");
  xml.Close();
}

// A QR reference is a proprietary type, one of ISO 11649 a code of the standard.
void WriteReference(XmlWriter& xml, const Transfer& transfer) {
  const bool coded = transfer.reference.starts_with("RF");
  xml.Open("Strd");
  xml.Open("CdtrRefInf");
  WriteChain(xml, {"Tp", "CdOrPrtry", coded ? "Cd" : "Prtry"}, coded ? "SCOR" : "QRR");
  xml.Text("Ref", transfer.reference);
  xml.Close();
  xml.Text("AddtlRmtInf", transfer.text);
  xml.Close();
}

void WriteRemittance(XmlWriter& xml, const Transfer& transfer) {
  if (transfer.reference.empty()) return WriteChain(xml, {"RmtInf", "Ustrd"}, transfer.text);
  xml.Open("RmtInf");
  WriteReference(xml, transfer);
  xml.Close();
}

void WriteTransfer(XmlWriter& xml, const Transfer& transfer) {
  xml.Open("CdtTrfTxInf");
  xml.Open("PmtId");
  xml.Text("InstrId", transfer.instruction_id);
  xml.Text("EndToEndId", transfer.end_to_end_id);
  xml.Close();
  xml.Open("Amt");
  xml.Text("InstdAmt", AmountOf(transfer.amount),
           " Ccy=\"" + Escaped(transfer.amount.currency) + "\"");
  xml.Close();
  WriteChain(xml, {"CdtrAgt", "FinInstnId", "BICFI"}, transfer.account.bic);
  WriteParty(xml, "Cdtr", transfer.creditor);
  WriteChain(xml, {"CdtrAcct", "Id", "IBAN"}, transfer.account.iban);
  WriteRemittance(xml, transfer);
  xml.Close();
}

void WriteGroup(XmlWriter& xml, Market market, const Group& group) {
  Totals totals;
  totals.Add(group);
  xml.Open("PmtInf");
  xml.Text("PmtInfId", group.id);
  xml.Text("PmtMtd", "TRF");
  xml.Text("BtchBookg", "true");
  WriteTotals(xml, totals);
  WriteType(xml, group);
  WriteChain(xml, {"ReqdExctnDt", "Dt"}, calendar::ToString(group.execution_date));
  WriteParty(xml, "Dbtr", group.debtor);
  WriteChain(xml, {"DbtrAcct", "Id", "IBAN"}, group.account.iban);
  WriteDebtorAgent(xml, market, group.account);
  if (group.currency == "EUR") xml.Text("ChrgBr", "SLEV");
  for (const Transfer& transfer : group.transfers) WriteTransfer(xml, transfer);
  xml.Close();
}

void WriteHeader(XmlWriter& xml, const Message& message) {
  Totals totals;
  for (const Group& group : message.groups) totals.Add(group);
  xml.Open("GrpHdr");
  xml.Text("MsgId", message.id);
  xml.Text("CreDtTm", calendar::ToString(message.created));
  WriteTotals(xml, totals);
  WriteChain(xml, {"InitgPty", "Nm"}, message.initiating_party);
  xml.Close();
}
}  // namespace

std::string Write(const Message& message) {
  XmlWriter xml;
  xml.Open("Document", std::string(" xmlns=\"").append(kNamespace).append("\""));
  xml.Open("CstmrCdtTrfInitn");
  WriteHeader(xml, message);
  for (const Group& group : message.groups) WriteGroup(xml, message.market, group);
  return xml.Finish();
}
}  // namespace aor::iso20022
