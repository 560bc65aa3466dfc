// The month's engagements over real gRPC: one process, its log in memory, callers with tokens.
#include "libs/money/money.h"
#include "services/engagements/api/running_process.h"

namespace aor::engagements {
namespace {
using Stub = v1::EngagementsService::Stub;

std::string Text(const types::v1::Decimal& value) {
  return money::ToString(money::FromProto(value));
}
std::string Text(const v1::Figures& figures) {
  return Text(figures.margin_percent()) + " | " + Text(figures.margin()) + " | " +
         Text(figures.coefficient()) + " | " + Text(figures.coefficient_on_cost()) + " | " +
         Text(figures.tariff());
}

class EngagementsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    process_ = new RunningProcess;
    process_->Publish(
        "legal_entity_registered { legal_entity_id: 'geneva' address { country_code: 'CH' } }");
    process_->Publish(
        "legal_entity_registered { legal_entity_id: 'lyon' address { country_code: 'FR' } }");
    process_->Publish("site_opened { client_id: 'acme' site_id: 'vernier' zone: 'Europe/Zurich'"
                      " jurisdiction: 'CH-GE' }");
    places_ = process_->Publish("site_opened { client_id: 'acme' site_id: 'bron'"
                                " zone: 'Europe/Paris' jurisdiction: 'FR' }");
  }
  static void TearDownTestSuite() { delete process_; }

  // "OK", the name of the refusal, or the number of the status code.
  template <class Request, class Response>
  std::string Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                   const std::string& request, Response* response) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    context.AddMetadata("authorization", "Bearer " + token_);
    const auto status = ((*stub_).*method)(&context, Parse<Request>(request), response);
    said_ = status.error_message();
    if (status.ok()) return "OK";
    const std::string refusal = rpc::RefusalOf(rpc::FromGrpc(status));
    return refusal.empty() ? std::to_string(status.error_code()) : refusal;
  }
  template <class Request, class Response>
  std::string Try(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  const std::string& request) {
    Response response;
    return Call(method, request, &response);
  }
  void As(const std::string& person, const std::string& role,
          const std::string& tenant = "alpina") {
    token_ = process_->TokenOf(person, role, tenant);
  }
  // A fresh request id, quoted.
  static std::string Id() { return " request_id: 'r" + std::to_string(++requests_) + "' "; }

  // An accepted quote of this id: an electrician of Geneva.
  void Accepted(const std::string& quote, const std::string& entity = "geneva",
                const std::string& wish = kElectrician) {
    ASSERT_EQ(Try(&Stub::CreateQuote, Id() + "quote_id: '" + quote + "' client_id: 'acme'" +
                                          " legal_entity_id: '" + entity + "' " + wish),
              "OK")
        << said_;
    ASSERT_EQ(Try(&Stub::AcceptQuote,
                  Id() + "client_id: 'acme' quote_id: '" + quote + "' accepted_by: 'grace'"),
              "OK")
        << said_;
  }
  // A contract on it; the token of the answer is kept.
  std::string Conclude(const std::string& contract, const std::string& quote,
                       const std::string& more) {
    v1::ConcludeContractResponse response;
    const auto outcome =
        Call(&Stub::ConcludeContract,
             Id() + "contract_id: '" + contract + "' quote_id: '" + quote +
                 "' client_id: 'acme' start { year: 2026 month: 10 day: 5 }" +
                 " consistency_token: '" + places_ + "' " + more,
             &response);
    after_ = " consistency_token: '" + response.consistency_token() + "' ";
    return outcome;
  }

  static constexpr auto kElectrician =
      "title: 'Electrician' wish { engagement_kind: ENGAGEMENT_KIND_TEMP jurisdiction: 'CH-GE'"
      " currency_code: 'CHF' unit: UNIT_HOUR base_wage { unscaled: 3000 scale: 2 }"
      " cba_id: 'GAV-PERSONALVERLEIH' skill: SKILL_SKILLED"
      " held: HELD_TARIFF held_value { unscaled: 5400 scale: 2 } }";
  static constexpr auto kPicker =
      "title: 'Picker' wish { engagement_kind: ENGAGEMENT_KIND_TEMP jurisdiction: 'FR'"
      " currency_code: 'EUR' unit: UNIT_HOUR base_wage { unscaled: 1500 scale: 2 }"
      " cba_id: 'FR-TRAVAIL-TEMPORAIRE' skill: SKILL_UNSKILLED"
      " held: HELD_COEFFICIENT held_value { unscaled: 205 scale: 2 } }";
  static constexpr auto kGenevan =
      "legal_entity_id: 'geneva' worker_id: 'ada' site_id: 'vernier'"
      " end { year: 2026 month: 10 day: 30 } ";

  static inline RunningProcess* process_;
  static inline std::string places_;
  static inline int requests_ = 0;
  std::unique_ptr<Stub> stub_ = v1::EngagementsService::NewStub(process_->channel());
  std::string token_ = process_->TokenOf("carla", "consultant");
  std::string said_, after_;
};

