#include "libs/documents/papers/sample_parties.h"
#include "libs/documents/papers/samples.h"

namespace aor::documents {
namespace {
Amendment Change(const std::string& in) {
  Amendment amendment;
  amendment.reader = {in, "CH"};
  amendment.concluded = calendar::Date(2026, 9, 25);
  amendment.issued = calendar::Date(2026, 10, 20);
  amendment.agency = Agency();
  amendment.unchanged = In(in, "Toutes les autres dispositions du contrat restent inchangées.",
                           "Alle übrigen Bestimmungen des Vertrags bleiben unverändert.",
                           "All other provisions of the contract stay as they are.");
  return amendment;
}
}  // namespace

Amendment SampleExtension(const std::string& in) {
  Amendment amendment = Change(in);
  amendment.contract = "M-2026-0117";
  amendment.other = Worker();
  amendment.object = In(in, "Monteuse électricienne auprès d’Ateliers Électriques Perret & Fils.",
                        "Elektroinstallateurin bei Ateliers Électriques Perret & Fils.",
                        "Electrician with Ateliers Électriques Perret & Fils.");
  amendment.end = NewEnd{calendar::Date(2026, 10, 30), calendar::Date(2026, 11, 13)};
  return amendment;
}

Amendment SampleNewTariff(const std::string& in) {
  Amendment amendment = Change(in);
  amendment.contract = "LS-2026-0117";
  amendment.number = 2;
  amendment.with = Amendment::With::kClient;
  amendment.other = Client();
  amendment.object = In(in, "Services de Zoë Šimánková-Łukasiewicz.",
                        "Arbeitsleistung von Zoë Šimánková-Łukasiewicz.",
                        "Services of Zoë Šimánková-Łukasiewicz.");
  amendment.rate = NewRate{In(in, "Heure ordinaire", "Ordentliche Stunde", "Ordinary hour"),
                           "h",
                           "CHF",
                           Exact("54.00"),
                           Exact("56.25"),
                           calendar::Date(2026, 11, 1)};
  amendment.basis = In(in, "Adaptation de la convention collective au 1er novembre 2026.",
                       "Anpassung des Gesamtarbeitsvertrags auf den 1. November 2026.",
                       "The collective agreement changes on 1 November 2026.");
  return amendment;
}
}  // namespace aor::documents
