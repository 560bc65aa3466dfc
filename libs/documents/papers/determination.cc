#include "libs/documents/papers/determination.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

#include "libs/documents/papers/needs.h"
#include "libs/documents/papers/status_tables.h"

namespace aor::documents {
namespace {
const char* KeyOf(StatusStep step) {
  switch (step) {
    case StatusStep::kApproved: return "status.approved";
    case StatusStep::kDisputed: return "status.disputed";
    case StatusStep::kUpheld: return "status.upheld";
    case StatusStep::kNotUpheld: return "status.not_upheld";
    case StatusStep::kStands: return "status.stands";
    case StatusStep::kFalls: return "status.falls";
    case StatusStep::kRevoked: return "status.revoked";
    case StatusStep::kDrift: return "status.drift";
    case StatusStep::kSuperseded: return "status.superseded";
    case StatusStep::kRestored: return "status.restored";
  }
  return "";
}

Facts HeadFacts(const Desk& desk, const Determination& paper) {
  const Figures& figures = desk.figures;
  return {{desk.Say("status.number"), paper.found.number},
          {desk.Say("status.worker"), paper.found.worker},
          {desk.Say("status.engagement"), paper.found.engagement},
          {desk.Say("status.jurisdiction"), paper.jurisdiction},
          {desk.Say("status.made"), figures.Day(paper.found.made)},
          {desk.Say("status.effective_from"), figures.Day(paper.found.effective_from)},
          {desk.Say("status.review_on"), paper.review_on ? figures.Day(*paper.review_on) : ""}};
}

std::string DecidedBy(const Desk& desk, const Determination& paper) {
  if (paper.may_decide.empty()) return paper.decided_by;
  return desk.Say("status.decider_open", {{"who", absl::StrJoin(paper.may_decide, "; ")}});
}

Facts OutcomeFacts(const Desk& desk, const Determination& paper) {
  const std::string test = paper.test_is_verified
                               ? paper.test
                               : absl::StrCat(paper.test, " (", desk.Say("status.unverified"), ")");
  return {{desk.Say("status.outcome"), StatusText(desk, paper.found.outcome)},
          {desk.Say("status.presumed"), paper.presumed ? StatusText(desk, *paper.presumed) : ""},
          {desk.Say("status.confidence"),
           desk.figures.Percent(money::Decimal{static_cast<int64_t>(paper.confidence_percent), 0})},
          {desk.Say("status.kinds"), paper.engagement_kinds.empty()
                                         ? desk.Say("status.no_kind")
                                         : absl::StrJoin(paper.engagement_kinds, ", ")},
          {desk.Say("status.consequence"), paper.consequence},
          {desk.Say("status.offered_path"), paper.offered_path},
          {desk.Say("status.test"), test},
          {desk.Say("status.source"), paper.test_source},
          {desk.Say("status.decided_by"), DecidedBy(desk, paper)},
          {desk.Say("status.decider"), paper.decider}};
}

Table ReasonTable(const Desk& desk, const char* heading, const std::vector<StatusReason>& reasons) {
  Table table;
  table.columns = {{desk.Say(heading)}, {.heading = desk.Say("status.source"), .width = Mm(70)}};
  for (const StatusReason& reason : reasons) table.rows.push_back({{reason.text, reason.source}});
  return table;
}

Table HappeningTable(const Desk& desk, const std::vector<StatusHappening>& happenings) {
  Table table;
  table.columns = {{.heading = desk.Say("status.day"), .width = Mm(22)},
                   {.heading = desk.Say("status.what"), .width = Mm(40)},
                   {.heading = desk.Say("status.by"), .width = Mm(30)},
                   {desk.Say("status.in_words")}};
  for (const StatusHappening& one : happenings) {
    const std::string outcome = one.outcome ? StatusText(desk, *one.outcome) + "\n" : "";
    table.rows.push_back(
        {{desk.figures.Day(one.day), desk.Say(KeyOf(one.step)), one.by, outcome + one.text}});
  }
  return table;
}

// A heading and what stands below it; nothing where there is nothing to say.
void Part(Desk& desk, const char* heading, const Table& table) {
  if (table.rows.empty()) return;
  desk.sheets.Need(kHeadingAndRow);
  Heading(desk.sheets, desk.Say(heading));
  Draw(desk.sheets, table);
}

void AddMissing(Desk& desk, const Determination& paper) {
  if (paper.missing.empty()) return;
  Heading(desk.sheets, desk.Say("status.missing"));
  for (const std::string& question : paper.missing) Paragraph(desk.sheets, "– " + question);
}

void ComposeDetermination(Desk& desk, const Determination& paper, const std::string& title) {
  CheckFinding(paper.found);
  CheckStated("source of the test", paper.test_source);
  Opening(desk.sheets, HeadFacts(desk, paper), AddressLines(paper.client, paper.reader));
  Title(desk.sheets, title);
  if (!paper.is_approved) Notice(desk.sheets, desk.Say("status.not_approved"));
  WideFacts(desk.sheets, OutcomeFacts(desk, paper));
  Heading(desk.sheets, desk.Say("status.reason"));
  Paragraph(desk.sheets, paper.found.reason);
  Part(desk, "status.factors", FactorTable(desk, paper.found));
  Part(desk, "status.answers", AnswerTable(desk, paper.found));
  AddMissing(desk, paper);
  Part(desk, "status.path", ReasonTable(desk, "status.step", paper.path));
  Part(desk, "status.duties", ReasonTable(desk, "status.duty", paper.duties));
  Part(desk, "status.happenings", HappeningTable(desk, paper.happenings));
  desk.sheets.y += Mm(2);
  Paragraph(desk.sheets, desk.Say("status.words", {{"version", paper.rule_version}}), kLabel);
}
}  // namespace

absl::StatusOr<std::string> Print(const Press& press, const Determination& paper) {
  const std::string title = press.texts().Say(paper.reader, "status.title");
  return Compose(press, paper.keeper, {paper.reader, title, paper.found.number, paper.found.made},
                 [&](Desk& desk) { ComposeDetermination(desk, paper, title); });
}

std::vector<TextNeed> DeterminationNeeds() {
  std::vector<TextNeed> needs = {{"status.title"},
                                 {"status.number"},
                                 {"status.worker"},
                                 {"status.engagement"},
                                 {"status.jurisdiction"},
                                 {"status.made"},
                                 {"status.effective_from"},
                                 {"status.review_on"},
                                 {"status.outcome"},
                                 {"status.presumed"},
                                 {"status.confidence"},
                                 {"status.kinds"},
                                 {"status.no_kind"},
                                 {"status.consequence"},
                                 {"status.offered_path"},
                                 {"status.test"},
                                 {"status.unverified"},
                                 {"status.decided_by"},
                                 {"status.decider"},
                                 {"status.not_approved"},
                                 {"status.reason"},
                                 {"status.factors"},
                                 {"status.answers"},
                                 {"status.missing"},
                                 {"status.path"},
                                 {"status.step"},
                                 {"status.duties"},
                                 {"status.duty"},
                                 {"status.happenings"},
                                 {"status.day"},
                                 {"status.what"},
                                 {"status.by"},
                                 {"status.in_words"},
                                 {"status.approved"},
                                 {"status.disputed"},
                                 {"status.upheld"},
                                 {"status.not_upheld"},
                                 {"status.stands"},
                                 {"status.falls"},
                                 {"status.revoked"},
                                 {"status.drift"},
                                 {"status.superseded"},
                                 {"status.restored"},
                                 {"status.decider_open", "who"},
                                 {"status.words", "version"}};
  for (const TextNeed& need : StatusTableNeeds()) needs.push_back(need);
  return needs;
}
}  // namespace aor::documents
