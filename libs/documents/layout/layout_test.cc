#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <thread>

#include "libs/documents/layout/artifacts.h"
#include "libs/documents/layout/blocks.h"
#include "libs/documents/layout/table.h"
#include "libs/documents/layout/unprintable.h"
#include "libs/documents/testing/pdf.h"

namespace aor::documents {
namespace {
using testing::Flat;
using testing::PdfFile;

const Fonts& AllFonts() {
  static const auto fonts = Fonts::Load();
  if (!fonts.ok()) throw std::runtime_error(fonts.status().ToString());
  return **fonts;
}

Properties Letter() {
  return {"Lettre d’essai", "Léman Intérim SA", "fr-CH", calendar::Date(2026, 10, 31), "Léman · 7"};
}

std::string Printed(const std::function<void(Sheets&)>& place) {
  Sheets sheets(AllFonts(), Letter());
  place(sheets);
  return sheets.Finish();
}

std::string RefusalOf(const std::string& text) {
  try {
    Printed([&](Sheets& sheets) { Paragraph(sheets, text); });
  } catch (const Unprintable& refused) {
    return refused.what();
  }
  return "";
}

std::string Amount(const money::Money& amount) { return money::AmountOf(amount); }

Table TableOf(const std::vector<int64_t>& amounts) {
  Table table;
  table.columns = {{"Text"}, {"Amount", Align::kRight}};
  table.carry = Carry{"Carried", "Brought", Amount};
  money::Money sum{"CHF", 0};
  for (const int64_t minor : amounts) {
    const money::Money amount{"CHF", minor};
    table.rows.push_back({{"Item", Amount(amount)}, Row::Kind::kLine, amount});
    sum = sum + amount;
  }
  table.rows.push_back({{"Sum", Amount(sum)}, Row::Kind::kTotal, {}});
  return table;
}

std::string Everything() {
  return Printed([](Sheets& sheets) {
    Letterhead(sheets, "Léman Intérim SA", {"Rue du Rhône 1", "1204 Genève"});
    Opening(sheets, {{"Number", "42"}}, {"Zoë Ångström", "Łódź"});
    Title(sheets, "Œuvre");
    Heading(sheets, "1. Objet");
    Paragraph(sheets, "Été à Genève, naïve façade, straße, Škoda, ½ × 2 ≥ 1 €.");
    Notice(sheets, "Not payable");
    FactSheet(sheets, {{"One", "1"}, {"None", ""}, {"Two", "2"}});
    Sides(sheets, {"Left", {"a"}}, {"Right", {"b"}});
    Draw(sheets, TableOf(std::vector<int64_t>(100, 105)));
    Signatures(sheets, "Agreed", {{"Agency", "A"}, {"Worker", "B"}}, "Place, date", "Signature");
  });
}

TEST(LayoutTest, SaysWhatItIs) {
  const PdfFile file(Everything());
  EXPECT_EQ(file.Problems(), "");
  const std::string info = Flat(file.Info());
  for (const char* said : {"Title: Lettre d’essai", "Author: Léman Intérim SA", "Tagged: yes",
                           "Page size: 595.276 x 841.89 pts (A4)", "CreationDate: Sat Oct 31"})
    EXPECT_NE(info.find(said), std::string::npos) << said << " in " << info;
  EXPECT_NE(Everything().find("/Lang (fr-CH)"), std::string::npos);
}

TEST(LayoutTest, EmbedsEveryFontAsASubset) {
  const std::string fonts = PdfFile(Everything()).Fonts();
  const std::regex embedded("\\n[A-Z]{6}\\+\\S.* yes yes yes ");
  const auto lines = std::count(fonts.begin(), fonts.end(), '\n') - 2;  // less the heading
  EXPECT_EQ(std::distance(std::sregex_iterator(fonts.begin(), fonts.end(), embedded), {}), lines)
      << fonts;
  EXPECT_GE(lines, 2);
}

TEST(LayoutTest, TagsTheStructure) {
  const std::string structure = PdfFile(Everything()).Structure();
  for (const char* tag : {"H1", "H2", "P", "Table", "TR", "TH", "TD"})
    EXPECT_NE(structure.find(tag), std::string::npos) << tag;
}

// Who hears a table read out counts its columns, and hears of no page number.
TEST(LayoutTest, ReadsOutWholeRowsAndNoFoot) {
  const std::string file = Printed([](Sheets& sheets) {
    Table table = TableOf(std::vector<int64_t>(100, 105));
    table.rows[1].cells[0] = "";
    table.rows[2].cells[1] = "";
    Draw(sheets, table);
  });
  const std::string structure = PdfFile(file).Structure();
  EXPECT_EQ(structure.find("Léman · 7"), std::string::npos) << structure;
  const std::regex row("\\n *T(R|H|D)\\b");
  std::map<size_t, size_t> rows;  // by how many cells they have
  size_t cells = 0;
  for (std::sregex_iterator at(structure.begin(), structure.end(), row), end; at != end; ++at) {
    if (at->str(1) != "R") ++cells;
    if (at->str(1) == "R" && cells > 0) ++rows[std::exchange(cells, 0)];
  }
  ++rows[cells];
  EXPECT_EQ(rows.size(), 2u);
  EXPECT_GT(rows[2], 100u) << structure;
  EXPECT_EQ(rows[1], 1u) << "over both columns";
  EXPECT_NE(file.find("/S /TD\n   /A << /O /Table /ColSpan 2 >>\n"), std::string::npos);
}

TEST(LayoutTest, MarksWhatStandsInNoElement) {
  const std::string text = "/P << /MCID 0 >> BDC\nBT\n(EMC)Tj\nET\nEMC\n", rule = "0 G 1 2 m S\n";
  const std::string foot = "0.4 g BT\n/Span << /ActualText <feff> >> BDC\n(1)Tj\nEMC\nET\n";
  EXPECT_EQ(WithArtifacts("1 0 0 -1 0 842 cm\nq\n" + text + rule + text + rule + foot + "Q\n"),
            "1 0 0 -1 0 842 cm\nq\n" + text + "/Artifact << /Type /Layout >> BDC\n" + rule +
                "EMC\n" + text + "/Artifact << /Type /Layout >> BDC\n" + rule +
                "EMC\n/Artifact << /Type /Pagination /Subtype /Footer >> BDC\n" + foot +
                "EMC\nQ\n");
  EXPECT_EQ(WithArtifacts(text + rule),
            text + "/Artifact << /Type /Layout >> BDC\n" + rule + "EMC\n");
  EXPECT_THROW(WithArtifacts(foot + text + foot), std::logic_error) << "nobody would hear one";
}

TEST(LayoutTest, GivesTheSameBytesInEveryThread) {
  const std::string expected = Everything();
  std::set<std::string> seen;
  std::mutex mutex;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < 5; ++n) {
        const std::string file = Everything();
        const std::lock_guard lock(mutex);
        seen.insert(file);
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(seen, std::set<std::string>{expected});
}

// What PDF/A-2a and PDF/UA-1 ask for beside that; veraPDF finds nothing else missing.
TEST(LayoutTest, IsAnArchivedFile) {
  const std::string file = Everything();
  for (const char* said :
       {"/Metadata ", "<pdfaid:part>2</pdfaid:part>", "<pdfuaid:part>1</pdfuaid:part>",
        "   /S /TH\n   /A << /O /Table /Scope /Column >>\n", "<rdf:li>fr-CH</rdf:li>", "/GTS_PDFA1",
        "<rdf:li xml:lang=\"x-default\">Lettre d’essai</rdf:li>", "/ID [<"})
    EXPECT_NE(file.find(said), std::string::npos) << said;
  const auto count = [&](const std::string& text) {
    size_t found = 0;
    for (size_t at = file.find(text); at != std::string::npos; at = file.find(text, at + 1))
      ++found;
    return found;
  };
  EXPECT_GT(count("/CIDFontType2\n"), 0u);
  EXPECT_EQ(count("/CIDFontType2\n   /CIDToGIDMap /Identity\n"), count("/CIDFontType2\n"));
}

TEST(LayoutTest, NobodySignsAPageOfItsOwn) {
  for (int clauses = 1; clauses < 30; ++clauses) {
    const auto pages = PdfFile(Printed([&](Sheets& sheets) {
                         for (int n = 0; n < clauses; ++n) {
                           Heading(sheets, "Clause");
                           Paragraph(sheets, "Agreed\nAgreed");
                         }
                         Signatures(sheets, "Signed", {{"Agency", "A"}}, "d", "s");
                       })).Pages();
    EXPECT_NE(pages.back().find("Clause"), std::string::npos) << clauses;
    EXPECT_LT(pages.back().find("Clause"), pages.back().find("Signed")) << clauses;
  }
}

TEST(LayoutTest, AShortTableStandsWholeBelowItsHeading) {
  for (int lines = 30; lines < 60; ++lines) {
    const auto pages = PdfFile(Printed([&](Sheets& sheets) {
                         for (int n = 0; n < lines; ++n) Paragraph(sheets, "Line");
                         Heading(sheets, "Wage");
                         Draw(sheets, TableOf({100, 200, 300}));
                       })).Pages();
    const auto& page = pages.back();
    EXPECT_NE(page.find("Wage"), std::string::npos) << lines;
    EXPECT_NE(page.find("6.00"), std::string::npos) << lines;
  }
}

TEST(LayoutTest, NumbersEveryPageOfTheTotal) {
  const auto pages = PdfFile(Everything()).Pages();
  ASSERT_GT(pages.size(), 2u);
  const std::string count = std::to_string(pages.size());
  for (size_t i = 0; i < pages.size(); ++i) {
    const std::regex foot(std::to_string(i + 1) + " ?/ ?" + count + "$");
    EXPECT_TRUE(std::regex_search(Flat(pages[i]), foot)) << pages[i];
  }
}

TEST(LayoutTest, KeepsAccentsAndScriptsFromTheRight) {
  const std::string text = Flat(PdfFile(Printed([](Sheets& sheets) {
                                  Paragraph(sheets, "Šárka Çelik-Nuñez, Ørsted, Győző");
                                  Paragraph(sheets, "יעל כהן");
                                  Paragraph(sheets, "محمد علي");
                                })).Text());
  EXPECT_NE(text.find("Šárka Çelik-Nuñez, Ørsted, Győző"), std::string::npos) << text;
  EXPECT_NE(text.find("יעל כהן"), std::string::npos) << text;
  EXPECT_NE(text.find("محمد علي"), std::string::npos) << text;
}

// Shaped ones come back from a PDF in another order of characters: they are only set.
TEST(LayoutTest, SetsNamesOfAllScripts) {
  const char* const kRead[] = {
      "王小明",        "山田 太郎 タロウ", "김민수", "Οδυσσέας Ελύτης", "Владимир Іваненко",
      "გიორგი ბერიძე", "Արամ Խաչատրյան",   "Ann 😀"};
  const char* const kShaped[] = {"अनिल शर्मा",       "রহিম উদ্দিন", "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", "પ્રિયા પટેલ",
                                 "முத்து குமார்",     "రాము",        "ಕೃಷ್ಣ",       "ശ്രീജ",
                                 "ශ්‍රී", "สมชาย ใจดี",  "ສົມພອນ",      "សុខា",
                                 "အောင်ဆန်း",         "አበበ ቢቂላ",    "བསྟན་འཛིན"};
  const std::string text = Flat(PdfFile(Printed([&](Sheets& sheets) {
                                  for (const char* name : kRead) Title(sheets, name);
                                  for (const char* name : kRead) Paragraph(sheets, name);
                                })).Text());
  for (const char* name : kRead)
    EXPECT_NE(text.find(name, text.find(name) + 1), std::string::npos) << name << " in " << text;
  for (const char* name : kShaped) EXPECT_EQ(RefusalOf(name), "");
}

TEST(LayoutTest, NamesWhatCannotBePrinted) {
  EXPECT_EQ(RefusalOf("Ann 𠮷"),
            "no font has the character U+20BB7 of “Ann 𠮷”: write it in other letters");
  EXPECT_EQ(RefusalOf("a\x07"), "control character U+0007 cannot be printed: remove it");
  EXPECT_EQ(RefusalOf("100\u202E001"), "control character U+202E cannot be printed: remove it");
  EXPECT_EQ(RefusalOf("\xff"), "a text is not valid UTF-8");
  EXPECT_EQ(RefusalOf("<b>&amp; %s {name} \\n"), "");
}

TEST(LayoutTest, WrapsWhatIsLong) {
  const std::string name(300, 'W');
  const auto text = PdfFile(Printed([&](Sheets& sheets) {
                      Letterhead(sheets, name, {name});
                      Opening(sheets, {{name, name}}, {name});
                      Draw(sheets, {{{name}, {"n", Align::kRight}}, {{{name, "1"}}}, {}});
                      Signatures(sheets, "Agreed", {{name, name}, {name, name}}, "d", "s");
                    })).Text();
  EXPECT_EQ(std::count(text.begin(), text.end(), 'W'), 11 * 300);
  EXPECT_EQ(text.find("W-"), std::string::npos);
}

TEST(LayoutTest, RefusesWhatNoPageHolds) {
  const std::string long_text(8'000, 'x');
  EXPECT_THROW(Printed([&](Sheets& sheets) {
                 Draw(sheets, {{{"a"}}, {{{long_text}}}, {}});
               }),
               Unprintable);
  const std::string digits(150, '1');
  EXPECT_THROW(Printed([&](Sheets& sheets) {
                 Draw(sheets, {{{"a"}, {"n", Align::kRight}}, {{{"a", digits}}}, {}});
               }),
               Unprintable);
  EXPECT_THROW(Printed([&](Sheets& s) { Letterhead(s, long_text, {}); }), Unprintable);
  EXPECT_THROW(Printed([&](Sheets& s) { Opening(s, {{"a", long_text}}, {}); }), Unprintable);
  EXPECT_THROW(Printed([&](Sheets& s) { FactSheet(s, {{"a", long_text}}); }), Unprintable);
  Properties endless = Letter();
  endless.foot = long_text;
  EXPECT_THROW(Sheets(AllFonts(), endless).Finish(), Unprintable);
  EXPECT_EQ(RefusalOf(long_text), "");  // a paragraph goes on overleaf
}

// ---- laws ----
struct CarriedPage {
  int64_t brought = 0, items = 0, carried = 0;
};

int64_t MinorOf(const std::string& text) {
  return money::FromDecimal("CHF", *money::ParseDecimal(text)).minor;
}

CarriedPage ReadPage(const std::string& page) {
  CarriedPage read;
  const std::regex line("(Brought|Item|Carried)\\s+(-?[0-9.]+)");
  for (std::sregex_iterator at(page.begin(), page.end(), line), end; at != end; ++at) {
    const int64_t amount = MinorOf(at->str(2));
    if (at->str(1) == "Item") read.items += amount;
    if (at->str(1) == "Brought") read.brought = amount;
    if (at->str(1) == "Carried") read.carried = amount;
  }
  return read;
}

RC_GTEST_PROP(TableLaw, CarriedTotalsAddUp, ()) {
  const auto count = *rc::gen::inRange<size_t>(1, 250);
  const auto amounts = *rc::gen::container<std::vector<int64_t>>(
      count, rc::gen::inRange<int64_t>(-100'000'000, 100'000'000));
  const auto pages = PdfFile(Printed([&](Sheets& s) { Draw(s, TableOf(amounts)); })).Pages();
  int64_t carried = 0, all = 0;
  for (const std::string& page : pages) {
    const CarriedPage read = ReadPage(page);
    RC_ASSERT(read.brought == carried);
    if (&page != &pages.back()) RC_ASSERT(read.carried == carried + read.items);
    carried = read.carried;
    all += read.items;
  }
  int64_t sum = 0;
  for (const int64_t amount : amounts) sum += amount;
  RC_ASSERT(all == sum);
  RC_ASSERT(pages.back().find("Item") != std::string::npos);  // the sum is not alone
}
}  // namespace
}  // namespace aor::documents
