// What is given to people without an account: links, each with a MAC by a key of its tenant. They
// are all there is to know a stranger by.
#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "aor/missions/v1/missions_rows.pb.h"
#include "aor/missions/v1/quality_rows.pb.h"
#include "libs/rpc/errors.h"
#include "services/missions/api/tools.h"

namespace aor::missions {
// UNAUTHENTICATED: the answer to any text that we did not sign.
absl::Status NoLink();
// FAILED_PRECONDITION with the rule's name.
template <class AnyRefusal>
absl::Status RefuseStranger(AnyRefusal refusal) {
  return rpc::RefusalError({std::string(Name(refusal)), std::string(Sentence(refusal))});
}

// To one questionnaire, for one participant.
struct Followed {
  std::string tenant, asking;
  v1::AskingRow row;
};
absl::StatusOr<std::string> LinkTo(const Tools& tools, const std::string& tenant,
                                   const std::string& asking);
absl::StatusOr<Followed> Follow(const Tools& tools, const std::string& link);

// To one session, for so many people.
struct Invitation {
  std::string tenant, mission, session;
  uint32_t people = 0;
};
absl::StatusOr<std::string> LinkTo(const Tools& tools, const Invitation& invitation);
absl::StatusOr<Invitation> ReadInvitation(const Tools& tools, const std::string& link);
}  // namespace aor::missions
