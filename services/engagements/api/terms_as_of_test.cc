// What held on a day as known at an instant, whatever was agreed before and after it.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "libs/eventsourcing/event_types.h"
#include "services/engagements/api/answers.h"
#include "services/engagements/domain/contract.h"
#include "services/engagements/domain/sample_rules.h"
#include "services/engagements/projections/engagements_view.h"

namespace aor::engagements {
namespace {
using calendar::Date;
const Date kFirst(2026, 10, 5), kLast(2026, 10, 30);

class MapRows final : public eventsourcing::WritableRows {
 public:
  std::optional<std::string> Get(std::string_view key) const override {
    const auto found = rows_.find(std::string(key));
    return found == rows_.end() ? std::nullopt : std::optional(found->second);
  }
  void Scan(std::string_view, std::string_view,
            const std::function<bool(std::string_view, std::string_view)>&) const override {}
  void Put(std::string_view key, std::string_view value) override {
    rows_[std::string(key)] = std::string(value);
  }
  void Delete(std::string_view key) override { rows_.erase(std::string(key)); }

 private:
  std::map<std::string, std::string> rows_;
};

ContractEvent Concluded(bool open_ended) {
  ContractEvent event;
  auto& facts = *event.mutable_contract_concluded();
  facts.set_contract_id("c1");
  facts.set_engagement_kind(v1::ENGAGEMENT_KIND_TEMP);
  *facts.mutable_start() = calendar::ToProto(kFirst);
  if (!open_ended) *facts.mutable_end() = calendar::ToProto(kLast);
  facts.mutable_terms()->set_currency_code("CHF");
  facts.mutable_terms()->set_unit(v1::UNIT_HOUR);
  facts.mutable_terms()->mutable_base_wage()->set_unscaled(30);
  facts.mutable_terms()->mutable_tariff()->set_unscaled(80);
  facts.mutable_terms()->mutable_cost()->set_unscaled(42);
  return event;
}

// A contract that is told one thing an hour, kept as the events themselves and as the view's row.
class Told {
 public:
  explicit Told(bool open_ended = false) { Tell(Concluded(open_ended)); }

  bool Wish(const ContractCommand& command) {
    const auto decision = Decide(Known(events_.size()), command);
    if (decision.index() == 1) return false;
    for (const auto& event : std::get<0>(decision))
      if (!event.has_paper_drawn_up()) Tell(event);  // an hour for each change, none for its papers
    return true;
  }
  size_t hours() const { return events_.size(); }
  // As it stood after the first so many.
  Contract Known(size_t count) const {
    Contract contract;
    for (size_t i = 0; i < count; i++) contract = Evolve(std::move(contract), events_[i]);
    return contract;
  }
  // "<wage> until <last day>", or nothing. Everything that was told by that hour is known.
  std::string Answered(Date day, std::optional<size_t> hour = {}) const {
    google::protobuf::Timestamp by;
    by.set_seconds(static_cast<int64_t>(hour.value_or(0)) * 3600);
    const auto terms =
        TermsOn(*rows_.Load<v1::Contract>(ContractRow("t", "c1")), day, hour ? &by : nullptr);
    if (!terms) return "";
    return Text(money::FromProto(terms->terms().base_wage()),
                terms->has_end() ? std::optional(calendar::FromProto(terms->end())) : std::nullopt);
  }
  // The same by the simplest means: what the deciders knew then.
  std::string Naive(Date day, size_t hour) const {
    const Contract contract = Known(std::min(hour, hours()));
    if (!contract.concluded || day < kFirst || (contract.end && *contract.end < day)) return "";
    money::Decimal wage;
    for (const auto& [from, rate] : contract.rates)
      if (from <= day) wage = rate.base_wage;
    return Text(wage, contract.end);
  }

 private:
  static std::string Text(const money::Decimal& wage, const std::optional<Date>& end) {
    return money::ToString(wage) + (end ? " until " + calendar::ToString(*end) : "");
  }
  void Tell(const ContractEvent& event) {
    events_.push_back(event);
    eventlog::v1::Commit commit;
    commit.set_tenant("t");
    commit.mutable_recorded_at()->set_seconds(static_cast<int64_t>(events_.size()) * 3600);
    eventlog::v1::Stream stream;
    stream.set_name("contract-c1");
    const auto envelope = eventsourcing::Encode(event);
    EngagementsView().Apply({commit, stream, envelope, 0, {}, events_.size()}, rows_);
  }

  std::vector<ContractEvent> events_;
  MapRows rows_;
};

AgreeRate Wage(int wage, Date from) {
  return {money::Decimal{wage, 0}, {}, from, sample::Geneva(), {"a loss", "nina", ""}};
}

TEST(TermsAsOfTest, EachEndHoldsWhileItWasKnown) {
  Told contract;
  const auto on = [&](int day, std::optional<size_t> hour = {}) {
    return contract.Answered(Date(2026, 10, day), hour);
  };
  EXPECT_EQ(on(20, 0), "");                                                 // nobody knew of it
  ASSERT_TRUE(contract.Wish(EndContract{Date(2026, 10, 16), "done"}));      // hour 2
  ASSERT_TRUE(contract.Wish(EndContract{Date(2026, 10, 9), "sooner"}));     // hour 3
  ASSERT_TRUE(contract.Wish(EndContract{Date(2026, 10, 23), "mistaken"}));  // hour 4
  ASSERT_TRUE(contract.Wish(Wage(32, Date(2026, 10, 12))));                 // hour 5
  EXPECT_EQ(on(14, 1), "30 until 2026-10-30");
  EXPECT_EQ(on(14, 2), "30 until 2026-10-16");
  EXPECT_EQ(on(14, 3), "");
  EXPECT_EQ(on(14, 4), "30 until 2026-10-23");
  EXPECT_EQ(on(14, 5), "32 until 2026-10-23");
  EXPECT_EQ(on(14), "32 until 2026-10-23");
  EXPECT_EQ(on(20, 2), "");
  EXPECT_EQ(on(24), "");
}

RC_GTEST_PROP(TermsAsOfTest, AnswersWhatWasKnownThen, ()) {
  Told contract(*rc::gen::arbitrary<bool>());
  const auto day = [] { return kFirst + *rc::gen::inRange(-1, 60); };
  for (int wishes = *rc::gen::inRange(0, 12); wishes > 0; wishes--)
    switch (*rc::gen::inRange(0, 3)) {
      case 0: contract.Wish(Wage(*rc::gen::inRange(28, 60), day())); break;
      case 1: contract.Wish(ExtendContract{day(), day(), {}, {true, "", ""}}); break;
      default: contract.Wish(EndContract{day(), "done"});
    }
  RC_TAG(contract.hours());
  for (size_t hour = 0; hour <= contract.hours() + 1; hour++)
    for (Date asked = kFirst - 2; asked < kFirst + 64; asked++)
      RC_ASSERT(contract.Answered(asked, hour) == contract.Naive(asked, hour));
}
}  // namespace
}  // namespace aor::engagements
