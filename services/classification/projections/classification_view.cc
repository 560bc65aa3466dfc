#include "services/classification/projections/classification_view.h"

#include <map>

#include "aor/directory/v1/directory_events.pb.h"
#include "aor/engagements/v1/engagements_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"

namespace aor::classification {
using eventsourcing::BrokenHistory;
using eventsourcing::Happened;
using eventsourcing::Holds;
using eventsourcing::WritableRows;

std::string AssessmentsOf(const std::string& tenant, const std::string& assessment) {
  return tenant + "/assessment/" + assessment + "/";
}
std::string DeterminationRow(const std::string& tenant, const std::string& determination) {
  return tenant + "/determination/" + determination;
}
std::string DeterminationsOfWorker(const std::string& tenant, const std::string& worker) {
  return tenant + "/determination_of_worker/" + worker + "/";
}
std::string DeterminationsOfClient(const std::string& tenant, const std::string& client) {
  return tenant + "/determination_of_client/" + client + "/";
}
std::string RulesRow(const std::string& tenant, const std::string& version) {
  return tenant + "/rules/" + version;
}
std::string PersonRow(const std::string& tenant, const std::string& person) {
  return tenant + "/person/" + person;
}
std::string PresetRowKey(const std::string& tenant, const std::string& jurisdiction,
                         v1::Level level, const std::string& of) {
  return tenant + "/preset/" + jurisdiction + "/" + std::to_string(level) + "/" + of;
}

std::string ClientRow(const std::string& tenant, const std::string& client) {
  return tenant + "/client/" + client;
}
std::string EngagementRow(const std::string& tenant, const std::string& contract,
                          const std::string& worker, const std::string& client) {
  return tenant + "/engagement/" + contract + "/" + worker + "/" + client;
}

v1::DeterminationState StateOf(const v1::DeterminationRecord& record, calendar::Date day) {
  using What = v1::Happening;
  const auto asked = std::max(day, calendar::FromProto(record.determination().effective_from()));
  auto quiet = v1::DETERMINATION_STATE_PROPOSED;  // where nothing is in dispute or due
  auto state = quiet;
  bool superseded = false;
  for (const auto& happening : record.happenings()) switch (happening.what_case()) {
      case What::kApproved: state = quiet = v1::DETERMINATION_STATE_APPROVED; break;
      case What::kDisputeRaised: state = v1::DETERMINATION_STATE_DISPUTED; break;
      case What::kDisputeResolved:
        state = happening.dispute_resolved().upheld() ? quiet : v1::DETERMINATION_STATE_REVIEW_DUE;
        break;
      case What::kReviewed:
        state = happening.reviewed().stands() ? quiet : v1::DETERMINATION_STATE_REVIEW_DUE;
        break;
      case What::kDriftFound: state = v1::DETERMINATION_STATE_REVIEW_DUE; break;
      case What::kRevoked: return v1::DETERMINATION_STATE_REVOKED;
      case What::kSuperseded:
        superseded = calendar::FromProto(happening.superseded().from()) <= asked;
        break;
      case What::kRestored: superseded = false; break;
      case What::WHAT_NOT_SET: break;
    }
  return superseded ? v1::DETERMINATION_STATE_SUPERSEDED : state;
}

namespace {
constexpr std::string_view kAssessmentStream = "assessment-";
constexpr std::string_view kRegistered = "aor.directory.v1.PersonEvent/person_registered";
constexpr std::string_view kClient = "aor.directory.v1.OrganisationEvent/client_registered";
constexpr std::string_view kConcluded = "aor.engagements.v1.ContractEvent/contract_concluded";
constexpr std::string_view kErased = "aor.directory.v1.PersonEvent/person_erased";

// Of one determination, as far as another's place depends on it.
struct Place {
  bool approved = false, relied_on = false, revoked = false;
  std::string taken_by;  // another's
};
// One that was made later, and may take another's place.
struct Later {
  std::string id;
  calendar::Date from;
  bool relied_on;
};
Place PlaceOf(const v1::DeterminationRecord& record) {
  Place place;
  const auto judge = [&](bool stands) { place.relied_on = stands && place.approved; };
  for (const auto& one : record.happenings()) {
    if (one.has_approved()) place.approved = place.relied_on = true;
    if (one.has_dispute_resolved()) judge(one.dispute_resolved().upheld());
    if (one.has_reviewed()) judge(one.reviewed().stands());
    if (one.has_revoked()) place.revoked = true;
    if (one.has_superseded()) place.taken_by = one.superseded().by_determination_id();
    if (one.has_restored()) place.taken_by.clear();
  }
  return place;
}

// One event of an assessment on its rows.
class Change {
 public:
  Change(const Happened& happened, WritableRows& rows)
      : happened_(happened),
        rows_(rows),
        tenant_(happened.commit.tenant()),
        row_(AssessmentsOf(tenant_, happened.stream.name().substr(kAssessmentStream.size())) +
             std::to_string(happened.chain)),
        assessment_(rows.Load<v1::Assessment>(row_).value_or(v1::Assessment())) {}

