// The vocabulary of a letter: letterhead, address, facts, paragraphs, clauses, signatures.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libs/documents/layout/sheets.h"

namespace aor::documents {
// "Invoice number" and "2026-0042". A fact without a value is left out.
using Facts = std::vector<std::pair<std::string, std::string>>;

// Name in bold, details small beside it, a rule below; moves on.
void Letterhead(Sheets& sheets, const std::string& name, const std::vector<std::string>& details);
// Facts at the left, the reader's address where a window envelope shows it; moves on.
void Opening(Sheets& sheets, const Facts& facts, const std::vector<std::string>& address);
// Two boxes beside each other, each with a heading and lines; moves on.
struct Side {
  std::string heading;
  std::vector<std::string> lines;
};
void Sides(Sheets& sheets, const Side& left, const Side& right);

void Title(Sheets& sheets, const std::string& text);
void Heading(Sheets& sheets, const std::string& text);
// Breaks over pages, two lines at least on each side of a break. Nothing for an empty text.
void Paragraph(Sheets& sheets, const std::string& text, const Style& style = kBody);
// A warning nobody overlooks: a bar at its left, bold.
void Notice(Sheets& sheets, const std::string& text);
// Facts in two columns over the whole width.
void FactSheet(Sheets& sheets, const Facts& facts);

// "Place, date" and "Signature" over a line each; all signers stand beside each other.
struct Signer {
  std::string role, name;
};
void Signatures(Sheets& sheets, const std::vector<Signer>& signers, const std::string& place_date,
                const std::string& signature);
}  // namespace aor::documents
