// The chain rule, written once. Every backend asks here whether a record takes effect.
#pragma once

#include "libs/eventlog/event_log.h"

namespace aor::eventlog {
// A record is VALID when its previous_head is the head before it; otherwise it is VOID.
bool IsValid(const Record& record, const Tail& before);
}  // namespace aor::eventlog
