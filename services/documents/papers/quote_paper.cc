// The agency's offer, as the client may see it: the tariff, not how it comes about.
#include "libs/documents/papers/quote.h"
#include "libs/rpc/errors.h"
#include "services/documents/papers/drafting.h"
#include "services/documents/papers/paper.h"

namespace aor::documents {
namespace {
constexpr int kValidDays = 30;  // of quotes whose record says none

Quote QuoteOf(const engagements::v1::Quote& row, const Known& agency, const Known& client,
              Reader reader) {
  Quote quote;
  quote.reader = std::move(reader);
  quote.agency = agency.party;
  quote.client = client.party;
  quote.number = row.quote_id();
  quote.issued = calendar::DayAt(
      calendar::Instant{std::chrono::seconds{row.drawn_up_at().seconds()}}, agency.zone);
  quote.valid_until =
      row.has_valid_until() ? calendar::FromProto(row.valid_until()) : quote.issued + kValidDays;
  const money::Decimal tariff = Plain(row.price().tariff());
  quote.total = money::FromDecimal(row.price().currency_code(), tariff);
  quote.lines = {{row.title(), money::Decimal{1, 0},
                  UnitWord(quote.reader, UnitCode(row.price().unit())), tariff, quote.total}};
  return quote;
}

// What people call it; its id where no rule says.
std::string AgreementOf(const ClauseBook& clauses, const engagements::v1::Quote& row,
                        const Quote& quote) {
  const Setting setting{v1::DOCUMENT_KIND_QUOTE, row.price().jurisdiction(), row.price().cba_id(),
                        false, quote.issued};
  if (setting.cba_id.empty()) return "";
  const std::string words =
      Drafting(clauses, setting, quote.reader.language, {}).Words("agreement");
  return words.empty() ? setting.cba_id : words.substr(0, words.find_last_not_of('.') + 1);
}

// What the client is offered, and for how long; not what happened to the offer since.
engagements::v1::Quote Offered(const engagements::v1::Quote& row) {
  engagements::v1::Quote offered;
  offered.set_title(row.title());
  *offered.mutable_price() = row.price();
  if (row.has_valid_until()) *offered.mutable_valid_until() = row.valid_until();
  return offered;
}
}  // namespace

absl::StatusOr<Paper> QuotePaper(Records& records, const ClauseBook& clauses,
                                 const Wanted& wanted) {
  const auto row = records.Quote(wanted.tenant, wanted.source_id);
  if (!row.ok()) return row.status();
  if (row->state() == engagements::v1::QUOTE_STATE_WITHDRAWN)
    return NotFinal("The quote was withdrawn; draw up another one.");
  if (row->waits_for_approval())
    return NotFinal(
        "The quote waits for approval: until somebody approves it, nobody is offered it.");
  const auto& at = row->drawn_up_at();  // in the names of that day, whenever it is printed
  const auto agency = records.LegalEntity(wanted.tenant, {row->legal_entity_id(), at});
  if (!agency.ok()) return agency.status();
  const auto client = records.Client(wanted.tenant, {row->client_id(), at});
  if (!client.ok()) return client.status();
  Paper paper{SourceOf("engagements", wanted.source_id, Offered(*row)),
              {},
              row->quote_id(),
              ReaderFor(wanted.language, client->language, *agency),
              {}};
  paper.parties.set_client_id(row->client_id());
  paper.parties.set_legal_entity_id(row->legal_entity_id());
  Quote quote = QuoteOf(*row, *agency, *client, paper.reader);
  quote.agreement = AgreementOf(clauses, *row, quote);
  paper.print = [quote = std::move(quote)](const Press& press) { return Print(press, quote); };
  return paper;
}
}  // namespace aor::documents
