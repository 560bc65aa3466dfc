#include "services/documents/api/content_store.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <deque>

#include "libs/eventlog/chain.h"
#include "libs/eventsourcing/stream_events.h"
#include "libs/rpc/errors.h"
#include "services/documents/api/endpoint.h"
#include "services/documents/domain/content.h"
#include "services/documents/papers/paper.h"
#include "services/documents/projections/documents_view.h"

namespace aor::documents {
namespace {
using eventsourcing::Transaction;
constexpr size_t kPiecesOfCommit = 8;  // 512 KiB: what a record of the log holds with ease

// How its stream is called: an upload's pieces were there before anybody had digested them.
std::string NameOf(const v1::Content& content) {
  return content.upload_id().empty() ? content.digest() : content.upload_id();
}
std::string StreamOf(const std::string& owner, const std::string& name) {
  return "content-" + owner + "-" + name;
}
std::string PlaceOf(const std::string& name, size_t index) {
  return absl::StrCat("content/", name, "/", index);
}
size_t PiecesIn(size_t bytes) { return (bytes + content::kPieceBytes - 1) / content::kPieceBytes; }

std::optional<eventsourcing::Refused> On(Transaction& transaction, const std::string& stream,
                                         const content::Command& command) {
  return eventsourcing::DecideOn<content::Content, content::Event>(transaction, stream, command);
}

// Reads one commit ahead: 512 KiB at most of one download are in memory.
class Reading {
 public:
  Reading(const eventlog::EventLog& log, const vault::Vault& vault, std::string tenant,
          std::string stream, const std::string& owner, v1::Content content)
      : log_(log),
        vault_(vault),
        tenant_(std::move(tenant)),
        stream_(std::move(stream)),
        chain_(eventlog::ChainOf(tenant_ + "/" + owner)),
        content_(std::move(content)) {}

  absl::StatusOr<std::optional<std::string>> Next() {
    if (read_ == content_.size()) return std::nullopt;
    auto piece = NextThatIsThere();
    if (piece.ok() && !*piece)
      return absl::DataLossError("the log lacks pieces of " + NameOf(content_));
    return piece;
  }
  // However many there are.
  absl::StatusOr<std::optional<std::string>> NextThatIsThere() {
    if (waiting_.empty())
      if (auto status = Refill(); !status.ok()) return status;
    if (waiting_.empty()) return std::nullopt;
    auto piece = vault_.Open(tenant_, PlaceOf(NameOf(content_), waiting_.front().index()),
                             waiting_.front().bytes());
    waiting_.pop_front();
    if (absl::IsNotFound(piece.status())) return Erased("Whom this paper belongs to");
    if (!piece.ok()) return piece.status();
    read_ += piece->size();
    return *std::move(piece);
  }

 private:
  absl::Status Refill() {
    return log_.ReadStream(
        chain_, tenant_ + "/" + stream_, from_, [this](const eventlog::Stored& stored) {
          from_ = stored.at.sequence + 1;
          eventsourcing::ForEachEvent(stored.bytes, stream_, [this](const auto& envelope) {
            const auto event = eventsourcing::Decode<content::Event>(envelope);
            if (event.has_piece_stored()) waiting_.push_back(event.piece_stored());
          });
          return waiting_.empty();
        });
  }

