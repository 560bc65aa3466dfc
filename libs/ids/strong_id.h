#pragma once

#include <compare>
#include <string>

namespace aor {
// An identifier that cannot be mistaken for another kind of identifier.
template <class Tag>
struct StrongId {
  std::string value;
  friend auto operator<=>(const StrongId&, const StrongId&) = default;
};
using PersonId = StrongId<struct PersonTag>;  // also a worker's
using ClientId = StrongId<struct ClientTag>;
using LegalEntityId = StrongId<struct LegalEntityTag>;
using ContractId = StrongId<struct ContractTag>;
}  // namespace aor
