// What messages say, in each language: files of "subject:", "sms:", a blank line, and the text,
// with {{fields}} of the kind, {{name}} and {{link}}; {{stop}} where its reader may do without it.
#pragma once

#include <absl/status/statusor.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "aor/notifications/v1/notifications_events.pb.h"
#include "services/notifications/templates/kinds.h"

namespace aor::notifications {
struct Piece {
  std::string text;
  bool is_field = false;
};
using Pieces = std::vector<Piece>;
struct Template {
  Pieces subject, sms, text;
};
// What is sent: already harmless, whatever the parameters were.
struct Rendered {
  std::string subject, sms, text;
};
struct Reader {
  std::string name;       // as the directory knows it
  std::string language;   // BCP 47; one without templates reads English
  std::string link;       // to what the message is about
  std::string stop = {};  // where they say that they want no more of its kind
};

class Templates {
 public:
  using Files = std::map<std::string, std::string>;  // <kind>.<language>.txt → text
  // INVALID_ARGUMENT with file and line for an unknown or missing field, an unclosed brace, a
  // missing part or a missing file.
  static absl::StatusOr<Templates> Parse(const Files& files);
  static absl::StatusOr<Templates> BuiltIn();
  static absl::StatusOr<Templates> InFolder(const std::string& folder);

  Rendered Render(const v1::MessageRequested& message, const Reader& reader) const;
  // What stands in a digest for each of its messages.
  Rendered RenderDigest(const v1::MessageRequested& digest,
                        const std::vector<v1::MessageRequested>& members,
                        const Reader& reader) const;

 private:
  absl::Status TakePapers(const std::string& name, const std::string& text);
  void NamePaper(const v1::MessageRequested& message, const std::string& language,
                 std::map<std::string, std::string>& values) const;
  const Template& For(std::string_view kind, std::string_view language) const;
  std::map<std::pair<std::string, std::string>, Template> templates_;  // by kind and language
  // Of papers that expire, by kind and language; others are named by the title that the rule has.
  std::map<std::pair<std::string, std::string>, std::string> papers_;
};

// Somebody else's words in our text: no line breaks, no direction marks, and nothing that a mail
// program would turn into a link. Bounded.
std::string Harmless(std::string_view words);
// An id in a path, whatever it holds.
std::string PercentEncoded(std::string_view id);
}  // namespace aor::notifications
