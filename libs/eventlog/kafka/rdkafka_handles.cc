#include "libs/eventlog/kafka/rdkafka_handles.h"

#include <absl/strings/str_cat.h>

#include <chrono>
#include <future>
#include <thread>
#include <utility>
#include <vector>

namespace aor::eventlog::kafka {
namespace {
constexpr int kAdminMs = 10'000, kSpanMs = 3'000;
constexpr int kScramAsBrokersWantIt = 0x020601ff;  // confluentinc/librdkafka#4895
constexpr int kWarning = 3;                        // as syslog counts
constexpr auto kDestroyLimit = std::chrono::seconds(5);

using Settings = std::vector<std::pair<const char*, std::string>>;

Settings Common(const ConnectOptions& options) {
  Settings settings = {
      {"bootstrap.servers", options.brokers},
      {"client.id", options.client_id},
      {"security.protocol", options.security},
      {"socket.nagle.disable", "true"},
      {"socket.keepalive.enable", "true"},
      {"broker.address.ttl", "1000"},
      {"reconnect.backoff.ms", "50"},
      {"reconnect.backoff.max.ms", "1000"},
      {"topic.metadata.refresh.interval.ms", "30000"},
      {"allow.auto.create.topics", "false"},
  };
  const std::pair<const char*, const std::string*> files[] = {
      {"ssl.ca.location", &options.ca_file},
      {"ssl.certificate.location", &options.certificate_file},
      {"ssl.key.location", &options.key_file}};
  for (const auto& [name, value] : files)
    if (!value->empty()) settings.emplace_back(name, *value);
  if (!options.user.empty()) {
    settings.emplace_back("sasl.mechanism", "SCRAM-SHA-512");
    settings.emplace_back("sasl.username", options.user);
    settings.emplace_back("sasl.password", options.password);
  }
  return settings;
}

void Say(const rd_kafka_t* client, int level, const char*, const char* text) {
  const auto* options = static_cast<const ConnectOptions*>(rd_kafka_opaque(client));
  if (options && options->log) options->log(level, text);
}

absl::StatusOr<Client> NewClient(rd_kafka_type_t type, const ConnectOptions& options,
                                 Settings settings) {
  char error[512];
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  for (auto& setting : Common(options)) settings.push_back(std::move(setting));
  for (const auto& [name, value] : settings) {
    if (rd_kafka_conf_set(conf, name, value.c_str(), error, sizeof error) == RD_KAFKA_CONF_OK)
      continue;
    rd_kafka_conf_destroy(conf);
    return absl::FailedPreconditionError(absl::StrCat("Kafka: ", error));
  }
  rd_kafka_conf_set_log_cb(conf, &Say);
  rd_kafka_conf_set_opaque(conf, const_cast<ConnectOptions*>(&options));
  rd_kafka_conf_set_events(conf,
                           RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_REBALANCE);
  rd_kafka_t* client = rd_kafka_new(type, conf, error, sizeof error);
  if (client) return Client(client);
  rd_kafka_conf_destroy(conf);
  return absl::FailedPreconditionError(absl::StrCat("Kafka: ", error));
}

AdminOptions Bounded(rd_kafka_t* client, rd_kafka_admin_op_t operation) {
  AdminOptions options(rd_kafka_AdminOptions_new(client, operation));
  char error[256];
  rd_kafka_AdminOptions_set_request_timeout(options.get(), kAdminMs, error, sizeof error);
  return options;
}

absl::Status ToStatus(rd_kafka_resp_err_t error, const std::string& what, const char* detail) {
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return absl::OkStatus();
  const std::string text = absl::StrCat(what, ": ", detail ? detail : rd_kafka_err2str(error));
  if (error == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) return absl::NotFoundError(text);
  if (error == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) return absl::AlreadyExistsError(text);
  return absl::UnavailableError(text);
}

absl::StatusOr<Event> Await(rd_kafka_queue_t* queue, const std::string& what) {
  Event event(rd_kafka_queue_poll(queue, kAdminMs + 1'000));
  if (!event) return absl::UnavailableError(what + ": the brokers do not answer");
  if (const auto error = rd_kafka_event_error(event.get()))
    return ToStatus(error, what, rd_kafka_event_error_string(event.get()));
  return event;
}

absl::Status OfTopic(const rd_kafka_topic_result_t* result) {
  return ToStatus(rd_kafka_topic_result_error(result), rd_kafka_topic_result_name(result),
                  rd_kafka_topic_result_error_string(result));
}

absl::Status ReadMetadata(rd_kafka_t* client, const std::string& topic, TopicFacts& facts) {
  const TopicHandle handle(rd_kafka_topic_new(client, topic.c_str(), nullptr));
  const rd_kafka_metadata_t* metadata = nullptr;
  const auto error = rd_kafka_metadata(client, 0, handle.get(), &metadata, kAdminMs);
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
    return absl::UnavailableError(absl::StrCat("topic ", topic, ": ", rd_kafka_err2str(error)));
  const auto& found = metadata->topics[0];
  absl::Status status = ToStatus(found.err, "topic " + topic, nullptr);
  if (status.ok() && found.partition_cnt > 0) {
    facts.partitions = found.partition_cnt;
    facts.replicas = found.partitions[0].replica_cnt;
  }
  rd_kafka_metadata_destroy(metadata);
  return status;
}
// Where partitions begin or end, by one question to each of their brokers.
std::map<uint32_t, int64_t> OffsetsOf(rd_kafka_t* client, const std::string& topic,
                                      const std::map<uint32_t, uint64_t>& asks, int64_t which) {
  auto* list = rd_kafka_topic_partition_list_new(static_cast<int>(asks.size()));
  for (const auto& [partition, ask] : asks)
    rd_kafka_topic_partition_list_add(list, topic.c_str(), static_cast<int32_t>(partition))
        ->offset = which;
  std::map<uint32_t, int64_t> offsets;
  if (rd_kafka_offsets_for_times(client, list, kSpanMs) == RD_KAFKA_RESP_ERR_NO_ERROR)
    for (int i = 0; i < list->cnt; ++i)
      if (list->elems[i].err == RD_KAFKA_RESP_ERR_NO_ERROR && list->elems[i].offset >= 0)
        offsets[static_cast<uint32_t>(list->elems[i].partition)] = list->elems[i].offset;
  rd_kafka_topic_partition_list_destroy(list);
  return offsets;
}
}  // namespace

void WarnOfOldScram(const ConnectOptions& options) {
  if (!options.user.empty() && rd_kafka_version() < kScramAsBrokersWantIt && options.log)
    options.log(kWarning, "librdkafka before 2.6.1: brokers of Kafka 4 will refuse SCRAM");
}

void DestroyInTime(rd_kafka_t* client) {
  rd_kafka_set_log_level(client, 0);  // whom it would tell may be gone before it is
  const auto destroyed = std::make_shared<std::promise<void>>();
  auto end = destroyed->get_future();
  std::thread([client, destroyed] {
    rd_kafka_destroy(client);
    destroyed->set_value();
  }).detach();
  end.wait_for(kDestroyLimit);
}

absl::StatusOr<Client> NewGaplessProducer(const ConnectOptions& options) {
  return NewClient(RD_KAFKA_PRODUCER, options,
                   {{"enable.gapless.guarantee", "true"},
                    {"enable.idempotence", "true"},
                    {"acks", "all"},
                    {"linger.ms", "5"},
                    {"compression.type", "lz4"},
                    {"message.timeout.ms", std::to_string(options.delivery_limit.count())}});
}

absl::StatusOr<Client> NewMarkKeeper(const ConnectOptions& options, const std::string& group) {
  return NewClient(RD_KAFKA_CONSUMER, options,
                   {{"group.id", group}, {"enable.auto.commit", "false"}});
}

absl::StatusOr<Client> NewProducer(const ConnectOptions& options) {
  return NewClient(RD_KAFKA_PRODUCER, options,
                   {{"enable.idempotence", "true"},
                    {"acks", "all"},
                    {"max.in.flight.requests.per.connection", "5"},
                    {"linger.ms", "0"},
                    {"retry.backoff.ms", "20"},
                    {"batch.size", "1000000"},
                    {"message.max.bytes", "1000000"},
                    {"queue.buffering.max.messages", "200000"},
                    {"queue.buffering.max.kbytes", "262144"},
                    {"message.timeout.ms", std::to_string(options.delivery_limit.count())}});
}

absl::StatusOr<Client> NewConsumer(const ConnectOptions& options) {
  return NewClient(RD_KAFKA_CONSUMER, options,
                   {{"enable.auto.commit", "false"},
                    {"auto.offset.reset", "error"},
                    {"isolation.level", "read_uncommitted"},
                    {"check.crcs", "true"},
                    {"fetch.wait.max.ms", "25"},
                    {"fetch.min.bytes", "65536"},
                    {"fetch.error.backoff.ms", "20"},
                    // A full queue makes 2.0.2 pause for a whole second: let it not fill.
                    {"queued.min.messages", "1000000"},
                    {"queued.max.messages.kbytes", "262144"},
                    {"fetch.message.max.bytes", "8388608"},
                    {"fetch.max.bytes", "67108864"}});
}

absl::Status ReachBrokers(rd_kafka_t* client) {
  const rd_kafka_metadata_t* metadata = nullptr;
  const auto error = rd_kafka_metadata(client, 0, nullptr, &metadata, kAdminMs);
  if (error) return absl::UnavailableError(absl::StrCat("Kafka: ", rd_kafka_err2str(error)));
  rd_kafka_metadata_destroy(metadata);
  return absl::OkStatus();
}

absl::StatusOr<Client> NewMember(const ConnectOptions& options, const MemberOptions& member) {
  return NewClient(RD_KAFKA_CONSUMER, options,
                   {{"group.id", member.group},
                    {"group.instance.id", member.instance},
                    // Eager: the cooperative one has known defects in 2.0.2.
                    {"partition.assignment.strategy", "range"},
                    {"session.timeout.ms", std::to_string(kSession.count())},
                    {"heartbeat.interval.ms", "300"},
                    {"enable.auto.commit", "false"},
                    {"enable.auto.offset.store", "false"},
                    {"auto.offset.reset", "latest"}});
}

std::map<uint32_t, Span> SpansOf(rd_kafka_t* client, const std::string& topic,
                                 const std::map<uint32_t, uint64_t>& asks) {
  const auto begins = OffsetsOf(client, topic, asks, RD_KAFKA_OFFSET_BEGINNING);
  std::map<uint32_t, Span> spans;
  for (const auto& [partition, end] : OffsetsOf(client, topic, asks, RD_KAFKA_OFFSET_END))
    if (const auto begin = begins.find(partition); begin != begins.end())
      spans[partition] = {begin->second, end};
  return spans;
}

absl::StatusOr<TopicFacts> DescribeTopic(rd_kafka_t* client, const std::string& topic) {
  TopicFacts facts;
  if (auto status = ReadMetadata(client, topic, facts); !status.ok()) return status;
  const Queue queue(rd_kafka_queue_new(client));
  const auto options = Bounded(client, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS);
  rd_kafka_ConfigResource_t* resource =
      rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str());
  rd_kafka_DescribeConfigs(client, &resource, 1, options.get(), queue.get());
  rd_kafka_ConfigResource_destroy(resource);
  const auto event = Await(queue.get(), "settings of topic " + topic);
  if (!event.ok()) return event.status();
  size_t count = 0;
  const auto* result = rd_kafka_event_DescribeConfigs_result(event->get());
  const auto* const* resources = rd_kafka_DescribeConfigs_result_resources(result, &count);
  for (size_t r = 0; r < count; ++r) {
    if (const auto error = rd_kafka_ConfigResource_error(resources[r]))
      return ToStatus(error, "settings of topic " + topic,
                      rd_kafka_ConfigResource_error_string(resources[r]));
    size_t entries = 0;
    const auto* const* entry = rd_kafka_ConfigResource_configs(resources[r], &entries);
    for (size_t i = 0; i < entries; ++i)
      if (const char* value = rd_kafka_ConfigEntry_value(entry[i]))
        facts.settings[rd_kafka_ConfigEntry_name(entry[i])] = value;
  }
  return facts;
}

absl::Status CreateTopic(rd_kafka_t* client, const std::string& topic, int partitions,
                         const std::map<std::string, std::string>& settings) {
  char error[256];
  const Queue queue(rd_kafka_queue_new(client));
  const auto options = Bounded(client, RD_KAFKA_ADMIN_OP_CREATETOPICS);
  rd_kafka_NewTopic_t* wanted =
      rd_kafka_NewTopic_new(topic.c_str(), partitions, -1, error, sizeof error);
  if (!wanted) return absl::InvalidArgumentError(error);
  for (const auto& [name, value] : settings)
    rd_kafka_NewTopic_set_config(wanted, name.c_str(), value.c_str());
  rd_kafka_CreateTopics(client, &wanted, 1, options.get(), queue.get());
  rd_kafka_NewTopic_destroy(wanted);
  const auto event = Await(queue.get(), "topic " + topic);
  if (!event.ok()) return event.status();
  size_t count = 0;
  const auto* const* topics =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event->get()), &count);
  return count == 1 ? OfTopic(topics[0]) : absl::UnavailableError("topic " + topic);
}

