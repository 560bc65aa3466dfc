#include "services/notifications/delivery/delivery.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <random>
#include <thread>

#include "aor/notifications/v1/notifications_rows.pb.h"
#include "libs/eventsourcing/waiting.h"
#include "libs/ids/uuid.h"
#include "libs/metrics/log.h"
#include "services/notifications/channels/mark.h"
#include "services/notifications/messages.h"
#include "services/notifications/projections/outbox.h"

namespace aor::notifications {
namespace {
using calendar::Instant;
using eventsourcing::Committed;
using eventsourcing::Transaction;
constexpr auto kPause = std::chrono::milliseconds(200);
constexpr std::chrono::hours kNextLook{24};  // for an address

Instant ToInstant(absl::Time time) {
  return Instant{std::chrono::seconds{absl::ToUnixSeconds(time)}};
}

const char* NameOf(Result result) {
  switch (result) {
    case Result::kSent: return "sent";
    case Result::kDelayed: return "delayed";
    case Result::kRefused: return "refused";
  }
  throw std::logic_error("delivery: unknown result");
}

// Not needed for safety, which the decisions give, but what a stale row asks for is refused
// noisily.
void AwaitView(eventsourcing::View& outbox, const std::string& token) {
  eventsourcing::WaitFor(outbox, token).IgnoreError();
}

// What another context did not say now; the message stays due.
void Pause(const std::string& message_id, const absl::Status& why) {
  metrics::Log(spdlog::level::warn, "delivery waits",
               {{"message", message_id}, {"detail", std::string(why.message())}});
  std::this_thread::sleep_for(kPause);
}

bool IsDigest(const v1::Message& message) { return message.requested().member_ids_size() > 0; }
}  // namespace

Delivery::Delivery(eventsourcing::Runtime& runtime, eventsourcing::View& outbox, Means means,
                   prometheus::Registry& registry)
    : runtime_(runtime),
      outbox_(outbox),
      means_(std::move(means)),
      totals_(prometheus::BuildCounter()
                  .Name("aor_notifications_total")
                  .Help("Attempts to send a message, by channel and what came of it")
                  .Register(registry)),
      overdue_(prometheus::BuildGauge()
                   .Name("aor_notifications_overdue_seconds")
                   .Help("For how long the earliest message that is due has waited to be sent")
                   .Register(registry)
                   .Add({})),
      life_(absl::StrCat(absl::Hex(std::random_device()()), absl::Hex(std::random_device()()))),
      pool_(kThreads, DueLook::kTurn) {
  // There from the start, at nought: else the first one of each is no increase.
  for (const char* channel : {"mail", "sms"})
    for (const Result result : {Result::kSent, Result::kDelayed, Result::kRefused})
      totals_.Add({{"channel", channel}, {"outcome", NameOf(result)}});
}

Delivery::~Delivery() { stopping_ = true; }

Instant Delivery::Now() const { return ToInstant(runtime_.clock().Now()); }

std::string Delivery::OnceOnly() { return absl::StrCat(life_, "-", ++requests_); }

// How long the earliest message has been due; it stays due until it left or waits anew.
void Delivery::ShowOverdue(Instant now) const {
  double seconds = 0;
  outbox_.rows().Scan(kDue, "", [&](std::string_view key, std::string_view) {
    const auto due = std::stoll(std::string(key.substr(std::string_view(kDue).size(), 12)));
    seconds = std::max(0.0, static_cast<double>(now.time_since_epoch().count() - due));
    return false;
  });
  overdue_.Set(seconds);
}

// Recipients, each once: much for one of them is one turn.
std::set<Delivery::Place> Delivery::DuePlaces(Instant now) {
  std::set<Place> seen, places;
  const auto place_of = [](const DueItem& item) {
    v1::DueRow due;
    return due.ParseFromString(item.value) ? Place(due.tenant(), due.recipient_id()) : Place();
  };
  const auto is_new = [&](const DueItem& item) {
    const Place place = place_of(item);
    return !place.second.empty() && runtime_.DecidesOn(place.first, place.second) &&
           !IsBusy(place) && seen.insert(place).second;
  };
  for (const DueItem& item : look_.Take(outbox_.rows(), now, is_new)) places.insert(place_of(item));
  return places;
}

bool Delivery::IsBusy(const Place& place) {
  const std::lock_guard lock(mutex_);
  return busy_.contains(place);
}

void Delivery::At(absl::Time time) {
  const Instant now = ToInstant(time);
  ShowOverdue(now);
  for (const Place& place : DuePlaces(now)) {
    const std::lock_guard lock(mutex_);
    if (!busy_.insert(place).second) continue;
    const bool taken = pool_.Submit([this, place] {
      Serve(place);
      const std::lock_guard done(mutex_);
      busy_.erase(place);
    });
    if (!taken) busy_.erase(place);
  }
}

std::vector<v1::Message> Delivery::DueOf(const Place& place, Instant now) const {
  const auto& [tenant, recipient] = place;
  const auto& rows = outbox_.rows();
  const std::string prefix = RowPrefix(tenant, "waiting", recipient);
  std::vector<std::string> ids;
  rows.Scan(prefix, "", [&](std::string_view key, std::string_view) {
    ids.emplace_back(key.substr(prefix.size()));
    return ids.size() < kLook;
  });
  std::vector<v1::Message> due;
  for (const std::string& id : ids) {
    auto message = rows.Load<v1::Message>(RowKey(tenant, "message", id));
    if (message && InstantOf(message->next_at()) <= now) due.push_back(*std::move(message));
    if (due.size() == kBatch) break;
  }
  std::ranges::stable_sort(due, {}, [](const v1::Message& message) {
    return std::pair(message.state() != v1::MESSAGE_STATE_SENDING,  // interrupted: first
                     message.requested_at().seconds());
  });
  return due;
}

// An exception here would end the process: what is due stays due, and is looked at again.
void Delivery::Serve(const Place& place) try {
  if (stopping_) return;
  const Instant now = Now();
  auto due = DueOf(place, now);
  std::erase_if(due, [&](const auto& message) { return ExpireIfVoid(place, message, now); });
  if (due.empty() || PostponeFlood(place, due, now)) return;
  for (const v1::Message& message : due) {
    if (stopping_) return;
    Deliver(place, message);
  }
} catch (const std::exception& error) {
  metrics::Log(spdlog::level::err, "delivery", {{"detail", error.what()}});
}

// At night nothing is gathered: all of it waits for the morning, and is looked at then.
bool Delivery::IsQuiet(const Place& place, const v1::Message& message, Instant now) const {
  const auto address = AddressOf(means_, place.first, message);
  return !address.ok() || QuietUntil(now, address->contact.zone, means_.quiet);
}

// What was begun, and a digest itself, leave in any case. True: the others do not leave now.
bool Delivery::PostponeFlood(const Place& place, const std::vector<v1::Message>& due, Instant now) {
  std::vector<v1::Message> waiting;
  for (const auto& message : due)
    if (message.state() != v1::MESSAGE_STATE_SENDING && !IsDigest(message) &&
        !message.requested().to_backup() && AskingOf(message.requested()).empty())
      waiting.push_back(message);
  if (waiting.size() != due.size()) return false;
  const auto& [tenant, recipient] = place;
  const Plan plan = PlanFor(waiting.size(), SentTo(outbox_.rows(), tenant, recipient), now);
  if ((!plan.gather && !plan.waits) || IsQuiet(place, waiting.front(), now)) return false;
  if (plan.gather) GatherAll(place, waiting);
  if (plan.waits)
    for (const auto& message : waiting)
      Decide(place, message.requested().message_id(),
             message::Postpone{*plan.waits, v1::POSTPONEMENT_FLOOD}, OnceOnly());
  return true;
}

// The digest and what it stands for are one commit.
void Delivery::GatherAll(const Place& place, const std::vector<v1::Message>& due) {
  const auto gathered =
      Commit(place, OnceOnly(), [recipient = place.second, due](Transaction& transaction) {
        return DecideOnDigest(transaction, recipient, due);
      });
  if (gathered.ok()) AwaitView(outbox_, gathered->token());
}

absl::StatusOr<Rendered> Delivery::TextFor(const std::string& tenant,
                                           const v1::MessageRequested& requested,
                                           const Reader& reader) const {
  std::vector<v1::MessageRequested> said;
  std::vector<std::string> ids(requested.member_ids().begin(), requested.member_ids().end());
  if (ids.empty()) ids.push_back(requested.message_id());
  for (const std::string& id : ids) {
    const auto row = outbox_.rows().Load<v1::Message>(RowKey(tenant, "message", id));
    if (!row) continue;
    auto named = WithNames(means_, tenant, AsHeardLast(outbox_.rows(), tenant, row->requested()));
    if (!named.ok()) return named.status();
    said.push_back(*std::move(named));
  }
  return requested.member_ids().empty()
             ? means_.templates->Render(said.empty() ? requested : said.front(), reader)
             : means_.templates->RenderDigest(requested, said, reader);
}

absl::StatusOr<Letter> Delivery::LetterFor(const std::string& tenant, const v1::Message& message,
                                           const Address& address) const {
  const auto& requested = message.requested();
  const auto& contact = address.contact;
  const auto text = TextFor(tenant, requested,
                            {contact.name, contact.language, address.link,
                             means_.link + "/u/" + Compact({requested.message_id(), address.mac})});
  if (!text.ok()) return text.status();
  const bool is_sms = address.channel == v1::CHANNEL_SMS;
  return Letter{requested.message_id(),
                is_sms ? contact.phone : contact.mail,
                text->subject,
                is_sms ? text->sms : text->text,
                contact.language.empty() ? "en" : contact.language,
                Now(),
                TopicOf(outbox_.rows(), tenant, requested),
                means_.link,
                address.mac};
}

// Where an SMS failed and there is nothing else, that is its end.
void Delivery::WaitForAddress(const Place& place, const v1::Message& message, Instant now) {
  const std::string& id = message.requested().message_id();
  if (message.sms_failed())
    Decide(place, id, message::GiveUp{"SMS_FAILED"}, OnceOnly());
  else
    Decide(place, id, message::Postpone{now + kNextLook, v1::POSTPONEMENT_NO_ADDRESS}, OnceOnly());
}

void Delivery::Deliver(const Place& place, const v1::Message& message) {
  const std::string& id = message.requested().message_id();
  const auto address = AddressOf(means_, place.first, message);
  if (!address.ok()) return Pause(id, address.status());
  const Instant now = Now();
  if (address->channel == v1::CHANNEL_UNSPECIFIED) return WaitForAddress(place, message, now);
  const auto quiet = QuietUntil(now, address->contact.zone, means_.quiet);
  if (quiet && message.state() != v1::MESSAGE_STATE_SENDING) {
    Decide(place, id, message::Postpone{*quiet, v1::POSTPONEMENT_QUIET_HOURS}, OnceOnly());
    return;
  }
  const auto letter = LetterFor(place.first, message, *address);
  if (!letter.ok()) return Pause(id, letter.status());
  if (!Begin(place, message, *address)) return;
  Way& way = address->channel == v1::CHANNEL_SMS ? *means_.sms : *means_.mail;
  RecordOutcome(place, message, address->channel, way.Send(*letter));
}

// Whoever stands in has wishes of their own, and those lie on another chain.
bool Delivery::Begin(const Place& place, const v1::Message& message, const Address& address) {
  const std::string& id = message.requested().message_id();
  const std::string topic = TopicOf(message.requested());
  const bool stands_in = address.reader != place.second;
  const bool is_unwanted =
      stands_in &&
      outbox_.rows().Get(RowKey(place.first, "unwanted", address.reader, topic)).has_value();
  const message::StartSending command{message.attempts() + 1, address.channel,
                                      is_unwanted ? topic : "", stands_in ? address.reader : ""};
  const auto begun =
      Commit(place, OnceOnly(), [=, recipient = place.second](Transaction& transaction) {
        message::StartSending start = command;
        if (!stands_in && IsUnwanted(transaction, recipient, topic)) start.unwanted_topic = topic;
        return DecideOnMessage(transaction, id, start);
      });
  return begun.ok() && Began(*begun, id);
}

// What holds no more, or would come too late, comes to its end unsaid.
bool Delivery::ExpireIfVoid(const Place& place, const v1::Message& message, Instant now) {
  const auto& requested = message.requested();
  if (message.state() == v1::MESSAGE_STATE_SENDING ||
      !IsVoid(outbox_.rows(), place.first, requested, now))
    return false;
  Decide(place, requested.message_id(), ExpiryOf(requested), OnceOnly());
  return true;
}

// Until it is recorded nothing else of this recipient leaves: else it might leave twice.
void Delivery::RecordOutcome(const Place& place, const v1::Message& message, v1::Channel channel,
                             const Outcome& outcome) {
  const bool is_sms = channel == v1::CHANNEL_SMS;
  totals_.Add({{"channel", is_sms ? "sms" : "mail"}, {"outcome", NameOf(outcome.result)}})
      .Increment();
  const std::string& id = message.requested().message_id();
  const uint32_t attempt = message.attempts() + 1;
  const auto command = CommandFor(outcome, attempt, Now(), is_sms);
  const std::string request = absl::StrCat(life_, "/", id, "/", attempt);
  while (!Decide(place, id, command, request) && !stopping_) std::this_thread::sleep_for(kPause);
}

// True when there is nothing left to try: it is committed, or a rule says no.
bool Delivery::Decide(const Place& place, const std::string& message_id,
                      const message::Command& command, const std::string& request_id) {
  const auto committed = Commit(place, request_id, [=](Transaction& transaction) {
    return DecideOnMessage(transaction, message_id, command);
  });
  if (committed.ok()) AwaitView(outbox_, committed->token());
  return committed.ok() || absl::IsFailedPrecondition(committed.status());
}

absl::StatusOr<Committed> Delivery::Commit(const Place& place, const std::string& request_id,
                                           eventsourcing::Work work) {
  eventsourcing::Request request;
  request.tenant = place.first;
  request.key = place.second;
  request.method = "aor.notifications.v1.Deliver";
  request.request_id = request.body = request_id;
  request.actor = "delivery";
  auto committed = runtime_.ExecuteAndWait(std::move(request), std::move(work));
  if (committed.ok()) means_.undelivered->Count(*committed->commit);
  return committed;
}
}  // namespace aor::notifications
