// Contracts that contradict what was answered become findings by themselves: P7.
#include "aor/engagements/v1/engagements_events.pb.h"
#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "services/classification/api/running_classification.h"

namespace aor::classification {
namespace {
class DriftTest : public ClassificationTest {
 protected:
  void Concluded(const std::string& contract, const std::string& kind, const std::string& client) {
    process_->Publish<engagements::v1::ContractEvent>(
        "engagements", client,
        "contract_concluded { contract_id: '" + contract + "' worker_id: 'ada' client_id: '" +
            client + "' engagement_kind: ENGAGEMENT_KIND_" + kind +
            " start { year: 2026 month: 10 day: 5 } }");
  }
  // A full week of it, by its number from 5 October on.
  void Approved(const std::string& contract, int number, const std::string& rules = "NONE") {
    const absl::CivilDay monday = absl::CivilDay(2026, 10, 5) + number * 7;
    process_->Publish<timesheet::v1::WeekEvent>(
        "timesheet", "ada",
        "hours_approved { measured { worker_id: 'ada' contract_id: '" + contract +
            "' client_id: 'acme' time_rules: '" + rules +
            "' week_start { year: " + std::to_string(monday.year()) +
            " month: " + std::to_string(monday.month()) + " day: " + std::to_string(monday.day()) +
            " } lines { category: CATEGORY_BASE time { seconds: 144000 } }"
            " lines { category: CATEGORY_OVERTIME time { seconds: 3600 } } } }");
  }
  // In France, where one client only is one of the marks of subordination.
  v1::Determination DeterminedInFrance() {
    Started("a1", Answer("fr.exclusive", "yes"), "FR");
    return Determined("a1");
  }
  // What was found so far, once it is so many.
  std::vector<std::string> Found(const std::string& determination, size_t count) {
    for (int tries = 0; tries < 200; ++tries) {
      v1::GetDeterminationResponse response;
      EXPECT_EQ(Call(&Stub::GetDetermination, "determination_id: '" + determination + "'" + after_,
                     &response),
                "OK")
          << said_;
      std::vector<std::string> found;
      for (const auto& one : response.determination().happenings())
        if (one.has_drift_found())
          found.push_back(one.drift_found().question_id() + " " + one.drift_found().observed() +
                          " by " + one.drift_found().evidence(0).reference());
      if (found.size() >= count) return found;
      std::this_thread::sleep_for(std::chrono::milliseconds(25));
    }
    return {};
  }
};

TEST_F(DriftTest, AContractThatComesLaterIsFoundOnce) {
  const auto made = DeterminedInFrance();
  const std::string id = made.determination_id();
  Concluded("c1", "AOR", "acme");
  Concluded("c2", "TEMP", "elsewhere");
  Concluded("c3", "AOR", "other");
  const std::vector<std::string> expected = {"fr.exclusive no by contract c3"};
  EXPECT_EQ(Found(id, 1), expected);
  Concluded("c5", "AOR", "fourth");
  const auto again = Determined("a1");
  EXPECT_EQ(again.determination_id(), "") << "it says what the current one says";
  EXPECT_EQ(Found(id, 1), expected) << "a second contract elsewhere says nothing new";
}

TEST_F(DriftTest, FullWeeksForOneClientAreFound) {
  Started("a1", Answer("fr.exclusive", "no"), "FR");
  const std::string id = Determined("a1").determination_id();
  Approved("c1", 0);  // timesheet's log may come first
  Concluded("c1", "AOR", "acme");
  for (int week = 1; week < 10; ++week) Approved("c1", week);
  const std::vector<std::string> expected = {
      "fr.exclusive yes by contract c1, 10 full weeks from 2026-10-05 to 2026-12-13"};
  EXPECT_EQ(Found(id, 1), expected);
}

TEST_F(DriftTest, AnExtensionIsFoundByItsLength) {
  Started("a1", Answer("us.indefinite", "no"), "US-IRS");
  const std::string id = Determined("a1").determination_id();
  process_->Publish<engagements::v1::ContractEvent>(
      "engagements", "acme",
      "contract_concluded { contract_id: 'c1' worker_id: 'ada' client_id: 'acme' engagement_kind:"
      " ENGAGEMENT_KIND_AOR start { year: 2026 month: 10 day: 5 }"
      " end { year: 2027 month: 10 day: 4 } }");
  process_->Publish<engagements::v1::ContractEvent>(
      "engagements", "acme",
      "contract_extended { contract_id: 'c1' worker_id: 'ada'"
      " end { year: 2028 month: 10 day: 4 } }");
  EXPECT_EQ(Found(id, 1), (std::vector<std::string>{"us.indefinite yes by contract c1"}));
}

TEST_F(DriftTest, WhatWasSeenBeforeIsFoundWhenItIsDetermined) {
  const auto first = DeterminedInFrance();
  Concluded("c1", "AOR", "acme");
  Concluded("c2", "AOR", "other");
  const std::vector<std::string> expected = {"fr.exclusive no by contract c2"};
  ASSERT_EQ(Found(first.determination_id(), 1), expected) << "both contracts were seen";
  Started("a2", Answer("fr.exclusive", "yes"), "FR");
  EXPECT_EQ(Found(Determined("a2").determination_id(), 1), expected);
}
}  // namespace
}  // namespace aor::classification
