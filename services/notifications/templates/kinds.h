// The kinds of message: what each prints, and whether its recipient may do without it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace aor::notifications {
enum class Field { kId, kDate, kAmount, kNumber, kWeek, kParty };  // of a party the name is printed
struct NamedField {
  std::string_view name;
  Field field;
};
struct Kind {
  std::string_view id;
  std::string_view topic;  // empty: contractual, nobody unsubscribes from it
  bool by_sms;             // where there is a phone number; mail otherwise, and the other way round
  std::vector<NamedField> fields;
};
// What a message says beside its fields of the session that it is about: its title, or else its
// kind in a word. {{session_id}} prints that: nobody recognises an id.
inline constexpr char kTitled[] = "session_title", kCalled[] = "session_kind";
// Which certificate another one replaces, by its number and the day of it, and why: in words of the
// reader's language.
inline constexpr char kSuperseded[] = "superseded", kSupersededOn[] = "superseded_on",
                      kCause[] = "cause", kNameCause[] = "name", kAttendanceCause[] = "attendance";
inline constexpr std::string_view kTopics[] = {"reminders", "approvals", "payments",
                                               "questionnaires"};
// What kind of paper expires: its name in each language stands with the templates.
inline constexpr char kPaperKind[] = "paper_kind";
std::span<const Kind> Kinds();
// Nothing for an id that a newer release wrote.
const Kind* KindOf(std::string_view id);
// Has the kind a field of this name, printed so?
bool IsOf(const Kind* kind, std::string_view name, Field field);
}  // namespace aor::notifications
