#include "services/missions/domain/facilitator.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <stdexcept>

namespace aor::missions::facilitator {
namespace {
using Events = std::vector<Event>;
using google::protobuf::util::MessageDifferencer;
using enum Refusal;

Decision AlreadyTrue() { return Events{}; }

bool Same(auto a, auto b) {
  a.clear_by();
  b.clear_by();
  return MessageDifferencer::Equals(a, b);
}

bool IsMeant(const auto& level, const v1::LevelRevoked& revoked) {
  return level.level() == revoked.level() &&
         MessageDifferencer::Equals(level.valid_from(), revoked.valid_from());
}

Decision On(const Facilitator& facilitator, const RecordLevel& wish) {
  for (const auto& level : facilitator.known.levels)
    if (Same(level, wish.facts)) return AlreadyTrue();
  if (wish.facts.by() == wish.facts.person_id()) return kOwnLevel;
  Events events(1);
  *events[0].mutable_level_recorded() = wish.facts;
  return events;
}

Decision On(const Facilitator& facilitator, const RevokeLevel& wish) {
  const auto is_meant = [&](const auto& level) { return IsMeant(level, wish.facts); };
  if (!std::ranges::any_of(facilitator.known.levels, is_meant))
    return std::ranges::any_of(facilitator.revoked, is_meant) ? AlreadyTrue() : kLevelUnknown;
  if (wish.facts.reason().empty()) return kReasonMissing;
  Events events(1);
  *events[0].mutable_level_revoked() = wish.facts;
  return events;
}

Decision On(const Facilitator& facilitator, const RecordPayee& wish) {
  const auto& payees = facilitator.known.payees;
  if (!payees.empty() && Same(payees.back(), wish.facts)) return AlreadyTrue();
  if (wish.facts.supplier_kind() == v1::SUPPLIER_KIND_COMPANY && wish.facts.supplier_id().empty())
    return kSupplierMissing;
  if (wish.facts.by() == wish.facts.person_id()) return kOwnPayee;
  Events events(1);
  *events[0].mutable_payee_recorded() = wish.facts;
  return events;
}

struct Words {
  std::string_view name, sentence;
};
Words WordsOf(Refusal refusal) {
  switch (refusal) {
    case kLevelUnknown:
      return {"LEVEL_UNKNOWN", "No such level from that day on is recorded: look at the list."};
    case kSupplierMissing:
      return {"SUPPLIER_MISSING", "A company is paid as the directory's supplier: name it."};
    case kReasonMissing: return {"REASON_MISSING", "Say why."};
    case kOwnLevel:
      return {"OWN_LEVEL", "Nobody records their own level: ask a colleague who saw the proof."};
    case kOwnPayee:
      return {"OWN_PAYEE", "Nobody records how they are paid themselves: ask a colleague."};
  }
  throw std::logic_error("a refusal without words");
}
}  // namespace

std::string_view Name(Refusal refusal) { return WordsOf(refusal).name; }
std::string_view Sentence(Refusal refusal) { return WordsOf(refusal).sentence; }

Decision Decide(const Facilitator& facilitator, const Command& command) {
  return std::visit([&](const auto& wish) { return On(facilitator, wish); }, command);
}

Facilitator Evolve(Facilitator facilitator, const Event& event) {
  switch (event.kind_case()) {
    case Event::kLevelRecorded:
      facilitator.known.levels.push_back(event.level_recorded());
      return facilitator;
    case Event::kLevelRevoked:
      std::erase_if(facilitator.known.levels,
                    [&](const auto& level) { return IsMeant(level, event.level_revoked()); });
      facilitator.revoked.push_back(event.level_revoked());
      return facilitator;
    case Event::kPayeeRecorded:
      facilitator.known.payees.push_back(event.payee_recorded());
      return facilitator;
    case Event::KIND_NOT_SET: break;
  }
  // A newer release wrote this stream: refuse to decide on half a history.
  throw std::runtime_error("facilitator: unknown event " + event.ShortDebugString());
}
}  // namespace aor::missions::facilitator
