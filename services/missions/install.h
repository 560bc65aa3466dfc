#pragma once

#include "libs/service/host.h"

namespace aor::missions {
// Ends the process with what is wrong and code 2 when the rule files are.
void Install(service::Host& host);
}  // namespace aor::missions
