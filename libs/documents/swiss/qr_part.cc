// How the payment part and the receipt look: style guide of SIX, in millimetres from the
// upper left corner of the part.
#include <absl/strings/str_cat.h>

#include "libs/documents/swiss/qr_bill.h"
#include "libs/documents/texts/figures.h"

namespace aor::documents {

namespace {
constexpr double kTop = 297 - 105, kReceipt = 62, kAbove = 12;

// Sizes of the two halves: headings and values in points, the width in millimetres.
struct Half {
  double left, width, heading, value, leading;
};
constexpr Half kLeftHalf{5, 52, 6, 8, 9};
constexpr Half kRightHalf{118, 87, 8, 10, 11};

std::string QrReferenceGroups(const std::string& reference) {
  std::string grouped = reference.substr(0, 2);
  for (size_t i = 2; i < reference.size(); i += 5)
    absl::StrAppend(&grouped, " ", reference.substr(i, 5));
  return grouped;
}

// "1 949.75", in every language.
std::string AmountText(const money::Money& amount) {
  std::string text = money::AmountOf(amount);
  for (size_t at = text.find('.'); at > 3; at -= 3) text.insert(at - 3, " ");
  return text;
}

std::string Lines(const iso20022::Party& party) {
  const auto& a = party.address;
  std::string text = party.name;
  if (!a.street.empty())
    absl::StrAppend(&text, "\n", a.street, a.building.empty() ? "" : " ", a.building);
  if (a.street.empty() && !a.building.empty()) absl::StrAppend(&text, "\n", a.building);
  const std::string abroad = a.country == "CH" ? "" : absl::StrCat(a.country, "-");
  return absl::StrCat(text, "\n", abroad, a.postcode, " ", a.town);
}

class Part {
 public:
  Part(Sheets& sheets, const Texts& texts, const Reader& reader, const QrBill& bill)
      : sheets_(sheets), texts_(texts), reader_(reader), bill_(bill), debtor_(DebtorOf(bill)) {}

  void Draw() {
    Cut();
    Title(kLeftHalf.left, "qr.receipt");
    Title(kReceipt + 5, "qr.payment");
    Information(kLeftHalf, 12, false);
    Information(kRightHalf, 5, true);
    Code();
    Amounts(kLeftHalf, 68, {5, 18}, {27, 68, 30, 10});
    Amounts(kRightHalf, 68, {67, 82}, {78, 72, 40, 15});
    AcceptancePoint();
  }

 private:
  static Point At(double x, double y) { return {Mm(x), Mm(kTop + y)}; }
  std::string Say(const char* key) const { return texts_.Say(reader_, key); }
  static Style StyleOf(double size, bool bold, double leading = 0) {
    return {.size = size, .bold = bold, .face = kQrBill, .leading = leading};
  }

  // Where no perforation can be: lines, and the words that say what to do.
  void Cut() {
    sheets_.Line(At(0, 0), At(210, 0), 0.5);
    sheets_.Line(At(kReceipt, 0), At(kReceipt, 105), 0.5);
    const Words words = sheets_.Set(Say("qr.separate"), StyleOf(7, false));
    sheets_.Tagged("P", words, {(kA4.width - words.width()) / 2, Mm(kTop) - words.height() - 2});
  }

  void Title(double left, const char* key) {
    sheets_.Tagged("H2", sheets_.Set(Say(key), StyleOf(11, true)), At(left, 5));
  }

  void Information(const Half& half, double top, bool payment) {
    half_ = half;
    y_ = Mm(kTop + top);
    Field("qr.account", absl::StrCat(InFours(bill_.iban), "\n", Lines(bill_.creditor)));
    if (!bill_.reference.empty()) Field("qr.reference", ReferenceText());
    if (payment && !bill_.message.empty()) Field("qr.information", bill_.message);
    if (debtor_) return Field("qr.payable_by", Lines(*debtor_));
    Field("qr.payable_by_blank", "");
    const double left = Mm(half.left);
    Corners({left, y_ - Mm(2), payment ? Mm(65) : Mm(52), payment ? Mm(25) : Mm(20)});
  }

  std::string ReferenceText() const {
    return bill_.reference.starts_with("RF") ? InFours(bill_.reference)
                                             : QrReferenceGroups(bill_.reference);
  }

  void Field(const char* heading, const std::string& text) {
    const Words name = sheets_.Set(Say(heading), StyleOf(half_.heading, true, half_.leading));
    sheets_.Tagged("P", name, {Mm(half_.left), y_});
    y_ += name.height();
    if (!text.empty()) {
      const Words words =
          sheets_.Set(text, StyleOf(half_.value, false, half_.leading), Mm(half_.width));
      sheets_.Tagged("P", words, {Mm(half_.left), y_});
      y_ += words.height();
    }
    y_ += half_.leading;
  }

