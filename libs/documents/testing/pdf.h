// What poppler's programs read out of a paper, for tests.
#pragma once

#include <string>
#include <vector>

namespace aor::documents::testing {
// A file of its own, removed at the end.
class PdfFile {
 public:
  explicit PdfFile(const std::string& bytes);
  ~PdfFile();
  PdfFile(const PdfFile&) = delete;

  std::string Text() const;                // all pages, as laid out
  std::vector<std::string> Pages() const;  // the same, page by page
  std::string Info() const;                // pdfinfo
  std::string Fonts() const;               // pdffonts
  std::string Structure() const;           // the tags
  std::string Problems() const;            // qpdf --check; empty if sound
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Words separated by one space, lines too: what a reader reads one after the other.
std::string Flat(const std::string& text);
}  // namespace aor::documents::testing
