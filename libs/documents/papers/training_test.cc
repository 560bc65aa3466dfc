#include <gtest/gtest.h>

#include "libs/documents/papers/samples.h"
#include "libs/documents/testing/paper_text.h"

namespace aor::documents {
namespace {
using testing::ExpectInOrder;
using testing::RefusalOf;
using testing::TextOf;

TEST(TrainingTest, ASheetHasABoxForEachHalfDayOfEverybody) {
  ExpectInOrder(
      TextOf(SampleAttendance("fr")),
      {"M-2026-0017", "S-2026-0042", "Atelier", "05.10.2026 09:00–12:30", "Feuille d’émargement",
       "Une signature par demi-journée", "05.10.2026", "Matin", "Personne 1", "personne.1@",
       "Personne 12", "Zoë Šimánková-Łukasiewicz", "07.10.2026", "Après-midi", "Personne 1"});
}

TEST(TrainingTest, ACertificateStatesHalfDays) {
  ExpectInOrder(TextOf(SampleCertificate("de")),
                {"Teilnahmebestätigung", "Ana García Márquez", "Schulung", "5. Oktober 2026",
                 "Vormittag", "7. Oktober 2026", "Besuchte Halbtage", "5 von 6"});
}

TEST(TrainingTest, ACorrectedCertificateSaysInWhosePlaceItStands) {
  ParticipationCertificate certificate = SampleCertificate("fr");
  certificate.number = "S-2026-0042/1/2";
  certificate.supersedes = Superseded{"S-2026-0042/1/1", calendar::Date(2026, 10, 8),
                                      Superseded::Cause::kAttendance, "arrivée à 10 h"};
  ExpectInOrder(TextOf(certificate),
                {"S-2026-0042/1/2", "annule et remplace", "S-2026-0042/1/1", "8 octobre 2026",
                 "présences ont été corrigées", "arrivée à 10 h"});
  certificate.supersedes->issued.reset();
  certificate.supersedes->cause = Superseded::Cause::kName;
  ExpectInOrder(TextOf(certificate), {"S-2026-0042/1/1. Motif : le nom a été corrigé"});
  EXPECT_EQ(TextOf(SampleCertificate("fr")).find("remplace"), std::string::npos);
}

TEST(TrainingTest, ASessionIsCalledByItsTitle) {
  AttendanceSheet sheet = SampleAttendance("fr");
  sheet.session.title = "Fresque du climat 🎉";
  ExpectInOrder(TextOf(sheet), {"Fresque du climat 🎉 ·", "S-2026-0042"});
  sheet.session.title.clear();
  ExpectInOrder(TextOf(sheet), {"Atelier · S-2026-0042"});
}

TEST(TrainingTest, NoNameStopsThePaperOfAll) {
  AttendanceSheet sheet = SampleAttendance("fr");
  sheet.participants.front().name = "Zoé 𠮷";
  sheet.participants.back().name = "𠮷 A\xC2\x85";
  sheet.session.place = "Paris \xE2\x80\xAE 🎉 𠮷";
  ExpectInOrder(TextOf(sheet), {"Paris [U+202E] 🎉 [U+20BB7]", "Zoé [U+20BB7]", "Personne 2",
                                "[U+20BB7] A[U+0085]"});
  ParticipationCertificate certificate = SampleCertificate("fr");
  certificate.participant = "Zoé 𠮷";
  ExpectInOrder(TextOf(certificate), {"Zoé [U+20BB7]"});
}

TEST(TrainingTest, WhatCannotBeSaidIsRefused) {
  AttendanceSheet sheet = SampleAttendance("en");
  sheet.session.half_days.clear();
  EXPECT_NE(RefusalOf(sheet).find("no half-day"), std::string::npos);
  ParticipationCertificate certificate = SampleCertificate("en");
  certificate.attended.push_back({calendar::Date(2026, 10, 9), HalfDay::Part::kMorning});
  EXPECT_NE(RefusalOf(certificate).find("2026-10-09"), std::string::npos);
  certificate.attended.clear();
  EXPECT_NE(RefusalOf(certificate).find("no half-day was attended"), std::string::npos);
}

TEST(TrainingTest, HalfDaysAreReadAsMissionsWritesThem) {
  const calendar::Date day(2026, 10, 5);
  EXPECT_EQ(ParseHalfDay("2026-10-05-AM"), (HalfDay{day, HalfDay::Part::kMorning}));
  EXPECT_EQ(ParseHalfDay("2026-10-05-EVE"), (HalfDay{day, HalfDay::Part::kEvening}));
  for (const char* wrong : {"", "2026-10-05", "2026-10-05-XX", "2026-13-05-AM"})
    EXPECT_FALSE(ParseHalfDay(wrong)) << wrong;
}
}  // namespace
}  // namespace aor::documents
