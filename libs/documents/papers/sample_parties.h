// The people and firms of the samples.
#pragma once

#include <string>

#include "libs/documents/papers/press.h"

namespace aor::documents {
// The text of a language.
inline std::string In(const std::string& language, const char* fr, const char* de, const char* en) {
  return language == "fr" ? fr : language == "de" ? de : en;
}
inline money::Decimal Exact(const char* text) { return *money::ParseDecimal(text); }
inline money::Money Francs(const char* text) { return money::FromDecimal("CHF", Exact(text)); }
inline money::Money Euros(const char* text) { return money::FromDecimal("EUR", Exact(text)); }

inline Party Agency() {
  return {{"Léman Intérim SA", {"Rue du Rhône", "65", "1204", "Genève", "CH", {}}},
          {"CHE-123.456.788 TVA"},
          {"+41 22 555 01 20", "bonjour@leman-interim.example"}};
}
inline Party FrenchAgency() {
  return {{"Confluence Travail Temporaire SAS",
           {"Cours Charlemagne", "112", "69002", "Lyon", "FR", {}}},
          {"TVA FR44 732 829 320"},
          {"+33 4 72 00 12 34", "bonjour@confluence.example"},
          {"SAS", Euros("50000.00"), "Lyon", "732829320"}};
}
inline Party Client() {
  return {{"Ateliers Électriques Perret & Fils Sàrl",
           {"Chemin de la Gravière", "14b", "1227", "Carouge GE", "CH", {}}},
          {"CHE-109.322.551 TVA"},
          {}};
}
inline Party Worker() {
  return {
      {"Zoë Šimánková-Łukasiewicz", {"Route de Saint-Julien", "9", "74160", "Archamps", "FR", {}}},
      {},
      {}};
}
inline Party Contractor() {
  return {{"Maëlle Garnier", {"Quai Rambaud", "8", "69002", "Lyon", "FR", {}}},
          {"SIREN 404 833 048", "TVA FR83 404 833 048"},
          {"maelle@garnier.example"}};
}
}  // namespace aor::documents
