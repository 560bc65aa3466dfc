// Commits for tests of the log on Kafka, and the runtime's own writers.
#pragma once

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>

#include "libs/eventlog/record.h"

namespace aor::testing {
inline eventlog::Record CommitAfter(const eventlog::Tail& at, uint32_t chain,
                                    const std::string& id) {
  eventlog::v1::Commit commit;
  commit.set_log("hours");
  commit.set_environment("test");
  commit.set_chain(chain);
  commit.set_chain_count(eventlog::kChainCount);
  commit.set_sequence(at.sequence + 1);
  commit.set_previous_head(std::string(eventlog::Bytes(at.head)));
  commit.set_tenant("t");
  commit.set_method("Test");
  commit.set_request_id(id);
  commit.add_streams()->set_name("a");
  return eventlog::RecordOf(commit, commit.SerializeAsString());
}

using Promise = std::shared_ptr<std::promise<eventlog::Appended>>;
inline std::future<eventlog::Appended> Begin(eventlog::EventLog& log, eventlog::Record record) {
  const auto answer = std::make_shared<std::promise<eventlog::Appended>>();
  log.Append(std::move(record),
             [answer](const eventlog::Appended& appended) { answer->set_value(appended); });
  return answer->get_future();
}
// Bounded: the log answers whatever happens.
inline eventlog::Appended End(std::future<eventlog::Appended> answer) {
  if (answer.wait_for(std::chrono::seconds(60)) == std::future_status::ready) return answer.get();
  ADD_FAILURE() << "an append was never answered";
  return {};
}
inline eventlog::Appended Append(eventlog::EventLog& log, uint32_t chain, const std::string& id) {
  return End(Begin(log, CommitAfter(log.TailOf(chain), chain, id)));
}
}  // namespace aor::testing
