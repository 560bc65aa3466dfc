// What an SMS centre says, and the text of an SMS.
#include <cstdint>
#include <string>

#include "services/notifications/channels/smpp_pdu.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace aor::notifications::smpp;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (const auto pdu = Decoded(bytes)) {
    if (Encoded(*pdu) != bytes) __builtin_trap();
    if (const auto receipt = ReadReceipt(pdu->body))
      if (receipt->server_id.size() > 64 || receipt->stat.size() > 16) __builtin_trap();
    if (FirstText(pdu->body).size() > 65) __builtin_trap();
  }
  ReadReceipt(bytes);
  if (Utf16(bytes).size() > 2 * size) __builtin_trap();
  SubmitBody({bytes, bytes, bytes, bytes});
  return 0;
}
