#include "services/missions/domain/quality.h"

#include <algorithm>
#include <stdexcept>

namespace aor::missions::quality {
namespace {
using Events = std::vector<Event>;
using enum Refusal;

std::chrono::seconds DaysOpen(const v1::Questionnaire& questionnaire) {
  return std::chrono::hours(24) * questionnaire.days_open();
}

bool IsAsked(const roll::Participant& participant, bool is_over) {
  const bool is_reached = !participant.mail_index.empty() && !participant.erased;
  return is_reached && (is_over ? !participant.certified.empty() : !participant.withdrawn);
}

Decision On(const Quality& quality, const Command&, const Ask& wish) {
  Events events(1);
  auto& asked = *events[0].mutable_questionnaires_asked();
  asked = wish.facts;
  asked.clear_askings();
  for (const auto& asking : wish.facts.askings())
    if (!quality.asked.contains({wish.facts.occasion(), asking.participant_id()}))
      *asked.add_askings() = asking;
  return asked.askings().empty() ? Events{} : events;
}

// Each answer fits a question that has no other, and nothing that is required is missing.
std::optional<Refusal> RefuseAnswers(const v1::Questionnaire& questionnaire,
                                     const v1::QuestionnaireAnswered& facts) {
  std::set<std::string> answered;
  for (const auto& points : facts.points()) {
    const auto* question = QuestionOf(questionnaire, points.question_id());
    const bool fits = question && points.points() >= 1 && points.points() <= question->points();
    if (!fits || !answered.insert(points.question_id()).second) return kAnswerDoesNotFit;
  }
  for (const auto& words : facts.words()) {
    const auto* question = QuestionOf(questionnaire, words.question_id());
    const bool fits = question && question->points() == 0;
    if (!fits || !answered.insert(words.question_id()).second) return kAnswerDoesNotFit;
  }
  for (const auto& question : questionnaire.questions())
    if (question.required() && !answered.contains(question.question_id())) return kAnswerMissing;
  return std::nullopt;
}

Decision On(const Quality& quality, const Command& command, const Answer& wish) {
  const auto asked = quality.askings.find(wish.facts.asking_id());
  if (asked == quality.askings.end() || command.is_gone) return kNotAsked;
  const std::string& answered_by = asked->second.answered_by;
  if (!answered_by.empty())
    return answered_by == wish.facts.request_id() ? Decision(Events{}) : kLinkUsed;
  if (asked->second.taken_back) return kLinkTakenBack;
  if (asked->second.open_until <= command.now) return kLinkExpired;
  if (auto refusal = RefuseAnswers(wish.questionnaire, wish.facts)) return *refusal;
  Events events(1);
  *events[0].mutable_questionnaire_answered() = wish.facts;
  return events;
}

// Those that wait for an answer which is of use.
template <class Wanted>
google::protobuf::RepeatedPtrField<v1::Asking> OpenAskings(const Quality& quality, Wanted wanted) {
  google::protobuf::RepeatedPtrField<v1::Asking> open;
  for (const auto& [id, asked] : quality.askings) {
    if (!asked.answered_by.empty() || asked.taken_back || !wanted(asked)) continue;
    auto& asking = *open.Add();
    asking.set_asking_id(id);
    asking.set_participant_id(asked.participant);
  }
  return open;
}

Decision On(const Quality& quality, const Command& command, const TakeBack& wish) {
  Events events(1);
  auto& taken = *events[0].mutable_questionnaires_taken_back();
  *taken.mutable_askings() = OpenAskings(quality, [&](const Asked& asked) {
    const bool is_meant = wish.participant.empty() || asked.participant == wish.participant;
    return is_meant && asked.open_until > command.now;
  });
  if (taken.askings().empty()) return Events{};
  taken.set_session_id(wish.session);
  taken.set_mission_id(wish.mission);
  return events;
}

// Only a positioning test hangs on when the session begins.
Decision On(const Quality& quality, const Command&, const Reschedule& wish) {
  Events events(1);
  auto& moved = *events[0].mutable_questionnaires_rescheduled();
  *moved.mutable_askings() = OpenAskings(quality, [&](const Asked& asked) {
    return asked.occasion == v1::OCCASION_POSITIONING && asked.open_until != wish.start;
  });
  if (moved.askings().empty()) return Events{};
  moved.set_session_id(wish.session);
  moved.set_mission_id(wish.mission);
  moved.mutable_open_until()->set_seconds(wish.start.time_since_epoch().count());
  return events;
}

struct Words {
  std::string_view name, sentence;
};
Words WordsOf(Refusal refusal) {
  switch (refusal) {
    case kNotAsked:
      return {"NOT_ASKED", "You are not asked any more: there is nothing left to do."};
    case kLinkUsed:
      return {"LINK_USED", "This link was used: your answer is there, and each counts once."};
    case kLinkTakenBack:
      return {"LINK_TAKEN_BACK",
              "You are not expected at the session, or it does not take place: there is nothing to "
              "answer."};
    case kLinkExpired:
      return {"LINK_EXPIRED",
              "The time to answer is over: tell the training organisation directly."};
    case kAnswerMissing:
      return {"ANSWER_MISSING", "A required question has no answer: answer all that are marked."};
    case kAnswerDoesNotFit:
      return {"ANSWER_DOES_NOT_FIT",
              "An answer does not fit its question: give points of its scale, or words where it "
              "has none, and each once."};
  }
  throw std::logic_error("a refusal without words");
}
}  // namespace

std::string_view Name(Refusal refusal) { return WordsOf(refusal).name; }
std::string_view Sentence(Refusal refusal) { return WordsOf(refusal).sentence; }

Decision Decide(const Quality& quality, const Command& command) {
  return std::visit([&](const auto& wish) { return On(quality, command, wish); }, command.wish);
}

Quality Evolve(Quality quality, const Event& event) {
  switch (event.kind_case()) {
    case Event::kQuestionnairesAsked: {
      const auto& asked = event.questionnaires_asked();
      const Instant until{std::chrono::seconds(asked.open_until().seconds())};
      for (const auto& asking : asked.askings()) {
        quality.askings[asking.asking_id()] = {asking.participant_id(), until, "",
                                               asked.occasion()};
        quality.asked.insert({asked.occasion(), asking.participant_id()});
      }
      return quality;
    }
    case Event::kQuestionnaireAnswered:
      quality.askings[event.questionnaire_answered().asking_id()].answered_by =
          event.questionnaire_answered().request_id();
      return quality;
    case Event::kQuestionnairesRescheduled:
      for (const auto& asking : event.questionnaires_rescheduled().askings())
        quality.askings[asking.asking_id()].open_until = Instant{
            std::chrono::seconds(event.questionnaires_rescheduled().open_until().seconds())};
      return quality;
    case Event::kQuestionnairesTakenBack:
      for (const auto& asking : event.questionnaires_taken_back().askings())
        quality.askings[asking.asking_id()].taken_back = true;
      return quality;
    case Event::KIND_NOT_SET: break;
  }
  // A newer release wrote this stream: refuse to decide on half a history.
  throw std::runtime_error("quality: unknown event " + event.ShortDebugString());
}

std::vector<std::string> WhoIsAsked(const roll::Roll& roll, const roll::SessionFacts& session,
                                    const v1::Questionnaire& questionnaire, Instant now) {
  const bool is_over = questionnaire.occasion() == v1::OCCASION_SATISFACTION;
  const bool is_time = is_over ? session.end <= now && now < session.end + DaysOpen(questionnaire)
                               : now < session.start;
  std::vector<std::string> asked;
  if (!is_time || session.cancelled) return asked;
  for (const auto& [id, participant] : roll.participants)
    if (IsAsked(participant, is_over)) asked.push_back(id);
  return asked;
}

Instant OpenUntil(const roll::SessionFacts& session, const v1::Questionnaire& questionnaire,
                  Instant now) {
  return questionnaire.occasion() == v1::OCCASION_POSITIONING ? session.start
                                                              : now + DaysOpen(questionnaire);
}
}  // namespace aor::missions::quality
