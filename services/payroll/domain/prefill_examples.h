// Workers, contracts and rules of the demonstration month, for tests.
#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "services/payroll/domain/prefill.h"

namespace aor::payroll::examples {
inline std::string TextOf(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}
inline RuleBook BookOf(const std::string& jurisdiction) {
  v1::PayRules rules;
  const std::string folder =
      std::string(AOR_SOURCE_DIR) + "/services/payroll/rules/" + jurisdiction;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    v1::PayRules part;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(TextOf(file.path()), &part))
        << file.path();
    rules.MergeFrom(part);
  }
  return RuleBook("test", rules);
}

inline v1::PaidTime Time(calendar::Date day, const std::string& category, int64_t minutes,
                         int64_t percent = 0, uint64_t version = 1) {
  v1::PaidTime time;
  time.set_iso_week(calendar::IsoWeek(day));
  *time.mutable_day() = calendar::ToProto(day);
  time.set_category(category);
  time.set_seconds(minutes * 60);
  time.set_entries_version(version);
  if (percent != 0) *time.mutable_percent() = money::ToProto(money::Decimal{percent, 0});
  return time;
}
inline v1::PaidTime Quantity(calendar::Date day, const std::string& category, int64_t quantity) {
  auto time = Time(day, category, 0);
  *time.mutable_quantity() = money::ToProto(money::Decimal{quantity, 0});
  return time;
}

inline SlipInput Geneva(int64_t wage = 30) {
  SlipInput input;
  input.contract = {ContractId{"c1"},
                    PersonId{"ada"},
                    LegalEntityId{"geneva"},
                    "TEMP",
                    "CH-GE",
                    "CHF",
                    "HOUR",
                    "GAV-PERSONALVERLEIH",
                    {8, 0},
                    {42, 0},
                    {},
                    calendar::Date(2026, 9, 28),
                    calendar::Date(2026, 11, 30),
                    {}};
  input.contract.base_wages[calendar::Date(2026, 9, 28)] = {wage, 0};
  input.period = "2026-10";
  input.today = calendar::Date(2026, 11, 3);
  input.opening_as_of = calendar::Date(2026, 9, 30);
  input.profile = Profile{calendar::Date(1990, 5, 17), "C", "", "", std::nullopt, false};
  return input;
}
inline SlipInput GenevaByMonth(int64_t wage) {
  auto input = Geneva(wage);
  input.contract.engagement_kind = "EOR";
  input.contract.unit = "MONTH";
  input.contract.cba_id = "";
  input.verified = {Quantity(calendar::Date(2026, 10, 31), "MONTH", 1)};
  return input;
}
inline SlipInput Lyon() {
  SlipInput input;
  input.contract = {ContractId{"c2"},
                    PersonId{"luc"},
                    LegalEntityId{"lyon"},
                    "TEMP",
                    "FR",
                    "EUR",
                    "HOUR",
                    "",
                    {7, 0},
                    {35, 0},
                    {},
                    calendar::Date(2026, 10, 5),
                    calendar::Date(2026, 10, 9),
                    {}};
  input.contract.base_wages[calendar::Date(2026, 10, 5)] = {15, 0};
  input.period = "2026-10";
  input.today = calendar::Date(2026, 11, 3);
  input.profile = Profile{calendar::Date(1995, 1, 2), "", "", "", money::Decimal{42, 1}, false};
  return input;
}

// The amount of a line in minor units; 0 where there is none.
inline int64_t AmountOf(const Draft& draft, const std::string& code) {
  int64_t amount = 0;
  for (const auto& line : draft.slip.lines())
    if (line.code() == code) amount += line.amount().minor_units();
  return amount;
}
inline const v1::PayslipLine& LineOf(const Draft& draft, const std::string& code) {
  for (const auto& line : draft.slip.lines())
    if (line.code() == code) return line;
  throw std::out_of_range("no line " + code);
}
inline v1::PayslipVerified Verified(const Draft& draft) { return draft.slip; }
}  // namespace aor::payroll::examples
