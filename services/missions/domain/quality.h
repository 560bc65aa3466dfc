// What the participants of one session are asked, once on each occasion, and what they answer by
// a link of their own.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "aor/missions/v1/quality_events.pb.h"
#include "services/missions/domain/quality_book.h"
#include "services/missions/domain/roll.h"

namespace aor::missions::quality {
using Event = v1::QualityEvent;
using calendar::Instant;

struct Ask {
  v1::QuestionnairesAsked facts;  // who was asked already is left out
};
struct Answer {
  v1::Questionnaire questionnaire;  // as it was asked
  v1::QuestionnaireAnswered facts;  // words are sealed
};
// What is open of a session that was cancelled, or of one who does not take part any more.
struct TakeBack {
  std::string session, mission;
  std::string participant = {};  // empty: of everybody
};
// What is open of a session that begins at another time.
struct Reschedule {
  std::string session, mission;
  Instant start;
};
struct Command {
  Instant now;
  bool is_gone = false;  // withdrawn or erased: whoever would answer
  std::variant<Ask, Answer, TakeBack, Reschedule> wish;
};

enum class Refusal {
  kNotAsked,
  kLinkUsed,
  kLinkTakenBack,
  kLinkExpired,
  kAnswerMissing,
  kAnswerDoesNotFit
};
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);

struct Asked {
  std::string participant;
  Instant open_until;
  std::string answered_by;  // the request; empty: none yet
  v1::Occasion occasion;
  bool taken_back = false;
};
struct Quality {
  std::map<std::string, Asked> askings;
  std::set<std::pair<v1::Occasion, std::string>> asked;  // whom, on which occasion
};

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Quality& quality, const Command& command);
Quality Evolve(Quality quality, const Event& event);

// Whom the roll says to ask now, as long as an answer is of use: beforehand everybody with an
// address, afterwards those of them who were there.
std::vector<std::string> WhoIsAsked(const roll::Roll& roll, const roll::SessionFacts& session,
                                    const v1::Questionnaire& questionnaire, Instant now);
Instant OpenUntil(const roll::SessionFacts& session, const v1::Questionnaire& questionnaire,
                  Instant now);
}  // namespace aor::missions::quality
