// Inside agreement papers: numbered clauses, each a heading and what is agreed.
#pragma once

#include <string>
#include <vector>

#include "libs/documents/layout/table.h"
#include "libs/documents/papers/agreement.h"
#include "libs/documents/papers/press.h"

namespace aor::documents {
class Clauses {
 public:
  explicit Clauses(Desk& desk) : desk_(desk) {}
  // The next clause; its heading is the text `key`.
  void Add(const char* key, const std::string& text);
  // The same, refused if it is not stated: the law asks for it.
  void Need(const char* key, const std::string& text);
  void Add(const char* key, const Table& table);

 private:
  void Number(const char* key);
  Desk& desk_;
  int count_ = 0;
};

// A party of the agreement, in the box that says what it is in it.
Side SideOf(const Desk& desk, const char* role, const Party& party);
// "From 1 October 2026 to …", or until notice is given.
std::string DurationText(const Desk& desk, calendar::Date start,
                         const std::optional<calendar::Date>& end);
Table TariffTable(const Desk& desk, const std::vector<Tariff>& tariffs,
                  const std::string& currency);
}  // namespace aor::documents
