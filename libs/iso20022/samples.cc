#include "libs/iso20022/samples.h"

namespace aor::iso20022 {
namespace {
using calendar::Date;

calendar::Instant At(const char* text) { return calendar::ParseInstant(text).value(); }

Party Geneva() { return {"Alpina Genève SA", {"Rue du Rhône", "14", "1204", "Genève", "CH", {}}}; }
Party Lyon() {
  return {"Alpina Lyon SAS", {"Rue de la République", "8", "69002", "Lyon", "FR", {}}};
}

Transfer To(const Party& creditor, const Account& account, money::Money amount, std::string id,
            std::string text) {
  return {id, "E2E-" + id, std::move(amount), creditor, account, "", std::move(text)};
}
}  // namespace

Message SwissSalaries() {
  const Party ada{"Ada Lovelace-Șerban",
                  {"Chemin des Fleurs", "3 bis", "1227", "Carouge GE", "CH", {}}};
  const Party jan{"Jan O'Dvořák & Fils <Sàrl>",
                  {"", "", "8001", "Zürich", "CH", {"c/o Müller", "Postfach 12"}}};
  Group group{"GE-2026-10-SAL-1",
              Kind::kSalaries,
              "CHF",
              Date(2026, 10, 30),
              Geneva(),
              {"CH9300762011623852957", ""},
              {}};
  group.transfers = {
      To(ada, {"CH5604835012345678009", "CRESCHZZ80A"}, {"CHF", 493815}, "GE-2026-10-0001",
         "Salaire octobre 2026: 41 h à 30.00, nuit > 25 %, \"dimanche\" 8 €"),
      To(jan, {"LI21088100002324013AA", ""}, {"CHF", 5}, "GE-2026-10-0002", "")};
  return {Market::kSwiss,
          "ALPINA-GE-2026-10-SAL-1",
          At("2026-10-29T09:15:00Z"),
          "Alpina Genève SA",
          {group}};
}

Message SwissSuppliers() {
  const Party firm{"Robert Schneider AG", {"Rue du Lac", "1268", "2501", "Biel", "CH", {}}};
  const Party freelance{"Müller Beratung GmbH", {"Lindenstraße", "7", "10969", "Berlin", "DE", {}}};
  const Account account{"CH9300762011623852957", "POFICHBEXXX"};
  Group francs{
      "GE-2026-10-SUP-CHF", Kind::kSuppliers, "CHF", Date(2026, 10, 30), Geneva(), account, {}};
  francs.transfers = {
      To(firm, {"CH4431999123000889012", ""}, {"CHF", 199475}, "GE-SUP-0001", "Facture 2026-118"),
      To(firm, {"CH5604835012345678009", ""}, {"CHF", 999'999'999'999}, "GE-SUP-0002", "")};
  francs.transfers[0].reference = "210000000003139471430009017";
  francs.transfers[1].reference = "RF18539007547034";
  Group euros{
      "GE-2026-10-SUP-EUR", Kind::kSuppliers, "EUR", Date(2026, 10, 30), Geneva(), account, {}};
  euros.transfers = {To(freelance, {"DE89370400440532013000", "COBADEFFXXX"}, {"EUR", 1},
                        "GE-SUP-0003", "Rechnung 77")};
  return {Market::kSwiss,
          "ALPINA-GE-2026-10-SUP-1",
          At("2026-10-29T09:20:00Z"),
          "Alpina Genève SA",
          {francs, euros}};
}

Message SepaSalaries() {
  const Party lea{"Léa Martin", {"Cours Lafayette", "112", "69003", "Lyon", "FR", {}}};
  const Party tom{"Tom de Vries", {"Damrak", "1", "1012 LG", "Amsterdam", "NL", {}}};
  const Account account{"NL41MOCK0000000001", ""};
  Group group{"LY-2026-10-SAL-1", Kind::kSalaries, "EUR", Date(2026, 10, 30), Lyon(), account, {}};
  group.transfers = {
      To(lea, {"FR1420041010050500013M02606", "PSSTFRPPLYO"}, {"EUR", 81675}, "LY-2026-10-0001",
         "Salaire octobre 2026"),
      To(tom, {"NL91ABNA0417164300", ""}, {"EUR", 30000}, "LY-2026-10-0002", "Acompte")};
  return {Market::kSepa,
          "ALPINA-LY-2026-10-SAL-1",
          At("2026-10-29T09:30:00Z"),
          "Alpina Lyon SAS",
          {group}};
}

std::map<std::string, Message> Samples() {
  return {{"swiss_salaries.xml", SwissSalaries()},
          {"swiss_suppliers.xml", SwissSuppliers()},
          {"sepa_salaries.xml", SepaSalaries()}};
}
}  // namespace aor::iso20022
