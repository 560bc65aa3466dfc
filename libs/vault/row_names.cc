#include "libs/vault/row_names.h"

#include "libs/ids/random.h"

namespace aor::vault {
namespace {
constexpr size_t kVersionBytes = 4, kRandomBytes = 8;

std::string NameOf(char kind, const std::string& subject, uint32_t version) {
  std::string name = kind + subject + '\0';
  for (int shift = 24; shift >= 0; shift -= 8) name.push_back(static_cast<char>(version >> shift));
  return name;
}
}  // namespace

std::string SubjectOf(std::string_view tenant, std::string_view subject) {
  return std::string(tenant).append(1, '\0').append(subject);
}

std::string NewName(const std::string& subject, uint32_t version) {
  return NameOf('k', subject, version) + RandomBytes(kRandomBytes);
}

std::string NameAnew(const std::string& subject, uint32_t version) {
  return NameOf('r', subject, version);
}

std::optional<KeyName> KeyNamed(std::string_view row) {
  if (!row.starts_with('k') && !row.starts_with('r')) return std::nullopt;
  const bool is_anew = row.front() == 'r';
  const size_t tail = kVersionBytes + (is_anew ? 0 : kRandomBytes);
  if (row.size() < 2 + tail) return std::nullopt;
  KeyName key{std::string(row.substr(1, row.size() - 2 - tail)), 0, is_anew};
  for (const unsigned char byte : row.substr(row.size() - tail, kVersionBytes))
    key.version = key.version << 8 | byte;
  return key;
}
}  // namespace aor::vault
