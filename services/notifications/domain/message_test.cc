#include "services/notifications/domain/message.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "libs/eventsourcing/rules.h"

namespace aor::notifications::message {
namespace {
using enum Refusal;
using namespace std::chrono_literals;
constexpr char kAsked[] =
    "message_requested { message_id: 'm' cause: 'c' recipient_id: 'ada' template_id: 't' }";
constexpr char kLapsed[] = "message_lapsed { message_id: 'm' reminder_id: 'r' }";
constexpr char kFirst[] = "message_sending { attempt: 1 channel: CHANNEL_MAIL wire_id: 'm' }";
constexpr char kSecond[] = "message_sending { attempt: 2 channel: CHANNEL_MAIL wire_id: 'm' }";
constexpr char kSent[] = "message_sent { attempt: 1 reply: '250' }";
constexpr char kDelayed[] =
    "message_delayed { attempt: 1 reply: '451' retry_at { seconds: 1060 } }";
constexpr char kRefused[] = "message_refused { attempt: 1 reply: '550' }";
constexpr char kUnwanted[] = "message_suppressed { topic: 'reminders' }";
constexpr char kGathered[] = "message_gathered { digest_id: 'd' }";
constexpr char kNight[] =
    "message_postponed { until { seconds: 2000 } because: POSTPONEMENT_QUIET_HOURS }";
constexpr char kNowhere[] =
    "message_postponed { until { seconds: 9000 } because: POSTPONEMENT_NO_ADDRESS }";
constexpr char kBack[] = "message_bounced { attempt: 1 status: '5.1.1' reply: 'unknown' }";
constexpr char kBackForNow[] =
    "message_bounced { attempt: 1 status: '4.4.7' reply: 'expired' retry_at { seconds: 1060 } }";
constexpr char kLater[] = "message_held_up { attempt: 1 status: '4.4.1' reply: 'no answer' }";
constexpr char kThereNow[] = "message_delivered { attempt: 1 status: '2.0.0' }";
constexpr char kBackByOther[] =
    "message_bounced { attempt: 1 status: '5.0.0' reply: 'off' retry_at { seconds: 1000 } }";
constexpr char kRefusedForOther[] =
    "message_refused { attempt: 1 reply: '11' retry_at { seconds: 1000 } }";
constexpr char kToTom[] =
    "message_sending { attempt: 1 channel: CHANNEL_MAIL wire_id: 'm' reader_id: 'tom' }";
constexpr char kSentAs[] = "message_sent { attempt: 1 reply: 'taken' server_id: 'sms-7' }";
constexpr char kNoWay[] = "message_given_up { reason: 'SMS_FAILED' }";
constexpr char kAgain[] = "message_retried { retried_by: 'root' }";

Request Ask() {
  Request command;
  command.fact.set_message_id("m");
  command.fact.set_cause("c");
  command.fact.set_recipient_id("ada");
  command.fact.set_template_id("t");
  return command;
}
Lapse TooLate() {
  Lapse command;
  command.fact.set_message_id("m");
  command.fact.set_reminder_id("r");
  return command;
}
constexpr Instant At(int seconds) { return Instant{std::chrono::seconds{seconds}}; }
const Postpone kUntilMorning{At(2000), v1::POSTPONEMENT_QUIET_HOURS};
const Postpone kNoAddress{At(9000), v1::POSTPONEMENT_NO_ADDRESS};
StartSending Start(uint32_t attempt, const std::string& unwanted = "") {
  return {attempt, v1::CHANNEL_MAIL, unwanted};
}
const RecordBounce kUnknown{"5.1.1", "unknown", At(1000)};
const RecordBounce kExpired{"4.4.7", "expired", At(1000)};
const RecordBounce kOff{"5.0.0", "off", At(1000), 1, true};
const RecordHeldUp kNotYet{"4.4.1", "no answer"};
const RecordDelivered kThere{"2.0.0"};
const RecordRefusal kNoSuchNumber{1, "11", At(1000), true};
const GiveUp kNowhereLeft{"SMS_FAILED"};

TEST(MessageTest, FollowsTheRules) {
  using Then = std::vector<const char*>;
  eventsourcing::CheckRules<Message, Event, Command, Refusal>({
      {"a message is asked for", {}, Ask(), Then{kAsked}},
      {"once", {kAsked}, Ask(), Then{}},
      {"also after its end", {kAsked, kFirst, kSent}, Ask(), Then{}},
      {"a reminder may lapse", {}, TooLate(), Then{kLapsed}},
      {"and is not said later", {kLapsed}, Ask(), Then{}},
      {"what was said does not lapse", {kAsked}, TooLate(), Then{}},
      {"but is of no use later", {kAsked}, Expire{TooLate().fact}, Then{kLapsed}},
      {"also of no more use", {kAsked, kFirst, kDelayed}, Expire{TooLate().fact}, Then{kLapsed}},
      {"once", {kAsked, kLapsed}, Expire{TooLate().fact}, Then{}},
      {"and then it is not sent", {kAsked, kLapsed}, Start(1), kEnded},
      {"nor tried again", {kAsked, kLapsed}, Retry{"root"}, kEnded},
      {"not what is on its way", {kAsked, kFirst}, Expire{TooLate().fact}, kStillOpen},
      {"not what was sent before", {kAsked, kFirst, kSent}, Expire{TooLate().fact}, kEnded},
      {"nor what nobody asked for", {}, Expire{TooLate().fact}, kNotRequested},
      {"it waits for the morning", {kAsked}, kUntilMorning, Then{kNight}},
      {"nobody waits for what was not asked", {}, kUntilMorning, kNotRequested},
      {"what is sent waits no more", {kAsked, kFirst, kSent}, kUntilMorning, kEnded},
      {"what was interrupted may wait for an address",
       {kAsked, kFirst},
       kNoAddress,
       Then{kNowhere}},
      {"an attempt is recorded first", {kAsked}, Start(1), Then{kFirst}},
      {"nobody sends twice at once", {kAsked, kFirst}, Start(1), Then{}},
      {"what was interrupted is sent again", {kAsked, kFirst}, Start(2), Then{kSecond}},
      {"under the number that comes next", {kAsked}, Start(2), kOtherAttempt},
      {"what was sent is not sent again", {kAsked, kFirst, kSent}, Start(2), kEnded},
      {"what was delayed is", {kAsked, kFirst, kDelayed}, Start(2), Then{kSecond}},
      {"nor what was refused", {kAsked, kFirst, kRefused}, Start(2), kEnded},
      {"nothing unwanted is sent", {kAsked}, Start(1, "reminders"), Then{kUnwanted}},
      {"the server's answer is recorded", {kAsked, kFirst}, RecordSent{1, "250"}, Then{kSent}},
      {"once", {kAsked, kFirst, kSent}, RecordSent{1, "250"}, Then{}},
      {"of the attempt under way", {kAsked, kFirst, kSecond}, RecordSent{1, "250"}, kOtherAttempt},
      {"not of none", {kAsked}, RecordSent{0, "250"}, kOtherAttempt},
      {"a delay says when next", {kAsked, kFirst}, RecordDelay{1, "451", At(1000)}, Then{kDelayed}},
      {"a refusal ends it", {kAsked, kFirst}, RecordRefusal{1, "550"}, Then{kRefused}},
      {"what comes back has come to its end", {kAsked, kFirst, kSent}, kUnknown, Then{kBack}},
      {"unless the status says not now", {kAsked, kFirst, kSent}, kExpired, Then{kBackForNow}},
      {"once", {kAsked, kFirst, kSent, kBackForNow}, kExpired, Then{}},
      {"and is sent again", {kAsked, kFirst, kSent, kBackForNow}, Start(2), Then{kSecond}},
      {"what never comes back is not", {kAsked, kFirst, kSent, kBack}, Start(2), kEnded},
      {"only what was sent comes back", {kAsked, kFirst}, kUnknown, kNotSent},
      {"not what was refused", {kAsked, kFirst, kRefused}, kUnknown, kNotSent},
      {"nor what nobody asked for", {}, kUnknown, kNotRequested},
      {"an administrator tries that again, too",
       {kAsked, kFirst, kSent, kBack},
       Retry{"root"},
       Then{kAgain}},
      {"a server may hold it up", {kAsked, kFirst, kSent}, kNotYet, Then{kLater}},
      {"once", {kAsked, kFirst, kSent, kLater}, kNotYet, Then{}},
      {"which is news no more when it arrived",
       {kAsked, kFirst, kSent, kThereNow},
       kNotYet,
       Then{}},
      {"nor when it came back", {kAsked, kFirst, kSent, kBack}, kNotYet, Then{}},
      {"only what a server has is held up", {kAsked, kFirst}, kNotYet, kNotSent},
      {"it may come back after that", {kAsked, kFirst, kSent, kLater}, kUnknown, Then{kBack}},
      {"or arrive", {kAsked, kFirst, kSent, kLater}, kThere, Then{kThereNow}},
      {"once", {kAsked, kFirst, kSent, kThereNow}, kThere, Then{}},
      {"also what seemed to come back for now",
       {kAsked, kFirst, kSent, kBackForNow},
       kThere,
       Then{kThereNow}},
      {"not what came back for good", {kAsked, kFirst, kSent, kBack}, kThere, kNotSent},
      {"nor what never left", {kAsked, kFirst}, kThere, kNotSent},
      {"what arrived does not come back", {kAsked, kFirst, kSent, kThereNow}, kUnknown, kArrived},
      {"nor is it sent again", {kAsked, kFirst, kSent, kThereNow}, Start(2), kEnded},
      {"by nobody", {kAsked, kFirst, kSent, kThereNow}, Retry{"root"}, kAlreadySent},
      {"what is said of an earlier attempt changes nothing",
       {kAsked, kFirst, kDelayed, kSecond},
       RecordBounce{"5.1.1", "late", At(1000), 1},
       Then{}},
      {"nor that it arrived", {kAsked, kFirst, kDelayed, kSecond}, RecordDelivered{"", 1}, Then{}},
      {"what another way may bring is not at its end",
       {kAsked, kFirst, kSent},
       kOff,
       Then{kBackByOther}},
      {"but leaves by that", {kAsked, kFirst, kSent, kBackByOther}, Start(2), Then{kSecond}},
      {"as does what was refused", {kAsked, kFirst}, kNoSuchNumber, Then{kRefusedForOther}},
      {"at once", {kAsked, kFirst, kRefusedForOther}, Start(2), Then{kSecond}},
      {"unless there is none", {kAsked, kFirst, kRefusedForOther}, kNowhereLeft, Then{kNoWay}},
      {"which ends it", {kAsked, kFirst, kSent}, kNowhereLeft, kEnded},
      {"who reads it for another is kept",
       {kAsked},
       StartSending{1, v1::CHANNEL_MAIL, "", "tom"},
       Then{kToTom}},
      {"what its server calls it, too",
       {kAsked, kFirst},
       RecordSent{1, "taken", "sms-7"},
       Then{kSentAs}},
      {"many leave as one", {kAsked}, Gather{"d"}, Then{kGathered}},
      {"in one digest", {kAsked, kGathered}, Gather{"e"}, kEnded},
      {"not what leaves by itself", {kAsked, kFirst}, Gather{"d"}, kEnded},
      {"an administrator tries again", {kAsked, kFirst, kRefused}, Retry{"root"}, Then{kAgain}},
      {"also what was unwanted", {kAsked, kUnwanted}, Retry{"root"}, Then{kAgain}},
      {"and then it is sent", {kAsked, kFirst, kRefused, kAgain}, Start(2), Then{kSecond}},
      {"not what is tried anyway", {kAsked, kFirst, kDelayed}, Retry{"root"}, kStillOpen},
      {"not what was sent", {kAsked, kFirst, kSent}, Retry{"root"}, kAlreadySent},
      {"not what a digest carries", {kAsked, kGathered}, Retry{"root"}, kInDigest},
      {"not what was never said", {kLapsed}, Retry{"root"}, kNotRequested},
  });
}

TEST(MessageTest, WaitsLongerEachTime) {
  EXPECT_EQ(Backoff(1), 1min);
  EXPECT_EQ(Backoff(2), 4min);
  EXPECT_EQ(Backoff(5), 256min);
  EXPECT_EQ(Backoff(6), 6h);
  EXPECT_EQ(Backoff(1000), 6h);
}

// Decides and applies; the last event's kind.
Event::KindCase Do(Message& message, const Command& command) {
  const auto decision = Decide(message, command);
  auto last = Event::KIND_NOT_SET;
  if (const auto* events = std::get_if<0>(&decision))
    for (const Event& event : *events) {
      last = event.kind_case();
      message = Evolve(std::move(message), event);
    }
  return last;
}

TEST(MessageTest, ComesToAnEndThatOneSees) {
  Message delayed, dying, unaddressed, returned;
  for (Message* each : {&delayed, &dying, &unaddressed, &returned}) Do(*each, Ask());
  auto last = Event::KIND_NOT_SET;
  for (uint32_t n = 1; n <= kMostAttempts; ++n) {
    Do(delayed, Start(n));
    last = Do(delayed, RecordDelay{n, "451", At(0)});
    Do(dying, Start(n));  // and dies
    Do(returned, Start(n));
    Do(returned, RecordSent{n, "250"});
    Do(returned, kExpired);
  }
  EXPECT_EQ(last, Event::kMessageGivenUp);
  EXPECT_EQ(Do(dying, Start(kMostAttempts + 1)), Event::kMessageGivenUp);
  for (uint32_t n = 0; n < kMostUnaddressed; ++n)
    last = Do(unaddressed, Postpone{At(static_cast<int>(n) + 1), v1::POSTPONEMENT_NO_ADDRESS});
  EXPECT_EQ(last, Event::kMessageGivenUp);
  EXPECT_EQ(returned.status, Status::kBounced) << "after the last attempt, for ever";
  EXPECT_EQ(Do(delayed, Retry{"root"}), Event::kMessageRetried);
  EXPECT_EQ(Do(delayed, Start(kMostAttempts + 1)), Event::kMessageSending) << "from the first on";
}

// A world in which commands come again, out of order and between crashes. A server takes what it
// is handed; who was not told what it said may hand it over again.
RC_GTEST_PROP(MessageLaws, OneDeliveryForEachCauseUnlessAnAnswerWasLost, ()) {
  Message message;
  int deliveries = 0, lost_answers = 0;
  std::vector<Command> said{Ask()};
  uint32_t answer_due = 0;  // of this attempt, handed over and not recorded yet
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 6));
  for (const int step : steps) {
    if (step == 0) said.push_back(Ask());
    if (step == 1) said.push_back(Start(message.attempts + 1));
    if (step == 2 && answer_due > 0) said.push_back(RecordSent{answer_due, "250"});
    if (step == 3) said.push_back(kUntilMorning);
    if (step == 4 && answer_due > 0) {  // the process dies
      ++lost_answers;
      answer_due = 0;
    }
    // Sent anew, or an old one again.
    const auto& command = step == 5 ? said[*rc::gen::inRange<size_t>(0, said.size())] : said.back();
    // A process sends one at a time: none begins while an answer is due.
    if (std::holds_alternative<StartSending>(command) && answer_due > 0) continue;
    const auto happened = Do(message, command);
    if (happened == Event::kMessageSending) {
      ++deliveries;
      answer_due = message.attempts;
    }
    if (happened == Event::kMessageSent) answer_due = 0;
  }
  RC_ASSERT(deliveries <= 1 + lost_answers);
}
}  // namespace
}  // namespace aor::notifications::message
