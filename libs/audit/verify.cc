#include "libs/audit/verify.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <future>
#include <map>
#include <optional>
#include <set>
#include <thread>

#include "libs/audit/chain_checker.h"
#include "libs/audit/manifests.h"
#include "libs/audit/pack.h"
#include "libs/audit/record_blocks.h"
#include "libs/files/files.h"

namespace aor::audit {
namespace {
namespace fs = std::filesystem;
using eventlog::AnchoredHead;
using Place = std::pair<std::string, uint32_t>;  // log and chain
constexpr size_t kRepaysAThread = 32 << 10;      // bytes to hash
constexpr size_t kLongestNote = 16 << 20;        // a thousand processes sign 6 KB each

// One chain, from its first record to the signed head. After the first bad position the
// rest of it is passed over.
class ChainVerifier {
 public:
  ChainVerifier(const AnchoredHead& head, const AnchoredHead* remembered, const Shown* shown,
                Report& report, const std::vector<std::unique_ptr<Check>>& checks)
      : head_(head),
        remembered_(remembered),
        shown_(shown),
        report_(report),
        checks_(checks),
        checker_(head.log, report.environment, head.chain) {}
  void Take(const RecordBlock& block) {
    for (const Record& record : block.records) {
      if (bad_) return;
      TakeRecord(record);
    }
    if (!bad_ && block.last) End(block.torn);
  }

 private:
  void Bad(uint64_t sequence, std::string what) {
    bad_ = true;
    report_.findings.push_back({"CHAIN", head_.log, head_.chain, sequence, std::move(what)});
  }
  void TakeRecord(const Record& record);
  void End(bool torn);

  const AnchoredHead& head_;
  const AnchoredHead* const remembered_;  // by an earlier checkpoint
  const Shown* const shown_;              // as signed
  Report& report_;
  const std::vector<std::unique_ptr<Check>>& checks_;
  ChainChecker checker_;
  bool bad_ = false;
  uint64_t commits_ = 0;
};

void ChainVerifier::TakeRecord(const Record& record) {
  const uint64_t sequence = checker_.at().sequence + 1;
  if (sequence > head_.sequence) return Bad(sequence, "the checkpoint does not know this record");
  if (auto wrong = checker_.Take(record)) return Bad(sequence, *std::move(wrong));
  if (record.commit && record.commit->tenant() != report_.tenant)
    return Bad(sequence, "the commit is of tenant " + record.commit->tenant() +
                             ", the manifest says " + report_.tenant);
  if (remembered_ && remembered_->sequence == sequence && remembered_->head != record.head)
    return Bad(sequence, "the earlier checkpoint remembers another record here");
  report_.bytes += record.bytes.size();
  (record.commit ? report_.commits : report_.leaves)++;
  if (!record.commit) return;
  ++commits_;
  for (const auto& stream : record.commit->streams()) report_.events += stream.events_size();
  for (const auto& check : checks_) check->See(*record.commit, head_.chain, sequence);
}

void ChainVerifier::End(bool torn) {
  const auto& at = checker_.at();
  if (torn) return Bad(at.sequence + 1, "the record is cut or its length is wrong");
  if (at.sequence != head_.sequence)
    return Bad(at.sequence + 1,
               absl::StrCat("the record is missing: the checkpoint knows ", head_.sequence));
  if (at.head != head_.head)
    return Bad(head_.sequence, "the chain does not end at the signed head");
  if (!shown_ || shown_->sequence != head_.sequence)
    return Bad(head_.sequence, "no signed note says how many of its records the pack shows");
  if (shown_->commits != commits_)
    return Bad(0, absl::StrCat("the pack shows ", commits_, " commits of the ", shown_->commits,
                               " that were signed: the others are made bare leaves"));
  if (remembered_ && remembered_->sequence > head_.sequence)
    Bad(head_.sequence + 1, "the earlier checkpoint knows more than this pack");
}

// Which log the checkpoint does not speak of such a file would be of; empty where it knows it.
std::string StrangeLog(const std::set<std::string>& logs, const std::string& file) {
  const std::string folder = fs::path(file).parent_path().string();
  return logs.contains(folder) ? "" : folder;
}

template <class Value>
const Value* FindIn(const std::map<Place, Value>& places, const AnchoredHead& head) {
  const auto found = places.find({head.log, head.chain});
  return found == places.end() ? nullptr : &found->second;
}

class Verifier {
 public:
  Verifier(const VerifyOptions& options, std::vector<std::unique_ptr<Check>> checks)
      : options_(options), checks_(std::move(checks)) {}

