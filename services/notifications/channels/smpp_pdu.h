// The few SMPP 3.4 messages that sending an SMS takes, as bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aor::notifications::smpp {
enum Command : uint32_t {
  kGenericNack = 0x80000000,
  kBindTransmitter = 0x00000002,
  kSubmitSm = 0x00000004,
  kUnbind = 0x00000006,
  kEnquireLink = 0x00000015,
};
inline constexpr uint32_t kAnswer = 0x80000000;  // set in the command of an answer
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
std::string SubmitBody(const Sms& sms);
// In UTF-16BE, which every telephone reads; what is no UTF-8 becomes U+FFFD.
std::string Utf16(std::string_view utf8);
}  // namespace aor::notifications::smpp
