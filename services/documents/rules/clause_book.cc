#include "services/documents/rules/clause_book.h"

#include <google/protobuf/text_format.h>

#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "libs/money/money.h"

namespace aor::documents {
namespace {
const ClauseBook::Files& Built() {
  static const auto& files = *new ClauseBook::Files{
#include "clauses.inc"
  };
  return files;
}

void Require(bool holds, const std::string& what) {
  if (!holds) throw std::logic_error("documents: clauses: " + what);
}

void Check(const std::string& row, const std::string& place, const v1::ClauseProvenance& from) {
  Require(place.size() >= 2, row + " has no place");
  Require(calendar::ParseDate(from.valid_from()).has_value(), row + " has no valid_from");
  Require(from.valid_to().empty() || calendar::ParseDate(from.valid_to()), row + ": valid_to");
  Require(!from.source().empty(), row + " has no source");
  Require(from.status() != v1::CLAUSE_STATUS_UNSPECIFIED, row + " has no status");
}

// Every fact in the words is one that somebody states.
void CheckWords(const std::string& row, const std::string& words) {
  Require(!words.empty(), row + " lacks a language");
  for (size_t at = words.find('{'); at != std::string::npos; at = words.find('{', at + 1)) {
    const std::string fact = words.substr(at + 1, words.find('}', at) - at - 1);
    Require(!StatedBy(fact).empty(), row + " names {" + fact + "}, which nobody states");
  }
}

template <class Row>
void CheckRow(const std::string& name, const Row& row) {
  Check(name, row.place(), row.provenance());
  for (const char* language : {"fr", "de", "en"}) CheckWords(name, WordsOf(row, language));
}

bool LiesIn(const std::string& part, const std::string& place) {
  return part == place || part.starts_with(place + "-");
}

template <class Row>
bool Holds(const Row& row, const Setting& setting) {
  const auto& from = row.provenance();
  const auto last = calendar::ParseDate(from.valid_to());
  return LiesIn(setting.place, row.place()) &&
         *calendar::ParseDate(from.valid_from()) <= setting.day && (!last || setting.day <= *last);
}

template <class Row>
bool OfAgreement(const Row& row, const Setting& setting) {
  return row.cba_id().empty() || row.cba_id() == setting.cba_id;
}

bool Fits(const v1::ClauseRow& row, const Setting& setting) {
  const auto& kinds = row.document_kinds();
  const auto term = setting.open_ended ? v1::TERM_OPEN : v1::TERM_FIXED;
  return Holds(row, setting) && OfAgreement(row, setting) &&
         (row.term() == v1::TERM_UNSPECIFIED || row.term() == term) &&
         (kinds.empty() || std::ranges::find(kinds, setting.kind) != kinds.end());
}

auto Rank(const v1::ClauseRow& row) {
  return std::tuple(!row.cba_id().empty(), !row.document_kinds().empty(),
                    row.term() != v1::TERM_UNSPECIFIED, row.place().size(),
                    row.provenance().valid_from());
}

// The text up to `end`, which it moves past; 0: to the end of the words.
std::string Part(const std::string& words, char end, size_t& at, const KnownFacts& facts,
                 std::vector<std::string>& missing) {
  std::string text;
  while (at < words.size() && words[at] != end) {
    const char c = words[at++];
    if (c == '[') {
      std::vector<std::string> unknown;
      const std::string part = Part(words, ']', at, facts, unknown);
      if (unknown.empty()) text += part;
    } else if (c == '{') {
      const size_t close = std::min(words.find('}', at), words.size());
      const auto fact = facts.find(words.substr(at, close - at));
      if (fact != facts.end()) text += fact->second;
      if (fact == facts.end() || fact->second.empty())
        missing.push_back(words.substr(at, close - at));
      at = close + 1;
    } else {
      text += c;
    }
  }
  ++at;
  return text;
}
}  // namespace

Filled Fill(const std::string& words, const KnownFacts& facts) {
  Filled filled;
  size_t at = 0;
  filled.text = Part(words, '\0', at, facts, filled.missing);
  return filled;
}

std::string StatedBy(const std::string& fact) {
  static const auto& where = *new std::map<std::string, std::string>{
      {"title", "conclude-contract"},
      {"weekly_hours", "conclude-contract: terms.weekly_hours"},
      {"daily_hours", "conclude-contract: terms.daily_hours"},
      {"reason_for_use", "conclude-contract"},
      {"fee_percent", "create-quote: wish.fee_percent"},
      {"site", "open-site"},
      {"payment_days", "agree-client-terms"},
      {"seat", "change-organisation-details"}};
  static const auto& company = *new std::vector<std::string>{
      "legal_form", "share_capital", "register_town", "establishment_number", "activity_code"};
  static const auto& clauses = *new std::vector<std::string>{
      "work",      "qualification",     "schedule", "reason_details", "risks",
      "equipment", "wage_of_reference", "expenses", "deliverables",   "place"};
  static const auto& employer = *new std::vector<std::string>{
      "licence_number", "licence_authority", "surety",  "accident_insurer",    "sickness_insurer",
      "pension_fund",   "provident_fund",    "pay_day", "collective_agreement"};
  if (std::ranges::find(clauses, fact) != clauses.end())
    return "conclude-contract: clauses." + fact;
  if (std::ranges::find(employer, fact) != employer.end()) return "record-employer-details";
  if (std::ranges::find(company, fact) != company.end())
    return "change-organisation-details: particulars." + fact;
  const auto found = where.find(fact);
  return found == where.end() ? "" : found->second;
}

ClauseBook::ClauseBook(const Files& files) {
  for (const auto& [name, text] : files) {
    v1::ClauseFile file;
    Require(google::protobuf::TextFormat::ParseFromString(text, &file), name + " holds no clauses");
    for (const auto& row : file.laws()) {
      Check(name + ": a law", row.place(), row.provenance());
      Require(!row.clauses().empty() || !row.facts().empty(), name + ": a law asks for nothing");
      for (const std::string& fact : row.facts())
        Require(!StatedBy(fact).empty(),
                name + ": a law asks for " + fact + ", which nobody states");
    }
    for (const auto& row : file.clauses()) CheckRow(name + ": " + row.clause(), row);
    for (const auto& row : file.deductions()) {
      CheckRow(name + ": " + row.code(), row);
      Require(money::ParseDecimal(row.percent()).has_value(),
              name + ": " + row.code() + ": percent");
    }
    all_.MergeFrom(file);
  }
}

ClauseBook::ClauseBook() : ClauseBook(Built()) {}

const v1::PaperLaw* ClauseBook::LawOf(const Setting& setting) const {
  for (const auto& row : all_.laws())
    if (row.document_kind() == setting.kind && Holds(row, setting)) return &row;
  return nullptr;
}

const v1::ClauseRow* ClauseBook::Find(const std::string& clause, const Setting& setting) const {
  const v1::ClauseRow* best = nullptr;
  for (const auto& row : all_.clauses())
    if (row.clause() == clause && Fits(row, setting) && (!best || Rank(*best) < Rank(row)))
      best = &row;
  return best;
}

std::vector<const v1::DeductionRow*> ClauseBook::DeductionsIn(const Setting& setting) const {
  std::vector<const v1::DeductionRow*> rows;
  for (const auto& row : all_.deductions())
    if (Holds(row, setting) && OfAgreement(row, setting)) rows.push_back(&row);
  return rows;
}
}  // namespace aor::documents
