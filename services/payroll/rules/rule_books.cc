#include "services/payroll/rules/rule_books.h"

#include <google/protobuf/text_format.h>

#include <stdexcept>

#include "libs/ids/content_digest.h"

namespace aor::payroll {
namespace {
struct File {
  const char* path;  // CH-GE/pay.textproto
  const char* text;
};
const File kFiles[] = {
#include "payroll_rule_files.inc"
};

void CheckLoans(const std::string& jurisdiction, const v1::PayRules& rules) {
  if (rules.loan_terms().empty())
    throw std::logic_error("payroll: " + jurisdiction + " has no loan terms");
  for (const auto& terms : rules.loan_terms()) {
    const auto cap = money::FromProto(terms.cap_percent());
    if (terms.alone_up_to().currency_code() != rules.currency_code() || cap <= money::Decimal{} ||
        cap > money::Decimal{100, 0} || terms.source().empty())
      throw std::logic_error("payroll: " + jurisdiction +
                             ": loan terms are in the money of the rules, with a cap above 0 and "
                             "up to 100 percent and a source");
  }
}
}  // namespace

RuleBooks::RuleBooks() {
  std::map<std::string, std::pair<std::string, v1::PayRules>> folders;
  for (const File& file : kFiles) {
    const std::string path = file.path;
    auto& [text, rules] = folders[path.substr(0, path.find('/'))];
    v1::PayRules part;
    if (!google::protobuf::TextFormat::ParseFromString(file.text, &part))
      throw std::logic_error("payroll: " + path + " holds no pay rules");
    text += path + '\0' + file.text + '\0';
    rules.MergeFrom(part);
  }
  for (auto& [jurisdiction, folder] : folders) {
    CheckLoans(jurisdiction, folder.second);
    books_.emplace(jurisdiction, RuleBook(ContentDigest(folder.first), std::move(folder.second)));
  }
}

const RuleBook* RuleBooks::Of(const std::string& jurisdiction) const {
  const auto book = books_.find(jurisdiction);
  return book == books_.end() ? nullptr : &book->second;
}

const v1::LoanTerms& RuleBooks::LoansIn(const std::string& currency, calendar::Date on) const {
  for (const auto& [jurisdiction, book] : books_)
    if (book.rules().currency_code() == currency) return book.LoansOn(on);
  return books_.begin()->second.LoansOn(on);
}

std::vector<std::string> RuleBooks::Versions() const {
  std::vector<std::string> versions;
  for (const auto& [jurisdiction, book] : books_)
    versions.push_back(jurisdiction + " " + book.version());
  return versions;
}
}  // namespace aor::payroll
