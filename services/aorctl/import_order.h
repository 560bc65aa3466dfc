// Which rows of a file cannot be judged before others of it are taken.
#pragma once

#include <absl/status/status.h>

#include <map>
#include <string>

namespace aor::aorctl {
using Subject = std::map<std::string, std::string>;  // see SubjectOf

// Each row is tried against what was there before its file. That is no judgement of a row
// that is about the same thing as an earlier one, nor of one that was refused because a thing
// does not exist which an earlier row names.
class RowsBefore {
 public:
  // The line of the row before that decides on this one, 0 for none.
  int FollowedBy(const Subject& subject, const absl::Status& tried) const;
  void Add(const Subject& subject, int line);

 private:
  std::map<Subject, int> by_subject_;
  std::map<std::string, int> by_id_;
};
}  // namespace aor::aorctl
