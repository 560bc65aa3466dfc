// The chain files of a pack, read in large pieces. All of a record that depends on no other
// is checked piece by piece, on any thread: a file tells the head before each record, so
// only whoever goes through the records in order has to believe nothing.
#pragma once

#include <array>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aor/eventlog/v1/commit.pb.h"
#include "libs/eventlog/anchor.h"

namespace aor::audit {
using RequestDigest = std::array<uint8_t, 16>;

struct Record {
  char kind = 0;
  std::string_view bytes;
  eventlog::Hash head{};                         // after it, as the file says
  const eventlog::v1::Commit* commit = nullptr;  // not for a bare leaf
  RequestDigest request{};                       // of the scope of idempotency
  std::optional<std::string> wrong;
};

// Whole records of one chain, and the memory to hold them, which the next ones use again.
struct RecordBlock {
  size_t chain = 0;         // the index in the checkpoint
  uint64_t first = 0;       // sequence of the first record
  eventlog::Hash before{};  // the head before it
  bool last = false;        // of its chain
  bool torn = false;        // what follows is cut, or its length is wrong
  std::vector<Record> records;
  std::string bytes;
  google::protobuf::RepeatedPtrField<eventlog::v1::Commit> commits;
};

class RecordBlocks {
 public:
  RecordBlocks(std::string directory, std::string environment,
               const std::vector<eventlog::AnchoredHead>& chains)
      : directory_(std::move(directory)), environment_(std::move(environment)), chains_(chains) {}
  // The next block, chain by chain; every chain has at least one. False after the last.
  bool Next(RecordBlock& block);
  // Hashes and parses; what is wrong with a record by itself stands in it afterwards.
  void Check(RecordBlock& block) const;

 private:
  void OpenChain();
  void ReadMore(std::string& bytes);  // at least what makes its first record whole

  const std::string directory_, environment_;
  const std::vector<eventlog::AnchoredHead>& chains_;
  size_t chain_ = 0;
  std::ifstream file_;
  std::string rest_;  // the beginning of a record that the last block did not hold whole
  uint64_t next_ = 0;
  eventlog::Hash head_{};
};
}  // namespace aor::audit
