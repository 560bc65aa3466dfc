#include "libs/documents/swiss/qr_bill.h"

#include <gtest/gtest.h>

#include "libs/documents/layout/unprintable.h"

namespace aor::documents {
namespace {
QrBill Bill() {
  QrBill bill;
  bill.iban = "CH4431999123000889012";
  bill.creditor = {"Robert Schneider AG", {"Rue du Lac", "1268", "2501", "Biel", "CH", {}}};
  bill.amount = money::Money{"CHF", 194975};
  bill.debtor = iso20022::Party{"Pia-Maria Rutschmann-Schnyder",
                                {"Grosse Marktgasse", "28", "9400", "Rorschach", "CH", {}}};
  bill.reference = "210000000003139471430009017";
  bill.message = "Auftrag vom 15.06.2026";
  return bill;
}

std::string RefusalOf(const std::function<void(QrBill&)>& change) {
  QrBill bill = Bill();
  change(bill);
  try {
    PayloadOf(bill);
  } catch (const Unprintable& refused) {
    return refused.what();
  }
  return "";
}

TEST(QrBillTest, WritesTheLinesOfTheStandard) {
  EXPECT_EQ(PayloadOf(Bill()),
            "SPC\n0200\n1\nCH4431999123000889012\n"
            "S\nRobert Schneider AG\nRue du Lac\n1268\n2501\nBiel\nCH\n"
            "\n\n\n\n\n\n\n"
            "1949.75\nCHF\n"
            "S\nPia-Maria Rutschmann-Schnyder\nGrosse Marktgasse\n28\n9400\nRorschach\nCH\n"
            "QRR\n210000000003139471430009017\nAuftrag vom 15.06.2026\nEPD");
}

TEST(QrBillTest, LeavesOutWhatThePayerWrites) {
  QrBill bill = Bill();
  bill.iban = "CH5604835012345678009";
  bill.reference = "RF18539007547034";
  bill.amount.reset(), bill.debtor.reset(), bill.message = "";
  EXPECT_EQ(PayloadOf(bill),
            "SPC\n0200\n1\nCH5604835012345678009\n"
            "S\nRobert Schneider AG\nRue du Lac\n1268\n2501\nBiel\nCH\n"
            "\n\n\n\n\n\n\n\nCHF\n\n\n\n\n\n\n\nSCOR\nRF18539007547034\n\nEPD");
}

TEST(QrBillTest, RefusesWhatABankWould) {
  const std::pair<const char*, std::function<void(QrBill&)>> kWrong[] = {
      {"iban must be", [](QrBill& b) { b.iban = "CH4431999123000889013"; }},
      {"iban must be", [](QrBill& b) { b.iban = "FR1420041010050500013M02606"; }},
      {"reference must be a QR", [](QrBill& b) { b.reference = ""; }},
      {"reference must be a QR", [](QrBill& b) { b.reference = "RF18539007547034"; }},
      {"reference must be a QR", [](QrBill& b) { b.reference = "210000000003139471430009018"; }},
      {"reference needs a QR-IBAN", [](QrBill& b) { b.iban = "CH5604835012345678009"; }},
      {"currency must be", [](QrBill& b) { b.currency = "USD"; }},
      {"amount has another", [](QrBill& b) { b.amount->currency = "EUR"; }},
      {"amount must be", [](QrBill& b) { b.amount->minor = 0; }},
      {"amount must be", [](QrBill& b) { b.amount->minor = -5; }},
      {"amount must be", [](QrBill& b) { b.amount->minor = 100'000'000'000; }},
      {"creditor name is missing", [](QrBill& b) { b.creditor.name = ""; }},
      {"creditor name is too long", [](QrBill& b) { b.creditor.name = std::string(71, 'a'); }},
      {"creditor town is missing", [](QrBill& b) { b.creditor.address.town = ""; }},
      {"creditor country", [](QrBill& b) { b.creditor.address.country = "CHE"; }},
      {"message ", [](QrBill& b) { b.message = std::string(141, 'a'); }},
      {"message ", [](QrBill& b) { b.message = "two\nEPD"; }},
  };
  for (const auto& [said, change] : kWrong)
    EXPECT_NE(RefusalOf(change).find(said), std::string::npos) << said << ": " << RefusalOf(change);
  EXPECT_EQ(RefusalOf([](QrBill&) {}), "");
}

TEST(QrBillTest, LeavesADebtorItCannotHoldToThePayer) {
  const std::function<void(iso20022::Party&)> kTooMuch[] = {
      [](auto& d) { d.name = std::string(71, 'a'); },
      [](auto& d) { d.name = "Ада"; },
      [](auto& d) { d.address.postcode = ""; },
      [](auto& d) { d.name = "a\nb"; },
  };
  for (const auto& change : kTooMuch) {
    QrBill bill = Bill();
    change(*bill.debtor);
    EXPECT_FALSE(DebtorOf(bill));
    EXPECT_NE(PayloadOf(bill).find("1949.75\nCHF\n\n\n\n\n\n\n\nQRR"), std::string::npos);
  }
}

TEST(QrBillTest, MakesASquareThatPrints) {
  const QrSquare square = SquareOf(PayloadOf(Bill()));
  EXPECT_LE(square.modules, 117);  // version 25
  EXPECT_EQ(square.dark.size(), size_t(square.modules) * square.modules);
  EXPECT_THROW(SquareOf(std::string(1100, 'x')), Unprintable);
}
}  // namespace
}  // namespace aor::documents
