#include "libs/eventlog/chain_rule.h"

namespace aor::eventlog {
bool IsValid(const Record& record, const Tail& before) {
  return record.previous_head == before.head;
}
}  // namespace aor::eventlog
