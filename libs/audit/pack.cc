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
      "{\n  \"format\": 1,\n  \"environment\": \"", request.environment, "\",\n  \"tenant\": \"",
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

// Another tenant's commit is shown as its leaf only: the chain still verifies.
absl::StatusOr<uint64_t> AppendRecords(const std::string& tenant, const eventlog::AnchoredHead& cut,
                                       const eventlog::EventLog& log, uint64_t from,
                                       size_t max_bytes, std::string& records) {
  uint64_t reached = from - 1;
  eventlog::v1::Commit commit;  // one for all: it keeps its memory
  const auto read = log.Read(cut.chain, from, [&](const eventlog::Stored& stored) {
    commit.ParseFromArray(stored.bytes.data(), static_cast<int>(stored.bytes.size()));
    if (commit.tenant() == tenant)
      AppendRecord(records, 'C', stored.bytes, stored.at.head);
    else
      AppendRecord(records, 'L', eventlog::Bytes(eventlog::LeafOf(stored.bytes)), stored.at.head);
    reached = stored.at.sequence;
    return records.size() < max_bytes && reached < cut.sequence;
  });
  if (!read.ok()) return read;
  if (reached >= cut.sequence) return 0;
  if (records.size() >= max_bytes) return reached + 1;
  return absl::DataLossError(absl::StrCat("log ", cut.log, " chain ", cut.chain, " ends at ",
                                          reached, ", before the cut at ", cut.sequence));
}

std::string ChainFile(const std::string& log, uint32_t chain) {
  return absl::StrCat(log, "/", absl::Dec(chain, absl::kZeroPad2), ".chain");
}

absl::Status WritePack(const PackRequest& request,
                       const std::function<eventlog::EventLog&(const std::string&)>& log_of,
                       const Sink& sink) {
  absl::Status status = sink(kManifestFile, Manifest(request));
  if (status.ok()) status = sink(kManifestNoteFile, request.manifest_note);
  if (status.ok()) status = sink(kCheckpointFile, request.checkpoint);
  for (const eventlog::AnchoredHead& cut : request.heads)
    for (uint64_t next = cut.sequence > 0 ? 1 : 0; status.ok() && next > 0;) {
      std::string records;
      const auto more = AppendRecords(request.tenant, cut, log_of(cut.log), next, kChunk, records);
      if (!more.ok()) return more.status();
      next = *more;
      status = sink(ChainFile(cut.log, cut.chain), records);
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
