// What a paper says, or why it is refused, for tests.
#pragma once

#include <gtest/gtest.h>

#include <regex>
#include <stdexcept>
#include <string>
#include <vector>

#include "libs/documents/papers/press.h"
#include "libs/documents/testing/pdf.h"

namespace aor::documents::testing {
inline const Press& ThePress() {
  static const auto press = Press::Open(TEXTS);
  if (!press.ok()) throw std::runtime_error(press.status().ToString());
  return **press;
}

template <class Paper>
std::string Bytes(const Paper& paper) {
  const auto file = Print(ThePress(), paper);
  if (!file.ok()) throw std::runtime_error(file.status().ToString());
  return *file;
}

// Words as printed, whatever kind of space separates them.
inline std::string Plain(const std::string& text) {
  return Flat(std::regex_replace(text, std::regex("\u00A0|\u202F|\u2007"), " "));
}
template <class Paper>
std::string TextOf(const Paper& paper) {
  return Plain(PdfFile(Bytes(paper)).Text());
}

template <class Paper>
std::string RefusalOf(const Paper& paper) {
  return std::string(Print(ThePress(), paper).status().message());
}

inline void ExpectInOrder(const std::string& text, const std::vector<std::string>& pieces) {
  size_t at = 0;
  for (const std::string& piece : pieces) {
    at = text.find(piece, at);
    if (at == std::string::npos) {
      ADD_FAILURE() << "“" << piece << "” is not (in this order) in:\n" << text;
      return;
    }
    at += piece.size();
  }
}
}  // namespace aor::documents::testing
