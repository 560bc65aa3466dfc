// What a line of pay is called in the reader's language.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "aor/types/v1/training.pb.h"
#include "libs/documents/papers/press.h"

namespace aor::documents {
// By the code that payroll's rules give it: AHV; AHV_EMPLOYER, the employer's part of it; NIGHT_25,
// a supplement of so many per cent. A code without words, as of a rule that somebody added: the
// label it came with. A fee of a training mission says which work it is for.
std::string PayLineText(const Desk& desk, std::string_view code, const std::string& label,
                        const std::optional<types::v1::TrainingWork>& training);
// The risks that contributions insure, as texts, in the order of French slips (arrêté of 25
// February 2016 on the lines of payslips, as of 31 January 2023).
std::span<const char* const> Risks();
// Which one it is by its code without _EMPLOYER; of an unknown code the employer's others.
std::string_view RiskOf(std::string_view code);
}  // namespace aor::documents
