#include "libs/documents/layout/cairo_file.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_format.h>
#include <glib.h>

#include <algorithm>
#include <stdexcept>

namespace aor::documents {
namespace {
constexpr std::string_view kStart = "startxref\n", kTable = "xref\n0 ",
                           kTrailer = "trailer\n<< /Size ";

size_t NumberAt(std::string_view text, size_t at) {
  const size_t end = std::min(text.find_first_not_of("0123456789", at), text.size());
  size_t number = 0;
  if (at > end || !absl::SimpleAtoi(std::string(text.substr(at, end - at)), &number))
    UnknownToUs("number");
  return number;
}

// Where each object begins, by the file's table, and where the table ends.
std::vector<size_t> PlacesIn(const std::string& file, size_t table, size_t& end) {
  constexpr size_t kEntry = 20;
  if (file.compare(table, kTable.size(), kTable) != 0) UnknownToUs("table");
  const size_t count = NumberAt(file, table + kTable.size());
  const size_t first = file.find('\n', table + kTable.size()) + 1;
  std::vector<size_t> places;
  for (size_t i = 1; i < count; ++i) places.push_back(NumberAt(file, first + i * kEntry));
  end = first + count * kEntry;
  return places;
}

// Of the content: the same file has the same one.
std::string IdentityOf(const std::string& body) {
  gchar* const digest = g_compute_checksum_for_data(
      G_CHECKSUM_MD5, reinterpret_cast<const guchar*>(body.data()), body.size());
  const std::string id = absl::StrCat("<", digest, ">");
  g_free(digest);
  return id;
}

std::string Heading(size_t number) { return absl::StrCat(number, " 0 obj\n"); }
}  // namespace

void UnknownToUs(const std::string& what) {
  throw std::logic_error(
      absl::StrCat("cairo writes another file than this was written for: no ", what));
}

size_t NumberBehind(std::string_view text, std::string_view name) {
  const size_t at = text.find(name);
  if (at == std::string_view::npos) UnknownToUs(std::string(name));
  return NumberAt(text, at + name.size());
}

CairoFile::CairoFile(const std::string& file) {
  const size_t start = file.rfind(kStart);
  if (start == std::string::npos) UnknownToUs("trailer");
  const size_t table = NumberAt(file, start + kStart.size());
  size_t trailer = 0;
  const std::vector<size_t> places = PlacesIn(file, table, trailer);
  std::vector<size_t> ends = places;
  ends.push_back(table);
  std::ranges::sort(ends);
  for (size_t i = 0; i < places.size(); ++i) {
    const std::string heading = Heading(i + 1);
    if (file.compare(places[i], heading.size(), heading) != 0) UnknownToUs(heading);
    const size_t begin = places[i] + heading.size();
    objects.push_back(file.substr(begin, *std::ranges::upper_bound(ends, begin) - begin));
  }
  if (file.compare(trailer, kTrailer.size(), kTrailer) != 0) UnknownToUs("trailer");
  const size_t rest = file.find('\n', trailer + kTrailer.size());
  head_ = file.substr(0, ends.front());
  trailer_ = file.substr(rest, file.rfind(">>", start) - rest);
}

std::string& CairoFile::At(size_t number) {
  if (number == 0 || number > objects.size()) UnknownToUs(Heading(number));
  return objects[number - 1];
}

void CairoFile::Append(const std::string& entries, const std::string& stream) {
  objects.push_back(absl::StrCat("<< ", entries, " /Length ", stream.size(), " >>\nstream\n",
                                 stream, "\nendstream\nendobj\n"));
}

std::string CairoFile::Written() const {
  std::string body = head_;
  std::string table =
      absl::StrCat(std::string(kTable), objects.size() + 1, "\n0000000000 65535 f \n");
  for (size_t i = 0; i < objects.size(); ++i) {
    absl::StrAppendFormat(&table, "%010d 00000 n \n", body.size());
    absl::StrAppend(&body, Heading(i + 1), objects[i]);
  }
  const std::string id = IdentityOf(body);
  return absl::StrCat(body, table, std::string(kTrailer), objects.size() + 1, trailer_, "   /ID [",
                      id, id, "]\n>>\n", std::string(kStart), body.size(), "\n%%EOF\n");
}
}  // namespace aor::documents
