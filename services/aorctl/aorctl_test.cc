#include <absl/strings/str_split.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "aor/directory/v1/organisation_service.pb.h"
#include "aor/documents/v1/documents_service.pb.h"
#include "aor/engagements/v1/engagements_rows.pb.h"
#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "aor/timesheet/v1/timesheet_rows.pb.h"
#include "libs/rpc/errors.h"
#include "libs/vault/vault.h"
#include "services/aorctl/client.h"
#include "services/aorctl/csv.h"
#include "services/aorctl/keys.h"
#include "services/aorctl/methods.h"
#include "services/aorctl/print.h"
#include "services/aorctl/values.h"

namespace aor::aorctl {
namespace {
using timesheet::v1::Entry;

TEST(KeysTest, AreWrappedAnewAndTheOldKeyOpensThemNoMore) {
  const std::string home = ::testing::TempDir() + "keys-" + std::to_string(getpid());
  const std::string keyring = home + "/keyring", old_key = home + "/wrapping-key";
  std::filesystem::create_directories(home);
  EXPECT_EQ(RewrapKeys(home, home + "/new", {}).code(), absl::StatusCode::kInvalidArgument);
  const std::string key = (*vault::FileKeyring(keyring, old_key))->Ensure("alpina", "ada")->bytes;
  EXPECT_EQ(RewrapKeys(home, old_key, {}).code(), absl::StatusCode::kInvalidArgument);
  {
    const auto held = vault::FileKeyring(keyring, old_key);
    EXPECT_FALSE(RewrapKeys(home, home + "/new", {}).ok()) << "a process holds it";
  }
  ASSERT_TRUE(RewrapKeys(home, home + "/new", {}).ok());
  EXPECT_FALSE(vault::FileKeyring(keyring, old_key).ok());
  EXPECT_EQ((*vault::FileKeyring(keyring, home + "/new"))->Find("alpina", "ada", 1)->bytes, key);
  std::filesystem::remove_all(home);
}

TEST(CsvTest, ReadsCellsAsRfc4180Says) {
  const auto file = ParseCsv(
      "\xef\xbb\xbf"
      "a,b\r\n# a remark\n\n\"x, \"\"y\"\"\nz\",2\n");
  ASSERT_TRUE(file.problems.empty());
  ASSERT_EQ(file.rows.size(), 2u);
  EXPECT_EQ(file.rows[1].line, 4);
  EXPECT_EQ(file.rows[1].cells, (std::vector<std::string>{"x, \"y\"\nz", "2"}));
  EXPECT_EQ(CsvLine(file.rows[1].cells), "\"x, \"\"y\"\"\nz\",2\n");
}

std::string ProblemsOf(std::string_view text) {
  std::string problems;
  for (const auto& problem : ParseCsv(text).problems)
    problems += std::to_string(problem.row.line) + " " + problem.why + "; ";
  return problems;
}

TEST(CsvTest, NamesTheLineOfEveryBadRow) {
  EXPECT_EQ(ProblemsOf("a,b\n1\n1,2\n1,2,3\n"),
            "2 has 1 cells where the heading has 2; 4 has 3 cells where the heading has 2; ");
  EXPECT_EQ(ProblemsOf("a\n\"open\n\n\xe9t\xe9\n"),
            "2 the quote is never closed; 4 save the file as UTF-8; ");
  EXPECT_EQ(ProblemsOf("a\n\xe2\x82"), "2 save the file as UTF-8; ");
  EXPECT_EQ(ParseCsv("a\n\"open\nx\n").rows[1].cells[0], "x");
}

TEST(ValuesTest, TextBecomesFieldsAndBack) {
  Entry entry;
  for (const auto& [path, text] : std::vector<std::pair<const char*, const char*>>{
           {"entry_id", "e1"},
           {"day", "2026-10-24"},
           {"quantity", "0.5"},
           {"entry_kind", "WORK"},
           {"time", "2026-10-24 22:00..2026-10-25 06:00 Europe/Zurich"},
           {"break_time", "30m"},
           {"flags", "LATE;FUTURE"}})
    EXPECT_TRUE(SetField(entry, path, text).ok()) << path << SetField(entry, path, text);
  EXPECT_EQ(entry.time().end().seconds() - entry.time().start().seconds(), 9 * 3600);
  const auto text = [&](const char* name) {
    return FieldText(entry, *Entry::descriptor()->FindFieldByName(name));
  };
  EXPECT_EQ(text("time"), "2026-10-24 22:00..2026-10-25 06:00 Europe/Zurich");
  EXPECT_EQ(text("quantity"), "0.5");
  EXPECT_EQ(text("entry_kind"), "WORK");
  EXPECT_EQ(entry.break_time().seconds(), 1800);
}

TEST(ValuesTest, OneNameMayEndLikeAnother) {
  engagements::v1::QuoteWish wish;
  ASSERT_TRUE(SetField(wish, "skill", "SKILLED").ok());
  EXPECT_EQ(wish.skill(), engagements::v1::SKILL_SKILLED);  // and not SKILL_SEMI_SKILLED
}

TEST(ValuesTest, TheRepeatedHourOfAutumnCanBeNamed) {
  Entry first, second;
  ASSERT_TRUE(SetField(first, "time", "2026-10-25 02:30..2026-10-25 04:00 Europe/Zurich").ok());
  ASSERT_TRUE(SetField(second, "time", "2026-10-25 02:30@2..2026-10-25 04:00 Europe/Zurich").ok());
  EXPECT_EQ(second.time().start().seconds() - first.time().start().seconds(), 3600);
}

std::string Hours(const char* text) {
  timesheet::v1::NewEntry entry;
  const auto set = SetField(entry, "time", text);
  return set.ok() ? entry.ShortDebugString() : std::string(set.message());
}

TEST(ValuesTest, OddHoursOfWorkAreSentAsTheWallShowedThem) {
  EXPECT_EQ(Hours("2026-03-29 02:30..2026-03-29 04:00 Europe/Zurich"),
            "wall_times { day { year: 2026 month: 3 day: 29 } start: \"02:30\" end: \"04:00\" "
            "zone: \"Europe/Zurich\" }");
  EXPECT_EQ(Hours("2026-10-25 02:30..2026-10-25 24:00 Europe/Zurich"),
            "wall_times { day { year: 2026 month: 10 day: 25 } start: \"02:30\" end: \"00:00\" "
            "zone: \"Europe/Zurich\" }");
  EXPECT_EQ(Hours("2026-10-25 02:50..2026-10-25 02:10@2 Europe/Zurich"),
            "wall_times { day { year: 2026 month: 10 day: 25 } start: \"02:50\" end: \"02:10\" "
            "second_end: true zone: \"Europe/Zurich\" }");
  EXPECT_EQ(Hours("2026-03-28 22:00..2026-03-29 02:30 Europe/Zurich"),
            "wall_times { day { year: 2026 month: 3 day: 28 } start: \"22:00\" end: \"02:30\" "
            "zone: \"Europe/Zurich\" }");
}

TEST(ValuesTest, HoursThatNeedNoQuestionAreInstants) {
  for (const char* text : {"2026-10-24 22:00..2026-10-25 06:00 Europe/Zurich",
                           "2026-10-25 02:30@1..2026-10-25 04:00 Europe/Zurich",
                           "2026-10-25 02:30@2..2026-10-25 04:00 Europe/Zurich"})
    EXPECT_TRUE(Hours(text).starts_with("time {")) << Hours(text);
  EXPECT_NE(Hours("2026-10-25 02:30@1..2026-10-25 04:00 Europe/Zurich"),
            Hours("2026-10-25 02:30@2..2026-10-25 04:00 Europe/Zurich"));
}

TEST(ValuesTest, AnOddEndIsNotReadAsAnotherDays) {
  for (const char* text : {"2026-03-29 02:45..2026-03-29 02:15 Europe/Zurich",
                           "2026-03-28 02:00..2026-03-29 02:30 Europe/Zurich",
                           "2026-03-29 02:30..2026-04-01 02:00 Europe/Zurich"})
    EXPECT_TRUE(Hours(text).starts_with("time: \"")) << Hours(text);
}

TEST(ValuesTest, ABadValueNamesItsFieldAndWhatIsWanted) {
  Entry entry;
  for (const auto& [path, text] : std::vector<std::pair<const char*, const char*>>{
           {"day", "2026-02-30"},
           {"quantity", "1,5"},
           {"entry_kind", "REST"},
           {"no_field", "x"},
           {"time", "2026-03-29 02:30..2026-03-29 04:00 Europe/Zurich"},
           {"break_time", "soon"}}) {
    const auto status = SetField(entry, path, text);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << path;
    EXPECT_TRUE(std::string(status.message()).starts_with(path)) << status;
  }
}

TEST(MethodsTest, EveryMethodIsAVerbOfItsOwn) {
  size_t used = 0;
  ASSERT_NE(FindVerb({"register", "client"}, used), nullptr);
  EXPECT_EQ(used, 2u);
  EXPECT_EQ(FindVerb({"make-coffee"}, used), nullptr);
  for (size_t i = 1; i < Verbs().size(); ++i) EXPECT_NE(Verbs()[i].name, Verbs()[i - 1].name);
}

// "aor.payroll.v1.PayrollService" of every service in proto/ but those of tests.
std::set<std::string> ServicesIn(const std::string& folder) {
  std::set<std::string> services;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    std::ifstream file(entry.path());
    std::string package;
    for (std::string line; std::getline(file, line);) {
      const std::vector<std::string> words = absl::StrSplit(line, ' ');
      if (words[0] == "package") package = words[1].substr(0, words[1].size() - 1);
      if (words[0] == "service" && package != "aor.testing.v1")
        services.insert(package + "." + words[1]);
    }
  }
  return services;
}

TEST(HistoryTest, ARecordIsNamedByItsKind) {
  using Words = std::vector<std::string>;
  EXPECT_EQ(StreamOfRecord({"contract", "c20"}), (Words{"engagements", "contract-c20"}));
  EXPECT_EQ(StreamOfRecord({"week-ada-2026-W41"}), (Words{"timesheet", "week-ada-2026-W41"}));
  EXPECT_EQ(StreamOfRecord({"timesheet", "week-ada-2026-W41", "ada"}),
            (Words{"timesheet", "week-ada-2026-W41", "ada"}));
}

TEST(MethodsTest, OtherWordsStandForVerbs) {
  using Words = std::vector<std::string>;
  EXPECT_EQ(InVerbs({"classification", "list", "ada"}), (Words{"list-determinations", "ada"}));
  EXPECT_EQ(InVerbs({"month", "wait"}), (Words{"wait-for"}));
  EXPECT_EQ(InVerbs({"list", "contracts"}), (Words{"list", "contracts"}));
  for (const char* word :
       {"tests", "test", "assess", "answer", "determine", "approve", "list", "get", "anticipate"}) {
    size_t used = 0;
    const auto* method = FindVerb(InVerbs({"classification", word}), used);
    ASSERT_TRUE(method) << word;
    EXPECT_EQ(method->service()->full_name(), "aor.classification.v1.ClassificationService");
  }
}

TEST(MethodsTest, DocumentsHaveWordsOfTheirOwn) {
  for (const char* word : {"render", "list", "get", "download", "deposit", "release", "sign",
                           "decline", "withdraw", "link"}) {
    size_t used = 0;
    const auto* method = FindVerb(InVerbs({"document", word}), used);
    ASSERT_TRUE(method) << word;
    EXPECT_EQ(method->service()->full_name(), "aor.documents.v1.DocumentService");
    EXPECT_EQ(method->server_streaming(), std::string(word) == "download");
  }
}

TEST(MethodsTest, CredentialsAndGatesHaveWordsOfTheirOwn) {
  const std::map<std::string, std::vector<std::string>> kWords = {
      {"credential",
       {"policies", "adopt", "unadopt", "adoptions", "deposit", "accept", "reject", "revoke", "ask",
        "list"}},
      {"gate", {"check", "over", "requires", "closings", "override", "grant", "end", "overrides"}},
      {"onboarding", {"show"}}};
  for (const auto& [first, words] : kWords)
    for (const auto& word : words) {
      size_t used = 0;
      const auto* method = FindVerb(InVerbs({first, word}), used);
      ASSERT_TRUE(method) << first << " " << word;
      EXPECT_EQ(method->service()->full_name(), first == "credential"
                                                    ? "aor.credentials.v1.CredentialService"
                                                    : "aor.credentials.v1.GateService")
          << word;
    }
}

TEST(ValuesTest, BytesComeFromAFile) {
  const std::string file = ::testing::TempDir() + "/scan.pdf";
  std::ofstream(file, std::ios::binary) << "%PDF bytes";
  documents::v1::DepositDocumentRequest request;
  ASSERT_TRUE(SetField(request, "file", "@" + file).ok());
  EXPECT_TRUE(request.file().starts_with("%PDF"));
  EXPECT_EQ(SetField(request, "file", "@/nowhere").code(), absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(SetField(request, "file_name", "@scan.pdf").ok());
  EXPECT_EQ(request.file_name(), "@scan.pdf") << "of text the @ is a letter";
}

TEST(MethodsTest, EveryServiceHasItsVerbs) {
  std::set<std::string> with_verbs;
  for (const auto& verb : Verbs()) with_verbs.insert(verb.method->service()->full_name());
  const auto services = ServicesIn(AOR_PROTOS);
  EXPECT_GE(services.size(), 12u);
  for (const auto& service : services)
    EXPECT_TRUE(with_verbs.contains(service)) << service << " is missing in methods.cc";
}

TEST(WordsTest, EveryWrongFieldHasALine) {
  EXPECT_EQ(Words(rpc::FieldErrors({{"terms.daily_hours", "give hours"}, {"start", "give a day"}})),
            "INVALID_ARGUMENT:\n  terms.daily_hours: give hours.\n  start: give a day.");
  EXPECT_EQ(Words(rpc::FieldError("start", "give a day")), "INVALID_ARGUMENT: start: give a day.");
}

TEST(PrintTest, NumbersStandToTheRightAndAccentsTakeOneColumn) {
  EXPECT_EQ(Table({"town", "n"}, {{"Genève", "5"}, {"Lyon", "12"}}),
            "town     n\n------  --\nGenève   5\nLyon    12\n");
}
}  // namespace
}  // namespace aor::aorctl
