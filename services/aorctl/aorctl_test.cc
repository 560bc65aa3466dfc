#include <absl/strings/str_split.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "aor/audit/v1/audit_service.pb.h"
#include "aor/directory/v1/organisation_service.pb.h"
#include "aor/documents/v1/documents_service.pb.h"
#include "aor/engagements/v1/engagements_rows.pb.h"
#include "aor/operations/v1/month_status.pb.h"
#include "aor/operations/v1/operations.pb.h"
#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "aor/timesheet/v1/timesheet_rows.pb.h"
#include "aor/timesheet/v1/timesheet_service.pb.h"
#include "google/longrunning/operations.pb.h"
#include "libs/protos/commented.h"
#include "libs/rpc/errors.h"
#include "libs/vault/vault.h"
#include "services/aorctl/client.h"
#include "services/aorctl/csv.h"
#include "services/aorctl/keys.h"
#include "services/aorctl/methods.h"
#include "services/aorctl/print.h"
#include "services/aorctl/records.h"
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
  const auto& time = *Entry::descriptor()->FindFieldByName("time");
  EXPECT_EQ(FieldText(first, time), "2026-10-25 02:30@1..2026-10-25 04:00 Europe/Zurich");
  EXPECT_EQ(FieldText(second, time), "2026-10-25 02:30@2..2026-10-25 04:00 Europe/Zurich");
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

// What is not there is named, and what would be there is said.
TEST(ValuesTest, ABadValueSaysWhatIsWrongWithIt) {
  Entry entry;
  engagements::v1::QuoteWish wish;
  const auto said = [](google::protobuf::Message& message, const char* path, const char* text) {
    return std::string(SetField(message, path, text).message());
  };
  const auto ends = [](const std::string& text, const std::string& end) {
    EXPECT_TRUE(text.ends_with(end)) << text;
  };
  ends(said(entry, "day", "2026-02-30"), "; there is no day 2026-02-30");
  ends(said(entry, "day", "tomorrow"), "a date such as 2026-10-31");
  ends(said(entry, "time", "2026-10-05 08:00..2026-10-05 17:00 Europe/Geneva"),
       "; there is no zone Europe/Geneva");
  ends(said(entry, "time", "2026-02-30 08:00..2026-03-01 17:00 Europe/Zurich"),
       "; there is no day 2026-02-30");
  directory::v1::RegisterClientRequest client;
  ends(said(client, "payment_terms_days", "-3"), "a whole number from 0 to 4294967295");
}

TEST(ValuesTest, AmountsAreReadAsTheyArePrinted) {
  operations::v1::Waiting waiting;
  const auto& amount = *waiting.GetDescriptor()->FindFieldByName("amount");
  for (const auto& [text, minor] :
       std::vector<std::pair<const char*, int64_t>>{{"EUR 4 325.44", 432544},
                                                    {"CHF 0.05", 5},
                                                    {"CHF 999.00", 99900},
                                                    {"JPY 1 234 567", 1234567},
                                                    {"CHF -1 000.00", -100000}}) {
    ASSERT_TRUE(SetField(waiting, "amount", text).ok()) << text;
    EXPECT_EQ(waiting.amount().minor_units(), minor) << text;
    EXPECT_EQ(FieldText(waiting, amount), text);
  }
  for (const char* bad : {"EUR", "4 325.44", "EUR 1.2.3", "EURO 5"})
    EXPECT_FALSE(SetField(waiting, "amount", bad).ok()) << bad;
}

TEST(MethodsTest, EveryMethodIsAVerbOfItsOwn) {
  size_t used = 0;
  ASSERT_NE(FindVerb({"register", "client"}, used), nullptr);
  EXPECT_EQ(used, 2u);
  EXPECT_EQ(FindVerb({"make-coffee"}, used), nullptr);
  for (size_t i = 1; i < Verbs().size(); ++i) EXPECT_NE(Verbs()[i].name, Verbs()[i - 1].name);
}

// "aor.payroll.v1.PayrollService" of every service of ours in proto/ but those of tests.
std::set<std::string> ServicesIn(const std::string& folder) {
  std::set<std::string> services;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    std::ifstream file(entry.path());
    std::string package;
    for (std::string line; std::getline(file, line);) {
      const std::vector<std::string> words = absl::StrSplit(line, ' ');
      if (words[0] == "package") package = words[1].substr(0, words[1].size() - 1);
      if (words[0] == "service" && package.starts_with("aor.") && package != "aor.testing.v1")
        services.insert(package + "." + words[1]);
    }
  }
  return services;
}

TEST(HistoryTest, ARecordIsNamedByItsKind) {
  using Words = std::vector<std::string>;
  const std::vector<std::pair<Words, Words>> kRecords = {
      {{"contract", "c20"}, {"engagements", "contract-c20"}},
      {{"week-ada-2026-W41"}, {"timesheet", "week-ada-2026-W41"}},
      {{"timesheet", "week-ada-2026-W41", "ada"}, {"timesheet", "week-ada-2026-W41", "ada"}},
      {{"payslip", "p-1"}, {"payroll", "slip-p-1"}},
      {{"payslip-p-1"}, {"payroll", "slip-p-1"}},
      {{"client", "acme"}, {"directory", "organisation-acme"}},
      {{"facilitator", "cora"}, {"missions", "facilitator-cora"}},
      {{"month", "lyon~ada~2026-10"}, {"payroll", "month-lyon~ada~2026-10"}},
      {{"seen", "ada"}, {"classification", "seen-ada"}},
      {{"worker", "ada"}, {"directory", "person-ada"}}};
  for (const auto& [said, stream] : kRecords) EXPECT_EQ(StreamOfRecord(said).value(), stream);
}

