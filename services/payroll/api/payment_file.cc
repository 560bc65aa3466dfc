#include "services/payroll/api/payment_file.h"

#include <algorithm>

#include "libs/ids/content_digest.h"
#include "libs/ids/uuid.h"
#include "libs/iso20022/check.h"
#include "libs/iso20022/credit_transfer.h"
#include "libs/rpc/errors.h"
#include "services/payroll/domain/batch.h"

namespace aor::payroll {
namespace {
// 32 characters of the 35 that a bank takes.
std::string BankId(const std::string& tenant, const std::string& id, const char* kind) {
  std::string uuid = DerivedId(tenant, id, kind);
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

iso20022::Transfer TransferOf(const std::string& tenant, const batch::Item& item,
                              const Payee& payee) {
  iso20022::Transfer transfer;
  transfer.instruction_id = BankId(tenant, item.payable_id, "instruction");
  transfer.end_to_end_id = BankId(tenant, item.payable_id, "end-to-end");
  transfer.amount = item.amount;
  transfer.creditor = PartyOf(payee);
  transfer.account.iban = payee.iban;
  transfer.text = item.reference;
  return transfer;
}

eventsourcing::Refused Invalid(const std::string& what) {
  return {"FILE_INVALID", "A bank would not take the file; correct this first: " + what};
}

std::vector<batch::Item> Leaving(const v1::Batch& batch) {
  const auto to_pay = PayeesToPay(batch);
  std::vector<batch::Item> leaving;
  for (const auto& item : batch.items())
    if (to_pay.contains(item.payee_id()))
      leaving.push_back(
          {item.payable_id(), item.payee_id(), money::FromProto(item.amount()), item.reference()});
  return leaving;
}

// One B level: a batch has one account, currency, kind and day.
absl::StatusOr<iso20022::Group> GroupOf(const std::string& tenant, const v1::Batch& batch,
                                        const Payees& payees) {
  const auto payer = payees.find(batch.legal_entity_id());
  if (payer == payees.end() || payer->second.iban.empty())
    return rpc::RefusalError(Invalid("the payer " + batch.legal_entity_id() + " has no account."));
  iso20022::Group group;
  group.id = BankId(tenant, batch.batch_id(), "group");
  group.kind =
      batch.batch_kind() == "SUPPLIER" ? iso20022::Kind::kSuppliers : iso20022::Kind::kSalaries;
  group.currency = batch.currency_code();
  group.execution_date = calendar::FromProto(batch.execution_date());
  group.debtor = PartyOf(payer->second);
  group.account.iban = payer->second.iban;
  for (const auto& item : batch::Transfers(Leaving(batch))) {
    const auto payee = payees.find(item.payee_id);
    if (payee == payees.end() || payee->second.iban.empty())
      return rpc::RefusalError(Invalid("the payee " + item.payee_id + " has no account."));
    group.transfers.push_back(TransferOf(tenant, item, payee->second));
  }
  return group;
}

std::string Sentences(const std::vector<iso20022::Violation>& violations) {
  std::string text;
  for (size_t i = 0; i < violations.size() && i < 5; ++i)
    text += violations[i].path + ": " + violations[i].sentence + " ";
  return text;
}

iso20022::Market MarketOf(const iso20022::Group& group) {
  return group.account.iban.starts_with("CH") || group.account.iban.starts_with("LI")
             ? iso20022::Market::kSwiss
             : iso20022::Market::kSepa;
}
}  // namespace

std::map<std::string, uint32_t> PayeesToPay(const v1::Batch& batch) {
  std::map<std::string, uint32_t> payees;
  for (const auto& answer : batch.answers())
    if (!answer.held()) payees[answer.payee_id()] = answer.account_version();
  return payees;
}

absl::StatusOr<PaymentFile> WriteFile(const std::string& tenant, const v1::Batch& batch,
                                      const Payees& payees, calendar::Instant now) {
  auto group = GroupOf(tenant, batch, payees);
  if (!group.ok()) return group.status();
  iso20022::Message message;
  message.market = MarketOf(*group);
  message.id = BankId(tenant, batch.batch_id(), "message");
  message.created = now;
  message.initiating_party = group->debtor.name;
  PaymentFile file;
  file.message_id = message.id;
  file.transactions = static_cast<uint32_t>(group->transfers.size());
  file.total = {batch.currency_code(), 0};
  for (const auto& transfer : group->transfers) file.total = file.total + transfer.amount;
  message.groups.push_back(*std::move(group));
  file.bytes = iso20022::Write(message);
  file.digest = ContentDigest(file.bytes);
  const auto violations = iso20022::CheckFile(file.bytes, message.market);
  if (!violations.empty()) return rpc::RefusalError(Invalid(Sentences(violations)));
  return file;
}

std::string FileName(const v1::Batch& batch) {
  return "pain001-" + batch.legal_entity_id() + "-" + batch.batch_kind() + "-" +
         calendar::ToString(calendar::FromProto(batch.execution_date())) + ".xml";
}
}  // namespace aor::payroll
