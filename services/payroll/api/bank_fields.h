// What a bank would not take, said in the words of who can change it.
#pragma once

#include <string>

#include "libs/iso20022/check.h"

namespace aor::payroll {
// Of a payee: "address.town is missing. Change the payee's details, then propose it again."
std::string ForPayee(const iso20022::Violation& violation);
// Of the payer, or of the file.
std::string ForPayer(const iso20022::Violation& violation);
}  // namespace aor::payroll
