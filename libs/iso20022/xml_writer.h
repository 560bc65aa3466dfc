#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aor::iso20022 {
// Writes one document, indented by two spaces, always in the same way. Texts are
// escaped; an element without content is not written.
class XmlWriter {
 public:
  XmlWriter();
  void Open(std::string_view name, std::string_view attributes = {});  // attributes as they stand
  void Close();
  void Text(std::string_view name, std::string_view text, std::string_view attributes = {});
  std::string Finish();  // closes what is open

 private:
  void Indent();

  std::string xml_;
  std::vector<std::string> open_;
};

// The text as XML content. Bytes that are no UTF-8, and characters that XML 1.0
// does not know, become U+FFFD.
std::string Escaped(std::string_view text);
}  // namespace aor::iso20022
