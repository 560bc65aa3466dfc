// A pack of two processes, each of which signed its own log, in the hands of somebody who kept
// older ones.
#include "libs/audit/manifests.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "libs/audit/pack.h"
#include "libs/eventlog/memory/memory_log.h"
#include "libs/eventsourcing/testing/counter.h"
#include "libs/files/files.h"

namespace aor::audit {
namespace {
namespace fs = std::filesystem;
using testing::Asking;
using testing::Doing;

struct Apart {
  explicit Apart(const std::string& name) : log(name) { Write(); }
  void Write() {
    const std::string id = std::to_string(++written);
    EXPECT_TRUE(eventsourcing::Runtime(log, clock)
                    .ExecuteAndWait(Asking(id, "b", "k"), Doing("c", testing::Add{id, 1}))
                    .ok());
  }
  eventlog::MemoryLog log;
  eventsourcing::DevelopmentClock clock{absl::FromUnixSeconds(1'790'000'000)};
  eventlog::SigningKey key = eventlog::SigningKey::Generate();
  int written = 0;
};

// What a process hands out when it is asked: its chain's bytes too.
struct Part {
  Cut cut;
  std::string chain, records, shown;
};

struct ManifestsTest : ::testing::Test {
  ~ManifestsTest() override { fs::remove_all(directory); }

  static Part PartOf(Apart& process, const std::string& at, const std::string& tenant = "t",
                     bool moved = false) {
    const uint32_t chain = eventlog::ChainOf("t/k");
    const auto tail = process.log.TailOf(chain);
    const std::string& log = process.log.name();
    const PackRequest request{"test", tenant, at, moved, {{log, chain, tail.sequence, tail.head}}};
    Part part;
    part.chain = ChainFile(log, chain);
    part.cut.manifest = Manifest(request);
    part.cut.checkpoint = eventlog::SignedCheckpoint("test", request.heads, process.key);
    part.cut.manifest_note =
        ManifestNote("test", part.cut.manifest, part.cut.checkpoint, process.key);
    Shown shown{log, chain};
    EXPECT_TRUE(AppendRecords("t", tail.sequence, process.log, 1 << 20, shown, part.records).ok());
    part.shown = ShownNote("test", "t", shown, process.key);
    return part;
  }
  void Write(const std::vector<Part>& parts) const {
    fs::remove_all(directory);
    const Sink sink = IntoDirectory(directory);
    std::vector<Cut> cuts;
    for (const Part& part : parts) {
      cuts.push_back(part.cut);
      EXPECT_TRUE(sink(part.chain, part.records).ok());
      EXPECT_TRUE(sink(kShownFile, part.shown).ok());
    }
    EXPECT_TRUE(WriteCuts(cuts, sink).ok());
  }
  Report Verified() const {
    return Verify(
        {directory,
         {{"payroll", payroll.key.public_key()}, {"timesheet", timesheet.key.public_key()}},
         ""},
        {});
  }
  std::string Findings() const {
    std::string all;
    for (const Finding& finding : Verified().findings)
      all += finding.check + ": " + finding.what + "\n";
    return all;
  }
  std::string FindingsOf(const std::vector<Part>& parts) const {
    Write(parts);
    return Findings();
  }
  const std::string directory = ::testing::TempDir() + "manifests-" + std::to_string(getpid());
  Apart payroll{"payroll"}, timesheet{"timesheet"};
};

constexpr char kFirst[] = "2026-11-02T08:00:00Z", kSecond[] = "2026-11-02T08:00:03Z";
constexpr char kUnbound[] =
    "SIGNATURE: manifest-2.json is not what was signed with its checkpoint\n";

TEST_F(ManifestsTest, APackOfTwoProcessesIsSoundAndHoldsBothManifests) {
  EXPECT_EQ(FindingsOf({PartOf(payroll, kFirst), PartOf(timesheet, kSecond)}), "");
  const Report report = Verified();
  EXPECT_EQ(report.commits, 2u);
  EXPECT_EQ(report.exported_at, kFirst);
  EXPECT_FALSE(report.development_clock);
  EXPECT_TRUE(fs::exists(directory + "/manifest-2.json"));
  EXPECT_EQ(FindingsOf({PartOf(timesheet, kSecond), PartOf(payroll, kFirst)}), "");
}

TEST_F(ManifestsTest, AnOlderPartOfOneProcessIsNamedAlthoughAllOfItIsSigned) {
  const Part before = PartOf(timesheet, "2026-10-31T06:30:00Z");
  timesheet.Write();
  EXPECT_EQ(FindingsOf({PartOf(payroll, kFirst), PartOf(timesheet, kSecond)}), "");
  EXPECT_EQ(FindingsOf({PartOf(payroll, kFirst), before}),
            "PACK: manifest-2.json, of log timesheet, is 49h30m older than manifest.json "
            "(2026-10-31T06:30:00Z and 2026-11-02T08:00:00Z): the parts of one pack are exported "
            "within 15 minutes\n");
  Part newer_word = before;
  newer_word.cut.manifest = PartOf(timesheet, kSecond).cut.manifest;
  EXPECT_EQ(FindingsOf({PartOf(payroll, kFirst), newer_word}), kUnbound);
  newer_word.cut.manifest_note = PartOf(timesheet, kSecond).cut.manifest_note;
  EXPECT_EQ(FindingsOf({PartOf(payroll, kFirst), newer_word}), kUnbound);
}

TEST_F(ManifestsTest, QuarterOfAnHourMayLieBetweenTheParts) {
  EXPECT_EQ(FindingsOf({PartOf(payroll, kFirst), PartOf(timesheet, "2026-11-02T08:15:00Z")}), "");
  EXPECT_NE(FindingsOf({PartOf(payroll, kFirst), PartOf(timesheet, "2026-11-02T08:15:01Z")})
                .find("manifest.json, of log payroll, is 15m1s older than manifest-2.json"),
            std::string::npos)
      << Findings();
  EXPECT_EQ(FindingsOf({PartOf(payroll, kFirst), PartOf(timesheet, "yesterday")}),
            "PACK: manifest-2.json does not say when it was exported\n");
}

TEST_F(ManifestsTest, EachCheckpointHasItsManifestAndEachManifestItsNote) {
  const Part a = PartOf(payroll, kFirst), b = PartOf(timesheet, kSecond);
  const std::string missing =
      "PACK: the pack has 2 checkpoints and no manifest-2.json: each process signs a manifest with "
      "its own; a pack by an aorctl that kept one for all is exported anew\n";
  Write({a, b});
  fs::remove(directory + "/manifest-2.json");
  EXPECT_EQ(Findings(), missing);

  const auto with_notes = [&](const std::string& notes) {
    Write({a, b});
    std::ofstream(directory + "/" + kManifestNoteFile) << notes;
    return Findings();
  };
  const std::string of_a = a.cut.manifest_note, of_b = b.cut.manifest_note;
  const std::string first = "SIGNATURE: manifest.json is not what was signed with its checkpoint\n";
  EXPECT_EQ(with_notes(of_a), kUnbound);
  EXPECT_EQ(with_notes(of_b), first + kUnbound);
  EXPECT_EQ(with_notes(of_b + of_a), first + kUnbound) << "in another order";
  EXPECT_EQ(with_notes(of_a + of_a + of_b),
            "SIGNATURE: manifest.note holds 3 notes for 2 checkpoints\n" + std::string(kUnbound));
  EXPECT_EQ(with_notes(of_a + of_a), kUnbound);
  EXPECT_EQ(with_notes(of_a + of_b + of_a),
            "SIGNATURE: manifest.note holds 3 notes for 2 checkpoints\n");
  EXPECT_EQ(with_notes(of_a + of_b), "");
}

TEST_F(ManifestsTest, WhatIsBeyondTheCheckpointsIsAStranger) {
  Write({PartOf(payroll, kFirst), PartOf(timesheet, kSecond)});
  fs::copy(directory + "/manifest-2.json", directory + "/manifest-3.json");
  EXPECT_EQ(Findings(), "PACK: the checkpoint does not speak of manifest-3.json\n");
}

TEST_F(ManifestsTest, ManifestsBeyondAllMeasureAreNotKept) {
  Write({PartOf(payroll, kFirst), PartOf(timesheet, kSecond)});
  fs::resize_file(directory + "/manifest-2.json", 16 << 20);
  EXPECT_NE(Findings().find("PACK: the manifests are more than 16 MiB together\n"),
            std::string::npos);
}

TEST_F(ManifestsTest, OneProcessDoesNotVouchForTheCheckpointOfAnother) {
  Part b = PartOf(timesheet, kSecond);
  b.cut.manifest_note = ManifestNote("test", b.cut.manifest, b.cut.checkpoint, payroll.key);
  EXPECT_EQ(FindingsOf({PartOf(payroll, kFirst), b}), kUnbound);
}

TEST_F(ManifestsTest, AllSpeakOfOneTenant) {
  EXPECT_EQ(FindingsOf({PartOf(payroll, kFirst), PartOf(timesheet, kSecond, "u")}),
            "PACK: manifest-2.json is of tenant u, environment test; manifest.json of tenant t, "
            "environment test\n");
}

TEST_F(ManifestsTest, AClockThatOneOfThemMovedIsTold) {
  EXPECT_EQ(FindingsOf({PartOf(payroll, kFirst), PartOf(timesheet, kSecond, "t", true)}), "");
  EXPECT_TRUE(Verified().development_clock);
}
}  // namespace
}  // namespace aor::audit
