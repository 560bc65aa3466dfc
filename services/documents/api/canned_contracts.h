// Contracts and quotes of the tests: of a temp, of a contractor, of an employee of record.
#pragma once

#include <string>

#include "services/documents/api/running_documents.h"

namespace aor::documents {
// At 30.00 an hour, 36.33 with what the agreement puts on it, 54.00 for the client.
inline std::string QuoteOfGeneva(const std::string& id) {
  return "quote_id: '" + id +
         "' client_id: 'acme' legal_entity_id: 'geneva' title: 'Monteuse' state:"
         " QUOTE_STATE_ACCEPTED price { unit: UNIT_HOUR currency_code: 'CHF'"
         " base_wage { unscaled: 30 } gross_wage { unscaled: 3633 scale: 2 }"
         " tariff { unscaled: 5400 scale: 2 } cba_id: 'GAV-PERSONALVERLEIH'"
         " components { code: 'PUBLIC_HOLIDAYS' percent { unscaled: 32 scale: 1 }"
         "   amount { unscaled: 96 scale: 2 } }"
         " components { code: 'HOLIDAY_PAY' percent { unscaled: 833 scale: 2 }"
         "   amount { unscaled: 258 scale: 2 } }"
         " components { code: 'THIRTEENTH' percent { unscaled: 833 scale: 2 }"
         "   amount { unscaled: 279 scale: 2 } }"
         " components { code: 'EMPLOYER_CHARGES' percent { unscaled: 16 }"
         "   amount { unscaled: 581 scale: 2 } } }";
}
inline std::string ContractOf(const std::string& id, const std::string& kind,
                              const std::string& place, const std::string& terms,
                              const std::string& rest) {
  return "contract_id: '" + id +
         "' concluded_at { seconds: 1790582400 } concluded { contract_id: '" + id +
         "' quote_id: 'q-" + id + "' engagement_kind: ENGAGEMENT_KIND_" + kind +
         " worker_id: 'ada' client_id: 'acme' site_id: 'hall' jurisdiction: '" + place +
         "' start { year: 2026 month: 10 day: 5 } terms { " + terms + " } " + rest + " }";
}
inline constexpr char kHour[] =
    "unit: UNIT_HOUR currency_code: 'CHF' cba_id: 'GAV-PERSONALVERLEIH' base_wage { unscaled: 30 }"
    " tariff { unscaled: 5400 scale: 2 } weekly_hours { unscaled: 42 }"
    " daily_hours { unscaled: 84 scale: 1 } supplements_billed: true";
inline constexpr char kGeneva[] = "legal_entity_id: 'geneva' title: 'Monteuse' ";
inline constexpr char kSaid[] =
    "clauses { qualification: 'CFC, trois ans' work: 'tableaux' schedule: 'Lundi à vendredi.' } ";
inline constexpr char kUntilDecember[] = "end { year: 2026 month: 12 day: 18 } ";

inline constexpr char kMonth[] =
    "unit: UNIT_MONTH currency_code: 'CHF' cba_id: 'GAV-PERSONALVERLEIH'"
    " base_wage { unscaled: 8500 } tariff { unscaled: 11200 } weekly_hours { unscaled: 42 }";
inline constexpr char kQuoteByTheMonth[] =
    "quote_id: 'q-e1' price { unit: UNIT_MONTH currency_code: 'CHF' base_wage { unscaled: 8500 }"
    " gross_wage { unscaled: 920805 scale: 2 } components { code: 'THIRTEENTH' percent {"
    " unscaled: 833 scale: 2 } amount { unscaled: 70805 scale: 2 } } }";

// At 620 a day, 640 for the client.
inline std::string ContractOfMira(const std::string& id, const std::string& terms) {
  return ContractOf(
      id, "AOR", "FR",
      "unit: UNIT_DAY currency_code: 'EUR' base_wage { unscaled: 620 } tariff { unscaled: 640 }"
      " fee_percent { unscaled: 4 } " +
          terms,
      "legal_entity_id: 'lyon' supplier_id: 'mira-dev' title: 'Développeuse'"
      " clauses { work: 'Module Atlas' deliverables: 'Code source' }");
}

inline void FillContracts(Canned& canned) {
  canned.employers["geneva"] =
      "licence_number: 'GE-0417' licence_authority: 'Office cantonal, 1201 Genève'"
      " accident_insurer: 'Suva' sickness_insurer: 'Mutuelle du Léman' pay_day: 5";
  canned.entities["lyon"] =
      "legal_entity_id: 'lyon' name: 'Alpina Lyon SAS' address { street: 'Rue Sala' town: 'Lyon'"
      " postal_code: '69002' country_code: 'FR' } currency_code: 'EUR' zone: 'Europe/Paris'";
  canned.employers["lyon"] =
      "surety: 'Caution du Rhône, Lyon' pension_fund: 'Caisse du Rhône, "
      "Lyon' pay_day: 5";
  canned.payees["lyon"] = "name: 'Alpina Lyon SAS'";
  canned.clients["acme"] =
      "registered { client_id: 'acme' name: 'Ateliers Perret Sàrl' language: 'de'"
      " payment_terms_days: 30 address { street: 'Chemin' town: 'Carouge' country_code: 'CH' } }"
      " sites { site_id: 'hall' name: 'Halle 3' address { street: 'Rue du Pont' building_number:"
      " '7' postal_code: '1227' town: 'Carouge' } }";
  canned.suppliers["mira-dev"] =
      "registered { supplier_id: 'mira-dev' name: 'Mira Dev SASU' address { street: 'Rue' town:"
      " 'Lyon' country_code: 'FR' } registration_number: '839021472' }";
  canned.payees["mira-dev"] =
      "name: 'Mira Dev SASU' language: 'fr' iban: 'FR7630004015870000000100215'";
}
}  // namespace aor::documents
