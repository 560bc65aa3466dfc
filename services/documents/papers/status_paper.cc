// What a determination says, and the statement that a law makes of it.
#include <absl/strings/str_cat.h>

#include <algorithm>
#include <map>

#include "libs/documents/papers/determination.h"
#include "libs/ids/content_digest.h"
#include "libs/rpc/errors.h"
#include "services/documents/papers/paper.h"

namespace aor::documents {
namespace {
namespace rules = classification::v1;
using rules::Happening;

WorkStatus StatusOf(rules::Outcome outcome) {
  if (outcome == rules::OUTCOME_CONTRACTOR) return WorkStatus::kContractor;
  return outcome == rules::OUTCOME_EMPLOYEE ? WorkStatus::kEmployee : WorkStatus::kUndetermined;
}

// All that both papers are printed from.
struct Classified {
  rules::GetDeterminationResponse answer;
  Known worker, client;
  std::optional<Known> agency;  // of the contract, where it is one's
  const rules::DeterminationRecord& record() const { return answer.determination(); }
  const rules::Determination& facts() const { return record().determination(); }
  const Known& keeper() const { return agency ? *agency : client; }
  calendar::Date DayOf(const google::protobuf::Timestamp& at) const {
    return calendar::DayAt(calendar::Instant{std::chrono::seconds{at.seconds()}}, keeper().zone);
  }
  // The worker by name; others of the agency and the client by what they sign in with.
  std::string NameOf(const std::string& person) const {
    return person == facts().worker_id() ? worker.party.who.name : person;
  }
};

// None for an engagement that is no contract yet.
absl::StatusOr<std::optional<Known>> AgencyOf(Records& records, const std::string& tenant,
                                              const std::string& engagement) {
  if (engagement.empty()) return std::nullopt;
  const auto contract = records.Contract(tenant, engagement);
  if (absl::IsNotFound(contract.status())) return std::nullopt;
  if (!contract.ok()) return contract.status();
  auto agency = records.LegalEntity(tenant, contract->concluded().legal_entity_id());
  if (!agency.ok()) return agency.status();
  return *std::move(agency);
}

absl::StatusOr<Classified> ClassifiedOf(Records& records, const Wanted& wanted) {
  auto answer = records.Determination(wanted.tenant, wanted.source_id);
  if (!answer.ok()) return answer.status();
  const auto& facts = answer->determination().determination();
  auto worker = records.Person(wanted.tenant, facts.worker_id());
  if (!worker.ok()) return worker.status();
  if (worker->erased) return Erased("The worker");
  auto client = records.Client(wanted.tenant, facts.client_id());
  if (!client.ok()) return client.status();
  auto agency = AgencyOf(records, wanted.tenant, facts.engagement_id());
  if (!agency.ok()) return agency.status();
  return Classified{*std::move(answer), *std::move(worker), *std::move(client), *std::move(agency)};
}

std::optional<WorkStatus> LeanOf(rules::Lean lean) {
  if (lean == rules::LEAN_CONTRACTOR) return WorkStatus::kContractor;
  if (lean == rules::LEAN_EMPLOYEE) return WorkStatus::kEmployee;
  return std::nullopt;
}

StatusFactor FactorOf(const rules::Finding& finding) {
  StatusFactor factor{finding.title(), LeanOf(finding.lean()), finding.open(), "",
                      finding.source()};
  for (const auto& because : finding.because())
    factor.because += (factor.because.empty() ? "" : "\n") + because;
  return factor;
}

// A question's words, and those of an answer to it; without them what names them.
class QuestionWords {
 public:
  explicit QuestionWords(const rules::GetDeterminationResponse& answer) {
    for (const auto& question : answer.questions()) questions_[question.question_id()] = question;
  }
  std::string Question(const std::string& id) const {
    const auto found = questions_.find(id);
    return found == questions_.end() ? id : found->second.text();
  }
  std::string Answer(const std::string& id, const std::string& answer) const {
    const auto found = questions_.find(id);
    if (found == questions_.end()) return answer;
    for (const auto& option : found->second.options())
      if (option.answer() == answer && !option.text().empty()) return option.text();
    return found->second.unit().empty() ? answer : absl::StrCat(answer, " ", found->second.unit());
  }