  void Apply(const v1::AssessmentEvent& event) {
    Take(event);
    if (!event.has_assessment_opened() && !event.has_answer_given() && !event.has_drift_found())
      Arrange();
    *assessment_.mutable_changed_at() = happened_.commit.recorded_at();
    rows_.Store(row_, assessment_);
  }

 private:
  void Take(const v1::AssessmentEvent& event) {
    using Event = v1::AssessmentEvent;
    switch (event.kind_case()) {
      case Event::kAssessmentOpened:
        *assessment_.mutable_opened() = event.assessment_opened();
        *assessment_.mutable_opened_at() = happened_.commit.recorded_at();
        return;
      case Event::kAnswerGiven: return Take(event.answer_given());
      case Event::kDeterminationMade: return Take(event.determination_made());
      case Event::kDeterminationApproved:
        return Add(event.determination_approved(), &v1::Happening::mutable_approved);
      case Event::kDisputeRaised:
        return Add(event.dispute_raised(), &v1::Happening::mutable_dispute_raised);
      case Event::kDisputeResolved:
        return Add(event.dispute_resolved(), &v1::Happening::mutable_dispute_resolved);
      case Event::kDeterminationReviewed:
        return Add(event.determination_reviewed(), &v1::Happening::mutable_reviewed);
      case Event::kDeterminationRevoked:
        return Add(event.determination_revoked(), &v1::Happening::mutable_revoked);
      case Event::kDriftFound: return Add(event.drift_found(), &v1::Happening::mutable_drift_found);
      case Event::KIND_NOT_SET: break;
    }
    throw BrokenHistory("assessment: unknown event");
  }

  void Take(const v1::AnswerGiven& given) {
    std::map<std::string, v1::Answer> answers;
    for (auto& answer : *assessment_.mutable_answers())
      answers[answer.question_id()] = std::move(answer);
    for (const auto& answer : given.answers()) answers[answer.question_id()] = answer;
    assessment_.clear_answers();
    for (auto& [question, answer] : answers) *assessment_.add_answers() = std::move(answer);
  }

  void Take(const v1::DeterminationMade& made) {
    const auto& facts = made.determination();
    const std::string& id = facts.determination_id();
    v1::DeterminationRecord record;
    *record.mutable_determination() = facts;
    record.set_decider(made.decider());
    record.set_place(happened_.at.sequence);
    *record.mutable_recorded_at() = happened_.commit.recorded_at();
    rows_.Store(DeterminationRow(tenant_, id), record);
    rows_.Put(DeterminationsOfWorker(tenant_, facts.worker_id()) + id, id);
    rows_.Put(DeterminationsOfClient(tenant_, facts.client_id()) + id, id);
    assessment_.add_determination_ids(id);
  }

  // Which gives way to a later one, and from when on: what somebody relies on to what is relied on
  // instead, what nobody does to whatever was made later. Of several to the one that begins first.
  void Arrange() {
    std::vector<Later> later;
    const auto& ids = assessment_.determination_ids();
    for (auto id = ids.rbegin(); id != ids.rend(); ++id) {
      const auto record = RecordOf(*id);
      const Place place = PlaceOf(record);
      if (place.revoked) continue;
      const Later* taker = nullptr;
      for (const Later& one : later)
        if ((one.relied_on || !place.relied_on) && (!taker || one.from <= taker->from))
          taker = &one;
      Give(*id, place.taken_by, taker);
      later.push_back(
          {*id, calendar::FromProto(record.determination().effective_from()), place.relied_on});
    }
  }
  void Give(const std::string& id, const std::string& taken_by, const Later* taker) {
    if (taken_by == (taker ? taker->id : "")) return;
    v1::Happening happening;
    if (taker) {
      happening.mutable_superseded()->set_by_determination_id(taker->id);
      *happening.mutable_superseded()->mutable_from() = calendar::ToProto(taker->from);
    } else {
      happening.mutable_restored()->set_instead_of_determination_id(taken_by);
    }
    Add(id, std::move(happening));
  }

