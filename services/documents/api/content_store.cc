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

std::string StreamOf(const std::string& owner, const std::string& digest) {
  return "content-" + owner + "-" + digest;
}
std::string PlaceOf(const std::string& digest, size_t index) {
  return absl::StrCat("content/", digest, "/", index);
}

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
    if (waiting_.empty())
      if (auto status = Refill(); !status.ok()) return status;
    if (waiting_.empty())
      return absl::DataLossError("the log lacks pieces of " + content_.digest());
    auto piece = vault_.Open(tenant_, PlaceOf(content_.digest(), waiting_.front().index()),
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

absl::Status ContentStore::Commit(const rpc::Caller& caller, const std::string& owner,
                                  const std::string& part, const eventsourcing::Work& work) const {
  auto request = RequestBy(caller, "aor.documents.v1.KeepContent", owner + "/" + part, "");
  request.key = owner;
  request.body = request.request_id;
  return runtime_.ExecuteAndWait(std::move(request), work).status();
}

absl::Status ContentStore::Keep(const rpc::Caller& caller, const std::string& owner,
                                const std::string& bytes, const std::string& digest) const {
  if (view_.rows().Get(eventsourcing::RowKey(caller.tenant, "content", owner, digest)))
    return absl::OkStatus();
  const std::string stream = StreamOf(owner, digest);
  const size_t pieces = (bytes.size() + content::kPieceBytes - 1) / content::kPieceBytes;
  for (size_t first = 0; first < pieces; first += kPiecesOfCommit) {
    std::vector<content::StorePiece> some;
    for (size_t i = first; i < std::min(pieces, first + kPiecesOfCommit); ++i) {
      auto sealed = vault_.Seal(caller.tenant, owner, PlaceOf(digest, i),
                                bytes.substr(i * content::kPieceBytes, content::kPieceBytes));
      if (absl::IsFailedPrecondition(sealed.status())) return Erased("Whom this paper belongs to");
      if (!sealed.ok()) return sealed.status();
      some.emplace_back().piece.set_index(static_cast<uint32_t>(i));
      *some.back().piece.mutable_bytes() = *std::move(sealed);
    }
    auto status = Commit(caller, owner, absl::StrCat(digest, "/", first), [&](Transaction& work) {
      std::optional<eventsourcing::Refused> refused;
      for (const auto& one : some)
        if (!refused) refused = On(work, stream, one);
      return refused;
    });
    if (!status.ok()) return status;
  }
  content::Complete command;
  command.whole.set_digest(digest);
  command.whole.set_size(bytes.size());
  command.whole.set_pieces(static_cast<uint32_t>(pieces));
  return Commit(caller, owner, digest,
                [&](Transaction& work) { return On(work, stream, command); });
}

ContentStore::Pieces ContentStore::Open(const std::string& tenant, const std::string& owner,
                                        const v1::Content& content) const {
  const auto reading = std::make_shared<Reading>(runtime_.log(), vault_, tenant,
                                                 StreamOf(owner, content.digest()), owner, content);
  return [reading] { return reading->Next(); };
}
}  // namespace aor::documents
