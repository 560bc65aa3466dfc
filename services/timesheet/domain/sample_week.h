// A week of October 2026 in Geneva, its people, and events as text.
#pragma once

#include <deque>
#include <string>

#include "services/timesheet/domain/sample_rules.h"
#include "services/timesheet/domain/week.h"

namespace aor::timesheet::sample {
using calendar::Date, calendar::Instant;
inline constexpr Date kMonday{2026, 10, 5};  // of 2026-W41

// "10-05 08:00" in Geneva, in summer time.
inline Instant When(const std::string& text) {
  return *calendar::ParseInstant("2026-" + text.substr(0, 5) + "T" + text.substr(6) + ":00Z") - 2h;
}
inline const char* Keep(std::string text) {
  static std::deque<std::string> kept;
  return kept.emplace_back(std::move(text)).c_str();
}

// ---- who asks: ada works at acme on contract c, carla is acme's, bob and eve the agency's ----
inline Asked Person(const char* by, v1::EnteredAs as) {
  return {{"ada"},    kMonday, {by}, as, When("10-12 08:00"), {Geneva("c"), Geneva("d")},
          {{"acme"}}, {},      {}};
}
inline Asked Worker() { return Person("ada", v1::ENTERED_AS_WORKER); }
inline Asked Client() { return Person("carla", v1::ENTERED_AS_CLIENT); }
inline Asked OtherClient() {
  auto asked = Person("otto", v1::ENTERED_AS_CLIENT);
  asked.clients = {{"other"}};
  return asked;
}
inline Asked Consultant(const char* by = "bob") { return Person(by, v1::ENTERED_AS_CONSULTANT); }
inline Asked For(Asked asked, const char* person) {
  asked.on_behalf_of = {person};
  return asked;
}
inline Asked At(Asked asked, const char* now) {
  asked.now = When(now);
  return asked;
}
inline Asked EndedOn(Date day, Asked asked) {
  asked.contracts[0].end = day;
  return asked;
}
inline Asked EndedBefore(Asked asked) { return EndedOn(kMonday - 1, std::move(asked)); }
inline Asked Unsigned(Asked asked) {
  asked.contracts[0].is_signed = false;
  return asked;
}
inline Asked WithoutRules(Asked asked) {
  asked.contracts[0].rules = nullptr;
  return asked;
}
inline Asked OfTwoEmployers(Asked asked) {
  asked.contracts[1].employer = {"lyon"};
  return asked;
}
inline Asked ByDay(Asked asked) {
  asked.contracts[0].unit = Unit::kDay;
  return asked;
}
inline Asked ByMonth(Asked asked) {
  asked.contracts[0].unit = Unit::kMonth;
  return asked;
}
inline Asked AfterNight(Asked asked) {
  asked.before = {{{When("10-04 22:00"), When("10-05 06:00"), "Europe/Zurich"}}};
  return asked;
}

// ---- commands --------------------------------------------------------------------------------
inline v1::Entry Shift(const char* id, const char* from, const char* to) {
  v1::Entry entry;
  entry.set_entry_id(id);
  entry.set_contract_id("c");
  entry.set_entry_kind(v1::ENTRY_KIND_WORK);
  *entry.mutable_time() = calendar::ToProto({When(from), When(to), "Europe/Zurich"});
  return entry;
}
inline v1::Entry Day(const char* id, const char* day, int quantity) {
  v1::Entry entry = Shift(id, "10-05 08:00", "10-05 16:00");
  entry.clear_time();
  *entry.mutable_day() = calendar::ToProto(*calendar::ParseDate(std::string("2026-") + day));
  entry.mutable_quantity()->set_unscaled(quantity);
  return entry;
}
inline v1::Entry Of(const char* contract, v1::Entry entry) {
  entry.set_contract_id(contract);
  return entry;
}
inline v1::Entry Flagged(v1::Flag flag, v1::Entry entry) {
  entry.add_flags(flag);
  return entry;
}
inline v1::Entry OfKind(v1::EntryKind kind, v1::Entry entry) {
  entry.set_entry_kind(kind);
  return entry;
}
inline v1::Entry Expense(v1::Entry entry) {
  return OfKind(v1::ENTRY_KIND_EXPENSE, std::move(entry));
}
inline v1::Entry Break(int hours, v1::Entry entry) {
  entry.mutable_break_time()->set_seconds(hours * 3600);
  return entry;
}
inline RecordEntries Record(Asked asked, std::vector<v1::Entry> entries) {
  return {std::move(asked), std::move(entries)};
}
struct Approving {
  v1::ApprovedBy kind = v1::APPROVED_BY_CLIENT;
  const char* digest = "";
  bool confirm = false;
  const char* contract = "c";
};
inline ApproveHours Approve(Asked asked, uint64_t version, Approving how = {}) {
  return {std::move(asked), {how.contract}, version, how.kind, how.digest, how.confirm};
}
inline VerifyHours Verify(Asked asked, uint64_t version, bool only_if_matching = false) {
  return {std::move(asked), {"c"}, version, only_if_matching};
}

// ---- events as text ----------------------------------------------------------------------------
struct Extra {
  const char* by = "ada";
  const char* as = "WORKER";
  const char* flags = "";
  const char* contract = "c";
  const char* entered_for = "";
  const char* kind = "WORK";
};
inline Extra ByConsultant(const char* flags = "") { return {"bob", "CONSULTANT", flags}; }
inline Extra ByClient() { return {"carla", "CLIENT"}; }

inline std::string DateText(const std::string& day) {
  return " { year: 2026 month: " + day.substr(0, 2) +
         " day: " + std::to_string(std::stoi(day.substr(3, 2))) + " } ";
}
inline std::string SecondsText(Instant at) {
  return " { seconds: " + std::to_string(at.time_since_epoch().count()) + " } ";
}
inline const char* EntryText(const char* kind, const char* id, const char* from, const char* to,
                             const Extra& extra) {
  return Keep(std::string(kind) + " { entry_id: '" + id + "' contract_id: '" + extra.contract +
              "' time { zone: 'Europe/Zurich' start" + SecondsText(When(from)) + "end" +
              SecondsText(When(to)) + "} day" + DateText(from) + "entry_kind: ENTRY_KIND_" +
              extra.kind + " entered_by: '" + extra.by + "' entered_as: ENTERED_AS_" + extra.as +
              (*extra.entered_for ? std::string(" entered_for: '") + extra.entered_for + "'" : "") +
              (*extra.flags ? std::string(" flags: ") + extra.flags : "") + " }");
}
inline const char* Recorded(const char* id, const char* from, const char* to, Extra extra = {}) {
  return EntryText("entry_recorded", id, from, to, extra);
}
inline const char* Corrected(const char* id, const char* from, const char* to, Extra extra = {}) {
  return EntryText("entry_corrected", id, from, to, extra);
}
inline const char* Reversed(const char* id, const char* by) {
  return Keep(std::string("entry_reversed { entry_id: '") + id + "' reversed_by: '" + by +
              "' contract_id: 'c' }");
}
inline const char* Claimed(const char* id, int excess) {
  return Keep(std::string("overtime_claimed { contract_id: 'c' entry_id: '") + id +
              "' excess { seconds: " + std::to_string(excess) + " } }");
}
inline const char* Confirmed(const char* id, const char* by) {
  return Keep(std::string("overtime_confirmed { contract_id: 'c' entry_id: '") + id +
              "' confirmed_by: '" + by + "' }");
}
inline const char* Complete(int version, const char* by = "ada") {
  return Keep(
      "week_declared_complete { worker_id: 'ada' iso_week: '2026-W41' contract_id: 'c' "
      "entries_version: " +
      std::to_string(version) + " declared_by: '" + by + "' }");
}
inline std::string Line(const char* day, const char* category, int hours) {
  return std::string("lines { day") + DateText(day) + "category: CATEGORY_" + category +
         " time { seconds: " + std::to_string(hours * 3600) + " } } ";
}
inline const char* DayRecorded(const char* id, const char* day, const char* flag = nullptr) {
  return Keep(std::string("entry_recorded { entry_id: '") + id + "' contract_id: 'c' day" +
              DateText(day) + "quantity { unscaled: 1 } entry_kind: ENTRY_KIND_WORK " +
              "entered_by: 'ada' entered_as: ENTERED_AS_WORKER " +
              (flag ? std::string("flags: ") + flag : "") + " }");
}
inline std::string Units(const char* day, const char* category, int quantity) {
  return std::string("lines { day") + DateText(day) + "category: CATEGORY_" + category +
         " quantity { unscaled: " + std::to_string(quantity) + " } } ";
}
// At 25 %, of the hours of one day.
inline std::string Overtime(const char* sunday, int seconds, const char* caused_on) {
  const std::string time = " time { seconds: " + std::to_string(seconds) + " } ";
  return std::string("lines { day") + DateText(sunday) + "category: CATEGORY_OVERTIME" + time +
         "percent { unscaled: 25 } caused_on { day" + DateText(caused_on) + time + "} } ";
}
inline std::string MeasuredText(int version, const std::string& lines, const char* contract) {
  return "measured { worker_id: 'ada' iso_week: '2026-W41' contract_id: '" + std::string(contract) +
         "' client_id: 'acme' legal_entity_id: 'geneva' entries_version: " +
         std::to_string(version) + " " + lines +
         "time_rules: 'GAV-PERSONALVERLEIH' rule_version: 'g1' tz_version: '2026f' week_start" +
         DateText("10-05") + "} ";
}
inline const char* Approved(int version, const std::string& lines, const char* by = "carla",
                            const char* kind = "CLIENT", const char* contract = "c") {
  const bool sheet = std::string(kind) == "SIGNED_SHEET";
  return Keep("hours_approved { " + MeasuredText(version, lines, contract) +
              "approved_by_kind: APPROVED_BY_" + kind + " approved_by: '" + by + "' " +
              (sheet ? "sheet_digest: 'abc' " : "") + "}");
}
inline const char* Verified(int version, const std::string& lines, const char* by = "eve",
                            const char* contract = "c") {
  return Keep("hours_verified { " + MeasuredText(version, lines, contract) + "verified_by: '" + by +
              "' }");
}
// As approved or verified when the contract was known to end on a day.
inline const char* Ending(const std::string& day, std::string fact) {
  const size_t after = fact.find("week_start") + 10 + DateText("10-05").size();
  return Keep(fact.insert(after, "contract_end" + DateText(day)));
}
inline const char* Contested(int version, const std::string& ids, const char* day = nullptr) {
  return Keep(
      "hours_contested { worker_id: 'ada' iso_week: '2026-W41' contract_id: 'c' "
      "entries_version: " +
      std::to_string(version) + " " + ids + "contested_by: 'carla' " +
      (day ? "days" + DateText(day) : "") + "}");
}
}  // namespace aor::timesheet::sample