TEST_F(EngagementsTest, AQuoteIsDrawnUpShownAndRepriced) {
  const std::string create =
      Id() + "quote_id: 'q1' client_id: 'acme' legal_entity_id: 'geneva' " + kElectrician;
  v1::CreateQuoteResponse created, again;
  ASSERT_EQ(Call(&Stub::CreateQuote, create, &created), "OK") << said_;
  EXPECT_EQ(Text(created.figures()), "21.96 | 11.86 | 1.80 | 1.28 | 54.00");
  EXPECT_EQ(Text(created.price().cost()), "42.14");
  ASSERT_EQ(Call(&Stub::CreateQuote, create, &again), "OK");
  EXPECT_EQ(again.DebugString(), created.DebugString());
  EXPECT_EQ(Try(&Stub::CreateQuote, create + "reason: 'another body'"), "6");

  v1::RepriceQuoteResponse repriced;
  ASSERT_EQ(Call(&Stub::RepriceQuote,
                 Id() + "client_id: 'acme' quote_id: 'q1' version: 1 held: HELD_MARGIN_PERCENT"
                        " held_value { unscaled: 20 }",
                 &repriced),
            "OK");
  EXPECT_EQ(Text(repriced.figures()), "20.00 | 10.54 | 1.76 | 1.25 | 52.68");
  EXPECT_EQ(Try(&Stub::AcceptQuote, Id() + "client_id: 'acme' quote_id: 'q1' version: 1"),
            "QUOTE_CHANGED");
  EXPECT_EQ(Try(&Stub::RepriceQuote, Id() + "client_id: 'acme' quote_id: 'q1' held: HELD_TARIFF"
                                            " held_value { unscaled: 40 }"),
            "BELOW_COST");
  EXPECT_EQ(Try(&Stub::RepriceQuote, Id() + "client_id: 'acme' quote_id: 'q1'"), "3");
  EXPECT_EQ(Try(&Stub::RepriceQuote, Id() + "client_id: 'zeta' quote_id: 'q1' held: HELD_TARIFF"
                                            " held_value { unscaled: 60 }"),
            "QUOTE_UNKNOWN");
  v1::GetQuoteResponse got;
  ASSERT_EQ(Call(&Stub::GetQuote,
                 "quote_id: 'q1' consistency_token: '" + repriced.consistency_token() + "'", &got),
            "OK");
  EXPECT_EQ(got.quote().version(), 2u);
  EXPECT_EQ(Text(got.quote().figures()), "20.00 | 10.54 | 1.76 | 1.25 | 52.68");

  ASSERT_EQ(Call(&Stub::RepriceQuote,
                 Id() + "client_id: 'acme' quote_id: 'q1' base_wage { unscaled: 35 }", &repriced),
            "OK")
      << said_;
  EXPECT_EQ(Text(repriced.figures().margin_percent()), "20.00");
}

