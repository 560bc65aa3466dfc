// What cairo leaves out and an archive asks for (PDF/A-2a, ISO 19005-2): the language of the text,
// that it is tagged, what the file is as XMP, what its colours mean, an identity; and that a reader
// shows the title instead of the file's name.
#pragma once

#include <string>

#include "libs/documents/layout/sheets.h"

namespace aor::documents {
// Of the bytes that cairo wrote; the same give the same.
std::string Archived(const std::string& file, const Properties& properties);
}  // namespace aor::documents
