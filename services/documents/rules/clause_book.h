// What the papers of contracts must say, and in which words: read from the data that travels in
// the program, as of the day on which a contract was concluded.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "aor/documents/v1/documents_rules.pb.h"
#include "libs/calendar/calendar.h"

namespace aor::documents {
// Which paper, where and when.
struct Setting {
  v1::DocumentKind kind = v1::DOCUMENT_KIND_UNSPECIFIED;
  std::string place;  // of the work: CH-GE, FR
  std::string cba_id;
  bool open_ended = false;
  calendar::Date day;
};

class ClauseBook {
 public:
  using Files = std::vector<std::pair<std::string, std::string>>;  // name and text
  // Throws std::logic_error for a file that cannot be read, and for a row without place, words in
  // three languages, source or status, or with a fact that nobody states.
  explicit ClauseBook(const Files& files);
  ClauseBook();  // the ones that this program was built with

  // Null where no paper of this kind is known.
  const v1::PaperLaw* LawOf(const Setting& setting) const;
  // The row that fits best: of the agreement, of the kind, of the term; then the newest. Null for
  // none.
  const v1::ClauseRow* Find(const std::string& clause, const Setting& setting) const;
  std::vector<const v1::DeductionRow*> DeductionsIn(const Setting& setting) const;

 private:
  v1::ClauseFile all_;
};

// The words of a row in a language.
template <class Row>
const std::string& WordsOf(const Row& row, const std::string& language) {
  return language == "fr" ? row.fr() : language == "de" ? row.de() : row.en();
}

using KnownFacts = std::map<std::string, std::string>;  // by name; an empty one is not known
struct Filled {
  std::string text;
  std::vector<std::string> missing;  // names of facts that stand outside of brackets
};
// "{weekly_hours} hours[, {daily_hours} a day]": a part in brackets is left out where it lacks a
// fact. What a fact says is never read as a field.
Filled Fill(const std::string& words, const KnownFacts& facts);
// Where somebody states it, such as "record-employer-details"; empty for a name that is no fact.
std::string StatedBy(const std::string& fact);
}  // namespace aor::documents