TEST(HistoryTest, WhatIsNoRecordIsToldTheKindsThereAre) {
  for (const auto& said : std::vector<std::vector<std::string>>{
           {}, {"week"}, {"timesheet"}, {"invoce", "GE-1"}, {"operations", "x"}}) {
    const auto stream = StreamOfRecord(said);
    EXPECT_EQ(stream.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_NE(stream.status().message().find("slip (payslip)"), std::string::npos)
        << stream.status();
  }
}

TEST(MethodsTest, WhatIsNoVerbIsToldWhatMayFollow) {
  EXPECT_TRUE(
      NoSuchVerb({"list", "programmes"}).starts_with("list what? There is no \"programmes\""));
  for (const char* what : {" clients,", " contracts,", " weeks"})
    EXPECT_NE(NoSuchVerb({"list", "programmes"}).find(what), std::string::npos) << what;
  EXPECT_NE(NoSuchVerb({"gate", "open"}).find("check, closings"), std::string::npos);
  EXPECT_EQ(NoSuchVerb({"coffee"}), "there is no verb \"coffee\"; aorctl --help lists them");
}

TEST(MethodsTest, HelpSaysWhatAMethodDoesAndWhatItsFieldsMean) {
  const std::string help =
      DescribeMethod(*google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
          "aor.timesheet.v1.TimesheetService.DeclareComplete"));
  for (const char* words :
       {"aor.timesheet.v1.TimesheetService.DeclareComplete\n", "  --worker_id=string   required\n",
        "  --entries_version=uint64   # the one seen, 0 without entries\n"})
    EXPECT_NE(help.find(words), std::string::npos) << words << " in\n" << help;
  for (const auto& verb : Verbs()) {
    if (verb.method->file()->package() == "google.longrunning") continue;
    EXPECT_FALSE(protos::CommentOf(*verb.method).empty()) << verb.name << " is not described";
  }
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

TEST(PrintTest, ANestedFieldSaysWhereItLiesWhereTwoWouldBeCalledTheSame) {
  timesheet::v1::ListWeeksResponse weeks;
  auto& week = *weeks.add_weeks();
  week.set_worker_id("ada");
  week.mutable_approved()->set_by("bea");
  EXPECT_TRUE(AsTable(weeks).starts_with("weeks (1)\nworker_id  by\n")) << AsTable(weeks);
  week.mutable_verified()->set_by("nina");
  week.mutable_billable()->set_worker_id("ada");
  const std::string table = AsTable(weeks);
  for (const char* heading : {"\nworker_id  approved.by  verified.by  billable.worker_id"})
    EXPECT_NE(table.find(heading), std::string::npos) << table;
}

TEST(PrintTest, AHistorySaysWhatHappened) {
  audit::v1::GetHistoryResponse history;
  auto& change = *history.add_changes();
  change.set_actor("ada");
  for (const char* type :
       {"aor.timesheet.v1.WeekEvent/entry_recorded", "aor.timesheet.v1.WeekEvent/entry_recorded",
        "aor.timesheet.v1.WeekEvent/overtime_claimed"})
    change.add_facts()->set_type(type);
  EXPECT_NE(AsTable(history).find("ada    entry_recorded, overtime_claimed\n"), std::string::npos)
      << AsTable(history);
}

TEST(PrintTest, WhatIsPackedIsUnpacked) {
  google::longrunning::ListOperationsResponse listed;
  operations::v1::RunMetadata run;
  run.set_run_kind("invoices");
  run.set_consistency_token("Ckh0");
  auto& operation = *listed.add_operations();
  operation.set_name("operations/invoicing/r1");
  operation.mutable_metadata()->PackFrom(run);
  listed.add_operations()->mutable_metadata()->PackFrom(audit::v1::Change());  // has none of it
  const std::string table = AsTable(listed);
  EXPECT_NE(table.find("name                     run_kind\n"), std::string::npos) << table;
  EXPECT_EQ(table.find("Ckh0"), std::string::npos) << table;
}

TEST(PrintTest, SeveralAmountsAreOneText) {
  operations::v1::RunResult result;
  for (const char* amount : {"EUR 4 325.44", "CHF 5.00"})
    ASSERT_TRUE(SetField(result, "sums", amount).ok());
  EXPECT_EQ(AsTable(result), "sums: EUR 4 325.44; CHF 5.00\n");
}

TEST(PrintTest, AmountsStandToTheRight) {
  EXPECT_EQ(Table({"n"}, {{"CHF 5.00"}, {"CHF 1 200.50"}}),
            "           n\n------------\n    CHF 5.00\nCHF 1 200.50\n");
}
}  // namespace
}  // namespace aor::aorctl
