// Rule files with a mistake in them, for the tests of their readers.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "libs/rule_text/rule_text.h"

namespace aor::rule_text {
// The first place of a text in the files says another; a text that is nowhere fails the test.
inline std::vector<File> Replaced(std::vector<File> files, const std::string& what,
                                  const std::string& instead) {
  for (auto& [name, text] : files)
    if (const auto at = text.find(what); at != std::string::npos) {
      text.replace(at, what.size(), instead);
      return files;
    }
  ADD_FAILURE() << what;
  return files;
}
}  // namespace aor::rule_text
