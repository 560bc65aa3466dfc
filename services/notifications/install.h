#pragma once

#include "libs/service/host.h"

namespace aor::notifications {
// Names everything the notifications service is made of, and nothing else.
void Install(service::Host& host);
}  // namespace aor::notifications
