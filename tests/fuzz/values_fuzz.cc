// Any path and any text on a command line: a field is set, or a sentence says why not.
#include "aor/timesheet/v1/timesheet_service.pb.h"
#include "services/aorctl/values.h"
#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  aor::fuzz::SilenceProtobuf();
  static const char* const kPaths[] = {
      "entries.0.time", "entries.0.day", "entries.0.break_time", "entries.0.quantity",
      "worker_id",      "validate_only", "entries.1.kind",       "entries"};
  std::string_view rest = aor::fuzz::Text(data, size);
  if (rest.empty()) return 0;
  const auto choice = static_cast<uint8_t>(rest.front());
  rest.remove_prefix(1);
  const std::string_view path =
      choice < std::size(kPaths) ? std::string_view(kPaths[choice]) : aor::fuzz::NextPart(rest);
  aor::timesheet::v1::RecordHoursRequest request;
  if (!aor::aorctl::SetField(request, path, rest).ok()) return 0;
  const auto* entries = request.GetDescriptor()->FindFieldByName("entries");
  (void)aor::aorctl::FieldText(request, *entries);
  return 0;
}
