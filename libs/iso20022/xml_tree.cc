#include "libs/iso20022/xml_tree.h"

#include <libxml/parser.h>

#include <limits>

namespace aor::iso20022 {
namespace {
std::string_view View(const xmlChar* text) {
  return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}
}  // namespace

Document Parse(std::string_view xml) {
  if (xml.starts_with("\xEF\xBB\xBF") || xml.size() > std::numeric_limits<int>::max()) return {};
  constexpr int kOptions =
      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE;
  Document document(
      xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, "UTF-8", kOptions));
  if (document && xmlGetIntSubset(document.get())) document.reset();
  return document;
}

std::string_view NameOf(const xmlNode* node) { return View(node->name); }

std::string TextOf(const xmlNode* node) {
  std::string text;
  for (const xmlNode* child = node->children; child; child = child->next) {
    if (child->type == XML_TEXT_NODE) text += View(child->content);
  }
  return text;
}

std::optional<std::string> AttributeOf(const xmlNode* node, const char* name) {
  for (const xmlAttr* attribute = node->properties; attribute; attribute = attribute->next) {
    if (View(attribute->name) != name) continue;
    return attribute->children ? std::string(View(attribute->children->content)) : std::string();
  }
  return std::nullopt;
}

const xmlNode* Find(const xmlNode* from, std::initializer_list<std::string_view> path) {
  for (const std::string_view name : path) {
    const xmlNode* child = from ? from->children : nullptr;
    while (child && (child->type != XML_ELEMENT_NODE || NameOf(child) != name)) child = child->next;
    from = child;
  }
  return from;
}

std::string Value(const xmlNode* from, std::initializer_list<std::string_view> path) {
  const xmlNode* node = Find(from, path);
  return node ? TextOf(node) : std::string();
}

std::vector<const xmlNode*> All(const xmlNode* parent, std::string_view name) {
  std::vector<const xmlNode*> found;
  for (const xmlNode* child = parent ? parent->children : nullptr; child; child = child->next) {
    if (child->type == XML_ELEMENT_NODE && NameOf(child) == name) found.push_back(child);
  }
  return found;
}
}  // namespace aor::iso20022
