#include "libs/documents/papers/clauses.h"

#include <absl/strings/str_cat.h>

namespace aor::documents {
void Clauses::Number(const char* key) {
  Heading(desk_.sheets, absl::StrCat(++count_, ". ", desk_.Say(key)));
}

void Clauses::Add(const char* key, const std::string& text) {
  if (text.empty()) return;
  Number(key);
  Paragraph(desk_.sheets, text);
}

void Clauses::Need(const char* key, const std::string& text) {
  CheckStated(desk_.Say(key), text);
  Add(key, text);
}

void Clauses::Add(const char* key, const Table& table) {
  if (table.rows.empty()) return;
  Number(key);
  Draw(desk_.sheets, table);
}

Side SideOf(const Desk& desk, const char* role, const Party& party) {
  return {desk.Say(role), WithRegistrations(desk, party)};
}

std::string DurationText(const Desk& desk, calendar::Date start,
                         const std::optional<calendar::Date>& end) {
  const std::string from = desk.figures.LongDay(start);
  if (!end) return desk.Say("agreement.open_end", {{"start", from}});
  return desk.Say("agreement.fixed_end", {{"start", from}, {"end", desk.figures.LongDay(*end)}});
}

Table TariffTable(const Desk& desk, const std::vector<Tariff>& tariffs,
                  const std::string& currency) {
  Table table;
  table.columns = {{desk.Say("agreement.tariff_line")},
                   {desk.Say("agreement.tariff", {{"currency", currency}}), Align::kRight},
                   {.heading = "", .unit = true}};
  for (const Tariff& tariff : tariffs)
    table.rows.push_back(
        {{tariff.text, desk.figures.Number(tariff.amount, 2), "/ " + tariff.unit}});
  return table;
}
}  // namespace aor::documents
