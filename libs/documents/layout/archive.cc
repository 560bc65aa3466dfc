#include "libs/documents/layout/archive.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_format.h>
#include <cairo.h>

#include <stdexcept>

#include "libs/documents/layout/colour_profile.h"

namespace aor::documents {
namespace {
constexpr std::string_view kEnd = ">>\nendobj\n", kStart = "startxref\n", kTable = "xref\n0 ",
                           kTrailer = "trailer\n<< /Size ";
constexpr std::string_view kFont = " 0 obj\n<< /Type /Font\n   /Subtype /CIDFontType2\n";

[[noreturn]] void Unknown(const char* what) {
  throw std::logic_error(
      absl::StrCat("cairo writes another file than this was written for: no ", what));
}

size_t NumberAt(const std::string& file, size_t at) {
  const size_t end = file.find_first_not_of("0123456789", at);
  size_t number = 0;
  if (!absl::SimpleAtoi(file.substr(at, end - at), &number)) Unknown("number");
  return number;
}

// A file as cairo writes it: objects from 1 on, their table, the trailer.
struct Parts {
  std::string body;
  std::vector<size_t> objects;  // where each begins; the catalogue is the last
  std::string trailer;          // behind its size
};

Parts PartsOf(const std::string& file) {
  const size_t start = file.rfind(kStart);
  if (start == std::string::npos) Unknown("trailer");
  const size_t table = NumberAt(file, start + kStart.size());
  if (file.compare(table, kTable.size(), kTable) != 0) Unknown("table");
  Parts parts{file.substr(0, table), {}, {}};
  const size_t count = NumberAt(file, table + kTable.size());
  constexpr size_t kEntry = 20;
  const size_t first = file.find('\n', table + kTable.size()) + 1;
  for (size_t i = 1; i < count; ++i) parts.objects.push_back(NumberAt(file, first + i * kEntry));
  const size_t trailer = first + count * kEntry;
  if (file.compare(trailer, kTrailer.size(), kTrailer) != 0) Unknown("trailer");
  const size_t rest = file.find('\n', trailer + kTrailer.size());
  parts.trailer = file.substr(rest, file.rfind(">>", start) - rest);
  return parts;
}

// The objects behind `at` move on.
void Insert(Parts& parts, size_t at, const std::string& text) {
  parts.body.insert(at, text);
  for (size_t& object : parts.objects)
    if (object >= at) object += text.size();
}

void Append(Parts& parts, const std::string& entries, const std::string& stream) {
  parts.objects.push_back(parts.body.size());
  absl::StrAppend(&parts.body, parts.objects.size(), " 0 obj\n<< ", entries, " /Length ",
                  stream.size(), " >>\nstream\n", stream, "\nendstream\nendobj\n");
}

// Glyphs stand in a subset as they are counted.
void MapGlyphs(Parts& parts) {
  for (size_t i = 0; i < parts.objects.size(); ++i) {
    const size_t at = parts.objects[i] + absl::StrCat(i + 1).size();
    if (parts.body.compare(at, kFont.size(), kFont) == 0)
      Insert(parts, at + kFont.size(), "   /CIDToGIDMap /Identity\n");
  }
}

void FillCatalogue(Parts& parts, const std::string& language) {
  const size_t end = parts.body.size() - kEnd.size();
  const bool is_last = parts.body.compare(end, kEnd.size(), kEnd) == 0 &&
                       parts.body.find("<< /Type /Catalog\n", parts.objects.back()) < end;
  if (!is_last) Unknown("catalogue");
  const size_t metadata = parts.objects.size() + 1;
  Insert(parts, end,
         absl::StrCat("   /Lang (", language, ")\n   /MarkInfo << /Marked true >>\n",
                      "   /ViewerPreferences << /DisplayDocTitle true >>\n   /Metadata ", metadata,
                      " 0 R\n   /OutputIntents [ << /Type /OutputIntent /S /GTS_PDFA1\n",
                      "      /OutputConditionIdentifier (", kProfileName, ") /DestOutputProfile ",
                      metadata + 1, " 0 R >> ]\n"));
}

std::string Escaped(const std::string& text) {
  gchar* const escaped = g_markup_escape_text(text.data(), static_cast<gssize>(text.size()));
  const std::string copy(escaped);
  g_free(escaped);
  return copy;
}

// The same as cairo says in the file's information.
std::string Metadata(const Properties& said) {
  const std::string day = calendar::ToString(said.created) + "T00:00:00Z";
  return absl::StrCat(
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
      " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
      " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
      "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
      Escaped(said.title), "</rdf:li></rdf:Alt></dc:title>\n<dc:creator><rdf:Seq><rdf:li>",
      Escaped(said.author), "</rdf:li></rdf:Seq></dc:creator>\n<dc:language><rdf:Bag><rdf:li>",
      said.language, "</rdf:li></rdf:Bag></dc:language>\n<xmp:CreateDate>", day,
      "</xmp:CreateDate><xmp:ModifyDate>", day, "</xmp:ModifyDate>\n<pdf:Producer>cairo ",
      cairo_version_string(), " (https://cairographics.org)</pdf:Producer>\n",
      "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>\n"
      "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
}

// Of the content: the same file has the same one.
std::string IdentityOf(const std::string& body) {
  gchar* const digest = g_compute_checksum_for_data(
      G_CHECKSUM_MD5, reinterpret_cast<const guchar*>(body.data()), body.size());
  const std::string id = absl::StrCat("<", digest, ">");
  g_free(digest);
  return id;
}

std::string Joined(const Parts& parts) {
  const size_t count = parts.objects.size() + 1;
  std::string file =
      absl::StrCat(parts.body, std::string(kTable), count, "\n0000000000 65535 f \n");
  for (const size_t object : parts.objects)
    absl::StrAppendFormat(&file, "%010d 00000 n \n", object);
  const std::string id = IdentityOf(parts.body);
  return absl::StrCat(file, std::string(kTrailer), count, parts.trailer, "   /ID [", id, id,
                      "]\n>>\n", std::string(kStart), parts.body.size(), "\n%%EOF\n");
}
}  // namespace

std::string Archived(const std::string& file, const Properties& properties) {
  Parts parts = PartsOf(file);
  MapGlyphs(parts);
  FillCatalogue(parts, properties.language);
  Append(parts, "/Type /Metadata /Subtype /XML", Metadata(properties));
  Append(parts, "/N 3", ColourProfile());
  return Joined(parts);
}
}  // namespace aor::documents
