#include "libs/audit/verify.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "libs/audit/chain_checker.h"
#include "libs/audit/pack.h"

namespace aor::audit {
namespace {
using eventlog::AnchoredHead;
constexpr uint32_t kMaxRecord = 16 << 20;

// The value of a key in the flat manifest; the pack's own words, believed only as
// far as the signature and the chains bear them out.
std::string ManifestValue(const std::string& manifest, const std::string& key) {
  const size_t at = manifest.find("\"" + key + "\": ");
  if (at == std::string::npos) return "";
  size_t start = at + key.size() + 4, end = manifest.find_first_of(",\n", start);
  std::string value = manifest.substr(start, end - start);
  if (value.size() >= 2 && value.front() == '"') value = value.substr(1, value.size() - 2);
  return value;
}

class Verifier {
 public:
  Verifier(const VerifyOptions& options, std::vector<std::unique_ptr<Check>> checks)
      : options_(options), checks_(std::move(checks)) {}

  Report Run() {
    ReadManifest();
    const auto heads = ReadCheckpoint();
    const auto earlier = ReadEarlier();
    for (const AnchoredHead& head : heads) VerifyChain(head, earlier);
    FindStrangers(heads);
    for (const auto& check : checks_) {
      check->Finish(report_.findings);
      report_.summaries.push_back(check->name() + ": " + check->summary());
    }
    return std::move(report_);
  }

 private:
  void Add(std::string check, std::string what) {
    report_.findings.push_back({std::move(check), "", 0, 0, std::move(what)});
  }
  void ReadManifest();
  std::vector<AnchoredHead> ReadCheckpoint();
  std::map<std::pair<std::string, uint32_t>, AnchoredHead> ReadEarlier();
  void VerifyChain(const AnchoredHead& head,
                   const std::map<std::pair<std::string, uint32_t>, AnchoredHead>& earlier);
  void FindStrangers(const std::vector<AnchoredHead>& heads);

  const VerifyOptions& options_;
  std::vector<std::unique_ptr<Check>> checks_;
  Report report_;
};

void Verifier::ReadManifest() {
  const auto manifest = eventlog::ReadFile(options_.directory + "/" + kManifestFile);
  if (!manifest.ok()) return Add("PACK", "the pack has no " + std::string(kManifestFile));
  report_.environment = ManifestValue(*manifest, "environment");
  report_.tenant = ManifestValue(*manifest, "tenant");
  report_.exported_at = ManifestValue(*manifest, "exported_at");
  report_.development_clock = ManifestValue(*manifest, "development_clock") == "true";
}

std::vector<AnchoredHead> Verifier::ReadCheckpoint() {
  const auto note = eventlog::ReadFile(options_.directory + "/" + kCheckpointFile);
  if (!note.ok()) {
    Add("SIGNATURE", "the pack has no " + std::string(kCheckpointFile));
    return {};
  }
  auto heads = eventlog::VerifyCheckpoint(*note, report_.environment, options_.public_key);
  if (heads.ok()) return *std::move(heads);
  Add("SIGNATURE", std::string(heads.status().message()));
  return {};
}

std::map<std::pair<std::string, uint32_t>, AnchoredHead> Verifier::ReadEarlier() {
  std::map<std::pair<std::string, uint32_t>, AnchoredHead> by_chain;
  if (options_.earlier_checkpoint.empty()) return by_chain;
  const auto heads = eventlog::VerifyCheckpoint(options_.earlier_checkpoint, report_.environment,
                                                options_.public_key);
  if (!heads.ok()) Add("SIGNATURE", "earlier: " + std::string(heads.status().message()));
  if (heads.ok())
    for (const AnchoredHead& head : *heads) by_chain[{head.log, head.chain}] = head;
  return by_chain;
}

// One record of a chain's file. False at its end or when it is torn.
bool ReadRecord(std::ifstream& file, char& kind, std::string& bytes, eventlog::Hash& head,
                bool& torn) {
  char header[5];
  if (!file.read(header, 1)) return false;
  torn = true;
  if (!file.read(header + 1, 4)) return false;
  kind = header[0];
  uint32_t size = 0;
  for (int i = 1; i < 5; ++i) size = size << 8 | static_cast<unsigned char>(header[i]);
  if (size > kMaxRecord) return false;
  bytes.resize(size);
  if (!file.read(bytes.data(), size)) return false;
  if (!file.read(reinterpret_cast<char*>(head.data()), head.size())) return false;
  torn = false;
  return true;
}

void Verifier::VerifyChain(
    const AnchoredHead& head,
    const std::map<std::pair<std::string, uint32_t>, AnchoredHead>& earlier) {
  std::ifstream file(options_.directory + "/" + ChainFile(head.log, head.chain), std::ios::binary);
  ChainChecker checker(head.log, report_.environment, head.chain);
  const auto bad = [&](uint64_t sequence, std::string what) {
    report_.findings.push_back({"CHAIN", head.log, head.chain, sequence, std::move(what)});
  };
  const auto remembered = earlier.find({head.log, head.chain});
  char kind = 0;
  std::string bytes;
  eventlog::Hash after;
  bool torn = false;
  while (ReadRecord(file, kind, bytes, after, torn)) {
    const uint64_t sequence = checker.at().sequence + 1;
    if (sequence > head.sequence) return bad(sequence, "the checkpoint does not know this record");
    eventlog::v1::Commit commit;
    if (auto wrong = checker.Take(kind, bytes, after, commit)) return bad(sequence, *wrong);
    if (remembered != earlier.end() && remembered->second.sequence == sequence &&
        remembered->second.head != after)
      return bad(sequence, "the earlier checkpoint remembers another record here");
    report_.bytes += bytes.size();
    (kind == 'C' ? report_.commits : report_.leaves)++;
    for (const auto& stream : commit.streams()) report_.events += stream.events_size();
    if (kind == 'C')
      for (const auto& check : checks_) check->See(commit, head.chain, sequence);
  }
  if (torn) return bad(checker.at().sequence + 1, "the record is cut or its length is wrong");
  if (checker.at().sequence != head.sequence)
    return bad(checker.at().sequence + 1,
               absl::StrCat("the record is missing: the checkpoint knows ", head.sequence));
  if (checker.at().head != head.head)
    return bad(head.sequence, "the chain does not end at the signed head");
  if (remembered != earlier.end() && remembered->second.sequence > head.sequence)
    bad(head.sequence + 1, "the earlier checkpoint knows more than this pack");
}

// A file that the checkpoint does not speak of was put there by somebody.
void Verifier::FindStrangers(const std::vector<AnchoredHead>& heads) {
  std::set<std::string> known = {kCheckpointFile, kManifestFile};
  for (const AnchoredHead& head : heads) known.insert(ChainFile(head.log, head.chain));
  std::error_code error;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(options_.directory, error)) {
    const std::string name = std::filesystem::relative(entry.path(), options_.directory).string();
    if (entry.is_regular_file() && !known.contains(name))
      Add("PACK", "the checkpoint does not speak of " + name);
  }
}
}  // namespace

Report Verify(const VerifyOptions& options, std::vector<std::unique_ptr<Check>> checks) {
  return Verifier(options, std::move(checks)).Run();
}
}  // namespace aor::audit
