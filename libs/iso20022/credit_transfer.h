// Payment files for a bank: customer credit transfers, ISO 20022 pain.001.001.09.
// CheckFile in check.h says whether a bank would take them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libs/calendar/calendar.h"
#include "libs/money/money.h"

namespace aor::iso20022 {
inline constexpr std::string_view kNamespace = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

// Whose rules the file follows: those of the bank that receives it.
enum class Market {
  kSwiss,  // SPS 2025, schema pain.001.001.09.ch.03: CHF, and EUR within SEPA
  kSepa,   // EPC SCT rulebook: EUR only
};

struct Address {
  std::string street, building, postcode;
  std::string town, country;       // both are a must; the country by ISO 3166-1
  std::vector<std::string> lines;  // at most two, of what the fields cannot hold
};
struct Party {
  std::string name;
  Address address;
};
struct Account {
  std::string iban;
  std::string bic;  // may be empty: the bank finds it by the IBAN
};

struct Transfer {
  std::string instruction_id;  // ours
  std::string end_to_end_id;   // travels to the payee and comes back with a return
  money::Money amount;
  Party creditor;
  Account account;
  std::string reference;  // of the payee's invoice: QR or ISO 11649; else empty
  std::string text;       // free text for the payee, 140 characters
};

enum class Kind {
  kSalaries,   // category SALA, booked as one sum: no statement shows a salary
  kSuppliers,  // category SUPP
};
// The B level: one account, currency, kind and day.
struct Group {
  std::string id;
  Kind kind = Kind::kSuppliers;
  std::string currency;
  calendar::Date execution_date;
  Party debtor;
  Account account;
  std::vector<Transfer> transfers;
};
struct Message {
  Market market = Market::kSwiss;
  std::string id;  // never used again
  calendar::Instant created;
  std::string initiating_party;
  std::vector<Group> groups;
};

// The bytes of the file: the same message gives the same bytes. Counts and sums
// are computed. What is empty is left out; what XML cannot carry becomes U+FFFD;
// CheckFile refuses both. Throws std::overflow_error for a sum beyond 64 bits.
std::string Write(const Message& message);
}  // namespace aor::iso20022
