#include "libs/documents/papers/press.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

#include <stdexcept>

#include "libs/documents/layout/unprintable.h"
#include "libs/documents/papers/needs.h"

namespace aor::documents {
absl::StatusOr<std::unique_ptr<const Press>> Press::Open(const std::string& texts,
                                                         const std::string& fonts) {
  auto loaded_fonts = Fonts::Load(fonts);
  if (!loaded_fonts.ok()) return loaded_fonts.status();
  auto loaded_texts = Texts::Load(texts, AllNeeds());
  if (!loaded_texts.ok()) return loaded_texts.status();
  return std::unique_ptr<const Press>(
      new Press(*std::move(loaded_fonts), *std::move(loaded_texts)));
}

std::vector<std::string> AddressLines(const Party& party, const Reader& reader) {
  const iso20022::Address& address = party.who.address;
  std::vector<std::string> lines = {party.who.name};
  lines.insert(lines.end(), address.lines.begin(), address.lines.end());
  const bool number_first = address.country == "FR" || address.country == "GB";
  lines.push_back(number_first ? absl::StrCat(address.building, " ", address.street)
                               : absl::StrCat(address.street, " ", address.building));
  const bool abroad = !address.country.empty() && address.country != reader.country;
  lines.push_back(absl::StrCat(abroad && !address.town.empty() ? address.country + "-" : "",
                               address.postcode, " ", address.town));
  for (std::string& line : lines) absl::RemoveExtraAsciiWhitespace(&line);
  std::erase(lines, "");
  return lines;
}

std::string OnOneLine(const Party& party, const Reader& reader) {
  return absl::StrJoin(AddressLines(party, reader), ", ");
}

namespace {
// "SAS au capital de 50 000,00 €", "404 833 048 RCS Lyon".
std::vector<std::string> CompanyLines(const Desk& desk, const Company& company) {
  std::vector<std::string> lines = {company.legal_form};
  if (company.capital)
    lines[0] = desk.Say("company.capital", {{"form", company.legal_form},
                                            {"capital", desk.figures.Currency(*company.capital)}});
  if (!company.register_town.empty())
    lines.push_back(desk.Say("company.register", {{"number", InThrees(company.register_number)},
                                                  {"town", company.register_town}}));
  std::erase(lines, "");
  return lines;
}

std::vector<std::string> LetterheadLines(const Desk& desk, const Party& issuer) {
  std::vector<std::string> address = AddressLines(issuer, desk.reader);
  address.erase(address.begin());
  std::vector<std::string> lines = {absl::StrJoin(address, ", "),
                                    absl::StrJoin(issuer.contacts, " · "),
                                    absl::StrJoin(CompanyLines(desk, issuer.company), " · "),
                                    absl::StrJoin(issuer.registrations, " · ")};
  std::erase(lines, "");
  return lines;
}

std::string Made(const Press& press, const Party& issuer, const PaperHead& head,
                 const std::function<void(Desk&)>& compose) {
  CheckStated("issuer", issuer.who.name);
  const std::string foot = absl::StrCat(issuer.who.name, " · ", head.title,
                                        head.reference.empty() ? "" : " · ", head.reference);
  Sheets sheets(press.fonts(),
                {head.title, issuer.who.name, head.reader.tag(), head.created, foot});
  Desk desk{sheets, press.texts(), head.reader, Figures(press.texts(), head.reader)};
  Letterhead(sheets, issuer.who.name, LetterheadLines(desk, issuer));
  compose(desk);
  return sheets.Finish();
}
}  // namespace

std::vector<std::string> WithRegistrations(const Desk& desk, const Party& party) {
  std::vector<std::string> lines = AddressLines(party, desk.reader);
  for (const auto& more : {CompanyLines(desk, party.company), party.registrations})
    lines.insert(lines.end(), more.begin(), more.end());
  return lines;
}

std::vector<TextNeed> CompanyNeeds() {
  return {{"company.capital", "form capital"}, {"company.register", "number town"}};
}

absl::StatusOr<std::string> Compose(const Press& press, const Party& issuer, const PaperHead& head,
                                    const std::function<void(Desk&)>& compose) {
  try {
    return Made(press, issuer, head, compose);
  } catch (const std::exception& refused) {
    return absl::InvalidArgumentError(
        absl::StrCat(head.title, " ", head.reference, ": ", refused.what()));
  }
}

void Sign(Desk& desk, const std::string& sentence, const std::vector<Signer>& signers) {
  Signatures(desk.sheets, sentence, signers, desk.Say("sign.place_date"),
             desk.Say("sign.signature"));
}

void DrawSigned(Desk& desk, Table table, const std::string& sentence,
                const std::vector<Signer>& signers) {
  table.below = HeightOfSignatures(desk.sheets, sentence, signers);
  Draw(desk.sheets, table);
  Sign(desk, sentence, signers);
}

void CheckSum(const std::string& what, const money::Money& lines, const money::Money& stated) {
  if (lines == stated) return;
  throw Unprintable(absl::StrCat(what, " is stated as ", money::ToString(stated),
                                 ", but its lines make ", money::ToString(lines)));
}

void CheckStated(const std::string& what, const std::string& value) {
  if (value.empty()) throw Unprintable(what + " is missing");
}
}  // namespace aor::documents
