// Small files that are whole or not there, also after a power cut.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>

namespace aor::files {
// Names in it, new and changed, are on the disk from then on.
absl::Status SyncDirectory(const std::string& path);
// Replaces the file by a synced write and rename.
absl::Status WriteFileDurably(const std::string& path, std::string_view content);
// Makes a file that only its owner may read: of several who try at once one succeeds, and the
// others hear ALREADY_EXISTS, when it is whole.
absl::Status MakeSecretFile(const std::string& path, std::string_view content);
// The files of a directory that has no others in it, synced as SyncDirectory says; `is_secret`: for
// their owner only. None of them may be there before. What a failure leaves is for the caller.
absl::Status CopyDirectoryDurably(const std::string& from, const std::string& to, bool is_secret);
absl::StatusOr<std::string> ReadFile(const std::string& path);  // NOT_FOUND if there is none
}  // namespace aor::files
