#include "services/missions/api/participant_list.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_replace.h>

#include <algorithm>
#include <map>

#include "libs/rpc/formats.h"
#include "services/missions/api/headings.h"
#include "services/missions/api/participants.h"

namespace aor::missions {
namespace {
constexpr size_t kMostCharacters = 100;  // of a name
using Fields = std::vector<std::string>;
struct Line {
  uint32_t number;
  Fields fields;
  bool is_open = false;  // a quote was never closed
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
    const bool is_open = quoted_;
    EndLine();
    if (is_open && !lines_.empty()) lines_.back().is_open = true;
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
    } else {
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

// Addresses alone, side by side: each is somebody.
bool IsRowOfAddresses(const Fields& fields) {
  const auto filled =
      std::ranges::count_if(fields, [](const auto& field) { return !field.empty(); });
  const auto addresses = std::ranges::count_if(fields, HasAddressSign);
  return addresses > 1 && addresses == filled;
}

std::vector<Line> OneAddressEach(const std::vector<Line>& lines) {
  std::vector<Line> each;
  for (const auto& line : lines) {
    if (!IsRowOfAddresses(line.fields)) {
      each.push_back(line);
      continue;
    }
    for (const auto& field : line.fields)
      if (!field.empty()) each.push_back({line.number, {field}, line.is_open});
  }
  return each;
}

Columns ColumnsIn(const std::vector<Line>& lines) {
  std::vector<Fields> rows;
  for (const auto& line : lines) rows.push_back(line.fields);
  return ColumnsOf(rows);
}

std::string ProblemOf(const v1::NewParticipant& participant, const Line& line, size_t columns) {
  if (line.is_open)
    return "A quote opens in this row and is never closed: all that follows was read as one field.";
  if (line.fields.size() > columns)
    return "This row has more fields than the first one: quote those with a separator in them.";
  if (participant.mail().empty() && participant.surname().empty())
    return "Neither an address nor a surname: say who it is.";
  if (!participant.mail().empty()) {
    const std::string advice = rpc::FormatAdvice("mail", participant.mail());
    if (!advice.empty()) return absl::StrCat("The address is none: ", advice, ".");
  }
  for (const auto& name : {participant.surname(), participant.given_names()}) {
    if (HasAddressSign(name))
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
  auto lines = Reading(absl::StrReplaceAll(plain, {{"\r\n", "\n"}, {"\r", "\n"}})).Lines();
  if (lines.empty()) return list;
  Columns columns = ColumnsIn(lines);
  if (!columns.has_headings) {
    lines = OneAddressEach(lines);
    columns = ColumnsIn(lines);
  }
  list.columns = columns.names;
  if (!columns.problem.empty()) {
    list.problem = absl::StrCat("Line ", lines.front().number, ": ", columns.problem, ".");
    auto& row = list.rows.emplace_back();
    row.set_line(lines.front().number);
    row.set_problem(list.problem);
    return list;
  }
  std::map<std::string, uint32_t> seen;
  for (size_t i = columns.has_headings ? 1 : 0; i < lines.size(); ++i) {
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
