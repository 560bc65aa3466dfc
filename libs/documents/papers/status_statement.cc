#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

#include "libs/documents/layout/unprintable.h"
#include "libs/documents/papers/determination.h"
#include "libs/documents/papers/needs.h"
#include "libs/documents/papers/status_tables.h"

namespace aor::documents {
namespace {
Facts HeadFacts(const Desk& desk, const StatusStatement& paper) {
  return {{desk.Say("status.number"), paper.found.number},
          {desk.Say("status.worker"), paper.found.worker},
          {desk.Say("status.engagement"), paper.found.engagement},
          {desk.Say("sds.decided_on"), desk.figures.Day(paper.decided_on)},
          {desk.Say("status.effective_from"), desk.figures.Day(paper.found.effective_from)},
          {desk.Say("sds.given_to"), absl::StrJoin(paper.given_to, "\n")}};
}

// A statement concludes: one that does not is none (ITEPA 2003 s. 61NA).
void Check(const StatusStatement& paper) {
  CheckFinding(paper.found);
  CheckStated("who decided", paper.decided_by_name);
  if (paper.found.outcome == WorkStatus::kUndetermined)
    throw Unprintable("the statement concludes nothing");
}

void ComposeStatement(Desk& desk, const StatusStatement& paper, const std::string& title) {
  Check(paper);
  const std::string& client = paper.client.who.name;
  Opening(desk.sheets, HeadFacts(desk, paper), AddressLines(paper.worker, paper.reader));
  Title(desk.sheets, title);
  Paragraph(desk.sheets,
            desk.Say("sds.concludes", {{"client", client}, {"worker", paper.found.worker}}));
  const bool is_met = paper.found.outcome == WorkStatus::kEmployee;
  Notice(desk.sheets, desk.Say(is_met ? "sds.met" : "sds.not_met"));
  Heading(desk.sheets, desk.Say("status.reason"));
  Paragraph(desk.sheets, paper.found.reason);
  Draw(desk.sheets, FactorTable(desk, paper.found));
  desk.sheets.Need(kHeadingAndRow);
  Heading(desk.sheets, desk.Say("status.answers"));
  Draw(desk.sheets, AnswerTable(desk, paper.found));
  Heading(desk.sheets, desk.Say("sds.disagree"));
  Paragraph(desk.sheets,
            desk.Say("sds.disagree_how",
                     {{"client", client}, {"days", absl::StrCat(paper.dispute_days)}}));
  Paragraph(desk.sheets,
            desk.Say("sds.decided_by", {{"person", paper.decided_by_name},
                                        {"client", client},
                                        {"day", desk.figures.LongDay(paper.decided_on)}}));
  Paragraph(desk.sheets, absl::StrCat(desk.Say("status.source"), ": ", paper.source), kLabel);
}
}  // namespace

absl::StatusOr<std::string> Print(const Press& press, const StatusStatement& paper) {
  const std::string title = press.texts().Say(paper.reader, "sds.title");
  return Compose(press, paper.client, {paper.reader, title, paper.found.number, paper.decided_on},
                 [&](Desk& desk) { ComposeStatement(desk, paper, title); });
}

std::vector<TextNeed> StatusStatementNeeds() {
  return {{"sds.title"},
          {"sds.decided_on"},
          {"sds.given_to"},
          {"sds.met"},
          {"sds.not_met"},
          {"sds.concludes", "client worker"},
          {"sds.disagree"},
          {"sds.disagree_how", "client days"},
          {"sds.decided_by", "person client day"}};
}
}  // namespace aor::documents