TEST_F(EngagementsTest, APreviewKeepsNothingAndNamesTheMinimum) {
  std::string wish = kElectrician;
  wish = wish.substr(wish.find("wish"));
  v1::PreviewQuoteResponse preview;
  ASSERT_EQ(Call(&Stub::PreviewQuote, wish, &preview), "OK") << said_;
  EXPECT_EQ(Text(preview.figures()), "21.96 | 11.86 | 1.80 | 1.28 | 54.00");
  EXPECT_EQ(preview.price().minimum_wage_source(), "BBl 2025 3547, skilled, high-wage zone");
  wish.replace(wish.find("3000"), 4, "2761");
  EXPECT_EQ(Try(&Stub::PreviewQuote, wish), "BELOW_MINIMUM_WAGE");
  EXPECT_NE(said_.find("CHF 27.62 (BBl 2025 3547"), std::string::npos) << said_;
  As("grace", "client:acme");
  EXPECT_EQ(Try(&Stub::PreviewQuote, wish), "7");
}

TEST_F(EngagementsTest, AClientAcceptsItsOwnQuoteAndSeesNoCost) {
  ASSERT_EQ(Try(&Stub::CreateQuote, Id() + "quote_id: 'q2' client_id: 'acme'"
                                           " legal_entity_id: 'geneva' " +
                                        kElectrician),
            "OK");
  As("zoe", "client:zeta");
  EXPECT_EQ(Try(&Stub::AcceptQuote, Id() + "client_id: 'acme' quote_id: 'q2'"), "7");
  EXPECT_EQ(Try(&Stub::GetQuote, "quote_id: 'q2'"), "5");
  As("grace", "client:acme");
  v1::AcceptQuoteResponse accepted;
  ASSERT_EQ(Call(&Stub::AcceptQuote,
                 Id() + "client_id: 'acme' quote_id: 'q2' version: 1 accepted_by: 'somebody-else'",
                 &accepted),
            "OK");
  v1::GetQuoteResponse got;
  ASSERT_EQ(Call(&Stub::GetQuote,
                 "quote_id: 'q2' consistency_token: '" + accepted.consistency_token() + "'", &got),
            "OK");
  EXPECT_EQ(got.quote().accepted_by(), "grace");
  EXPECT_EQ(got.quote().state(), v1::QUOTE_STATE_ACCEPTED);
  EXPECT_EQ(Text(got.quote().price().tariff()), "54.00");
  EXPECT_FALSE(got.quote().price().has_cost());
  EXPECT_FALSE(got.quote().figures().has_margin());
  As("grace", "client:acme", "other-tenant");
  EXPECT_EQ(Try(&Stub::GetQuote, "quote_id: 'q2'"), "5");
}

TEST_F(EngagementsTest, OneQuoteMakesManyContractsEachWithBothPapers) {
  Accepted("q3");
  ASSERT_EQ(Conclude("c3a", "q3", kGenevan), "OK") << said_;
  ASSERT_EQ(Conclude("c3b", "q3", kGenevan), "OK") << said_;
  v1::GetContractResponse got;
  ASSERT_EQ(Call(&Stub::GetContract, "contract_id: 'c3b'" + after_, &got), "OK") << said_;
  const v1::Contract& contract = got.contract();
  EXPECT_EQ(contract.concluded().quote_version(), 2u);
  EXPECT_EQ(contract.concluded().zone(), "Europe/Zurich");
  EXPECT_EQ(contract.concluded().jurisdiction(), "CH-GE");
  EXPECT_EQ(contract.concluded().title(), "Electrician");
  EXPECT_EQ(contract.concluded().terms().time_rules(), "GAV-PERSONALVERLEIH");
  EXPECT_EQ(Text(contract.concluded().terms().tariff()), "54.00");
  ASSERT_EQ(contract.papers_size(), 2);
  EXPECT_EQ(contract.papers(0).paper_kind(), v1::PAPER_KIND_ASSIGNMENT_CONTRACT);
  EXPECT_EQ(contract.papers(1).paper_kind(), v1::PAPER_KIND_HIRE_OF_SERVICES_CONTRACT);
}

