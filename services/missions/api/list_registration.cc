#include "services/missions/api/list_registration.h"

#include <absl/strings/str_cat.h>

#include <algorithm>

#include "libs/eventsourcing/waiting.h"
#include "services/missions/api/calls.h"
#include "services/missions/api/participant_list.h"
#include "services/missions/api/participants.h"
#include "services/missions/api/reads.h"
#include "services/missions/api/roll_wishes.h"
#include "services/missions/domain/list_match.h"
#include "services/missions/projections/roll_rows.h"

namespace aor::missions {
namespace {
using eventsourcing::Refused;
using eventsourcing::Transaction;
using roll::Match;
using Request = v1::ReadParticipantListRequest;
using Response = v1::ReadParticipantListResponse;

// What of the roll its view has: enough to say beforehand who is there.
roll::Roll AsShown(const std::vector<v1::ParticipantRow>& rows) {
  roll::Roll shown;
  for (const auto& row : rows) {
    auto& participant = shown.participants[row.registered().participant_id()];
    participant.mail_index = row.registered().mail_index();
    participant.name_index = row.registered().name_index();
    participant.withdrawn = row.withdrawn();
    participant.erased = row.erased();
  }
  return shown;
}

std::string NoteOf(Match::Is is) {
  switch (is) {
    case Match::Is::kNew: return "";
    case Match::Is::kThere: return "On the roll already: not registered again.";
    case Match::Is::kWithdrawn:
      return "On the roll, and withdrawn: register them by themselves if they come after all.";
    case Match::Is::kNamed: return "On the roll by this address, without a name: gets this one.";
  }
  return "";
}

// The good rows of one list, taken in commits of a few hundred, each with an id of its own, so
// that a repeat of the request repeats them.
class Taking {
 public:
  Taking(const Tools& tools, const Request& request, const Caller& caller, Response& response)
      : tools_(tools), request_(request), caller_(caller), response_(response) {
    Request asked = request;
    asked.clear_consistency_token();  // a repeat may have seen more
    body_ = asked.SerializeAsString();
  }

  absl::Status Index() {
    for (int row = 0; row < response_.rows_size(); ++row) {
      if (!response_.rows(row).problem().empty()) continue;
      auto listed = IndexesOf(tools_.vault, caller_.tenant, response_.rows(row).participant());
      if (!listed.ok()) return listed.status();
      rows_.push_back(row);
      listed_.push_back(*std::move(listed));
      own_.insert(ParticipantId(caller_.tenant, request_.request_id(), row));
    }
    response_.set_good(static_cast<uint32_t>(rows_.size()));
    return absl::OkStatus();
  }

  void Note(const roll::Roll& shown) {
    const auto matches = roll::MatchList(shown, own_, listed_);
    for (size_t i = 0; i < matches.size(); ++i) {
      const std::string note = NoteOf(matches[i].is);
      if (note.empty()) continue;
      auto& row = *response_.mutable_rows(rows_[i]);
      row.set_note(row.note().empty() ? note : absl::StrCat(row.note(), " ", note));
      if (matches[i].is != Match::Is::kNamed) response_.set_already(response_.already() + 1);
    }
  }

  absl::Status Register() {
    constexpr size_t kRowsOfCommit = 250;
    for (size_t from = 0; from < rows_.size(); from += kRowsOfCommit)
      if (auto status = RegisterRows(from, std::min(rows_.size(), from + kRowsOfCommit));
          !status.ok())
        return status;
    response_.set_already(response_.good() - response_.registered() - response_.named());
    return absl::OkStatus();
  }

