#include "libs/service/backup_manifest.h"

#include <absl/strings/escaping.h>
#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>
#include <openssl/evp.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <tuple>

#include "libs/eventlog/embedded/embedded_store.h"
#include "libs/files/files.h"
#include "libs/vault/keyring_check.h"

namespace aor::service {
namespace {
namespace fs = std::filesystem;
using eventlog::AnchoredHead;
constexpr char kOriginBegins[] = "aor/", kOriginEnds[] = "/backup";
constexpr size_t kFirstFile = 3;  // behind origin, key and keys

absl::Status NotWhole(const std::string& directory, const std::string& why) {
  return absl::DataLossError(absl::StrCat("the file ", directory, "/", kBackupManifest, " ", why));
}

// Piece by piece: a file may be larger than the memory.
absl::StatusOr<BackupManifest::File> LookAt(const std::string& path) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  std::ifstream file(path, std::ios::binary);
  BackupManifest::File found;
  std::string piece(1 << 20, '\0');
  while (file.read(piece.data(), ssize_t(piece.size())).gcount() > 0) {
    found.size += file.gcount();
    EVP_DigestUpdate(context.get(), piece.data(), file.gcount());
  }
  if (!file.eof()) return absl::DataLossError(path + " cannot be read");
  std::string digest(EVP_MD_size(EVP_sha256()), '\0');
  EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr);
  found.digest = absl::BytesToHexString(digest);
  return found;
}

// All but the manifest and folders that hold something. A pipe among them would be waited for.
absl::StatusOr<std::vector<std::string>> PathsIn(const std::string& directory) {
  std::vector<std::string> paths;
  std::error_code failed;
  for (auto at = fs::recursive_directory_iterator(directory, failed);
       !failed && at != fs::recursive_directory_iterator(); at.increment(failed)) {
    const std::string path = at->path().lexically_relative(directory);
    const bool is_folder = at->is_directory(failed) && !at->is_symlink(failed);
    if (!is_folder && !at->is_regular_file(failed))
      return absl::DataLossError(path + " in it is neither a file nor a folder");
    if (path != kBackupManifest && !(is_folder && !fs::is_empty(at->path()))) paths.push_back(path);
  }
  if (failed) return absl::UnavailableError(directory + ": " + failed.message());
  std::ranges::sort(paths);
  return paths;
}

absl::StatusOr<std::vector<AnchoredHead>> HeadsIn(const std::string& directory) {
  const auto store = eventlog::EmbeddedStore::OpenToRead(directory + "/log");
  return store.ok() ? (*store)->Heads() : store.status();
}

bool IsFile(const std::string& line, BackupManifest& manifest) {
  const std::vector<std::string> words = absl::StrSplit(line, absl::MaxSplits(' ', 2));
  if (words.size() != 3 || words[1].size() != 64) return false;
  auto& file = manifest.files[words[2]];
  file.digest = words[1];
  return absl::SimpleAtoi(words[0], &file.size);
}

absl::Status CheckHeads(const std::string& directory, const BackupManifest& manifest,
                        std::vector<AnchoredHead> found) {
  const auto note = files::ReadFile(directory + "/" + kBackupCheckpoint);
  if (!note.ok()) return note.status();
  const auto heads =
      eventlog::VerifyCheckpoint(*note, manifest.environment, absl::HexStringToBytes(manifest.key));
  if (!heads.ok()) return heads.status();
  const auto of = [](const AnchoredHead& head) {
    return std::tie(head.log, head.chain, head.sequence, head.head);
  };
  std::ranges::sort(found, {}, of);
  if (std::ranges::equal(*heads, found, {}, of, of)) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("its log ends at other heads than its checkpoint says (",
                                          found.size(), " of ", heads->size(), " chains)"));
}

absl::Status CheckKeys(const std::string& directory, const BackupManifest* manifest) {
  const auto keys = vault::CheckKeyring(directory + "/keyring");
  if (!keys.ok()) return keys.status();
  if (!manifest || *keys == manifest->keys) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("its keyring holds ", *keys, " keys, and its manifest ",
                                          "speaks of ", manifest->keys));
}
}  // namespace

