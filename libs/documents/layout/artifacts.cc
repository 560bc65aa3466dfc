#include "libs/documents/layout/artifacts.h"

#include <zlib.h>

#include <algorithm>
#include <stdexcept>

namespace aor::documents {
namespace {
// What a stretch of a page is to its reader.
enum class Part { kElement, kState, kRules, kFoot };

// Of a line outside of every element. It ends with its operator.
Part PartOf(std::string_view line, Part before) {
  if (line.ends_with(" BDC") && line.find(" << /MCID ") != std::string_view::npos)
    return Part::kElement;
  if (line == "q" || line == "Q" || line.ends_with(" cm")) return Part::kState;
  if (line == "BT" || line.ends_with(" BT")) return Part::kFoot;
  return before == Part::kFoot ? Part::kFoot : Part::kRules;
}

bool IsArtifact(Part part) { return part == Part::kRules || part == Part::kFoot; }

class Marking {
 public:
  std::string Of(std::string_view content) {
    while (!content.empty()) {
      const size_t end = std::min(content.find('\n'), content.size() - 1);
      Add(content.substr(0, end));
      content.remove_prefix(end + 1);
    }
    Begin(Part::kState);
    return std::move(marked_);
  }

 private:
  void Add(std::string_view line) {
    if (depth_ == 0) Begin(PartOf(line, part_));
    if (line.ends_with(" BDC")) ++depth_;
    if (line == "EMC") --depth_;
    Write(line);
  }

  void Begin(Part part) {
    if (part == part_) return;
    if (IsArtifact(part_)) Write("EMC");
    if (part == Part::kRules) Write("/Artifact << /Type /Layout >> BDC");
    if (part == Part::kFoot) BeginFoot();
    part_ = part;
  }

  void BeginFoot() {
    if (has_foot_) throw std::logic_error("a text stands in no element of the structure");
    has_foot_ = true;
    Write("/Artifact << /Type /Pagination /Subtype /Footer >> BDC");
  }

  void Write(std::string_view line) { marked_.append(line).append("\n"); }

  std::string marked_;
  Part part_ = Part::kState;
  int depth_ = 0;  // of marks, ours left out
  bool has_foot_ = false;
};

const Bytef* BytesOf(const std::string& text) {
  return reinterpret_cast<const Bytef*>(text.data());
}
Bytef* BytesOf(std::string& text) { return reinterpret_cast<Bytef*>(text.data()); }

std::string Inflated(const std::string& deflated) {
  constexpr uLongf kLargest = 64 << 20;
  for (uLongf room = 8 * deflated.size() + 64; room <= kLargest; room *= 2) {
    std::string text(room, '\0');
    uLongf size = room;
    const int result = uncompress(BytesOf(text), &size, BytesOf(deflated), deflated.size());
    if (result == Z_OK) return text.substr(0, size);
    if (result != Z_BUF_ERROR) break;
  }
  throw std::logic_error("the content of a page cannot be inflated");
}

std::string Deflated(const std::string& text) {
  uLongf size = compressBound(text.size());
  std::string deflated(size, '\0');
  if (compress(BytesOf(deflated), &size, BytesOf(text), text.size()) != Z_OK)
    throw std::logic_error("the content of a page cannot be deflated");
  return deflated.substr(0, size);
}
}  // namespace

std::string WithArtifacts(std::string_view content) { return Marking().Of(content); }

std::string DeflatedWithArtifacts(const std::string& deflated) {
  return Deflated(WithArtifacts(Inflated(deflated)));
}
}  // namespace aor::documents
