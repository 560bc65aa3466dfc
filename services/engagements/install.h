#pragma once

#include "libs/service/host.h"

namespace aor::engagements {
// Ends the process with one line and code 2 when a rule file is wrong.
void Install(service::Host& host);
}  // namespace aor::engagements
