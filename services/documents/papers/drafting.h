// The words of a contract's paper, clause by clause; what is missing is collected and said at once.
#pragma once

#include <absl/status/status.h>

#include <string>
#include <vector>

#include "libs/documents/papers/agreement.h"
#include "services/documents/rules/clause_book.h"

namespace aor::documents {
class Drafting {
 public:
  Drafting(const ClauseBook& book, Setting setting, std::string language, KnownFacts facts);
  // The clause in the reader's words. Empty where there is none, or where a fact is missing: of a
  // clause that the law asks for, or that is printed in part only, Complete() then says so.
  std::string Words(const std::string& clause);
  // The same, of a name without which a line says nothing.
  std::string Name(const std::string& name);
  std::vector<Rate> Deductions();

  // What the law asks the paper to state, and `stated` does not: each with who states it. Nothing
  // waits for it.
  std::vector<std::string> Lacking(const KnownFacts& stated) const;
  // FAILED_PRECONDITION with CLAUSES_MISSING: each one, and where it is stated. `paper` is what it
  // is of: "contract c1".
  absl::Status Complete(const std::string& paper) const;
  // All words so far, one after the other: a part of the facts that a paper is printed from.
  const std::string& words() const { return words_; }

 private:
  bool IsAskedFor(const std::string& clause) const;

  const ClauseBook& book_;
  const Setting setting_;
  const v1::PaperLaw* const law_;
  const std::string language_;
  const KnownFacts facts_;
  std::vector<std::string> missing_;  // as they are said
  std::string words_;
};
}  // namespace aor::documents
