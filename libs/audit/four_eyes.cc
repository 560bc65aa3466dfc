#include "libs/audit/four_eyes.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <map>
#include <set>

#include "aor/credentials/v1/credentials_events.pb.h"
#include "aor/directory/v1/directory_events.pb.h"
#include "aor/engagements/v1/engagements_events.pb.h"
#include "aor/invoicing/v1/invoicing_events.pb.h"
#include "aor/payroll/v1/payroll_events.pb.h"
#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "libs/audit/collecting.h"

namespace aor::audit {
namespace {
using credentials::v1::OverrideEvent;
using directory::v1::AccountEvent, directory::v1::PersonEvent;
using engagements::v1::ContractEvent, engagements::v1::QuoteEvent;
using eventlog::v1::Commit;
using invoicing::v1::InvoiceEvent;
using payroll::v1::AdvanceEvent, payroll::v1::BatchEvent, payroll::v1::PayslipEvent;
using timesheet::v1::WeekEvent;
using Hands = std::set<std::string>;  // persons, none of them empty

Hands HandsOf(const Commit& commit) {
  Hands hands{commit.actor(), commit.on_behalf_of()};
  hands.erase("");
  return hands;
}

bool Share(const Hands& one, const Hands& other) {
  return std::ranges::any_of(one, [&](const auto& person) { return other.contains(person); });
}

class Eyes final : public Collecting {
 public:
  std::string name() const override { return "FOUR_EYES"; }
  std::string summary() const override {
    return absl::StrCat(seconds_, " acts of a second person: releases, confirmations, decisions, ",
                        "verified hours and slips");
  }
  void See(const Commit& commit, uint32_t chain, uint64_t sequence) override {
    if (log_ != commit.log() || chain_ != chain) first_.clear();  // a stream is of one chain
    log_ = commit.log();
    chain_ = chain;
    commit_ = &commit;
    sequence_ = sequence;
    const auto see = [this](const std::string& stream, const auto& event) { On(stream, event); };
    ForEach<BatchEvent>(commit, see);
    ForEach<AccountEvent>(commit, see);
    ForEach<PersonEvent>(commit, see);
    ForEach<AdvanceEvent>(commit, see);
    ForEach<PayslipEvent>(commit, see);
    ForEach<WeekEvent>(commit, see);
    ForEach<OverrideEvent>(commit, see);
    ForEach<QuoteEvent>(commit, see);
    ForEach<ContractEvent>(commit, see);
    ForEach<InvoiceEvent>(commit, see);
  }

 private:
  using Acts = std::map<std::string, Hands>;  // whose hands did what, in a stream

