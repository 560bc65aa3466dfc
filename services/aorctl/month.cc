#include "services/aorctl/month.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "aor/clock/v1/clock_service.pb.h"
#include "aor/directory/v1/organisation_service.pb.h"
#include "aor/directory/v1/person_service.pb.h"
#include "aor/invoicing/v1/invoicing_service.pb.h"
#include "aor/payroll/v1/payroll_service.pb.h"
#include "aor/timesheet/v1/timesheet_service.pb.h"
#include "services/aorctl/print.h"

namespace aor::aorctl {
namespace {
using google::protobuf::Message, google::protobuf::Timestamp;
using operations::v1::MonthStatus, operations::v1::PartyKind, operations::v1::Waiting;
using timesheet::v1::Missing;
constexpr int kPageSize = 500, kMostPages = 2000;
constexpr size_t kMostNames = 1000;  // of one answer; the others keep their ids

template <class Response, class Request>
absl::StatusOr<Response> Call(const Ask& ask, const std::string& method, const Request& request) {
  const auto* found = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(method);
  auto answer = ask(*found, request);
  if (!answer.ok()) return answer.status();
  Response response;
  response.CopyFrom(**answer);
  return response;
}

template <class Response, class Request>
absl::Status EveryPage(const Ask& ask, const std::string& method, Request request,
                       const std::function<void(const Response&)>& take) {
  request.set_page_size(kPageSize);
  for (int page = 0; page < kMostPages; ++page) {
    const auto response = Call<Response>(ask, method, request);
    if (!response.ok()) return response.status();
    take(*response);
    if (response->next_page_token().empty()) return absl::OkStatus();
    request.set_page_token(response->next_page_token());
  }
  return absl::ResourceExhaustedError("more than can be shown: name a legal entity or a client");
}

PartyKind WhoActs(Missing::What what) {
  if (what == Missing::WHAT_HOURS) return operations::v1::PARTY_KIND_PERSON;
  const bool client = what == Missing::WHAT_APPROVAL || what == Missing::WHAT_OVERTIME_CONFIRMATION;
  return client ? operations::v1::PARTY_KIND_CLIENT : operations::v1::PARTY_KIND_UNSPECIFIED;
}

// One answer in the making.
class Month {
 public:
  Month(const Ask& ask, const MonthAsked& asked) : ask_(ask), asked_(asked) {
    status_.set_month(asked.month);
  }
  absl::Status AskContexts();
  MonthStatus Take();

 private:
  absl::Status AskTimesheet();
  template <class Response, class Request>
  absl::Status AskForEntities(const std::string& method, Request request);
  absl::Status CheckEntity();
  absl::StatusOr<std::vector<std::string>> Entities() const;  // that are asked for
  absl::StatusOr<std::vector<std::string>> KnownEntities() const;
  // What another question would not mend is kept; INVALID_ARGUMENT is the caller's.
  absl::Status Keep(const std::string& context, const absl::Status& status);
  void Add(const Missing& missing, const std::string& legal_entity_id);
  void AddStandings();
  void AddNames();
  std::string NameOf(PartyKind kind, const std::string& id);

