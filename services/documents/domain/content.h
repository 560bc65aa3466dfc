// The bytes of one file of one owner, in sealed pieces: what is named by its digest, or by its
// upload, is stored once, and is complete before anything refers to it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/documents/v1/documents_events.pb.h"

namespace aor::documents::content {
using Event = v1::ContentEvent;
inline constexpr size_t kPieceBytes = 64 << 10;
inline constexpr size_t kMostBytes = 8 << 20;      // of a printed paper
inline constexpr size_t kMostUploaded = 25 << 20;  // of a file that was handed in

struct StorePiece {
  v1::PieceStored piece;
};
struct Complete {
  v1::ContentCompleted whole;
};
using Command = std::variant<StorePiece, Complete>;

enum class Refusal { kPieceMissing, kTooLarge };

struct Content {
  uint32_t pieces = 0;
  bool completed = false;
};

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Content& content, const Command& command);
Content Evolve(Content content, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::documents::content
