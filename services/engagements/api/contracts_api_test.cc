// Contracts over real gRPC. Its last test moves the clock.
#include "services/engagements/api/running_engagements.h"

namespace aor::engagements {
namespace {
class ContractsApiTest : public EngagementsTest {};

std::string Replaced(std::string text, const std::string& what, const std::string& with) {
  return text.replace(text.find(what), what.size(), with);
}

TEST_F(ContractsApiTest, OneQuoteMakesManyContractsEachWithBothPapers) {
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

TEST_F(ContractsApiTest, AnIdIsOneClientsInTheWholeTenant) {
  Accepted("q33");
  ASSERT_EQ(Conclude("c33", "q33", kGenevan), "OK") << said_;
  v1::GetContractResponse got;
  ASSERT_EQ(Call(&Stub::GetContract, "contract_id: 'c33'" + after_, &got), "OK") << said_;
  EXPECT_EQ(
      Try(&Stub::ConcludeContract, Id() + "contract_id: 'c33' quote_id: 'q33' client_id: 'beta'" +
                                       " start { year: 2026 month: 10 day: 5 } " + kGenevan),
      "3");
  EXPECT_NE(said_.find("another client's contract"), std::string::npos) << said_;
}

TEST_F(ContractsApiTest, PapersSayWhatWasAgreedForThisContract) {
  Accepted("q31");
  const std::string clauses = " clauses { qualification: 'CFC' schedule: '7 to 16' } ";
  ASSERT_EQ(Conclude("c31", "q31", kGenevan + clauses), "OK") << said_;
  v1::GetContractResponse got;
  ASSERT_EQ(Call(&Stub::GetContract, "contract_id: 'c31'" + after_, &got), "OK") << said_;
  EXPECT_EQ(got.contract().concluded().clauses().qualification(), "CFC");
  EXPECT_EQ(Conclude("c31", "q31", std::string(kGenevan) + "clauses { qualification: 'AFP' }"),
            "CONTRACT_EXISTS");
  EXPECT_EQ(
      Conclude("c32", "q31", kGenevan + ("clauses { schedule: '" + std::string(501, 'x') + "' }")),
      "3");
  EXPECT_NE(said_.find("clauses.schedule"), std::string::npos) << said_;
}

TEST_F(ContractsApiTest, TheBorderIsClosedBothWays) {
  Accepted("q4", "lyon", kElectrician);
  Accepted("q5", "lyon", kPicker);
  Accepted("q6", "geneva", kPicker);
  EXPECT_EQ(Conclude("c4", "q4", "legal_entity_id: 'lyon' worker_id: 'bob' site_id: 'vernier'"),
            "LYON_TO_GENEVA");
  const std::string french =
      " worker_id: 'bob' site_id: 'bron' reason_for_use: 'peak'"
      " end { year: 2026 month: 10 day: 30 } ";
  EXPECT_EQ(Conclude("c6", "q6", "legal_entity_id: 'geneva'" + french), "GENEVA_TO_LYON");
  EXPECT_EQ(Conclude("c5", "q5", "legal_entity_id: 'lyon'" + french), "OK") << said_;
  EXPECT_EQ(Conclude("c7", "q5", "legal_entity_id: 'lyon' worker_id: 'bob' site_id: 'bron'"),
            "REASON_FOR_USE_MISSING");
  EXPECT_EQ(Conclude("c8", "q5", "legal_entity_id: 'geneva'" + french), "QUOTE_OF_ANOTHER_ENTITY");
  EXPECT_EQ(Conclude("c9", "q5", "legal_entity_id: 'lyon' worker_id: 'bob' site_id: 'moon'"),
            "SITE_UNKNOWN");
}

TEST_F(ContractsApiTest, WhoWorksIsRegistered) {
  Accepted("q41");
  const std::string nobody =
      "legal_entity_id: 'geneva' worker_id: 'nosuch' site_id: 'vernier'"
      " end { year: 2026 month: 10 day: 30 } ";
  EXPECT_EQ(Conclude("c41", "q41", nobody), "WORKER_UNKNOWN");
  EXPECT_NE(said_.find("nosuch is not known"), std::string::npos) << said_;
  EXPECT_EQ(Try(&Stub::GetContract, "contract_id: 'c41'"), "5");
  SaidOf("nosuch", "person_registered { person_id: 'nosuch' }");
  EXPECT_EQ(Conclude("c41", "q41", nobody), "OK") << said_;
  SaidOf("nosuch", "person_erased { person_id: 'nosuch' }");
  EXPECT_EQ(Conclude("c42", "q41", nobody), "WORKER_UNKNOWN");
  EXPECT_EQ(Conclude("c41", "q41", nobody), "OK") << "it stands: " << said_;
}

TEST_F(ContractsApiTest, AWageIsInTheCurrencyOfPlaceAndEmployer) {
  for (const char* currency : {"EUR", "JPY"}) {
    const std::string quote = std::string("q-") + currency;
    EXPECT_EQ(Try(&Stub::CreateQuote, Id() + "quote_id: '" + quote + "' client_id: 'acme'" +
                                          " legal_entity_id: 'geneva' " +
                                          Replaced(kElectrician, "CHF", currency)),
              "CURRENCY_DIFFERS");
  }
  EXPECT_NE(said_.find("Wages of CH-GE are in CHF (BBl"), std::string::npos) << said_;
  Heard(
      Place("legal_entity_registered { legal_entity_id: 'annecy' currency_code: 'CHF'"
            " address { country_code: 'FR' } }"));
  Accepted("q43", "annecy", kPicker);
  EXPECT_EQ(Conclude("c43", "q43",
                     "legal_entity_id: 'annecy' worker_id: 'bob' site_id: 'bron'"
                     " reason_for_use: 'peak' end { year: 2026 month: 10 day: 30 }"),
            "CURRENCY_DIFFERS");
  EXPECT_NE(said_.find("annecy pays wages in CHF"), std::string::npos) << said_;
}

// All that is wrong is said at once, by its field.
TEST_F(ContractsApiTest, TermsThatNoRuleUnderstandsAreNotConcluded) {
  Accepted("q11");
  EXPECT_EQ(
      Conclude("c11", "q11",
               std::string(kGenevan) + " terms { tacit_approval_days: '-5' time_rules: 'MOON' }"),
      "3");
  EXPECT_NE(said_.find("terms.time_rules"), std::string::npos) << said_;
  EXPECT_NE(said_.find("(and 1 more)"), std::string::npos) << said_;
  EXPECT_EQ(Try(&Stub::GetContract, "contract_id: 'c11'"), "5");
}

TEST_F(ContractsApiTest, WorkerAndClientSignTheirOwnPaper) {
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
  ASSERT_EQ(
      Call(&Stub::GetContract,
           "contract_id: 'c10' consistency_token: '" + response.consistency_token() + "'", &got),
      "OK");
  ASSERT_EQ(got.contract().papers(0).signatures_size(), 1);
  EXPECT_EQ(got.contract().papers(0).signatures(0).signed_by(), "ada");
  EXPECT_EQ(got.contract().papers(1).signatures(0).signed_by(), "grace");
  EXPECT_FALSE(got.contract().concluded().terms().has_base_wage());
  EXPECT_FALSE(got.contract().rates(0).has_cost());
}

TEST_F(ContractsApiTest, ACostCentreIsOneOfTheClients) {
  Accepted("q13");
  const auto conclude = [&](const std::string& id, const std::string& more) {
    return Conclude(id, "q13", std::string(kGenevan) + more);
  };
  EXPECT_EQ(conclude("c14", "cost_centre: 'ANY'"), "OK") << said_;
  Place("purchase_order_placed { client_id: 'acme' number: 'PO-1' cost_centre: 'NORTH' }");
  places_ =
      Place("purchase_order_placed { client_id: 'acme' number: 'PO-2' cost_centre: 'SOUTH' }");
  EXPECT_EQ(conclude("c15", "cost_centre: 'WEST'"), "COST_CENTRE_UNKNOWN");
  EXPECT_NE(said_.find("NORTH (PO-1), SOUTH (PO-2)"), std::string::npos) << said_;
  EXPECT_EQ(conclude("c15", "purchase_order: 'PO-1' cost_centre: 'SOUTH'"), "COST_CENTRE_UNKNOWN");
  EXPECT_EQ(conclude("c15", "purchase_order: 'PO-1' cost_centre: 'NORTH'"), "OK") << said_;
  for (const char* contract : {"c14", "c15"})  // nothing is left for other tests to count
    ASSERT_EQ(Try(&Stub::EndContract, Id() + "client_id: 'acme' contract_id: '" + contract +
                                          "' end { year: 2026 month: 10 day: 6 }"),
              "OK");
}

TEST_F(ContractsApiTest, AContractBelowANewMinimumIsFound) {
  Accepted("q40");
  ASSERT_EQ(Conclude("c40", "q40", "legal_entity_id: 'geneva' worker_id: 'cy' site_id: 'vernier'"),
            "OK")
      << said_;
  v1::ListContractsBelowMinimumResponse below;
  const std::string ask = after_ + "on { year: 2026 month: 12 day: 31 }";
  ASSERT_EQ(Ask(&Rules::ListContractsBelowMinimum, ask, &below), "OK");
  EXPECT_EQ(below.shortfalls_size(), 0);
  ASSERT_EQ(Ask(&Rules::ListContractsBelowMinimum, "on { year: 2027 month: 1 day: 1 }", &below),
            "OK");
  ASSERT_EQ(below.shortfalls_size(), 1);
  EXPECT_EQ(below.shortfalls(0).contract_id(), "c40");
  EXPECT_EQ(Text(below.shortfalls(0).minimum_wage()), "31.00");
  EXPECT_EQ(below.shortfalls(0).verification(), "unverified");
  ASSERT_EQ(Try(&Stub::EndContract, Id() + "client_id: 'acme' contract_id: 'c40'"
                                           " end { year: 2026 month: 10 day: 30 }"),
            "OK");
}

TEST_F(ContractsApiTest, ThePlaceOfWorkIsWhatTheDirectorySays) {
  Accepted("q50");
  EXPECT_EQ(Conclude("c50", "q50", std::string(kGenevan) + "jurisdiction: 'FR'"), "3");
  EXPECT_NE(said_.find("jurisdiction: the directory says CH-GE"), std::string::npos) << said_;
  EXPECT_EQ(Conclude("c50", "q50", std::string(kGenevan) + "employer_country: 'FR'"), "3");
  EXPECT_EQ(Conclude("c50", "q50", std::string(kGenevan) + "jurisdiction: 'CH-GE'"), "OK") << said_;
  const std::string nowhere =
      "legal_entity_id: 'geneva' worker_id: 'ada' site_id: 'nowhere' jurisdiction: 'CH-GE'"
      " zone: 'Europe/Zurich' end { year: 2026 month: 10 day: 30 }";
  EXPECT_EQ(Conclude("c51", "q50", nowhere), "SITE_UNKNOWN");
}

TEST_F(ContractsApiTest, WasTrueOnOneDayAsKnownOnAnother) {
  Accepted("q20");
  ASSERT_EQ(Conclude("c20", "q20", kGenevan), "OK") << said_;
  ASSERT_EQ(Conclude("c21", "q20", kGenevan), "OK") << said_;  // one quote, many contracts
  process_->AdvanceTo("2026-10-20T06:00:00Z");
  v1::AgreeRateResponse agreed;
  const std::string contract = "client_id: 'acme' contract_id: 'c20' ";
  EXPECT_EQ(Try(&Stub::AgreeRate, Id() + contract +
                                      "base_wage { unscaled: 27 }"
                                      " effective_from { year: 2026 month: 10 day: 12 }"),
            "BELOW_MINIMUM_WAGE");
  ASSERT_EQ(Call(&Stub::AgreeRate,
                 Id() + contract +
                     "base_wage { unscaled: 32 } tariff { unscaled: 57 }"
                     " effective_from { year: 2026 month: 10 day: 12 }",
                 &agreed),
            "OK")
      << said_;
  EXPECT_EQ(Text(agreed.rate().cost()), "44.95");
  const std::string after = " consistency_token: '" + agreed.consistency_token() + "' ";
  const auto wage_on = [&](int day, const std::string& known) {
    v1::GetTermsResponse terms;
    const auto outcome =
        Call(&Stub::GetTerms,
             "contract_id: 'c20' effective_on { year: 2026 month: 10 day: " + std::to_string(day) +
                 " }" + known + after,
             &terms);
    return outcome == "OK" ? Text(terms.terms().base_wage()) : outcome;
  };
  const std::string before =
      "recorded_by { seconds: " +
      std::to_string(calendar::ParseInstant("2026-10-13T00:00:00Z")->time_since_epoch().count()) +
      " } ";
  EXPECT_EQ(wage_on(9, ""), "30.00");
  EXPECT_EQ(wage_on(12, ""), "32");
  EXPECT_EQ(wage_on(12, before), "30.00");  // nobody knew yet
  EXPECT_EQ(wage_on(4, ""), "5");
  EXPECT_EQ(wage_on(31, ""), "5");

  process_->AdvanceTo("2026-11-03T06:00:00Z");
  v1::ExtendContractResponse extended;
  ASSERT_EQ(Call(&Stub::ExtendContract, Id() + contract + "end { year: 2026 month: 11 day: 13 }",
                 &extended),
            "OK")
      << said_;
  v1::GetContractResponse got;
  ASSERT_EQ(
      Call(&Stub::GetContract,
           "contract_id: 'c20' consistency_token: '" + extended.consistency_token() + "'", &got),
      "OK");
  EXPECT_TRUE(got.contract().extensions(0).late());
  EXPECT_EQ(got.contract().rates(1).amendment(), 1u);
  EXPECT_EQ(got.contract().extensions(0).amendment(), 2u);
  ASSERT_EQ(got.contract().papers_size(), 6) << "those of the contract, and of each change";
  EXPECT_EQ(got.contract().papers(2).paper_id(), "c20-worker-1");
  EXPECT_EQ(got.contract().papers(4).paper_id(), "c20-worker-2");
  EXPECT_EQ(got.contract().papers(5).paper_kind(), v1::PAPER_KIND_CLIENT_AMENDMENT);
  EXPECT_EQ(got.contract().papers(5).amendment(), 2u);

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
  ASSERT_EQ(Call(&Stub::ListContracts, "worker_id: 'ada' active_on { year: 2026 month: 11 day: 3 }",
                 &page),
            "OK");
  EXPECT_EQ(page.contracts_size(), 1);
  ASSERT_EQ(Try(&Stub::EndContract, Id() + contract + "end { year: 2026 month: 11 day: 6 }"), "OK");
}

TEST_F(ContractsApiTest, ASecondEndIsNotKnownBeforeItCame) {
  Accepted("q60");
  ASSERT_EQ(Conclude("c60", "q60", "legal_entity_id: 'geneva' worker_id: 'dee' site_id: 'vernier'"),
            "OK")
      << said_;
  const auto ends = [&](int day) {
    v1::EndContractResponse ended;
    const auto outcome = Call(&Stub::EndContract,
                              Id() +
                                  "client_id: 'acme' contract_id: 'c60' end { year: 2026"
                                  " month: 12 day: " +
                                  std::to_string(day) + " }",
                              &ended);
    after_ = " consistency_token: '" + ended.consistency_token() + "' ";
    return outcome;
  };
  const auto end_known_by = [&](const std::string& instant) {
    const auto seconds = calendar::ParseInstant(instant)->time_since_epoch().count();
    v1::GetTermsResponse terms;
    const auto outcome = Call(&Stub::GetTerms,
                              "contract_id: 'c60' effective_on { year: 2026 month: 10 day: 6 }"
                              " recorded_by { seconds: " +
                                  std::to_string(seconds) + " }" + after_,
                              &terms);
    return outcome == "OK" ? terms.has_end() ? std::to_string(terms.end().day()) : "open" : outcome;
  };
  process_->AdvanceTo("2026-11-10T06:00:00Z");
  ASSERT_EQ(ends(18), "OK") << said_;
  process_->AdvanceTo("2026-11-12T06:00:00Z");
  ASSERT_EQ(ends(11), "OK") << said_;
  EXPECT_EQ(end_known_by("2026-11-09T06:00:00Z"), "open");
  EXPECT_EQ(end_known_by("2026-11-11T06:00:00Z"), "18");
  EXPECT_EQ(end_known_by("2026-11-13T06:00:00Z"), "11");
  EXPECT_EQ(end_known_by("2026-01-01T06:00:00Z"), "5");
  EXPECT_NE(
      said_.find("has no terms on 2026-10-06, as known by 2026-01-01T06:00:00Z: it starts on"),
      std::string::npos)
      << said_;
}
}  // namespace
}  // namespace aor::engagements
