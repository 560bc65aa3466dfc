#include "services/aorctl/records.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <map>
#include <set>

namespace aor::aorctl {
namespace {
const std::map<std::string, std::string>& LogOfKind() {
  static const auto& logs =
      *new std::map<std::string, std::string>{{"organisation", "directory"},
                                              {"person", "directory"},
                                              {"account", "directory"},
                                              {"quote", "engagements"},
                                              {"contract", "engagements"},
                                              {"week", "timesheet"},
                                              {"invoice", "invoicing"},
                                              {"billed", "invoicing"},
                                              {"series", "invoicing"},
                                              {"supplier", "invoicing"},
                                              {"slip", "payroll"},
                                              {"payable", "payroll"},
                                              {"batch", "payroll"},
                                              {"advances", "payroll"},
                                              {"paid", "payroll"},
                                              {"month", "payroll"},
                                              {"assessment", "classification"},
                                              {"rules", "classification"},
                                              {"seen", "classification"},
                                              {"document", "documents"},
                                              {"content", "documents"},
                                              {"contact", "directory"},
                                              {"message", "notifications"},
                                              {"recipient", "notifications"},
                                              {"mission", "missions"},
                                              {"facilitator", "missions"},
                                              {"credential", "credentials"},
                                              {"gates", "credentials"},
                                              {"override", "credentials"},
                                              {"policies", "credentials"},
                                              {"roll", "missions"},
                                              {"quality", "missions"},
                                              {"complaint", "missions"},
                                              {"exemptions", "invoicing"}};
  return logs;
}

// What people say, and how the stream is called.
std::string KindOf(const std::string& word) {
  static const std::map<std::string, std::string> kSaid = {
      {"payslip", "slip"}, {"client", "organisation"}, {"worker", "person"}, {"payment", "batch"}};
  const auto said = kSaid.find(word);
  return said == kSaid.end() ? word : said->second;
}

bool IsLog(const std::string& word) {
  static const std::set<std::string> kLogs = absl::StrSplit(AOR_CONTEXTS, ',');
  return kLogs.contains(word);
}
}  // namespace

absl::StatusOr<std::vector<std::string>> StreamOfRecord(std::vector<std::string> words) {
  if (!words.empty() && words.size() > 1 && IsLog(words[0])) return words;
  const std::string first = words.empty() ? "" : words[0];
  const size_t dash = std::min(first.find('-'), first.size());
  const std::string kind = KindOf(first.substr(0, dash));
  const auto log = LogOfKind().find(kind);
  const bool names_a_record = dash < first.size() || words.size() > 1;
  if (log == LogOfKind().end() || !names_a_record)
    return absl::InvalidArgumentError(
        absl::StrCat("history of what? Give a kind and an id, as in history contract c20, or a log "
                     "and a stream; the kinds are ",
                     RecordKinds()));
  if (dash < first.size()) {
    words[0] = kind + first.substr(dash);
  } else {
    words[1] = kind + "-" + words[1];
    words.erase(words.begin());
  }
  words.insert(words.begin(), log->second);
  return words;
}

std::string RecordKinds() {
  return absl::StrJoin(LogOfKind(), ", ", [](std::string* out, const auto& kind) {
    out->append(kind.first);
    if (kind.first == "slip") out->append(" (payslip)");
    if (kind.first == "organisation") out->append(" (client)");
    if (kind.first == "person") out->append(" (worker)");
  });
}
}  // namespace aor::aorctl