  template <class Fact>
  void Add(const Fact& fact, Fact* (v1::Happening::*field)()) {
    v1::Happening happening;
    *(happening.*field)() = fact;
    Add(fact.determination_id(), std::move(happening));
  }
  void Add(const std::string& determination_id, v1::Happening happening) {
    v1::DeterminationRecord record = RecordOf(determination_id);
    *happening.mutable_recorded_at() = happened_.commit.recorded_at();
    *record.add_happenings() = std::move(happening);
    rows_.Store(DeterminationRow(tenant_, determination_id), record);
  }
  v1::DeterminationRecord RecordOf(const std::string& id) {
    auto record = rows_.Load<v1::DeterminationRecord>(DeterminationRow(tenant_, id));
    if (!record) throw BrokenHistory("no determination " + id);
    return *std::move(record);
  }

  const Happened& happened_;
  WritableRows& rows_;
  const std::string tenant_, row_;
  v1::Assessment assessment_;
};

void ApplyPreset(const Happened& happened, WritableRows& rows) {
  const auto preset = eventsourcing::Decode<v1::PresetEvent>(happened.event).answers_preset();
  const std::string key =
      PresetRowKey(happened.commit.tenant(), preset.jurisdiction(), preset.level(), preset.of_id());
  const auto row = rows.Load<v1::PresetRow>(key).value_or(v1::PresetRow());
  std::map<std::string, v1::Answer> answers;
  for (const auto& answer : row.answers()) answers[answer.question_id()] = answer;
  for (const auto& answer : preset.answers()) answers[answer.question_id()] = answer;
  v1::PresetRow changed;
  for (auto& [question, answer] : answers) *changed.add_answers() = std::move(answer);
  rows.Store(key, changed);
}
// The same on each chain with a determination that rests on them.
void KeepRules(const Happened& happened, WritableRows& rows) {
  const auto used = eventsourcing::Decode<v1::RuleBookEvent>(happened.event).rule_book_used();
  rows.Store(RulesRow(happened.commit.tenant(), used.rule_version()), used);
}
// Of all that the directory says: who is there, and who is no more.
void ApplyDirectory(const Happened& happened, WritableRows& rows) {
  const auto& type = happened.event.type();
  const std::string& tenant = happened.commit.tenant();
  if (type == kClient) {
    const auto event = eventsourcing::Decode<directory::v1::OrganisationEvent>(happened.event);
    return rows.Put(ClientRow(tenant, event.client_registered().client_id()), "");
  }
  if (type != kRegistered && type != kErased) return;
  const auto event = eventsourcing::Decode<directory::v1::PersonEvent>(happened.event);
  if (event.has_person_registered())
    rows.Put(PersonRow(tenant, event.person_registered().person_id()), "");
  else
    rows.Delete(PersonRow(tenant, event.person_erased().person_id()));
}
// Of any kind: what a contract is to be is what the assessment says.
void ApplyEngagements(const Happened& happened, WritableRows& rows) {
  if (happened.event.type() != kConcluded) return;
  const auto contract =
      eventsourcing::Decode<engagements::v1::ContractEvent>(happened.event).contract_concluded();
  rows.Put(EngagementRow(happened.commit.tenant(), contract.contract_id(), contract.worker_id(),
                         contract.client_id()),
           "");
}
}  // namespace

void ClassificationView::Apply(const Happened& happened, WritableRows& rows) {
  if (happened.commit.log() == "directory") return ApplyDirectory(happened, rows);
  if (happened.commit.log() == "engagements") return ApplyEngagements(happened, rows);
  if (Holds<v1::AssessmentEvent>(happened.event))
    return Change(happened, rows).Apply(eventsourcing::Decode<v1::AssessmentEvent>(happened.event));
  if (Holds<v1::PresetEvent>(happened.event)) return ApplyPreset(happened, rows);
  if (Holds<v1::RuleBookEvent>(happened.event)) return KeepRules(happened, rows);
  if (Holds<v1::SeenEvent>(happened.event)) return;  // what is compared, and never shown
  throw BrokenHistory("classification: unknown event " + happened.event.type());
}
}  // namespace aor::classification
