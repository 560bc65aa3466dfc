// The key grammar of embedded_store.h, in code.
#pragma once

#include <absl/strings/string_view.h>
#include <rocksdb/slice.h>

#include <string>
#include <string_view>

#include "libs/eventlog/event_log.h"

namespace aor::eventlog::keys {
inline constexpr char kAnchored[] = "anchored", kKeyring[] = "keyring";  // of the whole store
inline std::string U32(uint32_t value) {
  std::string bytes(4, '\0');
  for (int i = 3; i >= 0; --i, value >>= 8) bytes[i] = static_cast<char>(value);
  return bytes;
}
inline std::string U64(uint64_t value) {
  std::string bytes(8, '\0');
  for (int i = 7; i >= 0; --i, value >>= 8) bytes[i] = static_cast<char>(value);
  return bytes;
}
// Writes it over the end of a key.
inline void EndWith(uint64_t value, std::string& key) {
  for (size_t i = 1; i <= 8; ++i, value >>= 8) key[key.size() - i] = static_cast<char>(value);
}
inline uint64_t ToU64(std::string_view bytes) {
  uint64_t value = 0;
  for (const unsigned char byte : bytes) value = value << 8 | byte;
  return value;
}
inline std::string ChainKey(std::string_view log, uint32_t chain) {
  return std::string(log) + '\0' + U32(chain);
}
inline std::string CommitKey(std::string_view log, uint32_t chain, uint64_t sequence) {
  return ChainKey(log, chain) + U64(sequence);
}
inline std::string StreamPrefix(std::string_view log, uint32_t chain, std::string_view stream) {
  return ChainKey(log, chain) + std::string(stream) + '\0';
}
inline std::string RequestKeyOf(std::string_view log, uint32_t chain, const RequestKey& request) {
  return ChainKey(log, chain) +
         std::string(reinterpret_cast<const char*>(request.data()), request.size());
}
inline std::string ConsumedKey(std::string_view log, uint32_t chain, std::string_view source,
                               uint32_t source_chain) {
  return ChainKey(log, chain) + std::string(source) + '\0' + U32(source_chain);
}
inline std::string TailValue(const Tail& tail) {
  return U64(tail.sequence) + std::string(Bytes(tail.head));
}
inline Tail ToTail(std::string_view value) {
  return {ToU64(value.substr(0, 8)), ToHash(value.substr(8, 32))};
}
inline std::string_view View(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }
}  // namespace aor::eventlog::keys
