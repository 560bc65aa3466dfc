// The words on papers: data, fr.txt and, by subject, status.fr.txt beside it; so of each language.
// Checked when they are loaded.
//
//   # a comment
//   payslip.title = Fiche de salaire {month}
//   payslip.title@FR = Bulletin de paie {month}      for readers in France
#pragma once

#include <absl/status/statusor.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aor::documents {
// Whom a paper speaks to.
struct Reader {
  std::string language = "fr";  // fr, de or en
  std::string country = "CH";   // whose words, dates and numbers: ISO 3166-1
  std::string tag() const { return language + "-" + country; }
};

// A text that a paper needs, and the fields that stand in it: "from to".
struct TextNeed {
  const char* key;
  const char* fields = "";
};
using Values = std::vector<std::pair<std::string_view, std::string>>;

inline constexpr const char* kLanguages[] = {"fr", "de", "en"};

// The files of a folder that hold a language: fr.txt, then those that end in .fr.txt, by name.
std::vector<std::string> TextFiles(const std::string& folder, const std::string& language);

class Texts {
 public:
  // Reads all files of each language. Refused, with file, language and key: a
  // needed text that is missing, a field missing in one or unknown to it, a text that no
  // paper needs, one that stands twice, a line that is none.
  static absl::StatusOr<Texts> Load(const std::string& folder, const std::vector<TextNeed>& needs);

  // The text with its fields filled in, once: a value is never searched for fields. Throws
  // std::invalid_argument for a key or a language that was not loaded.
  std::string Say(const Reader& reader, std::string_view key, const Values& values = {}) const;

 private:
  using Language = std::map<std::string, std::string, std::less<>>;
  std::map<std::string, Language, std::less<>> languages_;
};
}  // namespace aor::documents
