// What a pack of others may hold, and how it is told.
#include "services/aorctl/audit_report.h"

#include <gtest/gtest.h>
#include <jansson.h>

#include "services/aorctl/utf8.h"

namespace aor::aorctl {
namespace {
audit::Report Found(const std::string& what) {
  audit::Report report;
  report.tenant = "alpina";
  report.findings.push_back({"FILES", "payroll\nsound", 3, 7, what});
  return report;
}

TEST(AuditReportTest, NoNameMakesALineOfItsOwn) {
  const std::string text = ReportText(Found("stray file a\nsound\n\x1b[2K"));
  EXPECT_EQ(text.find("\nsound"), std::string::npos) << text;
  EXPECT_NE(text.find("log payroll\\x0asound chain 3 sequence 7: stray file a\\x0asound\\x0a\\x1b"),
            std::string::npos)
      << text;
  EXPECT_TRUE(text.ends_with("\nNOT SOUND\n")) << text;
}

TEST(AuditReportTest, AnyNameIsWithinTheJson) {
  for (const char* what : {"it's é.txt", "a \"quoted\" \\ name", "\xff\xfe", "\xed\xa0\x80"}) {
    json_error_t error;
    json_t* read = json_loads(ReportJson(Found(what)).c_str(), 0, &error);
    ASSERT_TRUE(read) << error.text << ": " << what;
    const auto* finding = json_array_get(json_object_get(read, "findings"), 0);
    EXPECT_EQ(json_string_value(json_object_get(finding, "what")), OnOneLine(what));
    EXPECT_FALSE(json_is_true(json_object_get(read, "sound")));
    EXPECT_EQ(json_integer_value(json_object_get(finding, "sequence")), 7);
    json_decref(read);
  }
  EXPECT_EQ(ReportJson({}), "{\"sound\": true, \"commits\": 0, \"events\": 0, \"findings\": []}\n");
}

TEST(AuditReportTest, WhatIsNoUtf8IsSeen) {
  for (const char* text :
       {"", "Zoë", "日本", "\xf0\x9f\x98\x80", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf"})
    EXPECT_TRUE(IsUtf8(text)) << text;
  for (const char* text : {"\x80", "\xc3", "\xc0\x80", "\xe0\x9f\xbf", "\xed\xa0\x80",
                           "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "a\xe9"})
    EXPECT_FALSE(IsUtf8(text)) << text;
}
}  // namespace
}  // namespace aor::aorctl
