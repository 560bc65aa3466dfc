// The papers of an engagement: what the law asks for is a field of its own, and a paper that
// lacks one is not printed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/documents/papers/press.h"

namespace aor::documents {
// What both papers of temporary work say of it, and those of an employee of record. Texts are in
// the reader's language.
struct Assignment {
  Party agency, worker, client;
  bool of_record = false;  // an employee of record, not a temp: titles say so
  std::string licence;     // who granted it: CH; who vouches for the agency: FR
  std::string function, qualification, place_of_work;
  calendar::Date start;
  std::optional<calendar::Date> end;  // none: until notice is given
  std::string notice;                 // the periods
  std::string hours;                  // working time in a week and its days
  std::string agreement;              // the CBA that applies
  std::string reason;                 // why a temp is asked for (motif de recours): a must in FR
  std::string safety;             // risks of the post, equipment and who provides it: a must in FR
  std::string wage_of_reference;  // what the client would pay at that post: a must in FR
};

struct WageLine {
  std::string text;
  std::optional<money::Decimal> percent;
  money::Decimal amount, reached;  // for one unit, and the wage so far
};
enum class WagePer { kHour, kDay, kMonth };
struct Rate {
  std::string text;
  money::Decimal percent;
};
// With the worker: LSE 19 (CH), L1251-16 of the Code du travail (FR).
struct AssignmentContract {
  Reader reader;
  std::string number;
  calendar::Date issued;
  Assignment assignment;
  std::string currency;
  WagePer wage_per = WagePer::kHour;
  std::vector<WageLine> wage;  // checked: each line reaches what the lines make
  std::vector<Rate> deductions;
  std::string other_deductions;  // that have no one rate
  std::string expenses, overtime, sickness, accident, maternity, service, holidays;
  std::string pay_days;
  std::string pension;  // complementary pension and provident funds: a must in FR
};

struct Tariff {
  std::string text, unit;
  money::Decimal amount;
};
// With the client: LSE 22 (CH), L1251-43 of the Code du travail (FR).
struct HireContract {
  Reader reader;
  std::string number;
  calendar::Date issued;
  Assignment assignment;
  std::string currency;
  std::vector<Tariff> tariffs;
  std::string terms;  // of billing and payment
};

// A contractor under an agent of record: the mandate that the contractor gives, and the contract
// under which the client buys.
struct ServiceAgreement {
  Reader reader;
  std::string number;
  calendar::Date issued;
  Party agency, contractor, client;
  std::string services, deliverables, place;
  calendar::Date start;
  std::optional<calendar::Date> end;
  std::string notice, currency;
  std::vector<Tariff> tariffs;  // what the contractor is paid, or what the client pays
  std::string fee;              // of the agent
  std::string terms, liability, property, law;
  bool self_billed = true;  // the mandate includes the contractor's invoices
};
struct Mandate {
  ServiceAgreement agreement;
};
struct ServiceContract {
  ServiceAgreement agreement;
};

absl::StatusOr<std::string> Print(const Press& press, const AssignmentContract& contract);
absl::StatusOr<std::string> Print(const Press& press, const HireContract& contract);
absl::StatusOr<std::string> Print(const Press& press, const Mandate& mandate);
absl::StatusOr<std::string> Print(const Press& press, const ServiceContract& contract);
}  // namespace aor::documents
