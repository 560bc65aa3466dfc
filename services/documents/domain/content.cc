#include "services/documents/domain/content.h"

#include <stdexcept>

namespace aor::documents::content {
namespace {
using Events = std::vector<Event>;

Decision On(const Content& content, const StorePiece& command) {
  if (content.completed || command.piece.index() < content.pieces) return Events{};
  if (command.piece.index() > content.pieces) return Refusal::kPieceMissing;
  if (command.piece.index() >= kMostUploaded / kPieceBytes) return Refusal::kTooLarge;
  Event event;
  *event.mutable_piece_stored() = command.piece;
  return Events{event};
}

Decision On(const Content& content, const Complete& command) {
  if (content.completed) return Events{};
  if (command.whole.pieces() != content.pieces) return Refusal::kPieceMissing;
  Event event;
  *event.mutable_content_completed() = command.whole;
  return Events{event};
}
}  // namespace

Decision Decide(const Content& content, const Command& command) {
  return std::visit([&](const auto& wish) { return On(content, wish); }, command);
}

Content Evolve(Content content, const Event& event) {
  switch (event.kind_case()) {
    case Event::kPieceStored: ++content.pieces; return content;
    case Event::kContentCompleted: content.completed = true; return content;
    case Event::KIND_NOT_SET: break;
  }
  // A newer release wrote this stream: refuse to decide on half a history.
  throw std::runtime_error("content: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  return refusal == Refusal::kTooLarge ? "TOO_LARGE" : "PIECE_MISSING";
}
std::string_view Sentence(Refusal refusal) {
  return refusal == Refusal::kTooLarge
             ? "A file has at most 25 MiB; scan in grey at 200 dpi, or hand it in as several."
             : "A piece of this file is missing; send the whole file again.";
}
}  // namespace aor::documents::content
