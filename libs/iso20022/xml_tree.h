// Read access to a parsed document, by the names of our payment files.
#pragma once

#include <libxml/tree.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aor::iso20022 {
struct FreeDocument {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
using Document = std::unique_ptr<xmlDoc, FreeDocument>;

// Nothing for what is no XML, declares a document type, or starts with a byte
// order mark. Never reads another file.
Document Parse(std::string_view xml);

std::string_view NameOf(const xmlNode* node);
std::string TextOf(const xmlNode* node);  // without that of elements inside
std::optional<std::string> AttributeOf(const xmlNode* node, const char* name);

// The first element by a path of names; nullptr if there is none.
const xmlNode* Find(const xmlNode* from, std::initializer_list<std::string_view> path);
// Its text, empty if there is none.
std::string Value(const xmlNode* from, std::initializer_list<std::string_view> path);
std::vector<const xmlNode*> All(const xmlNode* parent, std::string_view name);
}  // namespace aor::iso20022
