#include "services/notifications/templates/names.h"

#include "services/notifications/templates/kinds.h"

namespace aor::notifications {
namespace {
using Values = std::map<std::string, std::string>;

// By its title, or its kind in the reader's language; in messages of before, by its id.
void NameSession(Values& values, std::string_view language) {
  if (const auto title = values.find(kTitled); title != values.end())
    values["session_id"] = title->second;
  const auto kind = values.find(kCalled);
  if (kind == values.end()) return;
  const bool is_training = kind->second == "training";
  values["session_id"] = language == "fr"   ? is_training ? "(formation)" : "(atelier)"
                         : language == "de" ? is_training ? "(Schulung)" : "(Workshop)"
                                            : "(" + kind->second + ")";
}

// "no. 1 of 5 Oct 2026"; without its day where nobody kept that.
void NameCertificate(Values& values, std::string_view language) {
  const auto number = values.find(kSuperseded);
  if (number == values.end()) return;
  const bool is_french = language == "fr", is_german = language == "de";
  number->second = (is_french ? "n° " : is_german ? "Nr. " : "no. ") + number->second;
  if (const auto day = values.find(kSupersededOn); day != values.end())
    number->second += (is_french ? " du " : is_german ? " vom " : " of ") + day->second;
  std::string& cause = values[kCause];
  const bool is_name = cause == kNameCause;
  cause = is_french   ? is_name ? "votre nom est corrigé" : "vos présences sont corrigées"
          : is_german ? is_name ? "Ihr Name ist berichtigt" : "Ihre Anwesenheit ist berichtigt"
          : is_name   ? "your name is corrected"
                      : "your attendance is corrected";
}

// Nobody said yet where it takes place.
void NamePlace(Values& values, std::string_view language) {
  const auto place = values.find("place");
  if (place == values.end() || !place->second.empty()) return;
  place->second = language == "fr"   ? "lieu à préciser"
                  : language == "de" ? "Ort folgt"
                                     : "place to be announced";
}
}  // namespace

void NameInWords(Values& values, std::string_view language) {
  NameSession(values, language);
  NameCertificate(values, language);
  NamePlace(values, language);
}
}  // namespace aor::notifications
