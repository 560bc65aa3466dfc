// Keys of the timesheet's rows, and what a stream's name says.
#pragma once

#include <absl/strings/str_cat.h>

#include <cstdint>
#include <string>

namespace aor::timesheet {
inline std::string ContractKey(const std::string& tenant, const std::string& contract) {
  return tenant + "/contracts/" + contract;
}
inline std::string ClosedKey(const std::string& tenant, const std::string& contract) {
  return tenant + "/closed/" + contract;
}
// Followed by the contract's id: the contracts of one worker.
inline std::string ContractsOfWorker(const std::string& tenant, const std::string& worker) {
  return tenant + "/contracts_of_worker/" + worker + "/";
}
// Followed by the worker's id and "/": everything of one worker in one week.
inline std::string WeekPrefix(const std::string& tenant, const std::string& iso_week) {
  return tenant + "/weeks/" + iso_week + "/";
}
inline std::string WeekKey(const std::string& tenant, const std::string& iso_week,
                           const std::string& worker, const std::string& contract) {
  return WeekPrefix(tenant, iso_week) + worker + "/" + contract;
}
inline std::string EntryPrefix(const std::string& tenant, const std::string& iso_week) {
  return tenant + "/entries/" + iso_week + "/";
}
inline std::string EntryKey(const std::string& tenant, const std::string& iso_week,
                            const std::string& worker, const std::string& entry) {
  return EntryPrefix(tenant, iso_week) + worker + "/" + entry;
}
// Where the complete week stands among the news.
inline std::string AwaitingKey(const std::string& tenant, const std::string& iso_week,
                               const std::string& worker, const std::string& contract) {
  return tenant + "/awaiting/" + iso_week + "/" + worker + "/" + contract;
}

// News of all tenants in the order of their chain, so that a deadline reads on from where
// it stopped: contracts concluded (the value is the contract's key), and weeks complete but
// not approved (an AwaitingRow).
inline constexpr char kConcluded[] = "concluded", kComplete[] = "complete";
inline std::string NewsPrefix(std::string_view table, uint32_t chain) {
  return absl::StrCat("/", absl::string_view(table.data(), table.size()), "/",
                      absl::Dec(chain, absl::kZeroPad2), "/");
}
inline std::string NewsKey(std::string_view table, uint32_t chain, uint64_t sequence,
                           const std::string& tenant, const std::string& contract) {
  return absl::StrCat(NewsPrefix(table, chain), absl::Dec(sequence, absl::kZeroPad20), "/", tenant,
                      "/", contract);
}
inline std::string TenantOfNews(const std::string& key, std::string_view table) {
  const size_t start = NewsPrefix(table, 0).size() + 21;
  return key.substr(start, key.find('/', start) - start);
}

struct WeekName {
  std::string worker, iso_week;
};
inline std::string StreamOf(const WeekName& week) {
  return "week-" + week.worker + "-" + week.iso_week;
}
// "week-ada-2026-W41": the week is the last eight characters.
inline WeekName NameOf(const std::string& stream) {
  constexpr size_t kBefore = 5, kWeek = 8;
  return {stream.substr(kBefore, stream.size() - kBefore - kWeek - 1),
          stream.substr(stream.size() - kWeek)};
}
}  // namespace aor::timesheet
