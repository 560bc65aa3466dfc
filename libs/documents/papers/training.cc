#include "libs/documents/papers/training.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_format.h>
#include <absl/strings/str_join.h>

#include <algorithm>

#include "libs/documents/layout/unprintable.h"
#include "libs/documents/papers/needs.h"

namespace aor::documents {
namespace {
constexpr size_t kBoxesBeside = 4;  // so that a signature fits into one
constexpr int kBlankRows = 2;       // for whoever walks in
constexpr double kBoxHeight = Mm(13), kBoxWidth = Mm(25);

std::string PartOf(const Desk& desk, HalfDay::Part part) {
  switch (part) {
    case HalfDay::Part::kMorning: return desk.Say("training.morning");
    case HalfDay::Part::kAfternoon: return desk.Say("training.afternoon");
    case HalfDay::Part::kEvening: return desk.Say("training.evening");
  }
  return "";
}

void Check(const TrainingSession& session) {
  CheckStated("facilitator", session.facilitator);
  if (session.half_days.empty()) throw Unprintable("the session has no half-day");
}

bool Prints(const Sheets& sheets, const std::string& text) {
  try {
    sheets.Set(text);
    return true;
  } catch (const Unprintable&) {
    return false;
  }
}

// With [U+20BB7] in place of each character that cannot be printed. Participants enter their own
// names, by links too: none of them stops the paper of all.
std::string Printable(const Sheets& sheets, const std::string& text) {
  if (!g_utf8_validate(text.data(), text.size(), nullptr) || Prints(sheets, text)) return text;
  std::string printable;
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end; at = g_utf8_next_char(at)) {
    const std::string character(at, static_cast<size_t>(g_utf8_next_char(at) - at));
    printable +=
        Prints(sheets, character) ? character : absl::StrFormat("[U+%04X]", g_utf8_get_char(at));
  }
  return printable;
}

void MakePrintable(const Sheets& sheets, TrainingSession& session) {
  for (std::string* text : {&session.title, &session.place, &session.group, &session.facilitator})
    *text = Printable(sheets, *text);
}

AttendanceSheet Printable(const Sheets& sheets, AttendanceSheet sheet) {
  MakePrintable(sheets, sheet.session);
  for (Attendee& one : sheet.participants) {
    one.name = Printable(sheets, one.name);
    one.mail = Printable(sheets, one.mail);
  }
  return sheet;
}

ParticipationCertificate Printable(const Sheets& sheets, ParticipationCertificate certificate) {
  MakePrintable(sheets, certificate.session);
  certificate.participant = Printable(sheets, certificate.participant);
  if (certificate.supersedes)
    certificate.supersedes->reason = Printable(sheets, certificate.supersedes->reason);
  return certificate;
}

std::string ClockAt(calendar::Instant at, const std::string& zone) {
  const auto time = calendar::TimeOfDayAt(at, zone);
  return absl::StrFormat("%02d:%02d", time.count() / 3600, time.count() / 60 % 60);
}

// By the clocks of the place, a line for each time.
std::string TimesOf(const Desk& desk, const TrainingSession& session) {
  std::vector<std::string> lines;
  for (const auto& time : session.times)
    lines.push_back(absl::StrCat(desk.figures.Day(calendar::DayAt(time.start, time.zone)), " ",
                                 ClockAt(time.start, time.zone), "–",
                                 ClockAt(time.end, time.zone)));
  return absl::StrJoin(lines, "\n");
}

std::string KindOf(const Desk& desk, const TrainingSession& session) {
  return desk.Say(session.is_training ? "training.training" : "training.workshop");
}

// What people call it, before the id that nobody remembers.
std::string NameOf(const Desk& desk, const TrainingSession& session) {
  const std::string title = session.title.empty() ? KindOf(desk, session) : session.title;
  return absl::StrCat(title, " · ", session.number);
}

Facts SessionFacts(const Desk& desk, const TrainingSession& session) {
  return {{desk.Say("training.mission"), session.mission},
          {desk.Say("training.session"), NameOf(desk, session)},
          {desk.Say("training.kind"), KindOf(desk, session)},
          {desk.Say("training.times"), TimesOf(desk, session)},
          {desk.Say("training.place"), session.place},
          {desk.Say("training.group"), session.group},
          {desk.Say("training.facilitator"), session.facilitator}};
}

void AddBoxes(const std::string& who, size_t boxes, Table& table) {
  Row row{.cells = {who}, .least = kBoxHeight};
  row.cells.resize(1 + boxes);
  table.rows.push_back(std::move(row));
}

// Everybody's boxes for these half-days.
Table BoxesOf(const Desk& desk, const AttendanceSheet& sheet, size_t first, size_t last) {
  Table table;
  table.columns.push_back({desk.Say("training.participant")});
  for (size_t i = first; i < last; ++i) {
    const HalfDay& half_day = sheet.session.half_days[i];
    table.columns.push_back(
        {.heading = desk.figures.Day(half_day.day) + "\n" + PartOf(desk, half_day.part),
         .width = kBoxWidth,
         .boxed = true});
  }
  for (const Attendee& one : sheet.participants)
    AddBoxes(one.mail.empty() ? one.name : one.name + "\n" + one.mail, last - first, table);
  for (int i = 0; i < kBlankRows; ++i) AddBoxes("", last - first, table);
  AddBoxes(sheet.session.facilitator + "\n" + desk.Say("training.facilitator"), last - first,
           table);
  return table;
}

void ComposeSheet(Desk& desk, const AttendanceSheet& sheet, const std::string& title) {
  Check(sheet.session);
  Opening(desk.sheets, SessionFacts(desk, sheet.session), AddressLines(sheet.client, sheet.reader));
  Title(desk.sheets, title);
  Paragraph(desk.sheets, desk.Say("training.sign"), kSmall);
  const size_t all = sheet.session.half_days.size();
  for (size_t first = 0; first < all; first += kBoxesBeside)
    Draw(desk.sheets, BoxesOf(desk, sheet, first, std::min(all, first + kBoxesBeside)));
}

Table AttendedOf(const Desk& desk, const ParticipationCertificate& certificate) {
  Table table;
  table.columns = {{desk.Say("training.day")}, {desk.Say("training.half_day")}};
  for (const HalfDay& half_day : certificate.attended) {
    if (std::ranges::find(certificate.session.half_days, half_day) ==
        certificate.session.half_days.end())
      throw Unprintable("the session has no such half-day on " + calendar::ToString(half_day.day));
    table.rows.push_back({{desk.figures.LongDay(half_day.day), PartOf(desk, half_day.part)}});
  }
  table.rows.push_back(
      {{desk.Say("training.attended"),
        desk.Say("training.of", {{"attended", absl::StrCat(certificate.attended.size())},
                                 {"all", absl::StrCat(certificate.session.half_days.size())}})},
       Row::Kind::kTotal});
  return table;
}

// "This certificate 2 takes the place of certificate 1 of 5 October 2026. Reason: …"
std::string SupersedesText(const Desk& desk, const ParticipationCertificate& certificate) {
  const Superseded& old = *certificate.supersedes;
  std::string reason = desk.Say(
      old.cause == Superseded::Cause::kName ? "training.cause_name" : "training.cause_attendance");
  if (!old.reason.empty()) absl::StrAppend(&reason, " (", old.reason, ")");
  const std::string day =
      old.issued ? desk.Say("training.superseded_of", {{"day", desk.figures.LongDay(*old.issued)}})
                 : "";
  return desk.Say("training.supersedes", {{"number", certificate.number},
                                          {"superseded", old.number},
                                          {"day", day},
                                          {"reason", reason}});
}

void ComposeCertificate(Desk& desk, const ParticipationCertificate& certificate,
                        const std::string& title) {
  Check(certificate.session);
  CheckStated("participant", certificate.participant);
  if (certificate.attended.empty()) throw Unprintable("no half-day was attended");
  const std::string& organisation = certificate.organisation.who.name;
  Title(desk.sheets, title);
  Paragraph(desk.sheets, desk.Say("training.certify", {{"organisation", organisation},
                                                       {"participant", certificate.participant}}));
  Facts facts = SessionFacts(desk, certificate.session);
  facts.insert(facts.begin(), {desk.Say("training.certificate_number"), certificate.number});
  WideFacts(desk.sheets, facts);
  if (certificate.supersedes) Paragraph(desk.sheets, SupersedesText(desk, certificate));
  desk.sheets.y += Mm(4);
  DrawSigned(desk, AttendedOf(desk, certificate), desk.Say("training.certified"),
             {{desk.Say("training.organisation"), organisation}});
}
}  // namespace

