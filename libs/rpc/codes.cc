#include "libs/rpc/codes.h"

#include <unicode/ucurr.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace aor::rpc {
namespace {
using Codes = std::set<std::string, std::less<>>;

Codes Currencies() {
  Codes codes;
  UErrorCode error = U_ZERO_ERROR;
  UEnumeration* all = ucurr_openISOCurrencies(UCURR_COMMON | UCURR_NON_DEPRECATED, &error);
  while (const char* code = uenum_next(all, nullptr, &error)) codes.insert(code);
  uenum_close(all);
  return codes;
}

Codes Listed(const char* const* ended_by_null) {
  Codes codes;
  for (; *ended_by_null; ++ended_by_null) codes.insert(*ended_by_null);
  return codes;
}

bool IsUpperOrDigit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
}  // namespace

bool IsCurrency(std::string_view code) {
  static const auto& currencies = *new Codes(Currencies());
  return currencies.contains(code);
}

bool IsCountry(std::string_view code) {
  static const auto& countries = *new Codes(Listed(uloc_getISOCountries()));
  return countries.contains(code);
}

bool IsJurisdiction(std::string_view code) {
  if (!IsCountry(code.substr(0, 2))) return false;
  const auto rest = code.substr(2);
  return rest.empty() || (rest.size() >= 2 && rest.size() <= 4 && rest.front() == '-' &&
                          std::ranges::all_of(rest.substr(1), IsUpperOrDigit));
}

bool IsLanguage(std::string_view tag) {
  static const auto& languages = *new Codes(Listed(uloc_getISOLanguages()));
  if (!languages.contains(tag.substr(0, tag.find('-')))) return false;
  const std::string text(tag);
  std::array<char, ULOC_FULLNAME_CAPACITY> locale, country;
  int32_t read = 0;
  UErrorCode error = U_ZERO_ERROR;
  uloc_forLanguageTag(text.c_str(), locale.data(), locale.size(), &read, &error);
  uloc_getCountry(locale.data(), country.data(), country.size(), &error);
  const bool whole = U_SUCCESS(error) && static_cast<size_t>(read) == text.size();
  return whole && (!country[0] || IsCountry(country.data()));
}
}  // namespace aor::rpc
