#include "services/notifications/delivery/intake.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "libs/files/files.h"
#include "libs/metrics/log.h"

namespace aor::notifications {
namespace {
namespace fs = std::filesystem;
constexpr auto kAgainAfter = std::chrono::seconds(5);  // before a file is looked at once more
constexpr uintmax_t kLargest = 2 << 20;                // of a file that is read at all
constexpr size_t kMostNames = 10'000;                  // names of a folder

// Plain files, the oldest first: a mail server that works on one gives it another name.
std::vector<fs::path> FilesIn(const fs::path& folder) {
  std::vector<std::pair<fs::file_time_type, fs::path>> found;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; at != end && found.size() < kMostNames;
       at.increment(error)) {
    if (error) break;
    const bool is_plain = at->symlink_status(error).type() == fs::file_type::regular;
    if (is_plain && !at->path().filename().string().starts_with('.'))
      found.emplace_back(fs::last_write_time(at->path(), error), at->path());
  }
  std::ranges::sort(found);
  std::vector<fs::path> files;
  for (auto& [time, path] : found) files.push_back(std::move(path));
  return files;
}

bool IsOlderThan(const std::string& path, std::chrono::minutes age) {
  std::error_code error;
  const auto written = fs::last_write_time(path, error);
  return !error && written + age < fs::file_time_type::clock::now();
}

absl::StatusOr<std::string> ContentOf(const std::string& path) {
  std::error_code error;
  if (fs::file_size(path, error) > kLargest && !error)
    return absl::InvalidArgumentError("it is larger than 2 MiB");
  return files::ReadFile(path);
}
}  // namespace

bool MakeMaildir(const std::string& folder) {
  std::error_code error;
  for (const char* part : {"/new", "/cur", "/tmp", "/set-aside"}) {
    fs::create_directories(folder + part, error);
    if (error) return false;
  }
  return true;
}

Intake::Intake(std::vector<Inbox> inboxes, prometheus::Registry& registry)
    : inboxes_(std::move(inboxes)),
      totals_(prometheus::BuildCounter()
                  .Name("aor_notifications_reports_total")
                  .Help("Reports on messages that came in as files, by what became of them")
                  .Register(registry)),
      pool_(1, 1) {
  for (const Inbox& inbox : inboxes_) {
    MakeMaildir(inbox.folder);
    for (const char* outcome : {"taken", "set_aside"})
      totals_.Add({{"kind", inbox.kind}, {"outcome", outcome}});
  }
}

// Others wait for the ticker: what asks and waits does so on a thread of its own.
void Intake::At(absl::Time) {
  if (looking_.exchange(true)) return;
  const bool taken = pool_.Submit([this] {
    Look();
    looking_ = false;
  });
  if (!taken) looking_ = false;
}

void Intake::Look() {
  told_ = false;
  for (const Inbox& inbox : inboxes_) Look(inbox);
}

// An exception here would end the process: what lies there is looked at again.
void Intake::Look(const Inbox& inbox) try {
  std::vector<std::string> turn;
  for (const fs::path& path : FilesIn(inbox.folder + "/new")) {
    if (WaitsStill(path)) continue;
    turn.push_back(path);
    if (turn.size() == kTurn) break;
  }
  for (const std::string& path : turn) Take(inbox, path);
} catch (const std::exception& error) {
  metrics::Log(spdlog::level::err, "intake", {{"detail", error.what()}});
}

bool Intake::WaitsStill(const std::string& path) {
  const auto again = again_.find(path);
  if (again == again_.end()) return false;
  if (again->second > Clock::now()) return true;
  again_.erase(again);
  return false;
}

void Intake::Take(const Inbox& inbox, const std::string& path) {
  const auto content = ContentOf(path);
  if (absl::IsNotFound(content.status())) {
    // Another process was first, or this one may not read it.
    if (fs::exists(path)) Wait(path, absl::UnavailableError(content.status().message()));
    return;
  }
  const auto status = content.ok() ? inbox.take(*content) : content.status();
  if (status.ok()) {
    std::error_code error;
    fs::remove(path, error);
    totals_.Add({{"kind", inbox.kind}, {"outcome", "taken"}}).Increment();
    return;
  }
  const bool may_be_known = absl::IsNotFound(status) && !IsOlderThan(path, kKnownWithin);
  if (!may_be_known && !absl::IsUnavailable(status)) return SetAside(inbox, path, status);
  Wait(path, status);
}

// What nobody could say a word on is told of, once for each look.
void Intake::Wait(const std::string& path, const absl::Status& why) {
  if (absl::IsUnavailable(why) && !std::exchange(told_, true))
    metrics::Log(spdlog::level::warn, "reports wait", {{"detail", std::string(why.message())}});
  if (again_.size() >= kMostNames) again_.clear();
  again_[path] = Clock::now() + kAgainAfter;
}

void Intake::SetAside(const Inbox& inbox, const std::string& path, const absl::Status& why) {
  const fs::path folder = inbox.folder + "/set-aside";
  std::error_code error;
  fs::rename(path, folder / fs::path(path).filename(), error);
  if (error) return Wait(path, absl::UnavailableError(error.message()));
  totals_.Add({{"kind", inbox.kind}, {"outcome", "set_aside"}}).Increment();
  metrics::Log(spdlog::level::warn, "report set aside",
               {{"kind", inbox.kind},
                {"file", fs::path(path).filename().string()},
                {"detail", std::string(why.message())}});
  const auto aside = FilesIn(folder);
  for (size_t i = 0; i + kMostSetAside < aside.size(); ++i) fs::remove(aside[i], error);
}
}  // namespace aor::notifications
