// Who calls the pods of a service all the time, and what they were told.
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "aor/testing/v1/edge_service.grpc.pb.h"

namespace aor::testing {
using Time = std::chrono::steady_clock;
int64_t MillisecondsSince(Time::time_point start);

struct Callers {
  grpc::Status Add(const std::string& address, const std::string& key, const std::string& id);
  // The same request, at one address after the other, until it is answered well. Anything but what
  // is promised to callers is a failure.
  void Insist(const std::string& key, const std::string& id, size_t first);
  std::string AddressAt(size_t at);
  void Enter(const std::string& address);  // called from now on

  std::string token;
  // A process that stands still answers nobody, and does not know what became of its records.
  bool may_hear_nothing = false;
  std::mutex mutex;
  std::vector<std::string> addresses;
  std::set<std::string> acknowledged;
  std::map<int, int> errors;
  int64_t longest = 0;  // until one was answered well, in milliseconds

 private:
  std::shared_ptr<v1::CounterService::Stub> StubTo(const std::string& address);
  bool IsPromised(grpc::StatusCode code) const;
  std::map<std::string, std::shared_ptr<v1::CounterService::Stub>> stubs_;
};
}  // namespace aor::testing
