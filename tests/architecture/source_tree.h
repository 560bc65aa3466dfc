// The project's own source files as text, for the tests that judge them.
#pragma once

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

namespace aor::architecture {
struct SourceFile {
  std::string path;  // from the root of the tree: "libs/money/money.h"
  std::vector<std::string> lines;
  // The <context> of services/<context>/…, else empty.
  std::string context() const {
    if (!path.starts_with("services/")) return "";
    return path.substr(9, path.find('/', 9) - 9);
  }
  bool In(const std::string& folder) const { return path.find(folder) != std::string::npos; }
};

// What stands before a line comment; block comments are not used in this tree.
inline std::string CodeOf(const std::string& line) {
  const size_t first = line.find_first_not_of(' ');
  if (first != std::string::npos && line.compare(first, 2, "//") == 0) return "";
  return line.substr(0, line.find(" // "));
}

inline bool IsSource(const std::filesystem::path& path) {
  static constexpr std::array kEndings = {".h", ".cc", ".proto", ".sh", ".py", ".cmake", ".txt"};
  return std::ranges::any_of(kEndings, [&](const char* e) { return path.extension() == e; });
}

inline SourceFile Read(const std::filesystem::path& path) {
  SourceFile file{std::filesystem::relative(path, SOURCE_DIR).string(), {}};
  std::ifstream text(path);
  for (std::string line; std::getline(text, line);) file.lines.push_back(line);
  return file;
}

// Sorted by path, so that failures come in the same order on every machine.
inline std::vector<SourceFile> SourceFiles() {
  std::vector<SourceFile> files;
  for (const char* folder :
       {"libs", "services", "proto", "tests", "scripts", "cmake", "examples"}) {
    const auto root = std::filesystem::path(SOURCE_DIR) / folder;
    if (!std::filesystem::exists(root)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root))
      if (entry.is_regular_file() && IsSource(entry.path())) files.push_back(Read(entry.path()));
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}
}  // namespace aor::architecture
