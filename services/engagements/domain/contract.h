// One contract and its papers: who works where, from when to when, at which rates.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "services/engagements/domain/quote.h"

namespace aor::engagements {
using ContractEvent = v1::ContractEvent;

// What credentials says of one of its gates before this work, on a day. It is closed until it was
// asked.
struct Gate {
  bool open = false;
  std::string override_id;  // by whose word it is open, if not by what was shown
  std::string why = "Nobody was asked yet: send the request again.";  // it is closed
};
// Both papers are drawn up with it, by the kind of engagement.
struct ConcludeContract {
  v1::ContractConcluded wanted;                     // terms without rates, which the quote gives
  Quote quote;                                      // as it stands
  std::string employer_country;                     // of the legal entity; empty: not known
  std::string employer_currency;                    // in which it pays; empty: not known
  std::map<std::string, std::string> cost_centres;  // those it may have, by purchase order
  bool zone_known = false;                          // the site's zone is in the tz database
  bool worker_known = false;                        // registered with the directory, not erased
  Basis basis;                                      // of the site, on the first day
  std::optional<DurationLimit> limit;
  Gate contracting;
};
struct SignPaper {
  std::string paper_id, signed_by, method;
};
struct ExtendContract {
  calendar::Date end;
  calendar::Date today;  // at the site
  std::optional<DurationLimit> limit;
  Gate contracting;
};
// Work has begun.
struct RecordStart {
  calendar::Date day;
  calendar::Date today;  // at the site
  Gate starting;
};
struct EndContract {
  calendar::Date end;
  std::string reason;
  v1::EndCause cause = v1::END_CAUSE_UNSPECIFIED;
};
// Rates from a day on, past days too. A missing one stays as it is on that day.
struct AgreeRate {
  std::optional<money::Decimal> base_wage, tariff;
  calendar::Date effective_from;
  Basis basis;  // of the site, on that day
  Loss loss;
};
// A proposed rate below cost, by a second person.
struct ApproveRate {
  calendar::Date effective_from;
  money::Decimal tariff;  // that was read
  std::string by, on_behalf_of, role;
};
using ContractCommand = std::variant<ConcludeContract, SignPaper, RecordStart, ExtendContract,
                                     EndContract, AgreeRate, ApproveRate>;

struct Rate {
  money::Decimal base_wage, tariff, cost;
  friend bool operator==(const Rate&, const Rate&) = default;
};
struct Contract {
  bool concluded = false;
  v1::ContractConcluded facts;
  std::set<std::string> papers;
  std::map<std::string, std::set<std::string>> signed_by;  // of each paper
  std::optional<calendar::Date> started;                   // on which work began, as said last
  std::optional<calendar::Date> end;                       // last day, as agreed last
  std::optional<calendar::Date> agreed_end;                // before anybody ended it
  bool ended = false;                                      // by a wish, not by the calendar
  v1::EndCause end_cause = v1::END_CAUSE_UNSPECIFIED;      // as said last
  uint32_t extensions = 0;
  uint32_t amendments = 0;                              // extensions, ends and rates
  std::map<calendar::Date, Rate> rates;                 // by first day, as agreed last
  std::map<calendar::Date, v1::RateProposed> proposed;  // below cost, by first day
};

using ContractDecision = std::variant<std::vector<ContractEvent>, Refusal>;
ContractDecision Decide(const Contract& contract, const ContractCommand& command);
Contract Evolve(Contract contract, const ContractEvent& event);
// What the rules are asked for a rate from that day on.
Question QuestionOf(const Contract& contract, calendar::Date work_date, calendar::Date known_on);
}  // namespace aor::engagements
