// Small rules and the people of the examples: Paris, a company that ordered a workshop and a
// training, coordinated by cora.
#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "libs/eventsourcing/rules.h"
#include "services/missions/domain/mission.h"

namespace aor::missions::sample {
template <class Proto>
Proto Read(const std::string& text) {
  Proto proto;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &proto)) << text;
  return proto;
}

inline constexpr auto kRules = R"(
  settings {
    zone: 'Europe/Paris' country: 'FR' bank_place: 'EU-TARGET' one_request_a_month: true
    payment_days: 30 late_cancellation_hours: 48 late_cancellation_percent: 50
    coordination_split: COORDINATION_SPLIT_BY_SESSIONS instalments: true
    closing { client_billable: true client_informed: true coordination_fee: true }
    participants_optional: CLIENT_TYPE_EDUCATION source: 'test'
  }
  opportunity_kinds { kind: 'SUBCONTRACTING' sells: true source: 'test' }
  opportunity_kinds { kind: 'INTRODUCTION' self_bills_abroad: true source: 'test' }
  levels: 'yellow' levels: 'green' levels: 'blue'
  level_demands { role: MISSION_ROLE_COORDINATOR client_type: CLIENT_TYPE_COMPANY level: 'green' }
  level_demands { role: MISSION_ROLE_FACILITATOR client_type: CLIENT_TYPE_COMPANY level: 'green' }
  level_demands { role: MISSION_ROLE_TRAINER client_type: CLIENT_TYPE_COMPANY level: 'blue' }
  level_demands { role: MISSION_ROLE_FACILITATOR client_type: CLIENT_TYPE_EDUCATION level: 'yellow' }
  tariffs { role: MISSION_ROLE_FACILITATOR amount { currency_code: 'EUR' minor_units: 30000 }
    travel_at_most { currency_code: 'EUR' minor_units: 10000 }
    valid_from { year: 2026 month: 1 day: 1 } source: 'board' status: TARIFF_STATUS_IN_FORCE }
  tariffs { role: MISSION_ROLE_FACILITATOR supplier_kind: SUPPLIER_KIND_VOLUNTEER
    amount { currency_code: 'EUR' } travel_at_most { currency_code: 'EUR' minor_units: 5000 }
    valid_from { year: 2026 month: 1 day: 1 } source: 'board' status: TARIFF_STATUS_IN_FORCE }
  tariffs { role: MISSION_ROLE_TRAINER amount { currency_code: 'EUR' minor_units: 60000 }
    valid_from { year: 2026 month: 1 day: 1 } valid_to { year: 2026 month: 12 day: 31 }
    source: 'board' status: TARIFF_STATUS_IN_FORCE }
  tariffs { role: MISSION_ROLE_COORDINATOR amount { currency_code: 'EUR' minor_units: 4000 }
    valid_from { year: 2026 month: 1 day: 1 } source: 'board' status: TARIFF_STATUS_IN_FORCE })";

inline std::shared_ptr<const Rules> RulesOf(const std::string& text = kRules) {
  return std::make_shared<const Rules>(Read<v1::MissionRules>(text));
}

inline Known Person(const std::string& level, v1::SupplierKind kind, const std::string& country) {
  Known known;
  known.levels.push_back(Read<v1::LevelRecorded>("level: '" + level +
                                                 "' valid_from { year: 2026 month: 1 day: 1 }"
                                                 " valid_to { year: 2026 month: 12 day: 31 }"));
  if (kind == v1::SUPPLIER_KIND_UNSPECIFIED) return known;
  v1::PayeeRecorded payee = Read<v1::PayeeRecorded>("valid_from { year: 2026 month: 1 day: 1 }");
  payee.set_supplier_kind(kind);
  payee.set_country(country);
  if (kind == v1::SUPPLIER_KIND_COMPANY) payee.set_supplier_id("firm");
  known.payees.push_back(std::move(payee));
  return known;
}
inline People AllPeople() {
  return {{"cora", Person("green", v1::SUPPLIER_KIND_COMPANY, "FR")},
          {"carl", Person("green", v1::SUPPLIER_KIND_COMPANY, "FR")},
          {"fay", Person("green", v1::SUPPLIER_KIND_COMPANY, "FR")},
          {"finn", Person("blue", v1::SUPPLIER_KIND_COMPANY, "CH")},
          {"vera", Person("green", v1::SUPPLIER_KIND_VOLUNTEER, "FR")},
          {"yann", Person("yellow", v1::SUPPLIER_KIND_COMPANY, "FR")},
          {"nobody", Person("blue", v1::SUPPLIER_KIND_UNSPECIFIED, "")}};
}