  Report Run() {
    ReadFirstManifest();
    const auto heads = ReadCheckpoint();
    if (heads.empty() && !report_.sound()) return std::move(report_);  // nothing to judge by
    const auto earlier = ReadEarlier();
    FindVanished(heads, earlier);
    VerifyChains(heads, earlier, ReadShown());
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
  absl::StatusOr<std::string> ReadNote(const std::string& file) const;
  void ReadFirstManifest();
  void ReadOtherManifests(size_t count);
  // What manifests say of tenant, time and clock is no word of whoever carried the pack.
  void VerifyManifestsWith(const std::string& checkpoints);
  std::vector<AnchoredHead> Verified(const std::string& notes, const std::string& which);
  std::vector<AnchoredHead> ReadCheckpoint();
  std::map<Place, AnchoredHead> ReadEarlier();
  std::map<Place, Shown> ReadShown();
  std::optional<Shown> VerifiedShown(std::string_view note) const;
  // Chains that the earlier checkpoint knows and this one does not speak of at all.
  void FindVanished(const std::vector<AnchoredHead>& heads,
                    const std::map<Place, AnchoredHead>& earlier);
  void VerifyChains(const std::vector<AnchoredHead>& heads,
                    const std::map<Place, AnchoredHead>& earlier,
                    const std::map<Place, Shown>& shown);
  void FindStrangers(const std::vector<AnchoredHead>& heads);

  const VerifyOptions& options_;
  std::vector<std::unique_ptr<Check>> checks_;
  Report report_;
  std::vector<ReadManifest> manifests_;
};

// Whoever carried the pack chose its sizes.
absl::StatusOr<std::string> Verifier::ReadNote(const std::string& file) const {
  const std::string path = options_.directory + "/" + file;
  std::error_code none;
  if (!fs::exists(path, none)) return absl::NotFoundError("the pack has no " + file);
  if (!fs::is_regular_file(path, none) || fs::file_size(path, none) > kLongestNote)
    return absl::ResourceExhaustedError(file + " is no file of at most 16 MiB");
  return files::ReadFile(path);
}

void Verifier::ReadFirstManifest() {
  const auto text = ReadNote(kManifestFile);
  if (!text.ok()) return Add("PACK", std::string(text.status().message()));
  const ReadManifest& first = manifests_.emplace_back(ManifestOf(kManifestFile, *text));
  report_.environment = first.environment;
  report_.tenant = first.tenant;
  report_.exported_at = first.exported_at;
  report_.development_clock = first.development_clock;
}

// Up to the first that is not there, and no more than there are checkpoints.
void Verifier::ReadOtherManifests(size_t count) {
  if (manifests_.empty()) return;
  size_t bytes = manifests_.front().text.size();
  while (manifests_.size() < count) {
    const std::string file = ManifestFile(manifests_.size() + 1);
    const auto text = ReadNote(file);
    if (absl::IsNotFound(text.status())) return;
    if (!text.ok()) return Add("PACK", std::string(text.status().message()));
    if ((bytes += text->size()) > kLongestNote)
      return Add("PACK", "the manifests are more than 16 MiB together");
    manifests_.push_back(ManifestOf(file, *text));
    report_.development_clock |= manifests_.back().development_clock;
  }
}

std::vector<AnchoredHead> Verifier::Verified(const std::string& notes, const std::string& which) {
  Checkpoints read = VerifyCheckpoints(notes, report_.environment, options_.public_keys);
  for (const std::string& wrong : read.wrong) Add("SIGNATURE", which + wrong);
  return std::move(read.heads);
}

std::vector<AnchoredHead> Verifier::ReadCheckpoint() {
  const auto note = ReadNote(kCheckpointFile);
  if (!note.ok()) {
    Add("SIGNATURE", std::string(note.status().message()));
    return {};
  }
  VerifyManifestsWith(*note);
  return Verified(*note, "");
}

void Verifier::VerifyManifestsWith(const std::string& checkpoints) {
  ReadOtherManifests(SplitNotes(checkpoints).size());
  const auto notes = ReadNote(kManifestNoteFile).value_or("");
  for (Finding& wrong : VerifyManifests(manifests_, notes, checkpoints, options_.public_keys))
    report_.findings.push_back(std::move(wrong));
}

std::map<Place, AnchoredHead> Verifier::ReadEarlier() {
  std::map<Place, AnchoredHead> by_chain;
  if (options_.earlier_checkpoint.empty()) return by_chain;
  for (const AnchoredHead& head : Verified(options_.earlier_checkpoint, "earlier: "))
    by_chain[{head.log, head.chain}] = head;
  return by_chain;
}

void Verifier::FindVanished(const std::vector<AnchoredHead>& heads,
                            const std::map<Place, AnchoredHead>& earlier) {
  std::set<Place> known;
  for (const AnchoredHead& head : heads) known.insert({head.log, head.chain});
  for (const auto& [place, head] : earlier)
    if (!known.contains(place))
      report_.findings.push_back(
          {"CHAIN", head.log, head.chain, 1,
           absl::StrCat("the earlier checkpoint knows ", head.sequence, " records of log ",
                        head.log, " chain ", head.chain, ", this pack none")});
}

std::optional<Shown> Verifier::VerifiedShown(std::string_view note) const {
  for (const std::string& key : DistinctKeys(options_.public_keys)) {
    const auto shown = VerifyShown(note, report_.environment, report_.tenant, key);
    if (shown.ok() && SpeaksFor(options_.public_keys, key, shown->log)) return *shown;
  }
  return std::nullopt;
}

// A note that nobody may have signed is no note: its chain lacks one. Of two of one chain nobody
// can say which is meant.
std::map<Place, Shown> Verifier::ReadShown() {
  std::map<Place, Shown> by_chain;
  const auto notes = ReadNote(kShownFile).value_or("");
  size_t unsigned_notes = 0;
  for (const std::string_view note : SplitNotes(notes)) {
    const auto shown = VerifiedShown(note);
    if (!shown)
      ++unsigned_notes;
    else if (!by_chain.try_emplace({shown->log, shown->chain}, *shown).second)
      Add("SIGNATURE",
          absl::StrCat(kShownFile, " has two notes of log ", shown->log, " chain ", shown->chain));
  }
  if (unsigned_notes > 0)
    Add("SIGNATURE", absl::StrCat(kShownFile, " holds ", unsigned_notes,
                                  " notes that none of the keys signed for this pack"));
  return by_chain;
}

// Reading and the checks in order happen here; hashing and parsing on other cores, a few
// blocks ahead. Small packs do not repay a thread.
void Verifier::VerifyChains(const std::vector<AnchoredHead>& heads,
                            const std::map<Place, AnchoredHead>& earlier,
                            const std::map<Place, Shown>& shown) {
  const size_t ahead = std::max(2U, std::thread::hardware_concurrency());
  RecordBlocks source(options_.directory, report_.environment, heads);
  std::deque<std::pair<std::unique_ptr<RecordBlock>, std::future<void>>> checking;
  std::unique_ptr<RecordBlock> spare;
  std::optional<ChainVerifier> chain;
  for (bool more = true; more || !checking.empty();) {
    while (more && checking.size() < ahead) {
      auto block = spare ? std::move(spare) : std::make_unique<RecordBlock>();
      more = source.Next(*block);
      if (!more) break;
      const auto policy =
          block->bytes.size() < kRepaysAThread ? std::launch::deferred : std::launch::async;
      auto done = std::async(policy, [&source, at = block.get()] { source.Check(*at); });
      checking.emplace_back(std::move(block), std::move(done));
    }
    if (checking.empty()) break;
    auto [block, done] = std::move(checking.front());
    checking.pop_front();
    done.get();
    const AnchoredHead& head = heads[block->chain];
    if (!chain) chain.emplace(head, FindIn(earlier, head), FindIn(shown, head), report_, checks_);
    chain->Take(*block);
    if (block->last) chain.reset();
    spare = std::move(block);
  }
}

// A file that the checkpoint does not speak of was put there by somebody. Of a log without any
// signed head that is said once. Whatever is neither file nor folder is no part of a pack: what a
// link leads to is not what was signed here, and a pipe waits for ever.
void Verifier::FindStrangers(const std::vector<AnchoredHead>& heads) {
  std::set<std::string> known = {kCheckpointFile, kManifestFile, kManifestNoteFile, kShownFile};
  for (const ReadManifest& manifest : manifests_) known.insert(manifest.file);
  std::set<std::string> logs;
  for (const AnchoredHead& head : heads) {
    known.insert(ChainFile(head.log, head.chain));
    logs.insert(head.log);
  }
  std::map<std::string, std::set<std::string>> strangers;  // by the log whose they would be
  std::error_code error, none;
  fs::recursive_directory_iterator entry(options_.directory, error);
  for (; !error && entry != fs::end(entry); entry.increment(error)) {
    const std::string name = entry->path().lexically_relative(options_.directory).string();
    const auto status = entry->symlink_status(none);
    if (!fs::is_regular_file(status) && !fs::is_directory(status))
      Add("PACK", name + " is neither a file nor a folder");
    else if (fs::is_directory(status) ? !logs.contains(name) && fs::is_empty(entry->path(), none)
                                      : !known.contains(name))
      strangers[StrangeLog(logs, name)].insert(name);
  }
  if (error) Add("PACK", "the pack cannot be read whole: " + error.message());
  for (const auto& [log, names] : strangers)
    if (!log.empty() && names.size() > 1)
      Add("PACK", absl::StrCat("the checkpoint does not speak of log ", log, ": of ", names.size(),
                               " files, the first is ", *names.begin()));
    else
      for (const std::string& name : names) Add("PACK", "the checkpoint does not speak of " + name);
}
}  // namespace

Report Verify(const VerifyOptions& options, std::vector<std::unique_ptr<Check>> checks) {
  return Verifier(options, std::move(checks)).Run();
}
}  // namespace aor::audit
