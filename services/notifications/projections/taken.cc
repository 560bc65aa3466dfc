#include "services/notifications/projections/taken.h"

#include <absl/strings/str_cat.h>

#include <charconv>

namespace aor::notifications {
namespace {
constexpr char kCountsInHex[] = "/taken-counts-in-hex";

std::string Spelled(const std::string& server_id) { return "/taken/" + server_id; }

// Where it stands as a number in that base; empty for what is none, or above 64 bits.
std::string Counted(const std::string& server_id, int base, int as) {
  const char* const end = server_id.data() + server_id.size();
  uint64_t number = 0;
  const auto [read, error] = std::from_chars(server_id.data(), end, number, base);
  if (error != std::errc() || read != end) return "";
  return absl::StrCat("/taken-as-", as, "/", number);
}

bool HasLetter(const std::string& server_id) { return Counted(server_id, 10, 10).empty(); }
}  // namespace

void StoreTaken(const std::string& server_id, const v1::LeftRow& row,
                eventsourcing::WritableRows& rows) {
  rows.Store(Spelled(server_id), row);
  for (const int base : {10, 16})
    if (const std::string key = Counted(server_id, base, base); !key.empty()) rows.Store(key, row);
  if (!Counted(server_id, 16, 16).empty() && HasLetter(server_id)) rows.Put(kCountsInHex, "");
}

std::optional<v1::LeftRow> LoadTaken(const eventsourcing::Rows& rows,
                                     const std::string& server_id) {
  const int base = HasLetter(server_id) ? 16 : 10, other = 26 - base;
  const bool either = base == 16 || rows.Get(kCountsInHex);
  for (const std::string& key : {Spelled(server_id), Counted(server_id, base, base),
                                 either ? Counted(server_id, base, other) : ""})
    if (auto row = key.empty() ? std::nullopt : rows.Load<v1::LeftRow>(key)) return row;
  return std::nullopt;
}
}  // namespace aor::notifications
