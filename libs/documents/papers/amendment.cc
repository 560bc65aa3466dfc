#include "libs/documents/papers/amendment.h"

#include "libs/documents/layout/table.h"
#include "libs/documents/layout/unprintable.h"
#include "libs/documents/papers/clauses.h"
#include "libs/documents/papers/needs.h"

namespace aor::documents {
namespace {
struct Roles {
  const char *agency, *other;
};
Roles RolesOf(Amendment::With with) {
  switch (with) {
    case Amendment::With::kWorker: return {"agreement.agency", "agreement.worker"};
    case Amendment::With::kClient: return {"agreement.agency", "agreement.client"};
    case Amendment::With::kBuyer: return {"service.agent", "service.client"};
    case Amendment::With::kContractor: break;
  }
  return {"service.agent", "service.contractor"};
}

void CheckEnd(const NewEnd& end) {
  if (!end.before && end.is_extension)
    throw Unprintable("the contract has no last day that could be extended");
  if (!end.before) return;
  if (end.is_extension ? end.now <= *end.before : end.now > *end.before)
    throw Unprintable("the last day " + calendar::ToString(end.now) + " does not lie " +
                      (end.is_extension ? "behind " : "before ") + calendar::ToString(*end.before));
}

void Check(const Amendment& amendment) {
  CheckStated("contract", amendment.contract);
  CheckStated("other side", amendment.other.who.name);
  if (amendment.end.has_value() == amendment.rate.has_value())
    throw Unprintable("an amendment changes one thing: the last day, or a rate");
  if (amendment.end) CheckEnd(*amendment.end);
  if (amendment.rate && amendment.rate->before == amendment.rate->now)
    throw Unprintable("the rate “" + amendment.rate->text + "” does not change");
}

std::string EndText(const Desk& desk, const NewEnd& end) {
  const std::string now = desk.figures.LongDay(end.now);
  if (!end.before) return desk.Say("amendment.ended_open", {{"end", now}});
  const std::string before = desk.figures.LongDay(*end.before);
  std::string text = desk.Say(end.is_extension ? "amendment.extended" : "amendment.ended",
                              {{"before", before}, {"end", now}});
  if (end.is_late) text += " " + desk.Say("amendment.late", {{"before", before}});
  return text;
}

Table RateTable(const Desk& desk, const NewRate& rate) {
  const uint32_t places = PlacesOf({rate.before, rate.now}, 2);
  const auto figure = [&](const money::Decimal& value) {
    return desk.figures.Aligned(value, 2, places) + " " + rate.currency;
  };
  Table table;
  table.columns = {
      {desk.Say("amendment.line")},
      {desk.Say("amendment.before"), Align::kRight},
      {desk.Say("amendment.from", {{"day", desk.figures.LongDay(rate.from)}}), Align::kRight},
      {.heading = "", .unit = true}};
  table.rows = {{{rate.text, figure(rate.before), figure(rate.now), "/ " + rate.unit}}};
  return table;
}

void ComposeAmendment(Desk& desk, const Amendment& amendment, const std::string& title) {
  Check(amendment);
  const Roles roles = RolesOf(amendment.with);
  Title(desk.sheets, title);
  Sides(desk.sheets, SideOf(desk, roles.agency, amendment.agency),
        SideOf(desk, roles.other, amendment.other));
  Paragraph(desk.sheets,
            desk.Say("amendment.object", {{"contract", amendment.contract},
                                          {"day", desk.figures.LongDay(amendment.concluded)}}));
  Clauses clauses(desk);
  clauses.Add("amendment.of", amendment.object);
  if (amendment.end) clauses.Add("agreement.duration", EndText(desk, *amendment.end));
  if (amendment.rate) clauses.Add("amendment.rate", RateTable(desk, *amendment.rate));
  clauses.Add("amendment.basis", amendment.basis);
  clauses.Need("amendment.rest", amendment.unchanged);
  Sign(desk, desk.Say("agreement.copies"),
       {{desk.Say(roles.agency), amendment.agency.who.name},
        {desk.Say(roles.other), amendment.other.who.name}});
}
}  // namespace

absl::StatusOr<std::string> Print(const Press& press, const Amendment& amendment) {
  const std::string title = press.texts().Say(
      amendment.reader, "amendment.title",
      {{"number", std::to_string(amendment.number)}, {"contract", amendment.contract}});
  return Compose(press, amendment.agency, {amendment.reader, title, "", amendment.issued},
                 [&](Desk& desk) { ComposeAmendment(desk, amendment, title); });
}

std::vector<TextNeed> AmendmentNeeds() {
  return {{"amendment.title", "number contract"},
          {"amendment.object", "contract day"},
          {"amendment.of"},
          {"amendment.extended", "before end"},
          {"amendment.late", "before"},
          {"amendment.ended", "before end"},
          {"amendment.ended_open", "end"},
          {"amendment.rate"},
          {"amendment.line"},
          {"amendment.before"},
          {"amendment.from", "day"},
          {"amendment.basis"},
          {"amendment.rest"}};
}
}  // namespace aor::documents
