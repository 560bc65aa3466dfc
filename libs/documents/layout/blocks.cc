#include "libs/documents/layout/blocks.h"

#include <absl/strings/str_join.h>

#include <algorithm>

namespace aor::documents {
namespace {
constexpr double kGap = Mm(1.2);
constexpr double kShortLabel = Mm(23);  // an IBAN fits beside it
constexpr double kHeadingGap = Mm(4);

// The words beside a label, both on one baseline though of two sizes.
constexpr double kLabelDrop = 1.1;

void KeepWithNext(Sheets& sheets, double height) { sheets.Need(height + Mm(12)); }

struct SetFact {
  Words label, value;
  double height() const { return std::max(label.height() + kLabelDrop, value.height()) + kGap; }
};

std::vector<SetFact> SetFacts(const Sheets& sheets, const Facts& facts, double label_width,
                              double width) {
  std::vector<SetFact> set;
  for (const auto& [label, value] : facts)
    if (!value.empty())
      set.push_back({sheets.Set(label, kLabel, label_width - Mm(2)),
                     sheets.Set(value, kBody, width - label_width)});
  return set;
}

void Place(Sheets& sheets, const SetFact& fact, Point at, double label_width) {
  sheets.Open("P");
  sheets.Place(fact.label, {at.x, at.y + kLabelDrop});
  sheets.Place(fact.value, {at.x + label_width, at.y});
  sheets.Close("P");
}

// Before their lines.
struct SetSignatures {
  double width, above = 0;  // of one of them; of role and name
  Words said;
  std::vector<Words> roles = {}, names = {};
  double height() const { return said.height() + Mm(5) + above + Mm(34); }
};
constexpr double kAboveSignatures = Mm(2);

SetSignatures SetFor(const Sheets& sheets, const std::string& sentence,
                     const std::vector<Signer>& signers) {
  SetSignatures set{.width = (sheets.width() - Mm(8) * (signers.size() - 1)) / signers.size(),
                    .said = sheets.Set(sentence, kSmall, sheets.width())};
  for (const Signer& signer : signers) {
    set.roles.push_back(sheets.Set(signer.role, kStrong, set.width));
    set.names.push_back(sheets.Set(signer.name, kBody, set.width));
    set.above = std::max(set.above, set.roles.back().height() + set.names.back().height());
  }
  return set;
}

void SignatureLines(Sheets& sheets, Point at, double width, const std::vector<std::string>& under) {
  for (const std::string& label : under) {
    sheets.Line(at, {at.x + width, at.y}, 0.4, 0.4);
    sheets.Tagged("P", sheets.Set(label, {.size = 7.5, .ink = Ink::kGrey}), {at.x, at.y + 1.5});
    at.y += Mm(16);
  }
}
}  // namespace

void Letterhead(Sheets& sheets, const std::string& name, const std::vector<std::string>& details) {
  const Words left = sheets.Set(name, {.size = 13, .bold = true}, Mm(88));
  const Words right = sheets.Set(absl::StrJoin(details, "\n"),
                                 {.size = 7.5, .ink = Ink::kGrey, .align = Align::kRight}, Mm(76));
  sheets.Tagged("P", left, {sheets.left(), sheets.y});
  sheets.Tagged("P", right, {sheets.right() - Mm(76), sheets.y + 2});
  sheets.y += std::max(left.height(), right.height() + 2) + Mm(2.5);
  sheets.Line({sheets.left(), sheets.y}, {sheets.right(), sheets.y}, 0.75);
  sheets.y += Mm(4);
  Sheets::CheckFits(sheets.y - kBody4.y);
}

void Opening(Sheets& sheets, const Facts& facts, const std::vector<std::string>& address) {
  constexpr double kAddressLeft = Mm(118), kAddressTop = Mm(50), kEnd = Mm(92);
  const double top = std::max(sheets.y + Mm(4), kAddressTop);
  const Words reader = sheets.Set(absl::StrJoin(address, "\n"), {.size = 10, .leading = 13.5},
                                  sheets.right() - kAddressLeft);
  sheets.Tagged("P", reader, {kAddressLeft, top});
  double y = top;
  for (const SetFact& fact :
       SetFacts(sheets, facts, Mm(36), kAddressLeft - sheets.left() - Mm(6))) {
    Place(sheets, fact, {sheets.left(), y}, Mm(36));
    y += fact.height();
  }
  sheets.y = std::max(kEnd, std::max(y, top + reader.height()) + Mm(8));
  Sheets::CheckFits(sheets.y - kBody4.y);
}

void Sides(Sheets& sheets, const Side& left, const Side& right) {
  const double width = (sheets.width() - Mm(8)) / 2;
  const double second = sheets.left() + width + Mm(8);
  const Words left_lines = sheets.Set(absl::StrJoin(left.lines, "\n"), kBody, width);
  const Words right_lines = sheets.Set(absl::StrJoin(right.lines, "\n"), kBody, width);
  const Words left_name = sheets.Set(left.heading, kLabel, width);
  const Words right_name = sheets.Set(right.heading, kLabel, width);
  const double below = std::max(left_name.height(), right_name.height()) + Mm(1);
  const double height = below + std::max(left_lines.height(), right_lines.height());
  sheets.Need(height);
  sheets.Tagged("P", left_name, {sheets.left(), sheets.y});
  sheets.Tagged("P", left_lines, {sheets.left(), sheets.y + below});
  sheets.Tagged("P", right_name, {second, sheets.y});
  sheets.Tagged("P", right_lines, {second, sheets.y + below});
  sheets.y += height + Mm(5);
}

void Title(Sheets& sheets, const std::string& text) {
  const Words words = sheets.Set(text, {.size = 15, .bold = true}, sheets.width());
  KeepWithNext(sheets, words.height());
  sheets.Tagged("H1", words, {sheets.left(), sheets.y});
  sheets.y += words.height() + Mm(4);
}

void Heading(Sheets& sheets, const std::string& text) {
  if (!sheets.AtTop()) sheets.y += kHeadingGap - Mm(1);
  const Words words = sheets.Set(text, {.size = 9.5, .bold = true}, sheets.width());
  KeepWithNext(sheets, words.height());
  sheets.Begin();
  sheets.Tagged("H2", words, {sheets.left(), sheets.y});
  sheets.y += words.height() + kGap;
}

void Paragraph(Sheets& sheets, const std::string& text, const Style& style) {
  if (text.empty()) return;
  const Words words = sheets.Set(text, style, sheets.width());
  const int lines = words.lines();
  for (int first = 0; first < lines;) {
    int last = lines;
    while (last > first && words.TopOf(last) - words.TopOf(first) > sheets.room()) --last;
    if (last < lines && lines - last < 2) last = lines - 2;  // no widow
    if (last < lines && last - first < 2) {                  // no orphan
      sheets.NewPage();
      continue;
    }
    sheets.Open("P");
    sheets.Place(words, {sheets.left(), sheets.y}, first, last);
    sheets.Close("P");
    sheets.y += words.TopOf(last) - words.TopOf(first);
    first = last;
    if (first < lines) sheets.NewPage();
  }
  sheets.y += Mm(2);
}

void Notice(Sheets& sheets, const std::string& text) {
  const Words words = sheets.Set(text, {.size = 10, .bold = true}, sheets.width() - Mm(8));
  sheets.Need(words.height() + Mm(8));
  const Rect box{sheets.left(), sheets.y, sheets.width(), words.height() + Mm(4)};
  sheets.Fill(box, 0.93);
  sheets.Fill({box.x, box.y, Mm(1.2), box.height}, 0);
  sheets.Tagged("P", words, {box.x + Mm(4), box.y + Mm(2)});
  sheets.y += box.height + Mm(4);
}

void WideFacts(Sheets& sheets, const Facts& facts) {
  for (const SetFact& fact : SetFacts(sheets, facts, Mm(36), sheets.width())) {
    sheets.Need(fact.height());
    Place(sheets, fact, {sheets.left(), sheets.y}, Mm(36));
    sheets.y += fact.height();
  }
}

void FactSheet(Sheets& sheets, const Facts& facts) {
  const double width = (sheets.width() - Mm(8)) / 2;
  const std::vector<SetFact> set = SetFacts(sheets, facts, kShortLabel, width);
  for (size_t i = 0; i < set.size(); i += 2) {
    const bool two = i + 1 < set.size();
    const double height = two ? std::max(set[i].height(), set[i + 1].height()) : set[i].height();
    sheets.Need(height);
    Place(sheets, set[i], {sheets.left(), sheets.y}, kShortLabel);
    if (two) Place(sheets, set[i + 1], {sheets.left() + width + Mm(8), sheets.y}, kShortLabel);
    sheets.y += height;
  }
  sheets.y += Mm(3);
}

double HeightOfSignatures(const Sheets& sheets, const std::string& sentence,
                          const std::vector<Signer>& signers) {
  return kAboveSignatures + SetFor(sheets, sentence, signers).height();
}

void Signatures(Sheets& sheets, const std::string& sentence, const std::vector<Signer>& signers,
                const std::string& place_date, const std::string& signature) {
  const SetSignatures set = SetFor(sheets, sentence, signers);
  sheets.y += kAboveSignatures;
  sheets.Gather(set.height());  // no signature on a page that agrees nothing
  sheets.Need(set.height());
  sheets.Tagged("P", set.said, {sheets.left(), sheets.y});
  sheets.y += set.said.height() + Mm(5);
  double x = sheets.left();
  for (size_t i = 0; i < signers.size(); ++i, x += set.width + Mm(8)) {
    sheets.Tagged("P", set.roles[i], {x, sheets.y});
    sheets.Tagged("P", set.names[i], {x, sheets.y + set.roles[i].height()});
    SignatureLines(sheets, {x, sheets.y + set.above + Mm(11)}, set.width, {place_date, signature});
  }
  sheets.y += set.above + Mm(34);
}
}  // namespace aor::documents
