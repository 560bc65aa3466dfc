// Numbers that banks and offices give out, each checked by its own algorithm.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aor::identifiers {
enum class Kind {
  kIban,               // ISO 13616, with the structure that its country registered
  kBic,                // ISO 9362: 8 or 11 characters, of a country
  kLei,                // ISO 17442
  kQrReference,        // of Swiss payments: 27 digits
  kCreditorReference,  // ISO 11649: RF…
  kSwissAhv,           // AHV/AVS number of a person
  kSwissUid,           // CHE-… of an organisation
  kSwissVat,           // the same with MWST, TVA, IVA or TPV
  kFrenchSiren,        // of a company
  kFrenchSiret,        // of one of its places
  kFrenchNir,          // social security number of a person
  kGermanTaxId,        // Steuer-Identifikationsnummer of a person
  kBritishUtr,         // Unique Taxpayer Reference
  kBritishNino,        // National Insurance number
  kBritishCompany,     // of Companies House
  kCanadianSin,
  kCanadianBusiness,  // nine digits, or fifteen characters with programme and account
  kAmericanEin,
  kAmericanSsn,
  kAustralianBusiness,
  kAustrianVat,
  kBelgianVat,
  kBritishVat,  // also of Northern Ireland: XI
  kDanishVat,
  kDutchVat,
  kFinnishVat,
  kFrenchVat,
  kGermanVat,
  kIrishVat,
  kItalianVat,
  kLuxembourgVat,
  kPolishVat,
  kPortugueseVat,
  kSpanishVat,
  kSwedishVat,
};

struct Verdict {
  bool valid = false;
  std::string canonical;  // capitals without separators, the country of a VAT number before it;
                          // empty unless valid
  std::string reason;     // what to do about it, in a sentence; empty if valid
};
// Of what a person typed: its usual separators and small letters are taken. Right digits say that
// a number may be given out, not that it was.
Verdict Check(Kind kind, std::string_view typed);
// Valid, and written in its canonical form: what files and programs take.
bool Is(Kind kind, std::string_view text);

// "ch-ahv" and the like, for programs that are told a kind; in the order above.
std::vector<std::string_view> Names();
std::optional<Kind> Named(std::string_view name);

// Whose number this claims to be, by country or by shape; none of ours: nobody here can say more.
std::optional<Kind> VatKindOf(std::string_view typed);     // of a company for VAT
std::optional<Kind> PersonKindOf(std::string_view typed);  // AHV number or NIR of a person
// What an organisation of this ISO 3166 country is registered by.
std::optional<Kind> RegisterKindOf(std::string_view country, std::string_view typed);

// A Swiss or Liechtenstein IBAN whose bank number is 30000 to 31999: it takes
// payments with a QR reference only.
bool IsQrIban(std::string_view iban);
// Of a country that takes part in SEPA.
bool IsSepaIban(std::string_view iban);
bool IsCountry(std::string_view code);  // ISO 3166-1 alpha-2
}  // namespace aor::identifiers