absl::Status DeleteTopic(rd_kafka_t* client, const std::string& topic) {
  const Queue queue(rd_kafka_queue_new(client));
  const auto options = Bounded(client, RD_KAFKA_ADMIN_OP_DELETETOPICS);
  rd_kafka_DeleteTopic_t* wanted = rd_kafka_DeleteTopic_new(topic.c_str());
  rd_kafka_DeleteTopics(client, &wanted, 1, options.get(), queue.get());
  rd_kafka_DeleteTopic_destroy(wanted);
  const auto event = Await(queue.get(), "topic " + topic);
  if (!event.ok()) return event.status();
  size_t count = 0;
  const auto* const* topics =
      rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event->get()), &count);
  return count == 1 ? OfTopic(topics[0]) : absl::UnavailableError("topic " + topic);
}

absl::Status DeleteRecordsBefore(rd_kafka_t* client, const std::string& topic, uint32_t partition,
                                 int64_t before) {
  const Queue queue(rd_kafka_queue_new(client));
  const auto options = Bounded(client, RD_KAFKA_ADMIN_OP_DELETERECORDS);
  auto* offsets = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(offsets, topic.c_str(), static_cast<int32_t>(partition))
      ->offset = before;
  rd_kafka_DeleteRecords_t* wanted = rd_kafka_DeleteRecords_new(offsets);
  rd_kafka_topic_partition_list_destroy(offsets);
  rd_kafka_DeleteRecords(client, &wanted, 1, options.get(), queue.get());
  rd_kafka_DeleteRecords_destroy(wanted);
  return Await(queue.get(), "records of topic " + topic).status();
}
}  // namespace aor::eventlog::kafka
