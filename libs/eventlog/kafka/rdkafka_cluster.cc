#include "libs/eventlog/kafka/rdkafka_cluster.h"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "libs/eventlog/kafka/producer.h"
#include "libs/eventlog/kafka/rdkafka_handles.h"
#include "libs/eventlog/kafka/rdkafka_membership.h"

namespace aor::eventlog::kafka {
namespace {
constexpr int kPollMs = 100;
constexpr size_t kBatch = 2'000;

const std::map<std::string, std::string> kAsTheLogNeedsIt = {{"cleanup.policy", "delete"},
                                                             {"retention.ms", "-1"},
                                                             {"retention.bytes", "-1"},
                                                             {"max.message.bytes", "1048588"}};
}  // namespace

class RdkafkaTopic final : public Topic {
 public:
  RdkafkaTopic(std::string name, TopicEvents& events, Producer& producer, rd_kafka_t* consumer,
               rd_kafka_t* questions)
      : name_(std::move(name)),
        events_(events),
        producer_(producer),
        number_(producer.Open(name_, events)),
        consumer_(consumer),
        questions_(questions),
        handle_(rd_kafka_topic_new(consumer, name_.c_str(), nullptr)),
        queue_(rd_kafka_queue_new(consumer)) {
    reader_ = std::thread([this] { ReadLoop(); });
    asker_ = std::thread([this] { AskLoop(); });
  }
  ~RdkafkaTopic() override {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    asked_.notify_all();
    asker_.join();
    reader_.join();
    producer_.Close(number_);
    for (const uint32_t partition : reading_)
      rd_kafka_consume_stop(handle_.get(), static_cast<int32_t>(partition));
  }
  void Produce(uint32_t partition, std::string_view key, std::optional<std::string_view> bytes,
               uint64_t token) override {
    producer_.Produce(number_, partition, key, bytes, token);
  }
  void Send() override { producer_.Send(number_); }
  void Read(uint32_t partition, int64_t from) override {
    reading_.push_back(partition);
    rd_kafka_consume_start_queue(handle_.get(), static_cast<int32_t>(partition), from,
                                 queue_.get());
  }
  void AskSpan(uint32_t partition, uint64_t ask) override {
    std::lock_guard lock(mutex_);
    asks_[partition] = ask;
    asked_.notify_one();
  }

 private:
  void ReadLoop();
  void Hand(std::vector<rd_kafka_message_t*> messages);
  void Complain(const rd_kafka_message_t& message);
  void AskLoop();

  const std::string name_;
  TopicEvents& events_;
  Producer& producer_;
  const uint64_t number_;  // with the producer
  rd_kafka_t* const consumer_;
  rd_kafka_t* const questions_;
  const TopicHandle handle_;
  const Queue queue_;
  std::vector<uint32_t> reading_;
  std::mutex mutex_;
  std::condition_variable asked_;
  std::map<uint32_t, uint64_t> asks_;
  std::atomic<bool> stopping_ = false;
  std::thread reader_, asker_;
};

void RdkafkaTopic::ReadLoop() {
  pthread_setname_np(pthread_self(), "kafka-read");
  std::vector<rd_kafka_message_t*> messages(kBatch);
  while (!stopping_) {
    if (!events_.IsHungry()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      continue;
    }
    // A batch waits until it is full: one record first, then what else is there.
    messages[0] = rd_kafka_consume_queue(queue_.get(), kPollMs);
    if (!messages[0]) continue;
    const ssize_t more =
        rd_kafka_consume_batch_queue(queue_.get(), 0, messages.data() + 1, messages.size() - 1);
    Hand({messages.begin(), messages.begin() + 1 + std::max<ssize_t>(0, more)});
  }
}

void RdkafkaTopic::Hand(std::vector<rd_kafka_message_t*> messages) {
  std::map<uint32_t, std::vector<Message>> read;
  for (rd_kafka_message_t* message : messages) {
    if (message->err)
      Complain(*message);
    else
      read[message->partition].push_back(
          {message->offset,
           {static_cast<const char*>(message->payload), message->len},
           {static_cast<const char*>(message->key), message->key_len},
           message->payload == nullptr});
    rd_kafka_message_destroy(message);
  }
  for (auto& [partition, some] : read) events_.OnRead(partition, std::move(some));
}

// Whatever is not about our place in the topic, librdkafka tries again by itself.
void RdkafkaTopic::Complain(const rd_kafka_message_t& message) {
  if (message.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET ||
      message.err == RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE)
    events_.OnUnreadable(static_cast<uint32_t>(message.partition), "what comes next is not there");
}

void RdkafkaTopic::AskLoop() {
  pthread_setname_np(pthread_self(), "kafka-span");
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    asked_.wait(lock, [this] { return stopping_ || !asks_.empty(); });
    auto asks = std::exchange(asks_, {});
    lock.unlock();
    for (const auto& [partition, span] : SpansOf(questions_, name_, asks))
      events_.OnSpan(partition, asks.at(partition), span);
    lock.lock();
  }
}

