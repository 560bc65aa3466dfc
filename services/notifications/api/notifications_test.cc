// From other contexts' facts to what people receive, through a whole process.
#include <algorithm>

#include "services/notifications/api/running_notifications.h"

namespace aor::notifications {
namespace {
TEST_F(NotificationsTest, AWorkerHearsOfAnExtensionBySms) {
  Conclude("c-7");
  Extend("c-7", 31);
  const auto sent = Await("recipient_id: 'ada'", 2, "SENT");
  const auto files = Outbox();
  const auto extended = List("cause: 'contract-extended/c-7/2026-12-31'");
  ASSERT_EQ(extended.size(), 1u);
  EXPECT_EQ(extended[0].channel(), v1::CHANNEL_SMS);
  EXPECT_EQ(extended[0].attempts(), 1u);
  const auto file = files.find(extended[0].requested().message_id() + ".txt");
  ASSERT_NE(file, files.end());
  EXPECT_TRUE(file->second.starts_with("To: +41791234567\n")) << file->second;
  EXPECT_NE(file->second.find("prolongé jusqu'au 31.12.2026"), std::string::npos) << file->second;
  EXPECT_EQ(files.size(), 2u) << "the conclusion by mail, the extension by SMS";
}

TEST_F(NotificationsTest, AClientHearsOfAnInvoiceByMailOnceItIsFinal) {
  Invoice("7", "run-1");
  Invoice("8");
  const auto sent = Await("cause: 'invoice-issued/8'", 1, "SENT");
  EXPECT_EQ(List("cause: 'invoice-issued/7'").at(0).state(), v1::MESSAGE_STATE_WAITING)
      << "nothing of a run is final before it is closed";
  process_.Publish<operations::v1::RunEvent>("invoicing", "geneva",
                                             "run_closed { run_id: 'run-1' }");
  Await("cause: 'invoice-issued/7'", 1, "SENT");
  const auto files = Outbox();
  ASSERT_EQ(sent.size(), 1u);
  const auto file = files.find(sent[0].requested().message_id() + ".eml");
  ASSERT_NE(file, files.end());
  EXPECT_NE(file->second.find("To: <pay@acme.example>\r\n"), std::string::npos) << file->second;
  EXPECT_NE(file->second.find("Subject: Rechnung GE-8: CHF 1'537.50\r\n"), std::string::npos)
      << file->second;
  EXPECT_EQ(files.size(), 2u);
}

TEST_F(NotificationsTest, WhomAnInvoiceIsCreditedOrIssuedForHearsOfIt) {
  const auto issue = [this](const std::string& event, const std::string& number,
                            const std::string& party) {
    process_.Publish<invoicing::v1::InvoiceEvent>(
        "invoicing", "geneva",
        event + " { invoice_id: '" + number + "' number: '" + number + "' " + party +
            "legal_entity_id: 'geneva' payable { currency_code: 'EUR' minor_units: 1339200 } "
            "corrects_number: 'X-1' contest_until { year: 2026 month: 10 day: 31 } }");
  };
  issue("credit_note_issued", "NC-8", "client_id: 'acme' ");
  issue("self_billed_invoice_issued", "AF-9", "supplier_id: 'mira-sas' ");
  issue("self_billed_credit_note_issued", "AN-9", "supplier_id: 'mira-sas' ");
  const auto told = [this](const std::string& cause) {
    const auto sent = Await("cause: '" + cause + "'", 1, "SENT");
    return sent.empty() ? "" : Outbox()[sent[0].requested().message_id() + ".eml"];
  };
  const std::string credited = told("credit-note-issued/NC-8");
  EXPECT_NE(credited.find("To: <pay@acme.example>"), std::string::npos) << credited;
  EXPECT_NE(credited.find("Rechnung X-1"), std::string::npos) << credited;
  const std::string issued = told("self-billed-issued/AF-9");
  EXPECT_NE(issued.find("To: <mira@dev.example>"), std::string::npos) << issued;
  EXPECT_NE(issued.find("31.10.2026"), std::string::npos) << "until when to contest" << issued;
  EXPECT_NE(told("self-billed-corrected/AN-9").find("AN-9"), std::string::npos);
}

TEST_F(NotificationsTest, TheSameFactReadAgainSaysNothingNew) {
  Invoice("7");
  Await("cause: 'invoice-issued/7'", 1, "SENT");
  Invoice("7");
  Invoice("8");
  Await("cause: 'invoice-issued/8'", 1, "SENT");
  EXPECT_EQ(List("recipient_id: 'acme'").size(), 2u);
  EXPECT_EQ(Outbox().size(), 2u);
}

TEST_F(NotificationsTest, NothingPersonalIsStored) {
  Conclude("c-7");
  const auto sent = Await("recipient_id: 'ada'", 1, "SENT");
  for (const char* personal : {"example.com", "+4179", "Lovelace"})
    EXPECT_EQ(sent.at(0).ShortDebugString().find(personal), std::string::npos) << personal;
}

TEST_F(NotificationsTest, WhoDoesNotAnswerIsRemindedAndThenTheBackup) {
  Conclude("c-7");
  Await("recipient_id: 'ada'", 1, "SENT");
  process_.Publish<timesheet::v1::WeekEvent>(
      "timesheet", "ada",
      "week_declared_complete { worker_id: 'ada' iso_week: '2026-W43' contract_id: 'c-7' "
      "entries_version: 1 }");
  ASSERT_TRUE(Eventually([&] { return Reminders("recipient_id: 'acme'").size() == 2; }));
  EXPECT_EQ(
      Reminders("recipient_id: 'acme'"),
      (std::vector<std::string>{"approval-waiting/c-7/2026-W43/1 acme 2026-10-23T08:00:00Z",
                                "approval-escalated/c-7/2026-W43/1 acme 2026-10-25T08:00:00Z"}));
  process_.AdvanceTo("2026-10-23T08:00:01Z");
  Await("cause: 'approval-waiting/c-7/2026-W43/1'", 1, "SENT");
  process_.AdvanceTo("2026-10-26T08:00:00Z");  // the 25th is a Sunday
  const auto backup = Await("cause: 'approval-escalated/c-7/2026-W43/1'", 1, "SENT");
  ASSERT_EQ(backup.size(), 1u);
  EXPECT_NE(Outbox()[backup[0].requested().message_id() + ".eml"].find("To: <tom@acme.example>"),
            std::string::npos);
}

TEST_F(NotificationsTest, AnAnswerTakesTheReminderBack) {
  Conclude("c-7");
  const std::string week = "worker_id: 'ada' iso_week: '2026-W43' contract_id: 'c-7' ";
  process_.Publish<timesheet::v1::WeekEvent>(
      "timesheet", "ada", "week_declared_complete { " + week + "entries_version: 1 }");
  ASSERT_TRUE(Eventually([&] { return Reminders("recipient_id: 'acme'").size() == 2; }));
  process_.Publish<timesheet::v1::WeekEvent>("timesheet", "ada",
                                             "hours_approved { measured { " + week + "} }");
  EXPECT_TRUE(Eventually([&] { return Reminders("recipient_id: 'acme'").empty(); }));
  EXPECT_EQ(Reminders("recipient_id: 'ada'"),
            (std::vector<std::string>{"hours-due/c-7/2026-W44 ada 2026-10-30T15:00:00Z",
                                      "contract-ending/c-7/2026-11-30 ada 2026-11-16T08:00:00Z"}))
      << "the hours of this week are there";
}

// Completed at 20:30, it is due at night two days later and would leave in the morning.
TEST_F(NotificationsTest, AnAnswerTakesAlsoAReminderBackThatWaitsForTheMorning) {
  Conclude("c-7");
  Await("recipient_id: 'ada'", 1, "SENT");
  process_.AdvanceTo("2026-10-21T18:30:00Z");
  const std::string week = "worker_id: 'ada' iso_week: '2026-W43' contract_id: 'c-7' ";
  process_.Publish<timesheet::v1::WeekEvent>(
      "timesheet", "ada", "week_declared_complete { " + week + "entries_version: 1 }");
  ASSERT_TRUE(Eventually([&] { return Reminders("recipient_id: 'acme'").size() == 2; }));
  process_.AdvanceTo("2026-10-23T18:30:01Z");
  const std::string cause = "cause: 'approval-waiting/c-7/2026-W43/1'";
  ASSERT_TRUE(Eventually([&] {
    const auto waiting = List(cause);
    return !waiting.empty() && waiting[0].detail() == "QUIET_HOURS";
  }));
  process_.Publish<timesheet::v1::WeekEvent>("timesheet", "ada",
                                             "hours_approved { measured { " + week + "} }");
  ASSERT_TRUE(Eventually([&] { return Reminders("recipient_id: 'acme'").empty(); }));
  process_.AdvanceTo("2026-10-24T05:00:01Z");
  Await(cause, 1, "LAPSED");
  for (const auto& [name, text] : Outbox())
    EXPECT_EQ(text.find("pay@acme.example"), std::string::npos) << text;
}

TEST_F(NotificationsTest, HoursThatAreDueAreNotAskedForTooLate) {
  Conclude("c-7");
  Await("recipient_id: 'ada'", 1, "SENT");
  {
    const std::lock_guard lock(canned_.mutex);
    canned_.contacts.erase("ada");
  }
  process_.AdvanceTo("2026-10-23T14:00:01Z");
  const std::string cause = "cause: 'hours-due/c-7/2026-W43'";
  ASSERT_TRUE(Eventually([&] {
    const auto waiting = List(cause);
    return !waiting.empty() && waiting[0].detail() == "NO_ADDRESS";
  }));
  {
    const std::lock_guard lock(canned_.mutex);
    canned_.contacts = kKnown;
  }
  process_.AdvanceTo("2026-10-27T09:00:00Z");
  Await(cause, 1, "LAPSED");
}

TEST_F(NotificationsTest, NobodyIsToldToExportWhatWasExportedAtNight) {
  process_.AdvanceTo("2026-10-21T18:30:00Z");
  process_.Publish<payroll::v1::BatchEvent>(
      "payroll", "geneva", "batch_released { batch_id: 'b1' legal_entity_id: 'geneva' }");
  ASSERT_TRUE(Eventually([&] { return Reminders("recipient_id: 'geneva'").size() == 1; }));
  process_.AdvanceTo("2026-10-22T18:30:01Z");
  ASSERT_TRUE(Eventually([&] {
    const auto waiting = List("cause: 'export-waiting/b1'");
    return !waiting.empty() && waiting[0].detail() == "QUIET_HOURS";
  }));
  process_.Publish<payroll::v1::BatchEvent>("payroll", "geneva",
                                            "payment_file_stored { batch_id: 'b1' }");
  process_.Publish<payroll::v1::BatchEvent>(
      "payroll", "geneva", "batch_released { batch_id: 'b2' legal_entity_id: 'geneva' }");
  ASSERT_TRUE(Eventually([&] { return Reminders("recipient_id: 'geneva'").size() == 1; }));
  process_.AdvanceTo("2026-10-23T05:00:01Z");
  Await("cause: 'export-waiting/b1'", 1, "LAPSED");
}

TEST_F(NotificationsTest, NobodyHearsOfWhatTheyDoNotWant) {
  v1::UnsubscribeResponse unsubscribed;
  EXPECT_EQ(
      Ask(&Stub::Unsubscribe, "request_id: 'u' owner_id: 'ada' topic: 'contracts'", &unsubscribed),
      "NO_SUCH_TOPIC");
  EXPECT_EQ(
      Ask(&Stub::Unsubscribe, "request_id: 'u' owner_id: 'ada' topic: 'reminders'", &unsubscribed),
      "OK");
  Conclude("c-7");
  Await("recipient_id: 'ada'", 1, "SENT");  // contractual
  process_.AdvanceTo("2026-10-23T14:00:01Z");
  const auto unwanted = Await("cause: 'hours-due/c-7/2026-W43'", 1, "SUPPRESSED");
  EXPECT_EQ(Outbox().size(), 1u);
  v1::RetryMessageResponse retried;
  ASSERT_EQ(unwanted.size(), 1u);
  const std::string id = unwanted[0].requested().message_id();
  EXPECT_EQ(Ask(&Stub::RetryMessage, "request_id: 'r' message_id: '" + id + "'", &retried), "OK");
  v1::ResubscribeResponse again;
  EXPECT_EQ(Ask(&Stub::Resubscribe, "request_id: 'a' owner_id: 'ada' topic: 'reminders'", &again),
            "OK");
}

TEST_F(NotificationsTest, ADigestBringsNothingThatIsUnwanted) {
  v1::UnsubscribeResponse unsubscribed;
  ASSERT_EQ(
      Ask(&Stub::Unsubscribe, "request_id: 'u' owner_id: 'ada' topic: 'reminders'", &unsubscribed),
      "OK");
  for (int i = 1; i <= 7; ++i) Conclude("c-" + std::to_string(i));
  ASSERT_TRUE(Eventually([&] { return List("recipient_id: 'ada'").size() >= 7; }));
  process_.AdvanceTo("2026-10-23T14:00:01Z");  // hours of seven contracts are due
  const auto unwanted = Await("recipient_id: 'ada'", 7, "SUPPRESSED");
  EXPECT_EQ(unwanted.size(), 7u);
  for (const auto& [name, text] : Outbox())
    EXPECT_EQ(text.find("W43"), std::string::npos) << name << "\n" << text;
}

TEST_F(NotificationsTest, WhoStandsInDecidesThemselvesWhatTheyHearOf) {
  v1::UnsubscribeResponse unsubscribed;
  const auto escalate = [this](const std::string& contract) {
    process_.Publish<timesheet::v1::WeekEvent>(
        "timesheet", "ada",
        "week_declared_complete { worker_id: 'ada' iso_week: '2026-W43' contract_id: '" + contract +
            "' entries_version: 1 }");
    return "cause: 'approval-escalated/" + contract + "/2026-W43/1'";
  };
  ASSERT_EQ(
      Ask(&Stub::Unsubscribe, "request_id: 'u' owner_id: 'acme' topic: 'approvals'", &unsubscribed),
      "OK");
  Conclude("c-7");
  const std::string first = escalate("c-7");
  ASSERT_TRUE(Eventually([&] { return Reminders("recipient_id: 'acme'").size() == 2; }));
  process_.AdvanceTo("2026-10-26T08:00:00Z");
  Await("cause: 'approval-waiting/c-7/2026-W43/1'", 1, "SUPPRESSED");
  Await(first, 1, "SENT");
  ASSERT_EQ(
      Ask(&Stub::Unsubscribe, "request_id: 'v' owner_id: 'tom' topic: 'approvals'", &unsubscribed),
      "OK");
  Conclude("c-8");
  const std::string second = escalate("c-8");
  ASSERT_TRUE(Eventually([&] { return Reminders("recipient_id: 'acme'").size() == 2; }));
  process_.AdvanceTo("2026-10-30T09:00:00Z");
  Await(second, 1, "SUPPRESSED");
}

TEST_F(NotificationsTest, TheNightIsQuietAndTheMorningBringsOneDigest) {
  process_.AdvanceTo("2026-10-21T18:30:00Z");
  for (int i = 1; i <= 7; ++i) Invoice(std::to_string(i));
  ASSERT_TRUE(Eventually([&] {
    const auto all = List("recipient_id: 'acme'");
    return all.size() == 7 && std::ranges::all_of(all, [](const auto& each) {
             return each.detail() == "QUIET_HOURS";
           });
  }));
  EXPECT_TRUE(Outbox().empty());
  process_.AdvanceTo("2026-10-22T05:00:01Z");
  ASSERT_TRUE(Eventually([&] { return Outbox().size() >= 1; }));
  Await("recipient_id: 'acme'", 1, "SENT");
  EXPECT_EQ(Outbox().size(), 1u) << "seven at once are one";
  EXPECT_NE(Outbox().begin()->second.find("Subject: 7 Nachrichten Ihrer Agentur"),
            std::string::npos)
      << Outbox().begin()->second;
}

TEST_F(NotificationsTest, AWorkerHearsWhenPayLeavesWhicheverLogCameFirst) {
  const std::string paid =
      "amount { currency_code: 'CHF' minor_units: 432100 } "
      "paid_on { year: 2026 month: 10 day: 23 } ";
  const auto publish_paid = [&](const std::string& payable, const std::string& source) {
    process_.Publish<payroll::v1::PayableEvent>(
        "payroll", payable,
        "payable_paid { payable_id: '" + payable + "' source_id: '" + source + "' " + paid + "}");
  };
  publish_paid("p1", "slip-1");
  publish_paid("p2", "an-advance");
  process_.Publish<payroll::v1::PayslipEvent>(
      "payroll", "geneva", "payslip_verified { payslip_id: 'slip-1' worker_id: 'ada' }");
  Await("cause: 'pay-sent/p1'", 1, "SENT");
  publish_paid("p1", "slip-1");
  process_.Publish<payroll::v1::PayslipEvent>(
      "payroll", "geneva", "payslip_verified { payslip_id: 'slip-2' worker_id: 'ada' }");
  publish_paid("p3", "slip-2");
  Await("cause: 'pay-sent/p3'", 1, "SENT");
  const auto files = Outbox();
  ASSERT_EQ(files.size(), 2u) << "each payment once, and none of what has no slip";
  EXPECT_NE(files.begin()->second.find("23.10.2026"), std::string::npos) << files.begin()->second;
}

TEST_F(NotificationsTest, WhoHasNoAddressIsLookedUpAgain) {
  {
    const std::lock_guard lock(canned_.mutex);
    canned_.contacts.erase("acme");
  }
  Invoice("7");
  ASSERT_TRUE(Eventually([&] {
    const auto all = List("recipient_id: 'acme'");
    return !all.empty() && all[0].detail() == "NO_ADDRESS";
  }));
  {
    const std::lock_guard lock(canned_.mutex);
    canned_.contacts = kKnown;
  }
  process_.AdvanceTo("2026-10-22T08:00:01Z");
  Await("recipient_id: 'acme'", 1, "SENT");
}
}  // namespace
}  // namespace aor::notifications
