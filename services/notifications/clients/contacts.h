// Where somebody is reached, asked of the directory at the moment of sending.
#pragma once

#include <absl/status/statusor.h>
#include <grpcpp/channel.h>

#include <functional>
#include <memory>
#include <string>

namespace aor::notifications {
struct Contact {
  std::string name, mail, phone, language, zone;
  std::string backup_id;
  std::string person_id;  // whose all this is, where the owner has no address of its own
};

// Blocks for a few seconds at most. Safe from any thread.
class Contacts {
 public:
  virtual ~Contacts() = default;
  // An empty one for who is unknown, erased or has left none. An owner of a training session is
  // <mission>~<session>~<participant>.
  virtual absl::StatusOr<Contact> Of(const std::string& tenant, const std::string& owner) = 0;
  // What people call a person or a supplier; its id where nobody knows a name, or not any more.
  virtual absl::StatusOr<std::string> NameOf(const std::string& tenant, const std::string& id) = 0;
  // By which one participant answers one questionnaire, asked for when it is sent, too.
  virtual absl::StatusOr<std::string> AnswerLinkOf(const std::string& tenant,
                                                   const std::string& asking) = 0;
};
// `token_of` gives this process's service token of a tenant.
std::unique_ptr<Contacts> ContactsOver(
    std::shared_ptr<grpc::Channel> directory, std::shared_ptr<grpc::Channel> missions,
    std::function<std::string(const std::string& tenant)> token_of);
}  // namespace aor::notifications
