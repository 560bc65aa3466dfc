#include "services/missions/api/participant_list.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_replace.h>

#include <algorithm>
#include <map>

#include "libs/rpc/formats.h"
#include "services/missions/api/participants.h"

namespace aor::missions {
namespace {
constexpr size_t kMostCharacters = 100;  // of a name
using Fields = std::vector<std::string>;
struct Line {
  uint32_t number;
  Fields fields;
};

char SeparatorOf(const std::string& text) {
  const std::string first = text.substr(0, text.find('\n'));
  char best = ',';
  for (const char candidate : {'\t', ';', ','})
    if (std::ranges::count(first, candidate) > std::ranges::count(first, best)) best = candidate;
  return best;
}

// RFC 4180 as programs write it: a quoted field may hold separators, quotes and line ends.
class Reading {
 public:
  explicit Reading(const std::string& text) : text_(text), separator_(SeparatorOf(text)) {}
  std::vector<Line> Lines() {
    for (; at_ < text_.size(); ++at_) Take(text_[at_]);
    EndLine();
    return std::move(lines_);
  }

 private:
  void Take(char c) {
    if (quoted_) return TakeQuoted(c);
    if (c == '"' && field_.empty()) {
      quoted_ = true;
    } else if (c == separator_) {
      EndField();
    } else if (c == '\n') {
      EndLine();
    } else if (c != '\r') {
      field_ += c;
    }
  }
  void TakeQuoted(char c) {
    if (c == '\n') ++number_;
    if (c != '"') {
      field_ += c;
    } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
      field_ += text_[++at_];
    } else {
      quoted_ = false;
    }
  }
  void EndField() {
    fields_.emplace_back(absl::StripAsciiWhitespace(field_));
    field_.clear();
  }
  void EndLine() {
    EndField();
    const bool empty = std::ranges::all_of(fields_, &std::string::empty);
    if (!empty) lines_.push_back({first_, fields_});
    fields_.clear();
    first_ = ++number_;
  }

  const std::string& text_;
  const char separator_;
  size_t at_ = 0;
  bool quoted_ = false;
  uint32_t number_ = 1, first_ = 1;
  std::string field_;
  Fields fields_;
  std::vector<Line> lines_;
};

std::string Known(const std::string& heading) {
  static const auto& headings =
      *new std::map<std::string, std::string>{{"mail", "mail"},
                                              {"e-mail", "mail"},
                                              {"email", "mail"},
                                              {"courriel", "mail"},
                                              {"adresse", "mail"},
                                              {"adresse e-mail", "mail"},
                                              {"adresse mail", "mail"},
                                              {"surname", "surname"},
                                              {"last name", "surname"},
                                              {"family name", "surname"},
                                              {"nom", "surname"},
                                              {"nom de famille", "surname"},
                                              {"name", "surname"},
                                              {"nachname", "surname"},
                                              {"given names", "given_names"},
                                              {"first name", "given_names"},
                                              {"pr\xC3\xA9nom", "given_names"},
                                              {"prenom", "given_names"},
                                              {"pr\xC3\xA9noms", "given_names"},
                                              {"vorname", "given_names"},
                                              {"surnames", "surname"},
                                              {"noms", "surname"}};
  const auto found = headings.find(absl::AsciiStrToLower(heading));
  return found == headings.end() ? "" : found->second;
}

// By headings; without any, by what stands in the first row.
Fields ColumnsOf(const Fields& first, bool& has_headings) {
  Fields columns;
  for (const auto& field : first) columns.push_back(Known(field));
  has_headings = std::ranges::any_of(columns, [](const auto& name) { return !name.empty(); });
  if (has_headings) return columns;
  bool has_surname = false;
  for (size_t i = 0; i < first.size(); ++i) {
    if (first[i].find('@') != std::string::npos) {
      columns[i] = "mail";
    } else {
      columns[i] = has_surname ? "given_names" : "surname";
      has_surname = true;
    }
  }
  return columns;
}

std::string ProblemOf(const v1::NewParticipant& participant, const Line& line, size_t columns) {
  if (line.fields.size() > columns)
    return "This row has more fields than the first one: quote those with a separator in them.";
  if (participant.mail().empty() && participant.surname().empty())
    return "Neither an address nor a surname: say who it is.";
  if (!participant.mail().empty()) {
    const std::string advice = rpc::FormatAdvice("mail", participant.mail());
    if (!advice.empty()) return absl::StrCat("The address is none: ", advice, ".");
  }
  for (const auto& name : {participant.surname(), participant.given_names()}) {
    if (name.find('@') != std::string::npos)
      return "An address stands where a name should: check the order of the columns.";
    if (!IsPlainName(name)) return "A name holds control characters or line ends: remove them.";
    if (rpc::Characters(name) > kMostCharacters) return "A name is longer than 100 characters.";
  }
  return "";
}

v1::NewParticipant ParticipantOf(const Line& line, const Fields& columns) {
  v1::NewParticipant participant;
  for (size_t i = 0; i < std::min(line.fields.size(), columns.size()); ++i) {
    if (columns[i] == "mail") participant.set_mail(line.fields[i]);
    if (columns[i] == "surname") participant.set_surname(line.fields[i]);
    if (columns[i] == "given_names")  // two columns of them are put together
      participant.set_given_names(participant.given_names().empty()
                                      ? line.fields[i]
                                      : participant.given_names() + " " + line.fields[i]);
  }
  return participant;
}
}  // namespace

ParticipantList ReadParticipantList(const std::string& text) {
  ParticipantList list;
  const std::string plain = text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
  const auto lines = Reading(plain).Lines();
  if (lines.empty()) return list;
  bool has_headings = false;
  list.columns = ColumnsOf(lines.front().fields, has_headings);
  std::map<std::string, uint32_t> seen;
  for (size_t i = has_headings ? 1 : 0; i < lines.size(); ++i) {
    auto& row = list.rows.emplace_back();
    row.set_line(lines[i].number);
    *row.mutable_participant() = ParticipantOf(lines[i], list.columns);
    row.set_problem(ProblemOf(row.participant(), lines[i], list.columns.size()));
    if (!row.problem().empty() || row.participant().mail().empty()) continue;
    const auto [at, is_new] =
        seen.try_emplace(absl::AsciiStrToLower(row.participant().mail()), lines[i].number);
    if (!is_new)
      row.set_note(
          absl::StrCat("Line ", at->second, " has this address too: they stay two people."));
  }
  return list;
}
}  // namespace aor::missions
