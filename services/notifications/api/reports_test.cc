// What becomes of messages after they left: reports that a mail server drops into a folder,
// receipts of a real SMS centre, and readers who have had enough.
#include <absl/strings/str_replace.h>

#include <algorithm>

#include "services/notifications/api/running_notifications.h"
#include "services/notifications/channels/bounce.h"
#include "services/notifications/channels/running_server.h"

namespace aor::notifications {
namespace {
namespace fs = std::filesystem;

// Of the process that is about to start.
class Variables {
 public:
  explicit Variables(std::map<std::string, std::string> values) : values_(std::move(values)) {
    for (const auto& [name, value] : values_)
      setenv(("AOR_NOTIFICATIONS_" + name).c_str(), value.c_str(), 1);
  }
  ~Variables() {
    for (const auto& [name, value] : values_) unsetenv(("AOR_NOTIFICATIONS_" + name).c_str());
  }

 private:
  const std::map<std::string, std::string> values_;
};
struct WithMailbox {
  const std::string mailbox_ = service::Directory("mailbox");
  const Variables variables_{{{"MAIL_RETURNS", "bounces@alpina.example"}, {"RETURNED", mailbox_}}};
  ~WithMailbox() { service::RemoveDirectory(mailbox_); }
};

std::string Sample(const std::string& name) {
  std::ifstream file(AOR_SOURCE_DIR "/services/notifications/channels/testing_reports/" + name +
                     ".eml");
  return {std::istreambuf_iterator<char>(file), {}};
}
constexpr char kSampleId[] = "6a3c0a52-4f0e-5d0f-8a51-0d2f3a6f9c01";
constexpr char kSampleMac[] = "0123456789abcdef";

class ReportsTest : private WithMailbox, public NotificationsTest {
 protected:
  // The mark of a mail that left, as whoever received it reads it.
  Mark MarkOf(const std::string& cause) {
    const auto sent = Await("cause: '" + cause + "'", 1, "SENT");
    const std::string mail = Outbox()[sent.at(0).requested().message_id() + ".eml"];
    const std::string head = "Message-ID: <";
    const size_t from = mail.find(head) + head.size();
    return ReadMark(mail.substr(from, mail.find('@', from) - from)).value();
  }
  // The sample, of that mail.
  static std::string Report(const std::string& sample, const Mark& mark) {
    return absl::StrReplaceAll(Sample(sample), {{Compact({kSampleId, kSampleMac}), Compact(mark)},
                                                {kSampleId, mark.message_id},
                                                {kSampleMac, mark.mac}});
  }
  void Drop(const std::string& mail, std::chrono::minutes age = {}) {
    const std::string name = std::to_string(++dropped_) + ".host";
    std::ofstream(mailbox_ + "/tmp/" + name) << mail;
    fs::last_write_time(mailbox_ + "/tmp/" + name, fs::file_time_type::clock::now() - age);
    fs::rename(mailbox_ + "/tmp/" + name, mailbox_ + "/new/" + name);
  }
  size_t CountIn(const char* part) const {
    return static_cast<size_t>(
        std::distance(fs::directory_iterator(mailbox_ + "/" + part), fs::directory_iterator()));
  }
  bool IsRead() {
    return Eventually([&] { return CountIn("new") == 0; });
  }
  std::string ByLink(const std::string& link, const std::string& request_id = "r") {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    v1::UnsubscribeByLinkRequest request;
    request.set_link(link);
    request.set_request_id(request_id);
    v1::UnsubscribeByLinkResponse response;
    const auto status = stub_->UnsubscribeByLink(&context, request, &response);
    return status.ok() ? response.topic() : service::OutcomeOf(status);
  }
  // Completes a week that the client is to approve; the cause of its escalation.
  std::string Escalate(const std::string& contract) {
    process_.Publish<timesheet::v1::WeekEvent>(
        "timesheet", "ada",
        "week_declared_complete { worker_id: 'ada' iso_week: '2026-W43' contract_id: '" + contract +
            "' entries_version: 1 }");
    EXPECT_TRUE(Eventually([&] { return Reminders("recipient_id: 'acme'").size() == 2; }));
    return "approval-escalated/" + contract + "/2026-W43/1";
  }

