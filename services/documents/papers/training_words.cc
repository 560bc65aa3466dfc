#include "services/documents/papers/training_words.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_format.h>
#include <absl/strings/str_join.h>

#include <algorithm>

#include "libs/documents/papers/training.h"

namespace aor::documents {
namespace {
using invoicing::v1::TrainingBilled;

struct Phrase {
  std::string_view en, fr, de;
};
std::string In(const Reader& reader, const Phrase& phrase) {
  return std::string(reader.language == "fr"   ? phrase.fr
                     : reader.language == "de" ? phrase.de
                                               : phrase.en);
}

constexpr size_t kMostTrainees = 200;  // of a session; the rest are counted

constexpr Phrase kMission = {"Training mission ", "Mission de formation ", "Bildungsauftrag "};
constexpr Phrase kWorkshop = {"workshop", "atelier", "Workshop"};
constexpr Phrase kTraining = {"training", "formation", "Schulung"};
constexpr Phrase kInstalment = {"instalment ", "acompte ", "Teilrechnung "};
constexpr Phrase kColon = {": ", " : ", ": "};
constexpr Phrase kSessions = {"sessions", "séances", "Durchführungen"};
constexpr Phrase kFunders = {"part funded by agreement ", "part prise en charge, accord ",
                             "Anteil gemäss Kostengutsprache "};
constexpr Phrase kClients = {"the client's part", "part du client", "Anteil des Kunden"};
constexpr Phrase kTogether = {
    "sessions together: ", "séances, ensemble : ", "Durchführungen zusammen: "};
constexpr Phrase kOthers = {"billed to ", "facturé à ", "verrechnet an "};
constexpr Phrase kAgreement = {", agreement ", ", accord ", ", Kostengutsprache "};
constexpr Phrase kMorning = {"morning", "matin", "Vormittag"};
constexpr Phrase kAfternoon = {"afternoon", "après-midi", "Nachmittag"};
constexpr Phrase kEvening = {"evening", "soir", "Abend"};
constexpr Phrase kPresent = {
    " present, half-days: ", " présent·e·s, demi-journées : ", " anwesend, Halbtage: "};
constexpr Phrase kMore = {"and others: ", "et autres : ", "und weitere: "};

const Phrase& PhraseFor(HalfDay::Part part) {
  return part == HalfDay::Part::kMorning     ? kMorning
         : part == HalfDay::Part::kAfternoon ? kAfternoon
                                             : kEvening;
}

std::string DayOf(calendar::Date day, const Reader& reader) {
  return reader.language == "en"
             ? calendar::ToString(day)
             : absl::StrFormat("%02d.%02d.%d", day.day(), day.month(), day.year());
}

// "13.10.2026 matin, après-midi": each day once.
std::string HalfDaysIn(const auto& half_days, const Reader& reader) {
  std::string text;
  std::optional<calendar::Date> before;
  for (const std::string& stated : half_days) {
    const auto half_day = ParseHalfDay(stated);
    if (!half_day) continue;
    const bool same_day = before == half_day->day;
    absl::StrAppend(&text, text.empty() ? "" : ", ",
                    same_day ? "" : DayOf(half_day->day, reader) + " ",
                    In(reader, PhraseFor(half_day->part)));
    before = half_day->day;
  }
  return text;
}

std::string CalledIn(const invoicing::v1::TrainingSession& session) {
  return session.title().empty() ? session.session_id()
                                 : absl::StrCat(session.title(), " · ", session.session_id());
}

std::string TraineeName(const missions::v1::Participant& one) {
  if (one.erased()) return "–";
  std::string name = one.surname();
  if (!one.given_names().empty()) name += (name.empty() ? "" : " ") + one.given_names();
  return name.empty() ? one.mail() : name;
}

size_t PresentOn(const missions::v1::Participant& one) {
  return static_cast<size_t>(std::ranges::count_if(one.marks(), &missions::v1::Mark::present));
}

std::string TraineesOf(const missions::v1::GetRollResponse& roll, const Reader& reader) {
  std::vector<std::string> names;
  size_t present = 0, half_days = 0;
  for (const auto& one : roll.participants()) {
    const size_t attended = PresentOn(one);
    if (one.withdrawn() || attended == 0) continue;
    ++present;
    half_days += attended;
    if (names.size() < kMostTrainees)
      names.push_back(absl::StrCat(TraineeName(one), " (", attended, ")"));
  }
  if (present > names.size())
    names.push_back(In(reader, kMore) + std::to_string(present - names.size()));
  return absl::StrCat(present, In(reader, kPresent), half_days, names.empty() ? "" : ". ",
                      absl::StrJoin(names, ", "));
}
}  // namespace

bool IsOfMission(const invoicing::v1::InvoiceLine& line) {
  return line.category() == "SESSION" || line.category() == "PART";
}

std::string TrainingWords(const invoicing::v1::InvoiceLine& line, const Reader& reader) {
  const TrainingBilled& training = line.training();
  const bool is_training = training.session_kind() == "TRAINING";
  std::string words = absl::StrCat(In(reader, kMission), training.mission_id(), ", ",
                                   In(reader, is_training ? kTraining : kWorkshop));
  if (!training.title().empty()) absl::StrAppend(&words, " ", training.title());
  if (training.instalment() > 0)
    absl::StrAppend(&words, ", ", In(reader, kInstalment), training.instalment());
  words += In(reader, kColon);
  if (line.category() == "SESSION") return words + In(reader, kSessions);
  return training.agreement().empty() ? words + In(reader, kClients)
                                      : words + In(reader, kFunders) + training.agreement();
}

std::vector<std::string> TrainingDetails(const invoicing::v1::InvoiceLine& line,
                                         const Reader& reader) {
  const TrainingBilled& training = line.training();
  std::vector<std::string> details;
  if (!training.has_delivered()) return details;
  details.push_back(absl::StrCat(training.sessions(), " ", In(reader, kTogether),
                                 money::ToString(money::FromProto(training.delivered()))));
  for (const auto& other : training.others())
    details.push_back(
        absl::StrCat(In(reader, kOthers), other.payer_id(),
                     other.agreement().empty() ? "" : In(reader, kAgreement) + other.agreement(),
                     In(reader, kColon), money::ToString(money::FromProto(other.amount()))));
  return details;
}

std::vector<std::string> SessionsHeld(const TrainingBilled& training, const Reader& reader) {
  std::vector<std::string> sessions;
  for (const auto& session : training.held())
    sessions.push_back(CalledIn(session) + In(reader, kColon) +
                       HalfDaysIn(session.half_days(), reader));
  return sessions;
}

absl::StatusOr<std::vector<std::string>> SessionsAttended(Records& records,
                                                          const std::string& tenant,
                                                          const TrainingBilled& training,
                                                          const Reader& reader) {
  auto sessions = SessionsHeld(training, reader);
  for (size_t i = 0; i < sessions.size(); ++i) {
    const auto roll = records.Roll(tenant, training.mission_id(),
                                   training.held(static_cast<int>(i)).session_id());
    if (!roll.ok()) return roll.status();
    sessions[i] += ". " + TraineesOf(*roll, reader);
  }
  return sessions;
}
}  // namespace aor::documents
