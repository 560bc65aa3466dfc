#include "libs/audit/business_checks.h"

#include <absl/strings/str_cat.h>

#include <map>

#include "aor/invoicing/v1/invoicing_events.pb.h"
#include "aor/payroll/v1/payroll_events.pb.h"
#include "libs/audit/collecting.h"
#include "libs/audit/four_eyes.h"
#include "libs/audit/run_check.h"
#include "libs/audit/vat_check.h"

namespace aor::audit {
namespace {
namespace invoicing = invoicing::v1;
namespace payroll = payroll::v1;
using eventlog::v1::Commit;

class Numbering final : public Collecting {
 public:
  std::string name() const override { return "NUMBERING"; }
  std::string summary() const override {
    return absl::StrCat(numbers_, " numbers in ", last_.size(), " series, without a gap");
  }
  void See(const Commit& commit, uint32_t chain, uint64_t sequence) override {
    ForEach<invoicing::SeriesEvent>(commit, [&](const std::string& stream, const auto& event) {
      if (event.has_series_opened()) last_[stream] = event.series_opened().last_number();
      if (!event.has_number_allocated()) return;
      const auto& allocated = event.number_allocated();
      if (allocated.number() != ++last_[stream])
        Found(commit, chain, sequence,
              absl::StrCat(stream, " jumps to ", allocated.number(), " where ", last_[stream],
                           " was next"));
      last_[stream] = allocated.number();
      number_of_[allocated.invoice_id()] = allocated.text();
      ++numbers_;
    });
    ForEach<invoicing::InvoiceEvent>(commit, [&](const std::string&, const auto& event) {
      const invoicing::InvoiceIssued* issued = Issued(event);
      if (!issued) return;
      const auto number = number_of_.find(issued->invoice_id());
      if (number == number_of_.end() || number->second != issued->number())
        Found(commit, chain, sequence,
              absl::StrCat("invoice ", issued->invoice_id(), " carries ", issued->number(),
                           ", which its series did not give it"));
    });
  }
  static const invoicing::InvoiceIssued* Issued(const invoicing::InvoiceEvent& event) {
    switch (event.kind_case()) {
      case invoicing::InvoiceEvent::kInvoiceIssued: return &event.invoice_issued();
      case invoicing::InvoiceEvent::kCreditNoteIssued: return &event.credit_note_issued();
      case invoicing::InvoiceEvent::kSelfBilledInvoiceIssued:
        return &event.self_billed_invoice_issued();
      case invoicing::InvoiceEvent::kSelfBilledCreditNoteIssued:
        return &event.self_billed_credit_note_issued();
      default: return nullptr;
    }
  }

 private:
  std::map<std::string, uint64_t> last_;
  std::map<std::string, std::string> number_of_;
  uint64_t numbers_ = 0;
};

class Totals final : public Collecting {
 public:
  std::string name() const override { return "TOTALS"; }
  std::string summary() const override {
    return absl::StrCat(invoices_, " invoices, ", payslips_, " payslips, ", batches_,
                        " payment batches recomputed");
  }
  void See(const Commit& commit, uint32_t chain, uint64_t sequence) override {
    const auto found = [&](std::string what) { Found(commit, chain, sequence, std::move(what)); };
    ForEach<invoicing::InvoiceEvent>(commit, [&](const std::string&, const auto& event) {
      if (const auto* issued = Numbering::Issued(event)) CheckInvoice(*issued, found);
    });
    ForEach<payroll::PayslipEvent>(commit, [&](const std::string&, const auto& event) {
      if (event.has_payslip_verified()) CheckPayslip(event.payslip_verified(), found);
    });
    ForEach<payroll::BatchEvent>(commit, [&](const std::string&, const auto& event) {
      if (event.has_batch_proposed()) CheckBatch(event.batch_proposed(), found);
    });
  }

 private:
  template <class Found>
  void CheckInvoice(const invoicing::InvoiceIssued& invoice, const Found& found) {
    ++invoices_;
    int64_t net = 0, vat = 0, base = 0;
    for (const auto& line : invoice.lines()) net += line.net().minor_units();
    for (const auto& part : invoice.vat()) {
      vat += part.vat().minor_units();
      base += part.base().minor_units();
    }
    const int64_t payable = net + vat + invoice.rounding().minor_units();
    if (net != invoice.net().minor_units() || base != net ||
        vat != invoice.vat_total().minor_units() || payable != invoice.payable().minor_units())
      found(absl::StrCat("invoice ", invoice.number(), " does not add up"));
    if (const std::string wrong = WrongVat(invoice); !wrong.empty())
      found(absl::StrCat("invoice ", invoice.number(), ": ", wrong));
  }
  template <class Found>
  void CheckPayslip(const payroll::PayslipVerified& slip, const Found& found) {
    ++payslips_;
    int64_t gross = 0, net = 0;
    for (const auto& line : slip.lines()) {
      if (line.line_kind() == payroll::LINE_KIND_EMPLOYER_CHARGE) continue;
      if (line.line_kind() == payroll::LINE_KIND_EARNING) gross += line.amount().minor_units();
      net += line.amount().minor_units();
    }
    if (gross != slip.gross().minor_units() || net != slip.net().minor_units())
      found(absl::StrCat("payslip ", slip.payslip_id(), " does not add up"));
  }
  template <class Found>
  void CheckBatch(const payroll::BatchProposed& batch, const Found& found) {
    ++batches_;
    int64_t total = 0;
    for (const auto& item : batch.items()) total += item.amount().minor_units();
    if (total != batch.total().minor_units())
      found(absl::StrCat("payment batch ", batch.batch_id(), " does not add up"));
  }
  uint64_t invoices_ = 0, payslips_ = 0, batches_ = 0;
};
}  // namespace

std::vector<std::unique_ptr<Check>> BusinessChecks() {
  std::vector<std::unique_ptr<Check>> checks;
  checks.push_back(std::make_unique<Numbering>());
  checks.push_back(std::make_unique<Totals>());
  checks.push_back(FourEyes());
  checks.push_back(RunCheck());
  return checks;
}
}  // namespace aor::audit
