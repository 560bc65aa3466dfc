#include "libs/audit/checkpoints.h"

#include <absl/strings/str_cat.h>

#include <optional>

namespace aor::audit {
namespace {
using eventlog::AnchoredHead;
using Place = std::pair<std::string, uint32_t>;  // log and chain

std::string LogsOf(const PublicKeys& keys, const std::string& key) {
  std::string logs;
  for (const auto& [log, of] : keys)
    if (of == key && !log.empty()) absl::StrAppend(&logs, logs.empty() ? " of " : ", ", log);
  return logs;
}

class Reading {
 public:
  Reading(const std::string& environment, const PublicKeys& keys)
      : environment_(environment), keys_(keys), missing_(DistinctKeys(keys)) {}
  void Take(std::string_view note) {
    std::string why = "no key was given to verify it with";
    for (const std::string& key : DistinctKeys(keys_)) {
      auto heads = eventlog::VerifyCheckpoint(note, environment_, key);
      if (heads.ok()) return Believe(*heads, key);
      why = std::string(heads.status().message());
    }
    read_.wrong.push_back(std::move(why));
  }
  Checkpoints Finish() {
    for (const std::string& key : missing_)
      read_.wrong.push_back(
          absl::StrCat("the pack has no checkpoint by the key", LogsOf(keys_, key)));
    return std::move(read_);
  }

 private:
  void Believe(const std::vector<AnchoredHead>& heads, const std::string& key) {
    if (missing_.erase(key) == 0)
      read_.wrong.push_back(absl::StrCat("two checkpoints are by the key", LogsOf(keys_, key)));
    for (const AnchoredHead& head : heads) {
      if (!SpeaksFor(keys_, key, head.log))
        SayNotSigned(head.log);
      else if (known_.insert({head.log, head.chain}).second)
        read_.heads.push_back(head);
      else
        read_.wrong.push_back(
            absl::StrCat("log ", head.log, " chain ", head.chain, " has two signed heads"));
    }
  }

  // Once of each log, which has up to 64 heads.
  void SayNotSigned(const std::string& log) {
    if (not_signed_.insert(log).second)
      read_.wrong.push_back(
          absl::StrCat("a checkpoint speaks of log ", log, ", whose key did not sign it"));
  }

  const std::string& environment_;
  const PublicKeys& keys_;
  std::set<std::string> missing_, not_signed_;
  std::set<Place> known_;
  Checkpoints read_;
};
}  // namespace

std::set<std::string> DistinctKeys(const PublicKeys& keys) {
  std::set<std::string> distinct;
  for (const auto& [log, key] : keys) distinct.insert(key);
  return distinct;
}

bool SpeaksFor(const PublicKeys& keys, const std::string& key, const std::string& log) {
  auto found = keys.find(log);
  if (found == keys.end()) found = keys.find("");
  return found != keys.end() && found->second == key;
}

std::vector<std::string_view> SplitNotes(std::string_view notes) {
  std::vector<std::string_view> each;
  while (!notes.empty()) {
    const size_t blank = notes.find("\n\n");
    const size_t end = blank == notes.npos ? blank : notes.find('\n', blank + 2);
    const size_t size = end == notes.npos ? notes.size() : end + 1;
    each.push_back(notes.substr(0, size));
    notes.remove_prefix(size);
  }
  return each;
}

Checkpoints VerifyCheckpoints(std::string_view notes, const std::string& environment,
                              const PublicKeys& keys) {
  Reading reading(environment, keys);
  for (const std::string_view note : SplitNotes(notes)) reading.Take(note);
  return reading.Finish();
}
}  // namespace aor::audit
