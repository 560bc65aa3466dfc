#include "libs/documents/papers/amendment.h"

#include <gtest/gtest.h>

#include <functional>

#include "libs/documents/papers/sample_parties.h"
#include "libs/documents/papers/samples.h"
#include "libs/documents/testing/paper_text.h"

namespace aor::documents {
namespace {
using testing::ExpectInOrder;
using testing::RefusalOf;
using testing::TextOf;

TEST(AmendmentTest, ExtendsForTheWorker) {
  ExpectInOrder(TextOf(SampleExtension("fr")),
                {"Avenant n° 1 au contrat M-2026-0117", "Agence (bailleresse de services)",
                 "Zoë Šimánková-Łukasiewicz", "contrat M-2026-0117 du 25 septembre 2026",
                 "1. Objet du contrat", "Monteuse électricienne", "2. Durée",
                 "prolongé du 30 octobre 2026 au 13 novembre 2026", "3. Autres dispositions",
                 "restent inchangées", "Établi en deux exemplaires", "Signature"});
  ExpectInOrder(TextOf(SampleExtension("de")),
                {"Nachtrag Nr. 1 zum Vertrag M-2026-0117",
                 "vom 30. Oktober 2026 bis zum 13. November 2026 verlängert"});
}

TEST(AmendmentTest, ChangesATariffForTheClient) {
  const std::string text = TextOf(SampleNewTariff("de"));
  ExpectInOrder(text,
                {"Nachtrag Nr. 2 zum Vertrag LS-2026-0117", "Einsatzbetrieb", "Bisher",
                 "Ab dem 1. November 2026", "Ordentliche Stunde", "54.00 CHF", "56.25 CHF", "/ h"});
  EXPECT_EQ(text.find("Dauer"), std::string::npos);
}

TEST(AmendmentTest, SaysWhatWasAgreedLateAndWhatEnds) {
  Amendment amendment = SampleExtension("en");
  amendment.end->is_late = true;
  EXPECT_NE(TextOf(amendment).find("agreed after 30 October 2026"), std::string::npos);
  amendment.end = NewEnd{calendar::Date(2026, 10, 30), calendar::Date(2026, 10, 16), false};
  EXPECT_NE(TextOf(amendment).find("ends on 16 October 2026 instead of 30 October 2026"),
            std::string::npos)
      << TextOf(amendment);
  amendment.end->before.reset();
  EXPECT_NE(TextOf(amendment).find("ends on 16 October 2026"), std::string::npos);
}

TEST(AmendmentTest, IsRefusedIfItChangesNothing) {
  const std::pair<const char*, std::function<void(Amendment&)>> kWrong[] = {
      {"an amendment changes one thing", [](Amendment& a) { a.end.reset(); }},
      {"an amendment changes one thing", [](Amendment& a) { a.rate = SampleNewTariff("en").rate; }},
      {"does not lie behind 2026-10-30",
       [](Amendment& a) { a.end->now = calendar::Date(2026, 10, 30); }},
      {"no last day that could be extended", [](Amendment& a) { a.end->before.reset(); }},
      {"does not lie before 2026-10-30", [](Amendment& a) { a.end->is_extension = false; }},
      {"Other provisions is missing", [](Amendment& a) { a.unchanged = ""; }},
      {"other side is missing", [](Amendment& a) { a.other.who.name = ""; }},
      {"contract is missing", [](Amendment& a) { a.contract = ""; }},
      {"no font has the character", [](Amendment& a) { a.object = "𠮷"; }},
  };
  for (const auto& [said, change] : kWrong) {
    Amendment amendment = SampleExtension("en");
    change(amendment);
    EXPECT_NE(RefusalOf(amendment).find(said), std::string::npos)
        << said << ": " << RefusalOf(amendment);
  }
  Amendment same = SampleNewTariff("en");
  same.rate->now = same.rate->before;
  EXPECT_NE(RefusalOf(same).find("does not change"), std::string::npos);
}

TEST(AmendmentTest, HoldsLongNamesAndNoAddress) {
  Amendment amendment = SampleNewTariff("fr");
  amendment.other.who = {std::string(300, 'W'), {}};
  amendment.rate->text = std::string(300, 'V');
  const std::string text = TextOf(amendment);
  EXPECT_GE(std::count(text.begin(), text.end(), 'W'), 300);
  EXPECT_GE(std::count(text.begin(), text.end(), 'V'), 300);
}
}  // namespace
}  // namespace aor::documents
