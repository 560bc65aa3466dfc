#include "services/engagements/rules/rule_files.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>

#include "libs/ids/content_digest.h"

namespace aor::engagements {
namespace {
namespace fs = std::filesystem;

// What is wrong with a row; becomes the one line of the refusal to start.
struct WrongRow : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void Require(bool holds, const std::string& what) {
  if (!holds) throw WrongRow(what);
}

calendar::Date ReadDate(const std::string& text, const std::string& field) {
  const auto date = calendar::ParseDate(text);
  Require(date.has_value(), field + " \"" + text + "\" is no day such as 2026-01-01");
  return *date;
}

money::Decimal ReadNumber(const std::string& text, const std::string& field) {
  const auto number = money::ParseDecimal(text);
  Require(number.has_value(), field + " \"" + text + "\" is no number such as 22.70");
  Require(!(*number < money::Decimal{0}), field + " \"" + text + "\" is negative");
  return *number;
}

void RequirePlace(const std::string& place) {
  const auto country = place.substr(0, place.find('-'));
  Require(country.size() == 2 && std::all_of(country.begin(), country.end(),
                                             [](char c) { return c >= 'A' && c <= 'Z'; }),
          "place \"" + place + "\" does not begin with a country such as CH");
}

RuleStatus ReadStatus(v1::RuleStatus status) {
  switch (status) {
    case v1::RULE_STATUS_IN_FORCE: return RuleStatus::kInForce;
    case v1::RULE_STATUS_PROPOSED: return RuleStatus::kProposed;
    case v1::RULE_STATUS_REPEALED: return RuleStatus::kRepealed;
    case v1::RULE_STATUS_UNVERIFIED: return RuleStatus::kUnverified;
    default: throw WrongRow("status is missing");
  }
}

Provenance Read(const v1::Provenance& row) {
  Provenance provenance;
  provenance.valid_from = ReadDate(row.valid_from(), "valid_from");
  if (!row.valid_to().empty()) provenance.valid_to = ReadDate(row.valid_to(), "valid_to");
  provenance.recorded = ReadDate(row.recorded(), "recorded");
  provenance.source = row.source();
  provenance.status = ReadStatus(row.status());
  Require(!provenance.source.empty(), "source is missing");
  Require(!provenance.valid_to || *provenance.valid_to >= provenance.valid_from,
          "valid_to lies before valid_from");
  Require(provenance.status != RuleStatus::kRepealed || provenance.valid_to,
          "a repealed row needs valid_to");
  return provenance;
}

Agreement Read(const v1::AgreementRow& row) {
  Require(!row.cba_id().empty(), "cba_id is missing");
  RequirePlace(row.place());
  Agreement agreement;
  agreement.cba_id = row.cba_id();
  agreement.name = row.name();
  agreement.place = row.place();
  agreement.currency = row.currency_code();
  agreement.time_rules = row.time_rules();
  agreement.falls_back_to = row.falls_back_to();
  agreement.wages_by_law = row.wages_by_law();
  agreement.goes_first = row.extended() || row.annex_1();
  agreement.provenance = Read(row.provenance());
  Require(agreement.goes_first || !agreement.falls_back_to.empty(),
          agreement.cba_id + " is neither binding nor falls back to another");
  return agreement;
}

MinimumWage Read(const v1::MinimumWageRow& row) {
  Require(!row.places().empty(), "places are missing");
  for (const auto& place : row.places()) RequirePlace(place);
  MinimumWage wage;
  wage.cba_id = row.cba_id();
  wage.places.assign(row.places().begin(), row.places().end());
  wage.skill = row.skill();
  wage.per_hour = ReadNumber(row.per_hour(), "per_hour");
  if (!row.per_month().empty()) wage.per_month = ReadNumber(row.per_month(), "per_month");
  wage.counts.assign(row.counts().begin(), row.counts().end());
  wage.provenance = Read(row.provenance());
  wage.currency = row.currency_code();
  Require(!wage.cba_id.empty() || !wage.currency.empty(),
          "currency_code of a legal wage is missing");
  return wage;
}

Supplement Read(const v1::SupplementRow& row) {
  Require(!row.code().empty() && row.order() != 0, "code or order is missing");
  Supplement supplement{row.cba_id(), row.code(),
                        row.order(),  ReadNumber(row.percent(), "percent"),
                        {},           Read(row.provenance())};
  for (const int unit : row.units()) supplement.units.push_back(static_cast<v1::Unit>(unit));
  return supplement;
}

EmployerCharge Read(const v1::EmployerChargeRow& row) {
  RequirePlace(row.place());
  Require(!row.code().empty(), "code is missing");
  return {row.place(), row.code(), ReadNumber(row.percent(), "percent"), Read(row.provenance()),
          row.charge_set_id()};
}

ChargeSet Read(const v1::ChargeSetRow& row) {
  RequirePlace(row.place());
  Require(!row.charge_set_id().empty() && !row.title().empty(),
          "charge_set_id or title is missing");
  return {row.charge_set_id(), row.title(), row.place()};
}

DurationLimit Read(const v1::DurationLimitRow& row) {
  RequirePlace(row.place());
  Require(row.engagement_kind() != v1::ENGAGEMENT_KIND_UNSPECIFIED, "engagement_kind is missing");
  return {row.place(), row.engagement_kind(), row.max_months(), row.max_extensions(),
          Read(row.provenance())};
}

void Check(const v1::QuoteTemplate& row) {
  Require(!row.template_id().empty() && !row.title().empty(), "template_id or title is missing");
  RequirePlace(row.jurisdiction());
  for (const auto& number :
       {row.base_wage(), row.held_value(), row.fee_percent(), row.hours_per_unit()})
    if (!number.empty()) ReadNumber(number, "number of template " + row.template_id());
}

// Reads all rows of one table; a wrong one is named by table and place in the file.
template <class Rows, class Out>
void ReadTable(const char* table, const Rows& rows, std::vector<Out>& out) {
  for (int i = 0; i < rows.size(); ++i) try {
      out.push_back(Read(rows.Get(i)));
    } catch (const WrongRow& wrong) {
      throw WrongRow(std::string(table) + "[" + std::to_string(i) + "]: " + wrong.what());
    }
}

class OneLine final : public google::protobuf::io::ErrorCollector {
 public:
  std::string text;
  void AddError(int line, int column, const std::string& message) override {
    if (text.empty())
      text = std::to_string(line + 1) + ":" + std::to_string(column + 1) + ": " + message;
  }
};

v1::RuleFile ParseFile(const std::string& text) {
  google::protobuf::TextFormat::Parser parser;
  OneLine errors;
  parser.RecordErrorsTo(&errors);
  v1::RuleFile file;
  Require(parser.ParseFromString(text, &file), errors.text);
  return file;
}

void Add(const v1::RuleFile& file, LoadedRules& loaded) {
  ReadTable("agreements", file.agreements(), loaded.rules.agreements);
  ReadTable("minimum_wages", file.minimum_wages(), loaded.rules.minimum_wages);
  ReadTable("supplements", file.supplements(), loaded.rules.supplements);
  ReadTable("employer_charges", file.employer_charges(), loaded.rules.charges);
  ReadTable("charge_sets", file.charge_sets(), loaded.rules.charge_sets);
  ReadTable("duration_limits", file.duration_limits(), loaded.rules.limits);
  for (const auto& row : file.quote_templates()) {
    Check(row);
    loaded.templates.push_back(row);
  }
}

// A figure without a currency of its own is in that of its agreement.
void NameCurrencies(RuleSet& rules) {
  std::map<std::string, std::string> currencies;
  for (const auto& row : rules.agreements) currencies.emplace(row.cba_id, row.currency);
  for (auto& wage : rules.minimum_wages) {
    if (wage.currency.empty()) wage.currency = currencies[wage.cba_id];
    Require(!wage.currency.empty(), "no currency of the wages of " + wage.cba_id);
  }
}

// What only shows when all files are there.
void CheckTogether(LoadedRules& loaded) {
  std::set<std::string> agreements, charge_sets, templates;
  for (const auto& row : loaded.rules.agreements) agreements.insert(row.cba_id);
  const auto known = [&](const std::string& cba_id) {
    Require(cba_id.empty() || agreements.contains(cba_id), "no agreement " + cba_id);
  };
  for (const auto& row : loaded.rules.agreements) known(row.falls_back_to);
  for (const auto& row : loaded.rules.minimum_wages) known(row.cba_id);
  for (const auto& row : loaded.rules.supplements) known(row.cba_id);
  for (const auto& row : loaded.rules.charge_sets)
    Require(charge_sets.insert(row.charge_set_id).second, "two charge sets " + row.charge_set_id);
  const auto known_set = [&](const std::string& id) {
    Require(id.empty() || charge_sets.contains(id), "no charge set " + id);
  };
  for (const auto& row : loaded.rules.charges) known_set(row.charge_set_id);
  for (const auto& row : loaded.templates) {
    known(row.cba_id());
    known_set(row.charge_set_id());
    Require(templates.insert(row.template_id()).second, "two templates " + row.template_id());
  }
  std::sort(loaded.templates.begin(), loaded.templates.end(),
            [](const auto& a, const auto& b) { return a.template_id() < b.template_id(); });
}

std::string ReadWhole(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  Require(static_cast<bool>(file), "cannot be read");
  return text.str();
}
}  // namespace

std::string RulesDirectory() {
  const char* given = std::getenv("AOR_RULES_DIRECTORY");
  if (!given || !*given) return AOR_ENGAGEMENTS_RULES;
  const fs::path own = fs::path(given) / "engagements";
  return fs::is_directory(own) ? own.string() : given;
}

absl::StatusOr<LoadedRules> ParseRules(std::vector<std::pair<std::string, std::string>> files) {
  std::sort(files.begin(), files.end());
  LoadedRules loaded;
  std::string hashed, current = "rules";
  try {
    for (const auto& [name, text] : files) {
      current = name;
      hashed += std::to_string(name.size()) + ":" + name + std::to_string(text.size()) + ":" + text;
      Add(ParseFile(text), loaded);
    }
    current = "rules";
    Require(!loaded.rules.agreements.empty(), "no agreement is there");
    CheckTogether(loaded);
    NameCurrencies(loaded.rules);
  } catch (const WrongRow& wrong) {
    return absl::InvalidArgumentError(current + ": " + wrong.what());
  }
  loaded.rules.version = "sha256:" + ContentDigest(hashed);
  return loaded;
}

absl::StatusOr<LoadedRules> LoadRules(const std::string& directory) {
  std::error_code error;
  if (!fs::is_directory(directory, error))
    return absl::InvalidArgumentError(directory + " is no directory of rules");
  std::vector<std::pair<std::string, std::string>> files;
  try {
    for (const auto& entry : fs::recursive_directory_iterator(directory))
      if (entry.path().extension() == ".textproto")
        files.emplace_back(fs::relative(entry.path(), directory).string(), ReadWhole(entry.path()));
  } catch (const std::exception& wrong) {
    return absl::InvalidArgumentError(directory + ": " + wrong.what());
  }
  return ParseRules(std::move(files));
}
}  // namespace aor::engagements
