#include "libs/relay/kafka_topic.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>

#include "libs/eventlog/chain.h"
#include "libs/eventlog/kafka/rdkafka_handles.h"
#include "libs/eventlog/kafka/topic_check.h"

namespace aor::relay {
namespace {
using namespace eventlog::kafka;
using eventlog::kChainCount;
using Offsets = std::unique_ptr<rd_kafka_topic_partition_list_t,
                                DestroyedBy<rd_kafka_topic_partition_list_destroy>>;
constexpr int kAnswerMs = 10'000;

absl::Status Failed(const std::string& topic, const char* what) {
  return absl::UnavailableError(absl::StrCat("topic ", topic, ": ", what));
}

// "chain:sequence …"; what is not of this form was not written by a relay, and counts as nothing.
void ReadMark(absl::string_view mark, HandedOut& handed_out) {
  for (const absl::string_view one : absl::StrSplit(mark, ' ', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(one, ':');
    uint32_t chain = 0;
    uint64_t sequence = 0;
    if (absl::SimpleAtoi(parts.first, &chain) && absl::SimpleAtoi(parts.second, &sequence) &&
        chain < kChainCount)
      handed_out[chain] = sequence;
  }
}

rd_kafka_headers_t* HeadersOf(const CloudEvent& event) {
  auto* headers = rd_kafka_headers_new(event.attributes.size() + 1);
  const auto add = [&](const std::string& name, const std::string& value) {
    rd_kafka_header_add(headers, name.data(), static_cast<ssize_t>(name.size()), value.data(),
                        static_cast<ssize_t>(value.size()));
  };
  for (const auto& [name, value] : event.attributes) add("ce_" + name, value);
  add("content-type", "application/protobuf");
  return headers;
}

class Topic final : public PublicTopic {
 public:
  Topic(const ConnectOptions& options, const std::string& environment, const std::string& log,
        int partitions_of_log)
      : options_(options),
        partitions_of_log_(partitions_of_log),
        topic_(PublicTopicOf(environment, log)),
        group_(RelayGroupOf(environment, log)) {}
  absl::Status Publish(const std::vector<Outgoing>& events) override {
    if (events.empty()) return absl::OkStatus();
    if (const auto status = Connect(); !status.ok()) return status;
    absl::Status status;
    size_t taken = 0;
    for (const auto& one : events) {
      status = Produce(one);
      if (!status.ok()) break;
      ++taken;
    }
    status.Update(AwaitReports(taken));
    if (!status.ok()) producer_.reset();  // whatever waits in it does not come later
    return status;
  }
  absl::Status Remember(const HandedOut& handed_out) override;
  absl::StatusOr<HandedOut> Remembered() override;

 private:
  absl::Status Connect();
  absl::Status Produce(const Outgoing& outgoing);
  absl::Status AwaitReports(size_t count);
  absl::StatusOr<rd_kafka_t*> Keeper();

  const ConnectOptions options_;
  const int partitions_of_log_;
  const std::string topic_, group_;
  int partitions_ = 0;
  Client producer_, keeper_;
};

absl::Status Topic::Connect() {
  if (producer_) return absl::OkStatus();
  auto producer = NewGaplessProducer(options_);
  if (!producer.ok()) return producer.status();
  const auto facts = DescribeTopic(producer->get(), topic_);
  if (!facts.ok()) return facts.status();
  const auto fits = CheckPublicTopic(topic_, *facts, partitions_of_log_);
  if (!fits.ok()) return fits;
  partitions_ = facts->partitions;
  producer_ = *std::move(producer);
  return absl::OkStatus();
}

absl::Status Topic::Produce(const Outgoing& outgoing) {
  const CloudEvent& event = outgoing.event;
  rd_kafka_headers_t* headers = HeadersOf(event);
  const auto error = rd_kafka_producev(
      producer_.get(), RD_KAFKA_V_TOPIC(topic_.c_str()),
      RD_KAFKA_V_PARTITION(static_cast<int32_t>(outgoing.chain % partitions_)),
      RD_KAFKA_V_KEY(event.key.data(), event.key.size()),
      RD_KAFKA_V_VALUE(const_cast<char*>(event.data.data()), event.data.size()),
      RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_END);
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return absl::OkStatus();
  rd_kafka_headers_destroy(headers);  // still ours
  return Failed(topic_, rd_kafka_err2str(error));
}

absl::Status Topic::AwaitReports(size_t count) {
  const Queue queue(rd_kafka_queue_get_main(producer_.get()));
  absl::Status status;
  while (count > 0) {
    const Event event(rd_kafka_queue_poll(
        queue.get(), static_cast<int>(options_.delivery_limit.count()) + kAnswerMs));
    if (!event) return Failed(topic_, "no report came");
    if (rd_kafka_event_type(event.get()) != RD_KAFKA_EVENT_DR) continue;
    while (const auto* message = rd_kafka_event_message_next(event.get())) {
      --count;
      if (message->err) status.Update(Failed(topic_, rd_kafka_err2str(message->err)));
    }
  }
  return status;
}

absl::StatusOr<rd_kafka_t*> Topic::Keeper() {
  if (const auto status = Connect(); !status.ok()) return status;
  if (!keeper_) {
    auto keeper = NewMarkKeeper(options_, group_);
    if (!keeper.ok()) return keeper.status();
    keeper_ = *std::move(keeper);
  }
  return keeper_.get();
}

// Of the partitions whose chains are all here: the others are somebody else's to remember.
absl::Status Topic::Remember(const HandedOut& handed_out) {
  const auto keeper = Keeper();
  if (!keeper.ok()) return keeper.status();
  const Offsets offsets(rd_kafka_topic_partition_list_new(partitions_));
  for (int partition = 0; partition < partitions_; ++partition) {
    std::string mark;
    uint64_t sum = 0;
    bool whole = true;
    for (uint32_t chain = partition; chain < kChainCount; chain += partitions_) {
      const auto at = handed_out.find(chain);
      whole = whole && at != handed_out.end();
      if (!whole) break;
      sum += at->second;
      if (at->second > 0) absl::StrAppend(&mark, chain, ":", at->second, " ");
    }
    if (!whole || mark.empty()) continue;
    auto* place = rd_kafka_topic_partition_list_add(offsets.get(), topic_.c_str(), partition);
    place->offset = static_cast<int64_t>(sum);
    place->metadata = strdup(mark.c_str());  // freed with the list
    place->metadata_size = mark.size();
  }
  if (offsets->cnt == 0) return absl::OkStatus();
  const auto error = rd_kafka_commit(*keeper, offsets.get(), 0);
  return error ? Failed(group_, rd_kafka_err2str(error)) : absl::OkStatus();
}

absl::StatusOr<HandedOut> Topic::Remembered() {
  const auto keeper = Keeper();
  if (!keeper.ok()) return keeper.status();
  const Offsets offsets(rd_kafka_topic_partition_list_new(partitions_));
  for (int partition = 0; partition < partitions_; ++partition)
    rd_kafka_topic_partition_list_add(offsets.get(), topic_.c_str(), partition);
  const auto error = rd_kafka_committed(*keeper, offsets.get(), kAnswerMs);
  if (error) return Failed(group_, rd_kafka_err2str(error));
  HandedOut handed_out;
  for (int i = 0; i < offsets->cnt; ++i) {
    const auto& place = offsets->elems[i];
    if (place.err) return Failed(group_, rd_kafka_err2str(place.err));
    ReadMark({static_cast<const char*>(place.metadata), place.metadata_size}, handed_out);
  }
  return handed_out;
}
}  // namespace

std::string PublicTopicOf(const std::string& environment, const std::string& log) {
  return absl::StrCat(environment, ".", log, ".public.v1");
}
std::string RelayGroupOf(const std::string& environment, const std::string& log) {
  return absl::StrCat(environment, ".", log, ".relay.v1");
}

std::unique_ptr<PublicTopic> KafkaTopic(const ConnectOptions& options,
                                        const std::string& environment, const std::string& log,
                                        int partitions_of_log) {
  return std::make_unique<Topic>(options, environment, log, partitions_of_log);
}
}  // namespace aor::relay
