// Whom a request names is known to the directory, as far as its log was read.
#pragma once

#include <string>

#include "services/missions/api/tools.h"

namespace aor::missions {
// Collects what is wrong, field by field; fields that name nobody are passed over.
class Registered {
 public:
  // Waits for what the caller has seen: somebody who was just registered.
  Registered(const Tools& tools, const rpc::Caller& caller, const std::string& consistency_token);
  Registered& Client(const std::string& field, const std::string& id);
  Registered& LegalEntity(const std::string& field, const std::string& id);
  Registered& Person(const std::string& field, const std::string& id);
  Registered& Supplier(const std::string& field, const std::string& id);
  // INVALID_ARGUMENT with all of it.
  absl::Status status() const;

 private:
  Registered& Check(const char* kind, const std::string& field, const std::string& id);

  const Tools& tools_;
  const std::string tenant_;
  absl::Status seen_;
  std::vector<rpc::FieldViolation> violations_;
};
}  // namespace aor::missions
