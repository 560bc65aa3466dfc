// October 2026 of a programme of any size, through the public API: clients, their quotes,
// workers with accounts and contracts, 22 entries each.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/bench/office.h"

namespace aor::bench {
class Programme {
 public:
  static constexpr size_t kWorkersOfAClient = 20, kWeeks = 5, kEntries = 22;
  Programme(const Office& office, size_t workers);

  // The first clock must stand on 28 September. Afterwards all weeks are complete, and it
  // stands on 31 October.
  bool Prepare();
  bool Approve();  // each week, by its client
  bool Verify();   // each week, by a consultant who did not enter it
  // Returns when every view and reaction has applied everything.
  bool Settle();
  size_t workers() const { return workers_; }

 private:
  bool OpenAgency();
  bool RegisterClients();
  bool RegisterPeople();
  bool ConcludeContracts();
  bool SignPapers();
  bool RecordHours();
  bool EndMonth();
  // One call for each contract and week.
  template <class Stub, class Async, class Request, class Response>
  bool EachWeek(const char* what, Stub& stub,
                void (Async::*method)(grpc::ClientContext*, const Request*, Response*,
                                      std::function<void(grpc::Status)>),
                const std::function<const std::string&(size_t worker, Request&)>& fill);

  size_t ClientOf(size_t worker) const { return worker % clients_; }

  const Office& office_;
  const size_t workers_, clients_;
  const std::string consultant_, verifier_;
  std::vector<std::string> contacts_;  // a token of each client
};
}  // namespace aor::bench
