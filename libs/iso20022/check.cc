#include "libs/iso20022/check.h"

#include <span>

#include "libs/iso20022/profile.h"
#include "libs/iso20022/relations.h"
#include "libs/iso20022/xml_tree.h"

namespace aor::iso20022 {
namespace {

bool IsBlank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

// Where the walk stands. Its path is written only when there is something to say.
struct Place {
  const Place* above;
  const Element& element;
  size_t number;
};

std::string PathOf(const Place* place) {
  if (!place) return {};
  std::string path = PathOf(place->above) + "/" + std::string(place->element.name());
  if (place->element.most > 1) path += "[" + std::to_string(place->number) + "]";
  return path;
}

// Holds each element against the profile, from the root down.
class Walk {
 public:
  explicit Walk(std::vector<Violation>& found) : found_(found) {}

  void Visit(const xmlNode* node, const Place& place) {
    CheckAttributes(node, place);
    if (place.element.rule) return VisitText(node, place);
    const auto family = ChildrenOf(place.element);
    std::vector<size_t> counts(family.size());
    size_t latest = 0;
    for (const xmlNode* child = node->children; child; child = child->next) {
      if (!IsElement(child, place)) continue;
      const size_t at = IndexOf(NameOf(child), family);
      if (at == family.size()) {
        Say(place, NameOf(child), "is no part of our payment files.");
        continue;
      }
      if (at < latest) Say(place, NameOf(child), "stands in the wrong place.");
      latest = at;
      Visit(child, {&place, *family[at], ++counts[at]});
    }
    CheckCounts(family, counts, place);
  }

 private:
  using Family = std::span<const Element* const>;

  static size_t IndexOf(std::string_view name, Family family) {
    size_t at = 0;
    while (at < family.size() && family[at]->name() != name) ++at;
    return at;
  }

  void Say(const Place& place, std::string_view name, std::string_view what) {
    found_.push_back({PathOf(&place), std::string(name) + " " + std::string(what)});
  }

  bool IsElement(const xmlNode* child, const Place& parent) {
    if (child->type == XML_ELEMENT_NODE) return true;
    const bool blank =
        child->type == XML_TEXT_NODE && IsBlank(reinterpret_cast<const char*>(child->content));
    if (!blank) Say(parent, parent.element.name(), "holds something else than elements.");
    return false;
  }

  void CheckAttributes(const xmlNode* node, const Place& place) {
    const std::string_view name = place.element.name();
    const bool amount = name == "InstdAmt";
    for (const xmlAttr* attribute = node->properties; attribute; attribute = attribute->next) {
      if (amount && std::string_view(reinterpret_cast<const char*>(attribute->name)) == "Ccy")
        continue;
      Say(place, name, "has an attribute that is no part of our payment files.");
    }
    if (amount && !AttributeOf(node, "Ccy")) Say(place, name, "has no currency.");
  }

  void VisitText(const xmlNode* node, const Place& place) {
    for (const xmlNode* child = node->children; child; child = child->next) {
      if (child->type != XML_TEXT_NODE)
        return Say(place, place.element.name(), "is more than a text.");
    }
    const std::string_view wrong = place.element.rule(TextOf(node));
    if (!wrong.empty()) Say(place, place.element.name(), wrong);
  }

  void CheckCounts(Family family, const std::vector<size_t>& counts, const Place& parent) {
    for (size_t i = 0; i < family.size(); ++i) {
      if (counts[i] < family[i]->least) Say(parent, family[i]->name(), "is missing.");
      if (counts[i] > family[i]->most) Say(parent, family[i]->name(), "comes too often.");
    }
  }

  std::vector<Violation>& found_;
};

bool IsPaymentFile(const xmlNode* root) {
  if (!root || NameOf(root) != "Document" || !root->ns || !root->ns->href) return false;
  return reinterpret_cast<const char*>(root->ns->href) == kNamespace;
}
}  // namespace

size_t TransferOf(const Violation& violation) {
  constexpr std::string_view kTransfer = "/CdtTrfTxInf[";
  const size_t at = violation.path.find(kTransfer);
  return at == std::string::npos ? 0 : std::stoul(violation.path.substr(at + kTransfer.size()));
}

std::vector<Violation> CheckFile(std::string_view xml, Market market) {
  const Document document = Parse(xml);
  if (!document) {
    return {
        {"/", "The file is not plain XML in UTF-8, without byte order mark and document type."}};
  }
  const xmlNode* root = xmlDocGetRootElement(document.get());
  if (!IsPaymentFile(root)) return {{"/", "The file is not a pain.001.001.09 document."}};
  std::vector<Violation> found;
  Walk(found).Visit(root, {nullptr, DocumentElement(), 1});
  CheckRelations(Find(root, {"CstmrCdtTrfInitn"}), market, found);
  return found;
}

std::vector<Violation> Check(const Message& message) {
  return CheckFile(Write(message), message.market);
}
}  // namespace aor::iso20022
