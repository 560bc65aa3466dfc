// What the log of record promises, checked against a fold of the topic that shares no code with it.
#pragma once

#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/simulation/world.h"

namespace aor::simulation {
class Promises {
 public:
  Promises(const std::vector<std::string>& topic, const std::deque<Wish>& wishes, Counts& counts);
  void Check(const Answered& answered);
  void CheckEnd(const Wish& wish);
  void CheckReader(const eventlog::EventLog& log);
  std::vector<std::string> broken() const { return {broken_.begin(), broken_.end()}; }

 private:
  using States = std::map<std::pair<uint32_t, std::string>, testing::Counter>;
  struct Valid {
    eventlog::v1::Commit commit;
    uint32_t chain = 0;
    eventlog::Tail at;
  };
  void Fold(const std::string& bytes);
  void FoldValid(const eventlog::v1::Commit& commit, const eventlog::Tail& at);
  void FoldClaim(const eventlog::v1::Commit& commit);
  void CheckDecision(const Wish& wish, const eventlog::v1::Commit& commit);
  void CheckRefusal(const Answered& answered);
  void Broken(const std::string& promise) { broken_.insert(promise); }

  Counts& counts_;
  std::map<std::string, const Wish*> wishes_;
  std::array<eventlog::Tail, kChains> tails_;
  std::array<eventlog::v1::ChainClaimed, kChains> owners_;
  std::array<absl::Time, kChains> recorded_;
  States states_;
  std::vector<States> prefixes_;  // by number of records
  std::map<std::string, Valid> by_request_;
  std::set<std::string> broken_;
};
}  // namespace aor::simulation
