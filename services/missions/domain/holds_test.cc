// A hold that is proposed is decided by a person: transmitting a fee settles it for closing, and
// pays nobody.
#include "services/missions/domain/sample_mission.h"

namespace aor::missions {
namespace {
using namespace sample;

constexpr auto kSheet = "sheet_deposited { session_id: 's1' digest: 'aa' version: 1 }";

// Events one after the other, each decision on what was before.
class Course {
 public:
  Course() {
    for (const char* event : kStaffed) Take(Read<Event>(event));
  }
  // The kinds of what it led to, and the refusal where it was refused.
  std::string Do(Wish wish, Instant now = kBetween, Actor by = kTeam) {
    const auto decision = Decide(mission_, sample::Do(std::move(wish), now, std::move(by)));
    if (const auto* refusal = std::get_if<Refusal>(&decision)) return std::string(Name(*refusal));
    std::string kinds;
    for (const Event& event : std::get<0>(decision)) {
      const auto* kind = Event::descriptor()->FindFieldByNumber(event.kind_case());
      kinds += (kinds.empty() ? "" : " ") + std::string(kind->name());
      Take(event);
    }
    return kinds;
  }
  void Take(const Event& event) { mission_ = Evolve(std::move(mission_), event); }
  const FeeState& Fee(const std::string& fee) const { return mission_.fees.at(fee); }

 private:
  Mission mission_;
};
RequestFees OfSession(const std::string& session) { return {"r-" + session, {{session, {}, 5}}}; }

TEST(HoldsTest, ATransmittedFeeWaitsForTheDecision) {
  const std::string fee = FeeOf("s1", "fay");
  Course course;
  EXPECT_EQ(course.Do(OfSession("s1")), "fees_requested hold_proposed") << "it has no sheet";
  EXPECT_EQ(course.Do(TransmitFees{{fee}}), "fee_transmitted") << "and is not payable";
  EXPECT_EQ(course.Do(TransmitFees{{fee}}), "");
  EXPECT_EQ(course.Do(DismissHold{fee, ""}), "REASON_MISSING");
  EXPECT_EQ(course.Do(DismissHold{fee, "the sheet burnt"}), "hold_dismissed fee_became_payable");
  EXPECT_EQ(course.Do(DismissHold{fee, "the sheet burnt"}), "") << "once";
}

TEST(HoldsTest, AConformingSheetDecidesIt) {
  const std::string fee = FeeOf("s1", "fay");
  Course course;
  course.Do(OfSession("s1"));
  course.Do(TransmitFees{{fee}});
  course.Take(Read<Event>(kSheet));
  EXPECT_EQ(course.Do(CheckSheet{"s1", "aa", true}), "sheet_checked fee_became_payable");
  EXPECT_TRUE(course.Fee(fee).payable);
  EXPECT_EQ(course.Do(CheckSheet{"s1", "aa", false, false, "forged"}),
            "sheet_checked hold_proposed");
  EXPECT_EQ(course.Do(CheckSheet{"s1", "aa", true, false, "it is not"}), "sheet_checked")
      << "payable once";
}

TEST(HoldsTest, OrAPersonHoldsIt) {
  const std::string fee = FeeOf("s1", "fay");
  Course course;
  course.Do(OfSession("s1"));
  course.Do(TransmitFees{{fee}});
  EXPECT_EQ(course.Do(HoldFee{fee, "no sheet"}), "fee_held");
  course.Take(Read<Event>(kSheet));
  EXPECT_EQ(course.Do(CheckSheet{"s1", "aa", true}), "sheet_checked");
  EXPECT_EQ(course.Do(ReleaseFee{fee, "it came"}), "fee_released fee_became_payable");
}

TEST(HoldsTest, AForeignSuppliersInvoiceDecidesNothing) {
  const std::string fee = FeeOf("s2", "finn");
  Course course;
  course.Do(OfSession("s2"), kAfter);
  course.Do(TransmitFees{{fee}}, kAfter);
  EXPECT_EQ(course.Do(HandedIn(fee, "bb", "17"), kAfter), "supplier_invoice_deposited");
  EXPECT_EQ(course.Do(DismissHold{fee, "seen on site"}, kAfter),
            "hold_dismissed fee_became_payable");
}

TEST(HoldsTest, NobodyIsKeptFromClosing) {
  Course course;
  course.Do(OfSession("s1"), kAfter);
  course.Do(OfSession("s2"), kAfter);
  course.Do(TransmitFees{{FeeOf("s1", "fay")}}, kAfter);
  EXPECT_EQ(course.Do(TransmitFees{{FeeOf("s2", "finn")}}, kAfter),
            "fee_transmitted mission_closed coordination_fee_triggered hold_proposed");
  EXPECT_EQ(course.Do(TransmitFees{{FeeOf("", "cora")}}, kAfter), "fee_transmitted");
  EXPECT_EQ(course.Do(DismissHold{FeeOf("", "cora"), "she coordinated"}, kAfter),
            "hold_dismissed fee_became_payable");
}

// What was transmitted then was payable with that, whatever was proposed.
TEST(HoldsTest, LogsOfBeforeAreFoldedAsTheyWere) {
  const std::string fee = FeeOf("s1", "fay");
  Course course;
  course.Do(OfSession("s1"));
  ASSERT_NE(course.Fee(fee).proposed, v1::HOLD_CAUSE_UNSPECIFIED);
  course.Take(Read<Event>("fee_transmitted { fee { fee_id: '" + fee + "' session_id: 's1' } }"));
  EXPECT_EQ(course.Fee(fee).proposed, v1::HOLD_CAUSE_UNSPECIFIED);
}
}  // namespace
}  // namespace aor::missions
