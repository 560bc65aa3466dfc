#include "services/documents/papers/line_words.h"

#include <string_view>

#include "services/documents/papers/phrases.h"
#include "services/documents/papers/training_words.h"

namespace aor::documents {
namespace {
constexpr Phrase kWork[] = {
    {"hours", "heures", "Stunden"},
    {"days", "jours", "Tage"},
    {"months", "mois", "Monate"},
    {"fixed price", "prix forfaitaire", "Festpreis"},
    {"sessions", "séances", "Durchführungen"},
    {"placement fee", "honoraires de placement", "Vermittlungshonorar"},
    {"overtime supplement", "supplément heures supplémentaires", "Überstundenzuschlag"},
    {"night supplement", "supplément de nuit", "Nachtzuschlag"},
    {"Sunday supplement", "supplément du dimanche", "Sonntagszuschlag"},
    {"public holiday supplement", "supplément jour férié", "Feiertagszuschlag"},
    {"extra work supplement", "supplément pour autre travail", "Zuschlag für andere Arbeit"},
    {"expenses as spent", "frais effectifs", "Spesen nach Aufwand"}};
constexpr Phrase kFee = {"Agency fee ", "Honoraires de l’agence, ", "Agenturhonorar, "};
constexpr Phrase kOf = {" % of ", " % de ", " % von "};

// "Mason: overtime supplement 25 %": the title, what is billed, its percentage.
std::string OfWork(const std::string& text, const Reader& reader) {
  const size_t colon = text.rfind(": ");
  if (colon == std::string::npos) return text;
  const std::string_view said = std::string_view(text).substr(colon + 2);
  const std::string_view between = reader.language == "fr" ? " : " : ": ";
  for (const Phrase& words : kWork) {
    if (!said.starts_with(words.en)) continue;
    const std::string_view rest = said.substr(words.en.size());
    if (rest.empty() || (rest.starts_with(' ') && rest.ends_with(" %")))
      return text.substr(0, colon) + std::string(between) + In(reader, words) + std::string(rest);
  }
  return text;
}

// "Agency fee 4 % of EUR 11160.00"
std::string OfFee(const std::string& text, const Reader& reader) {
  const size_t of = text.find(kOf.en);
  if (!text.starts_with(kFee.en) || of == std::string::npos) return text;
  return In(reader, kFee) + text.substr(kFee.en.size(), of - kFee.en.size()) + In(reader, kOf) +
         text.substr(of + kOf.en.size());
}
}  // namespace

std::string LineWords(const invoicing::v1::InvoiceLine& line, const Reader& reader) {
  if (line.has_training()) return TrainingWords(line, reader);
  if (reader.language == "en" || line.category() == "MANUAL") return line.description();
  return line.category() == "FEE" ? OfFee(line.description(), reader)
                                  : OfWork(line.description(), reader);
}
}  // namespace aor::documents
