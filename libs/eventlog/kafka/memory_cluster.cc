#include "libs/eventlog/kafka/memory_cluster.h"

#include <algorithm>
#include <utility>

namespace aor::eventlog::kafka {
class MemoryTopic final : public Topic {
 public:
  MemoryTopic(MemoryCluster& cluster, std::string name, TopicEvents& events)
      : cluster_(cluster), name_(std::move(name)), events_(events) {
    producer_ = cluster_.NewProducer(name_, this);
  }
  ~MemoryTopic() override {
    std::lock_guard lock(cluster_.mutex_);
    producer_->owner = nullptr;
    std::erase(cluster_.open_, this);
  }
  void Produce(uint32_t partition, std::string_view key, std::optional<std::string_view> bytes,
               uint64_t token) override {
    std::lock_guard lock(cluster_.mutex_);
    held_.push_back({partition,
                     token,
                     {0, std::string(bytes.value_or("")), std::string(key), !bytes.has_value()}});
  }
  void Send() override {
    std::lock_guard lock(cluster_.mutex_);
    for (auto& produced : std::exchange(held_, {}))
      cluster_.Produce(producer_, std::move(produced));
  }
  void Read(uint32_t partition, int64_t from) override {
    std::lock_guard lock(cluster_.mutex_);
    next_[partition] = from;
    if (!cluster_.random_) cluster_.Deliver(*this, partition, SIZE_MAX);
  }
  void AskSpan(uint32_t partition, uint64_t ask) override {
    std::lock_guard lock(cluster_.mutex_);
    if (cluster_.random_)
      asked_[partition] = ask;
    else
      events_.OnSpan(partition, ask, cluster_.topics_[name_].partitions[partition].span());
  }

 private:
  friend class MemoryCluster;
  MemoryCluster& cluster_;
  const std::string name_;
  TopicEvents& events_;
  std::shared_ptr<MemoryCluster::Producer> producer_;
  std::vector<MemoryCluster::Produced> held_;        // until Send
  std::map<uint32_t, int64_t> next_;                 // what is read next
  std::map<uint32_t, uint64_t> asked_;               // the last question for the span
  std::deque<std::pair<uint32_t, Report>> reports_;  // under way
};

class MemoryMember final : public Membership {
 public:
  MemoryMember(MemoryCluster& cluster, MemberOptions options)
      : cluster_(cluster), options_(std::move(options)) {}
  ~MemoryMember() override {
    std::lock_guard lock(cluster_.mutex_);
    auto& members = cluster_.groups_[options_.group].members;
    if (const auto mine = members.find(options_.instance); mine != members.end())
      mine->second = [](uint64_t, const auto&) {};
  }
  void Leave() override { cluster_.Expire(options_.group, options_.instance); }

