#include "services/documents/papers/drafting.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

#include <algorithm>

#include "libs/rpc/errors.h"

namespace aor::documents {
Drafting::Drafting(const ClauseBook& book, Setting setting, std::string language, KnownFacts facts)
    : book_(book),
      setting_(std::move(setting)),
      law_(book.LawOf(setting_)),
      language_(std::move(language)),
      facts_(std::move(facts)) {}

bool Drafting::IsAskedFor(const std::string& clause) const {
  return law_ && std::ranges::find(law_->clauses(), clause) != law_->clauses().end();
}

std::string Drafting::Words(const std::string& clause) {
  const auto* row = book_.Find(clause, setting_);
  if (!row) {
    if (IsAskedFor(clause))
      missing_.push_back(absl::StrCat(clause, " (no words for it in ", setting_.place,
                                      setting_.cba_id.empty() ? "" : " by ", setting_.cba_id, ")"));
    return "";
  }
  const Filled filled = Fill(WordsOf(*row, language_), facts_);
  if (!filled.missing.empty()) {
    for (const auto& fact : filled.missing)
      missing_.push_back(
          absl::StrCat(clause == fact ? "" : clause + ": ", fact, " (", StatedBy(fact), ")"));
    return "";
  }
  if (filled.text.empty() && IsAskedFor(clause)) missing_.push_back(clause);
  words_ += filled.text + "\n";
  return filled.text;
}

std::string Drafting::Name(const std::string& name) {
  std::string words = Words(name);
  if (words.empty()) missing_.push_back(name + " (no words for it in " + setting_.place + ")");
  return words;
}

std::vector<Rate> Drafting::Deductions() {
  std::vector<Rate> deductions;
  for (const auto* row : book_.DeductionsIn(setting_)) {
    deductions.push_back({WordsOf(*row, language_), *money::ParseDecimal(row->percent())});
    words_ += absl::StrCat(deductions.back().text, " ", row->percent(), "\n");
  }
  return deductions;
}

std::vector<std::string> Drafting::Lacking(const KnownFacts& stated) const {
  std::vector<std::string> lacking;
  if (!law_) return lacking;
  for (const std::string& fact : law_->facts())
    if (const auto found = stated.find(fact); found == stated.end() || found->second.empty())
      lacking.push_back(absl::StrCat(fact, " (", StatedBy(fact), ")"));
  return lacking;
}

absl::Status Drafting::Complete(const std::string& paper) const {
  if (!law_)
    return rpc::RefusalError(
        {"CLAUSES_MISSING", absl::StrCat("What this paper of ", paper, " must say in ",
                                         setting_.place, " is in no rule; write it by hand.")});
  if (missing_.empty()) return absl::OkStatus();
  return rpc::RefusalError(
      {"CLAUSES_MISSING",
       absl::StrCat("This paper of ", paper, " lacks ", absl::StrJoin(missing_, "; "),
                    ". It is asked for by ", law_->provenance().source(), ".")});
}
}  // namespace aor::documents
