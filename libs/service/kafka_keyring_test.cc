// The keyring that many processes share, on the twin of the cluster: the contract of every
// keyring, and what two processes, a compaction and an erasure must not break.
#include "libs/service/kafka_keyring.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "libs/eventlog/kafka/memory_cluster.h"
#include "libs/eventlog/kafka/table.h"

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

TEST_F(KafkaKeyringTest, AKeyThatDidNotBecomeDurableIsNotGivenOut) {
  MemoryCluster silent(7);  // nothing happens by itself
  silent.Create(kTopic, Facts("compact"));
  Table table(silent, kTopic, eventlog::kafka::Instant{50});
  EXPECT_TRUE(absl::IsUnavailable(table.Put("k", "row")));
  EXPECT_TRUE(absl::IsUnavailable(table.Read(true, [](const auto&, const auto&) {})));
}
}  // namespace
}  // namespace aor::service
