#include "services/payroll/domain/batch.h"

#include <algorithm>
#include <stdexcept>

namespace aor::payroll::batch {
namespace {
using enum Refusal;
using money::Money;
std::vector<Event> AlreadyTrue() { return {}; }

bool Same(const std::vector<Item>& a, const std::vector<Item>& b) {
  return std::ranges::equal(a, b, [](const Item& x, const Item& y) {
    return x.payable_id == y.payable_id && x.amount == y.amount;
  });
}

std::optional<Refusal> WrongItems(const ProposeBatch& command) {
  if (command.items.empty()) return kNothingToPay;
  if (command.items.size() > kMaxItems) return kTooManyItems;
  for (const Item& item : command.items)
    if (item.amount.currency != command.currency) return kMixedCurrencies;
  for (const Item& transfer : Transfers(command.items))
    if (transfer.amount.minor <= 0) return kNotPositive;
  return std::nullopt;
}

Event Proposed(const ProposeBatch& command) {
  Event event;
  auto& proposed = *event.mutable_batch_proposed();
  proposed.set_batch_id(command.id);
  proposed.set_legal_entity_id(command.legal_entity.value);
  proposed.set_currency_code(command.currency);
  proposed.set_batch_kind(command.kind);
  *proposed.mutable_execution_date() = calendar::ToProto(command.execution_date);
  for (const Item& item : command.items) {
    auto& added = *proposed.add_items();
    added.set_payable_id(item.payable_id);
    added.set_payee_id(item.payee_id);
    *added.mutable_amount() = money::ToProto(item.amount);
    added.set_reference(item.reference);
    if (!item.purpose.subject().empty()) *added.mutable_purpose() = item.purpose;
  }
  *proposed.mutable_total() = money::ToProto(TotalOf(command.items, command.currency));
  proposed.set_proposed_by(command.by.value);
  proposed.set_proposed_for(command.on_behalf_of);
  return event;
}

Decision On(const Batch& batch, const ProposeBatch& command) {
  if (batch.withdrawn) return kWithdrawn;
  const bool same = batch.legal_entity_id == command.legal_entity.value &&
                    batch.kind == command.kind && batch.currency == command.currency &&
                    Same(batch.items, command.items);
  if (!batch.id.empty() && same) return AlreadyTrue();
  if (!batch.id.empty()) return kOtherBatch;
  if (const auto wrong = WrongItems(command)) return *wrong;
  if (command.execution_date < command.today) return kDatePassed;
  if (command.execution_date > command.today + kMostDaysAhead) return kDateTooFar;
  if (!calendar::IsBankingDay(command.execution_date, BankingPlace(command.currency)))
    return kNoBankingDay;
  return std::vector{Proposed(command)};
}

// In either's own name or another's.
bool IsProposer(const Batch& batch, const std::string& person) {
  return !person.empty() && (person == batch.proposed_by || person == batch.proposed_for);
}

Decision On(const Batch& batch, const ReleaseBatch& command) {
  if (batch.withdrawn) return kWithdrawn;
  if (batch.released) return AlreadyTrue();
  if (batch.id.empty()) return kNotProposed;
  if (batch.execution_date < command.today) return kDatePassed;
  if (IsProposer(batch, command.by.value) || IsProposer(batch, command.on_behalf_of))
    return kSamePerson;

  Event event;
  auto& released = *event.mutable_batch_released();
  released.set_batch_id(batch.id);
  released.set_released_by(command.by.value);
  released.set_legal_entity_id(batch.legal_entity_id);
  for (const auto& payee : batch.payees) {
    if (batch.answers.contains(payee)) continue;
    const auto version = command.account_versions.find(payee);
    released.add_payee_ids(payee);
    released.add_account_versions(version == command.account_versions.end() ? 0 : version->second);
  }
  return std::vector{event};
}

Decision On(const Batch& batch, const AnswerPayee& command) {
  if (batch.answers.contains(command.payee_id)) return AlreadyTrue();  // the first one counts
  if (batch.withdrawn) return AlreadyTrue();  // it comes too late to matter
  if (!batch.released) return kNotReleased;
  if (!batch.payees.contains(command.payee_id)) return kUnknownPayee;

  Event event;
  auto& answered = *event.mutable_batch_payee_answered();
  answered.set_payee_id(command.payee_id);
  answered.set_account_version(command.account_version);
  answered.set_held(command.held);
  answered.set_hold_reason(command.hold_reason);
  return std::vector{event};
}

Decision On(const Batch& batch, const HoldPayee& command) {
  const auto answer = batch.answers.find(command.payee_id);
  if (answer != batch.answers.end() && answer->second.held) return AlreadyTrue();
  if (batch.withdrawn) return kWithdrawn;
  if (!batch.payees.contains(command.payee_id)) return kUnknownPayee;
  if (!batch.file_digest.empty()) return kFileStored;

  Event event;
  auto& held = *event.mutable_batch_payee_held();
  held.set_payee_id(command.payee_id);
  held.set_reason(command.reason);
  held.set_detail(command.detail);
  return std::vector{event};
}

Decision On(const Batch& batch, const StoreFile& command) {
  if (!batch.file_digest.empty()) return AlreadyTrue();
  if (batch.withdrawn) return kWithdrawn;
  if (!batch.released) return kNotReleased;
  if (!batch.AllAnswered()) return kAnswersMissing;
  const auto leaving = batch.Leaving();
  if (leaving.empty()) return kAllHeld;
  if (TotalOf(leaving, batch.currency) != command.total ||
      Transfers(leaving).size() != command.transactions)
    return kWrongTotal;

  Event event;
  auto& stored = *event.mutable_payment_file_stored();
  stored.set_batch_id(batch.id);
  stored.set_message_id(command.message_id);
  stored.set_digest(command.digest);
  stored.set_transactions(command.transactions);
  *stored.mutable_total() = money::ToProto(command.total);
  for (const auto& [payee, answer] : batch.answers)
    if (answer.held) stored.add_held_payee_ids(payee);
  *stored.mutable_file() = command.file;
  stored.set_legal_entity_id(batch.legal_entity_id);
  return std::vector{event};
}

Decision On(const Batch& batch, const WithdrawBatch& command) {
  if (batch.withdrawn) return AlreadyTrue();
  if (batch.id.empty()) return kNotProposed;
  if (!batch.file_digest.empty()) return kFileStored;

  Event event;
  auto& withdrawn = *event.mutable_batch_withdrawn();
  withdrawn.set_batch_id(batch.id);
  withdrawn.set_withdrawn_by(command.by.value);
  withdrawn.set_withdrawn_for(command.on_behalf_of);
  withdrawn.set_reason(command.reason);
  return std::vector{event};
}

Batch WithProposal(Batch batch, const v1::BatchProposed& proposed) {
  batch.id = proposed.batch_id();
  batch.legal_entity_id = proposed.legal_entity_id();
  batch.currency = proposed.currency_code();
  batch.kind = proposed.batch_kind();
  batch.execution_date = calendar::FromProto(proposed.execution_date());
  for (const auto& item : proposed.items()) {
    batch.items.push_back(
        {item.payable_id(), item.payee_id(), money::FromProto(item.amount()), item.reference()});
    batch.payees.insert(item.payee_id());
  }
  batch.proposed_by = proposed.proposed_by();
  batch.proposed_for = proposed.proposed_for();
  return batch;
}

// As many as a bank takes, and how many more there are, in signs that every payee reads.
std::string Joined(const std::vector<std::string>& references) {
  const auto more = [&](size_t named) {
    const size_t left = references.size() - named;
    return left == 0 ? "" : " +" + std::to_string(left);
  };
  std::string text = references.front();
  size_t named = 1;
  for (; named < references.size(); ++named) {
    const std::string next = " " + references[named];
    if (text.size() + next.size() + more(named + 1).size() > kMaxReference) break;
    text += next;
  }
  return text + more(named);
}
}  // namespace

Decision Decide(const Batch& batch, const Command& command) {
  return std::visit([&](const auto& c) { return On(batch, c); }, command);
}

Batch Evolve(Batch batch, const Event& event) {
  switch (event.kind_case()) {
    case Event::kBatchProposed: return WithProposal(std::move(batch), event.batch_proposed());
    case Event::kBatchReleased: batch.released = true; return batch;
    case Event::kBatchPayeeAnswered: {
      const auto& answered = event.batch_payee_answered();
      batch.answers[answered.payee_id()] = {answered.account_version(), answered.held()};
      return batch;
    }
    case Event::kBatchPayeeHeld:
      batch.answers[event.batch_payee_held().payee_id()].held = true;
      return batch;
    case Event::kPaymentFileStored:
      batch.file_digest = event.payment_file_stored().digest();
      return batch;
    case Event::kBatchWithdrawn: batch.withdrawn = true; return batch;
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("batch: unknown event " + event.ShortDebugString());
}

std::vector<Item> Batch::Leaving() const {
  std::vector<Item> leaving;
  for (const Item& item : items) {
    const auto answer = answers.find(item.payee_id);
    if (answer != answers.end() && !answer->second.held) leaving.push_back(item);
  }
  return leaving;
}

std::vector<Item> Batch::ItemsOf(std::string_view payee) const {
  std::vector<Item> of_payee;
  std::ranges::copy_if(items, std::back_inserter(of_payee),
                       [&](const Item& item) { return item.payee_id == payee; });
  return of_payee;
}

std::vector<Item> Transfers(const std::vector<Item>& items) {
  std::set<std::string> credited;
  for (const Item& item : items)
    if (item.amount.minor < 0) credited.insert(item.payee_id);
  std::vector<Item> transfers;
  std::map<std::string, size_t> place;  // of a credited payee's transfer
  std::map<size_t, std::vector<std::string>> references;
  for (const Item& item : items) {
    const bool joins = credited.contains(item.payee_id);
    const auto [known, is_new] =
        joins ? place.try_emplace(item.payee_id, transfers.size()) : std::pair(place.end(), true);
    if (joins) references[known->second].push_back(item.reference);
    if (is_new)
      transfers.push_back(item);
    else
      transfers[known->second].amount = transfers[known->second].amount + item.amount;
  }
  for (const auto& [at, joined] : references) transfers[at].reference = Joined(joined);
  return transfers;
}

std::string_view BankingPlace(std::string_view currency) {
  return currency == "CHF" ? "CH-GE" : "EU-TARGET";
}

Money TotalOf(const std::vector<Item>& items, std::string_view currency) {
  Money total{std::string(currency), 0};
  for (const Item& item : items) total = total + item.amount;
  return total;
}
}  // namespace aor::payroll::batch
