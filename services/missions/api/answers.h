// What somebody without an account does who has the link to a questionnaire.
#pragma once

#include <absl/status/status.h>

#include <string>

#include "aor/missions/v1/quality_service.pb.h"
#include "services/missions/api/tools.h"

namespace aor::missions {
// What a link opens. UNAUTHENTICATED for a link that we did not make.
absl::Status Show(const Tools& tools, const v1::GetQuestionnaireRequest& request,
                  v1::GetQuestionnaireResponse& response);
// Decides on the answers, once for each link. `is_forwarded`: the call was sent on to this process.
absl::Status TakeAnswers(const Tools& tools, const v1::AnswerQuestionnaireRequest& request,
                         bool is_forwarded);
// Where the words of one answer are sealed.
std::string AnswerPlace(const std::string& asking, const std::string& question);
}  // namespace aor::missions
