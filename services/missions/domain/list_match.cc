#include "services/missions/domain/list_match.h"

#include <map>
#include <utility>

namespace aor::missions::roll {
namespace {
class Matching {
 public:
  Matching(const Roll& roll, const std::set<std::string>& own) : roll_(roll) {
    for (const bool withdrawn : {false, true})  // whoever takes part is found first
      for (const auto& [id, participant] : roll.participants) {
        if (participant.withdrawn != withdrawn || participant.erased || own.contains(id)) continue;
        by_both_[{participant.mail_index, participant.name_index}].push_back(id);
        if (!participant.mail_index.empty()) by_mail_[participant.mail_index].push_back(id);
      }
  }

  Match ByBoth(const Listed& row) {
    const auto found = by_both_.find({row.mail_index, row.name_index});
    return found == by_both_.end() ? Match{}
                                   : Take(found->second, [](const auto&) { return true; });
  }

  // A name is known for one of the two only.
  Match ByMail(const Listed& row) {
    const auto found = by_mail_.find(row.mail_index);
    if (found == by_mail_.end()) return {};
    if (row.name_index.empty()) return Take(found->second, [](const auto&) { return true; });
    auto match = Take(found->second, [](const Participant& participant) {
      return participant.name_index.empty() && !participant.withdrawn;
    });
    if (match.is == Match::Is::kThere) match.is = Match::Is::kNamed;
    return match;
  }

 private:
  template <class Wanted>
  Match Take(const std::vector<std::string>& candidates, Wanted wanted) {
    for (const auto& id : candidates) {
      const Participant& participant = roll_.participants.at(id);
      if (!wanted(participant) || !taken_.insert(id).second) continue;
      return {participant.withdrawn ? Match::Is::kWithdrawn : Match::Is::kThere, id};
    }
    return {};
  }

  const Roll& roll_;
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> by_both_;
  std::map<std::string, std::vector<std::string>> by_mail_;
  std::set<std::string> taken_;
};
}  // namespace

std::vector<Match> MatchList(const Roll& roll, const std::set<std::string>& own,
                             const std::vector<Listed>& rows) {
  Matching matching(roll, own);
  std::vector<Match> matches;
  for (const auto& row : rows) matches.push_back(matching.ByBoth(row));
  for (size_t i = 0; i < rows.size(); ++i)
    if (matches[i].is == Match::Is::kNew) matches[i] = matching.ByMail(rows[i]);
  return matches;
}
}  // namespace aor::missions::roll
