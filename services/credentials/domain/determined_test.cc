// Which determinations speak of some work, and what they close.
#include "services/credentials/domain/determined.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "services/credentials/domain/onboarding.h"

namespace aor::credentials {
namespace {
using calendar::Date;

template <class Message>
Message Of(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}
std::string On(const char* field, Date day) {
  return std::string(field) + " { " + calendar::ToProto(day).ShortDebugString() + " } ";
}
std::string At(const char* field, int seconds) {
  return std::string(field) + " { seconds: " + std::to_string(seconds) + " } ";
}
const Date kMonday(2026, 10, 5);

class DeterminedTest : public testing::Test {
 protected:
  void AdoptForFee() {
    *facts_.adoptions.emplace_back().add_facts() = Of<v1::AdoptionFact>(
        "adopted { scope { scope_kind: SCOPE_KIND_AGENCY scope_id: 'agency' } policy_version: 'v1'"
        " policy { policy_id: 'aor' requirements { requirement_id: 'd' determination: true"
        " closes: GATE_FEE } } " +
        On("effective_from", kMonday) + " } " + At("recorded_at", 1));
  }
  // "open", or the codes of the reasons.
  std::string Says(Date day, v1::Gate gate, int known_by = 0) const {
    When when{day};
    if (known_by)
      when.known_by = Of<google::protobuf::Timestamp>("seconds: " + std::to_string(known_by));
    const auto answer = credentials::Check(gate, subject_, facts_, when);
    std::string said = answer.open() ? "open" : "closed";
    for (const auto& reason : answer.reasons())
      said += " " + v1::ReasonCode_Name(reason.reason_code()).substr(sizeof("REASON_CODE_") - 1);
    return said;
  }

