#include "libs/eventlog/kafka/rdkafka_membership.h"

#include <pthread.h>

#include <atomic>
#include <cstring>
#include <mutex>
#include <thread>
#include <utility>

#include "libs/eventlog/kafka/rdkafka_handles.h"

namespace aor::eventlog::kafka {
namespace {
constexpr int kPollMs = 100;

// librdkafka has no call for it; what it writes for another client begins with seven letters
// and the generation.
uint64_t GenerationOf(rd_kafka_t* client) {
  constexpr size_t kMagic = 7;
  auto* metadata = rd_kafka_consumer_group_metadata(client);
  void* bytes = nullptr;
  size_t size = 0;
  int32_t generation = 0;
  if (metadata) {
    if (auto* error = rd_kafka_consumer_group_metadata_write(metadata, &bytes, &size))
      rd_kafka_error_destroy(error);
    if (size >= kMagic + sizeof generation)
      std::memcpy(&generation, static_cast<char*>(bytes) + kMagic, sizeof generation);
    rd_kafka_mem_free(client, bytes);
    rd_kafka_consumer_group_metadata_destroy(metadata);
  }
  return generation > 0 ? static_cast<uint64_t>(generation) : 1;
}

class Member final : public Membership {
 public:
  Member(const ConnectOptions& connect, MemberOptions options, OnAssigned told, Client client)
      : connect_(connect),
        options_(std::move(options)),
        told_(std::move(told)),
        client_(std::move(client)) {
    Subscribe();
    thread_ = std::thread([this] { Loop(); });
  }
  ~Member() override {
    stopping_ = true;
    thread_.join();
  }
  void Leave() override {
    std::lock_guard lock(mutex_);
    left_ = true;
    rd_kafka_unsubscribe(client_.get());  // a static member says farewell only so
  }

 private:
  void Subscribe();
  void Loop();
  void OnRebalance(rd_kafka_event_t* event);
  void Replace();

  const ConnectOptions& connect_;
  const MemberOptions options_;
  const OnAssigned told_;
  std::mutex mutex_;  // the client, while it is replaced
  Client client_;
  bool left_ = false;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;  // last: it uses the rest
};

void Member::Subscribe() {
  rd_kafka_poll_set_consumer(client_.get());
  auto* topics = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(topics, options_.topic.c_str(), RD_KAFKA_PARTITION_UA);
  rd_kafka_subscribe(client_.get(), topics);
  rd_kafka_topic_partition_list_destroy(topics);
}

void Member::Loop() {
  pthread_setname_np(pthread_self(), "kafka-member");
  while (!stopping_) {
    char text[256];
    bool fatal = false;
    {
      const Queue queue(rd_kafka_queue_get_consumer(client_.get()));
      while (!stopping_ && !fatal) {
        const Event event(rd_kafka_queue_poll(queue.get(), kPollMs));
        if (event && rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_REBALANCE)
          OnRebalance(event.get());
        fatal = rd_kafka_fatal_error(client_.get(), text, sizeof text) != 0;
      }
    }
    if (fatal) Replace();
  }
}

// Nothing is read here: what is assigned is paused before anything can come.
void Member::OnRebalance(rd_kafka_event_t* event) {
  if (rd_kafka_event_error(event) != RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    told_(0, {});
    rd_kafka_assign(client_.get(), nullptr);
    return;
  }
  auto* assigned = rd_kafka_event_topic_partition_list(event);
  std::vector<uint32_t> partitions;
  for (int i = 0; i < assigned->cnt; ++i) {
    assigned->elems[i].offset = RD_KAFKA_OFFSET_END;
    partitions.push_back(static_cast<uint32_t>(assigned->elems[i].partition));
  }
  rd_kafka_assign(client_.get(), assigned);
  rd_kafka_pause_partitions(client_.get(), assigned);
  told_(GenerationOf(client_.get()), partitions);
}

// Another process goes by this instance's name, or the group lost us: a fatal error either way.
void Member::Replace() {
  told_(0, {});
  for (auto waited = std::chrono::milliseconds(0); waited < kSession && !stopping_;
       waited += std::chrono::milliseconds(kPollMs))
    std::this_thread::sleep_for(std::chrono::milliseconds(kPollMs));
  auto next = NewMember(connect_, options_);
  if (stopping_ || !next.ok()) return;
  std::lock_guard lock(mutex_);
  client_ = *std::move(next);
  if (!left_) Subscribe();
}
}  // namespace

absl::StatusOr<std::unique_ptr<Membership>> JoinGroup(const ConnectOptions& connect,
                                                      MemberOptions options, OnAssigned told) {
  auto client = NewMember(connect, options);
  if (!client.ok()) return client.status();
  return std::make_unique<Member>(connect, std::move(options), std::move(told), *std::move(client));
}
}  // namespace aor::eventlog::kafka
