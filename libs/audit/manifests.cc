#include "libs/audit/manifests.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>
#include <absl/time/time.h>

#include <algorithm>
#include <set>

#include "libs/audit/pack.h"

namespace aor::audit {
namespace {
// Processes are asked one after the other, and their clocks agree to seconds.
constexpr absl::Duration kLongestCut = absl::Minutes(15);

// The value of a key in the flat manifest; the pack's own words, believed only as
// far as the signature and the chains bear them out.
std::string ValueIn(const std::string& manifest, const std::string& key) {
  const size_t at = manifest.find("\"" + key + "\": ");
  if (at == std::string::npos) return "";
  size_t start = at + key.size() + 4, end = manifest.find_first_of(",\n", start);
  std::string value = manifest.substr(start, end - start);
  if (value.size() >= 2 && value.front() == '"') value = value.substr(1, value.size() - 2);
  return value;
}

std::string LogsIn(std::string_view checkpoint) {
  std::set<std::string> logs;
  if (const auto heads = eventlog::UnverifiedHeads(checkpoint); heads.ok())
    for (const auto& head : *heads) logs.insert(head.log);
  return logs.empty() ? "no log" : "log " + absl::StrJoin(logs, ", ");
}

class Verifying {
 public:
  Verifying(const std::vector<ReadManifest>& manifests, std::string_view notes,
            std::string_view checkpoints, const PublicKeys& keys)
      : manifests_(manifests),
        notes_(SplitNotes(notes)),
        checkpoints_(SplitNotes(checkpoints)),
        keys_(keys) {}

  std::vector<Finding> Run() {
    CompareCounts();
    for (size_t i = 0; i < manifests_.size(); ++i)
      if (!IsBound(i))
        Add("SIGNATURE", manifests_[i].file + " is not what was signed with its checkpoint");
    CompareNames();
    if (manifests_.size() > 1) CompareTimes();
    return std::move(findings_);
  }

 private:
  void Add(std::string check, std::string what) {
    findings_.push_back({std::move(check), "", 0, 0, std::move(what)});
  }
  void CompareCounts();
  bool IsBound(size_t place) const;
  bool IsBoundBy(const std::string& key, size_t place) const;
  void CompareNames();
  void CompareTimes();

  const std::vector<ReadManifest>& manifests_;
  const std::vector<std::string_view> notes_, checkpoints_;
  const PublicKeys& keys_;
  std::vector<Finding> findings_;
};

void Verifying::CompareCounts() {
  if (!manifests_.empty() && manifests_.size() < checkpoints_.size())
    Add("PACK", absl::StrCat("the pack has ", checkpoints_.size(), " checkpoints and no ",
                             ManifestFile(manifests_.size() + 1),
                             ": each process signs a manifest with its own; a pack by an aorctl "
                             "that kept one for all is exported anew"));
  if (notes_.size() > checkpoints_.size())
    Add("SIGNATURE", absl::StrCat(kManifestNoteFile, " holds ", notes_.size(), " notes for ",
                                  checkpoints_.size(), " checkpoints"));
}

bool Verifying::IsBound(size_t place) const {
  if (place >= notes_.size() || place >= checkpoints_.size()) return false;
  return std::ranges::any_of(DistinctKeys(keys_),
                             [&](const std::string& key) { return IsBoundBy(key, place); });
}

// One process says both: another one's word for this checkpoint is none.
bool Verifying::IsBoundBy(const std::string& key, size_t place) const {
  const ReadManifest& manifest = manifests_[place];
  const auto statement = eventlog::VerifyNote(kManifestNoteFile, notes_[place],
                                              ManifestOrigin(manifest.environment), key);
  return statement.ok() &&
         *statement ==
             ManifestStatement(manifest.environment, manifest.text, checkpoints_[place]) &&
         eventlog::VerifyCheckpoint(checkpoints_[place], manifest.environment, key).ok();
}

void Verifying::CompareNames() {
  for (const ReadManifest& other : manifests_) {
    const ReadManifest& first = manifests_.front();
    if (other.tenant != first.tenant || other.environment != first.environment)
      Add("PACK", absl::StrCat(other.file, " is of tenant ", other.tenant, ", environment ",
                               other.environment, "; ", first.file, " of tenant ", first.tenant,
                               ", environment ", first.environment));
  }
}

void Verifying::CompareTimes() {
  std::vector<absl::Time> times(manifests_.size());
  std::string error;
  for (size_t i = 0; i < times.size(); ++i)
    if (!absl::ParseTime(absl::RFC3339_full, manifests_[i].exported_at, &times[i], &error))
      return Add("PACK", manifests_[i].file + " does not say when it was exported");
  const size_t latest = std::ranges::max_element(times) - times.begin();
  for (size_t i = 0; i < times.size(); ++i)
    if (const auto older = times[latest] - times[i]; older > kLongestCut)
      Add("PACK",
          absl::StrCat(manifests_[i].file, ", of ",
                       i < checkpoints_.size() ? LogsIn(checkpoints_[i]) : "no checkpoint", ", is ",
                       absl::FormatDuration(older), " older than ", manifests_[latest].file, " (",
                       manifests_[i].exported_at, " and ", manifests_[latest].exported_at,
                       "): the parts of one pack are exported within 15 minutes"));
}
}  // namespace

ReadManifest ManifestOf(std::string file, std::string text) {
  ReadManifest manifest{std::move(file), std::move(text), "", "", "", false};
  manifest.environment = ValueIn(manifest.text, "environment");
  manifest.tenant = ValueIn(manifest.text, "tenant");
  manifest.exported_at = ValueIn(manifest.text, "exported_at");
  manifest.development_clock = ValueIn(manifest.text, "development_clock") == "true";
  return manifest;
}

std::vector<Finding> VerifyManifests(const std::vector<ReadManifest>& manifests,
                                     std::string_view notes, std::string_view checkpoints,
                                     const PublicKeys& keys) {
  return Verifying(manifests, notes, checkpoints, keys).Run();
}
}  // namespace aor::audit
