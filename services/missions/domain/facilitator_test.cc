#include "services/missions/domain/facilitator.h"

#include "services/missions/domain/sample_mission.h"

namespace aor::missions::facilitator {
namespace {
using sample::Read;
using enum Refusal;
using Then = std::vector<const char*>;
constexpr auto kLevel =
    "level_recorded { person_id: 'fay' level: 'green'"
    " valid_from { year: 2026 month: 1 day: 1 } by: 'tess' }";
constexpr auto kRevoked =
    "level_revoked { person_id: 'fay' level: 'green'"
    " valid_from { year: 2026 month: 1 day: 1 } by: 'tess' reason: 'lapsed' }";
constexpr auto kFirm =
    "payee_recorded { person_id: 'fay' supplier_kind: SUPPLIER_KIND_COMPANY"
    " supplier_id: 'firm' country: 'FR' valid_from { year: 2026 month: 1 day: 1 }"
    " by: 'tess' }";
constexpr auto kAlone =
    "payee_recorded { person_id: 'fay' supplier_kind: SUPPLIER_KIND_PERSON"
    " country: 'FR' valid_from { year: 2026 month: 5 day: 1 } by: 'tess' }";

TEST(FacilitatorTest, FollowsTheRules) {
  const RecordLevel level{Read<Event>(kLevel).level_recorded()};
  auto own = level;
  own.facts.set_by("fay");
  auto colleague = level;
  colleague.facts.set_by("tom");
  const RevokeLevel revoke{Read<Event>(kRevoked).level_revoked()};
  auto silent = revoke;
  silent.facts.clear_reason();
  auto later = revoke;
  later.facts.mutable_valid_from()->set_year(2027);
  const RecordPayee firm{Read<Event>(kFirm).payee_recorded()};
  const RecordPayee alone{Read<Event>(kAlone).payee_recorded()};
  auto nameless = firm;
  nameless.facts.clear_supplier_id();
  auto to_myself = firm;
  to_myself.facts.set_by("fay");
  eventsourcing::CheckRules<Facilitator, Event, Command, Refusal>({
      {"a level is recorded", {}, level, Then{kLevel}},
      {"once, whoever says it again", {kLevel}, colleague, Then{}},
      {"by somebody else", {}, own, kOwnLevel},
      {"it is revoked", {kLevel}, revoke, Then{kRevoked}},
      {"with a reason", {kLevel}, silent, kReasonMissing},
      {"as it was recorded", {kLevel}, later, kLevelUnknown},
      {"and recorded again", {kLevel, kRevoked}, level, Then{kLevel}},
      {"a payee is recorded", {}, firm, Then{kFirm}},
      {"another one later", {kFirm}, alone, Then{kAlone}},
      {"and back", {kFirm, kAlone}, firm, Then{kFirm}},
      {"by somebody else, too", {}, to_myself, kOwnPayee},
      {"a company is a supplier", {}, nameless, kSupplierMissing},
  });
}

TEST(FacilitatorTest, TheHighestLevelOfTheDayCounts) {
  const auto level = [](int year, int month, int day) {
    auto people = sample::AllPeople();
    people["fay"].levels.push_back(
        Read<v1::LevelRecorded>("level: 'yellow' valid_from { year: 2026 month: 6 day: 1 }"));
    return LevelOn(people, "fay", calendar::Date(year, month, day), *sample::RulesOf());
  };
  EXPECT_EQ(level(2025, 12, 31), "");
  EXPECT_EQ(level(2026, 1, 1), "green");
  EXPECT_EQ(level(2026, 7, 1), "green");
  EXPECT_EQ(level(2026, 12, 31), "green");
  EXPECT_EQ(level(2027, 1, 1), "yellow");
  EXPECT_EQ(LevelOn({}, "fay", calendar::Date(2026, 7, 1), *sample::RulesOf()), "");
}

TEST(FacilitatorTest, AMatrixOfRoleClientAndLevelIsTheGate) {
  const auto rules = sample::RulesOf();
  EXPECT_TRUE(rules->Admits(v1::MISSION_ROLE_FACILITATOR, v1::CLIENT_TYPE_EDUCATION, "yellow"));
  EXPECT_FALSE(rules->Admits(v1::MISSION_ROLE_FACILITATOR, v1::CLIENT_TYPE_COMPANY, "yellow"));
  EXPECT_TRUE(rules->Admits(v1::MISSION_ROLE_FACILITATOR, v1::CLIENT_TYPE_COMPANY, "blue"));
  EXPECT_FALSE(rules->Admits(v1::MISSION_ROLE_COACH, v1::CLIENT_TYPE_COMPANY, "blue"))
      << "what no row opens is closed";
  EXPECT_FALSE(rules->Admits(v1::MISSION_ROLE_FACILITATOR, v1::CLIENT_TYPE_EDUCATION, ""));
}
}  // namespace
}  // namespace aor::missions::facilitator
