#include "services/aorctl/audit_report.h"

#include <absl/strings/str_cat.h>
#include <jansson.h>

#include <memory>

#include "services/aorctl/utf8.h"

namespace aor::aorctl {
namespace {
json_t* Text(const std::string& text) { return json_string(OnOneLine(text).c_str()); }
json_t* Number(uint64_t number) { return json_integer(static_cast<json_int_t>(number)); }

json_t* Object(const audit::Finding& finding) {
  json_t* object = json_object();
  json_object_set_new(object, "check", Text(finding.check));
  json_object_set_new(object, "log", Text(finding.log));
  json_object_set_new(object, "chain", Number(finding.chain));
  json_object_set_new(object, "sequence", Number(finding.sequence));
  json_object_set_new(object, "what", Text(finding.what));
  return object;
}
}  // namespace

std::string ReportText(const audit::Report& report) {
  std::string text =
      absl::StrCat("pack of tenant ", OnOneLine(report.tenant), ", environment ",
                   OnOneLine(report.environment), ", exported ", OnOneLine(report.exported_at),
                   report.development_clock ? " (its clock was moved by hand)" : "",
                   "\nCHAIN: ", report.commits, " commits, ", report.leaves, " bare leaves, ",
                   report.events, " events, ", report.bytes, " bytes\n");
  for (const std::string& summary : report.summaries)
    absl::StrAppend(&text, OnOneLine(summary), "\n");
  for (const auto& finding : report.findings) {
    absl::StrAppend(&text, "BAD ", finding.check, ": ");
    if (!finding.log.empty())
      absl::StrAppend(&text, "log ", OnOneLine(finding.log), " chain ", finding.chain, " sequence ",
                      finding.sequence, ": ");
    absl::StrAppend(&text, OnOneLine(finding.what), "\n");
  }
  return absl::StrCat(text, report.sound() ? "sound" : "NOT SOUND", "\n");
}

std::string ReportJson(const audit::Report& report) {
  const std::unique_ptr<json_t, decltype(&json_decref)> object(json_object(), json_decref);
  json_object_set_new(object.get(), "sound", json_boolean(report.sound()));
  json_object_set_new(object.get(), "commits", Number(report.commits));
  json_object_set_new(object.get(), "events", Number(report.events));
  json_t* findings = json_array();
  for (const auto& finding : report.findings) json_array_append_new(findings, Object(finding));
  json_object_set_new(object.get(), "findings", findings);
  const std::unique_ptr<char, decltype(&free)> text(json_dumps(object.get(), 0), free);
  return absl::StrCat(text.get(), "\n");
}
}  // namespace aor::aorctl
