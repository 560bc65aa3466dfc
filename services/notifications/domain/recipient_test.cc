#include "services/notifications/domain/recipient.h"

#include "libs/eventsourcing/rules.h"

namespace aor::notifications::recipient {
namespace {
using enum Refusal;
constexpr char kNoMore[] =
    "recipient_unsubscribed { recipient_id: 'ada' topic: 'reminders' by: 'ada' }";
constexpr char kAgain[] =
    "recipient_resubscribed { recipient_id: 'ada' topic: 'reminders' by: 'ada' }";

TEST(RecipientTest, FollowsTheRules) {
  using Then = std::vector<const char*>;
  const Unsubscribe unsubscribe{"ada", "reminders", "ada"};
  const Resubscribe resubscribe{"ada", "reminders", "ada"};
  eventsourcing::CheckRules<Recipient, Event, Command, Refusal>({
      {"a topic may be unwanted", {}, unsubscribe, Then{kNoMore}},
      {"once", {kNoMore}, unsubscribe, Then{}},
      {"and wanted again", {kNoMore}, resubscribe, Then{kAgain}},
      {"what is wanted stays", {}, resubscribe, Then{}},
      {"and may be unwanted again", {kNoMore, kAgain}, unsubscribe, Then{kNoMore}},
      {"only what nobody owes", {}, Unsubscribe{"ada", "invoices", "ada", false}, kNoSuchTopic},
  });
}
}  // namespace
}  // namespace aor::notifications::recipient
