#include "libs/iso20022/profile.h"

#include <iterator>
#include <map>

namespace aor::iso20022 {
namespace {
constexpr char kTransferMethod[] = "TRF";
constexpr char kTrue[] = "true";
constexpr char kSwissClearing[] = "CHBCC";
constexpr char kNotProvided[] = "NOTPROVIDED";
constexpr char kSharedCharges[] = "SLEV";
constexpr char kSepaService[] = "SEPA";
constexpr char kScor[] = "SCOR";
constexpr char kQrr[] = "QRR";

std::string_view Category(std::string_view text) {
  return text == "SALA" || text == "SUPP" ? std::string_view() : "is neither SALA nor SUPP.";
}

constexpr Element kElements[] = {
    {"Document", 1, 1, nullptr},
    {" CstmrCdtTrfInitn", 1, 1, nullptr},
    {"  GrpHdr", 1, 1, nullptr},
    {"   MsgId", 1, 1, Identifier},
    {"   CreDtTm", 1, 1, DateTime},
    {"   NbOfTxs", 1, 1, Count},
    {"   CtrlSum", 1, 1, Amount},
    {"   InitgPty", 1, 1, nullptr},
    {"    Nm", 1, 1, Text<140>},
    {"  PmtInf", 1, kMany, nullptr},
    {"   PmtInfId", 1, 1, Identifier},
    {"   PmtMtd", 1, 1, Exactly<kTransferMethod>},
    {"   BtchBookg", 1, 1, Exactly<kTrue>},
    {"   NbOfTxs", 1, 1, Count},
    {"   CtrlSum", 1, 1, Amount},
    {"   PmtTpInf", 1, 1, nullptr},
    {"    SvcLvl", 0, 1, nullptr},
    {"     Cd", 1, 1, Exactly<kSepaService>},
    {"    CtgyPurp", 1, 1, nullptr},
    {"     Cd", 1, 1, Category},
    {"   ReqdExctnDt", 1, 1, nullptr},
    {"    Dt", 1, 1, Day},
    {"   Dbtr", 1, 1, nullptr},
    {"    Nm", 1, 1, Text<140>},
    {"    PstlAdr", 1, 1, nullptr},
    {"     StrtNm", 0, 1, Text<70>},
    {"     BldgNb", 0, 1, Text<16>},
    {"     PstCd", 0, 1, Text<16>},
    {"     TwnNm", 1, 1, Text<35>},
    {"     Ctry", 1, 1, Country},
    {"     AdrLine", 0, 2, Text<70>},
    {"   DbtrAcct", 1, 1, nullptr},
    {"    Id", 1, 1, nullptr},
    {"     IBAN", 1, 1, Iban},
    {"   DbtrAgt", 1, 1, nullptr},
    {"    FinInstnId", 1, 1, nullptr},
    {"     BICFI", 0, 1, Bic},
    {"     ClrSysMmbId", 0, 1, nullptr},
    {"      ClrSysId", 1, 1, nullptr},
    {"       Cd", 1, 1, Exactly<kSwissClearing>},
    {"      MmbId", 1, 1, BankNumber},
    {"     Othr", 0, 1, nullptr},
    {"      Id", 1, 1, Exactly<kNotProvided>},
    {"   ChrgBr", 0, 1, Exactly<kSharedCharges>},
    {"   CdtTrfTxInf", 1, kMany, nullptr},
    {"    PmtId", 1, 1, nullptr},
    {"     InstrId", 1, 1, Identifier},
    {"     EndToEndId", 1, 1, Identifier},
    {"    Amt", 1, 1, nullptr},
    {"     InstdAmt", 1, 1, Amount},
    {"    CdtrAgt", 0, 1, nullptr},
    {"     FinInstnId", 1, 1, nullptr},
    {"      BICFI", 1, 1, Bic},
    {"    Cdtr", 1, 1, nullptr},
    {"     Nm", 1, 1, Text<140>},
    {"     PstlAdr", 1, 1, nullptr},
    {"      StrtNm", 0, 1, Text<70>},
    {"      BldgNb", 0, 1, Text<16>},
    {"      PstCd", 0, 1, Text<16>},
    {"      TwnNm", 1, 1, Text<35>},
    {"      Ctry", 1, 1, Country},
    {"      AdrLine", 0, 2, Text<70>},
    {"    CdtrAcct", 1, 1, nullptr},
    {"     Id", 1, 1, nullptr},
    {"      IBAN", 1, 1, Iban},
    {"    RmtInf", 0, 1, nullptr},
    {"     Ustrd", 0, 1, Text<140>},
    {"     Strd", 0, 1, nullptr},
    {"      CdtrRefInf", 1, 1, nullptr},
    {"       Tp", 1, 1, nullptr},
    {"        CdOrPrtry", 1, 1, nullptr},
    {"         Cd", 0, 1, Exactly<kScor>},
    {"         Prtry", 0, 1, Exactly<kQrr>},
    {"       Ref", 1, 1, Text<35>},
    {"      AddtlRmtInf", 0, 1, Text<140>},
};

using Tree = std::map<const Element*, std::vector<const Element*>>;

Tree Families() {
  Tree tree;
  std::vector<const Element*> above;
  for (const Element& element : kElements) {
    above.resize(element.depth());
    if (!above.empty()) tree[above.back()].push_back(&element);
    above.push_back(&element);
  }
  return tree;
}
}  // namespace

const Element& DocumentElement() { return kElements[0]; }

std::span<const Element* const> ChildrenOf(const Element& parent) {
  static const Tree kTree = Families();
  const auto family = kTree.find(&parent);
  if (family == kTree.end()) return {};
  return family->second;
}
}  // namespace aor::iso20022
