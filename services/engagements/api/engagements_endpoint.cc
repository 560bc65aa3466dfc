#include "services/engagements/api/engagements_endpoint.h"

#include <absl/strings/str_cat.h>

#include <type_traits>

#include "aor/engagements/v1/engagements_service.grpc.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/engagements/api/answers.h"
#include "services/engagements/api/contract_wishes.h"
#include "services/engagements/api/listing.h"
#include "services/engagements/api/quote_wishes.h"
#include "services/engagements/projections/engagements_view.h"

namespace aor::engagements {
namespace {
using eventsourcing::Committed;
using eventsourcing::Rows;
using rpc::Caller;
using rpc::Context;
using rpc::Reactor;

calendar::Instant At(const google::protobuf::Timestamp& time) {
  return calendar::Instant{std::chrono::seconds{time.seconds()}};
}

// Of a contract that is there: the day or the knowledge that was asked for lies outside it.
absl::Status NoTerms(const v1::Contract& contract, calendar::Date day,
                     const google::protobuf::Timestamp* by) {
  return absl::NotFoundError(absl::StrCat(
      "Contract ", contract.contract_id(), " has no terms on ", calendar::ToString(day),
      by ? ", as known by " + calendar::ToString(At(*by)) : "", ": it starts on ",
      calendar::ToString(calendar::FromProto(contract.concluded().start())), " and is known since ",
      calendar::ToString(At(contract.concluded_at())), "; GetContract shows its end."));
}

// Visits the commit's events of one aggregate.
template <class Event>
void ForEach(const Committed& committed, const std::function<void(const Event&)>& visit) {
  for (const auto& stream : committed.commit->streams())
    for (const auto& event : stream.events())
      if (eventsourcing::Holds<Event>(event)) visit(eventsourcing::Decode<Event>(event));
}

template <class Response>
void FillPrice(const v1::Price& price, Response& response) {
  *response.mutable_price() = price;
  *response.mutable_figures() = FiguresOf(price);
}

class EngagementCalls final : public v1::EngagementsService::CallbackService {
 public:
  explicit EngagementCalls(Tools tools) : tools_(std::move(tools)) {}

