#include "services/engagements/domain/contract.h"

#include "libs/eventsourcing/rules.h"
#include "services/engagements/domain/sample_contract.h"

namespace aor::engagements {
namespace {
using enum Reason;
using calendar::Date;
using Then = std::vector<const char*>;

#define RATES(base, tariff, cost)                                         \
  " base_wage { unscaled: " base " scale: 2 } tariff { unscaled: " tariff \
  " scale: 2 } cost { unscaled: " cost " scale: 2 } "
#define CONCLUDED(end) \
  "contract_concluded { contract_id: 'c1' quote_id: 'q1' quote_version: 2"                       \
  " engagement_kind: ENGAGEMENT_KIND_TEMP worker_id: 'ada' client_id: 'acme'"                    \
  " legal_entity_id: 'geneva' site_id: 's1' zone: 'Europe/Zurich' jurisdiction: 'CH-GE'"         \
  " start { year: 2026 month: 10 day: 5 } " end                                                  \
  " terms { currency_code: 'CHF' unit: UNIT_HOUR" RATES("3000", "5400", "4214")                  \
  " time_rules: 'GAV-PERSONALVERLEIH' supplements_billed: true skilled: true"                    \
  " cba_id: 'GAV-PERSONALVERLEIH' skill: SKILL_SKILLED rule_version: 'sha256:1' } }"
constexpr auto kConcluded = CONCLUDED("end { year: 2026 month: 10 day: 30 }");
constexpr auto kOpen = CONCLUDED("");
constexpr auto kPlaced =
    "contract_concluded { contract_id: 'c1' engagement_kind: ENGAGEMENT_KIND_PERMANENT"
    " start { year: 2026 month: 10 day: 5 } terms { fixed_fee { unscaled: 19800 } } }";
constexpr auto kWorkers =
    "paper_drawn_up { contract_id: 'c1' paper_id: 'c1-worker'"
    " paper_kind: PAPER_KIND_ASSIGNMENT_CONTRACT }";
constexpr auto kClients =
    "paper_drawn_up { contract_id: 'c1' paper_id: 'c1-client'"
    " paper_kind: PAPER_KIND_HIRE_OF_SERVICES_CONTRACT }";
#define AMENDED(side, SIDE, n)                                   \
  "paper_drawn_up { contract_id: 'c1' paper_id: 'c1-" side "-" n \
  "'"                                                            \
  " paper_kind: PAPER_KIND_" SIDE "_AMENDMENT amendment: " n " }"
constexpr auto kWorkers1 = AMENDED("worker", "WORKER", "1");
constexpr auto kClients1 = AMENDED("client", "CLIENT", "1");
constexpr auto kWorkers2 = AMENDED("worker", "WORKER", "2");
constexpr auto kClients2 = AMENDED("client", "CLIENT", "2");
constexpr auto kSigned =
    "paper_signed { contract_id: 'c1' paper_id: 'c1-worker' signed_by: 'ada'"
    " method: 'simple electronic' }";
constexpr auto kAmendmentSigned =
    "paper_signed { contract_id: 'c1' paper_id: 'c1-worker-1' signed_by: 'ada'"
    " method: 'simple electronic' }";
#define EXTENDED(late)                                                         \
  "contract_extended { contract_id: 'c1' end { year: 2026 month: 11 day: 13 }" \
  " previous_end { year: 2026 month: 10 day: 30 } worker_id: 'ada' " late " }"
constexpr auto kExtended = EXTENDED("");
constexpr auto kExtendedLate = EXTENDED("late: true");
constexpr auto kEnded =
    "contract_ended { contract_id: 'c1' end { year: 2026 month: 10 day: 16 }"
    " reason: 'the work is done' worker_id: 'ada' }";
constexpr auto kEndedByWorker =
    "contract_ended { contract_id: 'c1' end { year: 2026 month: 10 day: 16 }"
    " reason: 'the work is done' worker_id: 'ada' end_cause: END_CAUSE_WORKER }";
constexpr auto kEndedSooner =
    "contract_ended { contract_id: 'c1' end { year: 2026 month: 10 day: 9 } }";
#define AGREED(rates, day) AGREED_FOR(rates, day, "")
#define RATE(rates, day, why)                                                      \
  "{ contract_id: 'c1'" rates "effective_from { year: 2026 month: 10 day: " day    \
  " }"                                                                             \
  " minimum_wage { unscaled: 2762 scale: 2 } minimum_wage_source: 'BBl 2025 3547'" \
  " rule_version: 'sha256:1' " why "}"
#define AGREED_FOR(rates, day, why) "rate_agreed " RATE(rates, day, why)
constexpr auto kProposed = "rate_proposed { rate " RATE(
    RATES("3000", "4000", "4214"), "12",
    "approval_reason: 'volume'") " proposed_by: 'nina' proposed_for: 'max' }";
constexpr auto kAtALoss =
    AGREED_FOR(RATES("3000", "4000", "4214"), "12",
               "approval_reason: 'volume' proposed_by: 'nina' approved_by: 'olga'"
               " approval_role: 'finance'");
constexpr auto kRaised = AGREED(RATES("3200", "5700", "4495"), "19");
constexpr auto kDearer = AGREED(RATES("3000", "5500", "4214"), "12");
constexpr auto kRaisedBefore = AGREED(RATES("3100", "5400", "4355"), "12");

AgreeRate Rate(std::optional<money::Decimal> base_wage, std::optional<money::Decimal> tariff,
               int day) {
  return {base_wage, tariff, Date(2026, 10, day), sample::Geneva(), {}};
}
AgreeRate ToLoss(const money::Decimal& tariff) {
  AgreeRate rate = Rate({}, tariff, 12);
  rate.loss = {"volume", "nina", "max"};
  return rate;
}
ApproveRate Take(const money::Decimal& tariff, const char* by = "olga", const char* behalf = "") {
  return {Date(2026, 10, 12), tariff, by, behalf, "finance"};
}
void Check(const std::vector<eventsourcing::Rule<ContractCommand, Refusal>>& rules) {
  eventsourcing::CheckRules<Contract, ContractEvent, ContractCommand, Refusal>(rules);
}

TEST(ContractTest, IsConcludedWithBothItsPapers) {
  Check({
      {"both papers come with it", {}, Geneva(), Then{kConcluded, kWorkers, kClients}},
      {"it is concluded once", {kConcluded, kWorkers, kClients}, Geneva(), Then{}},
      {"an id says one thing",
       {kConcluded},
       Geneva([](auto& c) { c.wanted.set_worker_id("bob"); }),
       kContractExists},
      {"somebody works", {}, Geneva([](auto& c) { c.wanted.clear_worker_id(); }), kWorkerMissing},
      {"somebody who is registered",
       {},
       Geneva([](auto& c) { c.worker_known = false; }),
       Refusal(kWorkerUnknown, "ada is not known.")},
      {"a wage is in the employer's currency",
       {},
       Geneva([](auto& c) { c.employer_currency = "EUR"; }),
       Refusal(kCurrencyDiffers, "geneva pays wages in EUR.")},
      {"of an employer whose currency is not known it is the place's",
       {},
       Geneva([](auto& c) {
         c.employer_currency.clear();
         c.basis.floor->currency = "EUR";
       }),
       kCurrencyDiffers},
      {"at a site", {}, Geneva([](auto& c) { c.wanted.clear_jurisdiction(); }), kSiteUnknown},
      {"in a zone", {}, Geneva([](auto& c) { c.zone_known = false; }), kZoneUnknown},
      {"a quote is needed", {}, Geneva([](auto& c) { c.quote = {}; }), kQuoteUnknown},
      {"an accepted one",
       {},
       Geneva([](auto& c) { c.quote.status = QuoteStatus::kOffered; }),
       kQuoteNotAccepted},
      {"not a withdrawn one",
       {},
       Geneva([](auto& c) { c.quote.status = QuoteStatus::kWithdrawn; }),
       kQuoteNotAccepted},
      {"of the same kind",
       {},
       Geneva([](auto& c) { c.wanted.set_engagement_kind(v1::ENGAGEMENT_KIND_EOR); }),
       kQuoteOfAnotherKind},
      {"of the same entity",
       {},
       Geneva([](auto& c) { c.wanted.set_legal_entity_id("zug"); }),
       kQuoteOfAnotherEntity},
      {"of the same client",
       {},
       Geneva([](auto& c) { c.wanted.set_client_id("other"); }),
       kQuoteOfAnotherEntity},
      {"of the same country",
       {},
       Geneva([](auto& c) { c.quote.price.set_jurisdiction("FR"); }),
       kQuoteOfAnotherPlace},
      {"an employer is somewhere",
       {},
       Geneva([](auto& c) { c.employer_country.clear(); }),
       kEmployerUnknown},
      {"it ends after it starts",
       {},
       Geneva([](auto& c) { c.wanted.mutable_end()->set_day(4); }),
       kEndBeforeStart},
      {"one day is enough",
       {},
       Geneva([](auto& c) { c.wanted.mutable_end()->set_day(5); }),
       Then{CONCLUDED("end { year: 2026 month: 10 day: 5 }"), kWorkers, kClients}},
      {"an end is not needed in Geneva",
       {},
       Geneva([](auto& c) { c.wanted.clear_end(); }),
       Then{kOpen, kWorkers, kClients}},
      {"the minimum of its first day is met",
       {},
       Geneva([](auto& c) {
         c.basis.floor->per_hour = {3001, 2};
       }),
       kBelowMinimumWage},
      {"its gate is open",
       {},
       Geneva([](auto& c) { c.contracting = kShutGate; }),
       Refusal(kGateClosed, "Missing: a permit of ada.")},
      {"somebody asked",
       {},
       Geneva([](auto& c) { c.contracting = {}; }),
       Refusal(kGateClosed, "Nobody was asked yet: send the request again.")},
      {"an override is named",
       {},
       Geneva([](auto& c) { c.contracting.override_id = "o1"; }),
       Then{CONCLUDED("end { year: 2026 month: 10 day: 30 } gate_override_id: 'o1'"), kWorkers,
            kClients}},
      {"what stands passes no gate",
       {kConcluded, kWorkers, kClients},
       Geneva([](auto& c) { c.contracting = kShutGate; }),
       Then{}},
  });
}

TEST(ContractTest, CostsACentreOfTheClient) {
  const auto charged = [](const char* cost_centre, std::map<std::string, std::string> known) {
    ConcludeContract command = Geneva();
    command.wanted.set_cost_centre(cost_centre);
    command.cost_centres = std::move(known);
    const auto decision = Decide(Contract{}, ContractCommand(command));
    return decision.index() == 1 ? std::get<Refusal>(decision).detail : "taken";
  };
  EXPECT_EQ(charged("NORTH", {{"PO-1", "NORTH"}}), "taken");
  EXPECT_EQ(charged("SOUTH", {{"PO-1", "NORTH"}}), "Known are NORTH (PO-1).");
  std::map<std::string, std::string> many;
  for (char order = 'a'; order < 'm'; order++) many[std::string(1, order)] = "C";
  EXPECT_TRUE(charged("SOUTH", many).ends_with(", C (j) and more."));
}

TEST(ContractTest, CrossesNoBorderThatTheLawCloses) {
  Check({
      {"Lyon to Geneva", {}, Geneva([](auto& c) { c.employer_country = "FR"; }), kLyonToGeneva},
      {"Geneva to Lyon", {}, Lyon([](auto& c) { c.employer_country = "CH"; }), kGenevaToLyon},
      {"a French temp has a reason",
       {},
       Lyon([](auto& c) { c.wanted.clear_reason_for_use(); }),
       kReasonForUseMissing},
      {"18 months are too long",
       {},
       Lyon([](auto& c) { *c.wanted.mutable_end() = calendar::ToProto(Date(2028, 4, 5)); }),
       kContractTooLong},
      {"a French temp has an end",
       {},
       Lyon([](auto& c) { c.wanted.clear_end(); }),
       kContractTooLong},
  });
  const auto last_day =
      Lyon([](auto& c) { *c.wanted.mutable_end() = calendar::ToProto(Date(2028, 4, 4)); });
  EXPECT_EQ(Decide(Contract{}, ContractCommand(last_day)).index(), 0u);
  auto eor = Lyon();
  eor.quote.drawn_up.set_engagement_kind(v1::ENGAGEMENT_KIND_EOR);
  eor.wanted.set_engagement_kind(v1::ENGAGEMENT_KIND_EOR);
  EXPECT_EQ(std::get<Refusal>(Decide(Contract{}, ContractCommand(eor))), Refusal(kEorInFrance));
}

TEST(ContractTest, PapersFollowTheKind) {
  const auto papers = [](v1::EngagementKind kind, Wish wish, Basis basis, const char* supplier) {
    ConcludeContract command = Geneva();
    command.wanted.set_engagement_kind(kind);
    command.wanted.set_supplier_id(supplier);
    command.quote = Accepted(kind, "acme", "geneva", std::move(wish), basis);
    command.basis = basis;
    std::string names;
    const auto decision = Decide(Contract{}, ContractCommand(command));
    if (decision.index() == 1) return std::string(Name(std::get<Refusal>(decision)));
    for (const auto& event : std::get<0>(decision))
      if (event.has_paper_drawn_up())
        names += v1::PaperKind_Name(event.paper_drawn_up().paper_kind()).substr(11) + " ";
    return names;
  };
  Wish developer, placed;
  developer.currency = placed.currency = "CHF";
  developer.unit = v1::UNIT_DAY;
  developer.base_wage = {620, 0};
  placed.unit = v1::UNIT_FIXED;
  placed.base_wage = {96000, 0};
  placed.fixed_fee = money::Decimal{15000, 0};
  const Basis none = sample::NoAgreement("CH-GE");
  EXPECT_EQ(papers(v1::ENGAGEMENT_KIND_AOR, developer, none, "ada-ltd"),
            "MANDATE SERVICE_CONTRACT ");
  EXPECT_EQ(papers(v1::ENGAGEMENT_KIND_AOR, developer, none, ""), "SUPPLIER_MISSING");
  EXPECT_EQ(papers(v1::ENGAGEMENT_KIND_EOR, sample::Electrician(), sample::Geneva(), ""),
            "EMPLOYMENT_CONTRACT CLIENT_CONTRACT ");
  EXPECT_EQ(papers(v1::ENGAGEMENT_KIND_PERMANENT, placed, none, ""), "PLACEMENT_AGREEMENT ");
}

TEST(ContractTest, IsSignedExtendedAndEnded) {
  const SignPaper sign{"c1-worker", "ada", "simple electronic"};
  const auto extend = [](Date end, Date today, std::optional<DurationLimit> limit = {}) {
    return ExtendContract{end, today, std::move(limit), kOpenGate};
  };
  ExtendContract shut = extend(Date(2026, 11, 13), Date(2026, 10, 20));
  shut.contracting = kShutGate;
  ExtendContract overridden = shut;
  overridden.contracting = {true, "o1", ""};
  const Date kMid(2026, 10, 20), kAfter(2026, 11, 3), kLater(2026, 11, 13);
  const DurationLimit two{"FR", v1::ENGAGEMENT_KIND_TEMP, 18, 2, {}};
  const DurationLimit one_month{"FR", v1::ENGAGEMENT_KIND_TEMP, 1, 0, {}};
  const DurationLimit one_extension{"FR", v1::ENGAGEMENT_KIND_TEMP, 0, 1, {}};
  Check({
      {"a paper is signed", {kConcluded, kWorkers}, sign, Then{kSigned}},
      {"nobody signs twice", {kConcluded, kWorkers, kSigned}, sign, Then{}},
      {"a paper of this contract",
       {kConcluded, kWorkers},
       SignPaper{"c2-worker", "ada", "wet ink"},
       kPaperUnknown},
      {"somebody signs",
       {kConcluded, kWorkers},
       SignPaper{"c1-worker", "", "wet ink"},
       kSignerMissing},
      {"in some way", {kConcluded, kWorkers}, SignPaper{"c1-worker", "ada", ""}, kSignerMissing},
      {"its amendment is signed by itself",
       {kConcluded, kWorkers, kSigned, kExtended, kWorkers1},
       SignPaper{"c1-worker-1", "ada", "simple electronic"},
       Then{kAmendmentSigned}},
      {"one of another change is not there",
       {kConcluded, kExtended, kWorkers1},
       SignPaper{"c1-worker-2", "ada", "simple electronic"},
       kPaperUnknown},
      {"a contract is there to be signed", {}, sign, kContractUnknown},
      {"it can run longer",
       {kConcluded},
       extend(kLater, kMid, two),
       Then{kExtended, kWorkers1, kClients1}},
      {"also when that is agreed late",
       {kConcluded},
       extend(kLater, kAfter),
       Then{kExtendedLate, kWorkers1, kClients1}},
      {"the last day is not late",
       {kConcluded},
       extend(kLater, Date(2026, 10, 30)),
       Then{kExtended, kWorkers1, kClients1}},
      {"through an open gate",
       {kConcluded},
       shut,
       Refusal(kGateClosed, "Missing: a permit of ada.")},
      {"or by an override that is named",
       {kConcluded},
       overridden,
       Then{EXTENDED("gate_override_id: 'o1'"), kWorkers1, kClients1}},
      {"an extension is later", {kConcluded}, extend(Date(2026, 10, 30), kMid), kEndNotLater},
      {"it cannot be shortened so",
       {kConcluded, kExtended},
       extend(Date(2026, 11, 6), kMid),
       kEndNotLater},
      {"an open end is not extended", {kOpen}, extend(kLater, kMid), kOpenEnded},
      {"an ended contract is over", {kConcluded, kEnded}, extend(kLater, kMid), kContractEnded},
      {"the law limits its length",
       {kConcluded},
       extend(kLater, kMid, one_month),
       kContractTooLong},
      {"and its extensions",
       {kConcluded, kExtended},
       extend(Date(2026, 12, 1), kMid, one_extension),
       kTooManyExtensions},
      {"a contract is there to be extended", {}, extend(kLater, kMid), kContractUnknown},
      {"it can end sooner",
       {kConcluded},
       EndContract{Date(2026, 10, 16), "the work is done"},
       Then{kEnded, kWorkers1, kClients1}},
      {"an open one can end",
       {kOpen},
       EndContract{Date(2026, 10, 16), "the work is done"},
       Then{kEnded, kWorkers1, kClients1}},
      {"an end is corrected to a later day that was agreed",
       {kConcluded, kEndedSooner},
       EndContract{Date(2026, 10, 16), "the work is done"},
       Then{kEnded, kWorkers2, kClients2}},
      {"its cause is said later",
       {kConcluded, kEnded},
       EndContract{Date(2026, 10, 16), "the work is done", v1::END_CAUSE_WORKER},
       Then{kEndedByWorker, kWorkers2, kClients2}},
      {"and once",
       {kConcluded, kEndedByWorker},
       EndContract{Date(2026, 10, 16), "", v1::END_CAUSE_WORKER},
       Then{}},
      {"it stays where none is said",
       {kConcluded, kEndedByWorker},
       EndContract{Date(2026, 10, 16), ""},
       Then{}},
      {"and no later", {kConcluded, kEnded}, EndContract{Date(2026, 10, 31), ""}, kEndNotEarlier},
      {"not before it starts", {kConcluded}, EndContract{Date(2026, 10, 4), ""}, kEndBeforeStart},
      {"not later than agreed", {kConcluded}, EndContract{Date(2026, 10, 31), ""}, kEndNotEarlier},
      {"a contract is there to be ended",
       {},
       EndContract{Date(2026, 10, 16), ""},
       kContractUnknown},
  });
}

TEST(ContractTest, AgreesRatesByDay) {
  const money::Decimal k31{3100, 2}, k32{3200, 2}, k40{4000, 2}, k55{5500, 2}, k57{5700, 2},
      kLow{2761, 2};
  Check({
      {"a raise", {kConcluded}, Rate(k32, k57, 19), Then{kRaised, kWorkers1, kClients1}},
      {"once", {kConcluded, kRaised}, Rate(k32, k57, 19), Then{}},
      {"a dearer tariff alone", {kConcluded}, Rate({}, k55, 12), Then{kDearer, kClients1}},
      {"a day before another raise",
       {kConcluded, kRaised},
       Rate(k31, {}, 12),
       Then{kRaisedBefore, kWorkers2}},
      {"something changes", {kConcluded}, Rate({}, {}, 12), kRateMissing},
      {"to more than nothing", {kConcluded}, Rate({}, money::Decimal{0, 0}, 12), kRateMissing},
      {"in range", {kConcluded}, Rate({}, money::Decimal{100'000'000, 0}, 12), kNumberOutOfRange},
      {"not below the minimum", {kConcluded}, Rate(kLow, {}, 12), kBelowMinimumWage},
      {"not before it starts", {kConcluded}, Rate(k31, {}, 4), kRateOutsideContract},
      {"not after it ends", {kConcluded}, Rate(k31, {}, 31), kRateOutsideContract},
      {"for a past day of an ended one",
       {kConcluded, kEnded},
       Rate({}, k55, 12),
       Then{kDearer, kClients2}},
      {"a contract is there", {}, Rate(k31, {}, 12), kContractUnknown},
      {"a placement has a fee instead", {kPlaced}, Rate({}, k55, 12), kPlacementHasNoRate},
      {"nobody sells at a loss unasked", {kConcluded}, Rate({}, k40, 12), kBelowCost},
      {"a raise may eat the margin",
       {kConcluded},
       Rate(money::Decimal{4000, 2}, {}, 12),
       kBelowCost},
      {"it may be proposed", {kConcluded}, ToLoss(k40), Then{kProposed}},
      {"once by one", {kConcluded, kProposed}, ToLoss(k40), Then{}},
      {"a second person takes it", {kConcluded, kProposed}, Take(k40), Then{kAtALoss, kClients1}},
      {"once", {kConcluded, kProposed, kAtALoss}, Take(k40, "pia"), Then{}},
      {"nobody takes their own", {kConcluded, kProposed}, Take(k40, "nina"), kSamePerson},
      {"nor what was proposed for them", {kConcluded, kProposed}, Take(k40, "max"), kSamePerson},
      {"nor for who did", {kConcluded, kProposed}, Take(k40, "olga", "nina"), kSamePerson},
      {"as it was read", {kConcluded, kProposed}, Take({3900, 2}), kNoRateProposed},
      {"something waits", {kConcluded}, Take(k40), kNoRateProposed},
      {"another rate puts it aside", {kConcluded, kProposed, kDearer}, Take(k40), kNoRateProposed},
      {"not behind an end", {kConcluded, kProposed, kEndedSooner}, Take(k40), kRateOutsideContract},
      {"a contract is there to take it", {}, Take(k40), kContractUnknown},
  });
}

TEST(ContractTest, StopsAtAnUnknownEvent) { EXPECT_ANY_THROW(Evolve(Contract{}, ContractEvent{})); }
}  // namespace
}  // namespace aor::engagements
