#include "services/notifications/templates/templates.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "libs/calendar/calendar.h"
#include "libs/money/money.h"
#include "services/notifications/templates/names.h"

namespace aor::notifications {
namespace {
constexpr std::string_view kLanguages[] = {"fr", "de", "en"};
constexpr std::string_view kPapers = "papers.";
constexpr size_t kLongestSms = 300;  // characters of a template, two parts with what it prints

constexpr std::pair<const char*, const char*> kBuiltIn[] = {
#include "notification_templates.inc"
};

// One file, and the line that is looked at.
struct Place {
  std::string file;
  size_t line = 0;
  absl::Status Wrong(const std::string& what) const {
    return absl::InvalidArgumentError(absl::StrCat(file, ":", line, ": ", what));
  }
};

std::string NamesOf(const Kind& kind) {
  std::string names;
  for (const auto& field : kind.fields) absl::StrAppend(&names, std::string(field.name), ", ");
  return names + (kind.topic.empty() ? "name, link" : "name, link, stop");
}

bool Knows(const Kind& kind, std::string_view name) {
  return name == "name" || name == "link" || (name == "stop" && !kind.topic.empty()) ||
         std::ranges::find(kind.fields, name, &NamedField::name) != kind.fields.end();
}

absl::StatusOr<Pieces> PiecesOf(std::string_view text, const Kind& kind, const Place& place) {
  Pieces pieces;
  while (!text.empty()) {
    const size_t open = text.find("{{");
    if (open > 0) pieces.push_back({std::string(text.substr(0, open))});
    if (open == std::string_view::npos) break;
    const size_t close = text.find("}}", open);
    if (close == std::string_view::npos) return place.Wrong("{{ is not closed on its line");
    const std::string name(text.substr(open + 2, close - open - 2));
    if (!Knows(kind, name))
      return place.Wrong(absl::StrCat("{{", name, "}} is no field of ", std::string(kind.id),
                                      "; it has ", NamesOf(kind)));
    pieces.push_back({name, true});
    text.remove_prefix(close + 2);
  }
  return pieces;
}

bool Prints(const Template& of, std::string_view name) {
  const auto prints = [&](const Pieces& pieces) {
    return std::ranges::any_of(pieces,
                               [&](const Piece& p) { return p.is_field && p.text == name; });
  };
  return prints(of.text);
}

// The value of "subject: …" in this line.
absl::StatusOr<Pieces> Headed(std::string_view line, std::string_view head, const Kind& kind,
                              const Place& place) {
  const std::string start = std::string(head) + ": ";
  if (line.substr(0, start.size()) != start)
    return place.Wrong("the line begins with \"" + start + "\"");
  return PiecesOf(line.substr(start.size()), kind, place);
}

absl::StatusOr<Template> ParseFile(const std::string& file, const std::string& text,
                                   const Kind& kind) {
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  Place place{file, 1};
  if (lines.size() < 4) return place.Wrong("subject, sms, an empty line and a text are needed");
  Template parsed;
  for (const auto& [head, part] :
       {std::pair("subject", &parsed.subject), std::pair("sms", &parsed.sms)}) {
    auto pieces = Headed(lines[place.line - 1], head, kind, place);
    if (!pieces.ok()) return pieces.status();
    *part = *std::move(pieces);
    place.line++;
  }
  if (lines[1].size() > kLongestSms)
    return Place{file, 2}.Wrong(absl::StrCat("an SMS has at most ", kLongestSms, " bytes"));
  if (!lines[2].empty()) return place.Wrong("an empty line stands before the text");
  for (place.line = 4; place.line <= lines.size(); ++place.line) {
    auto pieces = PiecesOf(lines[place.line - 1] + "\n", kind, place);
    if (!pieces.ok()) return pieces.status();
    parsed.text.insert(parsed.text.end(), pieces->begin(), pieces->end());
  }
  for (const auto& field : kind.fields)
    if (!Prints(parsed, field.name))
      return place.Wrong(absl::StrCat("the text does not print {{", std::string(field.name), "}}"));
  if (!kind.topic.empty() && !Prints(parsed, "stop"))
    return place.Wrong("the text does not print {{stop}}: its reader may do without it");
  return parsed;
}

enum class Year { kSaid, kLeftOut };
std::string InWords(const calendar::Date& day, std::string_view language, Year year = Year::kSaid) {
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string of = year == Year::kSaid ? absl::StrCat(day.year()) : "";
  if (language == "en")
    return absl::StrCat(day.day(), " ", kMonths[day.month() - 1], of.empty() ? "" : " ", of);
  return absl::StrCat(absl::Dec(day.day(), absl::kZeroPad2), ".",
                      absl::Dec(day.month(), absl::kZeroPad2), ".", of);
}

// As papers show it: CHF 1'537.50 whatever the language; 1 339,20 € or EUR 1,339.20.
std::string InWords(const money::Money& amount, std::string_view language) {
  const bool is_swiss = amount.currency == "CHF", is_english = language == "en";
  const std::string group = is_swiss ? "'" : is_english ? "," : language == "fr" ? "\u202F" : ".";
  std::string digits = money::ToString(money::ToDecimal(amount));
  const size_t point = std::min(digits.find('.'), digits.size());
  if (point < digits.size() && !is_swiss && !is_english) digits[point] = ',';
  const size_t first = digits.starts_with('-') ? 1 : 0;
  for (size_t at = point; at > first + 3; at -= 3) digits.insert(at - 3, group);
  if (is_swiss || is_english) return absl::StrCat(amount.currency, " ", digits);
  return absl::StrCat(digits, "\u00A0", amount.currency == "EUR" ? "€" : amount.currency);
}

// Of "2026-W43", which nobody has in a calendar: "43 (19.10.–25.10.2026)".
std::string WeekInWords(const std::string& iso_week, std::string_view language) {
  const auto monday = calendar::MondayOfWeek(iso_week);
  if (!monday) return Harmless(iso_week);
  const calendar::Date sunday = *monday + 6;
  const Year year = monday->year() == sunday.year() ? Year::kLeftOut : Year::kSaid;
  return absl::StrCat(iso_week.substr(iso_week.size() - 2), " (", InWords(*monday, language, year),
                      "–", InWords(sunday, language), ")");
}

std::string Printed(const v1::Parameter& parameter, std::string_view language) {
  switch (parameter.value_case()) {
    case v1::Parameter::kId: return Harmless(parameter.id());
    case v1::Parameter::kDate: return InWords(calendar::FromProto(parameter.date()), language);
    case v1::Parameter::kAmount: return InWords(money::FromProto(parameter.amount()), language);
    case v1::Parameter::kNumber: return std::to_string(parameter.number());
    case v1::Parameter::VALUE_NOT_SET: break;
  }
  return "";
}

std::string LanguageOf(const Reader& reader) {
  const std::string language = reader.language.substr(0, reader.language.find('-'));
  return std::ranges::find(kLanguages, language) == std::end(kLanguages) ? "en" : language;
}

std::string Filled(const Pieces& pieces, const std::map<std::string, std::string>& values) {
  std::string filled;
  for (const Piece& piece : pieces) {
    const auto value = piece.is_field ? values.find(piece.text) : values.end();
    filled += !piece.is_field ? piece.text : value == values.end() ? "" : value->second;
  }
  return filled;
}

bool IsInvisible(UChar32 c) {
  return (c >= 0x80 && c < 0xA0) || c == 0xAD || c == 0x61C || c == 0xFEFF ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F);
}

bool IsLetter(UChar32 c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
bool IsHarmless(UChar32 c) {
  return IsLetter(c) || (c > ' ' && std::string_view("-',()&_+").find(static_cast<char>(c)) !=
                                        std::string_view::npos);
}

}  // namespace

std::string Harmless(std::string_view words) {
  constexpr size_t kLongest = 120;
  std::string harmless;
  for (size_t at = 0; at < words.size() && harmless.size() < kLongest;) {
    const size_t from = at;
    UChar32 c = 0;  // below zero for what is no UTF-8
    U8_NEXT(words, at, words.size(), c);
    // "St. Gallen" keeps its point, "evil.example" becomes no link.
    const bool is_point = c == '.' && (at == words.size() || words[at] == ' ');
    const bool stays = c < 0x80 ? is_point || IsHarmless(c) : !IsInvisible(c);
    if (stays)
      harmless.append(words.substr(from, at - from));
    else if (!harmless.empty() && harmless.back() != ' ')
      harmless += ' ';
  }
  while (harmless.ends_with(' ')) harmless.pop_back();
  return harmless;
}

std::string PercentEncoded(std::string_view id) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : id) {
    const auto byte = static_cast<unsigned char>(c);
    if (IsLetter(byte) || c == '-' || c == '_') {
      encoded += c;
      continue;
    }
    encoded += '%';
    encoded += kHex[byte >> 4];
    encoded += kHex[byte & 15];
  }
  return encoded;
}

