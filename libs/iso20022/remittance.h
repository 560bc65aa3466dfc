// What a payee reads beside the amount, in their own language.
#pragma once

#include <string>
#include <string_view>

namespace aor::iso20022 {
// "Salaire 10.2026" for SALARY of 2026-10 in "fr"; also of PART_PAYMENT, LOAN, TRAINING_MISSION.
// In English for another language than fr, de and en; empty for another subject.
std::string RemittanceText(std::string_view subject, std::string_view detail,
                           std::string_view language);
// The one that somebody reads: as stated, else where their country has one language of those three;
// empty if it is not known.
std::string ReadingLanguage(std::string_view stated, std::string_view country);
}  // namespace aor::iso20022
