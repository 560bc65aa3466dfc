// Which adopted rule asks for what.
#pragma once

#include <functional>
#include <vector>

#include "services/credentials/domain/gates.h"

namespace aor::credentials {
struct Ask {
  const v1::PolicyAdopted* adopted = nullptr;
  const v1::Requirement* requirement = nullptr;
};
// In the order of the scopes and, in them, of adoption; last what the house asks of all.
std::vector<Ask> AsksOf(const v1::Subject& subject, const Facts& facts, const When& when);
// CH is about CH-GE too; no word is about everywhere.
bool LiesIn(const std::string& jurisdiction, const std::string& wanted);
const std::string& HolderOf(const v1::Subject& subject, v1::Holder holder);
// In whole, for whoever wants to know what is asked and by whom.
v1::AskedRequirement Described(const v1::Subject& subject, const Ask& ask);
// Null where the adopted words do not describe it.
const v1::CredentialKind* KindOf(const v1::PolicyAdopted& adopted, const std::string& kind_id);
// What one of them adds to a reason.
v1::Reason ReasonOf(const v1::Subject& subject, const Ask& ask, v1::ReasonCode code);
}  // namespace aor::credentials
