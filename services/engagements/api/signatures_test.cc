// Signatures that were given in documents, on the papers of contracts.
#include "aor/documents/v1/documents_events.pb.h"
#include "services/engagements/api/running_engagements.h"

namespace aor::engagements {
namespace {
constexpr auto kWorker = documents::v1::PARTY_ROLE_WORKER,
               kClient = documents::v1::PARTY_ROLE_CLIENT,
               kSupplier = documents::v1::PARTY_ROLE_SUPPLIER,
               kAgency = documents::v1::PARTY_ROLE_AGENCY;

class SignaturesTest : public EngagementsTest {
 protected:
  using Signed = documents::v1::DocumentSigned;
  // In documents, all on one chain: what is signed last takes effect last.
  static void SignInDocuments(
      const std::string& by, documents::v1::PartyRole role, const std::string& contract,
      const std::string& part, const std::function<void(Signed&)>& change = [](Signed&) {}) {
    documents::v1::DocumentEvent event;
    Signed& signature = *event.mutable_document_signed();
    signature.set_document_id("d-" + part);
    signature.set_role(role);
    signature.set_signed_by(by);
    signature.set_level(documents::v1::SIGNATURE_LEVEL_SIMPLE);
    signature.mutable_source()->set_context("engagements");
    signature.mutable_source()->set_id(contract);
    signature.mutable_source()->set_part(part);
    signature.mutable_parties()->set_client_id("acme");
    change(signature);
    process_->Publish<documents::v1::DocumentEvent>("documents", "ada", event.ShortDebugString());
  }
  // Of both papers, such as "ada simple electronic; grace wet ink".
  std::string Signers(const std::string& contract) {
    v1::GetContractResponse got;
    EXPECT_EQ(Call(&Stub::GetContract, "contract_id: '" + contract + "'" + after_, &got), "OK");
    std::string signers;
    for (const auto& paper : got.contract().papers())
      for (const auto& signature : paper.signatures())
        signers += (signers.empty() ? "" : "; ") + signature.signed_by() + " " + signature.method();
    return signers;
  }
  // What they are, or come to be within some seconds.
  std::string Awaited(const std::string& contract, const std::string& expected) {
    for (int i = 0; i < 500 && Signers(contract) != expected; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return Signers(contract);
  }
};

TEST_F(SignaturesTest, FollowThoseInDocumentsOnce) {
  Accepted("q20");
  ASSERT_EQ(Conclude("s20", "q20", kGenevan), "OK") << said_;
  SignInDocuments("nina", kAgency, "s20", "s20-worker");
  SignInDocuments("ada", kWorker, "s20", "s20-worker");
  EXPECT_EQ(Awaited("s20", "ada simple electronic"), "ada simple electronic")
      << "the agency's own does not make a paper signed";
  EXPECT_EQ(Try(&Stub::SignPaper, Id() + "client_id: 'acme' contract_id: 's20' paper_id:"
                                         " 's20-worker' signed_by: 'ada' method: 'wet ink'"),
            "OK")
      << said_;
  SignInDocuments("ada", kWorker, "s20", "s20-worker", [](auto& s) { s.set_version(2); });
  SignInDocuments("acme", kClient, "s20", "s20-client",
                  [](auto& s) { s.set_level(documents::v1::SIGNATURE_LEVEL_WRITTEN); });
  const std::string all = "ada simple electronic; acme wet ink";
  EXPECT_EQ(Awaited("s20", all), all) << "another version, and the same by hand, add nothing";
}

TEST_F(SignaturesTest, OfPapersThatAreNoContractsAreNobodysHere) {
  Accepted("q21");
  ASSERT_EQ(Conclude("s21", "q21", kGenevan), "OK") << said_;
  SignInDocuments("eve", kWorker, "s21", "s22-worker");
  SignInDocuments("eve", kWorker, "nobodys", "s21-worker");
  SignInDocuments("eve", kClient, "s21", "s21-client",
                  [](auto& s) { s.mutable_parties()->set_client_id("other"); });
  SignInDocuments("eve", kClient, "s21", "s21-client",
                  [](auto& s) { s.mutable_source()->set_context("timesheet"); });
  SignInDocuments("eve", kClient, "s21", "");
  SignInDocuments("mira", kSupplier, "s21", "s21-worker");
  EXPECT_EQ(Awaited("s21", "mira simple electronic"), "mira simple electronic");
}
}  // namespace
}  // namespace aor::engagements
