#include "services/missions/api/quality_reads.h"

#include <algorithm>

#include "libs/rpc/errors.h"
#include "services/missions/api/answers.h"
#include "services/missions/api/complaints.h"
#include "services/missions/api/quality_figures.h"
#include "services/missions/api/reads.h"
#include "services/missions/projections/missions_view.h"

namespace aor::missions {
namespace {
using calendar::Date;
using eventsourcing::RowKey;
using eventsourcing::RowPrefix;
using eventsourcing::Rows;
using rpc::Caller;

bool IsQualityOffice(const Caller& caller) {
  return IsTeam(caller) || caller.Has("compliance") || caller.Has("auditor");
}

v1::QualityRow QualityRowOf(const Rows& rows, const std::string& tenant, const std::string& mission,
                            const std::string& session) {
  return rows.Load<v1::QualityRow>(RowKey(tenant, "quality", mission, session))
      .value_or(v1::QualityRow());
}

// Those of one list: its rows are the complaints' ids.
void VisitComplaints(const Rows& rows, const std::string& tenant, const std::string& list,
                     const std::string& of,
                     const std::function<void(const v1::ComplaintRow&)>& visit) {
  rows.Scan(RowPrefix(tenant, list, of), "", [&](std::string_view, std::string_view id) {
    if (const auto row = rows.Load<v1::ComplaintRow>(RowKey(tenant, "complaint", std::string(id))))
      visit(*row);
    return true;
  });
}

// The last day of a session, in the organisation's zone.
Date EndOf(const v1::SessionRecord& session, const Rules& rules) {
  Instant end;
  for (const auto& time : session.planned().times())
    end = std::max(end, calendar::FromProto(time).end);
  return rules.DayOf(end);
}

using SessionVisitor =
    std::function<void(const std::string& mission, const std::string& session, Date)>;
// Every session that this person ran and that is over, with its last day.
void VisitSessionsOf(const Rows& rows, const std::string& tenant, const std::string& person,
                     const Rules& rules, const SessionVisitor& visit) {
  rows.Scan(RowPrefix(tenant, "of-person", person), "", [&](std::string_view, std::string_view id) {
    const auto mission = rows.Load<v1::Mission>(RowKey(tenant, "mission", std::string(id)));
    if (!mission) return true;
    for (const auto& session : mission->sessions())
      if (session.over() && session.facilitator_id() == person)
        visit(std::string(id), session.planned().session_id(), EndOf(session, rules));
    return true;
  });
}

absl::Status CheckPeriod(const v1::GetFacilitatorQualityRequest& request) {
  if (request.has_from() && !calendar::IsDate(request.from()))
    return rpc::FieldError("from", "give a day of the calendar");
  if (request.has_until() && !calendar::IsDate(request.until()))
    return rpc::FieldError("until", "give a day of the calendar");
  return absl::OkStatus();
}

v1::Answer AnswerOf(const std::string& question) {
  v1::Answer answer;
  answer.set_question_id(question);
  return answer;
}

v1::GivenAnswers GivenOf(const Tools& tools, const std::string& tenant, const v1::AskingRow& row) {
  v1::GivenAnswers given;
  given.set_questionnaire_id(row.questionnaire_id());
  given.set_version(row.version());
  for (const auto& points : row.answer().points()) {
    *given.add_answers() = AnswerOf(points.question_id());
    given.mutable_answers()->rbegin()->set_points(points.points());
  }
  for (const auto& words : row.answer().words()) {
    *given.add_answers() = AnswerOf(words.question_id());
    given.mutable_answers()->rbegin()->set_words(
        tools.vault
            .Open(tenant, AnswerPlace(row.answer().asking_id(), words.question_id()), words.words())
            .value_or(""));
  }
  return given;
}

// Satisfaction is said in confidence: where few answered, no answer is without a name.
bool AreTooFew(const Tools& tools, const Rows& rows, const std::string& tenant,
               const v1::ListAnswersRequest& request) {
  const auto row = QualityRowOf(rows, tenant, request.mission_id(), request.session_id());
  for (const auto& tally : row.tallies())
    if (tally.occasion() == request.occasion() &&
        tools.quality->ReliabilityOf(tally.answered(), tally.asked()) != v1::RELIABILITY_TOO_FEW)
      return false;
  return true;
}

std::string ComplaintsFor(const v1::ListComplaintsRequest& request, const std::string& tenant) {
  if (!request.mission_id().empty()) return RowPrefix(tenant, "complaint-of", request.mission_id());
  if (!request.person_id().empty())
    return RowPrefix(tenant, "complaint-about", request.person_id());
  return RowPrefix(tenant, "complaint-due");
}
}  // namespace

absl::Status Get(const Tools& tools, const v1::GetMissionQualityRequest& request,
                 const Caller& caller, const Rows& rows, v1::GetMissionQualityResponse& response) {
  const auto mission = MissionFor(caller, rows, request.mission_id());
  if (!mission.ok()) return mission.status();
  const std::string& only = request.session_id();
  bool is_there = false, sees_all = IsQualityOffice(caller) || CoordinatesNow(caller, *mission);
  QualityFigures figures;
  for (const auto& session : mission->sessions()) {
    const std::string& id = session.planned().session_id();
    if ((!only.empty() && id != only) || !WorksOn(caller, *mission, session)) continue;
    is_there = true;
    if (session.over()) figures.Add(QualityRowOf(rows, caller.tenant, request.mission_id(), id));
  }
  if (!is_there && !only.empty()) return rpc::NotFound("session", only);
  VisitComplaints(rows, caller.tenant, "complaint-of", request.mission_id(),
                  [&](const v1::ComplaintRow& row) {
                    const auto& about = row.recorded();
                    const bool is_meant = only.empty() || about.session_id() == only;
                    if (is_meant && (sees_all || about.facilitator_id() == caller.person.value))
                      figures.Add(row);
                  });
  *response.mutable_quality() = figures.ReadBy(*tools.quality);
  return absl::OkStatus();
}

absl::Status Get(const Tools& tools, const v1::GetFacilitatorQualityRequest& request,
                 const Caller& caller, const Rows& rows,
                 v1::GetFacilitatorQualityResponse& response) {
  if (auto wrong = CheckPeriod(request); !wrong.ok()) return wrong;
  QualityFigures whole;
  std::map<std::string, QualityFigures> months;
  const auto add = [&](Date day, const auto& row) {
    if (request.has_from() && day < calendar::FromProto(request.from())) return;
    if (request.has_until() && day > calendar::FromProto(request.until())) return;
    whole.Add(row);
    months[calendar::MonthOf(day)].Add(row);
  };
  VisitSessionsOf(rows, caller.tenant, request.person_id(), *tools.rules,
                  [&](const std::string& mission, const std::string& session, Date day) {
                    add(day, QualityRowOf(rows, caller.tenant, mission, session));
                  });
  VisitComplaints(rows, caller.tenant, "complaint-about", request.person_id(),
                  [&](const v1::ComplaintRow& row) {
                    add(calendar::FromProto(row.recorded().received_on()), row);
                  });
  *response.mutable_quality() = whole.ReadBy(*tools.quality);
  for (const auto& [month, figures] : months) {
    auto& one = *response.add_months();
    one.set_month(month);
    *one.mutable_quality() = figures.ReadBy(*tools.quality);
  }
  return absl::OkStatus();
}

absl::Status List(const Tools& tools, const v1::ListAnswersRequest& request, const Caller& caller,
                  const Rows& rows, v1::ListAnswersResponse& response) {
  const auto session = SessionFor(caller, rows, request.mission_id(), request.session_id());
  if (!session.ok()) return session.status();
  const bool is_named = request.occasion() == v1::OCCASION_POSITIONING || IsQualityOffice(caller);
  if (!is_named && AreTooFew(tools, rows, caller.tenant, request)) return absl::OkStatus();
  const auto visit = [&](std::string_view id) {
    const auto row = rows.Load<v1::AskingRow>(RowKey(caller.tenant, "asking", std::string(id)));
    if (!row || !row->has_answer() || row->occasion() != request.occasion()) return false;
    auto given = GivenOf(tools, caller.tenant, *row);
    if (is_named) given.set_participant_id(row->participant_id());
    *response.add_given() = std::move(given);
    return true;
  };
  return rpc::ListPage(
      rows, RowPrefix(caller.tenant, "asking-of", request.mission_id(), request.session_id()),
      request.page_size(), request.page_token(), visit, response.mutable_next_page_token());
}

absl::Status List(const Tools& tools, const v1::ListComplaintsRequest& request,
                  const Caller& caller, const Rows& rows, v1::ListComplaintsResponse& response) {
  const auto visit = [&](std::string_view id) {
    const auto row =
        rows.Load<v1::ComplaintRow>(RowKey(caller.tenant, "complaint", std::string(id)));
    if (!row) return false;
    *response.add_complaints() = Shown(tools, caller, *row);
    return true;
  };
  return rpc::ListPage(rows, ComplaintsFor(request, caller.tenant), request.page_size(),
                       request.page_token(), visit, response.mutable_next_page_token());
}
}  // namespace aor::missions