  const Ask& ask_;
  const MonthAsked& asked_;
  MonthStatus status_;
  timesheet::v1::StepCounts counts_;
  std::map<std::string, operations::v1::ColleagueStanding> colleagues_;
  std::map<std::pair<PartyKind, std::string>, std::string> names_;
};

absl::Status Month::Keep(const std::string& context, const absl::Status& status) {
  if (status.ok()) return status;
  if (absl::IsInvalidArgument(status) || absl::IsUnauthenticated(status)) return status;
  status_.add_not_answered(context + ": " + Words(status));
  return absl::OkStatus();
}

void Month::Add(const Missing& missing, const std::string& legal_entity_id) {
  Waiting& waiting = *status_.add_waiting();
  waiting.set_step(Missing::What_Name(missing.what()).substr(sizeof("WHAT_") - 1));
  waiting.set_record(missing.contract_id() + " " + missing.iso_week());
  waiting.set_legal_entity_id(legal_entity_id);
  waiting.set_party_id(missing.worker_id());
  waiting.set_party_kind(operations::v1::PARTY_KIND_PERSON);
  waiting.set_waits_for(missing.waits_for());
  waiting.set_waits_for_kind(WhoActs(missing.what()));
  if (missing.has_since()) *waiting.mutable_since() = missing.since();
  if (missing.has_due()) *waiting.mutable_due() = missing.due();
  waiting.set_late(missing.late());
  waiting.set_sentence(missing.sentence());
}

void AddUp(const operations::v1::ColleagueStanding& more,
           operations::v1::ColleagueStanding& standing) {
  standing.set_person_id(more.person_id());
  standing.set_approved(standing.approved() + more.approved());
  standing.set_verified(standing.verified() + more.verified());
  if (standing.last_at().seconds() < more.last_at().seconds())
    *standing.mutable_last_at() = more.last_at();
}

absl::Status Month::AskTimesheet() {
  timesheet::v1::GetMonthStatusRequest request;
  request.set_month(asked_.month);
  request.set_legal_entity_id(asked_.legal_entity_id);
  request.set_client_id(asked_.client_id);
  using Response = timesheet::v1::GetMonthStatusResponse;
  return EveryPage<Response>(ask_, "aor.timesheet.v1.TimesheetService.GetMonthStatus", request,
                             [&](const Response& page) {
                               std::map<std::string, std::string> entities;
                               for (const auto& contract : page.contracts())
                                 entities[contract.contract_id()] = contract.legal_entity_id();
                               for (const auto& missing : page.missing())
                                 Add(missing, entities[missing.contract_id()]);
                               for (const auto& one : page.colleagues())
                                 AddUp(one, colleagues_[one.person_id()]);
                               counts_.set_weeks(counts_.weeks() + page.total().weeks());
                               counts_.set_complete(counts_.complete() + page.total().complete());
                               counts_.set_approved(counts_.approved() + page.total().approved());
                               counts_.set_verified(counts_.verified() + page.total().verified());
                             });
}

absl::StatusOr<std::vector<std::string>> Month::Entities() const {
  if (!asked_.legal_entity_id.empty()) return std::vector{asked_.legal_entity_id};
  return KnownEntities();
}

absl::StatusOr<std::vector<std::string>> Month::KnownEntities() const {
  std::vector<std::string> entities;
  using Response = directory::v1::ListLegalEntitiesResponse;
  const auto listed =
      EveryPage<Response>(ask_, "aor.directory.v1.OrganisationService.ListLegalEntities",
                          directory::v1::ListLegalEntitiesRequest(), [&](const Response& page) {
                            for (const auto& entity : page.legal_entities())
                              entities.push_back(entity.legal_entity_id());
                          });
  if (!listed.ok()) return listed;
  return entities;
}

template <class Response, class Request>
absl::Status Month::AskForEntities(const std::string& method, Request request) {
  const auto entities = Entities();
  if (!entities.ok()) return entities.status();
  request.set_month(asked_.month);
  for (const auto& entity : *entities) {
    request.set_legal_entity_id(entity);
    const auto asked = EveryPage<Response>(ask_, method, request, [&](const Response& page) {
      for (const auto& waiting : page.waiting()) *status_.add_waiting() = waiting;
    });
    if (!asked.ok()) return asked;
  }
  return absl::OkStatus();
}

// Where the directory tells whom there is, a mistyped id is no month without work.
absl::Status Month::CheckEntity() {
  if (asked_.legal_entity_id.empty()) return absl::OkStatus();
  const auto known = KnownEntities();
  if (!known.ok() || std::ranges::count(*known, asked_.legal_entity_id) > 0)
    return absl::OkStatus();
  return absl::InvalidArgumentError("legal_entity_id: there is no " + asked_.legal_entity_id +
                                    "; give one of " + absl::StrJoin(*known, ", "));
}

absl::Status Month::AskContexts() {
  if (auto there = CheckEntity(); !there.ok()) return there;
  if (auto kept = Keep("timesheet", AskTimesheet()); !kept.ok()) return kept;
  invoicing::v1::GetMonthStatusRequest claims;
  claims.set_client_id(asked_.client_id);
  if (auto kept =
          Keep("invoicing", AskForEntities<invoicing::v1::GetMonthStatusResponse>(
                                "aor.invoicing.v1.InvoicingService.GetMonthStatus", claims));
      !kept.ok())
    return kept;
  if (!asked_.client_id.empty()) return absl::OkStatus();
  return Keep("payroll", AskForEntities<payroll::v1::GetMonthStatusResponse>(
                             "aor.payroll.v1.PayrollService.GetMonthStatus",
                             payroll::v1::GetMonthStatusRequest()));
}

// In the order in which a month is worked through.
void Month::AddStandings() {
  const std::map<std::string, uint32_t> done = {{"HOURS", counts_.complete()},
                                                {"APPROVAL", counts_.approved()},
                                                {"VERIFICATION", counts_.verified()}};
  for (const auto& [context, step] : MonthSteps()) {
    if (!HasAnswered(status_, context)) continue;  // what it did not say is not none
    auto& standing = *status_.add_steps();
    standing.set_step(step);
    for (const auto& waiting : status_.waiting())
      if (waiting.step() == step) {
        standing.set_waiting(standing.waiting() + 1);
        standing.set_late(standing.late() + waiting.late());
      }
    const auto counted = done.find(step);
    if (counted != done.end()) {
      standing.set_done(counted->second);
      standing.set_all(counts_.weeks());
    } else if (standing.waiting() == 0) {
      status_.mutable_steps()->RemoveLast();
    }
  }
}

// Empty where the directory does not say it, or not to this caller.
std::string Month::NameOf(PartyKind kind, const std::string& id) {
  if (kind == operations::v1::PARTY_KIND_UNSPECIFIED || id.empty()) return "";
  const auto known = names_.find({kind, id});
  if (known != names_.end()) return known->second;
  if (names_.size() == kMostNames) return "";
  std::string& name = names_[{kind, id}];
  if (kind == operations::v1::PARTY_KIND_PERSON) {
    directory::v1::GetPersonRequest request;
    request.set_person_id(id);
    const auto person = Call<directory::v1::GetPersonResponse>(
        ask_, "aor.directory.v1.PersonService.GetPerson", request);
    if (person.ok() && person->person().has_name())
      name = absl::StrCat(person->person().name().given_name(), " ",
                          person->person().name().family_name());
  } else if (kind == operations::v1::PARTY_KIND_CLIENT) {
    directory::v1::GetClientRequest request;
    request.set_client_id(id);
    const auto client = Call<directory::v1::GetClientResponse>(
        ask_, "aor.directory.v1.OrganisationService.GetClient", request);
    if (client.ok()) name = client->client().registered().name();
  } else {
    directory::v1::GetSupplierRequest request;
    request.set_supplier_id(id);
    const auto supplier = Call<directory::v1::GetSupplierResponse>(
        ask_, "aor.directory.v1.OrganisationService.GetSupplier", request);
    if (supplier.ok()) name = supplier->supplier().registered().name();
  }
  return name;
}

void Month::AddNames() {
  for (auto& waiting : *status_.mutable_waiting()) {
    waiting.set_party_name(NameOf(waiting.party_kind(), waiting.party_id()));
    waiting.set_waits_for_name(NameOf(waiting.waits_for_kind(), waiting.waits_for()));
  }
  for (auto& colleague : *status_.mutable_colleagues())
    colleague.set_name(NameOf(operations::v1::PARTY_KIND_PERSON, colleague.person_id()));
}

// Late first, then what is due first; what has no due time last, the longest waiting first.
MonthStatus Month::Take() {
  std::ranges::stable_sort(*status_.mutable_waiting(), {}, [](const Waiting& one) {
    return std::tuple(!one.late(), !one.has_due(), one.due().seconds(), one.since().seconds());
  });
  for (const auto& [id, colleague] : colleagues_) *status_.add_colleagues() = colleague;
  AddStandings();
  AddNames();
  return std::move(status_);
}

calendar::Instant NowOf(const Ask& ask) {
  const auto clock =
      Call<clock::v1::GetResponse>(ask, "aor.clock.v1.ClockService.Get", clock::v1::GetRequest());
  return calendar::Instant{
      std::chrono::seconds{clock.ok() ? clock->now().seconds() : absl::ToUnixSeconds(absl::Now())}};
}
}  // namespace

absl::StatusOr<MonthStatus> AskForMonth(const Ask& ask, const MonthAsked& asked) {
  Month month(ask, asked);
  if (auto answered = month.AskContexts(); !answered.ok()) return answered;
  return month.Take();
}

absl::StatusOr<std::string> MonthText(
    Client& client, const std::string& month,
    const std::vector<std::pair<std::string, std::string>>& fields, bool as_json,
    absl::Status& complete) {
  MonthAsked asked{month, "", ""};
  const std::map<std::string, std::string*> known = {{"month", &asked.month},
                                                     {"client_id", &asked.client_id},
                                                     {"legal_entity_id", &asked.legal_entity_id}};
  for (const auto& [name, value] : fields) {
    if (!known.contains(name))
      return absl::InvalidArgumentError(name + ": give month, legal_entity_id or client_id");
    *known.at(name) = value;
  }
  const Ask ask = [&](const auto& method, const auto& request) {
    return client.Call(method, request);
  };
  const calendar::Instant now = NowOf(ask);
  if (asked.month.empty()) asked.month = calendar::LocalText(now, "UTC").substr(0, 7);
  const auto status = AskForMonth(ask, asked);
  if (!status.ok()) return status.status();
  complete = IsComplete(*status);
  return as_json ? AsJson(*status) : MonthTable(*status, now);
}
}  // namespace aor::aorctl
