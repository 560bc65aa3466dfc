#pragma once

#include "libs/service/host.h"

namespace aor::directory {
void Install(service::Host& host);
}  // namespace aor::directory
