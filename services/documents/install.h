#pragma once

#include "libs/service/host.h"

namespace aor::documents {
// Names everything the documents service is made of, and nothing else.
void Install(service::Host& host);
}  // namespace aor::documents
