#include "services/directory/api/seals.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <set>

#include "aor/directory/v1/directory_rows.pb.h"
#include "libs/service/erased.h"
#include "services/directory/projections/directory_view.h"

namespace aor::directory {
std::string NamePlace(const std::string& person) { return "person/" + person + "/name"; }
std::string AddressPlace(const std::string& person) { return "person/" + person + "/address"; }
std::string IdentifierPlace(const std::string& person) {
  return "person/" + person + "/identifier";
}
std::string ProfilePlace(const std::string& person) {
  return "person/" + person + "/payroll_profile";
}
std::string ContactPlace(const std::string& owner) { return "contact/" + owner + "/details"; }
std::string IbanPlace(const std::string& owner, uint32_t version) {
  return "account/" + owner + "/" + std::to_string(version) + "/iban";
}

std::optional<std::string> Opened(const vault::Vault& vault, const std::string& tenant,
                                  const std::string& place, const types::v1::Sealed& sealed) {
  return service::OpenUnlessErased(vault, tenant, place, sealed);
}

absl::Status StillOpens(const eventsourcing::Rows& rows, const vault::Vault& vault,
                        const std::string& tenant, const std::string& person) {
  const auto row = rows.Load<v1::PersonRow>(PersonKey(tenant, person));
  if (!row || row->registered().name().ciphertext().empty()) return absl::OkStatus();  // erased
  const auto name = vault.Open(tenant, NamePlace(person), row->registered().name());
  return absl::IsNotFound(name.status()) ? absl::OkStatus() : name.status();
}

std::string FoldedName(const std::string& name) {
  UErrorCode failed = U_ZERO_ERROR;
  const auto* decompose = icu::Normalizer2::getNFKDInstance(failed);
  if (U_FAILURE(failed)) return name;
  const auto text = decompose->normalize(icu::UnicodeString::fromUTF8(name), failed).foldCase();
  std::multiset<std::string> words;
  icu::UnicodeString word;
  const auto finish = [&] {
    std::string utf8;
    if (!word.isEmpty()) words.insert(word.toUTF8String(utf8));
    word.remove();
  };
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 c = text.char32At(at);
    if (u_isalnum(c))
      word.append(c);
    else if (u_charType(c) != U_NON_SPACING_MARK)
      finish();
  }
  finish();
  std::string folded;
  for (const std::string& each : words) folded += (folded.empty() ? "" : " ") + each;
  return folded;
}

std::string FullName(const v1::PersonName& name) {
  return name.given_name() + " " + name.family_name();
}

std::string MaskedIban(const std::string& iban) {
  if (iban.size() < 12) return "••••";
  return iban.substr(0, 4) + " •••• " + iban.substr(iban.size() - 4);
}
}  // namespace aor::directory
