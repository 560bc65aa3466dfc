// The first question: what is left of a month, who waits for whom, and until when. Every context is
// asked, page by page, and the directory for names.
#pragma once

#include <absl/status/statusor.h>
#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "aor/operations/v1/month_status.pb.h"
#include "libs/calendar/calendar.h"
#include "services/aorctl/client.h"

namespace aor::aorctl {
struct MonthAsked {
  std::string month;            // 2026-10
  std::string legal_entity_id;  // empty: all that the directory knows
  std::string client_id;        // of this client alone; pay is not asked for
};
// As Client::Call answers.
using Ask = std::function<absl::StatusOr<std::unique_ptr<google::protobuf::Message>>(
    const google::protobuf::MethodDescriptor&, const google::protobuf::Message&)>;

// A context that does not answer, or not to this caller, is named in the answer; what is wrong with
// the question is an error.
absl::StatusOr<operations::v1::MonthStatus> AskForMonth(const Ask& ask, const MonthAsked& asked);

// A context and a step of the month, in the order in which it is worked through.
const std::vector<std::pair<std::string, std::string>>& MonthSteps();
bool HasAnswered(const operations::v1::MonthStatus& status, const std::string& context);
// FAILED_PRECONDITION, naming them, where contexts did not answer.
absl::Status IsComplete(const operations::v1::MonthStatus& status);

// As a person reads it, at an instant. Who did not answer comes first, and its steps are not
// known.
std::string MonthTable(const operations::v1::MonthStatus& status, calendar::Instant now);

// The answer to `month status`, from its word and its fields; without a month, of today's. Today
// is what the suite's clock shows, or this machine's where the suite does not tell. `complete` is
// what IsComplete says of the answer.
absl::StatusOr<std::string> MonthText(
    Client& client, const std::string& month,
    const std::vector<std::pair<std::string, std::string>>& fields, bool as_json,
    absl::Status& complete);
}  // namespace aor::aorctl