  const eventlog::EventLog& log_;
  const vault::Vault& vault_;
  const std::string tenant_, stream_;
  const uint32_t chain_;
  const v1::Content content_;
  uint64_t from_ = 0, read_ = 0;
  std::deque<v1::PieceStored> waiting_;
};
}  // namespace

absl::StatusOr<eventsourcing::Committed> ContentStore::Commit(
    const rpc::Caller& caller, const std::string& owner, const std::string& part,
    const eventsourcing::Work& work) const {
  auto request = RequestBy(caller, "aor.documents.v1.KeepContent", owner + "/" + part, "");
  request.key = owner;
  request.body = request.request_id;
  return runtime_.ExecuteAndWait(std::move(request), work);
}

absl::StatusOr<std::vector<content::StorePiece>> ContentStore::Sealed(
    const rpc::Caller& caller, const std::string& owner, const std::string& name, size_t first,
    std::string_view bytes) const {
  std::vector<content::StorePiece> pieces;
  for (size_t i = 0; i < PiecesIn(bytes.size()); ++i) {
    auto sealed =
        vault_.Seal(caller.tenant, owner, PlaceOf(name, first + i),
                    std::string(bytes.substr(i * content::kPieceBytes, content::kPieceBytes)));
    if (absl::IsFailedPrecondition(sealed.status())) return Erased("Whom this paper belongs to");
    if (!sealed.ok()) return sealed.status();
    pieces.emplace_back().piece.set_index(static_cast<uint32_t>(first + i));
    *pieces.back().piece.mutable_bytes() = *std::move(sealed);
  }
  return pieces;
}

absl::StatusOr<eventsourcing::Committed> ContentStore::Append(const rpc::Caller& caller,
                                                              const std::string& owner,
                                                              const std::string& name, size_t first,
                                                              const std::string& bytes) const {
  absl::StatusOr<eventsourcing::Committed> committed = absl::InvalidArgumentError("no bytes");
  constexpr size_t kBytesOfCommit = kPiecesOfCommit * content::kPieceBytes;
  for (size_t at = 0; at < bytes.size(); at += kBytesOfCommit) {
    const size_t index = first + at / content::kPieceBytes;
    const auto some =
        Sealed(caller, owner, name, index, std::string_view(bytes).substr(at, kBytesOfCommit));
    if (!some.ok()) return some.status();
    committed = Commit(caller, owner, absl::StrCat(name, "/", index), [&](Transaction& work) {
      std::optional<eventsourcing::Refused> refused;
      for (const auto& one : *some)
        if (!refused) refused = On(work, StreamOf(owner, name), one);
      return refused;
    });
    if (!committed.ok()) return committed.status();
  }
  return committed;
}

absl::Status ContentStore::Close(const rpc::Caller& caller, const std::string& owner,
                                 const std::string& name, const std::string& bytes) const {
  content::Complete command;
  command.whole.set_digest(name);
  command.whole.set_size(bytes.size());
  command.whole.set_pieces(static_cast<uint32_t>(PiecesIn(bytes.size())));
  return Commit(caller, owner, name,
                [&](Transaction& work) { return On(work, StreamOf(owner, name), command); })
      .status();
}

absl::Status ContentStore::Keep(const rpc::Caller& caller, const std::string& owner,
                                const std::string& bytes, const std::string& digest) const {
  if (view_.rows().Get(eventsourcing::RowKey(caller.tenant, "content", owner, digest)))
    return absl::OkStatus();
  const auto appended = Append(caller, owner, digest, 0, bytes);
  return appended.ok() ? Close(caller, owner, digest, bytes) : appended.status();
}

absl::StatusOr<std::string> ContentStore::Uploaded(const std::string& tenant,
                                                   const std::string& owner,
                                                   const std::string& upload) const {
  v1::Content content;
  content.set_upload_id(upload);
  Reading reading(runtime_.log(), vault_, tenant, StreamOf(owner, upload), owner, content);
  std::string bytes;
  while (bytes.size() <= content::kMostUploaded) {
    auto piece = reading.NextThatIsThere();
    if (!piece.ok()) return piece.status();
    if (!*piece) break;
    bytes += **piece;
  }
  return bytes;
}

ContentStore::Pieces ContentStore::Open(const std::string& tenant, const std::string& owner,
                                        const v1::Content& content) const {
  const auto reading = std::make_shared<Reading>(runtime_.log(), vault_, tenant,
                                                 StreamOf(owner, NameOf(content)), owner, content);
  return [reading] { return reading->Next(); };
}
}  // namespace aor::documents
