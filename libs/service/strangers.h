// Work is planned for whom the directory knows, and for nobody else.
#pragma once

#include <absl/strings/ascii.h>
#include <absl/strings/strip.h>

#include <optional>
#include <string>

#include "libs/eventsourcing/transaction.h"

namespace aor::service {
// WORKER_UNKNOWN of worker_id, where nobody of the id is known. For the decision and not before it:
// what was taken while they were known is answered as it was.
inline std::optional<eventsourcing::Refused> RefuseStranger(const std::string& field,
                                                            const std::string& id, bool is_known) {
  if (is_known) return std::nullopt;
  const std::string who(absl::StripSuffix(field, "_id"));
  return eventsourcing::Refused{
      absl::AsciiStrToUpper(who) + "_UNKNOWN",
      field + ": the directory knows no " + who + " " + id +
          ". Register them first, or send the consistency_token of their registration along."};
}
}  // namespace aor::service
