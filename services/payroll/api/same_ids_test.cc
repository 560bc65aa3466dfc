// Two legal entities that use the same ids: each has its own chain, and neither hears of the other.
#include <map>

#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/row_store.h"
#include "libs/eventsourcing/transaction.h"
#include "services/payroll/api/chosen_ids.h"
#include "services/payroll/api/running_month.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
// The pay book of two chains, in whichever order they are read.
class TwoChainsTest : public testing::Test {
 protected:
  template <class Event>
  void Apply(uint32_t chain, const std::string& stream, const std::string& text) {
    eventlog::v1::Commit commit;
    commit.set_log("payroll");
    commit.set_tenant("t");
    eventlog::v1::Stream of;
    of.set_name(stream);
    const auto event = eventsourcing::Encode(Parse<Event>(text));
    book_.Apply({commit, of, event, chain, {}, 1}, rows_);
  }
  void Entity(uint32_t chain, const std::string& entity, const std::string& minor,
              bool stored = false) {
    const std::string of = " legal_entity_id: '" + entity + "' ";
    const std::string amount = " amount { currency_code: 'CHF' minor_units: " + minor + " } ";
    Apply<v1::AdvanceEvent>(
        chain, "advances-ada",
        "loan_granted { advance_id: 'same' worker_id: 'ada'" + of + amount + "}");
    Apply<v1::AdvanceEvent>(chain, "advances-ada",
                            "advance_recovered { advance_id: 'same' payslip_id: 's'"
                            " amount { currency_code: 'CHF' minor_units: 1 } }");
    Apply<v1::PayableEvent>(
        chain, "payable-p",
        "payable_recorded { payable_id: 'p' payee_id: 'ada'" + of + amount + "}");
    Apply<v1::BatchEvent>(chain, "batch-b",
                          "batch_proposed { batch_id: 'b'" + of +
                              "items { payable_id: 'p' payee_id: 'ada'" + amount + "} }");
    Apply<v1::PayableEvent>(chain, "payable-p", "payable_batched { batch_id: 'b' }");
    if (!stored) return;
    Apply<v1::BatchEvent>(chain, "batch-b", "batch_released { batch_id: 'b' payee_ids: 'ada' }");
    Apply<v1::BatchEvent>(chain, "batch-b", "batch_payee_answered { payee_id: 'ada' }");
    Apply<v1::BatchEvent>(chain, "batch-b", "payment_file_stored { batch_id: 'b' digest: 'd' }");
  }
  std::map<std::string, std::string> All() const {
    std::map<std::string, std::string> all;
    rows_.Scan("", "", [&](std::string_view key, std::string_view value) {
      return all.emplace(key, value).second;
    });
    return all;
  }

  PayBook book_;
  const std::unique_ptr<eventsourcing::RowStore> store_ = eventsourcing::MemoryRowStore();
  eventsourcing::OverlaidRows rows_{*store_, ""};
};

TEST_F(TwoChainsTest, KeepRecordsOfOneIdApart) {
  Entity(3, "lyon", "100", true);
  Entity(7, "geneva", "300");
  EXPECT_EQ(BatchAt(rows_, "t", "lyon", "b")->state(), v1::BATCH_STATE_STORED);
  EXPECT_EQ(BatchAt(rows_, "t", "lyon", "b")->answers_size(), 1);
  EXPECT_EQ(BatchAt(rows_, "t", "geneva", "b")->state(), v1::BATCH_STATE_PROPOSED);
  EXPECT_EQ(BatchAt(rows_, "t", "geneva", "b")->answers_size(), 0);
  for (const auto& [entity, minor] : {std::pair("lyon", 100), std::pair("geneva", 300)}) {
    const auto payable = rows_.Load<v1::Payable>(RowKey("t", "payable", entity, "p"));
    EXPECT_EQ(payable->amount().minor_units(), minor);
    EXPECT_EQ(payable->state(), v1::PAYABLE_STATE_BATCHED);
    const auto loan = rows_.Load<v1::Advance>(RowKey("t", "advance", "ada", entity, "same"));
    EXPECT_EQ(loan->open().minor_units(), minor - 1);
  }
}

