#include "services/missions/api/answers.h"

#include <absl/strings/str_cat.h>

#include <algorithm>

#include "libs/eventsourcing/row_key.h"
#include "libs/rpc/errors.h"
#include "services/missions/api/asking.h"
#include "services/missions/api/links.h"
#include "services/missions/api/participants.h"
#include "services/missions/domain/quality.h"

namespace aor::missions {
namespace {
using eventsourcing::RowKey;
using eventsourcing::Transaction;
// Several lines, and no other control character.
bool IsPlainText(const std::string& text) {
  return std::ranges::none_of(text, [](unsigned char c) {
    return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F;
  });
}

absl::Status AddWords(const Tools& tools, const Followed& followed, const v1::Answer& answer,
                      v1::QuestionnaireAnswered& facts) {
  auto sealed =
      tools.vault.Seal(followed.tenant, SubjectOf(followed.row.participant_id()),
                       AnswerPlace(followed.asking, answer.question_id()), answer.words());
  if (absl::IsFailedPrecondition(sealed.status()))  // erased
    return RefuseStranger(quality::Refusal::kNotAsked);
  if (!sealed.ok()) return sealed.status();
  auto& words = *facts.add_words();
  words.set_question_id(answer.question_id());
  *words.mutable_words() = *std::move(sealed);
  return absl::OkStatus();
}

absl::StatusOr<v1::QuestionnaireAnswered> FactsOf(const Tools& tools, const Followed& followed,
                                                  const v1::AnswerQuestionnaireRequest& request) {
  v1::QuestionnaireAnswered facts;
  facts.set_asking_id(followed.asking);
  facts.set_request_id(request.request_id());
  for (int i = 0; i < request.answers_size(); ++i) {
    const auto& answer = request.answers(i);
    if (answer.points() == 0 && answer.words().empty()) continue;  // left open
    if (!IsPlainText(answer.words()))
      return rpc::FieldError(absl::StrCat("answers[", i, "].words"),
                             "write them without control characters");
    if (answer.points() > 0) {
      auto& points = *facts.add_points();
      points.set_question_id(answer.question_id());
      points.set_points(answer.points());
    }
    if (answer.words().empty()) continue;
    if (auto status = AddWords(tools, followed, answer, facts); !status.ok()) return status;
  }
  return facts;
}

v1::SessionPlanned PlannedAs(Transaction& transaction, const v1::AskingRow& row) {
  const auto& mission = transaction.Fold<Mission, Event>(MissionStream(row.mission_id()));
  return mission.sessions.at(row.session_id()).planned;
}

bool IsGone(Transaction& transaction, const v1::AskingRow& row) {
  const auto& roll =
      transaction.Fold<roll::Roll, roll::Event>(RollStream(PlannedAs(transaction, row)));
  const auto found = roll.participants.find(row.participant_id());
  return found == roll.participants.end() || found->second.erased || found->second.withdrawn;
}

// Strangers choose their request ids: one link's are nobody else's.
eventsourcing::Request RequestOf(const Followed& followed,
                                 const v1::AnswerQuestionnaireRequest& request, bool is_forwarded) {
  eventsourcing::Request one;
  one.tenant = followed.tenant;
  one.key = followed.row.mission_id();
  one.method = "aor.missions.v1.AnswerQuestionnaire";
  one.request_id = absl::StrCat(followed.asking, "/", request.request_id());
  one.body = request.SerializeAsString();
  one.actor = SubjectOf(followed.row.participant_id());
  one.is_forwarded = is_forwarded;
  return one;
}
}  // namespace

std::string AnswerPlace(const std::string& asking, const std::string& question) {
  return absl::StrCat("answer/", asking, "/", question);
}

absl::Status Show(const Tools& tools, const v1::GetQuestionnaireRequest& request,
                  v1::GetQuestionnaireResponse& response) {
  const auto followed = Follow(tools, request.link());
  if (!followed.ok()) return followed.status();
  const auto& row = followed->row;
  if (row.has_answer()) return RefuseStranger(quality::Refusal::kLinkUsed);
  if (row.taken_back()) return RefuseStranger(quality::Refusal::kLinkTakenBack);
  if (row.open_until().seconds() <= absl::ToUnixSeconds(tools.clock.Now()))
    return RefuseStranger(quality::Refusal::kLinkExpired);
  const auto* questionnaire = tools.quality->Find(row.questionnaire_id(), row.version());
  if (!questionnaire) return RefuseStranger(quality::Refusal::kNotAsked);
  *response.mutable_questionnaire() = *questionnaire;
  *response.mutable_open_until() = row.open_until();
  const auto mission =
      tools.view.rows().Load<v1::Mission>(RowKey(followed->tenant, "mission", row.mission_id()));
  if (!mission) return absl::OkStatus();
  for (const auto& session : mission->sessions()) {
    if (session.planned().session_id() != row.session_id()) continue;
    const auto time = calendar::FromProto(session.planned().times(0));
    *response.mutable_session_on() = calendar::ToProto(calendar::DayAt(time.start, time.zone));
    response.set_place(session.planned().place());
  }
  return absl::OkStatus();
}

absl::Status TakeAnswers(const Tools& tools, const v1::AnswerQuestionnaireRequest& request,
                         bool is_forwarded) {
  const auto followed = Follow(tools, request.link());
  if (!followed.ok()) return followed.status();
  const auto& row = followed->row;
  const auto* questionnaire = tools.quality->Find(row.questionnaire_id(), row.version());
  if (!questionnaire) return RefuseStranger(quality::Refusal::kNotAsked);
  const auto facts = FactsOf(tools, *followed, request);
  if (!facts.ok()) return facts.status();
  return tools.runtime
      .ExecuteAndWait(RequestOf(*followed, request, is_forwarded),
                      [&](Transaction& transaction) {
                        const quality::Command command{ToInstant(transaction.now()),
                                                       IsGone(transaction, row),
                                                       quality::Answer{*questionnaire, *facts}};
                        return eventsourcing::DecideOn<quality::Quality, quality::Event>(
                            transaction, QualityStream(PlannedAs(transaction, row)), command);
                      })
      .status();
}
}  // namespace aor::missions
