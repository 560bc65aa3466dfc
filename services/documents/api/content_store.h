// Bytes in the log of record: sealed with their owner's key, cut in pieces, named by their digest
// and stored once. So they are where every fact is: in backups, copies, Kafka and other pods.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <optional>
#include <string>

#include "aor/documents/v1/documents_events.pb.h"
#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/runtime.h"
#include "libs/rpc/caller.h"
#include "libs/vault/vault.h"
#include "services/documents/domain/content.h"

namespace aor::documents {
class ContentStore {
 public:
  ContentStore(eventsourcing::Runtime& runtime, vault::Vault& vault, eventsourcing::View& view)
      : runtime_(runtime), vault_(vault), view_(view) {}

  // All of it is durable when this answers OK; FAILED_PRECONDITION when the owner is erased.
  absl::Status Keep(const rpc::Caller& caller, const std::string& owner, const std::string& bytes,
                    const std::string& digest) const;

  // One message of an upload: pieces of kPieceBytes from `first` on, the last one maybe shorter.
  // FAILED_PRECONDITION with PIECE_MISSING, TOO_LARGE, ERASED.
  absl::StatusOr<eventsourcing::Committed> Append(const rpc::Caller& caller,
                                                  const std::string& owner,
                                                  const std::string& upload, size_t first,
                                                  const std::string& bytes) const;
  // What an upload holds by now, in memory: at most content::kMostUploaded.
  absl::StatusOr<std::string> Uploaded(const std::string& tenant, const std::string& owner,
                                       const std::string& upload) const;
  // Nothing can be added any more, and `bytes` is what is there.
  absl::Status Close(const rpc::Caller& caller, const std::string& owner, const std::string& upload,
                     const std::string& bytes) const;

  // The next piece; nothing at the end. FAILED_PRECONDITION with ERASED once its key is gone,
  // DATA_LOSS when the log lacks a piece.
  using Pieces = std::function<absl::StatusOr<std::optional<std::string>>()>;
  Pieces Open(const std::string& tenant, const std::string& owner,
              const v1::Content& content) const;

 private:
  absl::StatusOr<eventsourcing::Committed> Commit(const rpc::Caller& caller,
                                                  const std::string& owner, const std::string& part,
                                                  const eventsourcing::Work& work) const;
  absl::StatusOr<std::vector<content::StorePiece>> Sealed(const rpc::Caller& caller,
                                                          const std::string& owner,
                                                          const std::string& name, size_t first,
                                                          std::string_view bytes) const;

  eventsourcing::Runtime& runtime_;
  vault::Vault& vault_;
  eventsourcing::View& view_;
};
}  // namespace aor::documents
