// Any bytes as a chain of an audit pack: a report comes out, whatever they are. Half of the
// inputs become records that are framed, chained and signed as they should be, so that
// what lies behind the hashes is read too.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "libs/audit/business_checks.h"
#include "libs/audit/pack.h"
#include "libs/audit/verify.h"
#include "tests/fuzz/input.h"

namespace {
using namespace aor::eventlog;
constexpr char kLog[] = "invoicing";

const std::string& Directory() {
  static const std::string& made = *[] {
    auto* directory = new std::string("/tmp/aor-fuzz-pack-" + std::to_string(getpid()));
    std::filesystem::create_directories(*directory + "/" + kLog);
    std::atexit([] { std::filesystem::remove_all(Directory()); });
    return directory;
  }();
  return made;
}

void Write(const std::string& file, std::string_view bytes) {
  std::ofstream(Directory() + "/" + file, std::ios::binary) << bytes;
}

// Each part a commit; the head after all of them.
std::string Framed(std::string_view rest, AnchoredHead& head) {
  std::string records;
  while (!rest.empty()) {
    const size_t length = std::min<size_t>(rest.size(), static_cast<uint8_t>(rest.front()) + 1);
    const std::string_view bytes = rest.substr(0, length).substr(1);
    rest.remove_prefix(length);
    head.head = NextHead(head.head, LeafOf(bytes));
    ++head.sequence;
    const auto size = static_cast<uint32_t>(bytes.size());
    records += {'C', static_cast<char>(size >> 24), static_cast<char>(size >> 16),
                static_cast<char>(size >> 8), static_cast<char>(size)};
    records += bytes;
    records += Bytes(head.head);
  }
  return records;
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  aor::fuzz::SilenceProtobuf();
  static const SigningKey key = SigningKey::Generate();
  std::string_view rest = aor::fuzz::Text(data, size);
  const bool framed = !rest.empty() && rest.front() % 2 == 1;
  AnchoredHead head{kLog, 0, 0, GenesisHead(kLog, "test", 0, kChainCount)};
  std::string records(rest);
  if (framed) records = Framed(rest.substr(1), head);
  if (head.sequence == 0) head.sequence = 1;
  const std::string note = SignedCheckpoint("test", {head}, key);
  Write(aor::audit::kCheckpointFile, note);
  const std::string manifest =
      aor::audit::Manifest({"test", "alpina", "2026-11-05T08:00:00Z", false, {head}});
  Write(aor::audit::kManifestFile, manifest);
  Write(aor::audit::kManifestNoteFile, aor::audit::ManifestNote("test", manifest, note, key));
  Write(aor::audit::kShownFile,
        aor::audit::ShownNote("test", "alpina", {kLog, 0, head.sequence, head.sequence}, key));
  Write(aor::audit::ChainFile(kLog, 0), records);
  const auto report =
      aor::audit::Verify({Directory(), {{"", key.public_key()}}, ""}, aor::audit::BusinessChecks());
  aor::fuzz::Must(framed || !report.sound());
  return 0;
}
