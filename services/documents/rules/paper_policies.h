// Who reads and who signs each kind of paper, as the data that travels in the program says.
#pragma once

#include <map>

#include "aor/documents/v1/documents_rules.pb.h"

namespace aor::documents {
class Policies {
 public:
  // Throws std::logic_error for a kind without a line, or with two.
  explicit Policies(const std::string& text);
  Policies();  // the ones that this program was built with
  const v1::PaperPolicy& Of(v1::DocumentKind kind) const { return by_kind_.at(kind); }

 private:
  std::map<v1::DocumentKind, v1::PaperPolicy> by_kind_;
};
}  // namespace aor::documents
