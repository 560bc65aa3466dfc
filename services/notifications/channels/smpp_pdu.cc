#include "services/notifications/channels/smpp_pdu.h"

#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace aor::notifications::smpp {
namespace {
constexpr uint16_t kUserReference = 0x0204, kPayload = 0x0424;
constexpr uint16_t kReceiptedId = 0x001E, kMessageState = 0x0427;
constexpr size_t kLongestId = 64, kLongestWord = 16;
constexpr size_t kShort = 140;  // bytes that fit into one SMS
constexpr char kUcs2 = 8;

void Put(std::string& bytes, uint32_t value, int count) {
  for (int i = count - 1; i >= 0; --i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
}
uint32_t Get(std::string_view bytes, size_t at) {
  uint32_t value = 0;
  for (size_t i = at; i < at + 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}
// With its zero byte, and without one inside.
void PutText(std::string& bytes, std::string_view text, size_t longest) {
  for (const char c : text.substr(0, longest))
    if (c != '\0') bytes += c;
  bytes += '\0';
}
void PutField(std::string& bytes, uint16_t tag, std::string_view value) {
  Put(bytes, tag, 2);
  Put(bytes, static_cast<uint32_t>(value.size()), 2);
  bytes += value;
}

bool IsNumber(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Letters, digits and marks that GSM 03.38 and ASCII give the same code.
bool IsPlain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view(" !\"#%&'()*+,-./:;<=>?\n").find(c) != std::string_view::npos;
  });
}

// Two bytes that are the same each time this message is sent.
std::string Reference(std::string_view id) {
  uint32_t hash = 2166136261;
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619;
  std::string bytes;
  Put(bytes, hash & 0xFFFF, 2);
  return bytes;
}

}  // namespace

std::string Encoded(const Pdu& pdu) {
  std::string bytes;
  Put(bytes, static_cast<uint32_t>(kHeader + pdu.body.size()), 4);
  Put(bytes, pdu.command, 4);
  Put(bytes, pdu.status, 4);
  Put(bytes, pdu.sequence, 4);
  return bytes + pdu.body;
}

std::optional<size_t> LengthOf(std::string_view bytes) {
  if (bytes.size() < 4) return std::nullopt;
  const size_t length = Get(bytes, 0);
  return length < kHeader || length > kLongest ? std::nullopt : std::optional(length);
}

std::optional<Pdu> Decoded(std::string_view bytes) {
  if (bytes.size() < kHeader || LengthOf(bytes) != bytes.size()) return std::nullopt;
  return Pdu{Get(bytes, 4), Get(bytes, 8), Get(bytes, 12), std::string(bytes.substr(kHeader))};
}

std::string FirstText(std::string_view body) {
  constexpr size_t kMost = 65;
  const size_t end = body.find('\0');
  return end == std::string_view::npos || end > kMost ? "" : std::string(body.substr(0, end));
}

std::string BindBody(std::string_view user, std::string_view password) {
  std::string body;
  PutText(body, user, 15);
  PutText(body, password, 8);
  PutText(body, "", 0);  // system type
  body += '\x34';        // version 3.4
  body += std::string(2, '\0');
  PutText(body, "", 0);  // addresses: the account's
  return body;
}

std::string Utf16(std::string_view utf8) {
  std::string encoded;
  for (size_t at = 0; at < utf8.size();) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(utf8, at, utf8.size(), c);
    if (U16_LENGTH(c) == 1) {
      Put(encoded, c, 2);
      continue;
    }
    Put(encoded, U16_LEAD(c), 2);
    Put(encoded, U16_TRAIL(c), 2);
  }
  return encoded;
}

