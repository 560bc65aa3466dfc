#pragma once

#include "libs/service/host.h"

namespace aor::invoicing {
void Install(service::Host& host);
}  // namespace aor::invoicing
