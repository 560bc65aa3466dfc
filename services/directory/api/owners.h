// Whoever owns an account or a contact: a person or an organisation. The registration stands on the
// same chain, under the same key.
#pragma once

#include <string>

#include "libs/eventsourcing/transaction.h"

namespace aor::directory {
struct Owner {
  bool is_person = false;
  bool is_organisation = false;
  bool erased = false;
  bool known() const { return is_person || is_organisation; }
};
Owner OwnerOf(eventsourcing::Transaction& transaction, const std::string& owner);
}  // namespace aor::directory
