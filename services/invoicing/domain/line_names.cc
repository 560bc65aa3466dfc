#include "services/invoicing/domain/line_names.h"

namespace aor::invoicing {
namespace {
std::string InEnglish(const std::string& category) {
  if (category == "BASE") return "hours";
  if (category == "DAY") return "days";
  if (category == "MONTH") return "months";
  if (category == "FIXED") return "fixed price";
  if (category == "SESSION") return "sessions";
  if (category == kPart) return "part";
  if (category == "PLACEMENT") return "placement fee";
  if (category == "OVERTIME") return "overtime supplement";
  if (category == "NIGHT") return "night supplement";
  if (category == "SUNDAY") return "Sunday supplement";
  if (category == kExpense) return "expenses as spent";
  if (category == "PUBLIC_HOLIDAY") return "public holiday supplement";
  return "extra work supplement";
}

std::string UnitCode(const std::string& category, bool supplement) {
  if (supplement || category == "BASE") return "HUR";
  if (category == "DAY") return "DAY";
  if (category == "MONTH") return "MON";
  return "C62";
}
}  // namespace

void NameWork(const Contract& contract, const WorkKey& key, v1::InvoiceLine& line) {
  const bool supplement = key.percent.unscaled != 0;
  const std::string title = contract.title.empty() ? contract.contract_id : contract.title;
  line.set_description(title + ": " + InEnglish(key.category) +
                       (supplement ? " " + money::ToString(key.percent) + " %" : ""));
  line.set_category(key.category);
  line.set_unit_code(UnitCode(key.category, supplement));
  if (contract.training) *line.mutable_training() = *contract.training;
  if (contract.work)
    *line.mutable_work() = *contract.work;
  else if (!contract.training)
    line.set_title(title);
  if (supplement) *line.mutable_percent() = money::ToProto(key.percent);
}

void NameFee(const Contract& contract, const Money& base, v1::InvoiceLine& line) {
  line.set_description("Agency fee " + money::ToString(contract.fee_percent) + " % of " +
                       money::ToString(base));
  line.set_category("FEE");
  line.set_unit_code("C62");
  *line.mutable_fee_percent() = money::ToProto(contract.fee_percent);
  *line.mutable_fee_base() = money::ToProto(base);
}
}  // namespace aor::invoicing
