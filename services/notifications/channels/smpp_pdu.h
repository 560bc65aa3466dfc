// The few SMPP 3.4 messages that sending an SMS and hearing of it takes, as bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aor::notifications::smpp {
enum Command : uint32_t {
  kGenericNack = 0x80000000,
  kSubmitSm = 0x00000004,
  kDeliverSm = 0x00000005,
  kUnbind = 0x00000006,
  kBindTransceiver = 0x00000009,
  kEnquireLink = 0x00000015,
};
inline constexpr uint32_t kAnswer = 0x80000000;  // set in the command of an answer
inline constexpr uint32_t kNoSuchCommand = 0x03;
inline constexpr uint32_t kTryLater = 0x64;  // ESME_RX_T_APPN: the centre delivers it again
inline constexpr size_t kHeader = 16;
inline constexpr size_t kLongest = 4096;  // of what a server may say

struct Pdu {
  uint32_t command = 0;
  uint32_t status = 0;
  uint32_t sequence = 0;
  std::string body;
};
std::string Encoded(const Pdu& pdu);
// How many bytes the message at the front has, from its first four; nothing for what cannot be.
std::optional<size_t> LengthOf(std::string_view bytes);
// Nothing unless the bytes are one whole message.
std::optional<Pdu> Decoded(std::string_view bytes);
// The text up to its zero byte at the front of a body, bounded; empty if there is none.
std::string FirstText(std::string_view body);

std::string BindBody(std::string_view user, std::string_view password);
struct Sms {
  std::string from;  // digits, or up to 11 letters
  std::string to;    // +41…
  std::string text;  // UTF-8
  std::string reference;
};
// With a receipt asked for, whatever becomes of it.
std::string SubmitBody(const Sms& sms);
// What became of an SMS. Its text, which a receipt repeats, is left out.
struct Receipt {
  std::string server_id;  // by which the centre answered the submission
  std::string stat;       // DELIVRD, EXPIRED, DELETED, UNDELIV, ACCEPTD, UNKNOWN, REJECTD, ENROUTE
  std::string error;      // of the network; empty: none
};
// Of the body of a deliver_sm, from its fields or from the text of appendix B; nothing for an SMS
// that somebody wrote, or for what cannot be read.
std::optional<Receipt> ReadReceipt(std::string_view body);
// In UTF-16BE, which every telephone reads; what is no UTF-8 becomes U+FFFD.
std::string Utf16(std::string_view utf8);
}  // namespace aor::notifications::smpp