  void Amounts(const Half& half, double top, std::pair<double, double> columns, const Rect& blank) {
    const Style heading = StyleOf(half.heading, true, half.leading);
    const Style value = StyleOf(half.value, false, half.leading);
    const double below = top + half.leading * 25.4 / 72;
    sheets_.Tagged("P", sheets_.Set(Say("qr.currency"), heading), At(columns.first, top));
    sheets_.Tagged("P", sheets_.Set(bill_.currency, value), At(columns.first, below));
    sheets_.Tagged("P", sheets_.Set(Say("qr.amount"), heading), At(columns.second, top));
    if (bill_.amount) {
      sheets_.Tagged("P", sheets_.Set(AmountText(*bill_.amount), value), At(columns.second, below));
    } else {
      Corners({Mm(blank.x), Mm(kTop + blank.y), Mm(blank.width), Mm(blank.height)});
    }
  }

  void AcceptancePoint() {
    const Words words = sheets_.Set(Say("qr.acceptance"), StyleOf(6, true));
    sheets_.Tagged("P", words, {Mm(57) - words.width(), Mm(kTop + 82)});
  }

  // 3 mm long, 0.75 points thick: where the payer writes.
  void Corners(const Rect& box) {
    const double right = box.x + box.width, bottom = box.y + box.height;
    for (const double x : {box.x, right})
      for (const double y : {box.y, bottom}) {
        sheets_.Line({x, y}, {x + (x == right ? -Mm(3) : Mm(3)), y}, 0.75);
        sheets_.Line({x, y}, {x, y + (y == bottom ? -Mm(3) : Mm(3))}, 0.75);
      }
  }

  void Code() {
    const QrSquare square = SquareOf(PayloadOf(bill_));
    const Point corner = At(67, 17);
    const double side = Mm(46) / square.modules;
    sheets_.OpenFigure(Say("qr.code"));
    for (int row = 0; row < square.modules; ++row) Modules(square, row, corner, side);
    Cross({corner.x + Mm(19.5), corner.y + Mm(19.5)});
    sheets_.Close("Figure");
  }

  // Neighbours as one bar: no hairline of paper between them.
  void Modules(const QrSquare& square, int row, Point corner, double side) {
    const auto dark = [&](int column) { return square.dark[row * square.modules + column]; };
    for (int column = 0; column < square.modules;) {
      int end = column;
      while (end < square.modules && dark(end)) ++end;
      if (end > column)
        sheets_.Fill({corner.x + column * side, corner.y + row * side, (end - column) * side, side},
                     0);
      column = end + 1;
    }
  }

  // 7 mm with its white border; the arms as in the arms of the country.
  void Cross(Point at) {
    sheets_.Fill({at.x, at.y, Mm(7), Mm(7)}, 1);
    const double black = Mm(6), left = at.x + Mm(0.5), top = at.y + Mm(0.5);
    sheets_.Fill({left, top, black, black}, 0);
    const double unit = black / 32, width = 6 * unit, length = 20 * unit;
    sheets_.Fill({left + (black - length) / 2, top + (black - width) / 2, length, width}, 1);
    sheets_.Fill({left + (black - width) / 2, top + (black - length) / 2, width, length}, 1);
  }

  Sheets& sheets_;
  const Texts& texts_;
  const Reader& reader_;
  const QrBill& bill_;
  const std::optional<iso20022::Party> debtor_;
  Half half_{};
  double y_ = 0;
};
}  // namespace

bool HasRoomForQrBill(const Sheets& sheets) { return sheets.y <= Mm(kTop - kAbove - 4); }

void PlaceQrBill(Sheets& sheets, const Texts& texts, const Reader& reader, const QrBill& bill) {
  if (!HasRoomForQrBill(sheets)) sheets.NewPage();
  sheets.LiftFoot(Mm(kTop - kAbove));
  Part(sheets, texts, reader, bill).Draw();
  sheets.y = kBody4.y + kBody4.height;
}

std::vector<TextNeed> QrBillNeeds() {
  return {{"qr.receipt"},     {"qr.payment"},    {"qr.account"},          {"qr.reference"},
          {"qr.information"}, {"qr.payable_by"}, {"qr.payable_by_blank"}, {"qr.currency"},
          {"qr.amount"},      {"qr.acceptance"}, {"qr.separate"},         {"qr.code"}};
}
}  // namespace aor::documents
