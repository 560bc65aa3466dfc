// What every paper is printed with. One for the whole process, safe from any thread; only as
// much memory as papers in work need.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libs/documents/layout/blocks.h"
#include "libs/documents/layout/fonts.h"
#include "libs/documents/layout/table.h"
#include "libs/documents/texts/figures.h"
#include "libs/documents/texts/texts.h"
#include "libs/iso20022/credit_transfer.h"

namespace aor::documents {
class Press {
 public:
  // `texts` holds fr.txt, de.txt and en.txt. Refused, with what is missing, before any paper.
  static absl::StatusOr<std::unique_ptr<const Press>> Open(
      const std::string& texts, const std::string& fonts = "/usr/share/fonts/truetype");
  const Fonts& fonts() const { return *fonts_; }
  const Texts& texts() const { return texts_; }

 private:
  Press(std::unique_ptr<const Fonts> fonts, Texts texts)
      : fonts_(std::move(fonts)), texts_(std::move(texts)) {}
  std::unique_ptr<const Fonts> fonts_;
  Texts texts_;
};

// What a company's papers name of it beside its numbers; each may be empty.
struct Company {
  std::string legal_form;
  std::optional<money::Money> capital;
  std::string register_town, register_number;
};
// Of a paper: who it is from or to.
struct Party {
  iso20022::Party who;                     // the address may be empty
  std::vector<std::string> registrations;  // "CHE-123.456.788 TVA", as they stand on the paper
  std::vector<std::string> contacts;       // telephone, mail
  Company company = {};
};
// Name and address, one under the other, as the post of the reader's country wants them.
std::vector<std::string> AddressLines(const Party& party, const Reader& reader);
// "Rue du Rhône 1, 1204 Genève"
std::string OnOneLine(const Party& party, const Reader& reader);

// One paper in work: sheets, words and figures of its reader.
struct Desk {
  Sheets& sheets;
  const Texts& texts;
  const Reader& reader;
  Figures figures;
  std::string Say(std::string_view key, const Values& values = {}) const {
    return texts.Say(reader, key, values);
  }
};

// The same with legal form, capital, register and numbers below.
std::vector<std::string> WithRegistrations(const Desk& desk, const Party& party);

struct PaperHead {
  Reader reader;
  std::string title;      // "Fiche de salaire octobre 2026"
  std::string reference;  // its number: named at every page's foot and in errors
  calendar::Date created;
};
// The bytes of a paper. Whatever cannot be printed answers INVALID_ARGUMENT, the paper named.
absl::StatusOr<std::string> Compose(const Press& press, const Party& issuer, const PaperHead& head,
                                    const std::function<void(Desk&)>& compose);

// A sentence and a box for each signer, in the reader's words.
void Sign(Desk& desk, const std::string& sentence, const std::vector<Signer>& signers);
// The same below a table, the last rows of which stand on the page that is signed.
void DrawSigned(Desk& desk, Table table, const std::string& sentence,
                const std::vector<Signer>& signers);

// Throws Unprintable, with both amounts, unless they are equal: no paper whose lines do not add
// up.
void CheckSum(const std::string& what, const money::Money& lines, const money::Money& stated);
// Throws Unprintable if it is empty.
void CheckStated(const std::string& what, const std::string& value);
}  // namespace aor::documents
