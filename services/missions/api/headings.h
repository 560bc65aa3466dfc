// What the columns of a participant list are.
#pragma once

#include <string>
#include <vector>

namespace aor::missions {
struct Columns {
  std::vector<std::string> names;  // mail, surname, given_names; empty: of no use here
  bool has_headings = false;
  std::string problem = {};  // of the list: nobody is to guess what a column means
};
// By the headings of the first row, in French, English or German, whatever their case, accents and
// signs; without any, by what stands in the rows: an address is found by its sign, surname before
// given names. A heading that is not known is a problem, and so are two columns of addresses or
// surnames.
Columns ColumnsOf(const std::vector<std::vector<std::string>>& rows);
// What a field with an address has, and no name.
bool HasAddressSign(const std::string& field);
}  // namespace aor::missions
