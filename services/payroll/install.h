#pragma once

#include "libs/service/host.h"

namespace aor::payroll {
// Names everything the payroll service is made of, and nothing else.
void Install(service::Host& host);
}  // namespace aor::payroll
