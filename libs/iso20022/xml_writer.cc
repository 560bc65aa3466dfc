#include "libs/iso20022/xml_writer.h"

#include "libs/iso20022/text_rules.h"

namespace aor::iso20022 {
namespace {
bool IsXmlCharacter(char32_t c) {
  if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
  return c != 0xFFFE && c != 0xFFFF && c != kNoCharacter;
}
}  // namespace

XmlWriter::XmlWriter() : xml_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") {}

void XmlWriter::Indent() { xml_.append(2 * open_.size(), ' '); }

void XmlWriter::Open(std::string_view name, std::string_view attributes) {
  Indent();
  xml_.append("<").append(name).append(attributes).append(">\n");
  open_.emplace_back(name);
}

void XmlWriter::Close() {
  const std::string name = std::move(open_.back());
  open_.pop_back();
  Indent();
  xml_.append("</").append(name).append(">\n");
}

void XmlWriter::Text(std::string_view name, std::string_view text, std::string_view attributes) {
  if (text.empty()) return;
  Indent();
  xml_.append("<").append(name).append(attributes).append(">").append(Escaped(text));
  xml_.append("</").append(name).append(">\n");
}

std::string XmlWriter::Finish() {
  while (!open_.empty()) Close();
  return std::move(xml_);
}

std::string Escaped(std::string_view text) {
  std::string escaped;
  while (!text.empty()) {
    const auto [character, length] = FirstCharacter(text);
    switch (character) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\r': escaped += "&#13;"; break;  // else a reader would see a line feed
      default: escaped += IsXmlCharacter(character) ? text.substr(0, length) : "\uFFFD";
    }
    text.remove_prefix(length);
  }
  return escaped;
}
}  // namespace aor::iso20022
