// The prefilled slip: what a contract and period owe a worker by what is verified
// today, minus what earlier slips of the period already said. Pure, and so the same
// for the same input for ever; verified slips are facts and are never computed again.
//
// The period is computed as a whole each time and the difference is paid: late hours,
// a corrected hour and a retroactive rate all come out as visible lines, and the
// slips of a period add up to what one slip would have said. So an amount of a delta
// is a difference of rounded amounts.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "aor/payroll/v1/payroll_events.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/ids/strong_id.h"
#include "libs/money/money.h"
#include "services/payroll/domain/rule_book.h"

namespace aor::payroll {
// Agreed once, until another was.
struct EarlierEnd {
  std::optional<calendar::Date> end;  // none: open-ended
  calendar::Date replaced_on;
};
// What engagements published about a contract.
struct Contract {
  ContractId id;
  PersonId worker;
  LegalEntityId legal_entity;
  std::string engagement_kind;  // TEMP, EOR: others are not paid by slip
  std::string jurisdiction;
  std::string currency;
  std::string unit;  // HOUR, DAY, MONTH
  std::string cba_id;
  money::Decimal daily_hours, weekly_hours;
  std::map<calendar::Date, money::Decimal> base_wages;  // by the first day of each
  calendar::Date start;
  std::optional<calendar::Date> end;  // none: open-ended
  std::vector<EarlierEnd> earlier_ends;
  bool ended_early = false;  // somebody ended it before the day that was agreed
  std::string end_cause{};   // as EndCause of engagements names it; empty: not said
};
// What the directory knows of a worker for pay.
struct Profile {
  std::optional<calendar::Date> birth_date;
  std::string permit;  // C, B, L, G, F, CITIZEN
  std::string source_tax_canton, source_tax_code;
  std::optional<money::Decimal> pas_rate;  // none: not known
  bool child_support_duty = false;
  std::optional<calendar::Date> since{};  // the day from which this was said; none: not known
};
// Money given ahead of a slip and not recovered yet.
struct OpenAdvance {
  std::string id;
  bool is_loan = false;  // else a part payment
  money::Money open;
  int64_t slips_left = 1;      // a part payment comes back over so many slips
  money::Decimal cap_percent;  // a loan takes at most this share of a slip's net
};

// What a training mission owes an employee: it stands on a slip of the month of the work.
struct MissionFee {
  std::string id, title;
  money::Money base;  // the tariff
  money::Decimal percent;
  money::Money travel;  // of no currency: none
  calendar::Date worked_on;
  std::string source;  // of the tariff
  bool verified = false;
  types::v1::TrainingWork work = {};  // that it is for
};

// Another of the worker's contracts with this employer.
struct OtherContract {
  calendar::Date start;
  std::optional<calendar::Date> end;  // none: open-ended
  money::Decimal weekly_hours;        // 0: no schedule
};

struct SlipInput {
  Contract contract;
  std::string period;                  // 2026-10
  calendar::Date today;                // at the employer: what a day's end brings is due after it
  std::vector<v1::PaidTime> verified;  // of the period: the latest version of each week
  // Slips verified before: of this contract and period in order, of its other
  // periods, and of the worker's other contracts with this employer in the period.
  std::vector<v1::PayslipVerified> earlier, other_periods, elsewhere;
  std::optional<Profile> profile;     // none: the directory has none
  std::set<std::string> weeks;        // worked for this employer, at most 52 weeks back
  int64_t opening_weeks = 0;          // of the 13-week rule, before this system
  calendar::Date opening_as_of;       // the last day that they count
  std::vector<OtherContract> others;  // paid by slip too
  std::vector<OpenAdvance> advances;  // in order of recovery
  std::vector<MissionFee> fees = {};  // of the period, on this contract's slips, paid or not
};

// Codes of lines whose rule is a fee's id.
inline constexpr char kMissionFee[] = "MISSION_FEE";
inline constexpr char kMissionTravel[] = "MISSION_TRAVEL";

// Names of parts that a worker's slip may need and lack.
inline constexpr char kPayRules[] = "PAY_RULES";
inline constexpr char kBaseWage[] = "BASE_WAGE";
inline constexpr char kPayrollProfile[] = "PAYROLL_PROFILE";
inline constexpr char kBirthDate[] = "BIRTH_DATE";
inline constexpr char kPermit[] = "PERMIT";
inline constexpr char kSourceTaxCode[] = "SOURCE_TAX_CODE";
inline constexpr char kSourceTaxTariff[] = "SOURCE_TAX_TARIFF";
inline constexpr char kPensionPlan[] = "PENSION_PLAN";
inline constexpr char kPasRate[] = "PAS_RATE";
inline constexpr char kEndCause[] = "END_CAUSE";

// An agreed wage below the minimum of days of work, which are paid at the minimum.
struct BelowMinimum {
  money::Decimal agreed, minimum;  // per unit
  calendar::Date first_day;
  std::string source, verification;
};

struct Draft {
  v1::PayslipVerified slip;       // all but who verified it
  std::set<std::string> missing;  // any: not a payable slip
  // Due at the assignment's end and paid by slips while it still ended sooner: its present end owes
  // that much less.
  std::vector<v1::PayslipLine> paid_ahead = {};
  std::vector<BelowMinimum> below_minimum = {};
  bool empty() const { return slip.lines().empty() && slip.paid().empty(); }
};
// `book` is null where no rules are loaded for the jurisdiction.
Draft Prefill(const SlipInput& input, const RuleBook* book);

// Latest minus paid, by week, day, category and percent; nothing where both agree.
std::vector<v1::PaidTime> Unpaid(const std::vector<v1::PaidTime>& verified,
                                 const std::vector<v1::PaidTime>& paid);
// What is earned and not paid out yet: the net of a draft before recoveries.
money::Money NetBeforeRecoveries(const Draft& draft);
std::string PayslipId(const ContractId& contract, const std::string& period,
                      const std::string& run_kind);
}  // namespace aor::payroll
