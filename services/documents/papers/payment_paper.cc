// What a batch pays to whom, for the second person.
#include <set>

#include "libs/documents/papers/payment_list.h"
#include "libs/iso20022/remittance.h"
#include "services/documents/papers/paper.h"

namespace aor::documents {
namespace {
using payroll::v1::Batch;

std::set<std::string> HeldIn(const Batch& batch) {
  std::set<std::string> held;
  for (const auto& answer : batch.answers())
    if (answer.held()) held.insert(answer.payee_id());
  for (const auto& hold : batch.holds()) held.insert(hold.payee_id());
  return held;
}

// Accounts as the directory answered for them; 0, the one in use, before that.
std::map<std::string, uint32_t> AskedFor(const Batch& batch) {
  std::map<std::string, uint32_t> asked;
  for (const auto& item : batch.items()) asked[item.payee_id()] = 0;
  for (const auto& answer : batch.answers()) asked[answer.payee_id()] = answer.account_version();
  for (const std::string& person : {batch.proposed_by(), batch.released_by()})
    if (!person.empty()) asked.emplace(person, 0);
  return asked;
}

// Their name, or the id of somebody whom the directory does not know.
std::string NameOf(const std::string& person, const std::map<std::string, Known>& known) {
  const auto found = known.find(person);
  return found == known.end() || found->second.party.who.name.empty()
             ? person
             : found->second.party.who.name;
}

// As the file says it to the payee.
std::string TextOf(const payroll::v1::BatchItem& item, const Known& payee) {
  const auto& country = payee.party.who.address.country;
  const std::string text =
      iso20022::RemittanceText(item.purpose().subject(), item.purpose().detail(),
                               iso20022::ReadingLanguage(payee.language, country));
  return text.empty() ? item.reference() : text;
}

PaymentList ListOf(const Batch& batch, const Known& agency,
                   const std::map<std::string, Known>& known, Reader reader) {
  PaymentList list;
  list.reader = std::move(reader);
  list.agency = agency.party;
  list.number = batch.message_id().empty() ? batch.batch_id() : batch.message_id();
  list.issued = calendar::DayAt(
      calendar::Instant{std::chrono::seconds{batch.proposed_at().seconds()}}, agency.zone);
  list.execution = calendar::FromProto(batch.execution_date());
  list.account = agency.iban;
  list.digest = batch.digest();
  list.prepared_by = NameOf(batch.proposed_by(), known);
  list.released_by = NameOf(batch.released_by(), known);
  list.total = {batch.currency_code(), 0};
  const auto held = HeldIn(batch);
  for (const auto& item : batch.items()) {
    if (held.contains(item.payee_id())) continue;
    const auto found = known.find(item.payee_id());
    const Known payee = found == known.end() ? Known() : found->second;
    list.lines.push_back({NameOf(item.payee_id(), known),
                          payee.iban,
                          TextOf(item, payee),
                          money::FromProto(item.amount()),
                          {}});
    list.total = list.total + list.lines.back().amount;
  }
  // Once it is known what left, that is what the lines must make.
  if (batch.state() == payroll::v1::BATCH_STATE_STORED) list.total = money::FromProto(batch.paid());
  return list;
}
}  // namespace

absl::StatusOr<Paper> PaymentPaper(Records& records, const Wanted& wanted) {
  const auto batch = records.Batch(wanted.tenant, wanted.source_id);
  if (!batch.ok()) return batch.status();
  if (batch->state() == payroll::v1::BATCH_STATE_WITHDRAWN)
    return NotFinal("The batch was withdrawn; it pays nobody.");
  const auto agency = records.LegalEntity(wanted.tenant, batch->legal_entity_id());
  if (!agency.ok()) return agency.status();
  const auto known = records.Payees(wanted.tenant, AskedFor(*batch));
  if (!known.ok()) return known.status();
  Paper paper{SourceOf("payroll", wanted.source_id, *batch),
              {},
              batch->batch_id(),
              ReaderFor(wanted.language, "fr", *agency),
              {}};
  paper.parties.set_legal_entity_id(batch->legal_entity_id());
  paper.print = [list = ListOf(*batch, *agency, *known, paper.reader)](const Press& press) {
    return Print(press, list);
  };
  return paper;
}
}  // namespace aor::documents