  Facts facts_;
  v1::Subject subject_ = Of<v1::Subject>(
      "contract_id: 'c1' worker_id: 'ada' client_id: 'acme' engagement_kind: 'TEMP'"
      " jurisdiction: 'CH-GE' role: 'nurse'");
};

TEST_F(DeterminedTest, ADeterminationIsOfItsOwnJurisdiction) {
  AdoptForFee();
  const auto gate = v1::GATE_FEE;
  const auto determined = [&](const char* jurisdiction, const char* selection, const char* kind,
                              int approved_at) {
    facts_.determinations.push_back(Of<v1::DeterminationFact>(
        std::string("determination_id: 'd' worker_id: 'ada' client_id: 'acme' jurisdiction: '") +
        jurisdiction + "' selection_id: '" + selection + "' engagement_kinds: '" + kind + "' " +
        On("effective_from", kMonday) + At("approved_at", approved_at)));
  };
  subject_.set_engagement_kind("AOR");
  determined("CA-QC", "CA-QC", "AOR", 5);
  determined("FR", "FR", "EOR", 5);
  EXPECT_EQ(Says(kMonday, gate), "closed NOT_DETERMINED") << "Geneva is neither";
  determined("CH", "CH-AHV", "AOR", 5);
  EXPECT_EQ(Says(kMonday, gate), "open") << "Geneva lies in Switzerland";
  subject_.set_jurisdiction("US-CA");
  determined("US-CA", "US-CA", "EOR", 6);
  EXPECT_EQ(Says(kMonday, gate), "closed NOT_ADMITTED");
  determined("US", "US-IRS", "AOR", 9);
  EXPECT_EQ(Says(kMonday, gate), "closed NOT_ADMITTED") << "each test has to admit it";
  determined("US-CA", "US-CA", "AOR", 10);
  EXPECT_EQ(Says(kMonday, gate), "open") << "a newer word of the same test";
  subject_.set_jurisdiction("US");
  EXPECT_EQ(Says(kMonday, gate), "open") << "of the country's own test";
}

TEST_F(DeterminedTest, WhatWasApprovedIsKeptToWhateverIsAdopted) {
  subject_.set_jurisdiction("FR");
  auto& fact = facts_.determinations.emplace_back(Of<v1::DeterminationFact>(
      "determination_id: 'd1' worker_id: 'ada' client_id: 'acme' jurisdiction: 'FR'"
      " selection_id: 'FR' engagement_kinds: 'TEMP' offered_path: 'Portage salarial' " +
      On("effective_from", kMonday) + At("approved_at", 5)));
  for (const char* kind : {"TEMP", "PERMANENT"}) {
    subject_.set_engagement_kind(kind);
    for (const v1::Gate gate : kGates) EXPECT_EQ(Says(kMonday, gate), "open") << kind;
  }
  for (const char* kind : {"AOR", "EOR"}) {
    subject_.set_engagement_kind(kind);
    for (const v1::Gate gate : {v1::GATE_CONTRACTING, v1::GATE_STARTING, v1::GATE_FEE})
      EXPECT_EQ(Says(kMonday, gate), "closed NOT_ADMITTED") << kind;
    for (const v1::Gate gate : {v1::GATE_BADGE, v1::GATE_BILLING})
      EXPECT_EQ(Says(kMonday, gate), "open") << kind;
  }
  EXPECT_EQ(Says(kMonday - 1, v1::GATE_FEE), "open") << "it begins on Monday";
  EXPECT_EQ(Says(kMonday, v1::GATE_FEE, 4), "open") << "nobody had approved it";
  subject_.set_engagement_kind("AOR");
  const auto answer = credentials::Check(v1::GATE_FEE, subject_, facts_, {kMonday});
  EXPECT_EQ(answer.reasons(0).fix(), "Offer instead: Portage salarial.");
  EXPECT_EQ(answer.reasons(0).policy_id(), "house.determination");
  const auto steps = StepsOf(subject_, facts_, {kMonday}, kMonday);
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_EQ(steps[0].step_state(), v1::STEP_STATE_TO_DO);
  EXPECT_FALSE(IsComplete(subject_, facts_, {kMonday}));
  AdoptForFee();
  EXPECT_EQ(Says(kMonday, v1::GATE_FEE), "closed NOT_ADMITTED") << "said once";
  EXPECT_EQ(Says(kMonday, v1::GATE_STARTING), "closed NOT_ADMITTED");
  EXPECT_EQ(StepsOf(subject_, facts_, {kMonday}, kMonday).size(), 1u);
  *fact.mutable_engagement_kinds(0) = "AOR";
  for (const char* kind : {"AOR", "EOR"}) {
    subject_.set_engagement_kind(kind);
    EXPECT_EQ(Says(kMonday, v1::GATE_STARTING), "open")
        << "who may be a contractor may be employed: " << kind;
  }
}
TEST_F(DeterminedTest, WhoWorkedByWhatWasTakenBackIsDeterminedAnew) {
  subject_.set_jurisdiction("FR");
  subject_.set_engagement_kind("AOR");
  const auto determined = [&](const char* id, const char* kind, Date from,
                              int made_at) -> v1::DeterminationFact& {
    return facts_.determinations.emplace_back(Of<v1::DeterminationFact>(
        std::string("determination_id: '") + id +
        "' worker_id: 'ada' client_id: 'acme' jurisdiction: 'FR' selection_id: 'FR'"
        " engagement_kinds: '" +
        kind + "' " + On("effective_from", from) + " place: " + std::to_string(made_at) + " " +
        At("approved_at", made_at + 1)));
  };
  const auto takes_back = [](v1::DeterminationFact& fact, Date from, int at) {
    *fact.add_withdrawals() =
        Of<v1::Withdrawal>(On("effective_from", from) + At("recorded_at", at) + "revoked: true");
  };
  const auto gate = v1::GATE_FEE;
  EXPECT_EQ(Says(kMonday, gate), "open") << "nobody asks, and nothing was said";
  facts_.determinations.reserve(3);
  takes_back(determined("d1", "AOR", kMonday, 10), kMonday + 2, 20);
  EXPECT_EQ(Says(kMonday + 1, gate), "open");
  EXPECT_EQ(Says(kMonday + 2, gate), "closed NOT_DETERMINED");
  EXPECT_EQ(Says(kMonday + 2, gate, 19), "open") << "as it was known";
  EXPECT_EQ(Says(kMonday + 2, v1::GATE_BILLING), "open");
  for (const char* kind : {"TEMP", "EOR", "PERMANENT"}) {
    subject_.set_engagement_kind(kind);
    EXPECT_EQ(Says(kMonday + 2, gate), "open") << kind;
  }
  subject_.set_engagement_kind("AOR");
  EXPECT_EQ(StepsOf(subject_, facts_, {kMonday + 2}, kMonday).size(), 1u);
  AdoptForFee();
  EXPECT_EQ(Says(kMonday + 2, gate), "closed NOT_DETERMINED") << "said once";
  EXPECT_EQ(StepsOf(subject_, facts_, {kMonday + 2}, kMonday).size(), 1u);
  facts_.adoptions.clear();
  auto& employee = determined("d2", "TEMP", kMonday, 30);
  EXPECT_EQ(Says(kMonday + 2, gate), "closed NOT_ADMITTED");
  EXPECT_EQ(Says(kMonday, gate), "closed NOT_ADMITTED") << "of past days, too";
  takes_back(employee, kMonday, 40);
  EXPECT_EQ(Says(kMonday, gate), "open") << "until it fell, the first one held";
  EXPECT_EQ(Says(kMonday + 2, gate), "closed NOT_DETERMINED");
}

TEST_F(DeterminedTest, ALaterWordCountsForDaysThatLieBehind) {
  subject_.set_jurisdiction("FR");
  subject_.set_engagement_kind("AOR");
  const auto determined = [&](const char* kind, Date from, int made_at) {
    facts_.determinations.push_back(Of<v1::DeterminationFact>(
        std::string("determination_id: 'd' worker_id: 'ada' client_id: 'acme' jurisdiction: 'FR'"
                    " selection_id: 'FR' engagement_kinds: '") +
        kind + "' " + On("effective_from", from) + " place: " + std::to_string(made_at) + " " +
        At("approved_at", made_at + 1)));
  };
  determined("AOR", kMonday, 10);
  determined("TEMP", kMonday - 30, 20);  // a court: from the beginning on
  EXPECT_EQ(Says(kMonday, v1::GATE_FEE), "closed NOT_ADMITTED");
  EXPECT_EQ(Says(kMonday, v1::GATE_FEE, 20), "open") << "as it was known";
}
}  // namespace
}  // namespace aor::credentials
