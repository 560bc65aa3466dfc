// Someone who appends to two logs of a store on a bad disk, remembers every answer, and
// says after each restart what of it the store no longer honours.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "libs/eventlog/embedded/embedded_store.h"
#include "tests/crash/lossy_file_system.h"

namespace aor::crash {
class StoreUser {
 public:
  StoreUser(std::string directory, uint32_t seed, bool sync = true);
  ~StoreUser();

  // False if the disk refuses. `violations` says what the opened store has lost.
  bool Open();
  void Close() { store_.reset(); }
  // Appends `count` new requests, several in flight; asks again for those whose answer is
  // not known, under the same request id, as a client does.
  void Append(int count);

  eventlog::EmbeddedStore& store() { return *store_; }
  LossyFileSystem& disk() { return *disk_; }
  std::mt19937& random() { return random_; }
  int Count(eventlog::Outcome outcome) const;  // of the last Append
  int acknowledged() const;
  size_t unanswered() { return Unanswered().size(); }
  std::vector<std::string> violations;

 private:
  struct Request {
    std::string log;
    uint32_t chain = 0;
    int number = 0;
    bool may_be_there = false;              // it was answered indeterminate
    std::optional<eventlog::Tail> at = {};  // acknowledged there
  };
  static eventlog::RequestKey KeyOf(const Request& request);
  static std::string StreamOf(const Request& request);
  static std::string BytesOf(const Request& request);
  std::vector<Request*> Unanswered();
  void Take(Request& request, const eventlog::Appended& answer);
  void Resolve();
  void CheckAcknowledged();
  void CheckChain(const std::string& log, uint32_t chain);
  void CheckStreams(const std::string& log, uint32_t chain);

  const std::string directory_;
  const bool sync_;
  std::mt19937 random_;
  const std::shared_ptr<LossyFileSystem> disk_;
  std::unique_ptr<rocksdb::Env> env_;
  std::unique_ptr<eventlog::EmbeddedStore> store_;
  std::map<int, Request> requests_;  // by number
  std::map<eventlog::Outcome, int> outcomes_;
  int next_ = 0;
};
}  // namespace aor::crash
