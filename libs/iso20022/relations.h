// The rules between elements: sums, currencies, accounts and references.
#pragma once

#include <libxml/tree.h>

#include <vector>

#include "libs/iso20022/check.h"

namespace aor::iso20022 {
// `message` is CstmrCdtTrfInitn; what it lacks has been said already.
void CheckRelations(const xmlNode* message, Market market, std::vector<Violation>& found);
}  // namespace aor::iso20022
