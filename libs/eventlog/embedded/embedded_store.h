// The default backend: one RocksDB for all logs of a process, one committer
// thread, group commit, the write-ahead log synced before any answer.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libs/eventlog/anchor.h"
#include "libs/eventlog/event_log.h"

namespace rocksdb {
class Cache;
class Env;
}  // namespace rocksdb

namespace aor::eventlog {
// Key grammar, integers big-endian; a log's name never holds a zero byte:
//   commits   log 00 chain:u32 sequence:u64                 → head after it:32 bytes of the commit
//   streams   log 00 chain:u32 stream 00 sequence:u64       → (empty)
//   requests  log 00 chain:u32 request:16                   → sequence:u64 digest:32
//   heads     log 00 chain:u32                              → sequence:u64 head:32
//   consumed  log 00 chain:u32 source 00 source_chain:u32   → to:u64
//   default   "format"                                      → decimal store format version
//             "copy of"                                     → where the truth is, in copies only
//             "mark/" log                                   → what Fold was told, in copies only
//             "anchored"                                    → (empty): an anchor was written once
//             "keyring"                                     → the mark of the keyring beside it
struct EmbeddedOptions {
  std::string directory;
  std::string environment = "development";
  size_t max_waiting = 20'000;
  bool sync = true;  // false only for copies, and for benchmarks of what syncing costs
  // Where the truth is if this is only a copy: such a store takes no appends of its own.
  std::string copy_of = {};
  // Heads that an anchor on another path remembers, nothing if there is no anchor: a
  // store that does not hold them is refused, and one that was anchored before but
  // comes without, unless that is accepted.
  std::optional<std::vector<AnchoredHead>> anchored;
  bool accept_missing_anchor = false;
  std::shared_ptr<rocksdb::Cache> cache = {};  // as in libs/rocks/table.h
  rocksdb::Env* env = nullptr;  // the machine's own disk unless a test gives a worse one
};

class EmbeddedStore {
 public:
  // One sentence and FAILED_PRECONDITION for a newer format or another process on
  // the directory; NOT_FOUND for an anchored store without its anchor; DATA_LOSS naming log, chain
  // and sequence for a store that is cut, rewritten or damaged. Nothing is served from such a
  // store, and nothing of it is touched.
  static absl::StatusOr<std::unique_ptr<EmbeddedStore>> Open(const EmbeddedOptions& options);
  // To read what lies there, of whatever environment; nothing of it is changed. DATA_LOSS for a
  // head that does not fit its chain: Scrub looks at the rest.
  static absl::StatusOr<std::unique_ptr<EmbeddedStore>> OpenToRead(const std::string& directory);
  ~EmbeddedStore();

  // From the next opening on the anchor is expected. Before anybody appends.
  absl::Status RememberAnchor();
  // From now on each commit stands beside the mark that the keyring has reached by then, which the
  // keyring holds before: one that has lost a key of any commit is noticed. Before anybody appends.
  absl::Status RememberKeyring(std::function<std::string()> mark);
  // Empty: none is remembered, as in a store of an earlier release.
  absl::StatusOr<std::string> KeyringMark() const;
  // Lives as long as the store. The same name gives the same log.
  EventLog& Log(const std::string& name);
  // All logs with a commit. DATA_LOSS as Heads says.
  absl::StatusOr<std::vector<std::string>> LogNames() const;
  // For copies: records that were found VALID elsewhere, in the order of their chains, and how
  // far they were read there, all in one write. Of a log from one thread. UNAVAILABLE when the
  // disk does not take them: try the same again.
  absl::Status Fold(const std::string& log, std::vector<Record> records, const std::string& mark);
  std::string MarkOf(const std::string& log) const;  // as of the last Fold; empty before
  // All heads, for the anchor and for an export; DATA_LOSS rather than some of them.
  absl::StatusOr<std::vector<AnchoredHead>> Heads() const;
  // Reads and verifies every commit of every chain, then every block of every file against its
  // checksum; DATA_LOSS at the first bad one. Slow: run it behind. Stops early when `stop` says so.
  absl::Status Scrub(const std::function<bool()>& stop) const;
  // A consistent, synced copy of the store in a new directory: no file is shared with it. Appends
  // go on meanwhile.
  absl::Status Checkpoint(const std::string& directory) const;
  // OK, or why writes are refused at the moment. A full disk is tried again when
  // somebody appends, at most once a second (RocksDB itself looks every 5 s and is
  // busy meanwhile): no restart is needed. A failed sync is: nobody can say what a
  // disk holds that has failed once.
  absl::Status Health() const;

  struct Parts;

 private:
  explicit EmbeddedStore(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

inline constexpr int kStoreFormat = 1;
}  // namespace aor::eventlog
