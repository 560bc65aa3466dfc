// What the contract of the log of record runs against. A program that links
// event_log_contract_test.cc instantiates it with the backends it has.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <ostream>

#include "libs/eventlog/event_log.h"

namespace aor::eventlog {
struct Backend {
  virtual ~Backend() = default;
  virtual EventLog& log() = 0;  // named hours, of the environment test
  virtual void Restart() {}     // as after a crash: what is durable stays
};

struct NamedBackend {
  const char* name;
  std::unique_ptr<Backend> (*make)();
  friend void PrintTo(const NamedBackend& backend, std::ostream* out) { *out << backend.name; }
};

struct EventLogContract : ::testing::TestWithParam<NamedBackend> {
  EventLogContract() : backend(GetParam().make()) {}
  EventLog& log() { return backend->log(); }
  const std::unique_ptr<Backend> backend;
};

template <class Kind>
std::unique_ptr<Backend> Make() {
  return std::make_unique<Kind>();
}
inline const auto kNameOfBackend = [](const auto& info) { return info.param.name; };
}  // namespace aor::eventlog
