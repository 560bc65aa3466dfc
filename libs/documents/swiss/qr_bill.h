// The payment part and receipt of a Swiss QR-bill, IG QR-bill v2.3: structured addresses only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/documents/layout/sheets.h"
#include "libs/documents/texts/texts.h"
#include "libs/iso20022/credit_transfer.h"
#include "libs/money/money.h"

namespace aor::documents {
struct QrBill {
  std::string iban;  // Swiss; a QR-IBAN takes a QR reference and no other
  iso20022::Party creditor;
  std::string currency = "CHF";        // or EUR
  std::optional<money::Money> amount;  // without one the payer writes it
  // Without one the payer writes the name; so he does where the code could not hold it whole:
  // a name of more than 70 characters, an address without a town.
  std::optional<iso20022::Party> debtor;
  std::string reference;  // QRR, SCOR (RF…) or empty
  std::string message;    // 140 characters
};

// The lines of the code. Throws Unprintable with the field that the standard refuses.
std::string PayloadOf(const QrBill& bill);

// The debtor, if the code holds him whole.
std::optional<iso20022::Party> DebtorOf(const QrBill& bill);

// Dark modules of the code for a payload, row by row; error correction M.
struct QrSquare {
  int modules = 0;
  std::vector<bool> dark;
};
QrSquare SquareOf(const std::string& payload);

// Whether it fits below what stands on the page.
bool HasRoomForQrBill(const Sheets& sheets);
// At the foot of the page, or of a new one where that is full; nothing comes after it.
void PlaceQrBill(Sheets& sheets, const Texts& texts, const Reader& reader, const QrBill& bill);
std::vector<TextNeed> QrBillNeeds();
}  // namespace aor::documents
