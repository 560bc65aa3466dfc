// A pasted or exported list of participants, row by row.
#pragma once

#include <string>
#include <vector>

#include "aor/missions/v1/roll_service.pb.h"

namespace aor::missions {
struct ParticipantList {
  std::vector<std::string> columns;  // as they were understood: mail, surname, given_names, ""
  std::vector<v1::ListRow> rows;
  std::string problem = {};  // of its columns: there is one row then, which says it
};
// Fields by tab, semicolon or comma, whichever the first row has most of; quoted as in CSV. Lines
// end by CR, LF or both. Columns as headings.h says, in any order; several addresses in a row that
// holds nothing else are a row each. Every row that is not empty is in the answer.
ParticipantList ReadParticipantList(const std::string& text);
}  // namespace aor::missions
