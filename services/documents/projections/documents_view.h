// Papers as they stand, by whom they concern: rows, not bytes. And whose keys are to be destroyed.
#pragma once

#include <string>

#include "aor/documents/v1/documents_rows.pb.h"
#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/row_key.h"

namespace aor::documents {
// Rows by table; ids never contain "/", but a timesheet's source may.
//   <tenant>/document/<document>                             DocumentRow
//   <tenant>/of-worker/<worker>/<since>/<document>           PlaceRow
//   <tenant>/of-client/<client>/<since>/<document>           PlaceRow
//   <tenant>/of-supplier/<supplier>/<since>/<document>       PlaceRow
//   <tenant>/of-source/<record>/<since>/<document>           PlaceRow
//   <tenant>/of-participant/<participant>/<since>/<document> PlaceRow
//   <tenant>/since/<since>/<document>                        PlaceRow
//   <tenant>/revoked/<participant>/<session>                 RevokedRow
//   <tenant>/content/<owner>/<digest>                        ContentCompleted
//   /erased/<tenant>/<owner>    empty: keys to destroy, of all tenants
inline constexpr char kErasedPrefix[] = "/erased/";
//   <tenant>/worker/<person>, <tenant>/client/<client>, <tenant>/supplier/<supplier>    empty: who
//       is registered; those who were erased since, too
//   /revoked/<tenant>/<document>/<version>    RevokedPaperRow: until it is withdrawn
inline constexpr char kRevokedPrefix[] = "/revoked/";

class DocumentsView final : public eventsourcing::Projection {
 public:
  std::string name() const override { return "documents"; }
  int version() const override { return 4; }
  std::vector<std::string> logs() const override { return {"documents", "directory", "missions"}; }
  void Apply(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) override;
};
}  // namespace aor::documents
