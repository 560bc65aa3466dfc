#include "libs/rpc/validation.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "aor/testing/v1/edge_service.pb.h"
#include "libs/rpc/formats.h"

namespace aor::rpc {
namespace {
using google::protobuf::TextFormat;

// "field, field" of a request that is otherwise sound.
std::string Wrong(const std::string& text) {
  testing::v1::RunAnythingRequest request;
  request.set_count(1);
  EXPECT_TRUE(TextFormat::MergeFromString(text, &request)) << text;
  std::string fields;
  for (const FieldViolation& violation : Violations(request))
    fields += (fields.empty() ? "" : ", ") + violation.field;
  return fields;
}

TEST(Violations, OfEveryKindOfField) {
  const std::string long_text(257, 'x'), digest(64, 'a');
  const struct {
    std::string request;
    std::string fields;
  } cases[] = {
      {"", ""},
      {"id: 'a.B-9_z'", ""},
      {"id: 'a b'", "id"},
      {"id: '..'", "id"},
      {"id: '" + std::string(65, 'a') + "'", "id"},
      {"date: '2026-02-28'", ""},
      {"date: '2026-02-29'", "date"},
      {"zone: 'Europe/Zurich'", ""},
      {"zone: 'Europe/Zurick'", "zone"},
      {"currency: 'CHF'", ""},
      {"currency: 'chf'", "currency"},
      {"currency: 'ZZZ'", "currency"},
      {"country: 'CH'", ""},
      {"country: 'ZZ'", "country"},
      {"country: 'CHE'", "country"},
      {"iban: 'CH93 0076 2011 6238 5295 7'", ""},
      {"iban: 'CH9300762011623852957'", ""},
      {"iban: 'CH9300762011623852958'", "iban"},
      {"iban: 'FR1420041010050500013M02606'", ""},
      {"uuid: '123e4567-e89b-12d3-a456-426614174000'", ""},
      {"uuid: '123e4567e89b12d3a456426614174000'", "uuid"},
      {"decimal: '-12.345'", ""},
      {"decimal: '1.'", "decimal"},
      {"decimal: '1.0123456789'", "decimal"},
      {"code: 'CHE-107.787.577 TVA'", ""},
      {"code: 'FR40839021472'", ""},
      {"code: 'A0N'", ""},
      {"code: 'Ci'", ""},
      {"code: 'GE-NC-2026-'", ""},
      {"code: 'RCS/69-2 B'", ""},
      {"code: '" + std::string(32, '7') + "'", ""},
      {"code: '" + std::string(33, '7') + "'", "code"},
      {"code: '\\360\\237\\230\\200'", "code"},
      {"code: 'A\\303\\251'", "code"},
      {"code: 'A\\tB'", "code"},
      {"code: 'A\\000B'", "code"},
      {"code: 'A\\nB'", "code"},
      {"code: 'A_B'", "code"},
      {"code: 'A<B'", "code"},
      {"code: ' '", "code"},
      {"code: ' A'", "code"},
      {"code: 'A '", "code"},
      {"code: '-'", "code"},
      {"digest: '" + digest + "'", ""},
      {"digest: '" + digest.substr(1) + "'", "digest"},
      {"digest: '" + digest + "a'", "digest"},
      {"digest: '" + digest.substr(1) + "A'", "digest"},
      {"digest: '" + digest.substr(1) + "g'", "digest"},
      {"page_size: 0", ""},
      {"page_size: 2147483647", ""},
      {"page_size: -1", "page_size"},
      {"page_size: -2147483648", "page_size"},
      {"plain: '" + long_text.substr(1) + "'", ""},
      {"plain: '" + long_text + "'", "plain"},
      {"plain: '\\303\\251'", ""},
      {"nickname: ''", ""},
      {"count: 0", "count"},
      {"count: 6", "count"},
      {"colour: COLOUR_RED", ""},
      {"colour: 7", "colour"},
      {"day { year: 2026 month: 13 day: 1 }", "day"},
      {"day { year: 1600 month: 1 day: 1 }", "day"},
      {"day {}", "day"},
      {"money { currency_code: 'CHF' minor_units: -5 }", ""},
      {"money { minor_units: 5 }", "money.currency_code"},
      {"money { currency_code: 'ZZZ' minor_units: 5 }", "money.currency_code"},
      {"rate { unscaled: 1 scale: 10 }", "rate"},
      {"instant { seconds: 253402300800 }", "instant"},
      {"instant { nanos: -1 }", "instant"},
      {"tags: 'a' tags: 'b c'", "tags[1]"},
      {"entries { note: 'ok' }", ""},
      {"entries { note: 'ok' } entries {} entries { note: 'eleven chars' }",
       "entries[1].note, entries[2].note"},
      {"entries { note: 'a' } entries { note: 'a' } entries { note: 'a' time { start { seconds: 1 "
       "} "
       "end { seconds: 2 } zone: 'Mars' } }",
       "entries[2].time.zone"},
      {"entries { note: 'a' time { start { seconds: -3000000000 } end { seconds: 7258118400 }"
       " zone: 'Europe/Zurich' } }",
       "entries[0].time.start, entries[0].time.end"},
      {"entries { note: 'a' time { start { nanos: 5 } end { seconds: 60 } zone: 'Europe/Zurich' } "
       "}",
       "entries[0].time.start"},
      {"entries { note: 'a' time {} }",
       "entries[0].time.start, entries[0].time.end, entries[0].time.zone"},
      {"entries { note: 'a' } entries { note: 'a' } entries { note: 'a' } entries { note: 'a' }",
       "entries"},
      {"id: ' ' currency: 'x' day {}", "id, currency, day"},
  };
  for (const auto& expected : cases)
    EXPECT_EQ(Wrong(expected.request), expected.fields) << expected.request;
}

TEST(Violations, SayWhatToDo) {
  testing::v1::RunAnythingRequest request;
  request.set_zone("Mars");
  const auto status = FieldErrors(Violations(request));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "zone: name an IANA time zone such as Europe/Zurich (and 1 more).");
}

TEST(Violations, ThoseOfALargeRequestFitIntoTheAnswer) {
  const std::vector<FieldViolation> many(1000, {"entries[7].time.zone", std::string(80, 'x')});
  const auto status = FieldErrors(many);
  EXPECT_NE(status.message().find("(and 999 more)"), status.message().npos);
  EXPECT_LT(ToGrpc(status).error_details().size(), 6000u);
  EXPECT_GT(ViolationsOf(status).size(), 20u);
}

TEST(Violations, ANumberSaysWhatIsWrongWithIt) {
  const struct {
    const char* format;
    const char* text;
    const char* advice;
  } cases[] = {
      {"iban", "ch93 0076 2011 6238 5295 7", ""},
      {"iban", "CH24007620116238529570", "give an IBAN such as CH93 0076 2011 6238 5295 7"},
      {"vat_number", "CHE-107.787.577 TVA", ""},
      {"vat_number", "CHE-107.787.577", ""},
      {"vat_number", "HU12892312", ""},
      {"vat_number", "CHE-107.787.578 TVA",
       "compare it with the paper: these are not the check digits of a Swiss VAT number"},
      {"vat_number", "FR1", "give a French VAT number such as FR 40 303 265 045"},
      {"person_number", "756.9217.0769.85", ""},
      {"person_number", "2 95 10 99 126 111 93", ""},
      {"person_number", "36 574 261 809", ""},
      {"person_number", "756.9217.0769", "give an AHV number such as 756.9217.0769.85"},
  };
  for (const auto& expected : cases)
    EXPECT_EQ(FormatAdvice(expected.format, expected.text), expected.advice) << expected.text;
  for (const char* format : {"vat_number", "person_number"})
    EXPECT_EQ(FormatAdvice(format, "7<"), FormatAdvice("code", "7<"));
}

TEST(Violations, TextShowsAsItIsWritten) {
  const std::string nul("a\0b", 3);
  const std::pair<std::string, const char*> cases[] = {
      {"", ""},
      {"Zoé d’Arc-Müller", ""},
      {"مثال \u200F", ""},
      {"a\tb", ""},
      {"  ", "give a value, or leave it empty"},
      {"a\nb", "write it on one line"},
      {"a\x07", "remove its control characters"},
      {nul, "remove its control characters"},
      {"a\x1B[2J", "remove its control characters"},
      {"a\u0085", "remove its control characters"},
      {"100\u202E001", "remove its control characters"},
      {"\u2066x", "remove its control characters"},
  };
  for (const auto& [text, advice] : cases) EXPECT_EQ(TextAdvice(text, true), advice) << text;
  EXPECT_EQ(TextAdvice("a\nb", false), "");
  EXPECT_EQ(TextAdvice("a\r\nb\u202Ec\nd", false), "remove the control characters of line 2");
  EXPECT_EQ(Wrong("plain: 'a\\nb' entries { note: '  ' }"), "plain, entries[0].note");
}

TEST(Violations, AnUnknownFormatIsAMistakeOfOurs) {
  EXPECT_THROW(FormatAdvice("colour", "red"), std::logic_error);
}
}  // namespace
}  // namespace aor::rpc