 private:
  std::map<std::string, rules::Question> questions_;
};

StatusAnswer AnswerOf(const Classified& classified, const QuestionWords& words,
                      const rules::Answer& answer) {
  StatusAnswer said{words.Question(answer.question_id()),
                    answer.unknown() ? "" : words.Answer(answer.question_id(), answer.answer()),
                    classified.NameOf(answer.asserted_by()),
                    classified.DayOf(answer.asserted_at()),
                    {}};
  for (const auto& evidence : answer.evidence())
    said.evidence.push_back(evidence.digest().empty()
                                ? evidence.reference()
                                : evidence.reference() + ", SHA-256 " + evidence.digest());
  return said;
}

StatusFinding FindingOf(const Classified& classified) {
  const auto& facts = classified.facts();
  StatusFinding found;
  found.number = facts.determination_id();
  found.worker = classified.worker.party.who.name;
  found.engagement = facts.engagement_id();
  found.made = classified.DayOf(classified.record().recorded_at());
  found.effective_from = calendar::FromProto(facts.effective_from());
  found.outcome = StatusOf(facts.outcome());
  found.reason = facts.reason();
  for (const auto& finding : facts.findings()) found.factors.push_back(FactorOf(finding));
  const QuestionWords words(classified.answer);
  for (const auto& answer : facts.answers())
    found.answers.push_back(AnswerOf(classified, words, answer));
  return found;
}

// Who did it, and in which words; the step is whichever of two it is.
template <class Fact>
void Fill(StatusHappening& happening, StatusStep step, const std::string& by, const Fact& fact) {
  happening.step = step;
  happening.by = by;
  happening.text = fact.reason();
}

StatusHappening HappeningOf(const Classified& classified, const QuestionWords& words,
                            const Happening& one) {
  StatusHappening happening{{}, classified.DayOf(one.recorded_at()), "", ""};
  const auto name = [&](const std::string& person) { return classified.NameOf(person); };
  switch (one.what_case()) {
    case Happening::kApproved:
      Fill(happening, StatusStep::kApproved, name(one.approved().approved_by()), one.approved());
      if (one.approved().over_undetermined())
        happening.outcome = StatusOf(one.approved().outcome());
      break;
    case Happening::kDisputeRaised:
      Fill(happening, StatusStep::kDisputed, name(one.dispute_raised().raised_by()),
           one.dispute_raised());
      break;
    case Happening::kDisputeResolved:
      Fill(happening,
           one.dispute_resolved().upheld() ? StatusStep::kUpheld : StatusStep::kNotUpheld,
           name(one.dispute_resolved().resolved_by()), one.dispute_resolved());
      break;
    case Happening::kReviewed:
      Fill(happening, one.reviewed().stands() ? StatusStep::kStands : StatusStep::kFalls,
           name(one.reviewed().reviewed_by()), one.reviewed());
      break;
    case Happening::kRevoked:
      Fill(happening, StatusStep::kRevoked, name(one.revoked().revoked_by()), one.revoked());
      break;
    case Happening::kDriftFound: {
      const auto& drift = one.drift_found();
      const std::string& question = drift.question_id();
      happening.step = StatusStep::kDrift;
      happening.by = name(drift.reported_by());
      happening.text =
          absl::StrCat(words.Question(question), "\n", words.Answer(question, drift.answered()),
                       " → ", words.Answer(question, drift.observed()));
      break;
    }
    case Happening::kSuperseded:
      happening.step = StatusStep::kSuperseded;
      happening.text = one.superseded().by_determination_id();
      break;
    case Happening::kRestored:
      happening.step = StatusStep::kRestored;
      happening.text = one.restored().instead_of_determination_id();
      break;
    case Happening::WHAT_NOT_SET: break;
  }
  return happening;
}

const rules::DeterminationApproved* ApprovalOf(const rules::DeterminationRecord& record) {
  for (const auto& one : record.happenings())
    if (one.has_approved()) return &one.approved();
  return nullptr;
}

// A review moves the day of the next one.
std::optional<calendar::Date> ReviewOf(const rules::DeterminationRecord& record) {
  std::optional<calendar::Date> day;
  if (record.determination().has_review_on())
    day = calendar::FromProto(record.determination().review_on());
  for (const auto& one : record.happenings())
    if (one.reviewed().has_review_on()) day = calendar::FromProto(one.reviewed().review_on());
  return day;
}

void AddRules(const Classified& classified, Determination& paper) {
  const auto& facts = classified.facts();
  const std::string& title = classified.answer.test_title();
  paper.jurisdiction = facts.jurisdiction();
  paper.test = absl::StrCat(title.empty() ? facts.test_id() : title, ", ", facts.test_version());
  paper.test_source = facts.test_source();
  paper.test_is_verified = facts.test_status() != rules::STATUS_UNVERIFIED;
  paper.rule_version = facts.rule_version();
  for (const auto& step : facts.path())
    paper.path.push_back({step.because().empty() ? step.test_id() : step.because(), step.source()});
  for (const auto& duty : facts.duties()) paper.duties.push_back({duty.title(), duty.source()});
  for (const auto& missing : facts.missing()) paper.missing.push_back(missing.text());
}

Determination RecordOf(const Classified& classified, Reader reader) {
  const auto& facts = classified.facts();
  Determination paper;
  paper.reader = std::move(reader);
  paper.keeper = classified.keeper().party;
  paper.client = classified.client.party;
  paper.found = FindingOf(classified);
  AddRules(classified, paper);
  if (facts.presumed() != rules::OUTCOME_UNSPECIFIED) paper.presumed = StatusOf(facts.presumed());
  paper.confidence_percent = facts.confidence_percent();
  paper.engagement_kinds.assign(facts.engagement_kinds().begin(), facts.engagement_kinds().end());
  paper.consequence = facts.consequence();
  paper.offered_path = facts.offered_path();
  paper.decided_by = facts.decided_by();
  paper.may_decide.assign(facts.may_decide().begin(), facts.may_decide().end());
  paper.decider = classified.NameOf(classified.record().decider());
  paper.review_on = ReviewOf(classified.record());
  paper.is_approved = ApprovalOf(classified.record()) != nullptr;
  const QuestionWords words(classified.answer);
  for (const auto& one : classified.record().happenings())
    paper.happenings.push_back(HappeningOf(classified, words, one));
  return paper;
}

StatusStatement StatementOf(const Classified& classified, Reader reader) {
  const auto& facts = classified.facts();
  StatusStatement paper;
  paper.reader = std::move(reader);
  paper.client = classified.client.party;
  paper.worker = classified.worker.party;
  paper.found = FindingOf(classified);
  // What the test did not come to is no reason for what it decides.
  if (facts.outcome() != rules::OUTCOME_UNDETERMINED)
    std::erase_if(paper.found.factors,
                  [](const StatusFactor& factor) { return factor.open && factor.because.empty(); });
  for (const auto& one : classified.record().happenings()) {
    if (!one.has_approved()) continue;
    paper.found.outcome = StatusOf(one.approved().outcome());
    if (one.approved().over_undetermined()) paper.found.reason = one.approved().reason();
    paper.decided_by_name = classified.NameOf(one.approved().approved_by());
    paper.decided_on = classified.DayOf(one.recorded_at());
  }
  paper.given_to = {classified.worker.party.who.name};
  if (classified.agency) paper.given_to.push_back(classified.agency->party.who.name);
  paper.dispute_days = facts.statement().dispute_days();
  paper.source = facts.statement().source();
  return paper;
}

// A dispute or a review said last that it does not stand.
bool Fell(const rules::DeterminationRecord& record) {
  bool fell = false;
  for (const auto& one : record.happenings()) {
    if (one.has_approved()) fell = false;
    if (one.has_dispute_resolved()) fell = !one.dispute_resolved().upheld();
    if (one.has_reviewed()) fell = !one.reviewed().stands();
  }
  return fell;
}

// A statement is of what somebody took responsibility for and what still holds.
absl::Status CheckOwed(const Classified& classified) {
  const auto& record = classified.record();
  if (!classified.facts().may_decide().empty())
    return rpc::RefusalError(
        {"DECIDER_UNKNOWN",
         "Whether a statement is owed, and by whom, is not known: give the answers that the "
         "determination says are missing, and determine anew."});
  if (!classified.facts().has_statement())
    return rpc::RefusalError(
        {"NO_STATEMENT_OWED", "No statement is owed on this determination: print DETERMINATION."});
  if (!ApprovalOf(record))
    return NotFinal("Have the determination approved, then print its statement.");
  if (record.state() == rules::DETERMINATION_STATE_REVOKED ||
      record.state() == rules::DETERMINATION_STATE_SUPERSEDED || Fell(record))
    return NotFinal("This determination holds no more: print the statement of the one that does.");
  return absl::OkStatus();
}

Paper PaperOn(const Classified& classified, const google::protobuf::MessageLite& facts,
              Reader reader) {
  const auto& of = classified.facts();
  Paper paper{SourceOf("classification", of.determination_id(), facts),
              {},
              of.determination_id(),
              std::move(reader),
              {}};
  paper.parties.set_worker_id(of.worker_id());
  paper.parties.set_client_id(of.client_id());
  return paper;
}
}  // namespace

absl::StatusOr<Paper> DeterminationPaper(Records& records, const Wanted& wanted) {
  const auto classified = ClassifiedOf(records, wanted);
  if (!classified.ok()) return classified.status();
  Paper paper =
      PaperOn(*classified, classified->record(),
              ReaderFor(wanted.language, classified->client.language, classified->keeper()));
  paper.print = [record = RecordOf(*classified, paper.reader)](const Press& press) {
    return Print(press, record);
  };
  return paper;
}

absl::StatusOr<Paper> StatusStatementPaper(Records& records, const Wanted& wanted) {
  const auto classified = ClassifiedOf(records, wanted);
  if (!classified.ok()) return classified.status();
  if (auto status = CheckOwed(*classified); !status.ok()) return status;
  // What becomes of it later does not change what was stated.
  rules::DeterminationRecord stated;
  *stated.mutable_determination() = classified->facts();
  *stated.add_happenings()->mutable_approved() = *ApprovalOf(classified->record());
  Paper paper =
      PaperOn(*classified, stated,
              ReaderFor(wanted.language, classified->worker.language, classified->client));
  paper.print = [statement = StatementOf(*classified, paper.reader)](const Press& press) {
    return Print(press, statement);
  };
  return paper;
}
}  // namespace aor::documents