absl::Status WriteBackupManifest(const std::string& directory, const std::string& environment,
                                 const eventlog::SigningKey& key) {
  const auto heads = HeadsIn(directory);
  if (!heads.ok()) return heads.status();
  const auto keys = vault::CheckKeyring(directory + "/keyring");
  if (!keys.ok()) return keys.status();
  if (auto written = files::WriteFileDurably(directory + "/" + kBackupCheckpoint,
                                             eventlog::SignedCheckpoint(environment, *heads, key));
      !written.ok())
    return written;
  const std::string origin = kOriginBegins + environment + kOriginEnds;
  std::string text =
      absl::StrCat(origin, "\n", absl::BytesToHexString(key.public_key()), "\nkeys ", *keys, "\n");
  const auto paths = PathsIn(directory);
  if (!paths.ok()) return paths.status();
  for (const std::string& path : *paths) {
    const auto file = LookAt(directory + "/" + path);
    if (!file.ok()) return file.status();
    absl::StrAppend(&text, file->size, " ", file->digest, " ", path, "\n");
  }
  return files::WriteFileDurably(directory + "/" + kBackupManifest,
                                 eventlog::SignedNote(origin, text, key));
}

absl::StatusOr<BackupManifest> ReadBackupManifest(const std::string& directory) {
  const std::string path = directory + "/" + kBackupManifest;
  if (std::error_code none; fs::exists(path, none) && !fs::is_regular_file(path, none))
    return NotWhole(directory, "is neither a file nor a link to one");
  const auto note = files::ReadFile(path);
  if (!note.ok()) return note.status();
  const std::vector<std::string> lines =
      absl::StrSplit(note->substr(0, note->find("\n\n")), '\n', absl::SkipEmpty());
  BackupManifest manifest;
  absl::string_view environment = lines.empty() ? absl::string_view() : lines[0];
  if (lines.size() < kFirstFile || lines[1].size() != 64 ||
      !absl::ConsumePrefix(&environment, kOriginBegins) ||
      !absl::ConsumeSuffix(&environment, kOriginEnds))
    return NotWhole(directory, "is no manifest of a backup");
  manifest.environment = std::string(environment);
  manifest.key = lines[1];
  const auto signed_text =
      eventlog::VerifyNote(absl::StrCat("the file ", directory, "/", kBackupManifest), *note,
                           lines[0], absl::HexStringToBytes(manifest.key));
  if (!signed_text.ok()) return signed_text.status();
  absl::string_view keys = lines[2];
  if (!absl::ConsumePrefix(&keys, "keys ") || !absl::SimpleAtoi(keys, &manifest.keys))
    return NotWhole(directory, "does not say how many keys there are");
  for (size_t i = kFirstFile; i < lines.size(); ++i)
    if (!IsFile(lines[i], manifest)) return NotWhole(directory, "has a line of no file");
  return manifest;
}

absl::Status CheckFileNames(const std::string& directory, const BackupManifest& manifest) {
  const auto paths = PathsIn(directory);
  if (!paths.ok()) return paths.status();
  for (const auto& [path, file] : manifest.files)
    if (!std::ranges::binary_search(*paths, path))
      return absl::DataLossError(absl::StrCat("its file ", path, " is missing"));
  for (const std::string& path : *paths)
    if (!manifest.files.contains(path))
      return absl::DataLossError(
          absl::StrCat(path, " is no file of it; if it is yours, put it elsewhere"));
  return absl::OkStatus();
}

absl::Status CheckFiles(const std::string& directory, const BackupManifest& manifest) {
  if (auto all = CheckFileNames(directory, manifest); !all.ok()) return all;
  for (const auto& [path, file] : manifest.files) {
    const auto found = LookAt(directory + "/" + path);
    if (!found.ok()) return found.status();
    if (*found != file)
      return absl::DataLossError(absl::StrCat("its file ", path, " is not as it was written (",
                                              found->size, " of ", file.size, " bytes)"));
  }
  return absl::OkStatus();
}

absl::Status CheckContent(const std::string& directory, const BackupManifest* manifest) {
  const auto store = eventlog::EmbeddedStore::OpenToRead(directory + "/log");
  if (!store.ok()) return store.status();
  const auto heads = (*store)->Heads();
  if (!heads.ok()) return heads.status();
  if (manifest)
    if (auto same = CheckHeads(directory, *manifest, *heads); !same.ok()) return same;
  if (auto scrubbed = (*store)->Scrub({}); !scrubbed.ok()) return scrubbed;
  if (auto whole = CheckKeys(directory, manifest); !whole.ok()) return whole;
  const auto mark = (*store)->KeyringMark();
  if (!mark.ok() || heads->empty()) return mark.status();
  return vault::CheckReaches(directory + "/keyring", *mark);
}
}  // namespace aor::service
