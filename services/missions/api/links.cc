#include "services/missions/api/links.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>

#include <vector>

#include "libs/eventsourcing/row_key.h"
#include "libs/vault/signed_text.h"

namespace aor::missions {
namespace {
using eventsourcing::RowKey;
constexpr char kToQuestionnaire[] = "aor-questionnaire-link-v1";
constexpr char kToSession[] = "aor-invitation-link-v1";

// The tenant is one that there is: strangers make no key for any other.
absl::Status CheckSigned(const Tools& tools, const std::string& tenant, const char* purpose,
                         const std::string& text) {
  const auto claims = vault::SignedClaims(tools.vault, tenant, purpose, text);
  if (!claims.ok()) return claims.status();
  return *claims ? absl::OkStatus() : NoLink();
}

std::string ClaimsOf(const Invitation& invitation) {
  return absl::StrCat(invitation.mission, "~", invitation.session, "~", invitation.people);
}
}  // namespace

absl::Status NoLink() {
  return absl::UnauthenticatedError("The link is none of ours; open it as it stands in the mail.");
}

// "<tenant>.<asking>.<MAC>"
absl::StatusOr<std::string> LinkTo(const Tools& tools, const std::string& tenant,
                                   const std::string& asking) {
  const auto text = vault::Signed(tools.vault, tenant, kToQuestionnaire, asking);
  if (!text.ok()) return text.status();
  return absl::StrCat(tenant, ".", *text);
}

absl::StatusOr<Followed> Follow(const Tools& tools, const std::string& link) {
  const size_t mac = link.rfind('.');
  const size_t asking =
      mac == std::string::npos || mac == 0 ? std::string::npos : link.rfind('.', mac - 1);
  if (asking == std::string::npos || link.find('/') != std::string::npos) return NoLink();
  Followed followed{link.substr(0, asking), link.substr(asking + 1, mac - asking - 1), {}};
  const auto row =
      tools.view.rows().Load<v1::AskingRow>(RowKey(followed.tenant, "asking", followed.asking));
  if (!row) return NoLink();
  if (auto status = CheckSigned(tools, followed.tenant, kToQuestionnaire, link.substr(asking + 1));
      !status.ok())
    return status;
  followed.row = *row;
  return followed;
}

// "<tenant>~<mission>~<session>~<people>.<MAC>"; ids hold no "~".
absl::StatusOr<std::string> LinkTo(const Tools& tools, const Invitation& invitation) {
  const auto text = vault::Signed(tools.vault, invitation.tenant, kToSession, ClaimsOf(invitation));
  if (!text.ok()) return text.status();
  return absl::StrCat(invitation.tenant, "~", *text);
}

absl::StatusOr<Invitation> ReadInvitation(const Tools& tools, const std::string& link) {
  const std::vector<std::string> parts = absl::StrSplit(link.substr(0, link.rfind('.')), '~');
  Invitation read;
  if (parts.size() != 4 || link.find('/') != std::string::npos ||
      !absl::SimpleAtoi(parts[3], &read.people))
    return NoLink();
  read.tenant = parts[0], read.mission = parts[1], read.session = parts[2];
  if (!tools.view.rows().Get(RowKey(read.tenant, "mission", read.mission))) return NoLink();
  if (auto status =
          CheckSigned(tools, read.tenant, kToSession, link.substr(read.tenant.size() + 1));
      !status.ok())
    return status;
  return read;
}
}  // namespace aor::missions
