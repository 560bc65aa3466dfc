// A process that is told to stop while many call it: what they hear, and what stands afterwards.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "libs/service/testing/running_host.h"

namespace aor::service {
namespace {
constexpr int kCallers = 24, kLives = 5;
constexpr auto kBefore = std::chrono::milliseconds(200);

struct Heard {
  std::set<std::string> asked;
  std::string unanswered;  // what it asked last, and was not told OK
  std::map<grpc::StatusCode, int> codes;
};

// The same request until it is answered well, then the next, until the process is gone.
Heard CallUntil(const std::atomic<bool>& gone, const Running& running, const std::string& name) {
  Heard heard;
  const auto stub = CounterService::NewStub(running.channel);
  AddAmountRequest request;
  request.set_worker_id("anna");
  request.set_amount(1);
  while (!gone) {
    if (heard.unanswered.empty())
      heard.unanswered = name + "-" + std::to_string(heard.asked.size());
    heard.asked.insert(heard.unanswered);
    request.set_request_id(heard.unanswered);
    AddAmountResponse response;
    const auto context = running.Calling();
    const auto status = stub->AddAmount(context.get(), request, &response);
    ++heard.codes[status.error_code()];
    if (status.ok()) heard.unanswered.clear();
  }
  return heard;
}

std::vector<Heard> StopUnderCalls(Running& running, const std::string& life) {
  std::vector<Heard> heard(kCallers);
  std::vector<std::thread> callers;
  std::atomic<bool> gone = false;
  for (int caller = 0; caller < kCallers; ++caller)
    callers.emplace_back([&, caller] {
      heard[caller] = CallUntil(gone, running, life + "-" + std::to_string(caller));
    });
  std::this_thread::sleep_for(kBefore);
  EXPECT_EQ(running.Stop(), 0);
  gone = true;
  for (auto& caller : callers) caller.join();
  return heard;
}

TEST(Drain, WhoCallsAProcessThatStopsIsAnsweredOrToldToComeAgain) {
  const std::string directory = Directory("drains");
  size_t asked = 0;
  for (int life = 0; life < kLives; ++life) {
    std::vector<Heard> heard;
    {
      Running running(directory, "embedded");
      heard = StopUnderCalls(running, std::to_string(life));
    }
    Running again(directory, "embedded");
    std::string token = again.Add("life-" + std::to_string(life));
    ++asked;
    for (const Heard& one : heard) {
      for (const auto& [code, times] : one.codes)
        EXPECT_TRUE(code == grpc::StatusCode::OK || code == grpc::StatusCode::UNAVAILABLE)
            << times << " times " << code;
      if (!one.unanswered.empty()) token = again.Add(one.unanswered);
      asked += one.asked.size();
    }
    // Each once, whether or not it was carried out before its caller heard nothing.
    EXPECT_EQ(again.Total(token), static_cast<int64_t>(asked));
  }
}
}  // namespace
}  // namespace aor::service
