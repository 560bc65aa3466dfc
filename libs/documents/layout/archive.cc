#include "libs/documents/layout/archive.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_format.h>
#include <cairo.h>

#include "libs/documents/layout/artifacts.h"
#include "libs/documents/layout/cairo_file.h"
#include "libs/documents/layout/colour_profile.h"

namespace aor::documents {
namespace {
constexpr std::string_view kFont = "<< /Type /Font\n   /Subtype /CIDFontType2\n",
                           kFigure = "<< /Type /StructElem\n   /S /Figure\n",
                           kHeading = "<< /Type /StructElem\n   /S /TH\n",
                           kCell = "<< /Type /StructElem\n   /S /TD\n";

// Adds to an object behind what cairo begins those of its kind with.
void Add(std::string& object, std::string_view behind, const std::string& more) {
  object.insert(behind.size(), absl::StrCat("   ", more, "\n"));
}

// Glyphs stand in a subset as they are counted.
void MapGlyphs(CairoFile& file) {
  for (std::string& object : file.objects)
    if (object.starts_with(kFont)) Add(object, kFont, "/CIDToGIDMap /Identity");
}

// Headings head their columns; what is empty belongs to the cell before it.
void DescribeCells(CairoFile& file, const std::vector<size_t>& spans) {
  auto next = spans.begin();
  for (std::string& object : file.objects) {
    const bool is_heading = object.starts_with(kHeading);
    if (!is_heading && !object.starts_with(kCell)) continue;
    if (next == spans.end()) UnknownToUs("width of a cell");
    const std::string scope = is_heading ? " /Scope /Column" : "";
    const std::string span = *next == 1 ? "" : absl::StrCat(" /ColSpan ", *next);
    ++next;
    if (!(scope + span).empty())
      Add(object, kCell, absl::StrCat("/A << /O /Table", scope, span, " >>"));
  }
}

// In UTF-16, which every reader of files takes for a text.
std::string TextString(const std::string& text) {
  glong units = 0;
  gunichar2* const utf16 = g_utf8_to_utf16(text.data(), text.size(), nullptr, &units, nullptr);
  std::string hex = "<FEFF";
  for (glong i = 0; i < units; ++i) absl::StrAppendFormat(&hex, "%04X", utf16[i]);
  g_free(utf16);
  return hex + ">";
}

// Each says in words what it shows.
void DescribeFigures(CairoFile& file, const std::vector<std::string>& said) {
  auto next = said.begin();
  for (std::string& object : file.objects) {
    if (!object.starts_with(kFigure)) continue;
    if (next == said.end()) UnknownToUs("words for a figure");
    Add(object, kFigure, "/Alt " + TextString(*next++));
  }
}

void MarkArtifacts(CairoFile& file) {
  for (size_t i = 0; i < file.objects.size(); ++i) {
    if (!file.objects[i].starts_with("<< /Type /Page ")) continue;
    constexpr std::string_view kStream = "stream\n";
    std::string& content = file.At(NumberBehind(file.objects[i], "/Contents "));
    std::string& length = file.At(NumberBehind(content, "<< /Length "));
    const size_t begin = content.find(kStream) + kStream.size(),
                 count = NumberBehind(length, "   ");
    const std::string marked = DeflatedWithArtifacts(content.substr(begin, count));
    content.replace(begin, count, marked);
    length = absl::StrCat("   ", marked.size(), "\nendobj\n");
  }
}

void FillCatalogue(CairoFile& file, const std::string& language) {
  constexpr std::string_view kEnd = ">>\nendobj\n";
  std::string& catalogue = file.objects.back();
  if (!catalogue.starts_with("<< /Type /Catalog\n") || !catalogue.ends_with(kEnd))
    UnknownToUs("catalogue");
  const size_t metadata = file.objects.size() + 1;
  catalogue.insert(
      catalogue.size() - kEnd.size(),
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

// PDF/A knows no property of PDF/UA: its name has to be explained (ISO 19005-2, 6.6.2.3.3).
constexpr char kUniversalAccess[] = R"(<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that it conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>)";

// The same as cairo says in the file's information.
std::string Metadata(const Properties& said) {
  const std::string day = calendar::ToString(said.created) + "T00:00:00Z";
  return absl::StrCat(
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
      " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
      " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
      " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
      "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
      Escaped(said.title), "</rdf:li></rdf:Alt></dc:title>\n<dc:creator><rdf:Seq><rdf:li>",
      Escaped(said.author), "</rdf:li></rdf:Seq></dc:creator>\n<dc:language><rdf:Bag><rdf:li>",
      said.language, "</rdf:li></rdf:Bag></dc:language>\n<xmp:CreateDate>", day,
      "</xmp:CreateDate><xmp:ModifyDate>", day, "</xmp:ModifyDate>\n<pdf:Producer>cairo ",
      cairo_version_string(), " (https://cairographics.org)</pdf:Producer>\n",
      "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
      "<pdfuaid:part>1</pdfuaid:part>\n</rdf:Description>\n",
      kUniversalAccess, "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
}
}  // namespace

std::string Archived(const std::string& file, const Properties& properties) {
  CairoFile parts(file);
  MapGlyphs(parts);
  DescribeCells(parts, properties.spans);
  DescribeFigures(parts, properties.figures);
  MarkArtifacts(parts);
  FillCatalogue(parts, properties.language);
  parts.Append("/Type /Metadata /Subtype /XML", Metadata(properties));
  parts.Append("/N 3", ColourProfile());
  return parts.Written();
}
}  // namespace aor::documents
