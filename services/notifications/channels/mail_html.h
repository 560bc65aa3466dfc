// A letter's text as a page of HTML, for mail programs that show nothing else well: the same words,
// the way into the space as a link, and nothing that is fetched from anywhere.
#pragma once

#include <string>

#include "services/notifications/channels/channel.h"

namespace aor::notifications {
// Whatever the text holds shows as it stands: no word of it becomes a mark of HTML.
std::string HtmlOf(const Letter& letter);
}  // namespace aor::notifications
