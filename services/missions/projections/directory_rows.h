// Who is registered, as the directory published it.
#pragma once

#include <string>

#include "libs/eventsourcing/projection.h"

namespace aor::missions {
inline constexpr char kClientKind[] = "client", kLegalEntityKind[] = "legal entity",
                      kPersonKind[] = "person", kSupplierKind[] = "supplier";
std::string RegisteredKey(const std::string& tenant, const std::string& kind,
                          const std::string& id);
void ApplyDirectory(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
}  // namespace aor::missions
