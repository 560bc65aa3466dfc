// Which sealed field stands where, and the way in and out of it.
#pragma once

#include <absl/status/statusor.h>
#include <google/protobuf/message_lite.h>

#include <optional>
#include <string>

#include "aor/directory/v1/directory_events.pb.h"
#include "libs/eventsourcing/projection.h"
#include "libs/rpc/errors.h"
#include "libs/vault/vault.h"

namespace aor::directory {
std::string NamePlace(const std::string& person);
std::string AddressPlace(const std::string& person);
std::string IdentifierPlace(const std::string& person);
std::string ProfilePlace(const std::string& person);
std::string ContactPlace(const std::string& owner);
std::string IbanPlace(const std::string& owner, uint32_t version);

// Nothing when it is not set or its subject is erased; throws as service::OpenUnlessErased says.
std::optional<std::string> Opened(const vault::Vault& vault, const std::string& tenant,
                                  const std::string& place, const types::v1::Sealed& sealed);
template <class Message>
std::optional<Message> OpenedAs(const vault::Vault& vault, const std::string& tenant,
                                const std::string& place, const types::v1::Sealed& sealed) {
  const auto bytes = Opened(vault, tenant, place, sealed);
  if (!bytes) return std::nullopt;
  Message message;
  if (!message.ParseFromString(*bytes))
    throw rpc::CannotAnswer(absl::DataLossError("what was sealed at " + place + " is none"));
  return message;
}
// Before more is sealed for somebody: DATA_LOSS while the name that stands there does not open. A
// key made anew in place of a lost one would shut it for good, and the lost one could not come
// back.
absl::Status StillOpens(const eventsourcing::Rows& rows, const vault::Vault& vault,
                        const std::string& tenant, const std::string& person);

// "Éloïse Le Gall" and "le gall eloise" alike: folded, without accents, words in order.
std::string FoldedName(const std::string& name);
std::string FullName(const v1::PersonName& name);
std::string MaskedIban(const std::string& iban);
}  // namespace aor::directory
