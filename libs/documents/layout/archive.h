// What cairo leaves out, and an archive (PDF/A-2a, ISO 19005-2) or who hears a paper read out
// (PDF/UA-1, ISO 14289-1) asks for: the language of the text, that it is tagged, what is no part of
// it, what heads a column, what a figure shows, what the file is as XMP, what its colours mean, an
// identity; and that a reader shows the title instead of the file's name.
#pragma once

#include <string>

#include "libs/documents/layout/sheets.h"

namespace aor::documents {
// Of the bytes that cairo wrote; the same give the same.
std::string Archived(const std::string& file, const Properties& properties);
}  // namespace aor::documents
