// Wishes to conclude a contract, for tests: each as the law lets it be, and changed by one of them.
#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "services/engagements/domain/contract.h"
#include "services/engagements/domain/sample_rules.h"

namespace aor::engagements {
using Change = void (*)(ConcludeContract&);

template <class Proto>
Proto Parse(const std::string& text) {
  Proto proto;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &proto)) << text;
  return proto;
}

inline Quote Accepted(v1::EngagementKind kind, const char* client, const char* entity, Wish wish,
                      Basis basis) {
  wish.kind = kind;
  DrawUpQuote draw_up{"q1", client, entity, "", "", std::move(wish), std::move(basis)};
  Quote quote = Evolve({}, std::get<0>(Decide(Quote{}, draw_up)).front());
  return Evolve(quote, std::get<0>(Decide(quote, AcceptQuote{1, "grace"})).front());
}

inline const Gate kOpenGate{true, "", ""}, kShutGate{false, "", "Missing: a permit of ada."};

// An electrician of Geneva at 30.00, offered at 54.00, for all of October.
inline ConcludeContract Geneva(Change change = nullptr) {
  ConcludeContract command;
  command.wanted = Parse<v1::ContractConcluded>(
      "contract_id: 'c1' quote_id: 'q1' engagement_kind: ENGAGEMENT_KIND_TEMP worker_id: 'ada'"
      " client_id: 'acme' legal_entity_id: 'geneva' site_id: 's1' zone: 'Europe/Zurich'"
      " jurisdiction: 'CH-GE' start { year: 2026 month: 10 day: 5 }"
      " end { year: 2026 month: 10 day: 30 } terms { supplements_billed: true }");
  command.quote =
      Accepted(v1::ENGAGEMENT_KIND_TEMP, "acme", "geneva", sample::Electrician(), sample::Geneva());
  command.employer_country = "CH";
  command.employer_currency = "CHF";
  command.zone_known = command.worker_known = true;
  command.basis = sample::Geneva();
  command.contracting = kOpenGate;
  if (change) change(command);
  return command;
}

inline ConcludeContract Lyon(Change change = nullptr) {
  ConcludeContract command = Geneva();
  command.wanted.set_legal_entity_id("lyon");
  command.wanted.set_zone("Europe/Paris");
  command.wanted.set_jurisdiction("FR");
  command.wanted.set_reason_for_use("accroissement temporaire d'activité");
  Wish wish = sample::Electrician();
  wish.currency = "EUR";
  wish.base_wage = {1500, 2};
  command.quote = Accepted(v1::ENGAGEMENT_KIND_TEMP, "acme", "lyon", wish, sample::France());
  command.employer_country = "FR";
  command.employer_currency = "EUR";
  command.basis = sample::France();
  command.limit = DurationLimit{"FR",
                                v1::ENGAGEMENT_KIND_TEMP,
                                18,
                                2,
                                {calendar::Date(2024, 1, 1),
                                 {},
                                 calendar::Date(2024, 1, 1),
                                 "L1251-12-1",
                                 RuleStatus::kUnverified}};
  if (change) change(command);
  return command;
}
}  // namespace aor::engagements