std::optional<HalfDay> ParseHalfDay(std::string_view text) {
  constexpr size_t kDay = 10;
  const auto day = calendar::ParseDate(text.substr(0, kDay));
  const std::string_view part = text.size() > kDay ? text.substr(kDay) : "";
  if (!day) return std::nullopt;
  if (part == "-AM") return HalfDay{*day, HalfDay::Part::kMorning};
  if (part == "-PM") return HalfDay{*day, HalfDay::Part::kAfternoon};
  if (part == "-EVE") return HalfDay{*day, HalfDay::Part::kEvening};
  return std::nullopt;
}

absl::StatusOr<std::string> Print(const Press& press, const AttendanceSheet& sheet) {
  const std::string title = press.texts().Say(sheet.reader, "training.sheet_title");
  const auto& half_days = sheet.session.half_days;
  return Compose(press, sheet.organisation,
                 {sheet.reader, title, sheet.session.number,
                  half_days.empty() ? calendar::Date() : half_days.front().day},
                 [&](Desk& desk) { ComposeSheet(desk, Printable(desk.sheets, sheet), title); });
}

absl::StatusOr<std::string> Print(const Press& press, const ParticipationCertificate& certificate) {
  const std::string title = press.texts().Say(certificate.reader, "training.certificate_title");
  const auto& attended = certificate.attended;
  return Compose(
      press, certificate.organisation,
      {certificate.reader, title, certificate.number,
       attended.empty() ? calendar::Date() : attended.back().day},
      [&](Desk& desk) { ComposeCertificate(desk, Printable(desk.sheets, certificate), title); });
}

std::vector<TextNeed> TrainingNeeds() {
  return {{"training.sheet_title"},
          {"training.certificate_title"},
          {"training.mission"},
          {"training.session"},
          {"training.kind"},
          {"training.workshop"},
          {"training.training"},
          {"training.times"},
          {"training.place"},
          {"training.group"},
          {"training.facilitator"},
          {"training.participant"},
          {"training.sign"},
          {"training.morning"},
          {"training.afternoon"},
          {"training.evening"},
          {"training.certify", "organisation participant"},
          {"training.day"},
          {"training.half_day"},
          {"training.attended"},
          {"training.of", "attended all"},
          {"training.certified"},
          {"training.certificate_number"},
          {"training.supersedes", "number superseded day reason"},
          {"training.superseded_of", "day"},
          {"training.cause_attendance"},
          {"training.cause_name"},
          {"training.organisation"}};
}
}  // namespace aor::documents