 private:
  absl::Status RegisterRows(size_t from, size_t to) {
    eventsourcing::Request one;
    one.tenant = caller_.tenant;
    one.key = request_.mission_id();
    one.method = "aor.missions.v1.ReadParticipantList";
    one.request_id = absl::StrCat(request_.request_id(), "/", rows_[from]);
    one.body = body_;
    one.actor = caller_.person.value;
    one.on_behalf_of = caller_.on_behalf_of;
    one.reason = request_.reason();
    one.is_forwarded = caller_.is_forwarded;
    absl::Status sealed;
    const auto committed =
        tools_.runtime.ExecuteAndWait(std::move(one), [&](Transaction& transaction) {
          roll::TakeList wish;
          sealed = Wanted(transaction, from, to, wish);
          if (!sealed.ok()) return std::optional(Refused{"NOT_SEALED", ""});
          return DecideOnRoll(transaction, *tools_.quality, request_.mission_id(),
                              request_.session_id(), ActorOf(caller_), wish);
        });
    if (!sealed.ok()) return sealed;
    if (!committed.ok()) return committed.status();
    response_.set_consistency_token(committed->token());
    ForEach<roll::Event>(*committed, [&](const roll::Event& event) {
      response_.set_registered(response_.registered() + event.has_participant_registered());
      response_.set_named(response_.named() + event.has_participant_named());
    });
    return absl::OkStatus();
  }

  // Against the roll of this very commit: whoever was registered meanwhile is there.
  absl::Status Wanted(Transaction& transaction, size_t from, size_t to, roll::TakeList& wish) {
    const auto& sessions =
        transaction.Fold<Mission, Event>(MissionStream(request_.mission_id())).sessions;
    const auto session = sessions.find(request_.session_id());
    if (session == sessions.end()) return absl::OkStatus();  // refused by its name
    const auto& known =
        transaction.Fold<roll::Roll, roll::Event>(RollStream(session->second.planned));
    const auto matches = roll::MatchList(known, own_, listed_);
    for (size_t i = from; i < to; ++i)
      if (auto status = Add(matches[i], rows_[i], wish); !status.ok()) return status;
    return absl::OkStatus();
  }

  absl::Status Add(const Match& match, int row, roll::TakeList& wish) {
    const auto& listed = response_.rows(row).participant();
    if (match.is == Match::Is::kNew) {
      auto participant = Sealed(tools_.vault, caller_.tenant,
                                ParticipantId(caller_.tenant, request_.request_id(), row), listed);
      if (!participant.ok()) return participant.status();
      wish.participants.push_back(*std::move(participant));
    }
    if (match.is == Match::Is::kNamed) {
      v1::NameParticipantRequest naming;
      naming.set_participant_id(match.participant);
      naming.set_surname(listed.surname());
      naming.set_given_names(listed.given_names());
      auto named = Sealed(tools_.vault, caller_.tenant, naming);
      if (!named.ok()) return named.status();
      wish.names.push_back(*std::move(named));
    }
    return absl::OkStatus();
  }

  const Tools& tools_;
  const Request& request_;
  const Caller& caller_;
  Response& response_;
  std::string body_;
  std::vector<int> rows_;  // of the response
  std::vector<roll::Listed> listed_;
  std::set<std::string> own_;
};
}  // namespace

absl::Status ReadList(const Tools& tools, const Request& request, const Caller& caller,
                      Response& response) {
  if (auto seen = eventsourcing::WaitFor(tools.view, request.consistency_token()); !seen.ok())
    return seen;
  const auto& view = tools.view.rows();
  const auto session = SessionFor(caller, view, request.mission_id(), request.session_id());
  if (!session.ok()) return session.status();
  const auto list = ReadParticipantList(request.text());
  response.mutable_columns()->Assign(list.columns.begin(), list.columns.end());
  response.set_problem(list.problem);
  for (const auto& row : list.rows) *response.add_rows() = row;
  Taking taking(tools, request, caller, response);
  if (auto status = taking.Index(); !status.ok()) return status;
  if (const auto roll = ReadRoll(view, caller.tenant, request.mission_id(), *session))
    taking.Note(AsShown(roll->participants));
  return request.register_good_rows() ? taking.Register() : absl::OkStatus();
}
}  // namespace aor::missions
