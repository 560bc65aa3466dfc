// What the service asks of the contexts whose records it prints, and of the directory for names
// and addresses. With this process's own service token, as every context asks another: who may
// print what is decided here, by the method's policy, before anything is asked.
#pragma once

#include <absl/status/statusor.h>
#include <grpcpp/channel.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aor/classification/v1/classification_service.pb.h"
#include "aor/directory/v1/directory_events.pb.h"
#include "aor/engagements/v1/engagements_rows.pb.h"
#include "aor/invoicing/v1/invoicing_events.pb.h"
#include "aor/missions/v1/missions_rows.pb.h"
#include "aor/missions/v1/roll_service.pb.h"
#include "aor/payroll/v1/payroll_resources.pb.h"
#include "aor/timesheet/v1/timesheet_rows.pb.h"
#include "libs/documents/papers/press.h"

namespace aor::documents {
// Whom the directory knows by an id.
struct Known {
  Party party;  // its name is empty once erased
  std::string identifier, language, iban;
  std::string zone = "UTC";  // of a legal entity
  bool erased = false;
  directory::v1::EmployerDetailsRecorded employer = {};  // of a legal entity
  directory::v1::CompanyParticulars particulars = {};    // of a legal entity or supplier
  uint32_t payment_days = 0;                             // of a client
};
struct InvoiceRecord {
  invoicing::v1::InvoiceIssued issued;
  bool pending = false;  // its run is not closed
  google::protobuf::Timestamp issued_at;
};
// An organisation by its id: with its name, address and VAT number of an instant, or of now.
struct Organisation {
  // NOLINTNEXTLINE(google-explicit-constructor): most papers ask for what is known now
  Organisation(std::string of_id, std::optional<google::protobuf::Timestamp> of_instant = {})
      : id(std::move(of_id)), details_at(std::move(of_instant)) {}
  std::string id;
  std::optional<google::protobuf::Timestamp> details_at;
};

// NOT_FOUND for a record that nobody has. Calls block for a few seconds at most. Safe from any
// thread.
class Records {
 public:
  virtual ~Records() = default;
  virtual absl::StatusOr<Known> Person(const std::string& tenant, const std::string& id) = 0;
  virtual absl::StatusOr<Known> LegalEntity(const std::string& tenant, const Organisation& of) = 0;
  virtual absl::StatusOr<Known> Client(const std::string& tenant, const Organisation& of) = 0;
  virtual absl::StatusOr<Known> Supplier(const std::string& tenant, const Organisation& of) = 0;
  // By id, with the account of a version; who is unknown is left out.
  virtual absl::StatusOr<std::map<std::string, Known>> Payees(
      const std::string& tenant, const std::map<std::string, uint32_t>& account_versions) = 0;
  // One line: where a client's site lies.
  virtual absl::StatusOr<std::string> Site(const std::string& tenant, const std::string& client,
                                           const std::string& site) = 0;
  virtual absl::StatusOr<payroll::v1::Payslip> Payslip(const std::string& tenant,
                                                       const std::string& id) = 0;
  // All that are verified of a worker by an employer for the months of a year, by period.
  virtual absl::StatusOr<std::vector<payroll::v1::Payslip>> PayslipsOfYear(
      const std::string& tenant, const std::string& worker, const std::string& legal_entity,
      const std::string& year) = 0;
  virtual absl::StatusOr<payroll::v1::Batch> Batch(const std::string& tenant,
                                                   const std::string& id) = 0;
  virtual absl::StatusOr<InvoiceRecord> Invoice(const std::string& tenant,
                                                const std::string& id) = 0;
  virtual absl::StatusOr<engagements::v1::Contract> Contract(const std::string& tenant,
                                                             const std::string& id) = 0;
  virtual absl::StatusOr<engagements::v1::Quote> Quote(const std::string& tenant,
                                                       const std::string& id) = 0;
  // A worker's entries of a week on a contract, as they stand.
  virtual absl::StatusOr<std::vector<timesheet::v1::RecordedEntry>> Entries(
      const std::string& tenant, const std::string& worker, const std::string& contract,
      const std::string& iso_week) = 0;
  virtual absl::StatusOr<missions::v1::Mission> Mission(const std::string& tenant,
                                                        const std::string& id) = 0;
  // Who takes part in a session, with what is personal.
  virtual absl::StatusOr<missions::v1::GetRollResponse> Roll(const std::string& tenant,
                                                             const std::string& mission,
                                                             const std::string& session) = 0;
  // With all that became of it, and the words of its questions.
  virtual absl::StatusOr<classification::v1::GetDeterminationResponse> Determination(
      const std::string& tenant, const std::string& id) = 0;
};

// How each context is reached.
struct Channels {
  std::shared_ptr<grpc::Channel> directory, engagements, timesheet, invoicing, payroll, missions,
      classification;
};
std::unique_ptr<Records> RecordsOver(
    const Channels& channels, std::function<std::string(const std::string& tenant)> token_of);
}  // namespace aor::documents
