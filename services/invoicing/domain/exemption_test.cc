#include "services/invoicing/domain/exemption.h"

#include "libs/eventsourcing/rules.h"

namespace aor::invoicing::exemption {
namespace {
using enum Refusal;
using Then = std::vector<const char*>;
#define ATTESTED(to)                                                               \
  "exemption_attested { legal_entity_id: 'formation' exemption_kind:"              \
  " EXEMPTION_KIND_TRAINING attestation: 'A-1' source: 'DREETS ARA, form 3511-SD'" \
  " valid_from { year: 2026 month: 1 day: 1 } " to " by: 'fatima' }"
#define ENDED(day)                                                                 \
  "exemption_ended { legal_entity_id: 'formation' attestation: 'A-1' by: 'fatima'" \
  " reason: 'turnover' valid_to { year: 2026 month: 10 day: " day " } }"
constexpr auto kAttested = ATTESTED("");
constexpr auto kUntilJune = ATTESTED("valid_to { year: 2026 month: 6 day: 30 }");
constexpr auto kOver = ATTESTED("valid_to { year: 2025 month: 12 day: 31 }");

Event Parse(const char* text) {
  Event event;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event)) << text;
  return event;
}
RecordExemption Record(const char* text, const char* by = "fatima") {
  auto facts = Parse(text).exemption_attested();
  facts.set_by(by);
  return {facts};
}
EndExemption End(const char* text) { return {Parse(text).exemption_ended()}; }

TEST(ExemptionTest, FollowsTheRules) {
  eventsourcing::CheckRules<State, Event, Command, Refusal>({
      {"it is attested", {}, Record(kAttested), Then{kAttested}},
      {"once, by whomever", {kAttested}, Record(kAttested, "olga"), Then{}},
      {"not otherwise by one number", {kAttested}, Record(kUntilJune), kAttestedOtherwise},
      {"from its first day on", {}, Record(kOver), kEndsBeforeItStarts},
      {"it ends", {kAttested}, End(ENDED("15")), Then{ENDED("15")}},
      {"another day is the last word",
       {kAttested, ENDED("15")},
       End(ENDED("20")),
       Then{ENDED("20")}},
      {"not later than it would", {kUntilJune}, End(ENDED("15")), kEndsLater},
      {"only what was attested", {}, End(ENDED("15")), kNotAttested},
  });
}
}  // namespace
}  // namespace aor::invoicing::exemption
