#include "libs/documents/texts/texts.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "libs/documents/papers/needs.h"
#include "libs/documents/texts/figures.h"

namespace aor::documents {
namespace {
namespace fs = std::filesystem;
const std::vector<TextNeed> kNeeds = {{"title", "month"}, {"line"}};
constexpr char kGood[] = "# words\n\ntitle = Slip {month}\nline = Line\n";

class TextsTest : public ::testing::Test {
 protected:
  TextsTest() : folder_(fs::temp_directory_path() / ("texts-" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
    for (const char* language : kLanguages) Write(language, kGood);
  }
  ~TextsTest() override { fs::remove_all(folder_); }

  void Write(const std::string& language, const std::string& lines) {
    std::ofstream(folder_ / (language + ".txt")) << lines;
  }
  std::string RefusalOf(const std::string& german) {
    Write("de", german);
    return std::string(Texts::Load(folder_, kNeeds).status().message());
  }
  std::string File(const std::string& said) {
    return (folder_ / "de.txt").string() + " (de): " + said;
  }

  fs::path folder_;
};

TEST_F(TextsTest, NamesFileLanguageAndKeyOfWhatIsWrong) {
  EXPECT_EQ(RefusalOf(kGood), "");
  EXPECT_EQ(RefusalOf("title = Slip {month}\n"), File("line is missing"));
  EXPECT_EQ(RefusalOf("title = Slip\nline = Line\n"), File("title lacks the field {month}"));
  EXPECT_EQ(RefusalOf("title = {month}{year}\nline = Line\n"),
            File("title names the unknown field {year}"));
  EXPECT_EQ(RefusalOf(std::string(kGood) + "lime = x\n"), File("lime is needed by no paper"));
  EXPECT_EQ(RefusalOf(std::string(kGood) + "line = x\n"), File("line stands twice"));
  EXPECT_EQ(RefusalOf(std::string(kGood) + "line@FR = {x}\n"),
            File("line@FR names the unknown field {x}"));
  EXPECT_EQ(RefusalOf("title Slip\n"), File("line 1 is not 'key = text'"));
  fs::remove(folder_ / "de.txt");
  EXPECT_EQ(Texts::Load(folder_, kNeeds).status().message(), File("cannot be read"));
}

TEST_F(TextsTest, ReadsTheFilesOfASubjectBesideTheFirst) {
  const std::string beside = (folder_ / "status.de.txt").string() + " (de): ";
  Write("de", "title = Slip {month}\n");
  Write("status.de", "line = Zeile\n");
  const auto texts = Texts::Load(folder_, kNeeds);
  ASSERT_TRUE(texts.ok()) << texts.status();
  EXPECT_EQ(texts->Say({"de", "CH"}, "line"), "Zeile");
  Write("status.de", "line = {x}\n");
  EXPECT_EQ(Texts::Load(folder_, kNeeds).status().message(),
            beside + "line names the unknown field {x}");
  Write("status.de", "line = Zeile\ntitle = Blatt {month}\n");
  EXPECT_EQ(Texts::Load(folder_, kNeeds).status().message(), beside + "title stands twice");
}

TEST_F(TextsTest, SpeaksTheWordsOfACountry) {
  Write("fr", "title = Fiche {month}\ntitle@FR = Bulletin {month}\nline = Ligne\n");
  const auto texts = Texts::Load(folder_, kNeeds);
  ASSERT_TRUE(texts.ok()) << texts.status();
  EXPECT_EQ(texts->Say({"fr", "CH"}, "title", {{"month", "mai"}}), "Fiche mai");
  EXPECT_EQ(texts->Say({"fr", "FR"}, "title", {{"month", "mai"}}), "Bulletin mai");
}

TEST_F(TextsTest, NeverSearchesAValueForFields) {
  const auto texts = Texts::Load(folder_, kNeeds);
  EXPECT_EQ(texts->Say({"fr", "CH"}, "title", {{"month", "{month} %s {"}}), "Slip {month} %s {");
  EXPECT_THROW(texts->Say({"fr", "CH"}, "titel"), std::invalid_argument);
  EXPECT_THROW(texts->Say({"it", "CH"}, "title"), std::invalid_argument);
}

// ---- figures ----
const Texts& Words() {
  static const auto texts = Texts::Load(TEXTS, AllNeeds());
  return *texts;
}

struct Written {
  const char *language, *country, *amount, *currency, *percent, *day, *month;
};

TEST(FiguresTest, WritesAsEachCountryDoes) {
  const Written kWritten[] = {
      {"fr", "CH", "−1'234'567.05", "1'234.50 CHF", "5.30 %", "09.10.2026", "octobre 2026"},
      {"de", "CH", "−1'234'567.05", "1'234.50 CHF", "5.30 %", "09.10.2026", "Oktober 2026"},
      {"en", "CH", "−1'234'567.05", "CHF 1'234.50", "5.30%", "09.10.2026", "October 2026"},
      {"fr", "FR", "−1 234 567,05", "1 234,50 €", "5,30 %", "09/10/2026", "octobre 2026"},
      {"de", "DE", "−1.234.567,05", "1.234,50 €", "5,30 %", "09.10.2026", "Oktober 2026"},
      {"en", "FR", "−1,234,567.05", "EUR 1,234.50", "5.30%", "09/10/2026", "October 2026"},
  };
  const calendar::Date day(2026, 10, 9);
  const auto plain = [](std::string text) {  // any space as a space
    for (const char* space : {"\u202F", "\u00A0"})
      for (size_t at; (at = text.find(space)) != std::string::npos;)
        text.replace(at, std::string_view(space).size(), " ");
    return text;
  };
  for (const Written& w : kWritten) {
    const Figures figures(Words(), {w.language, w.country});
    const std::string currency = std::string(w.country) == "CH" ? "CHF" : "EUR";
    EXPECT_EQ(plain(figures.Amount({currency, -123456705})), w.amount);
    EXPECT_EQ(plain(figures.Currency({currency, 123450})), w.currency);
    EXPECT_EQ(plain(figures.Percent({53, 1}, 2)), w.percent);
    EXPECT_EQ(figures.Day(day), w.day);
    EXPECT_EQ(figures.Month(day), w.month);
  }
}

TEST(FiguresTest, DropsNoDecimal) {
  const Figures figures(Words(), {"de", "CH"});
  EXPECT_EQ(figures.Number({7485, 4}, 2), "0.7485");
  EXPECT_EQ(figures.Number({7400, 4}, 2), "0.74");
  EXPECT_EQ(figures.Number({42, 0}, 2), "42.00");
  EXPECT_EQ(figures.Number({-5, 2}, 0), "−0.05");
  EXPECT_EQ(figures.Amount({"JPY", 1000}), "1'000");
  EXPECT_EQ(figures.Amount({"CHF", std::numeric_limits<int64_t>::min()}),
            "−92'233'720'368'547'758.08");
  EXPECT_EQ(PlacesOf({{53, 1}, {749, 3}, {5000, 3}}, 2), 3u);
}

TEST(FiguresTest, NamesTheFirstAsTheLanguageDoes) {
  EXPECT_EQ(Figures(Words(), {"fr", "CH"}).LongDay(calendar::Date(2026, 11, 1)),
            "1er novembre 2026");
  EXPECT_EQ(Figures(Words(), {"de", "CH"}).LongDay(calendar::Date(2026, 11, 1)),
            "1. November 2026");
  EXPECT_EQ(Figures(Words(), {"en", "CH"}).LongDay(calendar::Date(2026, 11, 2)), "2 November 2026");
}
}  // namespace
}  // namespace aor::documents
