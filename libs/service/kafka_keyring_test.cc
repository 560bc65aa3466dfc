// The keyring that many processes share, on the twin of the cluster: the contract of every
// keyring, and what two processes, a compaction and an erasure must not break.
#include "libs/service/kafka_keyring.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <thread>

#include "libs/eventlog/kafka/memory_cluster.h"
#include "libs/eventlog/kafka/table.h"
#include "libs/vault/wrapping_key.h"

namespace aor::service {
namespace {
namespace fs = std::filesystem;
using eventlog::kafka::MemoryCluster;
using eventlog::kafka::Table;
using eventlog::kafka::TopicFacts;
constexpr char kTopic[] = "test.directory.keyring.v1";

TopicFacts Facts(const std::string& policy) {
  return {1,
          1,
          {{"cleanup.policy", policy},
           {"unclean.leader.election.enable", "false"},
           {"min.insync.replicas", "1"}}};
}

struct KafkaKeyringTest : ::testing::Test {
  KafkaKeyringTest() {
    fs::remove_all(folder);
    fs::create_directories(folder);
    cluster.Create(kTopic, Facts("compact"));
  }
  ~KafkaKeyringTest() override { fs::remove_all(folder); }
  // A process that begins with nothing but the wrapping key.
  std::unique_ptr<vault::Keyring> Start() {
    auto keyring = OpenKafkaKeyring(cluster, kTopic, folder + "/wrapping-key");
    EXPECT_TRUE(keyring.ok()) << keyring.status();
    return *std::move(keyring);
  }
  std::string All() const {
    std::string all;
    for (const std::string& row : cluster.Records(kTopic, 0)) all += row + "\n";
    return all;
  }
  const std::string folder = ::testing::TempDir() + "kafka-keyring-" + std::to_string(getpid());
  MemoryCluster cluster;
};

TEST_F(KafkaKeyringTest, EveryProcessHasTheSameKeysAlsoAfterCompaction) {
  const auto one = Start(), two = Start();
  const auto key = *one->Ensure("t", "ada");
  EXPECT_EQ(two->Find("t", "ada", 1)->bytes, key.bytes);
  EXPECT_EQ(two->Ensure("t", "ada")->bytes, key.bytes);
  const auto second = *two->Renew("t", "ada");
  EXPECT_EQ(second.version, 2u);
  EXPECT_EQ(one->Find("t", "ada", 2)->bytes, second.bytes);
  EXPECT_TRUE(absl::IsNotFound(one->Find("t", "ada", 3).status()));
  cluster.Compact(kTopic);
  const auto three = Start();
  EXPECT_EQ(three->Find("t", "ada", 1)->bytes, key.bytes);
  EXPECT_EQ(three->Ensure("t", "ada")->bytes, second.bytes);
  EXPECT_EQ(All().find(key.bytes), std::string::npos) << "a key stands there unwrapped";
}

TEST_F(KafkaKeyringTest, OfTwoKeysMadeAtOnceTheFirstIsEverybodysForEver) {
  std::vector<std::unique_ptr<vault::Keyring>> processes;
  for (int i = 0; i < 4; ++i) processes.push_back(Start());
  for (int round = 0; round < 50; ++round) {
    const std::string subject = std::to_string(round);
    std::vector<std::string> keys(processes.size());
    std::vector<std::thread> threads;
    for (size_t i = 0; i < processes.size(); ++i)
      threads.emplace_back([&, i] { keys[i] = processes[i]->Ensure("t", subject)->bytes; });
    for (std::thread& thread : threads) thread.join();
    for (const std::string& key : keys) ASSERT_EQ(key, keys[0]) << "round " << round;
    cluster.Compact(kTopic);
    EXPECT_EQ(Start()->Ensure("t", subject)->bytes, keys[0]);
  }
}

TEST_F(KafkaKeyringTest, AnErasedSubjectHasNoKeyAnywhereAndNoneComesBack) {
  const auto one = Start(), two = Start();
  ASSERT_TRUE(one->Ensure("t", "ada").ok());
  ASSERT_TRUE(two->Find("t", "ada", 1).ok());
  const std::string wrapped = cluster.Records(kTopic, 0).back();
  ASSERT_TRUE(two->Destroy("t", "ada").ok());
  ASSERT_TRUE(one->Destroy("t", "ada").ok());
  for (const auto* keyring : {one.get(), two.get()})
    EXPECT_TRUE(absl::IsNotFound(keyring->Find("t", "ada", 1).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(one->Ensure("t", "ada").status()));
  cluster.Compact(kTopic);
  EXPECT_EQ(All().find(wrapped), std::string::npos);
  EXPECT_TRUE(absl::IsFailedPrecondition(Start()->Renew("t", "ada").status()));
}

TEST_F(KafkaKeyringTest, AnErasureThatWasInterruptedIsFinishedAtTheNextStart) {
  ASSERT_TRUE(Start()->Ensure("t", "ada").ok());
  const std::string wrapped = cluster.Records(kTopic, 0).back();
  const std::string subject("dt\0ada", 6);
  ASSERT_TRUE(Table(cluster, kTopic).Put(subject, "").ok());
  Start();
  cluster.Compact(kTopic);
  EXPECT_EQ(All().find(wrapped), std::string::npos);
}

TEST_F(KafkaKeyringTest, RefusesAnotherWrappingKeyAndATopicThatForgets) {
  ASSERT_TRUE(Start()->Ensure("t", "ada").ok());
  EXPECT_TRUE(absl::IsNotFound(OpenKafkaKeyring(cluster, kTopic, folder + "/none").status()));
  MemoryCluster elsewhere;
  elsewhere.Create(kTopic, Facts("compact"));
  ASSERT_TRUE(OpenKafkaKeyring(elsewhere, kTopic, folder + "/other").ok());
  EXPECT_TRUE(
      absl::IsFailedPrecondition(OpenKafkaKeyring(cluster, kTopic, folder + "/other").status()));
  cluster.Create("deletes", Facts("delete"));
  const auto refused = OpenKafkaKeyring(cluster, "deletes", folder + "/wrapping-key").status();
  EXPECT_EQ(refused.message(), "topic deletes: cleanup.policy is delete, must be compact");
}

TEST_F(KafkaKeyringTest, IsCarriedToAFolderAndBackUnlessOtherKeysStandThere) {
  const auto shared = Start();
  const auto key = *shared->Ensure("t", "ada");
  ASSERT_TRUE(shared->Renew("t", "ada").ok());
  ASSERT_TRUE(shared->Ensure("t", "bob").ok());
  ASSERT_TRUE(shared->Destroy("t", "bob").ok());
  ASSERT_TRUE(shared->Checkpoint(folder + "/copy").ok());
  const auto file = *vault::FileKeyring(folder + "/copy", folder + "/wrapping-key");
  EXPECT_EQ(file->Find("t", "ada", 1)->bytes, key.bytes);
  EXPECT_EQ(file->Ensure("t", "ada")->version, 2u);
  EXPECT_TRUE(absl::IsFailedPrecondition(file->Ensure("t", "bob").status()));

  MemoryCluster elsewhere;
  elsewhere.Create(kTopic, Facts("compact"));
  const auto back = *OpenKafkaKeyring(elsewhere, kTopic, folder + "/wrapping-key");
  for (int again = 0; again < 2; ++again) EXPECT_TRUE(vault::CopyKeys(*file, *back).ok());
  EXPECT_EQ(back->Find("t", "ada", 1)->bytes, key.bytes);
  EXPECT_EQ(back->Ensure("t", "ada")->bytes, file->Ensure("t", "ada")->bytes);
  EXPECT_TRUE(absl::IsFailedPrecondition(back->Ensure("t", "bob").status()));

  const auto other = vault::MemoryKeyring();
  ASSERT_TRUE(other->Ensure("t", "ada").ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(vault::CopyKeys(*file, *other)));
  EXPECT_TRUE(absl::IsFailedPrecondition(vault::CopyKeys(*other, *file)));
  EXPECT_TRUE(absl::IsFailedPrecondition(vault::CopyKeys(*other, *back)));
}

// Processes that make keys of the same persons at once while all are wrapped anew, twice, and
// brokers that compact meanwhile.
TEST_F(KafkaKeyringTest, KeysAreWrappedAnewWhileProcessesThatKnowBothKeysMakeSome) {
  const std::string files[] = {"/wrapping-key", "/second", "/third"};
  auto process = Start();
  ASSERT_TRUE(process->Ensure("t", "ada").ok());
  ASSERT_TRUE(process->Ensure("t", "bob").ok());
  ASSERT_TRUE(process->Destroy("t", "bob").ok());
  const auto ada = *process->Renew("t", "ada");
  for (int turn = 0; turn < 2; ++turn) {
    const std::string old_file = folder + files[turn], new_file = folder + files[turn + 1];
    ASSERT_TRUE(vault::MakeWrappingKey(new_file).ok());
    std::vector<std::unique_ptr<vault::Keyring>> processes;
    for (int i = 0; i < 4; ++i)
      processes.push_back(*OpenKafkaKeyring(cluster, kTopic, old_file, new_file));
    const auto before = cluster.Records(kTopic, 0);
    std::vector<std::map<std::string, std::string>> seen(processes.size());
    std::vector<std::thread> threads;
    for (size_t i = 0; i < processes.size(); ++i)
      threads.emplace_back([&, i] {
        for (int n = 0; n < 60; ++n) {
          const std::string subject = std::to_string(turn) + "-" + std::to_string(n);
          const auto key = processes[i]->Ensure("t", subject);
          EXPECT_TRUE(key.ok()) << key.status();
          if (key.ok()) seen[i][subject] = key->bytes;
        }
      });
    for (int i = 0; i < 5; ++i) {
      EXPECT_TRUE(RewrapKafkaKeyring(cluster, kTopic, old_file, new_file).ok());
      cluster.Compact(kTopic);
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_TRUE(RewrapKafkaKeyring(cluster, kTopic, old_file, new_file).ok());
    EXPECT_EQ(*RewrapKafkaKeyring(cluster, kTopic, old_file, new_file), 0u);
    cluster.Compact(kTopic);
    EXPECT_TRUE(absl::IsFailedPrecondition(OpenKafkaKeyring(cluster, kTopic, old_file).status()));
    const auto fresh = *OpenKafkaKeyring(cluster, kTopic, new_file);
    for (const std::string& row : before)
      EXPECT_TRUE(row.empty() || All().find(row) == std::string::npos)
          << "a key stands there under the old one";
    EXPECT_EQ(fresh->Ensure("t", "ada")->bytes, ada.bytes);
    EXPECT_TRUE(fresh->Find("t", "ada", 1).ok());
    EXPECT_TRUE(absl::IsFailedPrecondition(fresh->Ensure("t", "bob").status()));
    for (const auto& [subject, bytes] : seen[0]) {
      for (const auto& others : seen) EXPECT_EQ(others.at(subject), bytes) << subject;
      EXPECT_EQ(fresh->Find("t", subject, 1)->bytes, bytes) << subject;
    }
  }
}

TEST_F(KafkaKeyringTest, WhoWasNotGivenTheNextKeyOpensWhatItKnowsAndMakesNone) {
  const auto one = Start();
  const auto key = *one->Ensure("t", "ada");
  EXPECT_EQ(*RewrapKafkaKeyring(cluster, kTopic, folder + "/wrapping-key", folder + "/next"), 1u);
  EXPECT_EQ(one->Find("t", "ada", 1)->bytes, key.bytes);
  EXPECT_EQ(one->Ensure("t", "ada")->bytes, key.bytes);
  const auto refused = one->Ensure("t", "bob").status();
  EXPECT_TRUE(absl::IsFailedPrecondition(refused));
  EXPECT_NE(refused.message().find("--next_wrapping_key_file"), std::string::npos) << refused;
  EXPECT_TRUE(absl::IsFailedPrecondition(one->Checkpoint(folder + "/copy")));
}

TEST_F(KafkaKeyringTest, WrappingAnewGoesOnWhereItWasInterrupted) {
  const std::string old_file = folder + "/wrapping-key", next = folder + "/next";
  const auto one = Start();
  std::map<std::string, std::string> keys;
  for (const char* subject : {"ada", "bob", "eve"})
    keys[subject] = one->Ensure("t", subject)->bytes;
  // It came as far as to say that the next key wraps.
  const std::string wrapping = *vault::MakeWrappingKey(next);
  ASSERT_TRUE(Table(cluster, kTopic)
                  .Put(vault::kProofRow, vault::Wrap(wrapping, vault::kProofRow, vault::kProof))
                  .ok());
  const auto both = *OpenKafkaKeyring(cluster, kTopic, old_file, next);
  EXPECT_EQ(both->Ensure("t", "ada")->bytes, keys["ada"]);
  ASSERT_TRUE(both->Ensure("t", "new").ok());
  ASSERT_TRUE(both->Destroy("t", "eve").ok());
  EXPECT_EQ(*RewrapKafkaKeyring(cluster, kTopic, old_file, next), 2u);
  cluster.Compact(kTopic);
  const auto fresh = *OpenKafkaKeyring(cluster, kTopic, next);
  EXPECT_EQ(fresh->Find("t", "bob", 1)->bytes, keys["bob"]);
  EXPECT_EQ(fresh->Find("t", "new", 1)->bytes, both->Ensure("t", "new")->bytes);
  ASSERT_TRUE(fresh->Destroy("t", "bob").ok());
  cluster.Compact(kTopic);
  EXPECT_TRUE(absl::IsFailedPrecondition(fresh->Ensure("t", "eve").status()));
}

TEST_F(KafkaKeyringTest, AWrongOldKeyWrapsNothingAndMakesNoNewOne) {
  ASSERT_TRUE(Start()->Ensure("t", "ada").ok());
  const auto missing = RewrapKafkaKeyring(cluster, kTopic, folder + "/none", folder + "/next");
  EXPECT_TRUE(absl::IsNotFound(missing.status()));
  EXPECT_FALSE(fs::exists(folder + "/next"));
  ASSERT_TRUE(vault::MakeWrappingKey(folder + "/other").ok());
  const auto wrong = RewrapKafkaKeyring(cluster, kTopic, folder + "/other", folder + "/next");
  EXPECT_NE(wrong.status().message().find("is not the key of this keyring"), std::string::npos);
  EXPECT_EQ(Start()->Ensure("t", "ada")->version, 1u);
}

TEST_F(KafkaKeyringTest, AKeyThatDidNotBecomeDurableIsNotGivenOut) {
  MemoryCluster silent(7);  // nothing happens by itself
  silent.Create(kTopic, Facts("compact"));
  Table table(silent, kTopic, eventlog::kafka::Instant{50});
  EXPECT_TRUE(absl::IsUnavailable(table.Put("k", "row")));
  EXPECT_TRUE(absl::IsUnavailable(table.Read(true, [](const auto&, const auto&) {})));
}
}  // namespace
}  // namespace aor::service
