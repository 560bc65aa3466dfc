// The chain rule, frozen for ever: how the bytes of a commit make the head.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace aor::eventlog {
using Hash = std::array<uint8_t, 32>;
inline constexpr uint32_t kChainCount = 64;

// The chain of a key, for ever: the first 8 bytes of its SHA-256, big-endian,
// modulo the chain count.
uint32_t ChainOf(std::string_view key);

Hash GenesisHead(std::string_view log, std::string_view environment, uint32_t chain,
                 uint32_t chain_count);
Hash LeafOf(std::string_view bytes);
Hash NextHead(const Hash& previous, const Hash& leaf);

std::string_view Bytes(const Hash& hash);
Hash ToHash(std::string_view bytes);  // throws std::invalid_argument unless 32 bytes
std::string Hex(std::string_view bytes);
}  // namespace aor::eventlog