inline const Actor kTeam{"tess", true}, kCora{"cora"}, kFay{"fay"}, kFinn{"finn"};
inline Instant At(const std::string& rfc3339) { return *calendar::ParseInstant(rfc3339); }
// Before the sessions, between them, and after.
inline const Instant kBefore = At("2026-10-01T08:00:00Z"), kBetween = At("2026-10-12T08:00:00Z"),
                     kAfter = At("2026-10-26T08:00:00Z");

inline Command Do(Wish wish, Instant now = kBefore, Actor by = kTeam,
                  std::shared_ptr<const Rules> rules = RulesOf()) {
  return {std::move(by), now, std::move(rules), AllPeople(), std::move(wish)};
}

inline constexpr auto kOpened =
    "mission_opened { mission_id: 'm1' client_id: 'acme' legal_entity_id: 'org'"
    " client_type: CLIENT_TYPE_COMPANY opportunity_kind: 'SUBCONTRACTING'"
    " order { session_kind: SESSION_KIND_WORKSHOP sessions: 1"
    " price { currency_code: 'EUR' minor_units: 90000 } }"
    " order { session_kind: SESSION_KIND_TRAINING sessions: 1"
    " price { currency_code: 'EUR' minor_units: 150000 } } opened_by: 'tess' }";
inline constexpr auto kOffered =
    "opportunity_offered { coordinator_id: 'cora' offered_by: 'tess' mission_id: 'm1' }";
inline constexpr auto kAccepted =
    "opportunity_accepted { coordinator_id: 'cora' from { seconds: 1790841600 } level: 'green' }";

// A workshop on 5 October 9:00 to 12:00, a training on 20 October 9:00 to 17:00, in Paris.
inline constexpr auto kWorkshop =
    "session_id: 's1' session_kind: SESSION_KIND_WORKSHOP times { start { seconds: 1791183600 }"
    " end { seconds: 1791194400 } zone: 'Europe/Paris' } place: 'Paris'";
inline constexpr auto kTraining =
    "session_id: 's2' session_kind: SESSION_KIND_TRAINING times { start { seconds: 1792479600 }"
    " end { seconds: 1792508400 } zone: 'Europe/Paris' } place: 'Paris'";
inline const std::string kPlanned1 = std::string("session_planned { ") + kWorkshop +
                                     " half_days: '2026-10-05-AM' planned_by: 'cora'"
                                     " mission_id: 'm1' roll: 'm1~s1' }";
inline const std::string kPlanned2 = std::string("session_planned { ") + kTraining +
                                     " half_days: '2026-10-20-AM' half_days: '2026-10-20-PM'"
                                     " planned_by: 'cora' mission_id: 'm1' roll: 'm1~s2' }";
inline const char* const kP1 = kPlanned1.c_str();
inline const char* const kP2 = kPlanned2.c_str();
inline constexpr auto kFay1 =
    "facilitator_confirmed { session_id: 's1' facilitator_id: 'fay' by: 'cora' level: 'green' }";
inline constexpr auto kFinn2 =
    "facilitator_confirmed { session_id: 's2' facilitator_id: 'finn' by: 'cora' level: 'blue' }";

inline DepositSupplierInvoice HandedIn(const std::string& fee, const std::string& digest,
                                       const std::string& number) {
  DepositSupplierInvoice wish;
  wish.facts.set_fee_id(fee);
  wish.facts.set_document_id("d9");
  wish.facts.set_digest(digest);
  wish.facts.set_number(number);
  *wish.facts.mutable_net() = Read<types::v1::Money>("currency_code: 'EUR' minor_units: 60000");
  *wish.facts.mutable_issue_date() = Read<types::v1::Date>("year: 2026 month: 10 day: 22");
  return wish;
}

inline Mission After(const std::vector<const char*>& events) {
  Mission mission;
  for (const char* event : events) mission = Evolve(std::move(mission), Read<Event>(event));
  return mission;
}
inline const std::vector<const char*> kStaffed = {kOpened, kOffered, kAccepted, kP1,
                                                  kP2,     kFay1,    kFinn2};
inline std::string FeeOf(const std::string& session, const std::string& person) {
  return FeeIdOf(After({kOpened}), session, person);
}
// What a command leads to, as text for the next rule's past.
inline std::vector<std::string> EventsOf(const std::vector<const char*>& given,
                                         const Command& command) {
  std::vector<std::string> texts;
  const auto decision = Decide(After(given), command);
  if (const auto* refusal = std::get_if<Refusal>(&decision)) {
    ADD_FAILURE() << Name(*refusal);
    return texts;
  }
  for (const auto& event : std::get<0>(decision)) texts.push_back(event.ShortDebugString());
  return texts;
}
inline void Check(const std::vector<eventsourcing::Rule<Command, Refusal>>& rules) {
  eventsourcing::CheckRules<Mission, Event, Command, Refusal>(rules);
}
}  // namespace aor::missions::sample
