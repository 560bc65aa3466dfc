#include <absl/strings/escaping.h>
#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <openssl/sha.h>

#include <algorithm>

#include "libs/rpc/edge.h"
#include "libs/rpc/sections.h"
#include "libs/rpc/whole_list.h"

namespace aor::rpc {
namespace {
constexpr int kPageSize = 50, kLargestPage = 1000;
constexpr int kRowsLookedAt = 20'000;  // of one page, kept or not
constexpr size_t kBindingSize = 8;

std::string BindingOf(const std::string& prefix) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(prefix.data()), prefix.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest.substr(0, kBindingSize);
}

absl::StatusOr<int> SizeOf(int page_size) {
  if (page_size < 0) return FieldError("page_size", "give 1 to 1000, or none for 50");
  return page_size == 0 ? kPageSize : std::min(page_size, kLargestPage);
}

absl::Status NotOurToken() {
  return FieldError("page_token", "send the token of the page before, with the same filters");
}

// The key to go on from.
absl::StatusOr<std::string> Open(const std::string& token, const std::string& prefix) {
  if (token.empty()) return prefix;
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) || !bytes.starts_with(BindingOf(prefix)))
    return NotOurToken();
  return prefix + bytes.substr(kBindingSize);
}
}  // namespace

absl::Status ListPage(const eventsourcing::Rows& rows, const std::string& prefix, int page_size,
                      const std::string& page_token,
                      const std::function<bool(std::string_view value)>& visit,
                      std::string* next_page_token) {
  next_page_token->clear();
  const auto wanted = SizeOf(page_size);
  if (!wanted.ok()) return wanted.status();
  const auto from = Open(page_token, prefix);
  if (!from.ok()) return from.status();
  int kept = 0, looked_at = 0;
  rows.Scan(prefix, *from, [&](std::string_view key, std::string_view value) {
    if (kept == *wanted || looked_at == kRowsLookedAt) {
      *next_page_token =
          absl::WebSafeBase64Escape(BindingOf(prefix) + std::string(key.substr(prefix.size())));
      return false;
    }
    ++looked_at;
    kept += visit(value) ? 1 : 0;
    return true;
  });
  return absl::OkStatus();
}

absl::Status ListSections(const eventsourcing::Rows& rows, const std::vector<Section>& sections,
                          int page_size, const std::string& page_token,
                          std::string* next_page_token) {
  size_t at = 0;
  const size_t dot = page_token.find('.');
  if (!page_token.empty() && (!absl::SimpleAtoi(page_token.substr(0, dot), &at) ||
                              dot == std::string::npos || at >= sections.size()))
    return NotOurToken();
  std::string within = page_token.empty() ? "" : page_token.substr(dot + 1);
  for (bool kept = false; !kept && at < sections.size(); within.clear()) {
    const auto visit = [&](std::string_view value) {
      const bool keeps = sections[at].visit(value);
      kept |= keeps;
      return keeps;
    };
    auto listed = ListPage(rows, sections[at].prefix, page_size, within, visit, next_page_token);
    if (!listed.ok()) return listed;
    if (!next_page_token->empty()) {
      next_page_token->insert(0, absl::StrCat(at, "."));
      return absl::OkStatus();
    }
    ++at;
  }
  if (at < sections.size()) *next_page_token = absl::StrCat(at, ".");
  return absl::OkStatus();
}

absl::Status ListWhole(const std::vector<std::string>& ids, int page_size,
                       const std::string& page_token,
                       const std::function<void(size_t place)>& visit,
                       std::string* next_page_token) {
  next_page_token->clear();
  const auto wanted = SizeOf(page_size);
  if (!wanted.ok()) return wanted.status();
  size_t first = 0;
  if (!page_token.empty()) {
    const auto last = std::ranges::find(ids, page_token);
    if (last == ids.end()) return NotOurToken();
    first = last - ids.begin() + 1;
  }
  const size_t end = std::min(ids.size(), first + *wanted);
  for (size_t place = first; place < end; ++place) visit(place);
  if (end < ids.size()) *next_page_token = ids[end - 1];
  return absl::OkStatus();
}
}  // namespace aor::rpc
