// The papers of a contractor under an agent of record.
#include "libs/documents/layout/unprintable.h"
#include "libs/documents/papers/agreement.h"
#include "libs/documents/papers/clauses.h"
#include "libs/documents/papers/needs.h"

namespace aor::documents {
namespace {
void Check(const ServiceAgreement& agreement) {
  CheckStated("contractor", agreement.contractor.who.name);
  CheckStated("client", agreement.client.who.name);
  if (agreement.tariffs.empty()) throw Unprintable("tariff is missing");
}

void AddClauses(Desk& desk, const ServiceAgreement& agreement, const char* money_key) {
  Clauses clauses(desk);
  clauses.Need("service.services", agreement.services);
  clauses.Add("service.deliverables", agreement.deliverables);
  clauses.Add("service.place", agreement.place);
  clauses.Add("agreement.duration", DurationText(desk, agreement.start, agreement.end));
  clauses.Need("service.notice", agreement.notice);
  clauses.Add("service.independence", desk.Say("service.independence_text"));
  clauses.Add(money_key, TariffTable(desk, agreement.tariffs, agreement.currency));
  clauses.Need("service.fee", agreement.fee);
  clauses.Need("service.terms", agreement.terms);
  clauses.Add("service.liability", agreement.liability);
  clauses.Add("service.property", agreement.property);
  clauses.Need("service.law", agreement.law);
}

struct Between {
  const char *title, *object, *role, *money;
  bool includes_invoices;  // of the contractor, by the agent
  const Party& other;
};

void ComposeAgreement(Desk& desk, const ServiceAgreement& agreement, const Between& between,
                      const std::string& title) {
  Check(agreement);
  Title(desk.sheets, title);
  Sides(desk.sheets, SideOf(desk, "service.agent", agreement.agency),
        SideOf(desk, between.role, between.other));
  Paragraph(desk.sheets, desk.Say(between.object, {{"contractor", agreement.contractor.who.name},
                                                   {"client", agreement.client.who.name}}));
  if (between.includes_invoices)
    Paragraph(desk.sheets,
              desk.Say("mandate.self_billed", {{"contractor", agreement.contractor.who.name}}));
  AddClauses(desk, agreement, between.money);
  Sign(desk, desk.Say("agreement.copies"),
       {{desk.Say("service.agent"), agreement.agency.who.name},
        {desk.Say(between.role), between.other.who.name}});
}

absl::StatusOr<std::string> PrintAgreement(const Press& press, const ServiceAgreement& agreement,
                                           const Between& between) {
  const std::string title =
      press.texts().Say(agreement.reader, between.title, {{"number", agreement.number}});
  return Compose(press, agreement.agency, {agreement.reader, title, "", agreement.issued},
                 [&](Desk& desk) { ComposeAgreement(desk, agreement, between, title); });
}
}  // namespace

absl::StatusOr<std::string> Print(const Press& press, const Mandate& mandate) {
  return PrintAgreement(press, mandate.agreement,
                        {"mandate.title", "mandate.object", "service.contractor", "mandate.paid",
                         mandate.agreement.self_billed, mandate.agreement.contractor});
}

absl::StatusOr<std::string> Print(const Press& press, const ServiceContract& contract) {
  return PrintAgreement(press, contract.agreement,
                        {"service.title", "service.object", "service.client", "service.price",
                         false, contract.agreement.client});
}

std::vector<TextNeed> ServiceAgreementNeeds() {
  return {{"agreement.copies"},
          {"agreement.agency"},
          {"agreement.worker"},
          {"agreement.client"},
          {"agreement.function"},
          {"agreement.qualification"},
          {"agreement.place_of_work"},
          {"agreement.duration"},
          {"agreement.notice"},
          {"agreement.hours"},
          {"agreement.reason"},
          {"agreement.agreement"},
          {"agreement.safety"},
          {"agreement.open_end", "start"},
          {"agreement.fixed_end", "start end"},
          {"agreement.tariff_line"},
          {"agreement.tariff", "currency"},
          {"mandate.title", "number"},
          {"mandate.object", "contractor client"},
          {"mandate.self_billed", "contractor"},
          {"mandate.paid"},
          {"service.title", "number"},
          {"service.object", "contractor client"},
          {"service.price"},
          {"service.agent"},
          {"service.contractor"},
          {"service.services"},
          {"service.deliverables"},
          {"service.place"},
          {"service.independence"},
          {"service.independence_text"},
          {"service.notice"},
          {"service.client"},
          {"service.fee"},
          {"service.terms"},
          {"service.liability"},
          {"service.property"},
          {"service.law"}};
}
}  // namespace aor::documents
