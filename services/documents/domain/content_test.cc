#include "services/documents/domain/content.h"

#include "libs/eventsourcing/rules.h"

namespace aor::documents::content {
namespace {
using eventsourcing::Rule;
constexpr char kFirst[] = "piece_stored { bytes { ciphertext: 'a' } }";
constexpr char kSecond[] = "piece_stored { index: 1 bytes { ciphertext: 'b' } }";
constexpr char kCompleted[] = "content_completed { digest: 'd' size: 2 pieces: 2 }";

StorePiece Piece(uint32_t index, const char* sealed) {
  StorePiece command;
  command.piece.set_index(index);
  command.piece.mutable_bytes()->set_ciphertext(sealed);
  return command;
}
Complete Whole(uint32_t pieces) {
  Complete command;
  command.whole.set_digest("d");
  command.whole.set_size(2);
  command.whole.set_pieces(pieces);
  return command;
}

// So many pieces, of 64 KiB each: 400 are 25 MiB.
std::vector<const char*> Stored(size_t count) { return std::vector<const char*>(count, kFirst); }

TEST(ContentTest, Rules) {
  eventsourcing::CheckRules<Content, Event>(std::vector<Rule<Command, Refusal>>{
      {"the first piece is stored", {}, Piece(0, "a"), std::vector<const char*>{kFirst}},
      {"the next follows", {kFirst}, Piece(1, "b"), std::vector<const char*>{kSecond}},
      {"sealed anew, a stored piece stays", {kFirst}, Piece(0, "x"), std::vector<const char*>{}},
      {"no piece is skipped", {kFirst}, Piece(2, "c"), Refusal::kPieceMissing},
      {"a file has an end", Stored(400), Piece(400, "c"), Refusal::kTooLarge},
      {"all are there", {kFirst, kSecond}, Whole(2), std::vector<const char*>{kCompleted}},
      {"one is missing", {kFirst}, Whole(2), Refusal::kPieceMissing},
      {"nothing is added to a whole",
       {kFirst, kSecond, kCompleted},
       Piece(2, "c"),
       std::vector<const char*>{}}});
}
}  // namespace
}  // namespace aor::documents::content
