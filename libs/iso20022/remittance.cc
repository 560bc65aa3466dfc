#include "libs/iso20022/remittance.h"

#include <algorithm>
#include <iterator>

#include "libs/calendar/calendar.h"

namespace aor::iso20022 {
namespace {
struct Words {
  std::string_view subject, fr, de, en;
};
constexpr Words kWords[] = {
    {"SALARY", "Salaire", "Lohn", "Salary"},
    {"PART_PAYMENT", "Acompte", "Akontozahlung", "Part payment"},
    {"LOAN", "Prêt", "Darlehen", "Loan"},
    {"TRAINING_MISSION", "Mission de formation", "Bildungsauftrag", "Training mission"},
};

// 2026-10 is written 10.2026 in French and German.
std::string DetailIn(std::string_view detail, bool english) {
  const std::string text(detail);
  if (english || !calendar::FirstOfMonth(text)) return text;
  return text.substr(5) + "." + text.substr(0, 4);
}
}  // namespace

std::string RemittanceText(std::string_view subject, std::string_view detail,
                           std::string_view language) {
  const auto words = std::ranges::find(kWords, subject, &Words::subject);
  if (words == std::end(kWords)) return "";
  const std::string_view said = language == "fr"   ? words->fr
                                : language == "de" ? words->de
                                                   : words->en;
  const std::string of = DetailIn(detail, said == words->en);
  return std::string(said) + (of.empty() ? "" : " ") + of;
}

std::string ReadingLanguage(std::string_view stated, std::string_view country) {
  if (!stated.empty()) return std::string(stated.substr(0, stated.find('-')));
  if (country == "FR" || country == "MC") return "fr";
  if (country == "DE" || country == "AT" || country == "LI") return "de";
  return "";
}
}  // namespace aor::iso20022
