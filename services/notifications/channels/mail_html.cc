#include "services/notifications/channels/mail_html.h"

#include <absl/strings/ascii.h>
#include <absl/strings/match.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_replace.h>
#include <absl/strings/str_split.h>

namespace aor::notifications {
namespace {
constexpr char kStyle[] =
    "font-family:sans-serif;font-size:16px;line-height:1.5;color:#222;max-width:36em;margin:2em "
    "auto;padding:0 1em";

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

// The one address that a message has: it stands alone, and begins with what the operator set.
bool IsLink(const Letter& letter, absl::string_view paragraph) {
  return !letter.link.empty() && absl::StartsWith(paragraph, letter.link) &&
         paragraph.find_first_of(" \n\"<>") == absl::string_view::npos;
}

std::string Paragraph(const Letter& letter, absl::string_view paragraph) {
  const std::string words = Escaped(paragraph);
  if (IsLink(letter, paragraph))
    return absl::StrCat("<p><a href=\"", words, "\">", words, "</a></p>\n");
  return absl::StrCat("<p>", absl::StrReplaceAll(words, {{"\n", "<br>\n"}}), "</p>\n");
}
}  // namespace

std::string HtmlOf(const Letter& letter) {
  std::string html =
      absl::StrCat("<!doctype html>\n<html lang=\"", Escaped(letter.language),
                   "\"><head><meta charset=\"utf-8\"><title>", Escaped(letter.subject),
                   "</title></head>\n<body style=\"", kStyle, "\">\n");
  for (const absl::string_view part : absl::StrSplit(letter.text, "\n\n")) {
    const absl::string_view paragraph = absl::StripAsciiWhitespace(part);
    if (!paragraph.empty()) html += Paragraph(letter, paragraph);
  }
  return html + "</body></html>\n";
}
}  // namespace aor::notifications
