#include "services/missions/api/headings.h"

#include <absl/strings/str_cat.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace aor::missions {
namespace {
using Fields = std::vector<std::string>;
constexpr char kMail[] = "mail", kSurname[] = "surname", kGivenNames[] = "given_names";

// Letters and digits alone, folded as Unicode does it: PRÉNOM(S), Prenom_s and prénoms are one.
std::string Plain(const std::string& heading) {
  UErrorCode failed = U_ZERO_ERROR;
  const auto* decompose = icu::Normalizer2::getNFKDInstance(failed);
  if (U_FAILURE(failed)) return heading;
  const auto text = decompose->normalize(icu::UnicodeString::fromUTF8(heading), failed).foldCase();
  icu::UnicodeString plain;
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1))
    if (const UChar32 c = text.char32At(at); u_isalnum(c)) plain.append(c);
  std::string utf8;
  return plain.toUTF8String(utf8);
}

using Headings = std::map<std::string, std::set<std::string>>;
// As programs and offices write them, plain.
const Headings& KnownHeadings() {
  static const auto& headings = *new Headings{
      {kMail,
       {"mail",
        "mails",
        "email",
        "emails",
        "courriel",
        "courriels",
        "mel",
        "adresse",
        "adressemail",
        "adresseemail",
        "adressecourriel",
        "adresseelectronique",
        "adressedecourriel",
        "emailprofessionnel",
        "mailprofessionnel",
        "courrielprofessionnel",
        "adressemailprofessionnelle",
        "adresseemailprofessionnelle",
        "mailpro",
        "emailpro",
        "emailaddress",
        "mailaddress",
        "workemail",
        "emailadresse",
        "mailadresse"}},
      {kSurname,
       {"surname", "surnames", "lastname", "familyname", "name", "nom", "noms", "nomdefamille",
        "nomdusage", "nachname", "familienname"}},
      {kGivenNames,
       {"givenname", "givennames", "firstname", "firstnames", "forename", "forenames", "prenom",
        "prenoms", "vorname", "vornamen"}},
      // Of no use on a roll, and in most exports.
      {"", {"civilite",     "title",        "salutation",  "anrede",   "titre",      "service",
            "departement",  "department",   "abteilung",   "fonction", "function",   "funktion",
            "poste",        "position",     "jobtitle",    "societe",  "entreprise", "company",
            "organisation", "organization", "firma",       "site",     "ville",      "city",
            "ort",          "tel",          "telephone",   "phone",    "telefon",    "mobile",
            "portable",     "matricule",    "id",          "n",        "no",         "nr",
            "numero",       "number",       "groupe",      "group",    "gruppe",     "langue",
            "language",     "sprache",      "commentaire", "comment",  "remarque",   "remark",
            "bemerkung"}}};
  return headings;
}

std::optional<std::string> ColumnOf(const std::string& heading) {
  const std::string plain = Plain(heading);
  for (const auto& [column, headings] : KnownHeadings())
    if (headings.contains(plain)) return column;
  return std::nullopt;
}

bool HasAddress(const Fields& row) { return std::ranges::any_of(row, HasAddressSign); }

bool IsUsed(const std::vector<Fields>& rows, size_t column) {
  return std::any_of(rows.begin() + 1, rows.end(), [&](const Fields& row) {
    return column < row.size() && !row[column].empty();
  });
}

// Two columns of given names are put together; of the others nobody knows which is meant.
std::string DoubledIn(const Fields& names) {
  for (const auto& [column, word] :
       {std::pair{kMail, "addresses"}, std::pair{kSurname, "surnames"}})
    if (std::ranges::count(names, column) > 1)
      return absl::StrCat("Two columns hold ", word, ": leave one of them");
  return "";
}

Columns ByHeadings(const std::vector<Fields>& rows) {
  Columns columns{{}, true};
  for (size_t i = 0; i < rows.front().size(); ++i) {
    const std::string& heading = rows.front()[i];
    const auto known = ColumnOf(heading);
    columns.names.push_back(known.value_or(""));
    if (known || !columns.problem.empty() || (heading.empty() && !IsUsed(rows, i))) continue;
    columns.problem = absl::StrCat("The heading “", heading,
                                   "” is not known: call it mail, surname or given names, or "
                                   "leave the column out");
  }
  if (columns.problem.empty()) columns.problem = DoubledIn(columns.names);
  return columns;
}

Columns ByContent(const std::vector<Fields>& rows) {
  Columns columns;
  bool has_surname = false;
  for (const auto& field : rows.front()) {
    const bool is_address = HasAddressSign(field);
    columns.names.push_back(is_address ? kMail : has_surname ? kGivenNames : kSurname);
    has_surname = has_surname || !is_address;
  }
  columns.problem = DoubledIn(columns.names);
  if (!HasAddress(rows.front()) && std::ranges::any_of(rows, HasAddress))
    columns.problem =
        "It holds no address, and no heading that is known: begin the list with the headings mail, "
        "surname, given names";
  return columns;
}
}  // namespace

bool HasAddressSign(const std::string& field) { return field.find('@') != std::string::npos; }

Columns ColumnsOf(const std::vector<Fields>& rows) {
  const bool has_headings = std::ranges::any_of(rows.front(), [](const std::string& field) {
    const auto known = ColumnOf(field);
    return known && !known->empty();
  });
  return has_headings ? ByHeadings(rows) : ByContent(rows);
}
}  // namespace aor::missions
