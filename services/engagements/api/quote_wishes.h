// Requests about quotes into wishes that the runtime decides on.
#pragma once

#include "aor/engagements/v1/engagements_service.pb.h"
#include "services/engagements/api/tools.h"
#include "services/engagements/domain/quote.h"

namespace aor::engagements {
struct Asked {
  Wish wish;
  Basis basis;
};
// What is to be priced, and what the rules say to it on that day as known now. Nobody's wish yet to
// sell at a loss.
Asked Ask(const v1::QuoteWish& request, const RuleSet& rules, absl::Time now);

// The price of a preview, from the one that is displayed if it is of the same cost.
Priced Preview(const v1::PreviewQuoteRequest& request, const RuleSet& rules, absl::Time now);

std::string IdOf(const v1::CreateQuoteRequest& request, const std::string& tenant);
absl::StatusOr<rpc::Wish> ToWish(const v1::CreateQuoteRequest& request, const rpc::Caller& caller,
                                 const Tools& tools);
absl::StatusOr<rpc::Wish> ToWish(const v1::RepriceQuoteRequest& request, const rpc::Caller& caller,
                                 const Tools& tools);
rpc::Wish ToWish(const v1::ApproveQuoteRequest& request, const rpc::Caller& caller);
rpc::Wish ToWish(const v1::AcceptQuoteRequest& request, const std::string& caller);
rpc::Wish ToWish(const v1::WithdrawQuoteRequest& request);
}  // namespace aor::engagements
