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
  for (auto& [jurisdiction, folder] : folders)
    books_.emplace(jurisdiction, RuleBook(ContentDigest(folder.first), std::move(folder.second)));
}

const RuleBook* RuleBooks::Of(const std::string& jurisdiction) const {
  const auto book = books_.find(jurisdiction);
  return book == books_.end() ? nullptr : &book->second;
}

std::vector<std::string> RuleBooks::Versions() const {
  std::vector<std::string> versions;
  for (const auto& [jurisdiction, book] : books_)
    versions.push_back(jurisdiction + " " + book.version());
  return versions;
}
}  // namespace aor::payroll
