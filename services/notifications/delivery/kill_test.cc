// kill -9 between the server's taking a mail and our recording of it, again and again: only what
// was in flight leaves twice, and under the same Message-ID.
#include <algorithm>
#include <map>

#include "services/notifications/api/running_notifications.h"
#include "services/notifications/channels/running_server.h"

namespace aor::notifications {
namespace {
constexpr int kMessages = 8;
constexpr size_t kThreads = 4;  // of Delivery: so many may be in flight

std::string ClientOf(int n) { return "client-" + std::to_string(n); }

// In a process of its own, until it is killed.
void LiveAsVictim(const char* data) {
  Canned canned;
  for (int n = 0; n < kMessages; ++n)
    canned.contacts[ClientOf(n)] =
        "details { name: 'A' language: 'en' mail: 'slow@1.n" + std::to_string(n) + ".example' }";
  service::RunningProcess process(
      {.name = "victim",
       .development_clock = "2026-10-21T08:00:00Z",
       .other_logs = {"directory", "engagements", "timesheet", "invoicing", "payroll", "missions",
                      "credentials", "classification"},
       .install =
           [&](service::RunningProcess& running) {
             Install(running.host());
             running.other("directory").Serve(std::make_unique<CannedContacts>(canned));
           },
       .log = "embedded",
       .data = data});
  // The same requests in each life: what an earlier one wrote stands once.
  for (int n = 0; n < kMessages; ++n)
    process.Publish<invoicing::v1::InvoiceEvent>(
        "invoicing", "geneva",
        "invoice_issued { invoice_id: 'i" + std::to_string(n) + "' number: 'N-1' client_id: '" +
            ClientOf(n) + "' payable { currency_code: 'CHF' minor_units: 100 } " +
            "due_date { year: 2026 month: 11 day: 20 } }");
  for (;;) pause();
}

class Victim {
 public:
  Victim(const std::string& data, const RunningMailServer& server) {
    process_ = fork();
    if (process_ != 0) return;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (!freopen("/dev/null", "w", stdout)) _exit(127);  // one report is enough
    setenv("VICTIM_DATA", data.c_str(), 1);
    setenv("AOR_NOTIFICATIONS_SMTP", server.url().c_str(), 1);
    setenv("AOR_NOTIFICATIONS_LINK", "https://space.example.com", 1);
    setenv("AOR_NOTIFICATIONS_SMTP_CA_FILE", server.ca_file().c_str(), 1);
    execl("/proc/self/exe", "victim", "--gtest_filter=KillTest.OnlyWhatWasInFlightLeavesTwice",
          nullptr);
    _exit(127);
  }
  void Kill() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }

 private:
  pid_t process_;
};

std::map<std::string, int> DeliveriesById(const RunningMailServer& server) {
  constexpr std::string_view kHead = "Message-ID: <";
  std::map<std::string, int> deliveries;
  for (const std::string& mail : server.Mails()) {
    const size_t at = mail.find(kHead) + kHead.size();
    deliveries[mail.substr(at, mail.find('@', at) - at)]++;
  }
  return deliveries;
}

bool AwaitMails(const RunningMailServer& server, size_t count) {
  for (int tries = 0; tries < 3000; ++tries) {
    if (server.Mails().size() >= count) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

TEST(KillTest, OnlyWhatWasInFlightLeavesTwice) {
  if (const char* data = getenv("VICTIM_DATA")) return LiveAsVictim(data);
  const RunningMailServer server;
  const std::string data = service::Directory("killed");
  constexpr size_t kKills = 3;
  for (size_t i = 0; i < kKills; ++i) {
    const size_t before = server.Mails().size();
    Victim victim(data, server);
    ASSERT_TRUE(AwaitMails(server, before + 1));  // taken; the answer comes a second later
    victim.Kill();
  }
  Victim last(data, server);
  for (int tries = 0; tries < 600 && DeliveriesById(server).size() < kMessages; ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  std::this_thread::sleep_for(std::chrono::seconds(4));  // what is in flight is answered
  const auto deliveries = DeliveriesById(server);
  EXPECT_EQ(deliveries.size(), static_cast<size_t>(kMessages)) << "each one, by one Message-ID";
  const size_t mails = server.Mails().size();
  EXPECT_GT(mails, static_cast<size_t>(kMessages)) << "the kills came in between";
  EXPECT_LE(mails, kMessages + kKills * kThreads);
  last.Kill();
  Victim after(data, server);
  std::this_thread::sleep_for(std::chrono::seconds(4));
  EXPECT_EQ(server.Mails().size(), mails) << "what is recorded never leaves again";
  after.Kill();
  service::RemoveDirectory(data);
}
}  // namespace
}  // namespace aor::notifications