std::string SubmitBody(const Sms& sms) {
  const bool is_plain = IsPlain(sms.text);
  const std::string text = is_plain ? sms.text : Utf16(sms.text);
  const bool is_short = text.size() <= kShort;
  std::string body;
  PutText(body, "", 0);  // service type
  body += IsNumber(sms.from) ? "\x01\x01" : std::string("\x05\x00", 2);
  PutText(body, sms.from, IsNumber(sms.from) ? 20 : 11);
  body += "\x01\x01";  // international, ISDN
  PutText(body, std::string_view(sms.to).substr(sms.to.starts_with('+') ? 1 : 0), 20);
  body += std::string(3, '\0');      // class, protocol, priority
  PutText(body, "", 0);              // at once
  PutText(body, "", 0);              // valid as long as the operator says
  body += std::string("\x01\0", 2);  // a receipt, no replacing
  body += is_plain ? '\0' : kUcs2;
  body += '\0';
  body += static_cast<char>(is_short ? text.size() : 0);
  if (is_short) body += text;
  PutField(body, kUserReference, Reference(sms.reference));
  if (!is_short) PutField(body, kPayload, text);
  return body;
}
namespace {
// Reads a body from its front; what is not there is empty, and the reading has failed.
class Fields {
 public:
  explicit Fields(std::string_view body) : rest_(body) {}
  std::string_view Text() {
    const size_t end = rest_.find('\0');
    if (end == std::string_view::npos) return Bytes(rest_.size() + 1);
    const std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return text;
  }
  std::string_view Bytes(size_t count) {
    failed_ = failed_ || count > rest_.size();
    if (failed_) return {};
    const std::string_view bytes = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return bytes;
  }
  size_t Number(size_t bytes) {
    size_t number = 0;
    for (const char c : Bytes(bytes)) number = number << 8 | static_cast<unsigned char>(c);
    return number;
  }
  bool failed() const { return failed_; }
  bool at_end() const { return failed_ || rest_.empty(); }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

// The word behind "name:" in "id:7 sub:001 … stat:DELIVRD err:000 text:…"; what stands behind
// "text:" is somebody's.
std::string WordOf(std::string_view text, std::string_view name, size_t longest) {
  text = text.substr(0, text.find("text:"));
  size_t at = text.find(name);
  while (at != std::string_view::npos && at > 0 && text[at - 1] != ' ')
    at = text.find(name, at + 1);
  if (at == std::string_view::npos) return "";
  text.remove_prefix(at + name.size());
  return std::string(text.substr(0, std::min(text.find(' '), longest)));
}

std::string NameOf(size_t state) {
  static constexpr const char* kStates[] = {"",        "ENROUTE", "DELIVRD", "EXPIRED", "DELETED",
                                            "UNDELIV", "ACCEPTD", "UNKNOWN", "REJECTD"};
  return state < std::size(kStates) ? kStates[state] : "";
}

bool IsWord(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F; });
}

// Everything before the text: two addresses of a telephone, and how it is written.
bool IsReceipt(Fields& fields) {
  constexpr size_t kType = 0x3C, kReceiptType = 0x04;
  fields.Text();
  for (int address = 0; address < 2; ++address) {
    fields.Bytes(2);
    fields.Text();
  }
  const size_t type = fields.Number(1);
  fields.Bytes(2);  // protocol, priority
  fields.Text();
  fields.Text();
  fields.Bytes(4);  // receipt, replacing, coding, canned text
  return !fields.failed() && (type & kType) == kReceiptType;
}
}  // namespace

std::optional<Receipt> ReadReceipt(std::string_view body) {
  Fields fields(body);
  if (!IsReceipt(fields)) return std::nullopt;
  std::string_view text = fields.Bytes(fields.Number(1));
  std::string id, state;
  while (!fields.at_end()) {
    const size_t tag = fields.Number(2);
    const std::string_view value = fields.Bytes(fields.Number(2));
    if (tag == kPayload) text = value;
    if (tag == kReceiptedId) id = value.substr(0, std::min(value.find('\0'), kLongestId));
    if (tag == kMessageState && value.size() == 1)
      state = NameOf(static_cast<unsigned char>(value[0]));
  }
  Receipt receipt{id.empty() ? WordOf(text, "id:", kLongestId) : id,
                  state.empty() ? WordOf(text, "stat:", kLongestWord) : state,
                  WordOf(text, "err:", kLongestWord)};
  if (!IsWord(receipt.error)) receipt.error.clear();
  const bool is_whole = !fields.failed() && IsWord(receipt.server_id) && IsWord(receipt.stat);
  return is_whole ? std::optional(receipt) : std::nullopt;
}
}  // namespace aor::notifications::smpp