  Reactor* CreateQuote(Context* context, const v1::CreateQuoteRequest* request,
                       v1::CreateQuoteResponse* response) override {
    return tools_.edge.Mutate<v1::CreateQuoteRequest, v1::CreateQuoteResponse>(
        context, *request, response,
        [=, this](const Caller& caller) { return ToWish(*request, caller, tools_); },
        [=](const Committed& committed, v1::CreateQuoteResponse& answer) {
          answer.set_quote_id(IdOf(*request, committed.commit->tenant()));
          ForEach<v1::QuoteEvent>(committed, [&](const v1::QuoteEvent& event) {
            FillPrice(event.quote_drawn_up().price(), answer);
          });
        });
  }
  Reactor* PreviewQuote(Context* context, const v1::PreviewQuoteRequest* request,
                        v1::PreviewQuoteResponse* response) override {
    return tools_.edge.Run(context, *request, [=, this](const Caller&) -> absl::Status {
      const Priced priced = Preview(*request, tools_.loaded->rules, tools_.clock.Now());
      if (const auto* refusal = std::get_if<Refusal>(&priced))
        return rpc::RefusalError({std::string(Name(*refusal)), Sentence(*refusal)});
      FillPrice(std::get<v1::Price>(priced), *response);
      return absl::OkStatus();
    });
  }
  Reactor* RepriceQuote(Context* context, const v1::RepriceQuoteRequest* request,
                        v1::RepriceQuoteResponse* response) override {
    return tools_.edge.Mutate<v1::RepriceQuoteRequest, v1::RepriceQuoteResponse>(
        context, *request, response,
        [=, this](const Caller& caller) { return ToWish(*request, caller, tools_); },
        [](const Committed& committed, v1::RepriceQuoteResponse& answer) {
          ForEach<v1::QuoteEvent>(committed, [&](const v1::QuoteEvent& event) {
            FillPrice(event.quote_repriced().price(), answer);
          });
        });
  }
  Reactor* ApproveQuote(Context* context, const v1::ApproveQuoteRequest* request,
                        v1::ApproveQuoteResponse* response) override {
    return tools_.edge.Mutate(context, *request, response,
                              [=](const Caller& caller) { return ToWish(*request, caller); });
  }
  Reactor* AcceptQuote(Context* context, const v1::AcceptQuoteRequest* request,
                       v1::AcceptQuoteResponse* response) override {
    return tools_.edge.Mutate(context, *request, response, [=](const Caller& caller) {
      // A client's own people accept in their own name.
      v1::AcceptQuoteRequest wish = *request;
      if (!IsOffice(caller)) wish.clear_accepted_by();
      return ToWish(wish, caller.person.value);
    });
  }
  Reactor* WithdrawQuote(Context* context, const v1::WithdrawQuoteRequest* request,
                         v1::WithdrawQuoteResponse* response) override {
    return tools_.edge.Mutate(context, *request, response,
                              [=](const Caller&) { return ToWish(*request); });
  }
  Reactor* GetQuote(Context* context, const v1::GetQuoteRequest* request,
                    v1::GetQuoteResponse* response) override {
    return Read(context, request, response,
                [=](const Caller& caller, const Rows& rows, v1::GetQuoteResponse& answer) {
                  auto quote = rows.Load<v1::Quote>(QuoteRow(caller.tenant, request->quote_id()));
                  if (!quote || !MaySee(caller, *quote))
                    return rpc::NotFound("quote", request->quote_id());
                  Redact(caller, *quote);
                  *answer.mutable_quote() = *std::move(quote);
                  return absl::OkStatus();
                });
  }
  Reactor* ListQuotes(Context* context, const v1::ListQuotesRequest* request,
                      v1::ListQuotesResponse* response) override {
    return Read(context, request, response,
                [=](const Caller& caller, const Rows& rows, v1::ListQuotesResponse& answer) {
                  return List(*request, caller, rows, answer);
                });
  }
  Reactor* ListQuoteTemplates(Context* context, const v1::ListQuoteTemplatesRequest* request,
                              v1::ListQuoteTemplatesResponse* response) override {
    return tools_.edge.Run(context, *request, [=, this](const Caller&) {
      return List(*request, *tools_.loaded, *response);
    });
  }

