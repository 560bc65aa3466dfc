#include "libs/audit/shown.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>

#include <vector>

namespace aor::audit {
namespace {
std::string OriginOf(const std::string& environment) {
  return absl::StrCat("aor/", environment, "/shown");
}

std::string Statement(const std::string& environment, const std::string& tenant,
                      const Shown& shown) {
  return absl::StrCat(OriginOf(environment), "\n", tenant, "\n", shown.log, " ", shown.chain, " ",
                      shown.sequence, " ", shown.commits, "\n");
}
}  // namespace

std::string ShownNote(const std::string& environment, const std::string& tenant, const Shown& shown,
                      const eventlog::SigningKey& key) {
  return eventlog::SignedNote(OriginOf(environment), Statement(environment, tenant, shown), key);
}

absl::StatusOr<Shown> VerifyShown(std::string_view note, const std::string& environment,
                                  const std::string& tenant, std::string_view public_key) {
  const auto text = eventlog::VerifyNote("the note of what a chain shows", note,
                                         OriginOf(environment), public_key);
  if (!text.ok()) return text.status();
  const std::vector<std::string> lines = absl::StrSplit(*text, '\n', absl::SkipEmpty());
  const std::vector<std::string> words = absl::StrSplit(lines.back(), ' ');
  Shown shown;
  if (words.size() == 4) shown.log = words[0];
  if (words.size() != 4 || !absl::SimpleAtoi(words[1], &shown.chain) ||
      !absl::SimpleAtoi(words[2], &shown.sequence) || !absl::SimpleAtoi(words[3], &shown.commits) ||
      Statement(environment, tenant, shown) != *text)
    return absl::DataLossError("the note of what a chain shows is of another tenant or form");
  return shown;
}
}  // namespace aor::audit
