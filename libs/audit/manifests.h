// The manifests of a pack: one of each process that wrote logs in it, each bound to that process's
// checkpoint. Else whoever carries the pack could put in an older checkpoint of one of them, which
// is signed as well, and nothing would say that the parts are of two days.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libs/audit/checkpoints.h"
#include "libs/audit/verify.h"

namespace aor::audit {
struct ReadManifest {
  std::string file, text;
  std::string environment, tenant, exported_at;
  bool development_clock = false;
};
ReadManifest ManifestOf(std::string file, std::string text);
// What is wrong with them. `notes` and `checkpoints` hold those of all processes, one after the
// other; in them and in `manifests` each process has the same place.
std::vector<Finding> VerifyManifests(const std::vector<ReadManifest>& manifests,
                                     std::string_view notes, std::string_view checkpoints,
                                     const PublicKeys& keys);
}  // namespace aor::audit