// E86: what a rebuild shows does not depend on which chain it read first.
TEST_F(TwoChainsTest, AreTheSameInEitherOrder) {
  Entity(3, "lyon", "100", true);
  Entity(7, "geneva", "300");
  const auto read = All();
  rows_.changes().clear();
  Entity(7, "geneva", "300");
  Entity(3, "lyon", "100", true);
  EXPECT_EQ(All(), read);
}

TEST_F(TwoChainsTest, WhoNamesTheIdAloneIsAskedWhose) {
  const auto owner = [&](const char* named) {
    return OwnerOf(rows_, RowPrefix("t", "batch-entity", "b"), named, "batch", "b");
  };
  EXPECT_EQ(owner("").status().code(), absl::StatusCode::kNotFound);
  Entity(3, "lyon", "100");
  EXPECT_EQ(owner("").value(), "lyon");
  EXPECT_EQ(owner("geneva").status().code(), absl::StatusCode::kNotFound);
  Entity(7, "geneva", "300");
  EXPECT_EQ(owner("").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(owner("geneva").value(), "geneva");
  EXPECT_EQ(owner("lyon").value(), "lyon");
}

class SameIdsTest : public PayrollTest {
 protected:
  static void SetUpTestSuite() {
    PayrollTest::SetUpTestSuite();
    canned_->payees["duo"] =
        "name: 'Duo SA' address { town: 'Geneve' country_code: 'CH' }"
        " iban: 'CH5604835012345678009' account_version: 1";
    Fact<directory::v1::PersonEvent>("directory", "ian", "person_registered { person_id: 'ian' }");
  }
  // What invoicing owes of one invoice id, in each entity's own amount.
  void Owe(const std::string& entity, int minor) {
    Fact<invoicing::v1::InvoiceEvent>(
        "invoicing", entity,
        "self_billed_invoice_issued { invoice_id: 'same' number: 'SB-1' supplier_id: 'duo'"
        " due_date { year: 2026 month: 11 day: 30 } legal_entity_id: '" +
            entity + "' payable { currency_code: 'EUR' minor_units: " + std::to_string(minor) +
            " } }");
    v1::GetPayableResponse owed;
    for (int i = 0; i < 500 && !owed.has_payable(); ++i) {
      Call(&Stub::GetPayable, "payable_id: 'invoice-same' legal_entity_id: '" + entity + "'",
           &owed);
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_EQ(owed.payable().amount().minor_units(), minor);
  }
  std::string Propose(const std::string& entity, const std::string& more,
                      std::string* batch = nullptr) {
    As("carla", "finance");
    v1::ProposeBatchResponse proposed;
    const auto answer = Call(&Stub::ProposeBatch,
                             "batch_kind: 'SUPPLIER' currency_code: 'EUR' legal_entity_id: '" +
                                 entity + "' " + more + Since(),
                             &proposed);
    if (answer == "OK") after_ = proposed.consistency_token();
    if (batch) *batch = proposed.batch_id();
    return answer;
  }
  v1::ExportPaymentFileResponse Pay(const std::string& entity, const std::string& batch) {
    As("eve", "finance");
    v1::ReleaseBatchResponse released;
    EXPECT_EQ(Call(&Stub::ReleaseBatch, Id() + "batch_id: '" + batch + "'" + Since(), &released),
              "OK")
        << said_;
    after_ = released.consistency_token();
    Answer(batch, "duo", false, entity);
    v1::ExportPaymentFileResponse file;
    EXPECT_EQ(
        Call(&Stub::ExportPaymentFile,
             Id() + "batch_id: '" + batch + "' legal_entity_id: '" + entity + "'" + Since(), &file),
        "OK")
        << said_;
    after_ = file.consistency_token();
    return file;
  }
  std::string Lend(const std::string& entity, const std::string& currency, const std::string& id,
                   std::string* advance = nullptr) {
    v1::GrantLoanResponse granted;
    const auto answer =
        Call(&Stub::GrantLoan,
             "worker_id: 'ian' legal_entity_id: '" + entity + "' amount { currency_code: '" +
                 currency + "' minor_units: 5000 } " + id + Since(),
             &granted);
    if (answer == "OK") after_ = granted.consistency_token();
    if (advance) *advance = granted.advance_id();
    return answer;
  }
};

TEST_F(SameIdsTest, OneRequestIdOfTwoEntitiesMakesTwoBatches) {
  Owe("geneva", 30000);
  Owe("lyon", 10000);
  std::map<std::string, std::string> batches;
  for (const char* entity : {"geneva", "lyon"})
    ASSERT_EQ(Propose(entity, "request_id: 'june'", &batches[entity]), "OK") << said_;
  EXPECT_NE(batches["geneva"], batches["lyon"]);
  const auto geneva = Pay("geneva", batches["geneva"]), lyon = Pay("lyon", batches["lyon"]);
  EXPECT_EQ(geneva.total().minor_units(), 30000);
  EXPECT_EQ(lyon.total().minor_units(), 10000);
  EXPECT_NE(BatchOf(batches["geneva"]).message_id(), BatchOf(batches["lyon"]).message_id());
  const auto transfer = [](const std::string& file) {
    const auto at = file.find("<EndToEndId>");
    return file.substr(at, file.find("</EndToEndId>") - at);
  };
  EXPECT_NE(transfer(geneva.file()), transfer(lyon.file())) << "of the same payable's id";
}

TEST_F(SameIdsTest, AnIdThatAnotherEntityHasIsRefused) {
  for (const char* entity : {"geneva", "lyon"})
    Fact<invoicing::v1::InvoiceEvent>(
        "invoicing", entity,
        "self_billed_invoice_issued { invoice_id: 'next' number: 'SB-2' supplier_id: 'duo'"
        " due_date { year: 2026 month: 11 day: 30 } legal_entity_id: '" +
            std::string(entity) + "' payable { currency_code: 'EUR' minor_units: 100 } }");
  std::string answer = "NOTHING_TO_PAY";
  for (int i = 0; i < 500 && answer == "NOTHING_TO_PAY"; ++i) {
    answer = Propose("geneva", Id() + "batch_id: 'chosen'");
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(answer, "OK") << said_;
  EXPECT_EQ(Propose("lyon", Id() + "batch_id: 'chosen'"), "3");
  EXPECT_NE(said_.find("geneva has one of this id"), std::string::npos) << said_;
  EXPECT_EQ(Try(&Stub::WithdrawBatch, Id() + "batch_id: 'chosen' legal_entity_id: 'lyon'"
                                             " reason: 'not theirs'"),
            "5");
  EXPECT_EQ(BatchOf("chosen").legal_entity_id(), "geneva");
}

TEST_F(SameIdsTest, AWorkerOwesTwoEmployersApart) {
  EXPECT_EQ(Lend("geneva", "CHF", Id() + "advance_id: 'chosen'"), "OK") << said_;
  EXPECT_EQ(Lend("lyon", "EUR", Id() + "advance_id: 'chosen'"), "3");
  EXPECT_NE(said_.find("geneva has one of this id"), std::string::npos) << said_;
  std::string geneva, lyon;
  EXPECT_EQ(Lend("geneva", "CHF", "request_id: 'july'", &geneva), "OK") << said_;
  EXPECT_EQ(Lend("lyon", "EUR", "request_id: 'july'", &lyon), "OK") << said_;
  EXPECT_NE(geneva, lyon);
  EXPECT_EQ(Lend("geneva", "CHF", Id() + "advance_id: '" + geneva + "'", &lyon), "OK") << said_;
  EXPECT_EQ(lyon, geneva) << "it stands already";
  v1::ListAdvancesResponse advances;
  ASSERT_EQ(Call(&Stub::ListAdvances, "worker_id: 'ian'" + Since(), &advances), "OK");
  EXPECT_EQ(advances.advances_size(), 3);
  v1::GetAdvanceResponse advance;
  const std::string asked = "worker_id: 'ian' advance_id: '" + geneva + "'" + Since();
  EXPECT_EQ(Call(&Stub::GetAdvance, asked, &advance), "OK") << said_;
  EXPECT_EQ(advance.advance().legal_entity_id(), "geneva");
  EXPECT_EQ(Call(&Stub::GetAdvance, asked + "legal_entity_id: 'lyon'", &advance), "5");
}
}  // namespace
}  // namespace aor::payroll
