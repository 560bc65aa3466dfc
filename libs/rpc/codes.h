// Lists that are closed by a standard: a code that is well spelled but stands in none is
// a typing error, found before it is a fact.
#pragma once

#include <string_view>

namespace aor::rpc {
bool IsCurrency(std::string_view code);  // ISO 4217, in use today: CHF, but not FRF, XTS or ZZZ
bool IsCountry(std::string_view code);   // ISO 3166-1 alpha-2: CH
// A country, or a part of one as ISO 3166-2 spells it: FR, CH-GE. The parts are no list here.
bool IsJurisdiction(std::string_view code);
// BCP 47, of a language of ISO 639 and, where one is named, a country of ISO 3166-1: fr, de-CH.
bool IsLanguage(std::string_view tag);
}  // namespace aor::rpc