 private:
  MemoryCluster& cluster_;
  const MemberOptions options_;
};

MemoryCluster::~MemoryCluster() = default;

void MemoryCluster::Create(const std::string& topic, TopicFacts facts) {
  std::lock_guard lock(mutex_);
  topics_[topic] = {facts, std::vector<Partition>(facts.partitions)};
}

absl::StatusOr<TopicFacts> MemoryCluster::Describe(const std::string& topic) {
  std::lock_guard lock(mutex_);
  const auto found = topics_.find(topic);
  if (found == topics_.end()) return absl::NotFoundError("there is no topic " + topic);
  return found->second.facts;
}

std::unique_ptr<Topic> MemoryCluster::Open(const std::string& topic, TopicEvents& events) {
  std::lock_guard lock(mutex_);
  auto opened = std::make_unique<MemoryTopic>(*this, topic, events);
  open_.push_back(opened.get());
  return opened;
}

absl::StatusOr<std::unique_ptr<Membership>> MemoryCluster::Join(const MemberOptions& options,
                                                                OnAssigned told) {
  std::lock_guard lock(mutex_);
  Group& group = groups_[options.group];
  group.topic = options.topic;
  const bool is_new = !group.members.contains(options.instance);
  group.members[options.instance] = std::move(told);
  if (is_new) ++group.generation;
  Settle(group);
  return std::make_unique<MemoryMember>(*this, options);
}

void MemoryCluster::Expire(const std::string& name, const std::string& instance) {
  std::lock_guard lock(mutex_);
  Group& group = groups_[name];
  if (group.members.erase(instance) == 0) return;
  ++group.generation;
  Settle(group);
}

// To each member a range of the partitions.
void MemoryCluster::Settle(Group& group) {
  const size_t partitions = topics_[group.topic].partitions.size();
  size_t member = 0, first = 0;
  for (const auto& [instance, told] : group.members) {
    const size_t end = ++member * partitions / group.members.size();
    std::vector<uint32_t> mine;
    for (; first < end; ++first) mine.push_back(static_cast<uint32_t>(first));
    told(group.generation, mine);
  }
}

std::shared_ptr<MemoryCluster::Producer> MemoryCluster::NewProducer(const std::string& topic,
                                                                    MemoryTopic* owner) {
  std::lock_guard lock(mutex_);
  producers_.push_back(std::make_shared<Producer>(Producer{topic, owner, {}}));
  return producers_.back();
}

int64_t MemoryCluster::Land(const std::string& topic, const Produced& produced) {
  Partition& stored = topics_[topic].partitions.at(produced.partition);
  Message record = produced.record;
  record.offset = stored.end++;
  stored.records[record.offset] = std::move(record);
  return stored.end - 1;
}

void MemoryCluster::Produce(const std::shared_ptr<Producer>& producer, Produced produced) {
  if (random_) return producer->sent.push_back(std::move(produced));
  const int64_t offset = Land(producer->topic, produced);
  producer->owner->events_.OnReports(produced.partition, {{produced.token, offset, {}}});
  DeliverToAll(producer->topic, produced.partition);
}

void MemoryCluster::Put(const std::string& topic, uint32_t partition, std::string bytes) {
  std::lock_guard lock(mutex_);
  Land(topic, {partition, 0, {0, std::move(bytes)}});
  if (!random_) DeliverToAll(topic, partition);
}

void MemoryCluster::DeliverToAll(const std::string& topic, uint32_t partition) {
  for (MemoryTopic* open : open_)
    if (open->name_ == topic) Deliver(*open, partition, SIZE_MAX);
}

void MemoryCluster::Deliver(MemoryTopic& topic, uint32_t partition, size_t limit) {
  const auto next = topic.next_.find(partition);
  if (next == topic.next_.end()) return;
  const Partition& stored = topics_[topic.name_].partitions[partition];
  if (next->second < stored.begin || next->second > stored.span().end)
    return topic.events_.OnUnreadable(
        partition, "offset " + std::to_string(next->second) + " is not there any more");
  std::vector<Message> messages;
  for (auto at = stored.records.lower_bound(next->second);
       at != stored.records.end() && messages.size() < limit; ++at)
    messages.push_back(at->second);
  next->second = messages.size() < limit ? stored.end : messages.back().offset + 1;
  if (!messages.empty()) topic.events_.OnRead(partition, std::move(messages));
}

// ---- one thing at a time --------------------------------------------------------------------

void MemoryCluster::Step() {
  std::lock_guard lock(mutex_);
  if (Chance() < .4) {
    std::vector<Producer*> busy;
    for (const auto& producer : producers_)
      if (!producer->sent.empty()) busy.push_back(producer.get());
    if (busy.empty()) return;
    Producer& producer = *busy[Below(busy.size())];
    // What nobody waits for any more comes when it is least expected.
    if (producer.owner || calm_ || Chance() < .05) StepProducer(producer);
  } else if (!open_.empty()) {
    StepReader(*open_[Below(open_.size())]);
  }
}

// What a broker, a network and a client library can do to the oldest record of a producer.
void MemoryCluster::StepProducer(Producer& producer) {
  const Produced record = std::move(producer.sent.front());
  producer.sent.pop_front();
  const double x = calm_ ? 0 : Chance();
  const auto tell = [&](std::optional<int64_t> offset, std::string error) {
    if (producer.owner)
      producer.owner->reports_.emplace_back(record.partition,
                                            Report{record.token, offset, std::move(error)});
  };
  const bool lands = x < .92 || (x >= .94 && x < .95);
  const int64_t offset = lands ? Land(producer.topic, record) : -1;
  if (x < .82) {
    tell(offset, "");
  } else if (x >= .86 && x < .90) {
    tell({}, "");  // appended, and nobody knows where
  } else if (x >= .90 && x < .94) {
    tell({}, "injected");  // said to have failed: half of them are there
  } else if (x >= .95 && x < .97) {
    tell({}, "injected");  // and lands after all, later than others
    NewProducer(producer.topic, nullptr)->sent.push_back(record);
  }  // else without a word, landed or not, while the next ones land
}

void MemoryCluster::StepReader(MemoryTopic& topic) {
  const double x = Chance();
  if (x < .45 && !topic.reports_.empty()) {
    const size_t at =
        calm_ || Chance() < .8 ? 0 : Below(std::min<size_t>(topic.reports_.size(), 3));
    auto [partition, report] = std::move(topic.reports_[at]);
    topic.reports_.erase(topic.reports_.begin() + static_cast<ptrdiff_t>(at));
    topic.events_.OnReports(partition, {std::move(report)});
  } else if (x < .8 && !topic.next_.empty()) {
    Deliver(topic, std::next(topic.next_.begin(), Below(topic.next_.size()))->first, 1 + Below(5));
  } else if (!topic.asked_.empty()) {
    const auto [partition, ask] = *topic.asked_.begin();
    topic.asked_.erase(topic.asked_.begin());
    if (calm_ || Chance() < .9)
      topic.events_.OnSpan(partition, ask, topics_[topic.name_].partitions[partition].span());
  }
}

void MemoryCluster::LandAll() {
  std::lock_guard lock(mutex_);
  for (const auto& producer : producers_) {
    for (const Produced& record : producer->sent) Land(producer->topic, record);
    producer->sent.clear();
  }
}

void MemoryCluster::LoseAProducer() {
  std::lock_guard lock(mutex_);
  if (open_.empty()) return;
  MemoryTopic& topic = *open_[Below(open_.size())];
  topic.producer_->owner = nullptr;
  topic.reports_.clear();
  topic.producer_ = NewProducer(topic.name_, &topic);
  topic.events_.OnProducerLost();
}

std::vector<std::string> MemoryCluster::Records(const std::string& topic,
                                                uint32_t partition) const {
  std::lock_guard lock(mutex_);
  std::vector<std::string> all;
  for (const auto& [offset, record] : topics_.at(topic).partitions.at(partition).records)
    all.push_back(record.bytes);
  return all;
}

void MemoryCluster::Compact(const std::string& topic) {
  std::lock_guard lock(mutex_);
  for (Partition& stored : topics_[topic].partitions) {
    std::map<std::string, int64_t> last;
    for (const auto& [offset, record] : stored.records) last[record.key] = offset;
    std::erase_if(stored.records, [&](const auto& at) {
      const bool outdated = at.second.deletes || last[at.second.key] != at.first;
      return outdated && at.first + 1 < stored.end;  // brokers leave the newest segment alone
    });
  }
}

void MemoryCluster::Keep(const std::string& topic, uint32_t partition, int64_t begin, int64_t end) {
  std::lock_guard lock(mutex_);
  Partition& stored = topics_[topic].partitions.at(partition);
  stored.begin = begin;
  stored.end = end;
  std::erase_if(stored.records,
                [=](const auto& at) { return at.first < begin || at.first >= end; });
}
}  // namespace aor::eventlog::kafka
