#include "libs/iso20022/check.h"

#include <map>

#include "libs/iso20022/profile.h"
#include "libs/iso20022/relations.h"
#include "libs/iso20022/xml_tree.h"

namespace aor::iso20022 {
namespace {
constexpr std::string_view kNamespace = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

bool IsBlank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

// Holds each element against the profile, from the root down.
class Walk {
 public:
  explicit Walk(std::vector<Violation>& found) : found_(found) {}

  void Visit(const xmlNode* node, const Element& element, const std::string& path) {
    CheckAttributes(node, element, path);
    if (element.rule) return VisitText(node, element, path);
    std::map<const Element*, size_t> counts;
    const Element* latest = nullptr;
    for (const xmlNode* child = node->children; child; child = child->next) {
      if (!IsElement(child, path)) continue;
      const Element* known = KnownChild(element, child, path);
      if (!known) continue;
      if (known < latest) Say(path, NameOf(child), "stands in the wrong place.");
      latest = known;
      Visit(child, *known, PathOf(path, *known, ++counts[known]));
    }
    CheckCounts(element, counts, path);
  }

 private:
  static std::string PathOf(const std::string& parent, const Element& element, size_t number) {
    std::string path = parent + "/" + std::string(element.name());
    if (element.most > 1) path += "[" + std::to_string(number) + "]";
    return path;
  }

  void Say(const std::string& path, std::string_view name, std::string_view what) {
    found_.push_back({path, std::string(name) + " " + std::string(what)});
  }

  bool IsElement(const xmlNode* child, const std::string& path) {
    if (child->type == XML_ELEMENT_NODE) return true;
    const bool blank =
        child->type == XML_TEXT_NODE && IsBlank(reinterpret_cast<const char*>(child->content));
    if (!blank) Say(path, "This element", "holds something else than elements.");
    return false;
  }

  const Element* KnownChild(const Element& parent, const xmlNode* child, const std::string& path) {
    for (const Element* known : ChildrenOf(parent)) {
      if (known->name() == NameOf(child)) return known;
    }
    Say(path + "/" + std::string(NameOf(child)), NameOf(child), "is no part of our payment files.");
    return nullptr;
  }

  void CheckAttributes(const xmlNode* node, const Element& element, const std::string& path) {
    const bool amount = element.name() == "InstdAmt";
    for (const xmlAttr* attribute = node->properties; attribute; attribute = attribute->next) {
      if (amount && std::string_view(reinterpret_cast<const char*>(attribute->name)) == "Ccy")
        continue;
      Say(path, element.name(), "has an attribute that is no part of our payment files.");
    }
    if (amount && !AttributeOf(node, "Ccy")) Say(path, element.name(), "has no currency.");
  }

  void VisitText(const xmlNode* node, const Element& element, const std::string& path) {
    for (const xmlNode* child = node->children; child; child = child->next) {
      if (child->type != XML_TEXT_NODE) return Say(path, element.name(), "is more than a text.");
    }
    const std::string text = TextOf(node);
    const std::string_view wrong = element.rule(text);
    if (!wrong.empty()) Say(path, element.name(), wrong);
  }

  void CheckCounts(const Element& parent, const std::map<const Element*, size_t>& counts,
                   const std::string& path) {
    for (const Element* child : ChildrenOf(parent)) {
      const auto known = counts.find(child);
      const size_t count = known == counts.end() ? 0 : known->second;
      if (count < child->least) Say(path, child->name(), "is missing.");
      if (count > child->most) Say(path, child->name(), "comes too often.");
    }
  }

  std::vector<Violation>& found_;
};

bool IsPaymentFile(const xmlNode* root) {
  if (!root || NameOf(root) != "Document" || !root->ns || !root->ns->href) return false;
  return reinterpret_cast<const char*>(root->ns->href) == kNamespace;
}
}  // namespace

std::vector<Violation> CheckFile(std::string_view xml, Market market) {
  const Document document = Parse(xml);
  if (!document) {
    return {
        {"/", "The file is not plain XML in UTF-8, without byte order mark and document type."}};
  }
  const xmlNode* root = xmlDocGetRootElement(document.get());
  if (!IsPaymentFile(root)) return {{"/", "The file is not a pain.001.001.09 document."}};
  std::vector<Violation> found;
  Walk(found).Visit(root, DocumentElement(), "/Document");
  CheckRelations(Find(root, {"CstmrCdtTrfInitn"}), market, found);
  return found;
}

std::vector<Violation> Check(const Message& message) {
  return CheckFile(Write(message), message.market);
}
}  // namespace aor::iso20022
