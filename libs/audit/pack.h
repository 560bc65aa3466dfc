// The audit pack: what an auditor needs to verify a log without its server.
//
//   checkpoint.txt       the signed note of all heads at the cut (libs/eventlog/anchor.h); of
//                        processes apart: the note of each, one after the other
//   manifest.json        environment, tenant, chain count, when, whether the clock was moved; of
//                        processes apart: as the first says
//   manifest-2.json      as the second process says, and so on: as many as checkpoints
//   manifest.note        the signed note that binds the manifest to the checkpoint it came with; of
//                        processes apart: the note of each, in the order of the checkpoints
//   shown.notes          signed notes, one of each chain: how many of its records are commits
//                        (libs/audit/shown.h)
//   <log>/<chain>.chain  the records of one chain from its first, each:
//                        kind:u8 ('C' commit, 'L' bare leaf of another tenant)
//                        length:u32 big-endian, that many bytes (32 for a leaf), head after it:32
//
// Whoever verifies takes the public keys, and best an older checkpoint, from elsewhere.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/audit/shown.h"
#include "libs/eventlog/anchor.h"
#include "libs/eventlog/event_log.h"

namespace aor::audit {
inline constexpr char kCheckpointFile[] = "checkpoint.txt";
inline constexpr char kManifestFile[] = "manifest.json";
inline constexpr char kManifestNoteFile[] = "manifest.note";
inline constexpr char kShownFile[] = "shown.notes";

// Where a pack goes: called with a file's name and its next bytes, in order.
using Sink = std::function<absl::Status(const std::string& file, std::string_view bytes)>;

struct PackRequest {
  std::string environment;
  std::string tenant;
  std::string exported_at;  // RFC 3339
  bool development_clock = false;
  std::vector<eventlog::AnchoredHead> heads;  // the cut
};
std::string Manifest(const PackRequest& request);
// What whoever cuts the logs says of a manifest and of the checkpoint that goes with it: origin
// aor/<environment>/manifest, then the SHA-256 of the one and of the other, in hex.
std::string ManifestStatement(const std::string& environment, std::string_view manifest,
                              std::string_view checkpoint);
std::string ManifestOrigin(const std::string& environment);
// The signed note of it.
std::string ManifestNote(const std::string& environment, std::string_view manifest,
                         std::string_view checkpoint, const eventlog::SigningKey& key);
// What one process hands out with its logs.
struct Cut {
  std::string manifest, manifest_note, checkpoint;
};
// Of all processes, in one order; manifest 1 is manifest.json.
absl::Status WriteCuts(const std::vector<Cut>& cuts, const Sink& sink);
std::string ManifestFile(size_t number);
// Adds records of one chain, from what is `shown` to `cut`, a sequence, until about `max_bytes`,
// and counts them in it. DATA_LOSS if the log ends before the cut.
absl::Status AppendRecords(const std::string& tenant, uint64_t cut, const eventlog::EventLog& log,
                           size_t max_bytes, Shown& shown, std::string& records);
// Writes and signs every commit up to the cut. Memory: one chunk of about 256 KB.
absl::Status WritePack(const PackRequest& request, const eventlog::SigningKey& key,
                       const std::function<eventlog::EventLog&(const std::string&)>& log_of,
                       const Sink& sink);

// A sink into a directory, and the name of a chain's file.
Sink IntoDirectory(const std::string& directory);
std::string ChainFile(const std::string& log, uint32_t chain);
}  // namespace aor::audit
