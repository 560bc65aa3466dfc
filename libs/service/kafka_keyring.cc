#include "libs/service/kafka_keyring.h"

#include "libs/eventlog/kafka/table.h"
#include "libs/eventlog/kafka/topic_check.h"
#include "libs/vault/shared_keyring.h"

namespace aor::service {
namespace {
using namespace eventlog::kafka;

class RowsInTopic final : public vault::SharedRows {
 public:
  RowsInTopic(Cluster& cluster, const std::string& topic) : table_(cluster, topic) {}
  absl::Status Put(std::string_view name, std::optional<std::string_view> row) override {
    return table_.Put(name, row);
  }
  absl::Status Read(bool to_the_end, const Visit& visit) override {
    return table_.Read(to_the_end, visit);
  }

 private:
  Table table_;
};

absl::Status CheckKeyring(Cluster& cluster, const std::string& topic) {
  const auto facts = cluster.Describe(topic);
  return facts.ok() ? CheckTable(topic, *facts) : facts.status();
}
}  // namespace

absl::StatusOr<std::unique_ptr<vault::Keyring>> OpenKafkaKeyring(
    Cluster& cluster, const std::string& topic, const std::string& wrapping_key_file,
    const std::string& next_wrapping_key_file) {
  if (auto status = CheckKeyring(cluster, topic); !status.ok()) return status;
  return vault::SharedKeyring(std::make_unique<RowsInTopic>(cluster, topic), wrapping_key_file,
                              next_wrapping_key_file);
}

absl::StatusOr<uint64_t> RewrapKafkaKeyring(Cluster& cluster, const std::string& topic,
                                            const std::string& old_wrapping_key_file,
                                            const std::string& new_wrapping_key_file) {
  if (auto status = CheckKeyring(cluster, topic); !status.ok()) return status;
  return vault::RewrapShared(std::make_unique<RowsInTopic>(cluster, topic), old_wrapping_key_file,
                             new_wrapping_key_file);
}
}  // namespace aor::service
