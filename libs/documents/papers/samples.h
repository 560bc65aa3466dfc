// One of each paper in each language, of invented people: for tests, for measuring and to be
// looked at.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "libs/documents/papers/agreement.h"
#include "libs/documents/papers/amendment.h"
#include "libs/documents/papers/determination.h"
#include "libs/documents/papers/invoice.h"
#include "libs/documents/papers/payment_list.h"
#include "libs/documents/papers/payslip.h"
#include "libs/documents/papers/quote.h"
#include "libs/documents/papers/timesheet.h"
#include "libs/documents/papers/training.h"
#include "libs/documents/papers/yearly_statement.h"

namespace aor::documents {
struct Sample {
  std::string name;  // "payslip-fr"
  std::function<absl::StatusOr<std::string>(const Press&)> print;
};
std::vector<Sample> Samples();

Payslip SamplePayslip(const std::string& language);            // Geneva
Payslip SampleFrenchPayslip();                                 // Lyon, with what the employer bears
YearlyStatement SampleStatement(const std::string& language);  // twelve slips, and a correction
Invoice SampleInvoice(const std::string& language);            // francs, with a QR-bill
Invoice SampleLongInvoice(const std::string& language);        // 200 lines
Invoice SampleHardInvoice(const std::string& language);        // long names, a payer left blank
Invoice SampleCreditNote(const std::string& language);
Invoice SampleSelfBilled(const std::string& language);  // euros
Invoice SampleTrainingInvoice();                        // Lyon, for who pays for another one
Quote SampleQuote(const std::string& language);
AssignmentContract SampleAssignment(const std::string& language);
HireContract SampleHire(const std::string& language);
AssignmentContract SampleFrenchAssignment(const std::string& language);  // Lyon
HireContract SampleFrenchHire(const std::string& language);
AssignmentContract SampleEmployment(const std::string& language);  // by the month
HireContract SampleClientContract(const std::string& language);
Mandate SampleMandate(const std::string& language);
ServiceContract SampleServiceContract(const std::string& language);
Amendment SampleExtension(const std::string& language);  // for the worker
Amendment SampleNewTariff(const std::string& language);  // for the client
Timesheet SampleTimesheet(const std::string& language);
AttendanceSheet SampleAttendance(const std::string& language);  // six half-days
ParticipationCertificate SampleCertificate(const std::string& language);
Determination SampleDetermination(const std::string& language);  // California, undetermined
StatusStatement SampleStatusStatement(const std::string& language);
PaymentList SamplePayments(const std::string& language);  // 64 payees
}  // namespace aor::documents