TEST_F(EngagementsTest, TheBorderIsClosedBothWays) {
  Accepted("q4", "lyon", kElectrician);
  Accepted("q5", "lyon", kPicker);
  Accepted("q6", "geneva", kPicker);
  EXPECT_EQ(Conclude("c4", "q4", "legal_entity_id: 'lyon' worker_id: 'bob' site_id: 'vernier'"),
            "LYON_TO_GENEVA");
  const std::string french = " worker_id: 'bob' site_id: 'bron' reason_for_use: 'peak'"
                             " end { year: 2026 month: 10 day: 30 } ";
  EXPECT_EQ(Conclude("c6", "q6", "legal_entity_id: 'geneva'" + french), "GENEVA_TO_LYON");
  EXPECT_EQ(Conclude("c5", "q5", "legal_entity_id: 'lyon'" + french), "OK") << said_;
  EXPECT_EQ(Conclude("c7", "q5", "legal_entity_id: 'lyon' worker_id: 'bob' site_id: 'bron'"),
            "REASON_FOR_USE_MISSING");
  EXPECT_EQ(Conclude("c8", "q5", "legal_entity_id: 'geneva'" + french), "QUOTE_OF_ANOTHER_ENTITY");
  EXPECT_EQ(Conclude("c9", "q5", "legal_entity_id: 'lyon' worker_id: 'bob' site_id: 'moon'"),
            "SITE_UNKNOWN");
}

TEST_F(EngagementsTest, WorkerAndClientSignTheirOwnPaper) {
  Accepted("q10");
  ASSERT_EQ(Conclude("c10", "q10", kGenevan), "OK") << said_;
  const std::string contract = "client_id: 'acme' contract_id: 'c10' method: 'simple electronic' ";
  As("ada", "worker");
  const std::string own = contract + "worker_id: 'ada' ";
  EXPECT_EQ(Try(&Stub::SignPaper, Id() + own + "paper_id: 'c10-client'"), "PAPER_UNKNOWN");
  EXPECT_EQ(Try(&Stub::SignPaper, Id() + own + "paper_id: 'c10-worker'"), "OK") << said_;
  As("eve", "worker");
  EXPECT_EQ(Try(&Stub::SignPaper, Id() + contract + "worker_id: 'eve' paper_id: 'c10-worker'"),
            "PAPER_UNKNOWN");
  EXPECT_EQ(Try(&Stub::GetContract, "contract_id: 'c10'"), "5");
  As("grace", "client:acme");
  v1::SignPaperResponse response;
  ASSERT_EQ(Call(&Stub::SignPaper, Id() + contract + "paper_id: 'c10-client'", &response), "OK");
  v1::GetContractResponse got;
  ASSERT_EQ(Call(&Stub::GetContract,
                 "contract_id: 'c10' consistency_token: '" + response.consistency_token() + "'",
                 &got),
            "OK");
  ASSERT_EQ(got.contract().papers(0).signatures_size(), 1);
  EXPECT_EQ(got.contract().papers(0).signatures(0).signed_by(), "ada");
  EXPECT_EQ(got.contract().papers(1).signatures(0).signed_by(), "grace");
  EXPECT_FALSE(got.contract().concluded().terms().has_base_wage());
  EXPECT_FALSE(got.contract().rates(0).has_cost());
}

