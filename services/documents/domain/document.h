// One paper: the versions of it that were stored, who may read them, who signed what. A stored
// version is never replaced, whatever would print it today.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/documents/v1/documents_events.pb.h"
#include "libs/ids/strong_id.h"

namespace aor::documents::document {
using Event = v1::DocumentEvent;
using Role = v1::PartyRole;
inline constexpr size_t kMaxVersions = 100;

struct Render {
  v1::DocumentRendered printed;  // but its version, which is given here
};
struct Deposit {
  v1::DocumentDeposited file;  // likewise; parties and readers of a scan are those of its paper
  std::vector<Role> signed_as;
};
struct Release {
  uint32_t version = 0;  // 0, here and below: the newest
  std::vector<Role> to;  // none: all readers
  PersonId by;
};
struct Sign {
  std::string digest;  // of the bytes that were read
  Role role = v1::PARTY_ROLE_UNSPECIFIED;
  v1::SignatureLevel level = v1::SIGNATURE_LEVEL_SIMPLE;
  PersonId by;
  std::string on_behalf_of;
};
struct Decline {
  uint32_t version = 0;
  Role role = v1::PARTY_ROLE_UNSPECIFIED;
  PersonId by;
  std::string reason;
};
struct Withdraw {
  uint32_t version = 0;
  PersonId by;
  std::string reason;
};
using Command = std::variant<Render, Deposit, Release, Sign, Decline, Withdraw>;

enum class Refusal {
  kUnknownVersion,
  kTooManyVersions,
  kOtherFile,
  kWithdrawn,
  kNotAReader,
  kNotASigner,
  kOtherBytes,
  kReplaced,
  kLevelTooLow,
  kSignedByAnother,
  kDeclined,
  kAlreadySigned,
};

struct Version {
  std::string digest;
  std::string facts_digest = {};  // empty of a deposited file
  uint32_t scan_of = 0;
  bool withdrawn = false;
  std::set<Role> released_to = {};
  std::map<Role, std::string> signed_by = {}, declined_by = {};
};
struct Document {
  v1::DocumentRendered paper;     // as its newest version says
  std::vector<Version> versions;  // version n stands at n - 1
};

// The newest version that was printed, not deposited; 0 for none.
uint32_t NewestPrinted(const Document& document);

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Document& document, const Command& command);
Document Evolve(Document document, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::documents::document
