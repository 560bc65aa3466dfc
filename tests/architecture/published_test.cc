// A context reacts only to what another has published: an event whose field carries
// option (aor.options.v1.published). The rest is private and may change without notice.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/architecture/source_tree.h"

namespace aor::architecture {
namespace {
// Fields of the oneofs of a context's events, by whether they are published.
struct EventKinds {
  std::set<std::string> published, hidden;
};

EventKinds KindsIn(const SourceFile& proto) {
  static const std::regex kField("^\\s+[\\w.]+ ([a-z_0-9]+) = \\d+");
  EventKinds kinds;
  bool inside = false;
  for (const std::string& line : proto.lines) {
    std::smatch match;
    if (line.find("oneof kind {") != std::string::npos) {
      inside = true;
    } else if (line.find('}') != std::string::npos) {
      inside = false;
    } else if (inside && std::regex_search(line, match, kField)) {
      (line.find("published) = true") != std::string::npos ? kinds.published : kinds.hidden)
          .insert(match.str(1));
    }
  }
  return kinds;
}

// By context: "proto/aor/<context>/v1/<…>_events.proto".
std::map<std::string, EventKinds> KindsByContext(const std::vector<SourceFile>& files) {
  std::map<std::string, EventKinds> kinds;
  for (const SourceFile& file : files) {
    if (!file.path.starts_with("proto/aor/") || !file.path.ends_with("_events.proto")) continue;
    const EventKinds found = KindsIn(file);
    EventKinds& all = kinds[file.path.substr(10, file.path.find('/', 10) - 10)];
    all.published.insert(found.published.begin(), found.published.end());
    all.hidden.insert(found.hidden.begin(), found.hidden.end());
  }
  return kinds;
}

std::string SnakeCase(const std::string& name) {
  std::string snake;
  for (const char c : name) {
    if (isupper(c) && !snake.empty()) snake += '_';
    snake += static_cast<char>(tolower(c));
  }
  return snake;
}

// The kinds that a file takes apart: `case …::kHoursApproved`, `has_hours_approved()`.
std::set<std::string> KindsHandledIn(const SourceFile& file) {
  static const std::regex kHandled("case [\\w:]*\\bk([A-Z]\\w+):|\\bhas_([a-z_0-9]+)\\(\\)");
  std::set<std::string> handled;
  for (const std::string& line : file.lines)
    for (std::sregex_iterator it(line.begin(), line.end(), kHandled), end; it != end; ++it)
      handled.insert((*it)[1].matched ? SnakeCase((*it)[1]) : (*it)[2].str());
  return handled;
}

std::set<std::string> ForeignContextsOf(const SourceFile& file) {
  static const std::regex kInclude("#include \"aor/([a-z_]+)/v1/[a-z_]+_events\\.pb\\.h\"");
  std::set<std::string> contexts;
  std::smatch match;
  for (const std::string& line : file.lines)
    if (std::regex_search(line, match, kInclude) && match.str(1) != file.context())
      contexts.insert(match.str(1));
  return contexts;
}

std::vector<std::string> HiddenKindsHandledIn(const SourceFile& file,
                                              const std::map<std::string, EventKinds>& kinds) {
  std::vector<std::string> found;
  const auto own = kinds.find(file.context());
  for (const std::string& context : ForeignContextsOf(file)) {
    const auto foreign = kinds.find(context);
    if (foreign == kinds.end()) continue;
    for (const std::string& kind : KindsHandledIn(file)) {
      const bool is_own = own != kinds.end() && (own->second.hidden.contains(kind) ||
                                                 own->second.published.contains(kind));
      if (!is_own && foreign->second.hidden.contains(kind) &&
          !foreign->second.published.contains(kind))
        found.push_back(context + "." + kind);
    }
  }
  return found;
}

TEST(PublishedTest, NobodyReactsToAnotherContextsPrivateEvents) {
  const auto files = SourceFiles();
  const auto kinds = KindsByContext(files);
  ASSERT_GE(kinds.size(), 5u);
  for (const SourceFile& file : files)
    if (file.In("/reactions/") || file.In("/projections/"))
      for (const std::string& kind : HiddenKindsHandledIn(file, kinds))
        ADD_FAILURE() << file.path << " handles " << kind << ", which is not published";
}

TEST(PublishedTest, APlantedReactionToAPrivateEventIsCaught) {
  const auto kinds = KindsByContext(SourceFiles());
  const SourceFile planted{
      "services/payroll/reactions/hours.cc",
      {"#include \"aor/timesheet/v1/timesheet_events.pb.h\"",
       "    case WeekEvent::kHoursApproved:", "    case WeekEvent::kEntryRecorded:"}};
  EXPECT_EQ(HiddenKindsHandledIn(planted, kinds),
            std::vector<std::string>{"timesheet.entry_recorded"});
}
}  // namespace
}  // namespace aor::architecture
