#include <absl/strings/str_cat.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include "libs/audit/business_checks.h"
#include "libs/audit/pack.h"
#include "libs/audit/verify.h"
#include "libs/eventlog/memory/memory_log.h"
#include "libs/eventsourcing/ownership.h"
#include "libs/eventsourcing/testing/counter.h"
#include "libs/files/files.h"

namespace aor::audit {
namespace {
namespace fs = std::filesystem;
using eventsourcing::Runtime;
using testing::Add;
using testing::Asking;
using testing::Doing;

struct AuditTest : ::testing::Test {
  AuditTest() {
    fs::remove_all(base);
    fs::create_directories(base);
    key = *eventlog::SigningKey::FromFile(base + "/key.pem");
    Runtime runtime(log, clock);
    for (int i = 0; i < 30; ++i) {
      const std::string id = std::to_string(i);
      auto request = Asking(id, "b", i % 3 ? "k" : "other");
      if (i == 17) request.tenant = "u";  // somebody else's, on a chain of its own or not
      if (i == 18) request.tenant = "t";
      EXPECT_TRUE(runtime.ExecuteAndWait(request, Doing("c", Add{id, 1})).ok());
    }
  }
  ~AuditTest() override { fs::remove_all(base); }

  std::vector<eventlog::AnchoredHead> Heads() {
    std::vector<eventlog::AnchoredHead> heads;
    for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain)
      if (const auto tail = log.TailOf(chain); tail.sequence > 0)
        heads.push_back({"test", chain, tail.sequence, tail.head});
    return heads;
  }
  std::string Pack(const std::string& name) {
    const std::string directory = base + "/" + name;
    EXPECT_TRUE(WritePack(
                    {"test", "t", "2026-11-02T08:00:00Z", true, Heads()}, key,
                    [&](const std::string&) -> eventlog::EventLog& { return log; },
                    IntoDirectory(directory))
                    .ok());
    return directory;
  }
  Report VerifyPack(const std::string& directory, const std::string& earlier = "") {
    return Verify({directory, {{"", key.public_key()}}, earlier}, BusinessChecks());
  }
  std::string ChainPath(const std::string& directory) {
    return directory + "/" + ChainFile("test", eventlog::ChainOf("t/k"));
  }
  static std::string Read(const std::string& path) { return *files::ReadFile(path); }
  static void Write(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
  }
  // Where each record of a chain file begins, and the end.
  static std::vector<size_t> Starts(const std::string& bytes) {
    std::vector<size_t> starts{0};
    while (starts.back() < bytes.size()) {
      size_t size = 0;
      for (int i = 1; i < 5; ++i)
        size = size << 8 | static_cast<unsigned char>(bytes[starts.back() + i]);
      starts.push_back(starts.back() + 5 + size + 32);
    }
    return starts;
  }
  const std::string base = ::testing::TempDir() + "audit-" + std::to_string(getpid());
  eventlog::SigningKey key = *eventlog::SigningKey::FromFile(base + "-unused.pem");
  eventsourcing::DevelopmentClock clock{absl::FromUnixSeconds(1'790'000'000)};
  eventlog::MemoryLog log{"test"};
};

TEST_F(AuditTest, AnUntouchedPackIsSound) {
  const Report report = VerifyPack(Pack("p"));
  for (const auto& finding : report.findings) ADD_FAILURE() << finding.check << finding.what;
  EXPECT_EQ(report.commits, 29u);
  EXPECT_EQ(report.leaves, 1u);
  EXPECT_TRUE(report.development_clock);
}

TEST_F(AuditTest, AClaimOfTheChainIsALeafThatDisturbsNothing) {
  Runtime runtime(log, clock);
  eventsourcing::Request request;
  request.method = request.request_id = "claim";
  for (int i = 0; eventlog::ChainOf("/" + request.key) != eventlog::ChainOf("t/k"); ++i)
    request.key = std::to_string(i);
  using eventsourcing::claim::ClaimChain, eventsourcing::claim::Owner, eventsourcing::claim::Event;
  EXPECT_TRUE(runtime
                  .ExecuteAndWait(request,
                                  [](eventsourcing::Transaction& transaction) {
                                    return eventsourcing::DecideOn<Owner, Event>(
                                        transaction, eventlog::kClaimStream,
                                        ClaimChain{{1, "a life", "a:1"}});
                                  })
                  .ok());
  EXPECT_TRUE(runtime.ExecuteAndWait(Asking("after", "b", "k"), Doing("c", Add{"after", 1})).ok());
  const Report report = VerifyPack(Pack("p"));
  for (const auto& finding : report.findings) ADD_FAILURE() << finding.check << finding.what;
  EXPECT_EQ(report.commits, 30u);
  EXPECT_EQ(report.leaves, 2u);
}

TEST_F(AuditTest, ANoteBeyondAllMeasureIsNotRead) {
  for (const char* file : {kCheckpointFile, kManifestFile, kManifestNoteFile}) {
    const std::string directory = Pack("p");
    std::filesystem::resize_file(directory + "/" + file, 17 << 20);
    const Report report = VerifyPack(directory);
    ASSERT_FALSE(report.sound()) << file;
    if (file == kManifestNoteFile) continue;
    EXPECT_NE(report.findings.front().what.find("at most 16 MiB"), std::string::npos) << file;
  }
}

// Tenant, time and a clock that was moved are the words of whoever cut the logs.
TEST_F(AuditTest, AManifestThatWasChangedOrIsOfAnotherPackIsNotBelieved) {
  const std::string directory = Pack("p");
  const std::string manifest = directory + "/" + kManifestFile;
  const std::string note = directory + "/" + kManifestNoteFile;
  const std::string good = Read(manifest), signed_note = Read(note);
  const auto change = [&](const std::string& from, const std::string& to) {
    std::string changed = good;
    changed.replace(changed.find(from), from.size(), to);
    Write(manifest, changed);
    return VerifyPack(directory);
  };
  EXPECT_FALSE(change("true", "false").sound());
  EXPECT_FALSE(change("2026-11-02", "2026-10-02").sound());
  EXPECT_FALSE(change("\"tenant\": \"t\"", "\"tenant\": \"u\"").sound());
  Write(manifest, good);
  EXPECT_TRUE(VerifyPack(directory).sound());
  fs::remove(note);
  EXPECT_FALSE(VerifyPack(directory).sound());

  Runtime runtime(log, clock);
  EXPECT_TRUE(runtime.ExecuteAndWait(Asking("later", "b", "k"), Doing("c", Add{"later", 1})).ok());
  const std::string later = Pack("later");
  EXPECT_TRUE(VerifyPack(later).sound());
  Write(later + "/" + kManifestNoteFile, signed_note);
  EXPECT_FALSE(VerifyPack(later).sound());
}

TEST_F(AuditTest, EveryFlippedByteIsNoticedAndItsRecordNamed) {
  const std::string directory = Pack("p"), path = ChainPath(directory), good = Read(path);
  const auto starts = Starts(good);
  for (size_t record = 0; record + 1 < starts.size(); record += 5) {
    for (size_t at = starts[record]; at < starts[record + 1]; at += 3) {
      std::string bad = good;
      bad[at] ^= 0x10;
      Write(path, bad);
      const Report report = VerifyPack(directory);
      ASSERT_FALSE(report.sound()) << "record " << record + 1 << " byte " << at;
      EXPECT_EQ(report.findings[0].sequence, record + 1);
    }
  }
}

TEST_F(AuditTest, RecordsCutSwappedInsertedOrDroppedAreNamed) {
  const std::string directory = Pack("p"), path = ChainPath(directory), good = Read(path);
  const auto at = Starts(good);
  const auto record = [&](int i) { return good.substr(at[i], at[i + 1] - at[i]); };
  const auto sequence_found = [&](const std::string& bytes) {
    Write(path, bytes);
    const Report report = VerifyPack(directory);
    return report.sound() ? 0 : report.findings[0].sequence;
  };
  const size_t count = at.size() - 1;
  EXPECT_EQ(sequence_found(good.substr(0, at[count - 1])), count) << "the last one cut";
  EXPECT_EQ(sequence_found(good.substr(0, good.size() - 3)), count) << "torn";
  EXPECT_EQ(sequence_found(record(0) + record(2) + record(1) + good.substr(at[3])), 2u)
      << "swapped";
  EXPECT_EQ(sequence_found(good.substr(0, at[2]) + record(1) + good.substr(at[2])), 3u)
      << "inserted";
  EXPECT_EQ(sequence_found(good.substr(0, at[2]) + good.substr(at[3])), 3u) << "dropped";
  EXPECT_EQ(sequence_found(good + record(0)), count + 1) << "added";
  std::string padded = good;
  while (padded.size() < (2 << 20)) padded += record(0);
  EXPECT_EQ(sequence_found(padded), count + 1) << "padded";
}

// What a carrier would rather not show could else pass for another tenant's.
TEST_F(AuditTest, ACommitMadeABareLeafIsMissed) {
  const std::string directory = Pack("p"), path = ChainPath(directory), good = Read(path);
  const auto at = Starts(good);
  const auto leaf = [&](size_t i) {
    const auto bytes = std::string_view(good).substr(at[i] + 5, at[i + 1] - at[i] - 37);
    return std::string("L\0\0\0\x20", 5) + std::string(eventlog::Bytes(eventlog::LeafOf(bytes))) +
           good.substr(at[i + 1] - 32, 32);
  };
  const auto found = [&](const std::string& bytes) {
    Write(path, bytes);
    const Report report = VerifyPack(directory);
    return report.sound() ? "" : report.findings[0].what;
  };
  const size_t last = at.size() - 2;
  EXPECT_EQ(found(good), "");
  EXPECT_EQ(found(good.substr(0, at[last]) + leaf(last)),
            absl::StrCat("the pack shows ", last, " commits of the ", last + 1,
                         " that were signed: the others are made bare leaves"));
  std::string all;
  for (size_t i = 0; i <= last; ++i) all += leaf(i);
  EXPECT_NE(found(all).find("shows 0 commits"), std::string::npos);
}

TEST_F(AuditTest, OnlyWhoCutALogSaysWhatItShows) {
  const std::string directory = Pack("p"), path = directory + "/" + kShownFile, good = Read(path);
  const auto sound_with = [&](const std::string& notes) {
    Write(path, notes);
    return VerifyPack(directory).sound();
  };
  EXPECT_TRUE(sound_with(good));
  EXPECT_FALSE(sound_with(good + good)) << "doubled";
  EXPECT_FALSE(sound_with(good + "and more\n")) << "with what nobody signed";
  EXPECT_FALSE(sound_with(""));
  EXPECT_FALSE(sound_with(good.substr(0, good.size() / 2)));
  const auto note = [&](const char* tenant, uint64_t fewer, const eventlog::SigningKey& by) {
    std::string notes;
    for (const std::string_view each : SplitNotes(good)) {
      auto shown = *VerifyShown(each, "test", "t", key.public_key());
      shown.sequence -= fewer;
      notes += ShownNote("test", tenant, shown, by);
    }
    return notes;
  };
  EXPECT_TRUE(sound_with(note("t", 0, key)));
  EXPECT_FALSE(sound_with(note("u", 0, key))) << "of another tenant";
  EXPECT_FALSE(sound_with(note("t", 1, key))) << "of an earlier page";
  EXPECT_FALSE(sound_with(note("t", 0, eventlog::SigningKey::Generate()))) << "by another key";
}

TEST_F(AuditTest, AChainReadInPiecesIsCountedAsAWhole) {
  for (const auto& head : Heads()) {
    Shown whole{head.log, head.chain}, pieces = whole;
    std::string at_once, joined;
    ASSERT_TRUE(AppendRecords("t", head.sequence, log, 1 << 20, whole, at_once).ok());
    while (pieces.sequence < head.sequence)
      ASSERT_TRUE(AppendRecords("t", head.sequence, log, joined.size() + 1, pieces, joined).ok());
    EXPECT_EQ(joined, at_once);
    EXPECT_EQ(pieces.commits, whole.commits);
    EXPECT_EQ(pieces.sequence, whole.sequence);
    Shown beyond{head.log, head.chain};
    EXPECT_TRUE(
        absl::IsDataLoss(AppendRecords("t", head.sequence + 1, log, 1 << 20, beyond, joined)));
  }
}

TEST_F(AuditTest, AWholeChainRewrittenWithValidHashesFailsAtTheSignature) {
  const std::string directory = Pack("p"), path = ChainPath(directory), good = Read(path);
  const auto at = Starts(good);
  eventlog::Hash head =
      eventlog::GenesisHead("test", "test", eventlog::ChainOf("t/k"), eventlog::kChainCount);
  std::string forged;
  for (size_t i = 0; i + 1 < at.size(); ++i) {
    eventlog::v1::Commit commit;
    commit.ParseFromString(good.substr(at[i] + 5, at[i + 1] - at[i] - 37));
    commit.set_previous_head(std::string(eventlog::Bytes(head)));
    if (i == 2) commit.set_actor("nobody");
    const std::string bytes = commit.SerializeAsString();
    head = eventlog::NextHead(head, eventlog::LeafOf(bytes));
    std::string size(4, '\0');
    for (int b = 0; b < 4; ++b) size[b] = static_cast<char>(bytes.size() >> (24 - 8 * b));
    forged += "C" + size + bytes + std::string(eventlog::Bytes(head));
  }
  Write(path, forged);
  const Report report = VerifyPack(directory);
  ASSERT_FALSE(report.sound());
  EXPECT_EQ(report.findings[0].what, "the chain does not end at the signed head");
}

TEST_F(AuditTest, AnotherKeyAnEarlierCheckpointAndAStrangeFileAreNoticed) {
  const std::string directory = Pack("p");
  const auto other = *eventlog::SigningKey::FromFile(base + "/other.pem");
  const auto by_another = Verify({directory, {{"", other.public_key()}}, ""}, BusinessChecks());
  ASSERT_FALSE(by_another.sound());
  for (const auto& finding : by_another.findings) EXPECT_EQ(finding.check, "SIGNATURE");
  auto heads = Heads();
  const std::string earlier = eventlog::SignedCheckpoint("test", heads, key);
  EXPECT_TRUE(VerifyPack(directory, earlier).sound());
  heads[0].head[0] ^= 1;
  EXPECT_FALSE(VerifyPack(directory, eventlog::SignedCheckpoint("test", heads, key)).sound());
  Write(directory + "/test/63.chain.bak", "x");
  EXPECT_FALSE(VerifyPack(directory).sound());
}

// A store that begins anew, or lost whole chains, signs what it has.
TEST_F(AuditTest, AChainThatOnlyTheEarlierCheckpointKnowsHasVanished) {
  const std::string earlier = eventlog::SignedCheckpoint("test", Heads(), key);
  const auto write = [&](const std::vector<eventlog::AnchoredHead>& heads) {
    const std::string directory = base + "/less";
    fs::remove_all(directory);
    EXPECT_TRUE(WritePack(
                    {"test", "t", "2026-11-02T08:00:00Z", true, heads}, key,
                    [&](const std::string&) -> eventlog::EventLog& { return log; },
                    IntoDirectory(directory))
                    .ok());
    return directory;
  };
  auto fewer = Heads();
  const auto gone = fewer.back();
  fewer.pop_back();
  const std::string directory = write(fewer);
  EXPECT_TRUE(VerifyPack(directory).sound());
  const Report report = VerifyPack(directory, earlier);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].what,
            absl::StrCat("the earlier checkpoint knows ", gone.sequence,
                         " records of log test chain ", gone.chain, ", this pack none"));
  EXPECT_EQ(VerifyPack(write({}), earlier).findings.size(), Heads().size());
}

TEST_F(AuditTest, WhatIsNeitherFileNorFolderIsNamedAndNotWaitedFor) {
  const auto finding = [&](const std::function<void(const fs::path&)>& change) {
    fs::remove_all(base + "/odd");
    const std::string directory = Pack("odd");
    change(directory);
    const Report report = VerifyPack(directory);
    std::string all;
    for (const auto& found : report.findings) all += found.what + "\n";
    return all;
  };
  const std::string chain = ChainFile("test", eventlog::ChainOf("t/k"));
  EXPECT_EQ(finding([](const fs::path&) {}), "");
  const auto pipe = finding([&](const fs::path& pack) {
    fs::remove(pack / chain);
    ASSERT_EQ(mkfifo((pack / chain).c_str(), 0600), 0);
  });
  EXPECT_NE(pipe.find(chain + " is neither a file nor a folder"), std::string::npos) << pipe;
  const auto folder = finding([&](const fs::path& pack) {
    fs::rename(pack / "test", base + "/elsewhere");
    fs::create_directory_symlink(base + "/elsewhere", pack / "test");
  });
  fs::remove_all(base + "/elsewhere");
  EXPECT_NE(folder.find("test is neither a file nor a folder"), std::string::npos) << folder;
  const auto dangling =
      finding([](const fs::path& pack) { fs::create_symlink("/nonexistent", pack / "dangling"); });
  EXPECT_EQ(dangling, "dangling is neither a file nor a folder\n");
  const auto empty = finding([](const fs::path& pack) { fs::create_directory(pack / "hidden"); });
  EXPECT_EQ(empty, "the checkpoint does not speak of hidden\n");
}
}  // namespace
}  // namespace aor::audit
