// The one idempotent producer of a process, and its successors.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "libs/eventlog/kafka/cluster.h"
#include "libs/eventlog/kafka/rdkafka_handles.h"

namespace aor::eventlog::kafka {
// Safe from any thread. Of each partition one batch is on its way, and what comes meanwhile is the
// next: a broker takes one request of a connection after the other anyway, small batches cost it
// as much as large ones, and librdkafka 2.0.2 spins on a core as long as it holds back a record.
class Producer {
 public:
  // `options` outlives it.
  Producer(const ConnectOptions& options, Client client)
      : options_(options), client_(std::move(client)), thread_([this] { Loop(); }) {}
  ~Producer() {
    stopping_ = true;
    thread_.join();
  }
  // `events` hears what becomes of its records until Close. The number of a topic is never used
  // again: a late report must not reach who came after.
  uint64_t Open(const std::string& topic, TopicEvents& events);
  void Close(uint64_t topic);
  // It leaves with the next Send, or behind the batch that is on its way.
  void Produce(uint64_t topic, uint32_t partition, std::string_view key,
               std::optional<std::string_view> bytes, uint64_t token);
  void Send(uint64_t topic);
  void Fail() {
    std::shared_lock lock(mutex_);
    rd_kafka_test_fatal_error(client_.get(), RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER,
                              "as if");
  }
  template <class Use>
  auto With(const Use& use) {
    std::shared_lock lock(mutex_);
    return use(client_.get());
  }

 private:
  struct Held {
    std::string key;
    std::optional<std::string> bytes;
    uint64_t token = 0;
  };
  struct Lane {  // of one partition
    std::vector<Held> held;
    size_t on_its_way = 0;  // records
  };
  struct Opened {
    std::string topic;
    TopicEvents* events = nullptr;
    TopicHandle handle;
    std::mutex mutex;  // of the lanes
    std::map<uint32_t, Lane> lanes;
  };
  void Loop();
  void Dispatch(rd_kafka_event_t* event);
  void Tell(Opened& opened, uint32_t partition, std::vector<Report> reports);
  static void SendNext(Opened& opened, uint32_t partition, Lane& lane,
                       std::vector<Report>& refused);
  void Replace();
  TopicHandle HandleOf(uint64_t number, const std::string& topic);

  const ConnectOptions& options_;
  std::shared_mutex mutex_;
  Client client_;
  std::map<uint64_t, Opened> opened_;  // by the topic's number
  uint64_t last_number_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;  // last: it uses the rest
};
}  // namespace aor::eventlog::kafka
