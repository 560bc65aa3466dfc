#include "libs/eventlog/kafka/producer.h"

#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace aor::eventlog::kafka {
namespace {
constexpr int kReportsMs = 100;
constexpr int kMetadataMs = 2'000;
}  // namespace

// The handle is made and its metadata fetched beforehand: the first record of a topic would
// otherwise wait for up to a second.
TopicHandle Producer::HandleOf(uint64_t number, const std::string& topic) {
  rd_kafka_topic_conf_t* conf = rd_kafka_topic_conf_new();
  rd_kafka_topic_conf_set_opaque(conf, reinterpret_cast<void*>(number));
  TopicHandle handle(rd_kafka_topic_new(client_.get(), topic.c_str(), conf));
  const rd_kafka_metadata_t* metadata = nullptr;
  if (rd_kafka_metadata(client_.get(), 0, handle.get(), &metadata, kMetadataMs) ==
      RD_KAFKA_RESP_ERR_NO_ERROR)
    rd_kafka_metadata_destroy(metadata);
  return handle;
}

uint64_t Producer::Open(const std::string& topic, TopicEvents& events) {
  std::unique_lock lock(mutex_);
  const uint64_t number = ++last_number_;
  Opened& opened = opened_[number];
  opened.topic = topic;
  opened.events = &events;
  opened.handle = HandleOf(number, topic);
  return number;
}

void Producer::Close(uint64_t topic) {
  std::unique_lock lock(mutex_);
  opened_.erase(topic);
}

void Producer::Produce(uint64_t topic, uint32_t partition, std::string_view key,
                       std::optional<std::string_view> bytes, uint64_t token) {
  std::shared_lock lock(mutex_);
  Opened& opened = opened_.at(topic);
  std::lock_guard lanes(opened.mutex);
  opened.lanes[partition].held.push_back(
      {std::string(key), bytes ? std::optional<std::string>(*bytes) : std::nullopt, token});
}

void Producer::Send(uint64_t topic) {
  std::shared_lock lock(mutex_);
  Opened& opened = opened_.at(topic);
  std::map<uint32_t, std::vector<Report>> refused;
  {
    std::lock_guard lanes(opened.mutex);
    for (auto& [partition, lane] : opened.lanes)
      SendNext(opened, partition, lane, refused[partition]);
  }
  for (auto& [partition, reports] : refused)
    if (!reports.empty()) opened.events->OnReports(partition, std::move(reports));
}

// What librdkafka does not take is reported at once.
void Producer::SendNext(Opened& opened, uint32_t partition, Lane& lane,
                        std::vector<Report>& refused) {
  if (lane.on_its_way > 0 || lane.held.empty()) return;
  std::vector<rd_kafka_message_t> batch(lane.held.size());
  for (size_t i = 0; i < batch.size(); ++i) {
    Held& held = lane.held[i];
    batch[i].payload = held.bytes ? held.bytes->data() : nullptr;
    batch[i].len = held.bytes ? held.bytes->size() : 0;
    batch[i].key = held.key.data();
    batch[i].key_len = held.key.size();
    batch[i]._private = reinterpret_cast<void*>(held.token);
  }
  lane.on_its_way = static_cast<size_t>(
      rd_kafka_produce_batch(opened.handle.get(), static_cast<int32_t>(partition),
                             RD_KAFKA_MSG_F_COPY, batch.data(), static_cast<int>(batch.size())));
  for (size_t i = 0; i < batch.size(); ++i)
    if (batch[i].err) refused.push_back({lane.held[i].token, {}, rd_kafka_err2str(batch[i].err)});
  lane.held.clear();
}

void Producer::Loop() {
  pthread_setname_np(pthread_self(), "kafka-reports");
  while (!stopping_) {
    char text[256];
    bool fatal = false;
    {
      const Queue queue(rd_kafka_queue_get_main(client_.get()));
      while (!stopping_ && !fatal) {
        const Event event(rd_kafka_queue_poll(queue.get(), kReportsMs));
        if (event && rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_DR) Dispatch(event.get());
        fatal = rd_kafka_fatal_error(client_.get(), text, sizeof text) != 0;
      }
    }
    if (fatal) Replace();
  }
}

void Producer::Dispatch(rd_kafka_event_t* event) {
  std::map<std::pair<uint64_t, uint32_t>, std::vector<Report>> reports;
  while (const rd_kafka_message_t* message = rd_kafka_event_message_next(event)) {
    const auto topic = reinterpret_cast<uint64_t>(rd_kafka_topic_opaque(message->rkt));
    Report report;
    report.token = reinterpret_cast<uint64_t>(message->_private);
    if (message->err)
      report.error = rd_kafka_err2str(message->err);
    else if (message->offset >= 0)
      report.offset = message->offset;
    reports[{topic, static_cast<uint32_t>(message->partition)}].push_back(std::move(report));
  }
  std::shared_lock lock(mutex_);
  for (auto& [place, some] : reports)
    if (const auto found = opened_.find(place.first); found != opened_.end())
      Tell(found->second, place.second, std::move(some));
}

void Producer::Tell(Opened& opened, uint32_t partition, std::vector<Report> reports) {
  std::vector<Report> refused;
  {
    std::lock_guard lanes(opened.mutex);
    Lane& lane = opened.lanes[partition];
    lane.on_its_way -= std::min(lane.on_its_way, reports.size());
    SendNext(opened, partition, lane, refused);
  }
  std::ranges::move(refused, std::back_inserter(reports));
  opened.events->OnReports(partition, std::move(reports));
}

// After a fatal error nothing of a producer works any more. What it had sent may land or not.
void Producer::Replace() {
  auto next = NewProducer(options_);
  while (!next.ok() && !stopping_) {  // these options made one before: no memory, or no thread
    std::this_thread::sleep_for(std::chrono::seconds(1));
    next = NewProducer(options_);
  }
  if (!next.ok()) return;
  std::unique_lock lock(mutex_);
  for (auto& [number, opened] : opened_) opened.handle.reset();
  client_ = *std::move(next);
  for (auto& [number, opened] : opened_) {
    opened.handle = HandleOf(number, opened.topic);
    opened.lanes.clear();
    opened.events->OnProducerLost();
  }
}
}  // namespace aor::eventlog::kafka
