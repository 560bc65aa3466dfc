#include "services/classification/api/reads.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <set>

#include "libs/eventsourcing/row_key.h"
#include "libs/rpc/edge.h"
#include "libs/rpc/errors.h"
#include "libs/rpc/whole_list.h"
#include "services/classification/api/wishes.h"
#include "services/classification/domain/determine.h"
#include "services/classification/projections/classification_view.h"

namespace aor::classification {
namespace {
using eventsourcing::Rows;
using google::protobuf::Timestamp;

template <class Message>
std::optional<Message> Parse(std::string_view bytes) {
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return std::nullopt;
  return message;
}

// An index of a worker or client, or all.
struct Listed {
  std::string prefix;
  bool is_index;
};
Listed ListedBy(const std::string& tenant, const std::string& worker, const std::string& client) {
  if (!worker.empty()) return {DeterminationsOfWorker(tenant, worker), true};
  if (!client.empty()) return {DeterminationsOfClient(tenant, client), true};
  return {DeterminationRow(tenant, ""), false};
}
std::optional<v1::DeterminationRecord> Resolve(std::string_view value, bool is_index,
                                               const std::string& tenant, const Rows& rows) {
  if (!is_index) return Parse<v1::DeterminationRecord>(value);
  return rows.Load<v1::DeterminationRecord>(DeterminationRow(tenant, std::string(value)));
}

bool Fits(const std::string& wanted, const std::string& is) {
  return wanted.empty() || wanted == is;
}
bool Wanted(const v1::ListDeterminationsRequest& request, const v1::DeterminationRecord& record) {
  const auto& facts = record.determination();
  if (!Fits(request.worker_id(), facts.worker_id()) ||
      !Fits(request.client_id(), facts.client_id()))
    return false;
  if (request.state() != v1::DETERMINATION_STATE_UNSPECIFIED && request.state() != record.state())
    return false;
  if (request.outcome() != v1::OUTCOME_UNSPECIFIED && request.outcome() != facts.outcome())
    return false;
  if (!request.has_review_due_by()) return true;
  return facts.has_review_on() &&
         calendar::FromProto(facts.review_on()) <= calendar::FromProto(request.review_due_by());
}

bool KnownBy(const Timestamp& recorded, const Timestamp* by) {
  using google::protobuf::operator<=;
  return !by || recorded <= *by;
}
// The day of a dispute that was not upheld or of a review that says it does not stand: from then on
// it holds no more, whatever comes later of another one, until somebody finds that it stands.
std::optional<calendar::Date> WithdrawnFrom(const v1::DeterminationRecord& record) {
  std::optional<calendar::Date> from;
  for (const auto& happening : record.happenings()) {
    const bool stands = happening.has_approved() || happening.dispute_resolved().upheld() ||
                        happening.reviewed().stands();
    const bool falls = !stands && (happening.has_dispute_resolved() || happening.has_reviewed());
    if (stands) from.reset();
    if (falls && !from) from = Today(absl::FromUnixSeconds(happening.recorded_at().seconds()));
  }
  return from;
}
// As it was known then; nothing where it was not known, or does not hold on the day.
std::optional<v1::DeterminationRecord> AsKnown(v1::DeterminationRecord record, calendar::Date day,
                                               const Timestamp* by) {
  if (!KnownBy(record.recorded_at(), by)) return std::nullopt;
  if (calendar::FromProto(record.determination().effective_from()) > day) return std::nullopt;
  v1::DeterminationRecord known = record;
  known.clear_happenings();
  for (const auto& happening : record.happenings()) {
    if (!KnownBy(happening.recorded_at(), by)) continue;
    if (happening.has_revoked() && calendar::FromProto(happening.revoked().effective_from()) <= day)
      return std::nullopt;
    *known.add_happenings() = happening;
  }
  if (const auto from = WithdrawnFrom(known); from && *from <= day) return std::nullopt;
  known.set_state(StateOf(known, day));
  return known;
}
bool IsApproved(const v1::DeterminationRecord& record) {
  return std::ranges::any_of(record.happenings(),
                             [](const auto& one) { return one.has_approved(); });
}
// Of two that hold, the approved one, which gates rely on; then the one that was made later, for
// days that lie behind too.
bool Precedes(const v1::DeterminationRecord& a, const v1::DeterminationRecord& b) {
  if (IsApproved(a) != IsApproved(b)) return IsApproved(a);
  return b.place() < a.place();
}

// What its questions and its test are called, by the rules that were kept with it.
void AddWords(const Rows& rows, const std::string& tenant, v1::GetDeterminationResponse& response) {
  const auto& facts = response.determination().determination();
  const auto kept = rows.Load<v1::RuleBookUsed>(RulesRow(tenant, facts.rule_version()));
  if (!kept) return;
  std::set<std::string> answered;
  for (const auto& answer : facts.answers()) answered.insert(answer.question_id());
  for (const auto& question : kept->rules().questions())
    if (answered.contains(question.question_id())) *response.add_questions() = question;
  for (const auto& test : kept->rules().tests())
    if (test.test_id() == facts.test_id() && test.version() == facts.test_version())
      response.set_test_title(test.title());
}

bool LiesIn(const std::string& jurisdiction, const std::string& wanted) {
  return wanted.empty() || jurisdiction == wanted || jurisdiction.starts_with(wanted + "-");
}

// The tests of a selection, those asked on the way too, each once.
std::set<std::string> TestsOf(const ReadySelection& selection) {
  std::set<std::string> ids;
  for (const auto& [when, branch] : selection.branches) {
    ids.insert(branch->test_id());
    for (const Asked& asked : when)
      if (asked.of == Asked::Of::kTest) ids.insert(asked.test_id);
  }
  return ids;
}

std::vector<v1::TestSummary> SummariesOf(const RuleBook& book) {
  std::vector<v1::TestSummary> all;
  for (const auto& selection : book.selections())
    for (const std::string& id : TestsOf(selection))
      for (const auto& test : book.tests()) {
        if (test.test->test_id() != id) continue;
        auto& summary = all.emplace_back();
        summary.set_jurisdiction(book.jurisdiction());
        summary.set_selection_id(selection.selection->selection_id());
        summary.set_selection_title(selection.selection->title());
        summary.set_test_id(id);
        summary.set_version(test.test->version());
        summary.set_title(test.test->title());
        summary.set_family(test.test->family());
        *summary.mutable_provenance() = test.test->provenance();
        summary.set_rule_version(book.version());
      }
  return all;
}

// Those of this id that the caller may see: each worker's is another one.
std::vector<v1::Assessment> SeenOf(const v1::GetAssessmentRequest& request,
                                   const rpc::Caller& caller, const Rows& rows) {
  std::vector<v1::Assessment> seen;
  rows.Scan(AssessmentsOf(caller.tenant, request.assessment_id()), "",
            [&](std::string_view, std::string_view value) {
              auto row = eventsourcing::ParsedRow<v1::Assessment>(value);
              const auto& opened = row.opened();
              if (Fits(request.worker_id(), opened.worker_id()) &&
                  MaySee(caller, opened.worker_id(), opened.client_id()))
                seen.push_back(std::move(row));
              return true;
            });
  return seen;
}

// What would make a person act: another outcome, test or decider.
bool Changes(const v1::Determination& a, const v1::Determination& b) {
  return a.outcome() != b.outcome() || a.test_id() != b.test_id() ||
         a.decided_by() != b.decided_by() || a.presumed() != b.presumed() ||
         !std::ranges::equal(a.may_decide(), b.may_decide());
}
bool StandsOn(calendar::Date day, const v1::DeterminationRecord& record) {
  const auto state = StateOf(record, day);
  return state != v1::DETERMINATION_STATE_SUPERSEDED && state != v1::DETERMINATION_STATE_REVOKED;
}

// The latest that was not revoked and has begun; where none has, the latest.
std::string CurrentOf(const v1::Assessment& assessment, const std::string& tenant, const Rows& rows,
                      calendar::Date today) {
  std::string latest;
  const auto& ids = assessment.determination_ids();
  for (auto id = ids.rbegin(); id != ids.rend(); ++id) {
    const auto record = rows.Load<v1::DeterminationRecord>(DeterminationRow(tenant, *id));
    if (!record || StateOf(*record, today) == v1::DETERMINATION_STATE_REVOKED) continue;
    if (calendar::FromProto(record->determination().effective_from()) <= today) return *id;
    if (latest.empty()) latest = *id;
  }
  return latest;
}
}  // namespace

bool MaySee(const rpc::Caller& caller, const std::string& worker, const std::string& client) {
  for (const char* role :
       {"consultant", "finance", "compliance", "auditor", "administrator", "service"})
    if (caller.Has(role)) return true;
  return caller.ActsFor("worker", worker) || caller.ActsFor("client", client);
}

absl::Status List(const v1::ListTestsRequest& request, const RuleBooks& books,
                  v1::ListTestsResponse& response) {
  std::vector<v1::TestSummary> all;
  std::vector<std::string> places;  // two tests of one id differ by their days
  for (const auto& [jurisdiction, book] : books.by_jurisdiction) {
    if (!LiesIn(jurisdiction, request.jurisdiction())) continue;
    for (auto& summary : SummariesOf(*book)) {
      places.push_back(std::to_string(all.size()));
      all.push_back(std::move(summary));
    }
  }
  return rpc::ListWhole(
      places, request.page_size(), request.page_token(),
      [&](size_t place) { *response.add_tests() = std::move(all[place]); },
      response.mutable_next_page_token());
}

absl::Status Get(const v1::GetTestRequest& request, const RuleBooks& books, calendar::Date today,
                 v1::GetTestResponse& response) {
  const auto book = books.Of(request.jurisdiction());
  if (!book) return rpc::NotFound("rules of", request.jurisdiction());
  const auto day = request.has_on() ? calendar::FromProto(request.on()) : today;
  const ReadyTest* test = book->TestOn(request.test_id(), day, request.proposed());
  if (!test) return rpc::NotFound("test", request.test_id());
  *response.mutable_test() = *test->test;
  for (const int question : test->questions) *response.add_questions() = book->question(question);
  response.set_rule_version(book->version());
  return absl::OkStatus();
}

absl::Status Get(const v1::GetAssessmentRequest& request, const rpc::Caller& caller,
                 const Rows& rows, calendar::Date today, v1::GetAssessmentResponse& response) {
  auto seen = SeenOf(request, caller, rows);
  if (seen.empty()) return rpc::NotFound("assessment", request.assessment_id());
  if (seen.size() > 1)
    return rpc::FieldError("worker_id", "assessments of several workers have this id: name one");
  seen.front().set_current_determination_id(CurrentOf(seen.front(), caller.tenant, rows, today));
  *response.mutable_assessment() = std::move(seen.front());
  return absl::OkStatus();
}

absl::Status List(const v1::ListDeterminationsRequest& request, const rpc::Caller& caller,
                  const Rows& rows, calendar::Date today,
                  v1::ListDeterminationsResponse& response) {
  const Listed listed = ListedBy(caller.tenant, request.worker_id(), request.client_id());
  const auto visit = [&](std::string_view value) {
    auto record = Resolve(value, listed.is_index, caller.tenant, rows);
    if (!record) return false;
    record->set_state(StateOf(*record, today));
    if (!Wanted(request, *record)) return false;
    const auto& facts = record->determination();
    if (!MaySee(caller, facts.worker_id(), facts.client_id())) return false;
    *response.add_determinations() = *std::move(record);
    return true;
  };
  return rpc::ListPage(rows, listed.prefix, request.page_size(), request.page_token(), visit,
                       response.mutable_next_page_token());
}

absl::Status Get(const v1::GetDeterminationRequest& request, const rpc::Caller& caller,
                 const Rows& rows, calendar::Date today, v1::GetDeterminationResponse& response) {
  const auto see = [&](const v1::DeterminationRecord& record) {
    const auto& facts = record.determination();
    return MaySee(caller, facts.worker_id(), facts.client_id());
  };
  if (!request.determination_id().empty()) {
    auto record = rows.Load<v1::DeterminationRecord>(
        DeterminationRow(caller.tenant, request.determination_id()));
    if (!record || !see(*record)) return rpc::NotFound("determination", request.determination_id());
    record->set_state(StateOf(*record, today));
    *response.mutable_determination() = *std::move(record);
    AddWords(rows, caller.tenant, response);
    return absl::OkStatus();
  }
  if (request.worker_id().empty() || request.client_id().empty())
    return rpc::FieldError("determination_id", "give it, or worker_id and client_id");
  const auto day = request.has_effective_on() ? calendar::FromProto(request.effective_on()) : today;
  const auto* by = request.has_recorded_by() ? &request.recorded_by() : nullptr;
  std::optional<v1::DeterminationRecord> best;
  rows.Scan(DeterminationsOfWorker(caller.tenant, request.worker_id()), "",
            [&](std::string_view, std::string_view id) {
              auto record = Resolve(id, true, caller.tenant, rows);
              if (!record || record->determination().client_id() != request.client_id() ||
                  !Fits(request.selection_id(), record->determination().selection_id()) ||
                  !see(*record))
                return true;
              auto known = AsKnown(*std::move(record), day, by);
              if (known && (!best || Precedes(*known, *best))) best = std::move(known);
              return true;
            });
  if (!best) return rpc::NotFound("determination of", request.worker_id());
  *response.mutable_determination() = *std::move(best);
  AddWords(rows, caller.tenant, response);
  return absl::OkStatus();
}

absl::Status Anticipate(const v1::AnticipateRequest& request, const rpc::Caller& caller,
                        const Rows& rows, const RuleBooks& books, calendar::Date today,
                        v1::AnticipateResponse& response) {
  const auto on = request.has_on() ? calendar::FromProto(request.on()) : today;
  const auto next_on = request.has_next_on() ? calendar::FromProto(request.next_on()) : on;
  const Listed listed = ListedBy(caller.tenant, request.worker_id(), request.client_id());
  const auto visit = [&](std::string_view value) {
    const auto record = Resolve(value, listed.is_index, caller.tenant, rows);
    if (!record || !StandsOn(on, *record)) return false;
    const auto& facts = record->determination();
    const auto book = books.Of(facts.jurisdiction());
    if (!book || !Fits(request.client_id(), facts.client_id())) return false;
    const std::vector<v1::Answer> answers(facts.answers().begin(), facts.answers().end());
    const Subject subject{facts.assessment_id(), facts.worker_id(), facts.client_id(),
                          facts.engagement_id()};
    auto now = Determine({*book, on}, facts.selection_id(), subject, answers);
    auto next =
        Determine({*book, next_on, request.proposed()}, facts.selection_id(), subject, answers);
    response.set_compared(response.compared() + 1);
    if (!now || !next || (!request.all() && !Changes(*now, *next))) return true;
    auto& anticipated = *response.add_anticipated();
    anticipated.set_determination_id(facts.determination_id());
    anticipated.set_worker_id(facts.worker_id());
    anticipated.set_client_id(facts.client_id());
    anticipated.set_engagement_id(facts.engagement_id());
    anticipated.set_selection_id(facts.selection_id());
    *anticipated.mutable_in_force() = *std::move(now);
    *anticipated.mutable_next() = *std::move(next);
    return true;
  };
  return rpc::ListPage(rows, listed.prefix, request.page_size(), request.page_token(), visit,
                       response.mutable_next_page_token());
}
}  // namespace aor::classification