 private:
  int dropped_ = 0;
};

TEST_F(ReportsTest, AMailThatComesBackIsAnEndThatOneSees) {
  Invoice("7");
  const Mark mark = MarkOf("invoice-issued/7");
  Drop(Report("exim-delayed", mark));
  ASSERT_TRUE(Eventually([&] { return List("cause: 'invoice-issued/7'")[0].detail() == "4.0.0"; }));
  EXPECT_EQ(List("cause: 'invoice-issued/7'")[0].state(), v1::MESSAGE_STATE_SENT);
  Drop(Report("exim-failed", mark));
  const auto ended = Await("cause: 'invoice-issued/7'", 1, "BOUNCED").at(0);
  EXPECT_EQ(ended.detail() + " " + ended.reply(), "5.0.0 550 5.1.1");
  EXPECT_EQ(ended.ShortDebugString().find("acme.example"), std::string::npos);
  Drop(Report("exim-failed", mark));
  Drop(Report("postfix-failed", mark));
  ASSERT_TRUE(IsRead());
  const auto again = List("cause: 'invoice-issued/7'").at(0);
  EXPECT_EQ(again.DebugString(), ended.DebugString()) << "reports come twice";
  EXPECT_EQ(CountIn("set-aside"), 0u);
}

TEST_F(ReportsTest, WhatArrivedIsKnownToHave) {
  Invoice("7");
  Drop(Report("french-delivered", MarkOf("invoice-issued/7")));
  EXPECT_EQ(Await("cause: 'invoice-issued/7'", 1, "DELIVERED").at(0).detail(), "2.1.5");
}

TEST_F(ReportsTest, WhatComesBackForNowLeavesAgain) {
  Invoice("7");
  Drop(absl::StrReplaceAll(Report("postfix-failed", MarkOf("invoice-issued/7")),
                           {{"Status: 5.1.1", "Status: 4.4.7"}}));
  Await("cause: 'invoice-issued/7'", 1, "DELAYED");
  process_.AdvanceTo("2026-10-21T08:10:00Z");
  EXPECT_EQ(Await("cause: 'invoice-issued/7'", 1, "SENT").at(0).attempts(), 2u);
}

TEST_F(ReportsTest, NobodyElseSaysThatAMailCameBack) {
  constexpr std::chrono::minutes kOld{11};
  Invoice("7");
  const Mark mark = MarkOf("invoice-issued/7");
  Mark forged = mark;
  forged.mac = kSampleMac;
  Drop(Report("exim-failed", forged));
  Drop(Report("exim-failed", forged) + "\n", kOld);
  Drop(Report("exim-failed", {kSampleId, mark.mac}), kOld);
  Drop(Report("no-report", mark));
  Drop("Subject: Ich bin bis Montag nicht im Haus\n\nGuten Tag\n");
  EXPECT_TRUE(Eventually([&] { return CountIn("set-aside") == 4; }));
  EXPECT_EQ(CountIn("new"), 1u) << "its mail may be as new as it is";
  EXPECT_EQ(List("cause: 'invoice-issued/7'").at(0).state(), v1::MESSAGE_STATE_SENT);
}

TEST_F(ReportsTest, APipeMayBringAReport) {
  Invoice("7");
  const Mark mark = MarkOf("invoice-issued/7");
  v1::ReportBounceResponse reported;
  const auto report = [&](const std::string& request, const std::string& mail) {
    v1::ReportBounceRequest bounce;
    bounce.set_request_id(request);
    bounce.set_report(mail);
    return Ask(&Stub::ReportBounce, bounce.ShortDebugString(), &reported);
  };
  EXPECT_EQ(report("1", Report("postfix-failed", {kSampleId, mark.mac})), "5") << "NOT_FOUND";
  EXPECT_EQ(report("2", Report("postfix-failed", {mark.message_id, kSampleMac})), "5") << "forged";
  EXPECT_EQ(report("3", "I am away."), "3");
  EXPECT_EQ(report("5", Report("postfix-failed", mark)), "OK");
  EXPECT_EQ(report("6", Report("postfix-failed", mark)), "OK") << "reports come twice";
  Await("cause: 'invoice-issued/7'", 1, "BOUNCED");
  Invoice("8");
  const Mark other = MarkOf("invoice-issued/8");
  process_.AdvanceTo("2026-11-05T08:00:00Z");
  EXPECT_EQ(report("7", Report("postfix-failed", other)), "REPORT_TOO_OLD");
}

TEST_F(ReportsTest, WhoeverReadItHasNoMoreOfItByOneClick) {
  Conclude("c-7");
  const std::string escalated = Escalate("c-7");
  process_.AdvanceTo("2026-10-26T08:00:00Z");
  const Mark to_acme = MarkOf("approval-waiting/c-7/2026-W43/1"), to_tom = MarkOf(escalated);
  EXPECT_EQ(Await("cause: '" + escalated + "'", 1, "SENT").at(0).reader_id(), "tom");
  const std::string mail = Outbox()[to_tom.message_id + ".eml"];
  EXPECT_NE(mail.find("\r\nList-Unsubscribe: <mailto:bounces+u" + Compact(to_tom) +
                      "@alpina.example?subject=unsubscribe>,\r\n <https://space.invalid/u/" +
                      Compact(to_tom) + ">\r\n"),
            std::string::npos)
      << mail;
  EXPECT_EQ(ByLink(Compact(to_tom)), "approvals");
  EXPECT_EQ(ByLink(Compact(to_tom), "again"), "approvals") << "once more is no fault";
  EXPECT_EQ(ByLink(Compact({to_tom.message_id, kSampleMac})), "16") << "UNAUTHENTICATED";
  EXPECT_EQ(ByLink(""), "16");
  Conclude("c-8");
  const std::string second = Escalate("c-8");
  process_.AdvanceTo("2026-10-30T09:00:00Z");
  Await("cause: '" + second + "'", 1, "SUPPRESSED");
  Await("cause: 'approval-waiting/c-8/2026-W43/1'", 1, "SENT");  // acme said nothing yet

  Drop("To: <" + AddressFor("bounces@alpina.example", kToUnsubscribe, to_acme) +
       ">\nSubject: unsubscribe\n\n");
  ASSERT_TRUE(IsRead());
  EXPECT_EQ(CountIn("set-aside"), 0u);
  Conclude("c-9");
  Escalate("c-9");
  process_.AdvanceTo("2026-11-03T09:00:00Z");
  Await("cause: 'approval-waiting/c-9/2026-W43/1'", 1, "SUPPRESSED");
}

TEST_F(ReportsTest, ADigestOfOneTopicIsOfThatTopic) {
  process_.AdvanceTo("2026-10-21T18:30:00Z");
  for (int i = 1; i <= 6; ++i) {
    const std::string contract = "c-" + std::to_string(i);
    Conclude(contract);
    process_.Publish<timesheet::v1::WeekEvent>(
        "timesheet", "ada",
        "week_declared_complete { worker_id: 'ada' iso_week: '2026-W43' contract_id: '" + contract +
            "' entries_version: 1 }");
  }
  ASSERT_TRUE(Eventually([&] { return Reminders("recipient_id: 'acme'").size() == 12; }));
  process_.AdvanceTo("2026-10-23T18:30:01Z");  // they are due at night
  ASSERT_TRUE(Eventually([&] {
    const auto all = List("recipient_id: 'acme'");
    return all.size() == 6 && std::ranges::all_of(all, [](const auto& each) {
             return each.detail() == "QUIET_HOURS";
           });
  }));
  process_.AdvanceTo("2026-10-24T05:00:01Z");
  const auto sent = Await("recipient_id: 'acme'", 1, "SENT");
  ASSERT_EQ(sent.size(), 1u);
  ASSERT_EQ(sent[0].requested().member_ids_size(), 6);
  const std::string mail = Outbox()[sent[0].requested().message_id() + ".eml"];
  const std::string page = "<https://space.invalid/u/";
  const size_t link = mail.find(page);
  ASSERT_NE(link, std::string::npos) << mail;
  EXPECT_EQ(ByLink(mail.substr(link + page.size(), 48)), "approvals");
}

TEST_F(ReportsTest, NobodyUnsubscribesFromWhatAContractAsksFor) {
  Invoice("7");
  const Mark mark = MarkOf("invoice-issued/7");
  EXPECT_EQ(Outbox()[mark.message_id + ".eml"].find("List-Unsubscribe"), std::string::npos);
  EXPECT_EQ(ByLink(Compact(mark)), "NO_SUCH_TOPIC");
}

TEST_F(ReportsTest, AnOrganisationWithoutAnAddressIsReachedByItsPerson) {
  {
    const std::lock_guard lock(canned_.mutex);
    canned_.contacts["mira-sas"] =
        "details { name: 'Mira Roy' mail: 'mira@dev.example' language: 'fr' } person_id: 'mira'";
  }
  process_.Publish<invoicing::v1::InvoiceEvent>(
      "invoicing", "geneva",
      "self_billed_invoice_issued { invoice_id: 'AF-9' number: 'AF-9' supplier_id: 'mira-sas' "
      "legal_entity_id: 'geneva' payable { currency_code: 'EUR' minor_units: 1339200 } "
      "contest_until { year: 2026 month: 10 day: 31 } }");
  const auto sent = Await("cause: 'self-billed-issued/AF-9'", 1, "SENT");
  EXPECT_EQ(sent.at(0).reader_id(), "mira");
  EXPECT_EQ(sent.at(0).requested().recipient_id(), "mira-sas");
}

struct WithCentre {
  const RunningServer centre_{"node", "testing_smpp_server.js", "texts.jsonl"};
  const std::string password_ = centre_.folder() + "/password";
  const bool written_ = static_cast<bool>(std::ofstream(password_) << "secret");
  const Variables variables_{{{"LINK", "https://space.example.com"},
                              {"SMPP", "127.0.0.1:" + centre_.port()},
                              {"SMPP_USER", "alpina"},
                              {"SMPP_PASSWORD_FILE", password_}}};
};
class ReceiptsTest : private WithCentre, public NotificationsTest {
 protected:
  // An extension told by SMS to this number, and what becomes of it.
  v1::Message Told(const std::string& number, const char* state, const std::string& mail = "") {
    {
      const std::lock_guard lock(canned_.mutex);
      canned_.contacts["ada"] = "details { name: 'Ada' phone: '" + number + "' mail: '" + mail +
                                "' language: 'fr' zone: 'Europe/Zurich' }";
    }
    const std::string contract = "c-" + number.substr(number.size() - 3);
    Conclude(contract);
    Extend(contract, 31);
    const auto told = Await("cause: 'contract-extended/" + contract + "/2026-12-31'", 1, state);
    return told.empty() ? v1::Message() : told[0];
  }
};

TEST_F(ReceiptsTest, AnSmsArrivedWhenItsCentreSaysSo) {
  const auto arrived = Told("+41790000601", "DELIVERED");
  EXPECT_EQ(arrived.channel(), v1::CHANNEL_SMS);
  EXPECT_EQ(arrived.attempts(), 1u);
}

TEST_F(ReceiptsTest, ACentreMayReportInOtherDigitsThanItAnswers) {
  EXPECT_EQ(Told("+41790000606", "DELIVERED").reply().substr(0, 16), "taken as 33E9517");
  EXPECT_EQ(Told("+41790000607", "DELIVERED").reply().substr(0, 16), "taken as 8709287");
}

TEST_F(ReceiptsTest, WhatAnSmsDidNotBringComesByMail) {
  int hour = 8;
  for (const char* number : {"+41790000600", "+41790000602", "+41790000603", "+41790000550"}) {
    process_.AdvanceTo("2026-10-21T" + std::string(hour < 10 ? "0" : "") + std::to_string(hour) +
                       ":00:01Z");
    hour += 2;  // else there is a digest
    const std::string contract = Told(number, "SENT", "ada@example.com").requested().cause();
    ASSERT_TRUE(Eventually([&] {
      const auto message = List("cause: '" + contract + "'").at(0);
      return message.channel() == v1::CHANNEL_MAIL && message.state() == v1::MESSAGE_STATE_SENT;
    })) << number;
    EXPECT_EQ(List("cause: '" + contract + "'").at(0).attempts(), 2u) << number;
  }
}

TEST_F(ReceiptsTest, WhoHasNothingElseIsNotReached) {
  const auto ended = Told("+41790000600", "GIVEN_UP");
  EXPECT_EQ(ended.detail() + " " + ended.reply(), "SMS_FAILED UNDELIV 001");
}

TEST_F(ReceiptsTest, AReceiptOfNoSmsOfOursWaitsAndChangesNothing) {
  const std::string spool = process_.data() + "/files/notifications/receipts/";
  EXPECT_EQ(Told("+41790000605", "SENT").attempts(), 1u);
  ASSERT_TRUE(Eventually([&] { return !fs::is_empty(spool + "new"); }));
  const fs::path file = fs::directory_iterator(spool + "new")->path();
  fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::minutes{11});
  EXPECT_TRUE(
      Eventually([&] { return fs::exists(spool + "set-aside/" + file.filename().string()); }));
}
}  // namespace
}  // namespace aor::notifications
