// A closed loop of calls: as many in flight as asked for, each answer sends the next.
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace aor::bench {
struct Loaded {
  double per_second = 0;
  double p50_us = 0, p99_us = 0;
  uint64_t failed = 0;
};
// Starts one call for a slot and calls back with its status.
using Answered = std::function<void(const grpc::Status&)>;
using Call = std::function<void(size_t slot, Answered)>;
Loaded RunLoad(size_t in_flight, std::chrono::duration<double> time, const Call& call);
// The calls from 0 to `count`, as many in flight as asked for. False after one that failed: no
// further ones are started.
bool CallEach(size_t count, size_t in_flight, const Call& call);

// One figure of build/bench.jsonl; a goal or peer of 0 is null.
struct Figure {
  std::string name, unit;
  double value = 0, ceiling = 0, goal = 0;
  std::string peer;
  double peer_value = 0;
};
// Ours to the other's, more being better: of a time, the other's to ours. 0 where there is none.
double Ratio(const Figure& figure, double other);
void Print(const Figure& figure);  // a JSON line on standard output
double Median(std::vector<double> values);
}  // namespace aor::bench
