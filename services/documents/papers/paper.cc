#include "services/documents/papers/paper.h"

#include <algorithm>
#include <map>

#include "libs/ids/content_digest.h"
#include "libs/rpc/errors.h"

namespace aor::documents {
absl::StatusOr<Paper> PaperOf(Records& records, const ClauseBook& clauses, const Wanted& wanted) {
  switch (wanted.kind) {
    case v1::DOCUMENT_KIND_PAYSLIP: return PayslipPaper(records, clauses, wanted);
    case v1::DOCUMENT_KIND_INVOICE:
    case v1::DOCUMENT_KIND_CREDIT_NOTE:
    case v1::DOCUMENT_KIND_SELF_BILLED_INVOICE:
    case v1::DOCUMENT_KIND_SELF_BILLED_CREDIT_NOTE: return InvoicePaper(records, clauses, wanted);
    case v1::DOCUMENT_KIND_QUOTE: return QuotePaper(records, clauses, wanted);
    case v1::DOCUMENT_KIND_PAYMENT_LIST: return PaymentPaper(records, wanted);
    case v1::DOCUMENT_KIND_TIMESHEET: return TimesheetPaper(records, wanted);
    case v1::DOCUMENT_KIND_YEARLY_STATEMENT: return StatementPaper(records, wanted);
    case v1::DOCUMENT_KIND_DETERMINATION: return DeterminationPaper(records, wanted);
    case v1::DOCUMENT_KIND_STATUS_STATEMENT: return StatusStatementPaper(records, wanted);
    case v1::DOCUMENT_KIND_ATTENDANCE_SHEET:
    case v1::DOCUMENT_KIND_PARTICIPATION_CERTIFICATE: return TrainingPaper(records, wanted);
    case v1::DOCUMENT_KIND_ASSIGNMENT_CONTRACT:
    case v1::DOCUMENT_KIND_HIRE_OF_SERVICES_CONTRACT:
    case v1::DOCUMENT_KIND_EMPLOYMENT_CONTRACT:
    case v1::DOCUMENT_KIND_CLIENT_CONTRACT:
    case v1::DOCUMENT_KIND_MANDATE:
    case v1::DOCUMENT_KIND_SERVICE_CONTRACT: return ContractPaper(records, clauses, wanted);
    case v1::DOCUMENT_KIND_WORKER_AMENDMENT:
    case v1::DOCUMENT_KIND_MANDATE_AMENDMENT:
    case v1::DOCUMENT_KIND_CLIENT_AMENDMENT: return AmendmentPaper(records, clauses, wanted);
    default:
      return rpc::FieldError("document_kind", "name a kind of paper that is printed from a record");
  }
}

v1::SourceRecord SourceOf(const char* context, const std::string& id,
                          const google::protobuf::MessageLite& facts) {
  v1::SourceRecord source;
  source.set_context(context);
  source.set_id(id);
  source.set_digest(ContentDigest(facts.SerializeAsString()));
  return source;
}

v1::SourceRecord With(v1::SourceRecord source, const std::string& beside) {
  if (!beside.empty()) source.set_digest(ContentDigest(source.digest() + beside));
  return source;
}

Reader ReaderFor(const std::string& wanted, const std::string& own, const Known& agency) {
  Reader reader{"en", agency.party.who.address.country};
  for (const std::string& language : {own.substr(0, own.find('-')), wanted})
    if (std::ranges::find(kLanguages, language) != std::end(kLanguages)) reader.language = language;
  return reader;
}

absl::Status NotFinal(const char* what_to_do) {
  return rpc::RefusalError({"SOURCE_NOT_FINAL", what_to_do});
}

absl::Status Erased(const std::string& who) {
  return rpc::RefusalError(
      {"ERASED", who + " was erased: no paper that names them can be made or read."});
}

SlipName SlipNameOf(const payroll::v1::PayslipVerified& slip) {
  constexpr std::string_view kDelta = "DELTA-";
  SlipName name{slip.payslip_id()};
  if (const std::string run = "-" + slip.run_kind(); name.number.ends_with(run))
    name.number.resize(name.number.size() - run.size());
  if (slip.run_kind().starts_with(kDelta))
    name.correction = static_cast<uint32_t>(std::stoul(slip.run_kind().substr(kDelta.size())));
  return name;
}

money::Decimal Plain(const types::v1::Decimal& value) {
  money::Decimal plain = money::FromProto(value);
  while (plain.scale > 2 && plain.unscaled % 10 == 0) plain.unscaled /= 10, --plain.scale;
  return plain;
}

const char* UnitCode(engagements::v1::Unit unit) {
  switch (unit) {
    case engagements::v1::UNIT_HOUR: return "HUR";
    case engagements::v1::UNIT_DAY: return "DAY";
    case engagements::v1::UNIT_MONTH: return "MON";
    default: return "C62";
  }
}

std::string UnitWord(const Reader& reader, const std::string& unit_code) {
  static const std::map<std::string, std::map<std::string, std::string>> kWords = {
      {"DAY", {{"fr", "j"}, {"de", "T"}, {"en", "d"}}},
      {"MON", {{"fr", "mois"}, {"de", "Mt."}, {"en", "mo."}}}};
  if (unit_code == "HUR") return "h";
  const auto words = kWords.find(unit_code);
  return words == kWords.end() ? "" : words->second.at(reader.language);
}
}  // namespace aor::documents