// The last test: it moves the clock.
TEST_F(EngagementsTest, WasTrueOnOneDayAsKnownOnAnother) {
  Accepted("q20");
  ASSERT_EQ(Conclude("c20", "q20", kGenevan), "OK") << said_;
  process_->AdvanceTo("2026-10-20T06:00:00Z");
  v1::AgreeRateResponse agreed;
  const std::string contract = "client_id: 'acme' contract_id: 'c20' ";
  EXPECT_EQ(Try(&Stub::AgreeRate, Id() + contract + "base_wage { unscaled: 27 }"
                                                    " effective_from { year: 2026 month: 10 day: 12 }"),
            "BELOW_MINIMUM_WAGE");
  ASSERT_EQ(Call(&Stub::AgreeRate,
                 Id() + contract + "base_wage { unscaled: 32 } tariff { unscaled: 57 }"
                                   " effective_from { year: 2026 month: 10 day: 12 }",
                 &agreed),
            "OK")
      << said_;
  EXPECT_EQ(Text(agreed.rate().cost()), "44.95");
  const std::string after = " consistency_token: '" + agreed.consistency_token() + "' ";
  const auto wage_on = [&](int day, const std::string& known) {
    v1::GetTermsResponse terms;
    const auto outcome = Call(&Stub::GetTerms,
                              "contract_id: 'c20' effective_on { year: 2026 month: 10 day: " +
                                  std::to_string(day) + " }" + known + after,
                              &terms);
    return outcome == "OK" ? Text(terms.terms().base_wage()) : outcome;
  };
  const std::string before = "recorded_by { seconds: " +
                             std::to_string(calendar::ParseInstant("2026-10-13T00:00:00Z")
                                                ->time_since_epoch()
                                                .count()) +
                             " } ";
  EXPECT_EQ(wage_on(9, ""), "30.00");
  EXPECT_EQ(wage_on(12, ""), "32");
  EXPECT_EQ(wage_on(12, before), "30.00");  // nobody knew yet
  EXPECT_EQ(wage_on(4, ""), "5");
  EXPECT_EQ(wage_on(31, ""), "5");

  process_->AdvanceTo("2026-11-03T06:00:00Z");
  v1::ExtendContractResponse extended;
  ASSERT_EQ(Call(&Stub::ExtendContract,
                 Id() + contract + "end { year: 2026 month: 11 day: 13 }", &extended),
            "OK")
      << said_;
  v1::GetContractResponse got;
  ASSERT_EQ(Call(&Stub::GetContract,
                 "contract_id: 'c20' consistency_token: '" + extended.consistency_token() + "'",
                 &got),
            "OK");
  EXPECT_TRUE(got.contract().extensions(0).late());

  v1::GetStaffingResponse staffing;
  ASSERT_EQ(Call(&Stub::GetStaffing,
                 "on { year: 2026 month: 11 day: 3 } ending_within_days: 14 client_id: 'acme'",
                 &staffing),
            "OK");
  EXPECT_EQ(staffing.active_workers(), 1u);
  ASSERT_EQ(staffing.ending_size(), 1);
  EXPECT_EQ(staffing.ending(0).contract_id(), "c20");
  EXPECT_TRUE(staffing.ending(0).unsigned_paper());

  v1::ListContractsResponse page;
  ASSERT_EQ(Call(&Stub::ListContracts,
                 "worker_id: 'ada' active_on { year: 2026 month: 10 day: 5 } page_size: 1", &page),
            "OK");
  EXPECT_EQ(page.contracts_size(), 1);
  EXPECT_FALSE(page.next_page_token().empty());
  ASSERT_EQ(Call(&Stub::ListContracts,
                 "worker_id: 'ada' active_on { year: 2026 month: 11 day: 3 }", &page),
            "OK");
  EXPECT_EQ(page.contracts_size(), 1);
  ASSERT_EQ(Try(&Stub::EndContract, Id() + contract + "end { year: 2026 month: 11 day: 6 }"), "OK");
}

TEST_F(EngagementsTest, TemplatesAndQuotesAreListed) {
  v1::ListQuoteTemplatesResponse templates;
  ASSERT_EQ(Call(&Stub::ListQuoteTemplates, "jurisdiction: 'FR' page_size: 1", &templates), "OK");
  ASSERT_EQ(templates.quote_templates_size(), 1);
  EXPECT_EQ(templates.quote_templates(0).template_id(), "fr-contractor");
  EXPECT_EQ(templates.rule_version().substr(0, 7), "sha256:");
  Accepted("q30");
  v1::WithdrawQuoteResponse withdrawn;
  ASSERT_EQ(Call(&Stub::WithdrawQuote,
                 Id() + "client_id: 'acme' quote_id: 'q30' reason: 'filled'", &withdrawn),
            "OK");
  EXPECT_EQ(Conclude("c30", "q30", kGenevan), "QUOTE_NOT_ACCEPTED");
  v1::ListQuotesResponse quotes;
  ASSERT_EQ(Call(&Stub::ListQuotes,
                 "client_id: 'acme' state: QUOTE_STATE_WITHDRAWN consistency_token: '" +
                     withdrawn.consistency_token() + "'",
                 &quotes),
            "OK");
  ASSERT_EQ(quotes.quotes_size(), 1);
  EXPECT_EQ(quotes.quotes(0).withdrawal_reason(), "filled");
}
}  // namespace
}  // namespace aor::engagements
