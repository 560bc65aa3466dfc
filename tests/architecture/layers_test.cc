// Which folder may say what: the linker checks libraries, this test checks lines.
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <sstream>

#include "tests/architecture/source_tree.h"

namespace aor::architecture {
namespace {
// In files whose path matches `where`, no line of code may match `words`. SELF
// stands for the context that the file belongs to.
struct Ban {
  const char *where, *words, *because;
};
const Ban kBans[] = {
    {"/domain/", "[<\"](grpc|grpcpp|rocksdb|librdkafka|prometheus|spdlog|libxml|openssl)/",
     "rules run without the outside world"},
    {"/domain/(?!.*(_test\\.cc|_examples\\.h)$)",
     "<(fstream|iostream|filesystem|thread|mutex|random)>", "rules do no input or output"},
    {"/domain/", "\\bnow\\(|\\bNow\\(|\\brand\\(|random_device|_clock|LoadTimeZone|getenv",
     "the command brings time and chance"},
    {"/domain/", "\\b(double|float)\\b", "amounts and times are exact"},
    {"/domain/", "\"services/(?!SELF/domain/)", "a domain knows only itself"},
    {"/domain/",
     "\"libs/(?!ids/|identifiers/|money/|calendar/|eventsourcing/(rules|testing/golden)\\.h)",
     "a domain knows value types only"},
    {"/domain/", "_service\\.(grpc\\.)?pb\\.h", "events are facts, not requests"},
    {"/domain/", "\"aor/(?!SELF/|types/|options/)", "a domain knows its own events only"},
    {"/projections/", "[<\"](grpc|grpcpp|librdkafka)/",
     "a projection reads events and writes rows"},
    {"/projections/", "\"services/SELF/(api|reactions|clients)/",
     "a projection serves, it asks nobody"},
    {"/projections/", "\\bnow\\(|\\bNow\\(|random_device|getenv",
     "rebuilding a read model gives identical answers"},
    {"/reactions/", "_service\\.grpc\\.pb\\.h", "outbound calls live in clients/"},
    {"^services/(?!suite/)", "\"services/(?!SELF/)", "services meet in proto/, never in code"},
    {"^services/suite/", "\"services/(?!suite/|[a-z_]+/install\\.h)",
     "the suite knows how to install a service, nothing else of it"},
    {"^services/(?!suite/|aorctl/)[a-z_]+/(?!clients/)(?!.*_test\\.cc|.*/running_)",
     "\"aor/(?!SELF/|clock/|admin/)[a-z_]+/v1/[a-z_]+_service\\.",
     "only clients/ knows another context's service"},
    {"^libs/", "\"services/", "libraries know no service"},
    {"^libs/(ids|identifiers|money|calendar|eventlog|vault|iso20022|documents)/",
     "[<\"](grpc|grpcpp)/", "only the edge and the composition root speak to the network"},
    {"^libs/(ids|identifiers|money|calendar)/", "\"libs/(?!ids/|identifiers/|money/|calendar/)",
     "value types depend on nothing"},
    {"^libs/documents/(?!.*_test\\.cc)",
     "\\bnow\\(|\\bNow\\(|\\brand\\(|random_device|_clock|getenv",
     "the same input gives the same paper"},
    {"^libs/documents/", "\"libs/(?!documents/|identifiers/|money/|calendar/|iso20022/)",
     "a paper knows figures, not where they come from"},
    {"^libs/money/|^services/[a-z_]+/api/", "\\b(double|float)\\b", "amounts are exact"},
    {"^(libs|services)/(?!.*_test\\.cc)", "\"tests/", "programs do not include tests"},
    {"\\.(h|cc)$", "using namespace std;", "names say where they come from"},
};

std::vector<std::string> Violations(const SourceFile& file) {
  std::vector<std::string> found;
  for (const Ban& ban : kBans) {
    if (!std::regex_search(file.path, std::regex(ban.where))) continue;
    const std::regex words(std::regex_replace(ban.words, std::regex("SELF"), file.context()));
    for (const std::string& line : file.lines)
      if (std::regex_search(CodeOf(line), words))
        found.push_back(file.path + ": " + line + ": " + ban.because);
  }
  return found;
}

bool IsCode(const SourceFile& file) {
  return file.path.ends_with(".h") || file.path.ends_with(".cc");
}

TEST(LayersTest, NoFolderSaysWhatItMayNot) {
  int seen = 0;
  for (const SourceFile& file : SourceFiles()) {
    if (!IsCode(file) || file.In("tests/architecture/")) continue;
    ++seen;
    for (const std::string& violation : Violations(file)) ADD_FAILURE() << violation;
  }
  EXPECT_GT(seen, 30) << "the tree was not found under " SOURCE_DIR;
}

TEST(LayersTest, PlantedViolationsAreCaught) {
  const std::pair<const char*, const char*> kPlanted[] = {
      {"services/payroll/domain/slip.cc", "#include <grpcpp/grpcpp.h>"},
      {"services/payroll/domain/slip.cc", "  const double gross = 0;"},
      {"services/payroll/domain/slip.cc", "  auto today = absl::Now();"},
      {"services/payroll/domain/slip.h", "#include \"services/timesheet/domain/week.h\""},
      {"services/payroll/domain/slip.h", "#include \"aor/timesheet/v1/timesheet_events.pb.h\""},
      {"services/payroll/api/slips.cc", "#include \"services/timesheet/domain/week.h\""},
      {"services/payroll/api/slips.cc",
       "#include \"aor/directory/v1/directory_service.grpc.pb.h\""},
      {"services/payroll/projections/slips.cc", "#include <grpcpp/grpcpp.h>"},
      {"services/suite/main.cc", "#include \"services/payroll/domain/slip.h\""},
      {"libs/eventlog/chain.cc", "#include \"services/payroll/install.h\""},
  };
  for (const auto& [path, line] : kPlanted)
    EXPECT_FALSE(Violations({path, {line}}).empty()) << path << ": " << line;
}

TEST(LayersTest, WhatIsAllowedPasses) {
  const std::pair<const char*, const char*> kAllowed[] = {
      {"services/payroll/domain/slip.cc", "// No double ever touches an amount."},
      {"services/payroll/domain/slip.h", "#include \"aor/payroll/v1/payroll_events.pb.h\""},
      {"services/payroll/clients/directory.cc",
       "#include \"aor/directory/v1/directory_service.grpc.pb.h\""},
      {"services/suite/main.cc", "#include \"services/payroll/install.h\""},
  };
  for (const auto& [path, line] : kAllowed)
    EXPECT_TRUE(Violations({path, {line}}).empty()) << path << ": " << line;
}

// A contract or a table of cases may be longer than what must be followed step by step.
size_t LinesAllowedIn(const SourceFile& file) {
  return file.path.ends_with(".proto") || file.path.ends_with("_test.cc") ? 450 : 350;
}

TEST(LayersTest, FilesAreShort) {
  for (const SourceFile& file : SourceFiles())
    EXPECT_LE(file.lines.size(), LinesAllowedIn(file)) << file.path << ": split it by its subjects";
}

TEST(LayersTest, NamesSayWhatAThingIs) {
  const std::regex vague("(^|[/_])(utils?|common|helpers?|managers?|misc|core)([/_.]|$)");
  for (const SourceFile& file : SourceFiles())
    EXPECT_FALSE(std::regex_search(file.path, vague))
        << file.path << ": name the result or the rule";
}

TEST(LayersTest, NothingIsLeftForLater) {
  const std::regex later(
      "\\b(TO"
      "DO|FIX"
      "ME|XX"
      "X)\\b");
  for (const SourceFile& file : SourceFiles())
    for (const std::string& line : file.lines)
      EXPECT_FALSE(std::regex_search(line, later))
          << file.path << ": " << line << ": do it, or file it as an issue";
}

TEST(LayersTest, MainsArePartsLists) {
  for (const SourceFile& file : SourceFiles())
    if (file.context() != "" && file.context() != "aorctl" && file.path.ends_with("/main.cc")) {
      EXPECT_LE(file.lines.size(), 40u) << file.path << ": a main lists its parts and runs them";
    }
}

std::string OutputOf(const std::string& command) {
  std::string output;
  char buffer[4096];
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return output;
  while (fgets(buffer, sizeof buffer, pipe) != nullptr) output += buffer;
  pclose(pipe);
  return output;
}

// One function of ctags' list: name, file, …, line:N, …, end:M.
int LinesOf(const std::string& tag) {
  std::smatch match;
  if (!std::regex_search(tag, match, std::regex("\tline:(\\d+).*\tend:(\\d+)"))) return 0;
  return std::stoi(match.str(2)) - std::stoi(match.str(1)) + 1;
}

// Not in tests: a table of cases is one function.
TEST(LayersTest, FunctionsAreShort) {
  if (std::system("ctags --version >/dev/null 2>&1") != 0)
    GTEST_SKIP() << "scripts/setup.sh lint installs ctags";
  std::istringstream tags(
      OutputOf("cd " SOURCE_DIR " && ctags -R --languages=C++ --kinds-C++=f --exclude='*_test.cc' "
               "--fields=+ne -f - libs services"));
  int seen = 0;
  for (std::string tag; std::getline(tags, tag); ++seen)
    EXPECT_LE(LinesOf(tag), 70) << tag.substr(0, tag.find("\t/^")) << ": give its steps names";
  EXPECT_GT(seen, 50);
  EXPECT_EQ(LinesOf("F\tlibs/a.cc\t/^void F() {$/;\"\tf\tline:10\ttyperef:typename:void\tend:90"),
            81);
}
}  // namespace
}  // namespace aor::architecture
