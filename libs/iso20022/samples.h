// Payment files of the month, for golden and conformance tests.
#pragma once

#include <map>
#include <string>

#include "libs/iso20022/credit_transfer.h"

namespace aor::iso20022 {
Message SwissSalaries();   // two workers of Geneva, one text with every kind of character
Message SwissSuppliers();  // francs by QR reference, francs and euros by ISO 11649
Message SepaSalaries();    // Lyon: one salary, one part payment
// By the name of the file.
std::map<std::string, Message> Samples();
}  // namespace aor::iso20022