  Reactor* ConcludeContract(Context* context, const v1::ConcludeContractRequest* request,
                            v1::ConcludeContractResponse* response) override {
    return tools_.edge.Mutate<v1::ConcludeContractRequest, v1::ConcludeContractResponse>(
        context, *request, response,
        [=, this](const Caller& caller) { return ToWish(*request, caller, tools_); },
        [=](const Committed& committed, v1::ConcludeContractResponse& answer) {
          answer.set_contract_id(IdOf(*request, committed.commit->tenant()));
          ForEach<v1::ContractEvent>(committed, [&](const v1::ContractEvent& event) {
            if (!event.has_paper_drawn_up()) return;
            auto& paper = *answer.add_papers();
            paper.set_paper_id(event.paper_drawn_up().paper_id());
            paper.set_paper_kind(event.paper_drawn_up().paper_kind());
          });
        });
  }
  Reactor* GetContract(Context* context, const v1::GetContractRequest* request,
                       v1::GetContractResponse* response) override {
    return Read(context, request, response,
                [=](const Caller& caller, const Rows& rows, v1::GetContractResponse& answer) {
                  auto contract = Find(caller, rows, request->contract_id());
                  if (!contract) return rpc::NotFound("contract", request->contract_id());
                  *answer.mutable_contract() = *std::move(contract);
                  return absl::OkStatus();
                });
  }
  Reactor* ListContracts(Context* context, const v1::ListContractsRequest* request,
                         v1::ListContractsResponse* response) override {
    return Read(context, request, response,
                [=](const Caller& caller, const Rows& rows, v1::ListContractsResponse& answer) {
                  return List(*request, caller, rows, answer);
                });
  }
  Reactor* GetStaffing(Context* context, const v1::GetStaffingRequest* request,
                       v1::GetStaffingResponse* response) override {
    return Read(context, request, response,
                [=](const Caller& caller, const Rows& rows, v1::GetStaffingResponse& answer) {
                  Count(*request, caller.tenant, rows, answer);
                  return absl::OkStatus();
                });
  }
  Reactor* SignPaper(Context* context, const v1::SignPaperRequest* request,
                     v1::SignPaperResponse* response) override {
    return tools_.edge.Mutate(context, *request, response,
                              [=](const Caller& caller) { return ToWish(*request, caller); });
  }
  Reactor* RecordStart(Context* context, const v1::RecordStartRequest* request,
                       v1::RecordStartResponse* response) override {
    return tools_.edge.Mutate(context, *request, response, [=, this](const Caller& caller) {
      return ToWish(*request, caller, tools_);
    });
  }
  Reactor* ExtendContract(Context* context, const v1::ExtendContractRequest* request,
                          v1::ExtendContractResponse* response) override {
    return tools_.edge.Mutate(context, *request, response, [=, this](const Caller& caller) {
      return ToWish(*request, caller, tools_);
    });
  }
  Reactor* EndContract(Context* context, const v1::EndContractRequest* request,
                       v1::EndContractResponse* response) override {
    return tools_.edge.Mutate(context, *request, response,
                              [=](const Caller&) { return ToWish(*request); });
  }
  Reactor* AgreeRate(Context* context, const v1::AgreeRateRequest* request,
                     v1::AgreeRateResponse* response) override {
    return tools_.edge.Mutate<v1::AgreeRateRequest, v1::AgreeRateResponse>(
        context, *request, response,
        [=, this](const Caller& caller) { return ToWish(*request, caller, tools_); },
        [](const Committed& committed, v1::AgreeRateResponse& answer) {
          ForEach<v1::ContractEvent>(committed, [&](const v1::ContractEvent& event) {
            answer.set_waits_for_approval(event.has_rate_proposed());
            if (event.has_rate_agreed()) *answer.mutable_rate() = event.rate_agreed();
          });
        });
  }
  Reactor* ApproveRate(Context* context, const v1::ApproveRateRequest* request,
                       v1::ApproveRateResponse* response) override {
    return tools_.edge.Mutate<v1::ApproveRateRequest, v1::ApproveRateResponse>(
        context, *request, response, [=](const Caller& caller) { return ToWish(*request, caller); },
        [](const Committed& committed, v1::ApproveRateResponse& answer) {
          ForEach<v1::ContractEvent>(committed, [&](const v1::ContractEvent& event) {
            if (event.has_rate_agreed()) *answer.mutable_rate() = event.rate_agreed();
          });
        });
  }
  Reactor* GetTerms(Context* context, const v1::GetTermsRequest* request,
                    v1::GetTermsResponse* response) override {
    return Read(context, request, response,
                [=](const Caller& caller, const Rows& rows, v1::GetTermsResponse& answer) {
                  const auto contract = Find(caller, rows, request->contract_id());
                  if (!contract) return rpc::NotFound("contract", request->contract_id());
                  const auto* by = request->has_recorded_by() ? &request->recorded_by() : nullptr;
                  const auto day = calendar::FromProto(request->effective_on());
                  const auto terms = TermsOn(*contract, day, by);
                  if (!terms) return NoTerms(*contract, day, by);
                  answer = *terms;
                  return absl::OkStatus();
                });
  }

 private:
  template <class Request, class Response>
  Reactor* Read(
      Context* context, const Request* request, Response* response,
      std::type_identity_t<std::function<absl::Status(const Caller&, const Rows&, Response&)>>
          answer) {
    return tools_.edge.Read<Request, Response>(context, *request, response, tools_.view,
                                               std::move(answer));
  }

  // As the caller may see it; nothing for what does not exist or is another's.
  static std::optional<v1::Contract> Find(const Caller& caller, const Rows& rows,
                                          const std::string& contract_id) {
    auto contract = rows.Load<v1::Contract>(ContractRow(caller.tenant, contract_id));
    if (!contract || !MaySee(caller, *contract)) return std::nullopt;
    Redact(caller, *contract);
    return contract;
  }

  Tools tools_;
};
}  // namespace

std::unique_ptr<grpc::Service> EngagementsEndpoint(Tools tools) {
  return std::make_unique<EngagementCalls>(std::move(tools));
}
}  // namespace aor::engagements