  void On(const std::string& stream, const BatchEvent& event) {
    if (event.has_batch_proposed()) Remember(stream, "proposed");
    if (event.has_batch_released())
      Second(stream, "proposed", "was released by a person who proposed it");
  }
  void On(const std::string& stream, const AccountEvent& event) {
    if (event.has_account_declared())
      Remember(stream, absl::StrCat(event.account_declared().version()));
    if (event.has_account_confirmed())
      Second(stream, absl::StrCat(event.account_confirmed().version()),
             "was confirmed by a person who declared it");
    if (event.has_account_refused() && event.account_refused().was_in_use())
      for (auto& [version, hands] : first_[stream]) hands.merge(HandsOf(*commit_));
  }
  void On(const std::string& stream, const PersonEvent& event) {
    if (event.has_person_erasure_requested()) Remember(stream, "erasure");
    if (event.has_person_erasure_withdrawn()) first_[stream].erase("erasure");
    if (event.has_person_erased())
      Second(stream, "erasure", "was erased by a person who requested it, or by one alone");
  }
  void On(const std::string& stream, const AdvanceEvent& event) {
    if (event.has_loan_requested()) {
      Remember(stream, event.loan_requested().advance_id());
      NotOwn(stream, event.loan_requested().worker_id());
    }
    if (event.has_part_payment_granted()) NotOwn(stream, event.part_payment_granted().worker_id());
    if (!event.has_loan_granted()) return;
    NotOwn(stream, event.loan_granted().worker_id());
    if (!event.loan_granted().confirmed_by().empty())
      Second(stream, event.loan_granted().advance_id(),
             "has a loan confirmed by a person who asked for it");
  }
  void On(const std::string& stream, const PayslipEvent& event) {
    if (event.has_negative_payslip_approved()) {
      first_[stream]["approved"] = HandsOf(*commit_);
      NotOwn(stream, event.negative_payslip_approved().worker_id());
    }
    if (!event.has_payslip_verified()) return;
    NotOwn(stream, event.payslip_verified().worker_id());
    if (!event.payslip_verified().decided_by().empty())
      Second(stream, "approved", "is below zero and was verified by a person who approved that");
  }
  // Prices of before anybody had to be named are left out.
  void Price(const std::string& stream, const engagements::v1::Price& price) {
    first_.erase(stream);
    if (!price.proposed_by().empty()) first_[stream]["price"] = HandsOf(*commit_);
  }
  void On(const std::string& stream, const QuoteEvent& event) {
    if (event.has_quote_drawn_up()) Price(stream, event.quote_drawn_up().price());
    if (event.has_quote_repriced()) Price(stream, event.quote_repriced().price());
    if (event.has_quote_approved()) {
      Second(stream, "price", "was approved below cost by a person who asked for that");
      Remember(stream, "approved");
    }
    const bool at_a_loss =
        event.has_quote_accepted() && !event.quote_accepted().price().proposed_by().empty();
    if (at_a_loss && !first_[stream].contains("approved"))
      Report(stream, "was accepted below cost by the word of one person alone");
  }
  void On(const std::string& stream, const ContractEvent& event) {
    if (event.has_rate_proposed()) first_[stream]["rate"] = HandsOf(*commit_);
    if (event.has_rate_agreed() && !event.rate_agreed().proposed_by().empty())
      Second(stream, "rate", "has a rate below cost taken by a person who proposed it");
  }
  void On(const std::string& stream, const InvoiceEvent& event) {
    if (!event.has_invoice_issued()) return;
    const auto& decided_by = event.invoice_issued().purchase_order_decided_by();
    if (decided_by.empty()) return;
    ++seconds_;
    if (HandsOf(*commit_).contains(decided_by))
      Report(stream, "was confirmed by the person who decided against its order");
  }
  void On(const std::string& stream, const WeekEvent& event) {
    if (event.has_entry_recorded()) Touch(stream, event.entry_recorded());
    if (event.has_entry_corrected()) Touch(stream, event.entry_corrected());
    if (event.has_entry_reversed()) {
      const auto& reversed = event.entry_reversed();
      first_[stream][EntryOf(reversed.contract_id(), reversed.entry_id())] = HandsOf(*commit_);
    }
    if (event.has_hours_verified()) Verified(stream, event.hours_verified());
    if (event.has_contest_rejection_proposed())
      Remember(stream, "contest/" + event.contest_rejection_proposed().contract_id());
    if (event.has_contest_decided() &&
        event.contest_decided().outcome() == timesheet::v1::CONTEST_OUTCOME_REJECTED)
      Second(stream, "contest/" + event.contest_decided().contract_id(),
             "has a contest rejected by one person alone");
  }

  void On(const std::string& stream, const OverrideEvent& event) {
    if (event.has_override_requested()) Remember(stream, event.override_requested().override_id());
    if (event.has_override_granted())
      Second(stream, event.override_granted().override_id(),
             "has an override granted by a person who asked for it");
  }

  static std::string EntryOf(const std::string& contract, const std::string& entry) {
    return "entry/" + contract + "/" + entry;
  }
  void Touch(const std::string& stream, const timesheet::v1::Entry& entry) {
    first_[stream][EntryOf(entry.contract_id(), entry.entry_id())].merge(HandsOf(*commit_));
  }
  // Stated anew in another's commit, a verification keeps its person.
  void Verified(const std::string& stream, const timesheet::v1::HoursVerified& verified) {
    ++seconds_;
    const auto hands = verified.verified_by() == commit_->actor() ? HandsOf(*commit_)
                                                                  : Hands{verified.verified_by()};
    const auto& acts = first_[stream];
    const std::string entries = EntryOf(verified.measured().contract_id(), "");
    for (auto at = acts.lower_bound(entries); at != acts.end() && at->first.starts_with(entries);
         ++at)
      if (Share(hands, at->second)) return Report(stream, "was verified by who entered its hours");
  }

  void Remember(const std::string& stream, const std::string& act) {
    first_[stream][act].merge(HandsOf(*commit_));
  }
  // A second act without a first one is as wrong as one by the same person.
  void Second(const std::string& stream, const std::string& act, const char* wrong) {
    ++seconds_;
    const Hands& hands = first_[stream][act];
    if (hands.empty() || Share(hands, HandsOf(*commit_))) Report(stream, wrong);
  }
  void NotOwn(const std::string& stream, const std::string& worker) {
    ++seconds_;
    if (HandsOf(*commit_).contains(worker)) Report(stream, "is of the person who granted it");
  }
  void Report(const std::string& stream, const char* wrong) {
    Found(*commit_, chain_, sequence_, absl::StrCat(stream, " ", wrong));
  }

  std::string log_;
  uint32_t chain_ = 0;
  const Commit* commit_ = nullptr;  // the one being seen
  uint64_t sequence_ = 0;
  std::map<std::string, Acts> first_;
  uint64_t seconds_ = 0;
};
}  // namespace

std::unique_ptr<Check> FourEyes() { return std::make_unique<Eyes>(); }
}  // namespace aor::audit
