// From a draft that somebody read to its confirmation, or to what stands in the way.
#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <variant>

#include "aor/invoicing/v1/invoicing_service.pb.h"
#include "services/invoicing/api/issuing.h"
#include "services/invoicing/projections/basis.h"

namespace aor::invoicing {
// <legal entity>~<party>~<period>~<currency>~<group>
struct DraftName {
  std::string legal_entity_id, party_id;
};
std::optional<DraftName> ParseDraftId(const std::string& draft_id);

// All drafts of a client, or of a supplier who is self-billed, without looking at their orders:
// Prepare does. DraftsOf says what holds them.
std::vector<Draft> DraftsWithoutHolds(const Basis& basis, const std::string& legal_entity_id,
                                      const std::string& party_id, std::string_view side);
std::vector<Draft> DraftsOf(const Basis& basis, const std::string& legal_entity_id,
                            const std::string& party_id, std::string_view side);
std::optional<Draft> FindDraft(const Basis& basis, const std::string& draft_id,
                               std::string_view side);

struct ToConfirm {
  std::string draft_id, etag, invoice_id;
  std::string_view side = billed::kClient;
  std::vector<v1::ManualLine> manual_lines;
  std::string rounding_policy;
  std::vector<std::string> notes;
  std::string purchase_order_decision = {};  // why an order that does not cover it is no matter
};
// Refused with ALREADY_BILLED or DRAFT_CHANGED when the draft is another one now.
using Confirmable = std::variant<Confirmation, eventsourcing::Refused>;
absl::StatusOr<Confirmable> Prepare(const Basis& basis, const ToConfirm& wish);
// The same for a draft that was just computed.
absl::StatusOr<Confirmable> Prepare(const Basis& basis, const ToConfirm& wish,
                                    const std::optional<Draft>& draft);

v1::Draft ToProto(const Draft& draft, std::string_view side);
}  // namespace aor::invoicing
