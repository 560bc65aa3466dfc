#include "libs/documents/testing/pdf.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>
#include <absl/strings/str_split.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace aor::documents::testing {
namespace {
std::string OutputOf(const std::string& command) {
  std::string output;
  char buffer[4096];
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error(command + " cannot be started");
  while (const size_t count = fread(buffer, 1, sizeof buffer, pipe)) output.append(buffer, count);
  if (pclose(pipe) != 0) throw std::runtime_error(absl::StrCat(command, " failed: ", output));
  return output;
}
}  // namespace

PdfFile::PdfFile(const std::string& bytes) {
  path_ = (std::filesystem::temp_directory_path() / "paper-XXXXXX").string();
  const int file = mkstemp(path_.data());
  if (file < 0) throw std::runtime_error("no temporary file");
  close(file);
  std::ofstream(path_, std::ios::binary) << bytes;
}

PdfFile::~PdfFile() { std::filesystem::remove(path_); }

std::string PdfFile::Text() const { return OutputOf("pdftotext -layout " + path_ + " -"); }

std::vector<std::string> PdfFile::Pages() const {
  std::vector<std::string> pages = absl::StrSplit(Text(), '\f');
  pages.pop_back();
  return pages;
}

std::string PdfFile::Info() const { return OutputOf("pdfinfo " + path_); }
std::string PdfFile::Fonts() const { return OutputOf("pdffonts " + path_); }
std::string PdfFile::Structure() const {
  return OutputOf("pdfinfo -struct-text " + path_ + " 2>&1");
}

std::string PdfFile::Problems() const {
  try {
    OutputOf("qpdf --check " + path_ + " 2>&1");
    return "";
  } catch (const std::runtime_error& problem) {
    return problem.what();
  }
}

std::string Flat(const std::string& text) {
  return absl::StrJoin(absl::StrSplit(text, absl::ByAnyChar(" \n\f"), absl::SkipEmpty()), " ");
}
}  // namespace aor::documents::testing
