// From a record, as its context has frozen it, to the paper that says the same.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <string>
#include <vector>

#include "aor/documents/v1/documents_events.pb.h"
#include "services/documents/clients/records.h"
#include "services/documents/rules/clause_book.h"

namespace aor::documents {
// A paper that can be printed, with what its event says of it.
struct Paper {
  v1::SourceRecord source;
  v1::Parties parties;
  std::string number;
  Reader reader;
  std::function<absl::StatusOr<std::string>(const Press&)> print;
  std::string detail = {};  // which one, of a record that has several papers of a kind
  std::vector<std::string> lacking = {};  // that the law asks for, each with who states it
};

// Which paper of which record; an empty language is that of its reader.
struct Wanted {
  std::string tenant;
  v1::DocumentKind kind;
  std::string source_id, language;
};
// NOT_FOUND without such a record; FAILED_PRECONDITION with SOURCE_NOT_FINAL for one that may
// still change, with ERASED when its reader is, with CLAUSES_MISSING for a contract that says
// less than the law asks of its paper.
absl::StatusOr<Paper> PaperOf(Records& records, const ClauseBook& clauses, const Wanted& wanted);

// One each, for PaperOf.
absl::StatusOr<Paper> PayslipPaper(Records& records, const ClauseBook& clauses,
                                   const Wanted& wanted);
absl::StatusOr<Paper> InvoicePaper(Records& records, const ClauseBook& clauses,
                                   const Wanted& wanted);
absl::StatusOr<Paper> QuotePaper(Records& records, const ClauseBook& clauses, const Wanted& wanted);
absl::StatusOr<Paper> PaymentPaper(Records& records, const Wanted& wanted);
absl::StatusOr<Paper> TimesheetPaper(Records& records, const Wanted& wanted);
// A session's attendance sheet, or a participant's certificate.
absl::StatusOr<Paper> TrainingPaper(Records& records, const Wanted& wanted);
absl::StatusOr<Paper> StatementPaper(Records& records, const Wanted& wanted);
// The whole of a determination, as it stands.
absl::StatusOr<Paper> DeterminationPaper(Records& records, const Wanted& wanted);
// The client's Status Determination Statement on it.
absl::StatusOr<Paper> StatusStatementPaper(Records& records, const Wanted& wanted);
absl::StatusOr<Paper> ContractPaper(Records& records, const ClauseBook& clauses,
                                    const Wanted& wanted);
absl::StatusOr<Paper> AmendmentPaper(Records& records, const ClauseBook& clauses,
                                     const Wanted& wanted);

// ---- what they have in common ----
v1::SourceRecord SourceOf(const char* context, const std::string& id,
                          const google::protobuf::MessageLite& facts);
// The same with what the paper says beside its record; without any, the record's alone.
v1::SourceRecord With(v1::SourceRecord source, const std::string& beside);
// In the language asked for, or the reader's, or English; with the country's own words.
Reader ReaderFor(const std::string& wanted, const std::string& own, const Known& agency);
absl::Status NotFinal(const char* what_to_do);
absl::Status Erased(const std::string& who);
// What people call a slip: its id without the kind of its run, and which correction it is.
struct SlipName {
  std::string number;
  uint32_t correction = 0;  // 0: the first slip of its month
};
SlipName SlipNameOf(const payroll::v1::PayslipVerified& slip);
// 2.0000 is two: no zeros behind the second place.
money::Decimal Plain(const types::v1::Decimal& value);
// Of EN 16931, for UnitWord.
const char* UnitCode(engagements::v1::Unit unit);
// Short names of units in the reader's words.
std::string UnitWord(const Reader& reader, const std::string& unit_code);
}  // namespace aor::documents
