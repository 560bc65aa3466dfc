#include <absl/strings/str_cat.h>

#include "libs/documents/papers/sample_parties.h"
#include "libs/documents/papers/samples.h"

namespace aor::documents {
Timesheet SampleTimesheet(const std::string& in) {
  using std::chrono::minutes;
  Timesheet sheet;
  sheet.reader = {in, "CH"};
  sheet.agency = Agency(), sheet.worker = Worker(), sheet.client = Client();
  sheet.number = "R-2026-W43-0117";
  sheet.assignment = "M-2026-0117";
  sheet.place_of_work = "Chantier des Acacias, 1227 Carouge GE";
  sheet.first = calendar::Date(2026, 10, 19), sheet.last = calendar::Date(2026, 10, 25);
  sheet.issued = calendar::Date(2026, 10, 25);
  for (int day = 0; day < 4; ++day)
    sheet.entries.push_back({sheet.first + day, "07:00", "16:30", minutes(60), minutes(510), ""});
  sheet.entries[1].to = "18:30", sheet.entries[1].worked = minutes(630);
  sheet.entries[1].remark = In(in, "Mise en service urgente, demandée par M. Perret",
                               "Dringende Inbetriebnahme, verlangt von Herrn Perret",
                               "Urgent launch, asked for by Mr Perret");
  sheet.entries.push_back(
      {sheet.first + 5, "22:00", "06:00", minutes(0), minutes(540),
       In(in, "Nuit du passage à l’heure d’hiver", "Nacht der Umstellung auf Winterzeit",
          "Night when the clocks go back")});
  sheet.total = minutes(3 * 510 + 630 + 540);
  return sheet;
}

namespace {
TrainingSession ThreeDays(const std::string& in) {
  TrainingSession session;
  session.number = "S-2026-0042", session.mission = "M-2026-0017";
  session.place = "Carouge GE, Chemin de la Gravière 3";
  session.facilitator = "Zoë Šimánková-Łukasiewicz";
  session.group = In(in, "Équipe du matin", "Frühschicht", "Morning shift");
  for (int day = 5; day < 8; ++day) {
    const calendar::Date at(2026, 10, day);
    for (const auto& [from, to] : {std::pair{9 * 60, 12 * 60 + 30}, {13 * 60 + 30, 17 * 60}}) {
      const auto midnight = calendar::StartOf(at, "Europe/Zurich");
      session.times.push_back({midnight + std::chrono::minutes(from),
                               midnight + std::chrono::minutes(to), "Europe/Zurich"});
    }
    session.half_days.push_back({at, HalfDay::Part::kMorning});
    session.half_days.push_back({at, HalfDay::Part::kAfternoon});
  }
  return session;
}
}  // namespace

AttendanceSheet SampleAttendance(const std::string& in) {
  AttendanceSheet sheet{{in, "CH"}, Agency(), Client(), ThreeDays(in), {}};
  for (int n = 1; n <= 12; ++n)
    sheet.participants.push_back({absl::StrCat("García Márquez-Østergård, Personne ", n),
                                  absl::StrCat("personne.", n, "@ateliers-perret.example")});
  sheet.participants[3].mail.clear();
  return sheet;
}

ParticipationCertificate SampleCertificate(const std::string& in) {
  ParticipationCertificate certificate{{in, "CH"},           Agency(),      "S-2026-0042/1",
                                       "Ana García Márquez", ThreeDays(in), {}};
  certificate.session.is_training = true;
  certificate.attended = certificate.session.half_days;
  certificate.attended.pop_back();
  return certificate;
}

PaymentList SamplePayments(const std::string& in) {
  PaymentList list;
  list.reader = {in, "CH"};
  list.agency = Agency();
  list.number = "PAY-GE-2026-10-S1";
  list.issued = calendar::Date(2026, 11, 4), list.execution = calendar::Date(2026, 11, 5);
  list.account = "CH5604835012345678009";
  list.digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  list.prepared_by = "Sophie Morand", list.released_by = "Luca Bernasconi";
  list.total = Francs("0.00");
  for (int n = 1; n <= 64; ++n) {
    const money::Money amount{"CHF", 210'000 + n * 3'705};
    list.lines.push_back({n == 1 ? Worker().who.name : absl::StrCat("Personne d’Essai ", n),
                          n % 3 == 0 ? "FR1420041010050500013M02606" : "CH5604835012345678009",
                          absl::StrCat("P-2026-10-", 1000 + n), amount, ""});
    list.total = list.total + amount;
  }
  list.lines[6].remark = In(in, "compte changé le 02.11.2026, vérifié par rappel",
                            "Konto geändert am 02.11.2026, durch Rückruf geprüft",
                            "account changed on 02.11.2026, checked by calling back");
  return list;
}
}  // namespace aor::documents
