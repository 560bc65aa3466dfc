#include "services/documents/api/revoked_certificates.h"

#include <absl/strings/str_cat.h>

#include <vector>

#include "libs/ids/uuid.h"
#include "services/documents/api/endpoint.h"
#include "services/documents/projections/documents_view.h"

namespace aor::documents {
namespace {
constexpr char kActor[] = "revoked-certificates";
constexpr size_t kMostOfTick = 100;  // the rest at the next one

// Told again, it is harmless: what is withdrawn stays so.
eventsourcing::Request RequestFor(const v1::RevokedPaperRow& paper) {
  eventsourcing::Request request;
  request.tenant = paper.tenant();
  request.key = paper.owner_id();
  request.method = "aor.documents.v1.WithdrawRevoked";
  request.body = absl::StrCat(paper.document_id(), "/", paper.version());
  request.request_id = DerivedId(paper.tenant(), request.body, "revoked");
  request.actor = kActor;
  return request;
}
}  // namespace

void RevokedCertificates::At(absl::Time) {
  std::vector<v1::RevokedPaperRow> papers;
  view_.rows().Scan(kRevokedPrefix, "", [&](std::string_view, std::string_view value) {
    papers.push_back(eventsourcing::ParsedRow<v1::RevokedPaperRow>(value));
    return papers.size() < kMostOfTick;
  });
  for (const auto& paper : papers) {
    if (!runtime_.DecidesOn(paper.tenant(), paper.owner_id())) continue;
    const document::Withdraw withdraw{paper.version(), PersonId{kActor},
                                      "the attendance that it certifies was corrected"};
    // What fails is found again at the next tick.
    runtime_
        .ExecuteAndWait(RequestFor(paper),
                        [&](eventsourcing::Transaction& transaction) {
                          return DecideOnPaper(transaction, paper.document_id(), withdraw);
                        })
        .IgnoreError();
  }
}
}  // namespace aor::documents
