#include "tests/kafka/callers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace aor::testing {
namespace {
using std::chrono::milliseconds, std::chrono::seconds;
// Whoever may hear nothing does not wait for long; whoever must be answered waits as long as a
// machine that does much else may take.
constexpr auto kShort = seconds(4), kLong = seconds(30);
constexpr int64_t kPatienceMs = 120'000;
}  // namespace

int64_t MillisecondsSince(Time::time_point start) {
  return std::chrono::duration_cast<milliseconds>(Time::now() - start).count();
}

grpc::Status Callers::Add(const std::string& address, const std::string& key,
                          const std::string& id) {
  v1::AddAmountRequest request;
  request.set_request_id(id);
  request.set_worker_id(key);
  v1::AddAmountResponse response;
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + (may_hear_nothing ? kShort : kLong));
  context.AddMetadata("authorization", "Bearer " + token);
  return StubTo(address)->AddAmount(&context, request, &response);
}

void Callers::Insist(const std::string& key, const std::string& id, size_t first) {
  const auto begun = Time::now();
  for (size_t attempt = first;; ++attempt) {
    const auto status = Add(AddressAt(attempt), key, id);
    {
      std::lock_guard lock(mutex);
      if (status.ok()) {
        longest = std::max(longest, MillisecondsSince(begun));
        return void(acknowledged.insert(id));
      }
      ++errors[status.error_code()];
    }
    if (!IsPromised(status.error_code()))
      return void(ADD_FAILURE() << id << ": " << status.error_code() << " "
                                << status.error_message());
    if (MillisecondsSince(begun) > kPatienceMs) return void(ADD_FAILURE() << id << " has no end");
    std::this_thread::sleep_for(milliseconds(20));
  }
}

bool Callers::IsPromised(grpc::StatusCode code) const {
  if (code == grpc::StatusCode::UNAVAILABLE || code == grpc::StatusCode::ABORTED) return true;
  // Right only while brokers are silent, which the test knows at its end.
  if (code == grpc::StatusCode::UNKNOWN) return true;
  return may_hear_nothing && code == grpc::StatusCode::DEADLINE_EXCEEDED;
}

std::string Callers::AddressAt(size_t at) {
  std::lock_guard lock(mutex);
  return addresses[at % addresses.size()];
}

void Callers::Enter(const std::string& address) {
  std::lock_guard lock(mutex);
  addresses.push_back(address);
}

std::shared_ptr<v1::CounterService::Stub> Callers::StubTo(const std::string& address) {
  std::lock_guard lock(mutex);
  auto& stub = stubs_[address];
  if (!stub) {
    grpc::ChannelArguments arguments;
    for (const char* pause : {GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS,
                              GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, GRPC_ARG_MAX_RECONNECT_BACKOFF_MS})
      arguments.SetInt(pause, 100);
    stub = v1::CounterService::NewStub(
        grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
  }
  return stub;
}
}  // namespace aor::testing
