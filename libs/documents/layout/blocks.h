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
// Facts one below the other over the whole width; in two columns.
void WideFacts(Sheets& sheets, const Facts& facts);
void FactSheet(Sheets& sheets, const Facts& facts);

// A sentence, then "Place, date" and "Signature" under a line each; all signers stand beside each
// other. The page that is signed says at least what the sentence says.
struct Signer {
  std::string role, name;
};
void Signatures(Sheets& sheets, const std::string& sentence, const std::vector<Signer>& signers,
                const std::string& place_date, const std::string& signature);
// What they need, for who keeps it free below something else.
double HeightOfSignatures(const Sheets& sheets, const std::string& sentence,
                          const std::vector<Signer>& signers);
}  // namespace aor::documents
