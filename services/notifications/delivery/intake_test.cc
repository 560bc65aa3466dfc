#include "services/notifications/delivery/intake.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "libs/service/testing/command_line.h"

namespace aor::notifications {
namespace {
namespace fs = std::filesystem;

class IntakeTest : public testing::Test {
 protected:
  ~IntakeTest() override { service::RemoveDirectory(folder_); }
  void Put(const std::string& name, const std::string& content, std::chrono::minutes age = {}) {
    std::ofstream(New(name)) << content;
    fs::last_write_time(New(name), fs::file_time_type::clock::now() - age);
  }
  std::string New(const std::string& name) const { return folder_ + "/new/" + name; }
  bool IsAside(const std::string& name) const { return fs::exists(folder_ + "/set-aside/" + name); }
  size_t CountIn(const char* part) const {
    return static_cast<size_t>(
        std::distance(fs::directory_iterator(folder_ + "/" + part), fs::directory_iterator()));
  }
  absl::Status Take(const std::string& content) {
    asked_.push_back(content);
    if (content == "of nothing yet") return absl::NotFoundError("unknown");
    if (content == "while they sleep") return absl::UnavailableError("nobody there");
    return content == "good" ? absl::OkStatus() : absl::InvalidArgumentError("no report");
  }
  double Counted(const char* outcome) {
    for (const auto& family : registry_.Collect())
      for (const auto& metric : family.metric)
        for (const auto& label : metric.label)
          if (label.value == outcome) return metric.counter.value;
    return -1;
  }

  const std::string folder_ = service::Directory("intake");
  std::vector<std::string> asked_;
  prometheus::Registry registry_;
  Intake intake_{{{"mail", folder_, [this](const auto& content) { return Take(content); }}},
                 registry_};
};

TEST_F(IntakeTest, WhatIsTakenIsGoneAndTheRestIsSetAside) {
  Put("1", "good");
  Put("2", "bad");
  EXPECT_EQ(Counted("set_aside"), 0) << "there from the start";
  intake_.Look();
  EXPECT_EQ(CountIn("new"), 0u);
  EXPECT_TRUE(IsAside("2"));
  EXPECT_EQ(CountIn("set-aside"), 1u) << "nothing of what was taken stays";
  EXPECT_EQ(Counted("taken"), 1);
  EXPECT_EQ(Counted("set_aside"), 1);
}

TEST_F(IntakeTest, WhatMayBeKnownSoonWaitsForAWhile) {
  Put("young", "of nothing yet");
  Put("old", "of nothing yet", Intake::kKnownWithin + std::chrono::minutes{1});
  Put("oldest", "while they sleep", std::chrono::hours{100});
  intake_.Look();
  EXPECT_TRUE(fs::exists(New("young")));
  EXPECT_TRUE(IsAside("old"));
  EXPECT_TRUE(fs::exists(New("oldest"))) << "nobody could say a word on it";
  intake_.Look();
  EXPECT_EQ(asked_.size(), 3u) << "not again at once";
}

TEST_F(IntakeTest, NothingButPlainFilesIsRead) {
  Put(".tmp", "good");
  fs::create_directory(New("folder"));
  fs::create_symlink("/etc/passwd", New("link"));
  fs::resize_file((Put("large", ""), New("large")), 3 << 20);
  intake_.Look();
  EXPECT_TRUE(asked_.empty());
  EXPECT_TRUE(IsAside("large"));
  EXPECT_EQ(CountIn("new"), 3u);
}

TEST_F(IntakeTest, NeitherALookNorWhatIsSetAsideIsWithoutBound) {
  for (size_t i = 0; i < Intake::kTurn + 5; ++i) Put(std::to_string(i), "good");
  intake_.Look();
  EXPECT_EQ(CountIn("new"), 5u);
  for (size_t i = 0; i < Intake::kMostSetAside; ++i)
    std::ofstream(folder_ + "/set-aside/old-" + std::to_string(i)) << "x";
  fs::last_write_time(folder_ + "/set-aside/old-7",
                      fs::file_time_type::clock::now() - std::chrono::hours{1});
  Put("new", "bad");
  intake_.Look();
  EXPECT_EQ(CountIn("set-aside"), Intake::kMostSetAside);
  EXPECT_TRUE(IsAside("new"));
  EXPECT_FALSE(IsAside("old-7")) << "the oldest";
}
}  // namespace
}  // namespace aor::notifications
