// Questionnaires and complaints on their rows.
#include "aor/missions/v1/quality_rows.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"
#include "services/missions/projections/missions_view.h"

namespace aor::missions {
using eventsourcing::RowKey;

namespace {
using eventsourcing::BrokenHistory;
using eventsourcing::Happened;
using eventsourcing::WritableRows;

v1::Tally& TallyIn(v1::QualityRow& row, const auto& of) {
  for (auto& tally : *row.mutable_tallies())
    if (tally.questionnaire_id() == of.questionnaire_id() && tally.version() == of.version())
      return tally;
  auto& tally = *row.add_tallies();
  tally.set_questionnaire_id(of.questionnaire_id());
  tally.set_version(of.version());
  tally.set_occasion(of.occasion());
  return tally;
}

void Count(v1::Tally& tally, const v1::Points& points) {
  v1::QuestionTally* found = nullptr;
  for (auto& question : *tally.mutable_questions())
    if (question.question_id() == points.question_id()) found = &question;
  if (!found) {
    found = tally.add_questions();
    found->set_question_id(points.question_id());
  }
  auto& answers = *found->mutable_answers();
  while (answers.size() < static_cast<int>(points.points())) answers.Add(0);
  answers[static_cast<int>(points.points()) - 1]++;
}

void Ask(const std::string& tenant, const v1::QuestionnairesAsked& asked, WritableRows& rows) {
  const std::string key = RowKey(tenant, "quality", asked.mission_id(), asked.session_id());
  auto row = rows.Load<v1::QualityRow>(key).value_or(v1::QualityRow());
  auto& tally = TallyIn(row, asked);
  tally.set_asked(tally.asked() + static_cast<uint32_t>(asked.askings_size()));
  rows.Store(key, row);
  v1::AskingRow asking;
  asking.set_mission_id(asked.mission_id());
  asking.set_session_id(asked.session_id());
  asking.set_questionnaire_id(asked.questionnaire_id());
  asking.set_version(asked.version());
  asking.set_occasion(asked.occasion());
  *asking.mutable_open_until() = asked.open_until();
  for (const auto& one : asked.askings()) {
    asking.set_participant_id(one.participant_id());
    rows.Store(RowKey(tenant, "asking", one.asking_id()), asking);
    rows.Put(RowKey(tenant, "asking-of", asked.mission_id(), asked.session_id(), one.asking_id()),
             one.asking_id());
  }
}

void Answer(const std::string& tenant, const v1::QuestionnaireAnswered& answered,
            WritableRows& rows) {
  const std::string key = RowKey(tenant, "asking", answered.asking_id());
  auto asking = rows.Load<v1::AskingRow>(key);
  if (!asking) throw BrokenHistory("quality: nobody was asked as " + answered.asking_id());
  *asking->mutable_answer() = answered;
  rows.Store(key, *asking);
  const std::string session = RowKey(tenant, "quality", asking->mission_id(), asking->session_id());
  auto row = rows.Load<v1::QualityRow>(session).value_or(v1::QualityRow());
  auto& tally = TallyIn(row, *asking);
  tally.set_answered(tally.answered() + 1);
  for (const auto& points : answered.points()) Count(tally, points);
  rows.Store(session, row);
}

template <class Change>
void OnAskings(const std::string& tenant, const auto& fact, WritableRows& rows, Change change) {
  for (const auto& one : fact.askings()) {
    const std::string key = RowKey(tenant, "asking", one.asking_id());
    auto asking = rows.Load<v1::AskingRow>(key);
    if (!asking) throw BrokenHistory("quality: nobody was asked as " + one.asking_id());
    change(*asking);
    rows.Store(key, *asking);
  }
}

std::string DueKey(const std::string& tenant, const v1::ComplaintRecorded& recorded) {
  return RowKey(tenant, "complaint-due", calendar::ToString(calendar::FromProto(recorded.due_on())),
                recorded.complaint_id());
}

void Record(const std::string& tenant, const v1::ComplaintRecorded& recorded, WritableRows& rows) {
  const std::string& id = recorded.complaint_id();
  rows.Put(RowKey(tenant, "complaint-of", recorded.mission_id(), id), id);
  if (!recorded.facilitator_id().empty())
    rows.Put(RowKey(tenant, "complaint-about", recorded.facilitator_id(), id), id);
  rows.Put(DueKey(tenant, recorded), id);
}

void Assign(const std::string& tenant, const v1::ComplaintAssigned& assigned,
            v1::ComplaintRecorded& recorded, WritableRows& rows) {
  rows.Delete(DueKey(tenant, recorded));
  recorded.set_owner_id(assigned.owner_id());
  *recorded.mutable_due_on() = assigned.due_on();
  rows.Put(DueKey(tenant, recorded), recorded.complaint_id());
}
}  // namespace

void ApplyQuality(const Happened& happened, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const auto event = eventsourcing::Decode<v1::QualityEvent>(happened.event);
  switch (event.kind_case()) {
    case v1::QualityEvent::kQuestionnairesAsked:
      return Ask(tenant, event.questionnaires_asked(), rows);
    case v1::QualityEvent::kQuestionnaireAnswered:
      return Answer(tenant, event.questionnaire_answered(), rows);
    case v1::QualityEvent::kQuestionnairesRescheduled: {
      const auto& moved = event.questionnaires_rescheduled();
      return OnAskings(tenant, moved, rows, [&](v1::AskingRow& asking) {
        *asking.mutable_open_until() = moved.open_until();
      });
    }
    case v1::QualityEvent::kQuestionnairesTakenBack:
      return OnAskings(tenant, event.questionnaires_taken_back(), rows,
                       [](v1::AskingRow& asking) { asking.set_taken_back(true); });
    case v1::QualityEvent::KIND_NOT_SET: break;
  }
  throw BrokenHistory("quality: unknown event");
}

void ApplyComplaint(const Happened& happened, WritableRows& rows) {
  constexpr std::string_view kStream = "complaint-";
  const std::string& tenant = happened.commit.tenant();
  const auto event = eventsourcing::Decode<v1::ComplaintEvent>(happened.event);
  const std::string key =
      RowKey(tenant, "complaint", happened.stream.name().substr(kStream.size()));
  auto row = rows.Load<v1::ComplaintRow>(key).value_or(v1::ComplaintRow());
  switch (event.kind_case()) {
    case v1::ComplaintEvent::kComplaintRecorded:
      *row.mutable_recorded() = event.complaint_recorded();
      Record(tenant, row.recorded(), rows);
      break;
    case v1::ComplaintEvent::kComplaintAssigned:
      Assign(tenant, event.complaint_assigned(), *row.mutable_recorded(), rows);
      break;
    case v1::ComplaintEvent::kComplaintAnswered:
      *row.mutable_answered() = event.complaint_answered();
      break;
    case v1::ComplaintEvent::kComplaintClosed:
      *row.mutable_closed() = event.complaint_closed();
      rows.Delete(DueKey(tenant, row.recorded()));
      break;
    case v1::ComplaintEvent::KIND_NOT_SET: throw BrokenHistory("complaint: unknown event");
  }
  rows.Store(key, row);
}
}  // namespace aor::missions
