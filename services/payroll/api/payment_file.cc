#include "services/payroll/api/payment_file.h"

#include <algorithm>

#include "libs/ids/content_digest.h"
#include "libs/ids/uuid.h"
#include "libs/iso20022/check.h"
#include "libs/iso20022/credit_transfer.h"
#include "libs/iso20022/remittance.h"
#include "libs/rpc/errors.h"
#include "services/payroll/api/bank_fields.h"

namespace aor::payroll {
namespace {
using eventsourcing::Refused;

// 32 characters of the 35 that a bank takes, of the payer's own: another legal entity's batch or
// payable may have the same id.
std::string BankId(const std::string& tenant, const v1::Batch& batch, const std::string& id,
                   const char* kind) {
  std::string uuid = DerivedId(tenant, batch.legal_entity_id() + "/" + id, kind);
  std::erase(uuid, '-');
  return uuid;
}

iso20022::Party PartyOf(const Payee& payee) {
  iso20022::Party party;
  party.name = payee.name;
  party.address.street = payee.street;
  party.address.building = payee.building;
  party.address.postcode = payee.postcode;
  party.address.town = payee.town;
  party.address.country = payee.country;
  return party;
}

iso20022::Transfer TransferOf(const std::string& tenant, const v1::Batch& batch,
                              const batch::Item& item, const Payee& payee) {
  iso20022::Transfer transfer;
  transfer.instruction_id = BankId(tenant, batch, item.payable_id, "instruction");
  transfer.end_to_end_id = BankId(tenant, batch, item.payable_id, "end-to-end");
  transfer.amount = item.amount;
  transfer.creditor = PartyOf(payee);
  transfer.account.iban = payee.iban;
  transfer.text = item.reference;
  return transfer;
}

Refused Invalid(const std::string& what) {
  return {"FILE_INVALID", "A bank would not take the file; correct this first: " + what};
}

const Payee& PartyIn(const Payees& payees, const std::string& id) {
  static const Payee kUnknown;
  const auto known = payees.find(id);
  return known == payees.end() ? kUnknown : known->second;
}

// What the payee reads beside the amount.
std::string TextOf(const v1::BatchItem& item, const Payee& payee) {
  const std::string text =
      iso20022::RemittanceText(item.purpose().subject(), item.purpose().detail(),
                               iso20022::ReadingLanguage(payee.language, payee.country));
  return text.empty() ? item.reference() : text;
}

std::vector<batch::Item> Leaving(const v1::Batch& batch, const Accounts& to_pay,
                                 const Payees& payees) {
  std::vector<batch::Item> leaving;
  for (const auto& item : batch.items())
    if (to_pay.contains(item.payee_id()))
      leaving.push_back({item.payable_id(), item.payee_id(), money::FromProto(item.amount()),
                         TextOf(item, PartyIn(payees, item.payee_id()))});
  return batch::Transfers(leaving);
}

iso20022::Market MarketOf(const std::string& iban) {
  return iban.starts_with("CH") || iban.starts_with("LI") ? iso20022::Market::kSwiss
                                                          : iso20022::Market::kSepa;
}

// One B level: a batch has one account, currency, kind and day.
iso20022::Message MessageOf(const std::string& tenant, const v1::Batch& batch,
                            const std::vector<batch::Item>& transfers, const Payees& payees,
                            calendar::Instant now) {
  const auto& payer = PartyIn(payees, batch.legal_entity_id());
  iso20022::Group group;
  group.id = BankId(tenant, batch, batch.batch_id(), "group");
  group.kind = batch.batch_kind() == "SUPPLIER" || batch.batch_kind() == "FEE"
                   ? iso20022::Kind::kSuppliers
                   : iso20022::Kind::kSalaries;
  group.currency = batch.currency_code();
  group.execution_date = calendar::FromProto(batch.execution_date());
  group.debtor = PartyOf(payer);
  group.account.iban = payer.iban;
  for (const auto& item : transfers)
    group.transfers.push_back(TransferOf(tenant, batch, item, PartyIn(payees, item.payee_id)));
  iso20022::Message message;
  message.market = MarketOf(payer.iban);
  message.id = BankId(tenant, batch, batch.batch_id(), "message");
  message.created = now;
  message.initiating_party = payer.name;
  message.groups.push_back(std::move(group));
  return message;
}

std::string Sentences(const std::vector<std::string>& all) {
  std::string text;
  for (size_t i = 0; i < all.size() && i < 5; ++i) text += (i == 0 ? "" : " ") + all[i];
  return text;
}
}  // namespace

Accounts PayeesToPay(const v1::Batch& batch) {
  Accounts payees;
  for (const auto& answer : batch.answers())
    if (!answer.held()) payees[answer.payee_id()] = answer.account_version();
  for (const auto& hold : batch.holds()) payees.erase(hold.payee_id());
  return payees;
}

Accounts ToPay(const v1::Batch& batch, const Payees& payees) {
  Accounts to_pay;
  for (const auto& item : batch.items()) {
    const auto& payee = PartyIn(payees, item.payee_id());
    if (!payee.iban.empty()) to_pay[item.payee_id()] = payee.account_version;
  }
  for (const auto& hold : batch.holds()) to_pay.erase(hold.payee_id());
  return to_pay;
}

std::vector<batch::HoldPayee> HoldsOf(const Unpayable& unpayable) {
  std::vector<batch::HoldPayee> holds;
  for (const auto& [payee, detail] : unpayable) holds.push_back({payee, kCannotBePaid, detail});
  return holds;
}

Accounts Without(const std::vector<batch::HoldPayee>& held, Accounts accounts) {
  for (const auto& hold : held) accounts.erase(hold.payee_id);
  return accounts;
}

FileCheck CheckParties(const std::string& tenant, const v1::Batch& batch, const Accounts& to_pay,
                       const Payees& payees, calendar::Instant now) {
  const auto transfers = Leaving(batch, to_pay, payees);
  if (transfers.empty()) return {};
  std::map<std::string, std::vector<std::string>> of_payee;
  std::vector<std::string> of_all;
  for (const auto& violation : iso20022::Check(MessageOf(tenant, batch, transfers, payees, now))) {
    const size_t number = iso20022::TransferOf(violation);
    if (number == 0)
      of_all.push_back(ForPayer(violation));
    else
      of_payee[transfers.at(number - 1).payee_id].push_back(ForPayee(violation));
  }
  FileCheck check;
  if (PartyIn(payees, batch.legal_entity_id()).iban.empty())
    of_all = {"The payer " + batch.legal_entity_id() + " has no account. Declare one."};
  if (!of_all.empty()) check.refused = Invalid(Sentences(of_all));
  for (const auto& [payee, sentences] : of_payee) check.unpayable[payee] = Sentences(sentences);
  return check;
}

absl::StatusOr<PaymentFile> WriteFile(const std::string& tenant, const v1::Batch& batch,
                                      const Accounts& to_pay, const Payees& payees,
                                      calendar::Instant now) {
  const auto transfers = Leaving(batch, to_pay, payees);
  const auto message = MessageOf(tenant, batch, transfers, payees, now);
  PaymentFile file;
  file.message_id = message.id;
  file.transactions = static_cast<uint32_t>(transfers.size());
  file.total = {batch.currency_code(), 0};
  for (const auto& transfer : transfers) file.total = file.total + transfer.amount;
  file.bytes = iso20022::Write(message);
  file.digest = ContentDigest(file.bytes);
  std::vector<std::string> wrong;
  for (const auto& violation : iso20022::CheckFile(file.bytes, message.market))
    wrong.push_back(violation.path + ": " + violation.sentence);
  if (!wrong.empty()) return rpc::RefusalError(Invalid(Sentences(wrong)));
  return file;
}

std::string FileName(const v1::Batch& batch) {
  return "pain001-" + batch.legal_entity_id() + "-" + batch.batch_kind() + "-" +
         calendar::ToString(calendar::FromProto(batch.execution_date())) + ".xml";
}
}  // namespace aor::payroll
