// What the table of identifiers.cc names: one function for the arithmetic of each kind.
#pragma once

#include <string>
#include <string_view>

namespace aor::identifiers {
enum class Fault { kNone, kShape, kCheckDigits, kNotGivenOut };
inline Fault CheckDigits(bool fit) { return fit ? Fault::kNone : Fault::kCheckDigits; }

// Of a number of the right shape, compact. banks.cc:
Fault OfIban(std::string_view number);
Fault OfBic(std::string_view number);
Fault OfLei(std::string_view number);
Fault OfQrReference(std::string_view number);
Fault OfCreditorReference(std::string_view number);
// offices.cc:
Fault OfSwissAhv(std::string_view number);
Fault OfSwissUid(std::string_view number);  // also with what follows it for VAT
Fault OfFrenchSiren(std::string_view number);
Fault OfFrenchSiret(std::string_view number);
Fault OfFrenchNir(std::string_view number);
Fault OfGermanTaxId(std::string_view number);
Fault OfBritishUtr(std::string_view number);
Fault OfBritishNino(std::string_view number);
Fault OfBritishCompany(std::string_view number);
Fault OfCanadianSin(std::string_view number);
Fault OfCanadianBusiness(std::string_view number);
Fault OfAmericanEin(std::string_view number);
Fault OfAmericanSsn(std::string_view number);
Fault OfAustralianBusiness(std::string_view number);
// vat.cc, with their countries before them:
Fault OfAustrianVat(std::string_view number);
Fault OfBelgianVat(std::string_view number);
Fault OfBritishVat(std::string_view number);
Fault OfDanishVat(std::string_view number);
Fault OfDutchVat(std::string_view number);
Fault OfFinnishVat(std::string_view number);
Fault OfFrenchVat(std::string_view number);
Fault OfGermanVat(std::string_view number);
Fault OfIrishVat(std::string_view number);
Fault OfItalianVat(std::string_view number);
Fault OfLuxembourgVat(std::string_view number);
Fault OfPolishVat(std::string_view number);
Fault OfPortugueseVat(std::string_view number);
Fault OfSpanishVat(std::string_view number);
Fault OfSwedishVat(std::string_view number);

// What people leave out or add: a compact number as its office writes it.
std::string WithLeadingZeros(std::string number);  // of Companies House
std::string WithoutLeadingK(std::string number);   // of a UTR
std::string WithLeadingZero(std::string number);   // of a Belgian number of old
}  // namespace aor::identifiers
