// A pasted or exported list of participants, row by row.
#pragma once

#include <string>
#include <vector>

#include "aor/missions/v1/roll_service.pb.h"

namespace aor::missions {
struct ParticipantList {
  std::vector<std::string> columns;  // as they were understood: mail, surname, given_names, ""
  std::vector<v1::ListRow> rows;
};
// Fields by tab, semicolon or comma, whichever the first row has most of; quoted as in CSV.
// Columns by headings in French, English or German, in any order; without headings an address is
// found by its sign, surname before given names. Every row that is not empty is in the answer.
ParticipantList ReadParticipantList(const std::string& text);
}  // namespace aor::missions
