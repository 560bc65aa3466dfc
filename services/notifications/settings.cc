#include "services/notifications/settings.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>

#include "libs/calendar/calendar.h"
#include "libs/rpc/formats.h"

namespace aor::notifications {
namespace {
constexpr char kPrefix[] = "AOR_NOTIFICATIONS_";

// An address has at most 64 characters before its @ (RFC 5321, 4.5.3.1.1): the rest is a mark.
constexpr size_t kLongestReturns = 14;

absl::Status Wrong(const std::string& name, const std::string& wanted) {
  return absl::InvalidArgumentError(absl::StrCat(kPrefix, name, " needs ", wanted));
}

bool IsHostAndPort(const std::string& text) {
  const size_t colon = text.rfind(':');
  int port = 0;
  return colon != std::string::npos && colon > 0 &&
         absl::SimpleAtoi(text.substr(colon + 1), &port) && port > 0 && port <= 65535;
}

bool TakeQuiet(const std::string& text, QuietHours& quiet) {
  if (text == "off") {
    quiet = {std::chrono::hours{0}, std::chrono::hours{0}, false};
    return true;
  }
  const std::vector<std::string> hours = absl::StrSplit(text, '-');
  int from = 0, to = 0;
  if (hours.size() != 2 || !absl::SimpleAtoi(hours[0], &from) || !absl::SimpleAtoi(hours[1], &to))
    return false;
  quiet.from = std::chrono::hours{from};
  quiet.to = std::chrono::hours{to};
  return from >= 0 && from < 24 && to >= 0 && to < 24 && from != to;
}

absl::Status Check(const Settings& settings) {
  if (!calendar::IsZone(settings.zone)) return Wrong("ZONE", "an IANA zone such as Europe/Zurich");
  if (!settings.link.starts_with("https://") && !settings.link.starts_with("http://"))
    return Wrong("LINK", "an address such as https://space.example.com");
  const bool is_real = !settings.smtp_url.empty() || !settings.smpp.empty();
  if (is_real && settings.link == Settings{}.link)
    return Wrong("LINK", "the address of the pages that mail and SMS lead to");
  if (!rpc::FormatAdvice("mail", settings.sender.mail).empty())
    return Wrong("MAIL_FROM", "a mail address such as noreply@example.com");
  const std::string& returns = settings.sender.returns;
  if (!returns.empty() &&
      (!rpc::FormatAdvice("mail", returns).empty() || returns.find('@') > kLongestReturns ||
       returns.find('+') != std::string::npos))
    return Wrong("MAIL_RETURNS", "a mail address of at most 14 letters before its @, without +");
  if (settings.returned.empty() != returns.empty())
    return Wrong("RETURNED", "MAIL_RETURNS, and the other way round");
  if (settings.sender.one_click && !settings.link.starts_with("https://"))
    return Wrong("ONE_CLICK", "a LINK that begins with https://");
  if (!settings.smtp_url.empty() && !settings.smtp_url.starts_with("smtp://") &&
      !settings.smtp_url.starts_with("smtps://"))
    return Wrong("SMTP", "smtp://host:port or smtps://host:port");
  if (settings.smtp_user.empty() != settings.smtp_password_file.empty())
    return Wrong("SMTP_USER", "SMTP_PASSWORD_FILE, and the other way round");
  if (!settings.smpp.empty() && !IsHostAndPort(settings.smpp)) return Wrong("SMPP", "host:port");
  if (settings.smpp.empty() != settings.smpp_user.empty() ||
      settings.smpp_user.empty() != settings.smpp_password_file.empty())
    return Wrong("SMPP", "SMPP_USER and SMPP_PASSWORD_FILE, and the other way round");
  return absl::OkStatus();
}
}  // namespace

absl::StatusOr<Settings> ReadSettings(const Environment& environment) {
  Settings settings;
  const auto value_of = [&](const char* name) {
    return environment(absl::StrCat(kPrefix, name).c_str());
  };
  const auto take = [&](const char* name, std::string& field) {
    if (const char* value = value_of(name)) field = value;
  };
  take("OUTBOX", settings.outbox);
  take("TEMPLATES", settings.templates);
  take("LINK", settings.link);
  take("ZONE", settings.zone);
  take("MAIL_FROM", settings.sender.mail);
  take("MAIL_NAME", settings.sender.name);
  take("MAIL_RETURNS", settings.sender.returns);
  take("RETURNED", settings.returned);
  take("SMTP", settings.smtp_url);
  take("SMTP_CA_FILE", settings.smtp_ca_file);
  take("SMTP_USER", settings.smtp_user);
  take("SMTP_PASSWORD_FILE", settings.smtp_password_file);
  take("SMPP", settings.smpp);
  take("SMPP_USER", settings.smpp_user);
  take("SMPP_PASSWORD_FILE", settings.smpp_password_file);
  take("SMS_FROM", settings.sms_from);
  if (const char* one_click = value_of("ONE_CLICK")) {
    settings.sender.one_click = std::string_view(one_click) == "on";
    if (!settings.sender.one_click && std::string_view(one_click) != "off")
      return Wrong("ONE_CLICK", "on or off");
  }
  if (const char* quiet = value_of("QUIET"); quiet && !TakeQuiet(quiet, settings.quiet))
    return Wrong("QUIET", "two hours such as 20-7, or off");
  if (auto status = Check(settings); !status.ok()) return status;
  return settings;
}
}  // namespace aor::notifications
