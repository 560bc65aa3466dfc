#include "libs/identity/fetch.h"

#include <curl/curl.h>

#include <memory>
#include <set>

namespace aor::identity {
namespace {
constexpr size_t kMaxBytes = 256 << 10;
constexpr long kConnectSeconds = 3, kSeconds = 10;

std::string PartOf(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  const bool has_it = curl_url_get(url, part, &text, 0) == CURLUE_OK;
  const std::string found = has_it ? text : "";
  curl_free(text);
  return found;
}

bool IsThisMachine(const std::string& host) {
  return std::set<std::string>{"localhost", "127.0.0.1", "[::1]"}.contains(host);
}

size_t Append(char* bytes, size_t, size_t count, void* body) {
  auto& text = *static_cast<std::string*>(body);
  if (text.size() + count > kMaxBytes) return 0;  // ends the transfer
  text.append(bytes, count);
  return count;
}

int IsToStop(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return stop && *static_cast<std::atomic<bool>*>(stop);
}

void Bound(CURL* curl, const Fetching& fetching) {
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, kSeconds);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");  // CheckUrl says when http may be
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  if (!fetching.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, fetching.ca_file.c_str());
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &IsToStop);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, fetching.stop);
}
}  // namespace

absl::Status CheckUrl(const std::string& url, const Fetching& fetching) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parts(curl_url(), &curl_url_cleanup);
  const auto wrong = [&](const std::string& what) {
    return absl::InvalidArgumentError("\"" + url + "\" " + what);
  };
  if (curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK)
    return wrong("is no URL such as https://login.example.com/agency");
  if (!PartOf(parts.get(), CURLUPART_USER).empty() ||
      !PartOf(parts.get(), CURLUPART_FRAGMENT).empty())
    return wrong("may hold neither a user nor a #fragment");
  const std::string scheme = PartOf(parts.get(), CURLUPART_SCHEME);
  if (scheme == "https") return absl::OkStatus();
  if (scheme != "http") return wrong("must begin with https://");
  if (fetching.may_be_plain || IsThisMachine(PartOf(parts.get(), CURLUPART_HOST)))
    return absl::OkStatus();
  return wrong("must begin with https:// in production");
}

absl::StatusOr<std::string> Fetch(const std::string& url, const Fetching& fetching) {
  if (auto status = CheckUrl(url, fetching); !status.ok()) return status;
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)ready;
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 &curl_easy_cleanup);
  std::string body;
  Bound(curl.get(), fetching);
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &Append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
  const CURLcode done = curl_easy_perform(curl.get());
  if (done == CURLE_WRITE_ERROR)
    return absl::UnavailableError(url + " answers with more than 256 kB");
  if (done != CURLE_OK)
    return absl::UnavailableError(url + " does not answer: " + curl_easy_strerror(done));
  long code = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &code);
  if (code != 200) return absl::UnavailableError(url + " answers " + std::to_string(code));
  return body;
}
}  // namespace aor::identity
