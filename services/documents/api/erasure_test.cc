// A paper that was signed and whose worker is erased since: nobody reads it, and it stays proved.
#include <filesystem>

#include "aor/audit/v1/audit_service.grpc.pb.h"
#include "aor/directory/v1/directory_events.pb.h"
#include "libs/audit/business_checks.h"
#include "libs/audit/pack.h"
#include "libs/audit/verify.h"
#include "services/documents/api/canned_contracts.h"
#include "services/documents/api/documents_test.h"

namespace aor::documents {
namespace {
namespace fs = std::filesystem;
using audit::v1::AuditService;

class ErasureTest : public DocumentsTest {
 protected:
  void SetUp() override {
    FillContracts(*canned_);
    canned_->payees["zoe"] = canned_->payees["ada"];
    canned_->contracts["z1"] =
        ContractOf("z1", "TEMP", "CH-GE", kHour, std::string(kGeneva) + kSaid);
    auto& contract = canned_->contracts["z1"];
    contract.replace(contract.find("'ada'"), 5, "'zoe'");
    canned_->quotes["q-z1"] = QuoteOfGeneva("q-z1");
    As("carla", "consultant");
    paper_ = Render("ASSIGNMENT_CONTRACT", "z1", "release: true");
    As("zoe", "worker");
    EXPECT_EQ(Sign("WORKER"), "OK") << said_;
    As("carla", "consultant");
    EXPECT_EQ(Sign("AGENCY"), "OK") << said_;
    Tell("nina", "person_erasure_requested { person_id: 'zoe' }");
    after_ = Tell("olga", "person_erased { person_id: 'zoe' }");
    EXPECT_EQ(Get().versions_size(), 1);
    process_->AdvanceTo("2026-11-03T11:00:00Z");  // the watch looks
  }
  // What the directory says of zoe, by whom: an erasure takes two.
  std::string Tell(const char* actor, const char* text) {
    using Event = directory::v1::PersonEvent;
    eventsourcing::Request request;
    request.tenant = "alpina";
    request.key = "zoe";
    request.method = "published";
    request.actor = actor;
    request.request_id = request.body = text;
    const auto event = service::Parse<Event>(text);
    const auto told =
        process_->other("directory")
            .runtime()
            .ExecuteAndWait(request, [&](eventsourcing::Transaction& transaction) {
              transaction.Append<service::Published<Event>, Event>("person-zoe", {event});
              return std::optional<eventsourcing::Refused>();
            });
    EXPECT_TRUE(told.ok()) << told.status();
    return told->token();
  }
  std::string Sign(const std::string& role) {
    return Try(&Stub::SignDocument, Id() + Of(paper_) + "role: PARTY_ROLE_" + role + " digest: '" +
                                        DigestIn(paper_) + "'");
  }
  v1::Document Get() {
    v1::GetDocumentResponse shown;
    EXPECT_EQ(Call(&Stub::GetDocument, Of(paper_), &shown), "OK") << said_;
    return shown.document();
  }
  template <class Request, class Response>
  Response Ask(grpc::Status (AuditService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                          Response*),
               const Request& request) {
    grpc::ClientContext context;
    Prepare(context);
    Response response;
    AuditService::Stub stub(process_->channel());
    const auto status = (stub.*method)(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  // As an auditor takes it and looks at it, without this process.
  audit::Report VerifiedPack(const std::string& directory) {
    const auto write = audit::IntoDirectory(directory);
    const auto pack = Ask(&AuditService::Stub::CreatePack, audit::v1::CreatePackRequest());
    EXPECT_TRUE(write(audit::kManifestFile, pack.manifest()).ok());
    EXPECT_TRUE(write(audit::kManifestNoteFile, pack.manifest_note()).ok());
    EXPECT_TRUE(write(audit::kCheckpointFile, pack.checkpoint()).ok());
    const auto heads = eventlog::UnverifiedHeads(pack.checkpoint());
    EXPECT_TRUE(heads.ok());
    for (const auto& head : *heads) {
      audit::v1::ReadChainRequest request;
      request.set_log(head.log);
      request.set_chain(head.chain);
      request.set_to_sequence(head.sequence);
      audit::v1::ReadChainResponse read;
      for (uint64_t next = 1; next > 0; next = read.next_sequence()) {
        request.set_from_sequence(next);
        request.set_shown(read.shown());
        read = Ask(&AuditService::Stub::ReadChain, request);
        EXPECT_TRUE(write(audit::ChainFile(head.log, head.chain), read.records()).ok());
      }
      EXPECT_TRUE(write(audit::kShownFile, read.shown()).ok());
    }
    const auto key = Ask(&AuditService::Stub::GetPublicKey, audit::v1::GetPublicKeyRequest());
    return audit::Verify({directory, {{"", key.public_key()}}, ""}, audit::BusinessChecks());
  }
  v1::Document paper_;
};

TEST_F(ErasureTest, ASignedPaperIsUnreadableAndStaysProved) {
  std::string bytes;
  for (const auto& [person, role] :
       {std::pair{"carla", "consultant"}, {"zoe", "worker"}, {"olga", "service"}}) {
    As(person, role);
    EXPECT_EQ(Download(Of(paper_), &bytes), "ERASED") << person;
    EXPECT_TRUE(bytes.empty()) << person;
  }
  As("audrey", "auditor");
  const auto shown = Get();
  ASSERT_EQ(shown.versions_size(), 1);
  EXPECT_EQ(shown.versions(0).content().digest(), DigestIn(paper_));
  EXPECT_TRUE(shown.versions(0).fully_signed());
  ASSERT_EQ(shown.versions(0).signatures_size(), 2);
  EXPECT_EQ(shown.versions(0).signatures(0).signed_by(), "zoe");
  EXPECT_EQ(shown.versions(0).signatures(0).digest(), DigestIn(paper_));
  As("carla", "consultant");
  EXPECT_EQ(Try(&Stub::RenderDocument,
                Id() + "document_kind: DOCUMENT_KIND_HIRE_OF_SERVICES_CONTRACT source_id: 'z1'"),
            "ERASED")
      << "what was not printed before cannot be any more";

  As("audrey", "auditor");
  const std::string directory = service::Directory("documents-pack");
  fs::remove_all(directory);
  const auto report = VerifiedPack(directory);
  EXPECT_TRUE(report.sound()) << (report.findings.empty() ? "" : report.findings[0].what);
  EXPECT_GT(report.commits, 0u);
  fs::remove_all(directory);
}
}  // namespace
}  // namespace aor::documents