// "papers.fr.txt": lines of "fr.vigilance: Attestation de vigilance de l'Urssaf".
absl::Status Templates::TakePapers(const std::string& name, const std::string& text) {
  const std::string language = name.substr(kPapers.size(), 2);
  Place place{name, 0};
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(text, '\n'))) {
    place.line++;
    const size_t colon = line.find(": ");
    if (line.empty()) continue;
    if (colon == std::string::npos || colon == 0)
      return place.Wrong("a line is the kind of a paper, a colon and its name");
    papers_[{line.substr(0, colon), language}] = line.substr(colon + 2);
  }
  return absl::OkStatus();
}

void Templates::NamePaper(const v1::MessageRequested& message, const std::string& language,
                          std::map<std::string, std::string>& values) const {
  for (const auto& parameter : message.parameters()) {
    if (parameter.name() != kPaperKind) continue;
    const auto name = papers_.find({parameter.id(), language});
    if (name != papers_.end()) values["paper"] = Harmless(name->second);
  }
}

absl::StatusOr<Templates> Templates::Parse(const Files& files) {
  Templates templates;
  std::set<std::string> used;
  for (const Kind& kind : Kinds())
    for (const std::string_view language : kLanguages) {
      const std::string name =
          absl::StrCat(std::string(kind.id), ".", std::string(language), ".txt");
      const auto file = files.find(name);
      if (file == files.end())
        return Place{name, 1}.Wrong("the file is missing; every kind is said in every language");
      auto parsed = ParseFile(name, file->second, kind);
      if (!parsed.ok()) return parsed.status();
      templates.templates_.emplace(std::pair(kind.id, language), *std::move(parsed));
      used.insert(name);
    }
  for (const auto& [name, text] : files) {
    if (!name.starts_with(kPapers)) continue;
    if (auto taken = templates.TakePapers(name, text); !taken.ok()) return taken;
    used.insert(name);
  }
  for (const auto& [name, text] : files)
    if (!used.contains(name)) return Place{name, 1}.Wrong("there is no message of this name");
  return templates;
}

