// What the verification of a pack found, for a person or for a program. A pack is of others: no
// text in it makes a line of its own or breaks the JSON.
#pragma once

#include <string>

#include "libs/audit/verify.h"

namespace aor::aorctl {
std::string ReportText(const audit::Report& report);
std::string ReportJson(const audit::Report& report);
}  // namespace aor::aorctl
