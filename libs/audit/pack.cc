#include "libs/audit/pack.h"

#include <absl/strings/str_cat.h>

#include <filesystem>
#include <fstream>

#include "aor/eventlog/v1/commit.pb.h"
#include "libs/ids/content_digest.h"

namespace aor::audit {
namespace {
constexpr size_t kChunk = 256 << 10;

void AppendRecord(std::string& chunk, char kind, std::string_view bytes,
                  const eventlog::Hash& head) {
  chunk += kind;
  for (int shift = 24; shift >= 0; shift -= 8) chunk += static_cast<char>(bytes.size() >> shift);
  chunk += bytes;
  chunk += eventlog::Bytes(head);
}

}  // namespace

std::string Manifest(const PackRequest& request) {
  return absl::StrCat(
      "{\n  \"format\": 2,\n  \"environment\": \"", request.environment, "\",\n  \"tenant\": \"",
      request.tenant, "\",\n  \"chain_count\": ", eventlog::kChainCount, ",\n  \"exported_at\": \"",
      request.exported_at,
      "\",\n  \"development_clock\": ", request.development_clock ? "true" : "false", "\n}\n");
}

std::string ManifestOrigin(const std::string& environment) {
  return absl::StrCat("aor/", environment, "/manifest");
}

std::string ManifestStatement(const std::string& environment, std::string_view manifest,
                              std::string_view checkpoint) {
  return absl::StrCat(ManifestOrigin(environment), "\n", ContentDigest(manifest), "\n",
                      ContentDigest(checkpoint), "\n");
}

std::string ManifestNote(const std::string& environment, std::string_view manifest,
                         std::string_view checkpoint, const eventlog::SigningKey& key) {
  return eventlog::SignedNote(ManifestOrigin(environment),
                              ManifestStatement(environment, manifest, checkpoint), key);
}

std::string ManifestFile(size_t number) {
  return number == 1 ? kManifestFile : absl::StrCat("manifest-", number, ".json");
}

absl::Status WriteCuts(const std::vector<Cut>& cuts, const Sink& sink) {
  absl::Status status;
  size_t number = 0;
  for (const Cut& cut : cuts) {
    if (status.ok()) status = sink(ManifestFile(++number), cut.manifest);
    if (status.ok()) status = sink(kManifestNoteFile, cut.manifest_note);
    if (status.ok()) status = sink(kCheckpointFile, cut.checkpoint);
  }
  return status;
}

// Another tenant's commit is shown as its leaf only: the chain still verifies.
absl::Status AppendRecords(const std::string& tenant, uint64_t cut, const eventlog::EventLog& log,
                           size_t max_bytes, Shown& shown, std::string& records) {
  eventlog::v1::Commit commit;  // one for all: it keeps its memory
  const auto read = log.Read(shown.chain, shown.sequence + 1, [&](const eventlog::Stored& stored) {
    commit.ParseFromArray(stored.bytes.data(), static_cast<int>(stored.bytes.size()));
    const bool own = commit.tenant() == tenant;
    if (own)
      AppendRecord(records, 'C', stored.bytes, stored.at.head);
    else
      AppendRecord(records, 'L', eventlog::Bytes(eventlog::LeafOf(stored.bytes)), stored.at.head);
    shown.commits += own;
    shown.sequence = stored.at.sequence;
    return records.size() < max_bytes && shown.sequence < cut;
  });
  if (!read.ok() || shown.sequence >= cut || records.size() >= max_bytes) return read;
  return absl::DataLossError(absl::StrCat("log ", shown.log, " chain ", shown.chain, " ends at ",
                                          shown.sequence, ", before the cut at ", cut));
}

std::string ChainFile(const std::string& log, uint32_t chain) {
  return absl::StrCat(log, "/", absl::Dec(chain, absl::kZeroPad2), ".chain");
}

absl::Status WritePack(const PackRequest& request, const eventlog::SigningKey& key,
                       const std::function<eventlog::EventLog&(const std::string&)>& log_of,
                       const Sink& sink) {
  const std::string manifest = Manifest(request);
  const auto checkpoint = eventlog::SignedCheckpoint(request.environment, request.heads, key);
  absl::Status status = WriteCuts(
      {{manifest, ManifestNote(request.environment, manifest, checkpoint, key), checkpoint}}, sink);
  for (const eventlog::AnchoredHead& cut : request.heads) {
    Shown shown{cut.log, cut.chain};
    while (status.ok() && shown.sequence < cut.sequence) {
      std::string records;
      status = AppendRecords(request.tenant, cut.sequence, log_of(cut.log), kChunk, shown, records);
      if (status.ok()) status = sink(ChainFile(cut.log, cut.chain), records);
    }
    if (status.ok())
      status = sink(kShownFile, ShownNote(request.environment, request.tenant, shown, key));
  }
  return status;
}

Sink IntoDirectory(const std::string& directory) {
  return [directory](const std::string& file, std::string_view bytes) {
    const std::filesystem::path path = std::filesystem::path(directory) / file;
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    std::ofstream out(path, std::ios::binary | std::ios::app);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.flush();
    return out ? absl::OkStatus() : absl::UnavailableError(path.string() + " cannot be written");
  };
}
}  // namespace aor::audit
