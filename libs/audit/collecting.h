// What checks of business events share: decoding by type, and where something was found.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "libs/audit/verify.h"

namespace aor::audit {
// Calls `see` with stream and event for each event of one message type.
template <class Event, class See>
void ForEach(const eventlog::v1::Commit& commit, const See& see) {
  const std::string& message = Event::descriptor()->full_name();
  const auto holds = [&](const std::string& type) {
    return type.size() > message.size() && type[message.size()] == '/' && type.starts_with(message);
  };
  for (const auto& stream : commit.streams())
    for (const auto& envelope : stream.events()) {
      if (!holds(envelope.type())) continue;
      Event event;
      if (event.ParseFromString(envelope.payload())) see(stream.name(), event);
    }
}

class Collecting : public Check {
 public:
  void Finish(std::vector<Finding>& findings) override {
    for (Finding& finding : found_) findings.push_back(std::move(finding));
  }

 protected:
  void Found(const eventlog::v1::Commit& commit, uint32_t chain, uint64_t sequence,
             std::string what) {
    found_.push_back({name(), commit.log(), chain, sequence, std::move(what)});
  }

 private:
  std::vector<Finding> found_;
};
}  // namespace aor::audit
