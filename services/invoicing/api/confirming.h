// From a draft that somebody read to its confirmation, or to what stands in the way.
#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <variant>

#include "aor/invoicing/v1/invoicing_service.pb.h"
#include "libs/rpc/caller.h"
#include "services/invoicing/api/issuing.h"
#include "services/invoicing/domain/order_decision.h"
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
  std::string by = {}, on_behalf_of = {};  // who confirms
};
// Refused with ALREADY_BILLED or DRAFT_CHANGED when the draft is another one now.
using Confirmable = std::variant<Confirmation, eventsourcing::Refused>;
absl::StatusOr<Confirmable> Prepare(const Basis& basis, const ToConfirm& wish);
// The same for a draft that was just computed.
absl::StatusOr<Confirmable> Prepare(const Basis& basis, const ToConfirm& wish,
                                    const std::optional<Draft>& draft);

// Of a draft that its orders do not cover; NOTHING_TO_DECIDE for one that they do.
using Decidable = std::variant<order_decision::DecideOnDraft, eventsourcing::Refused>;
absl::StatusOr<Decidable> PrepareDecision(const Basis& basis,
                                          const v1::DecideOnPurchaseOrderRequest& request,
                                          const rpc::Caller& caller);

v1::Draft ToProto(const Draft& draft, std::string_view side);
}  // namespace aor::invoicing
