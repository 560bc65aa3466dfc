// Files that Write never makes, but a later change of it might.
#include <gtest/gtest.h>

#include <algorithm>

#include "libs/iso20022/check.h"
#include "libs/iso20022/samples.h"
#include "libs/iso20022/text_rules.h"

namespace aor::iso20022 {
namespace {
const std::string kMessage = "/Document/CstmrCdtTrfInitn";
const std::string kGroup = kMessage + "/PmtInf[1]";
const std::string kBank = kGroup + "/DbtrAgt/FinInstnId";

struct Case {
  const char* sentence;
  const char* old_text;
  const char* new_text;  // in place of the first old one
  std::string path, violation;
};

std::vector<Violation> Changed(const Message& message, const Case& row) {
  std::string xml = Write(message);
  const size_t at = xml.find(row.old_text);
  if (at == std::string::npos) throw std::logic_error(row.old_text);
  return CheckFile(xml.replace(at, std::string_view(row.old_text).size(), row.new_text),
                   message.market);
}

void ExpectViolations(const Message& message, std::initializer_list<Case> rows) {
  for (const Case& row : rows) {
    const auto found = Changed(message, row);
    const Violation expected{row.path, row.violation};
    std::string listed;
    for (const auto& v : found) listed += v.path + ": " + v.sentence + "\n";
    EXPECT_TRUE(std::ranges::count(found, expected)) << row.sentence << "\nfound:\n" << listed;
  }
}

TEST(CheckFileTest, SwissFiles) {
  ExpectViolations(
      SwissSalaries(),
      {
          {"the payments are counted", "<NbOfTxs>2", "<NbOfTxs>3", kMessage + "/GrpHdr/NbOfTxs",
           "NbOfTxs is not the number of payments: 2."},
          {"the amounts are summed", "<CtrlSum>4938.20", "<CtrlSum>4938.21",
           kMessage + "/GrpHdr/CtrlSum", "CtrlSum is not the sum of the amounts: 4938.20."},
          {"a count is plain", "<NbOfTxs>2", "<NbOfTxs>02", kMessage + "/GrpHdr/NbOfTxs",
           "NbOfTxs is not a count."},
          {"amounts have two decimals", ">4938.15<", ">4938.150<",
           kGroup + "/CdtTrfTxInf[1]/Amt/InstdAmt", "InstdAmt must have two decimals."},
          {"an amount has a currency", " Ccy=\"CHF\"", "", kGroup + "/CdtTrfTxInf[1]/Amt/InstdAmt",
           "InstdAmt has no currency."},
          {"no other attributes", "<Nm>", "<Nm a=\"b\">", kMessage + "/GrpHdr/InitgPty/Nm",
           "Nm has an attribute that is no part of our payment files."},
          {"the clearing number is that of the IBAN", "<MmbId>762", "<MmbId>763", kBank,
           "MmbId is not the bank of the account."},
          {"one name for a bank", "<ClrSysMmbId>", "<BICFI>POFICHBEXXX</BICFI><ClrSysMmbId>", kBank,
           "Name the bank in exactly one way."},
          {"the bank is named", "<ClrSysMmbId>", "<Othr><Id>NOTPROVIDED</Id></Othr><ClrSysMmbId>",
           kBank, "A Swiss bank wants BIC or clearing number."},
          {"an element has its place", "<BtchBookg>true</BtchBookg>",
           "<ReqdExctnDt/><BtchBookg>true</BtchBookg>", kGroup,
           "BtchBookg stands in the wrong place."},
          {"no text between elements", "<GrpHdr>", "<GrpHdr>x", kMessage + "/GrpHdr",
           "GrpHdr holds something else than elements."},
          {"no comment in a text", "<Nm>", "<Nm><!-- x -->", kMessage + "/GrpHdr/InitgPty/Nm",
           "Nm is more than a text."},
          {"nothing unknown", "<InitgPty>", "<InitgPty><CtctDtls/>", kMessage + "/GrpHdr/InitgPty",
           "CtctDtls is no part of our payment files."},
          {"salaries or suppliers", "SALA", "PENS", kGroup + "/PmtTpInf/CtgyPurp/Cd",
           "Cd is neither SALA nor SUPP."},
      });
}

TEST(CheckFileTest, References) {
  const std::string reference = kGroup + "/CdtTrfTxInf[1]/RmtInf";
  ExpectViolations(
      SwissSuppliers(),
      {
          {"a reference has one type", "<Prtry>", "<Cd>SCOR</Cd><Prtry>",
           reference + "/Strd/CdtrRefInf/Tp", "The reference has exactly one type."},
          {"a reference or a text", "<RmtInf>", "<RmtInf><Ustrd>a</Ustrd>", reference,
           "Ustrd and Strd exclude each other."},
          {"groups have their own ids", "GE-2026-10-SUP-EUR", "GE-2026-10-SUP-CHF",
           kMessage + "/PmtInf[2]/PmtInfId", "The same identifier stands elsewhere in the file."},
      });
}

TEST(CheckFileTest, SepaFiles) {
  const std::string name(71, 'a');
  const std::string long_name = "<Nm>" + name;
  ExpectViolations(
      SepaSalaries(),
      {
          {"names are short", "<Nm>Alpina Lyon SAS", long_name.c_str(),
           kMessage + "/GrpHdr/InitgPty/Nm", "Nm is longer than the 70 characters of SEPA."},
          {"no Swiss clearing", "<Othr>", "<ClrSysMmbId/><Othr>", kBank,
           "A number of Swiss clearing is of no use in SEPA."},
          {"charges are shared by the scheme", "SLEV", "SHAR", kGroup + "/ChrgBr",
           "ChrgBr has another value than payment files use."},
      });
}

TEST(TextRulesTest, TakeTheCharactersOfBanks) {
  EXPECT_EQ(BankText("Žižkov ÿ Șț € ~", 140), "");
  for (const char* bad : {"ƀ", "\x7f", "\u0080", "\n", "a\tb", "ẞ", "\xc3", "a\xe2\x82", "–"}) {
    EXPECT_NE(BankText(bad, 140), "") << bad;
  }
  EXPECT_EQ(BankText(std::string(4, 'a'), 4), "");
  EXPECT_EQ(BankText("éééé", 4), "");
  EXPECT_EQ(BankText("ééééé", 4), "is too long.");
  EXPECT_EQ(FirstCharacter(std::string_view("\xe2\x82\xac", 2)).code, kNoCharacter);
}
}  // namespace
}  // namespace aor::iso20022