namespace {
class Connected final : public RdkafkaCluster {
 public:
  Connected(std::unique_ptr<ConnectOptions> options, Client producer, Client consumer,
            Client questions)
      : options_(std::move(options)),
        consumer_(std::move(consumer)),
        questions_(std::move(questions)),
        producer_(*options_, std::move(producer)) {}
  // Never by the producer: a handle that this leaves there for a while has none of our settings,
  // and reports of what is produced by it would reach nobody.
  absl::StatusOr<TopicFacts> Describe(const std::string& topic) override {
    return DescribeTopic(questions_.get(), topic);
  }
  absl::Status Reach() override { return ReachBrokers(questions_.get()); }
  std::unique_ptr<Topic> Open(const std::string& topic, TopicEvents& events) override {
    return std::make_unique<RdkafkaTopic>(topic, events, producer_, consumer_.get(),
                                          questions_.get());
  }
  absl::StatusOr<std::unique_ptr<Membership>> Join(const MemberOptions& options,
                                                   OnAssigned told) override {
    return JoinGroup(*options_, options, std::move(told));
  }
  absl::Status Create(const std::string& topic, int partitions,
                      const std::map<std::string, std::string>& changed) override {
    auto settings = kAsTheLogNeedsIt;
    for (const auto& [name, value] : changed) settings[name] = value;
    return producer_.With(
        [&](rd_kafka_t* client) { return CreateTopic(client, topic, partitions, settings); });
  }
  absl::Status Delete(const std::string& topic) override {
    return producer_.With([&](rd_kafka_t* client) { return DeleteTopic(client, topic); });
  }
  absl::Status DeleteRecords(const std::string& topic, uint32_t partition,
                             int64_t before) override {
    return producer_.With(
        [&](rd_kafka_t* client) { return DeleteRecordsBefore(client, topic, partition, before); });
  }
  void LoseProducer() override { producer_.Fail(); }

 private:
  const std::unique_ptr<ConnectOptions> options_;  // the clients point to it
  const Client consumer_, questions_;
  Producer producer_;
};
}  // namespace

absl::StatusOr<std::unique_ptr<RdkafkaCluster>> RdkafkaCluster::Connect(ConnectOptions given) {
  auto options = std::make_unique<ConnectOptions>(std::move(given));
  WarnOfOldScram(*options);
  auto producer = NewProducer(*options);
  if (!producer.ok()) return producer.status();
  auto consumer = NewConsumer(*options);
  if (!consumer.ok()) return consumer.status();
  // Where a fetch waits for records, a question would wait behind it: on a connection of its own.
  auto questions = NewConsumer(*options);
  if (!questions.ok()) return questions.status();
  return std::make_unique<Connected>(std::move(options), *std::move(producer), *std::move(consumer),
                                     *std::move(questions));
}
}  // namespace aor::eventlog::kafka
