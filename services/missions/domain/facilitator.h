// One coordinator or facilitator: levels and how they are paid, each from a day on.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "services/missions/domain/people.h"

namespace aor::missions::facilitator {
using Event = v1::FacilitatorEvent;

struct RecordLevel {
  v1::LevelRecorded facts;
};
struct RevokeLevel {
  v1::LevelRevoked facts;
};
struct RecordPayee {
  v1::PayeeRecorded facts;
};
using Command = std::variant<RecordLevel, RevokeLevel, RecordPayee>;

enum class Refusal { kLevelUnknown, kSupplierMissing, kReasonMissing, kOwnLevel, kOwnPayee };
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);

struct Facilitator {
  Known known;
  std::vector<v1::LevelRevoked> revoked;
};

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Facilitator& facilitator, const Command& command);
Facilitator Evolve(Facilitator facilitator, const Event& event);
}  // namespace aor::missions::facilitator
