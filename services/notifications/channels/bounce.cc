#include "services/notifications/channels/bounce.h"

#include <absl/strings/ascii.h>
#include <absl/strings/match.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <vector>

namespace aor::notifications {
namespace {
enum class Part { kOther, kStatus, kReturned };

// Lines as they were before they were folded.
std::vector<std::string> Unfolded(std::string_view mail) {
  std::vector<std::string> lines;
  for (const absl::string_view each : absl::StrSplit(std::string(mail), '\n')) {
    std::string_view line(each.data(), each.size());
    if (line.ends_with('\r')) line.remove_suffix(1);
    const bool continues = !lines.empty() && !lines.back().empty() &&
                           (line.starts_with(' ') || line.starts_with('\t'));
    if (continues)
      lines.back() += line;
    else
      lines.emplace_back(line);
  }
  return lines;
}

// What stands behind "Name:", if this line is that field.
std::optional<std::string> FieldIn(const std::string& line, const std::string& name) {
  if (!absl::StartsWithIgnoreCase(line, name + ":")) return std::nullopt;
  return std::string(absl::StripAsciiWhitespace(line.substr(name.size() + 1)));
}

Part PartOf(const std::string& content_type) {
  const std::string type = absl::AsciiStrToLower(content_type);
  if (absl::StrContains(type, "delivery-status")) return Part::kStatus;
  if (absl::StrContains(type, "rfc822") || absl::StrContains(type, "message/global"))
    return Part::kReturned;
  return Part::kOther;
}

// Ours are UUIDs: <id@domain>.
std::string WireIdIn(const std::string& message_id) {
  constexpr size_t kLongest = 64;
  const size_t at = message_id.find('@');
  if (!message_id.starts_with('<') || at == std::string::npos || at > kLongest) return "";
  const std::string id = message_id.substr(1, at - 1);
  const bool is_ours =
      std::ranges::all_of(id, [](unsigned char c) { return absl::ascii_isalnum(c) || c == '-'; });
  return is_ours ? id : "";
}

bool IsStatus(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '.');
  const auto is_number = [](const std::string& part) {
    return !part.empty() && part.size() <= 3 && std::ranges::all_of(part, absl::ascii_isdigit);
  };
  return parts.size() == 3 && std::ranges::all_of(parts, is_number) &&
         (parts[0] == "2" || parts[0] == "4" || parts[0] == "5");
}

// The first one counts: a mail of ours has one recipient.
void Take(const std::string& line, const std::string& name, std::string& into) {
  if (const auto value = FieldIn(line, name); value && into.empty()) into = *value;
}

void TakeStatus(const std::string& line, Bounce& bounce) {
  Take(line, "Action", bounce.action);
  Take(line, "Status", bounce.status);
  Take(line, "Diagnostic-Code", bounce.diagnostic);
}
}  // namespace

std::optional<Bounce> ReadBounce(std::string_view mail) {
  if (mail.size() > kLargestReport) return std::nullopt;
  Bounce bounce;
  std::string message_id;
  Part part = Part::kOther;
  bool is_inside = false;  // behind the report's own headers, which have a Message-ID, too
  for (const std::string& line : Unfolded(mail)) {
    is_inside = is_inside || line.empty();
    if (!is_inside) continue;
    if (line.starts_with("--")) part = Part::kOther;
    const auto type = FieldIn(line, "Content-Type");
    if (type && part == Part::kOther) part = PartOf(*type);
    if (part == Part::kStatus) TakeStatus(line, bounce);
    if (part == Part::kReturned) Take(line, "Message-ID", message_id);
  }
  bounce.action = absl::AsciiStrToLower(bounce.action);
  bounce.status = bounce.status.substr(0, bounce.status.find_first_of(" \t("));
  bounce.wire_id = WireIdIn(message_id);
  if (bounce.wire_id.empty() || bounce.action.empty() || !IsStatus(bounce.status))
    return std::nullopt;
  return bounce;
}
}  // namespace aor::notifications
