#include "services/missions/api/participants.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_cat.h>

#include "libs/rpc/errors.h"
#include "libs/service/erased.h"

namespace aor::missions {
namespace {
std::string PlaceOf(const std::string& id, const char* field) {
  return absl::StrCat("participant/", id, "/", field);
}

absl::Status Seal(vault::Vault& vault, const std::string& tenant, const std::string& id,
                  const char* field, const std::string& text, types::v1::Sealed* sealed) {
  if (text.empty()) return absl::OkStatus();
  auto value = vault.Seal(tenant, SubjectOf(id), PlaceOf(id, field), text);
  if (value.ok()) *sealed = *std::move(value);
  return value.status();
}

absl::Status Index(vault::Vault& vault, const std::string& tenant, const char* field,
                   const std::string& text, std::string* index) {
  if (text.empty()) return absl::OkStatus();
  auto value = vault.BlindIndex(tenant, field, text);
  if (value.ok()) *index = *std::move(value);
  return value.status();
}

absl::Status IndexMail(vault::Vault& vault, const std::string& tenant, const std::string& mail,
                       std::string* index) {
  return Index(vault, tenant, "participant_mail", absl::AsciiStrToLower(mail), index);
}

absl::Status IndexNames(vault::Vault& vault, const std::string& tenant, const auto& from,
                        std::string* index) {
  return Index(vault, tenant, "participant_name",
               absl::StrCat(from.surname(), "\n", from.given_names()), index);
}

bool HasNames(const v1::NewParticipant& participant) {
  return !participant.surname().empty() || !participant.given_names().empty();
}

// Of who gave what: the first that went wrong.
absl::Status SealNames(vault::Vault& vault, const std::string& tenant, const std::string& id,
                       const auto& from, auto& into) {
  if (auto sealed = Seal(vault, tenant, id, "surname", from.surname(), into.mutable_surname());
      !sealed.ok())
    return sealed;
  if (auto sealed =
          Seal(vault, tenant, id, "given", from.given_names(), into.mutable_given_names());
      !sealed.ok())
    return sealed;
  return IndexNames(vault, tenant, from, into.mutable_name_index());
}

std::string Open(const vault::Vault& vault, const std::string& tenant, const std::string& id,
                 const char* field, const types::v1::Sealed& sealed) {
  return service::OpenUnlessErased(vault, tenant, PlaceOf(id, field), sealed).value_or("");
}
}  // namespace

std::string SubjectOf(const std::string& participant) { return kParticipant + participant; }

bool IsPlainName(const std::string& text) {
  for (const unsigned char c : text)
    if (c < 0x20 || c == 0x7F) return false;
  for (size_t at = text.find('\xC2'); at != std::string::npos; at = text.find('\xC2', at + 1))
    if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0)
      return false;  // U+0080 to U+009F
  // Marks of direction and of lines: U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069.
  for (size_t at = text.find('\xE2'); at != std::string::npos; at = text.find('\xE2', at + 1)) {
    const std::string mark = text.substr(at + 1, 2);
    if (mark == "\x80\x8E" || mark == "\x80\x8F") return false;
    if (mark >= "\x80\xA8" && mark <= "\x80\xAE") return false;
    if (mark >= "\x81\xA6" && mark <= "\x81\xA9") return false;
  }
  return true;
}

absl::Status CheckParticipant(const v1::NewParticipant& participant, const std::string& field) {
  if (participant.mail().empty() && participant.surname().empty() &&
      participant.person_id().empty())
    return rpc::FieldError(field, "say who it is: by mail address, surname or person_id");
  if (!IsPlainName(participant.surname()))
    return rpc::FieldError(field + ".surname", "write it on one line, without control characters");
  if (!IsPlainName(participant.given_names()))
    return rpc::FieldError(field + ".given_names",
                           "write them on one line, without control characters");
  return absl::OkStatus();
}

absl::StatusOr<roll::Listed> IndexesOf(vault::Vault& vault, const std::string& tenant,
                                       const v1::NewParticipant& participant) {
  roll::Listed listed;
  if (auto indexed = IndexMail(vault, tenant, participant.mail(), &listed.mail_index);
      !indexed.ok())
    return indexed;
  if (!HasNames(participant)) return listed;
  if (auto indexed = IndexNames(vault, tenant, participant, &listed.name_index); !indexed.ok())
    return indexed;
  return listed;
}

absl::StatusOr<v1::ParticipantRegistered> Sealed(vault::Vault& vault, const std::string& tenant,
                                                 const std::string& id,
                                                 const v1::NewParticipant& participant) {
  v1::ParticipantRegistered registered;
  registered.set_participant_id(id);
  registered.set_person_id(participant.person_id());
  if (auto sealed = Seal(vault, tenant, id, "mail", participant.mail(), registered.mutable_mail());
      !sealed.ok())
    return sealed;
  if (participant.mail().empty()) registered.clear_mail();
  if (auto indexed = IndexMail(vault, tenant, participant.mail(), registered.mutable_mail_index());
      !indexed.ok())
    return indexed;
  if (HasNames(participant))
    if (auto sealed = SealNames(vault, tenant, id, participant, registered); !sealed.ok())
      return sealed;
  return registered;
}

absl::StatusOr<v1::ParticipantNamed> Sealed(vault::Vault& vault, const std::string& tenant,
                                            const v1::NameParticipantRequest& request) {
  v1::ParticipantNamed named;
  named.set_participant_id(request.participant_id());
  if (auto sealed = SealNames(vault, tenant, request.participant_id(), request, named);
      !sealed.ok())
    return sealed;
  return named;
}

v1::Participant Shown(const vault::Vault& vault, const std::string& tenant,
                      const v1::ParticipantRow& row, bool opened) {
  const auto& registered = row.registered();
  const std::string& id = registered.participant_id();
  v1::Participant shown;
  shown.set_participant_id(id);
  shown.set_person_id(registered.person_id());
  shown.set_shares_mail(registered.shares_mail());
  shown.set_late(registered.late());
  shown.set_test_not_in_time(registered.test_not_in_time());
  shown.set_withdrawn(row.withdrawn());
  shown.set_erased(row.erased());
  *shown.mutable_marks() = row.marks();
  *shown.mutable_corrections() = row.corrections();
  if (row.has_certificate()) *shown.mutable_certificate() = row.certificate();
  shown.set_identity(registered.mail_index() + "/" + registered.name_index());
  if (!opened) return shown;
  shown.set_mail(Open(vault, tenant, id, "mail", registered.mail()));
  shown.set_surname(Open(vault, tenant, id, "surname", registered.surname()));
  shown.set_given_names(Open(vault, tenant, id, "given", registered.given_names()));
  return shown;
}
}  // namespace aor::missions
