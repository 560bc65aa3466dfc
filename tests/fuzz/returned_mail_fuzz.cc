// What anybody may send to the address that mails come back to, and what an SMS centre reports.
#include "services/notifications/channels/bounce.h"
#include "services/notifications/channels/channel.h"
#include "services/notifications/channels/mime.h"
#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace aor::notifications;
  using aor::fuzz::Must;
  const std::string_view mail = aor::fuzz::Text(data, size);
  if (const auto bounce = ReadBounce(mail)) {
    Must(ReadMark(Compact(bounce->mark)) == bounce->mark);
    Must(bounce->status.size() <= 11);
    Must(SafeReply(bounce->diagnostic).size() <= 120);
  }
  for (const MimePart& part : ReadPart(mail).Parts()) {
    Must(part.Text().size() <= size);
    part.Parts();
  }
  AddressedTo(mail, kToUnsubscribe);
  ReadMark(mail);
  return 0;
}
