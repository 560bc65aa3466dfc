#include "libs/iso20022/check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "libs/iso20022/samples.h"

namespace aor::iso20022 {
namespace {
const std::string kGroup = "/Document/CstmrCdtTrfInitn/PmtInf[1]";
const std::string kFirst = kGroup + "/CdtTrfTxInf[1]";

struct Case {
  const char* sentence;
  Message message;
  std::string path;
  std::string violation;
};

Message With(Message message, const std::function<void(Message&)>& change) {
  change(message);
  return message;
}
Message Swiss(const std::function<void(Group&)>& change) {
  return With(SwissSalaries(), [&](Message& m) { change(m.groups[0]); });
}
Message Transferred(const std::function<void(Transfer&)>& change) {
  return Swiss([&](Group& g) { change(g.transfers[0]); });
}
Message Sepa(const std::function<void(Group&)>& change) {
  return With(SepaSalaries(), [&](Message& m) { change(m.groups[0]); });
}

std::string Listed(const std::vector<Violation>& violations) {
  std::string text;
  for (const auto& v : violations) text += v.path + ": " + v.sentence + "\n";
  return text;
}

void ExpectViolation(const Case& row) {
  const auto found = Check(row.message);
  const Violation expected{row.path, row.violation};
  EXPECT_TRUE(std::ranges::count(found, expected)) << row.sentence << "\nfound:\n" << Listed(found);
}

TEST(CheckTest, TheSamplesMayLeave) {
  for (const auto& [name, message] : Samples()) EXPECT_EQ(Listed(Check(message)), "") << name;
}

TEST(CheckTest, NamesTheTransfer) {
  const auto found = Check(Swiss([](Group& g) { g.transfers[1].creditor.address.town.clear(); }));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(TransferOf(found[0]), 2u);
  const auto of_all = Check(Swiss([](Group& g) { g.debtor.address.town.clear(); }));
  ASSERT_EQ(of_all.size(), 1u);
  EXPECT_EQ(TransferOf(of_all[0]), 0u);
}

TEST(CheckTest, OneFieldAtATime) {
  const std::string header = "/Document/CstmrCdtTrfInitn/GrpHdr";
  const auto id = [](std::string text) {
    return With(SwissSalaries(), [&](Message& m) { m.id = text; });
  };
  for (const Case& row : std::initializer_list<Case>{
           {"a message has an id", id(""), header, "MsgId is missing."},
           {"ids are short", id(std::string(36, 'a')), header + "/MsgId",
            "MsgId is longer than 35 characters."},
           {"ids do not start with a slash", id("/a"), header + "/MsgId",
            "MsgId starts or ends with a slash."},
           {"ids do not end with a slash", id("a/"), header + "/MsgId",
            "MsgId starts or ends with a slash."},
           {"ids have no double slash", id("a//b"), header + "/MsgId",
            "MsgId has two slashes in a row."},
           {"ids are plain", id("é"), header + "/MsgId",
            "MsgId has a character that identifiers may not have."},
           {"the bank sees Latin letters", Transferred([](auto& t) { t.creditor.name = "Ada 😀"; }),
            kFirst + "/Cdtr/Nm", "Nm has a character that banks do not take: use Latin letters."},
           {"Cyrillic is not Latin", Transferred([](auto& t) { t.text = "Зарплата"; }),
            kFirst + "/RmtInf/Ustrd",
            "Ustrd has a character that banks do not take: use Latin letters."},
           {"names have 140 characters",
            Transferred([](auto& t) { t.creditor.name = std::string(141, 'a'); }),
            kFirst + "/Cdtr/Nm", "Nm is too long."},
           {"texts have 140 characters",
            Transferred([](auto& t) { t.text = std::string(141, 'a'); }), kFirst + "/RmtInf/Ustrd",
            "Ustrd is too long."},
           {"a payee has a name", Transferred([](auto& t) { t.creditor.name = ""; }),
            kFirst + "/Cdtr", "Nm is missing."},
           {"a name is no blank", Transferred([](auto& t) { t.creditor.name = " "; }),
            kFirst + "/Cdtr/Nm", "Nm is empty: leave the element out."},
           {"a payee lives in a town", Transferred([](auto& t) { t.creditor.address.town = ""; }),
            kFirst + "/Cdtr/PstlAdr", "TwnNm is missing."},
           {"a payee lives in a country",
            Transferred([](auto& t) { t.creditor.address.country = "CHE"; }),
            kFirst + "/Cdtr/PstlAdr/Ctry", "Ctry is not a country code of two letters."},
           {"the debtor has an address", Swiss([](auto& g) { g.debtor.address = {}; }),
            kGroup + "/Dbtr", "PstlAdr is missing."},
           {"two lines are enough", Transferred([](auto& t) {
              t.creditor.address.lines = {"a", "b", "c"};
            }),
            kFirst + "/Cdtr/PstlAdr", "AdrLine comes too often."},
           {"amounts are positive", Transferred([](auto& t) { t.amount.minor = 0; }),
            kFirst + "/Amt/InstdAmt", "InstdAmt must be at least 0.01."},
           {"amounts are not negative", Transferred([](auto& t) { t.amount.minor = -1; }),
            kFirst + "/Amt/InstdAmt", "InstdAmt is not an amount."},
           {"check digits count",
            Transferred([](auto& t) { t.account.iban = "CH5604835012345678008"; }),
            kFirst + "/CdtrAcct/Id/IBAN",
            "IBAN is not an IBAN: its length or check digits are wrong."},
           {"a BIC has its form", Transferred([](auto& t) { t.account.bic = "CRESCHZZ8"; }),
            kFirst + "/CdtrAgt/FinInstnId/BICFI", "BICFI is not a BIC."},
           {"someone is paid", Swiss([](auto& g) { g.transfers.clear(); }), kGroup,
            "CdtTrfTxInf is missing."},
       }) {
    ExpectViolation(row);
  }
}

TEST(CheckTest, WhatBelongsTogether) {
  const auto reference = [](std::string iban, std::string reference) {
    return Transferred([&](auto& t) { t.account.iban = iban, t.reference = reference; });
  };
  const std::string structured = kFirst + "/RmtInf/Strd/CdtrRefInf";
  for (const Case& row : std::initializer_list<Case>{
           {"one currency in a group", Transferred([](auto& t) { t.amount.currency = "EUR"; }),
            kGroup + "/CdtTrfTxInf[2]/Amt", "The group holds another currency too."},
           {"no third currency", Transferred([](auto& t) { t.amount.currency = "USD"; }), kGroup,
            "This bank does not take payments in USD from us."},
           {"francs have no SEPA", Swiss([](auto& g) { g.currency = "EUR"; }), kGroup,
            "SvcLvl SEPA and ChrgBr SLEV are for euros."},
           {"francs have a limit", Transferred([](auto& t) { t.amount.minor = 1'000'000'000'000; }),
            kFirst + "/Amt/InstdAmt", "InstdAmt is more than the scheme takes."},
           {"ids are different",
            Swiss([](auto& g) { g.transfers[1].end_to_end_id = g.transfers[0].end_to_end_id; }),
            kGroup + "/CdtTrfTxInf[2]/PmtId/EndToEndId",
            "The same identifier stands elsewhere in the file."},
           {"the day is to come",
            Swiss([](auto& g) { g.execution_date = calendar::Date(2026, 10, 28); }),
            kGroup + "/ReqdExctnDt/Dt", "The day is over."},
           {"a Swiss bank pays from its accounts",
            Swiss([](auto& g) { g.account.iban = "DE89370400440532013000"; }), kGroup + "/DbtrAcct",
            "The account is in another market."},
           {"a QR-IBAN only receives",
            Swiss([](auto& g) { g.account.iban = "CH4431999123000889012"; }), kGroup + "/DbtrAcct",
            "Nobody pays from a QR-IBAN."},
           {"francs abroad need a bank", Transferred([](auto& t) {
              t.account = {"DE89370400440532013000", ""};
            }),
            kFirst + "/CdtrAcct", "Francs to an account abroad need the BIC of its bank."},
           {"a QR-IBAN wants its reference", reference("CH4431999123000889012", ""),
            kFirst + "/RmtInf", "A QR-IBAN takes payments with a QR reference only."},
           {"a QR-IBAN wants no other reference",
            reference("CH4431999123000889012", "RF18539007547034"), structured,
            "A QR reference and a QR-IBAN need each other."},
           {"a QR reference wants its account",
            reference("CH5604835012345678009", "210000000003139471430009017"), structured,
            "A QR reference and a QR-IBAN need each other."},
           {"a QR reference checks",
            reference("CH4431999123000889012", "210000000003139471430009018"), structured + "/Ref",
            "Ref is not a QR reference: 27 digits, the last one checks."},
           {"an RF reference checks", reference("CH5604835012345678009", "RF19539007547034"),
            structured + "/Ref", "Ref is not a reference of ISO 11649."},
           {"a town is said once",
            Transferred([](auto& t) { t.creditor.address.lines = {"1227 Carouge GE"}; }),
            kFirst + "/Cdtr/PstlAdr", "AdrLine repeats what another element says."},
       }) {
    ExpectViolation(row);
  }
}

TEST(CheckTest, SepaHasItsOwnRules) {
  for (const Case& row : std::initializer_list<Case>{
           {"names have 70 characters",
            Sepa([](auto& g) { g.transfers[0].creditor.name = std::string(71, 'a'); }),
            kFirst + "/Cdtr/Nm", "Nm is longer than the 70 characters of SEPA."},
           {"the debtor's too", Sepa([](auto& g) { g.debtor.name = std::string(71, 'a'); }),
            kGroup + "/Dbtr/Nm", "Nm is longer than the 70 characters of SEPA."},
           {"euros have a limit",
            Sepa([](auto& g) { g.transfers[0].amount.minor = 100'000'000'000; }),
            kFirst + "/Amt/InstdAmt", "InstdAmt is more than the scheme takes."},
           {"euros only", Sepa([](auto& g) {
              for (auto& t : g.transfers) t.amount.currency = "CHF";
            }),
            kGroup, "This bank does not take payments in CHF from us."},
           {"euros say SEPA", Sepa([](auto& g) { g.currency = "CHF"; }), kGroup,
            "ChrgBr SLEV is missing."},
           {"SEPA ends somewhere",
            Sepa([](auto& g) { g.transfers[0].account.iban = "AE070331234567890123456"; }),
            kFirst + "/CdtrAcct", "The account is outside SEPA."},
           {"a reference or a text",
            Sepa([](auto& g) { g.transfers[0].reference = "RF18539007547034"; }),
            kFirst + "/RmtInf/Strd", "SEPA takes a reference or a text, not both."},
       }) {
    ExpectViolation(row);
  }
}

TEST(CheckTest, AFileHasAtMost99999Payments) {
  const auto many = [](size_t count) {
    return Swiss([&](Group& group) {
      const Transfer model = group.transfers[0];
      group.transfers.assign(count, model);
      for (size_t i = 0; i < count; ++i) {
        group.transfers[i].instruction_id = group.transfers[i].end_to_end_id =
            "P" + std::to_string(i);
      }
    });
  };
  EXPECT_EQ(Listed(Check(many(99'999))), "");
  EXPECT_EQ(
      Listed(Check(many(100'000))),
      "/Document/CstmrCdtTrfInitn: There are more than 99 999 payments: make several files.\n");
}

TEST(CheckTest, OnlyPlainPaymentFiles) {
  const std::string good = Write(SwissSalaries());
  EXPECT_EQ(CheckFile(good, Market::kSwiss).size(), 0u);
  EXPECT_EQ(CheckFile("", Market::kSwiss).size(), 1u);
  EXPECT_EQ(CheckFile("\xEF\xBB\xBF" + good, Market::kSwiss).size(), 1u);
  EXPECT_EQ(CheckFile("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", Market::kSwiss).size(), 1u);
  EXPECT_EQ(CheckFile("<Document/>", Market::kSwiss)[0].sentence,
            "The file is not a pain.001.001.09 document.");
  EXPECT_NE(CheckFile(good, Market::kSepa).size(), 0u);
}
}  // namespace
}  // namespace aor::iso20022
