// Rows of a list that comes again, against the roll.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "services/missions/domain/roll.h"

namespace aor::missions::roll {
// What a row says of somebody, by its blind indexes; each may be empty.
struct Listed {
  std::string mail_index, name_index;
};
struct Match {
  enum class Is {
    kNew,
    kThere,      // by address and names, or by an address that came without names
    kWithdrawn,  // likewise, and does not take part any more
    kNamed,      // was there by the address alone: the row says the name
  };
  Is is = Is::kNew;
  std::string participant = {};  // of the roll
};
// One for each row. An address alone makes nobody the same person (E77), and each participant is
// one row: whoever stands twice in a list stays two. `own` are those whom this list registered.
std::vector<Match> MatchList(const Roll& roll, const std::set<std::string>& own,
                             const std::vector<Listed>& rows);
}  // namespace aor::missions::roll
