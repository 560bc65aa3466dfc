// How one owner is reached: the last word holds, and it is sealed.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/directory/v1/directory_events.pb.h"

namespace aor::directory::contact {
using Event = v1::ContactEvent;

struct RecordContact {
  v1::ContactRecorded fact;
  bool owner_known = false;  // registered, as a person or an organisation
  bool owner_erased = false;
};
using Command = std::variant<RecordContact>;

enum class Refusal { kUnknownOwner, kOwnerErased };

struct Contact {
  std::string content_index;  // of the last word; empty: none yet
  std::string backup_id;
};

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Contact& contact, const Command& command);
Contact Evolve(Contact contact, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::directory::contact
