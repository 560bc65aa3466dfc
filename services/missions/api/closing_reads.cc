#include "services/missions/api/closing_reads.h"

#include <absl/strings/str_cat.h>

#include <algorithm>

#include "libs/eventsourcing/row_key.h"
#include "services/missions/projections/roll_rows.h"

namespace aor::missions {
namespace {
using eventsourcing::ParsedRow;
using eventsourcing::RowKey;
using eventsourcing::RowPrefix;
using eventsourcing::Rows;
using Is = Blocker::Is;

struct Words {
  v1::BlockerKind kind;
  std::string sentence;
};
Words WordsOf(const Blocker& blocker) {
  switch (blocker.is) {
    case Is::kSessionsMissing:
      return {v1::BLOCKER_KIND_SESSIONS_MISSING,
              absl::StrCat(blocker.sessions,
                           " of the sessions that were ordered are not planned: "
                           "plan them, or have the order lowered.")};
    case Is::kSessionNotOver:
      return {v1::BLOCKER_KIND_SESSION_NOT_OVER,
              "The session is not over: wait for its end, or cancel it with the client's "
              "agreement."};
    case Is::kNoFacilitator:
      return {v1::BLOCKER_KIND_NO_FACILITATOR,
              "The session is over and nobody is confirmed to have run it: the permanent team "
              "confirms who did, or cancels it."};
    case Is::kFeeNotRequested:
      return {v1::BLOCKER_KIND_FEE_NOT_REQUESTED,
              "The fee was not requested: request it, or have it waived."};
    case Is::kFeeNotTransmitted:
      return {v1::BLOCKER_KIND_FEE_NOT_TRANSMITTED,
              "The fee was requested and waits for the permanent team to transmit, hold or refuse "
              "it."};
  }
  return {};
}

v1::BlockerKind KindOf(Refusal refusal) {
  switch (refusal) {
    case Refusal::kParticipantsMissing: return v1::BLOCKER_KIND_PARTICIPANTS_MISSING;
    case Refusal::kPayeeUnknown: return v1::BLOCKER_KIND_PAYEE_MISSING;
    case Refusal::kNoTariff: return v1::BLOCKER_KIND_TARIFF_MISSING;
    case Refusal::kOneRequestAMonth: return v1::BLOCKER_KIND_NEXT_REQUEST_LATER;
    default: return v1::BLOCKER_KIND_FEE_NOT_REQUESTED;
  }
}

uint32_t TakePart(const Rows& rows, const std::string& tenant, const v1::Mission& row,
                  const std::string& session) {
  for (const auto& record : row.sessions()) {
    if (record.planned().session_id() != session) continue;
    const auto roll = ReadRoll(rows, tenant, row.mission_id(), record);
    if (!roll) return 0;
    return roll->heads + static_cast<uint32_t>(std::ranges::count_if(
                             roll->participants,
                             [](const auto& participant) { return !participant.withdrawn(); }));
  }
  return 0;
}

// What RequestFees would answer now, to each alone and to all that pass alone together.
class Trial {
 public:
  Trial(const Tools& tools, const Rows& rows, const std::string& tenant, const Mission& mission,
        const std::vector<Blocker>& blockers, Instant now)
      : mission_(mission),
        command_{{"", true},
                 now,
                 tools.rules,
                 PeopleOf(rows, tenant, PersonsOf(mission, {})),
                 RequestFees{}} {
    const auto row = rows.Load<v1::Mission>(RowKey(tenant, "mission", mission.opened.mission_id()));
    RequestFees all;
    for (const auto& blocker : blockers) {
      if (blocker.is != Is::kFeeNotRequested || !row) continue;
      const RequestFees::Item item{
          blocker.session, {}, TakePart(rows, tenant, *row, blocker.session)};
      const auto refusal = Ask({"", {item}});
      if (refusal && refusal != Refusal::kOneRequestAMonth)
        refusals_.emplace(blocker.session, *refusal);
      else
        all.items.push_back(item);
    }
    if (const auto refusal = all.items.empty() ? std::nullopt : Ask(all))
      for (const auto& item : all.items) refusals_.emplace(item.session, *refusal);
  }

  std::optional<Refusal> RefusalOf(const std::string& session) const {
    const auto found = refusals_.find(session);
    return found == refusals_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  std::optional<Refusal> Ask(RequestFees wish) {
    command_.wish = std::move(wish);
    const auto decision = Decide(mission_, command_);
    const auto* refusal = std::get_if<Refusal>(&decision);
    return refusal ? std::optional(*refusal) : std::nullopt;
  }

  const Mission& mission_;
  Command command_;
  std::map<std::string, Refusal> refusals_;
};

void Advise(Refusal refusal, const Tools& tools, Instant now, v1::ClosingBlocker& blocker) {
  blocker.set_blocker_kind(KindOf(refusal));
  blocker.set_sentence("The fee was not requested. " + std::string(Sentence(refusal)));
  if (refusal != Refusal::kOneRequestAMonth) return;
  const auto next = tools.rules->NextRequestOn(now);
  *blocker.mutable_not_before() = calendar::ToProto(next);
  absl::StrAppend(blocker.mutable_sentence(), " The next one may come on ",
                  calendar::ToString(next), ".");
}
}  // namespace

Mission Folded(const Rows& rows, const std::string& tenant, const std::string& mission) {
  Mission folded;
  rows.Scan(RowPrefix(tenant, "history", mission), "",
            [&](std::string_view, std::string_view event) {
              folded = Evolve(std::move(folded), ParsedRow<Event>(event));
              return true;
            });
  return folded;
}

void AddBlockers(const Tools& tools, const Rows& rows, const std::string& tenant,
                 const Mission& mission,
                 google::protobuf::RepeatedPtrField<v1::ClosingBlocker>& list) {
  const auto now = ToInstant(tools.clock.Now());
  const auto blockers = Blockers(mission, now);
  const Trial trial(tools, rows, tenant, mission, blockers, now);
  for (const auto& blocker : blockers) {
    auto [kind, sentence] = WordsOf(blocker);
    auto& added = *list.Add();
    added.set_blocker_kind(kind);
    added.set_session_kind(blocker.kind);
    added.set_sessions(blocker.sessions);
    added.set_session_id(blocker.session);
    added.set_person_id(blocker.person);
    added.set_fee_id(blocker.fee);
    added.set_sentence(std::move(sentence));
    if (blocker.is != Is::kFeeNotRequested) continue;
    if (const auto refusal = trial.RefusalOf(blocker.session)) Advise(*refusal, tools, now, added);
  }
}
}  // namespace aor::missions
