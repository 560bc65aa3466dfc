#pragma once

#include "libs/service/host.h"

namespace aor::credentials {
// Ends the process with what is wrong, file and line, and code 2 when a rule file is.
void Install(service::Host& host);
}  // namespace aor::credentials
