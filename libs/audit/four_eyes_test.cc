#include "libs/audit/four_eyes.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "aor/credentials/v1/credentials_events.pb.h"
#include "aor/directory/v1/directory_events.pb.h"
#include "aor/engagements/v1/engagements_events.pb.h"
#include "aor/invoicing/v1/invoicing_events.pb.h"
#include "aor/payroll/v1/payroll_events.pb.h"
#include "aor/timesheet/v1/timesheet_events.pb.h"

namespace aor::audit {
namespace {
using eventlog::v1::Commit;

struct Act {
  const char* actor;
  const char* event;
  const char* on_behalf_of = "";
};

template <class Event>
Commit CommitOf(const Act& act) {
  Event event;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(act.event, &event)) << act.event;
  Commit commit;
  commit.set_log("log");
  commit.set_actor(act.actor);
  commit.set_on_behalf_of(act.on_behalf_of);
  auto& stream = *commit.add_streams();
  stream.set_name("stream");
  auto& added = *stream.add_events();
  added.set_type(Event::descriptor()->full_name() + "/kind");
  added.set_payload(event.SerializeAsString());
  return commit;
}

// What is found wrong in these acts, one sequence each.
template <class Event>
std::vector<uint64_t> Wrong(const std::vector<Act>& acts) {
  const auto check = FourEyes();
  for (size_t i = 0; i < acts.size(); i++) check->See(CommitOf<Event>(acts[i]), 7, i + 1);
  std::vector<Finding> found;
  check->Finish(found);
  std::vector<uint64_t> sequences;
  for (const auto& finding : found) sequences.push_back(finding.sequence);
  return sequences;
}
using Sequences = std::vector<uint64_t>;

TEST(FourEyesTest, ABatchIsReleasedByAnother) {
  using Event = payroll::v1::BatchEvent;
  const Act proposed{"nina", "batch_proposed {}", "max"};
  const auto released = [](const char* by, const char* behalf = "") {
    return Act{by, "batch_released {}", behalf};
  };
  EXPECT_EQ(Wrong<Event>({proposed, released("olga")}), Sequences{});
  EXPECT_EQ(Wrong<Event>({proposed, released("nina")}), Sequences{2});
  EXPECT_EQ(Wrong<Event>({proposed, released("max")}), Sequences{2});
  EXPECT_EQ(Wrong<Event>({proposed, released("olga", "nina")}), Sequences{2});
  EXPECT_EQ(Wrong<Event>({released("olga")}), Sequences{1});  // proposed by nobody
}

TEST(FourEyesTest, AChangedAccountIsConfirmedByAnother) {
  using Event = directory::v1::AccountEvent;
  const Act second{"nina", "account_declared { version: 2 }"};
  const Act third{"olga", "account_declared { version: 3 }"};
  EXPECT_EQ(Wrong<Event>({second, third, {"nina", "account_confirmed { version: 3 }"}}),
            Sequences{});
  EXPECT_EQ(Wrong<Event>({second, third, {"olga", "account_confirmed { version: 3 }"}}),
            Sequences{3});
  const Act refused{"nina", "account_refused { version: 3 was_in_use: true }"};
  const char* again = "account_confirmed { version: 2 }";
  EXPECT_EQ(Wrong<Event>({second, third, refused, {"olga", again}}), Sequences{});
  EXPECT_EQ(
      Wrong<Event>({{"max", "account_declared { version: 2 }"}, third, refused, {"nina", again}}),
      Sequences{4});
}

TEST(FourEyesTest, AGateIsOverriddenByAnother) {
  using Event = credentials::v1::OverrideEvent;
  const Act asked{"nina", "override_requested { override_id: 'o' }", "max"};
  const char* granted = "override_granted { override_id: 'o' }";
  EXPECT_EQ(Wrong<Event>({asked, {"olga", granted}}), Sequences{});
  EXPECT_EQ(Wrong<Event>({asked, {"nina", granted}}), Sequences{2});
  EXPECT_EQ(Wrong<Event>({asked, {"olga", granted, "max"}}), Sequences{2});
  EXPECT_EQ(Wrong<Event>({{"olga", granted}}), Sequences{1});
}

TEST(FourEyesTest, AQuoteBelowCostIsApprovedByAnother) {
  using Event = engagements::v1::QuoteEvent;
  const Act drawn{"nina", "quote_drawn_up { price { proposed_by: 'nina' } }", "max"};
  const Act accepted{"grace", "quote_accepted { price { proposed_by: 'nina' } }"};
  const auto approved = [](const char* by, const char* behalf = "") {
    return Act{by, "quote_approved {}", behalf};
  };
  EXPECT_EQ(Wrong<Event>({drawn, approved("olga"), accepted}), Sequences{});
  EXPECT_EQ(Wrong<Event>({drawn, approved("nina"), accepted}), Sequences{2});
  EXPECT_EQ(Wrong<Event>({drawn, approved("olga", "max"), accepted}), Sequences{2});
  EXPECT_EQ(Wrong<Event>({drawn, accepted}), Sequences{2});
  const Act repriced{"olga", "quote_repriced { price { proposed_by: 'olga' } }"};
  EXPECT_EQ(Wrong<Event>({drawn, approved("olga"), repriced, accepted}), Sequences{4});
  EXPECT_EQ(Wrong<Event>({drawn, repriced, approved("olga"), accepted}), Sequences{3});
  EXPECT_EQ(Wrong<Event>({{"nina", "quote_drawn_up {}"}, {"grace", "quote_accepted {}"}}),
            Sequences{});
}

TEST(FourEyesTest, ARateBelowCostIsTakenByAnother) {
  using Event = engagements::v1::ContractEvent;
  const Act proposed{"nina", "rate_proposed {}"};
  const char* agreed = "rate_agreed { proposed_by: 'nina' }";
  EXPECT_EQ(Wrong<Event>({proposed, {"olga", agreed}}), Sequences{});
  EXPECT_EQ(Wrong<Event>({proposed, {"nina", agreed}}), Sequences{2});
  EXPECT_EQ(Wrong<Event>({{"olga", agreed}}), Sequences{1});
  EXPECT_EQ(Wrong<Event>({{"nina", "rate_agreed {}"}}), Sequences{});
}

TEST(FourEyesTest, WhatIsDecidedAgainstAnOrderOrBelowZeroIsConfirmedByAnother) {
  using invoicing::v1::InvoiceEvent;
  const char* issued = "invoice_issued { purchase_order_decided_by: 'olga' }";
  EXPECT_EQ(Wrong<InvoiceEvent>({{"nina", issued}}), Sequences{});
  EXPECT_EQ(Wrong<InvoiceEvent>({{"nina", issued, "olga"}}), Sequences{1});
  using payroll::v1::PayslipEvent;
  const Act approved{"olga", "negative_payslip_approved { worker_id: 'ada' }"};
  const char* verified = "payslip_verified { worker_id: 'ada' decided_by: 'olga' }";
  EXPECT_EQ(Wrong<PayslipEvent>({approved, {"nina", verified}}), Sequences{});
  EXPECT_EQ(Wrong<PayslipEvent>({approved, {"olga", verified}}), Sequences{2});
  EXPECT_EQ(Wrong<PayslipEvent>({{"nina", verified}}), Sequences{1});
}

TEST(FourEyesTest, APersonIsErasedByTwo) {
  using Event = directory::v1::PersonEvent;
  const Act requested{"nina", "person_erasure_requested {}"};
  EXPECT_EQ(Wrong<Event>({requested, {"olga", "person_erased {}"}}), Sequences{});
  EXPECT_EQ(Wrong<Event>({requested, {"nina", "person_erased {}"}}), Sequences{2});
  EXPECT_EQ(Wrong<Event>({{"olga", "person_erased {}"}}), Sequences{1});
  const Act withdrawn{"nina", "person_erasure_withdrawn {}"};
  EXPECT_EQ(Wrong<Event>({requested, withdrawn, {"olga", "person_erased {}"}}), Sequences{3});
  const Act again{"olga", "person_erasure_requested {}"};
  EXPECT_EQ(Wrong<Event>({requested, withdrawn, again, {"nina", "person_erased {}"}}), Sequences{});
}

TEST(FourEyesTest, AnAdvanceIsNobodysOwn) {
  using Event = payroll::v1::AdvanceEvent;
  const Act asked{"nina", "loan_requested { advance_id: 'l' worker_id: 'ada' }"};
  const char* confirmed = "loan_granted { advance_id: 'l' worker_id: 'ada' confirmed_by: 'x' }";
  EXPECT_EQ(Wrong<Event>({asked, {"olga", confirmed}}), Sequences{});
  EXPECT_EQ(Wrong<Event>({asked, {"nina", confirmed}}), Sequences{2});
  EXPECT_EQ(Wrong<Event>({asked, {"ada", confirmed}}), Sequences{2});
  EXPECT_EQ(Wrong<Event>({{"olga", "part_payment_granted { worker_id: 'ada' }", "ada"}}),
            Sequences{1});
  EXPECT_EQ(Wrong<Event>({{"olga", "loan_granted { advance_id: 'small' worker_id: 'ada' }"}}),
            Sequences{});
}

TEST(FourEyesTest, ASlipIsNobodysOwn) {
  using Event = payroll::v1::PayslipEvent;
  const char* slip = "payslip_verified { worker_id: 'nina' }";
  EXPECT_EQ(Wrong<Event>({{"olga", slip}}), Sequences{});
  EXPECT_EQ(Wrong<Event>({{"nina", slip}}), Sequences{1});
}

TEST(FourEyesTest, HoursAreVerifiedByWhoLeftThemAlone) {
  using Event = timesheet::v1::WeekEvent;
  const Act recorded{"ada", "entry_recorded { entry_id: 'e' contract_id: 'c' }"};
  const Act corrected{"nina", "entry_corrected { entry_id: 'e' contract_id: 'c' }"};
  const Act other{"olga", "entry_recorded { entry_id: 'f' contract_id: 'd' }"};
  const char* by_nina = "hours_verified { verified_by: 'nina' measured { contract_id: 'c' } }";
  const char* by_olga = "hours_verified { verified_by: 'olga' measured { contract_id: 'c' } }";
  EXPECT_EQ(Wrong<Event>({recorded, {"nina", by_nina}}), Sequences{});
  EXPECT_EQ(Wrong<Event>({recorded, corrected, {"nina", by_nina}}), Sequences{3});
  EXPECT_EQ(Wrong<Event>({recorded, corrected, other, {"olga", by_olga}}), Sequences{});
  EXPECT_EQ(Wrong<Event>({recorded, {"olga", by_olga, "ada"}}), Sequences{2});
  // Stated anew by the commit of one who entered: the verifier is who he was.
  EXPECT_EQ(Wrong<Event>({recorded, {"nina", by_nina}, {"ada", by_nina}}), Sequences{});
  const Act reversed{"olga", "entry_reversed { entry_id: 'e' contract_id: 'c' }"};
  EXPECT_EQ(Wrong<Event>({recorded, corrected, reversed, {"nina", by_nina}}), Sequences{});
  EXPECT_EQ(Wrong<Event>({recorded, reversed, {"olga", by_olga}}), Sequences{3});
}

TEST(FourEyesTest, AContestIsRejectedByTwo) {
  using Event = timesheet::v1::WeekEvent;
  const Act proposed{"nina", "contest_rejection_proposed { contract_id: 'c' }"};
  const char* rejected =
      "contest_decided { contract_id: 'c' outcome: CONTEST_OUTCOME_REJECTED decided_by: 'x' }";
  const char* upheld = "contest_decided { contract_id: 'c' outcome: CONTEST_OUTCOME_UPHELD }";
  EXPECT_EQ(Wrong<Event>({proposed, {"olga", rejected}}), Sequences{});
  EXPECT_EQ(Wrong<Event>({proposed, {"nina", rejected}}), Sequences{2});
  EXPECT_EQ(Wrong<Event>({{"nina", rejected}}), Sequences{1});
  EXPECT_EQ(Wrong<Event>({{"nina", upheld}}), Sequences{});
}
}  // namespace
}  // namespace aor::audit