absl::StatusOr<Templates> Templates::BuiltIn() {
  return Parse(Files(std::begin(kBuiltIn), std::end(kBuiltIn)));
}

absl::StatusOr<Templates> Templates::InFolder(const std::string& folder) {
  Files files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    std::ifstream file(entry.path());
    files[entry.path().filename()] = {std::istreambuf_iterator<char>(file), {}};
  }
  if (error) return absl::InvalidArgumentError(folder + ": " + error.message());
  return Parse(files);
}

const Template& Templates::For(std::string_view kind, std::string_view language) const {
  return templates_.at({std::string(kind), std::string(language)});
}

Rendered Templates::Render(const v1::MessageRequested& message, const Reader& reader) const {
  const std::string language = LanguageOf(reader);
  std::map<std::string, std::string> values{{"name", Harmless(reader.name)}, {"link", reader.link}};
  values["stop"] = reader.stop;
  const Kind* kind = KindOf(message.template_id());
  for (const auto& parameter : message.parameters())
    values[parameter.name()] = IsOf(kind, parameter.name(), Field::kWeek)
                                   ? WeekInWords(parameter.id(), language)
                                   : Printed(parameter, language);
  NamePaper(message, language, values);
  NameInWords(values, language);
  const Template& of = For(message.template_id(), language);
  return {Filled(of.subject, values), Filled(of.sms, values), Filled(of.text, values)};
}

Rendered Templates::RenderDigest(const v1::MessageRequested& digest,
                                 const std::vector<v1::MessageRequested>& members,
                                 const Reader& reader) const {
  Rendered rendered = Render(digest, reader);
  for (const auto& member : members)
    absl::StrAppend(&rendered.text, "- ", Render(member, reader).subject, "\n");
  if (!reader.link.empty()) absl::StrAppend(&rendered.text, "\n", reader.link, "\n");
  return rendered;
}
}  // namespace aor::notifications
