#include "services/notifications/channels/bounce.h"

#include <absl/strings/ascii.h>
#include <absl/strings/match.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <vector>

#include "services/notifications/channels/mime.h"

namespace aor::notifications {
namespace {
constexpr int kDeepest = 4;  // a gateway may wrap a report in a mail of its own

std::optional<MimePart> ReportIn(const MimePart& mail, int depth = 0) {
  if (mail.Type() == "multipart/report") return mail;
  if (depth == kDeepest) return std::nullopt;
  for (const MimePart& part : mail.Parts())
    if (auto report = ReportIn(part, depth + 1)) return report;
  return std::nullopt;
}

bool IsOfStatus(const MimePart& part) {
  return part.Type() == "message/delivery-status" ||
         part.Type() == "message/global-delivery-status";
}
bool IsReturned(const MimePart& part) {
  const std::string type = part.Type();
  return type == "message/rfc822" || type == "text/rfc822-headers" || type == "message/global" ||
         type == "message/global-headers";
}

bool IsStatus(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '.');
  const auto is_number = [](const std::string& part) {
    return !part.empty() && part.size() <= 3 && std::ranges::all_of(part, absl::ascii_isdigit);
  };
  return parts.size() == 3 && std::ranges::all_of(parts, is_number) &&
         (parts[0] == "2" || parts[0] == "4" || parts[0] == "5");
}

std::string WithoutComment(const std::string& value) {
  return value.substr(0, value.find_first_of(" \t("));
}

// The first recipient of whom something is said: a mail of ours has one.
void TakeStatus(std::string_view text, Bounce& bounce) {
  constexpr int kMostRecipients = 20;
  for (int i = 0; i < kMostRecipients && !text.empty() && bounce.action.empty(); ++i) {
    const MimeFields fields = ReadFields(text, &text);
    bounce.action = absl::AsciiStrToLower(WithoutComment(ValueOf(fields, "action")));
    bounce.status = WithoutComment(ValueOf(fields, "status"));
    bounce.diagnostic = ValueOf(fields, "diagnostic-code");
  }
}

// Ours is <message id>.<mac>@<domain>, in angle brackets.
std::optional<Mark> MarkIn(const std::string& message_id) {
  const size_t at = message_id.find('@');
  if (!message_id.starts_with('<') || at == std::string::npos) return std::nullopt;
  return ReadMark(std::string_view(message_id).substr(1, at - 1));
}
}  // namespace

std::optional<Bounce> ReadBounce(std::string_view mail) {
  if (mail.size() > kLargestReport) return std::nullopt;
  const auto report = ReportIn(ReadPart(mail));
  if (!report) return std::nullopt;
  Bounce bounce;
  auto mark = AddressedTo(mail, kToReport);
  for (const MimePart& part : report->Parts()) {
    if (IsOfStatus(part)) TakeStatus(part.Text(), bounce);
    if (!mark && IsReturned(part)) mark = MarkIn(ValueOf(ReadFields(part.Text()), "message-id"));
  }
  if (!mark || bounce.action.empty() || !IsStatus(bounce.status)) return std::nullopt;
  bounce.mark = *std::move(mark);
  return bounce;
}

std::string AddressFor(const std::string& mail, char purpose, const Mark& mark) {
  const size_t at = mail.rfind('@');
  return absl::StrCat(mail.substr(0, at), "+", std::string(1, purpose), Compact(mark),
                      mail.substr(at));
}

// Servers write down the envelope's recipient in one of these; the last resort is what was sent.
std::optional<Mark> AddressedTo(std::string_view mail, char purpose) {
  const MimeFields fields = ReadFields(mail);
  for (const MimeField& field : fields) {
    const std::string& name = field.name;
    if (name != "delivered-to" && name != "x-original-to" && name != "envelope-to" && name != "to")
      continue;
    const size_t plus = field.value.find('+'), at = field.value.find('@', plus);
    if (at == std::string::npos || field.value[plus + 1] != purpose) continue;
    if (auto mark = ReadMark(std::string_view(field.value).substr(plus + 2, at - plus - 2)))
      return mark;
  }
  return std::nullopt;
}
}  // namespace aor::notifications
