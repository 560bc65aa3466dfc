#include "services/notifications/clients/contacts.h"

#include "aor/directory/v1/contact_service.grpc.pb.h"
#include "libs/rpc/errors.h"

namespace aor::notifications {
namespace {
using directory::v1::ContactService;
constexpr auto kPatience = std::chrono::seconds(5);

class OverGrpc final : public Contacts {
 public:
  OverGrpc(std::shared_ptr<grpc::Channel> channel,
           std::function<std::string(const std::string&)> token_of)
      : stub_(ContactService::NewStub(channel)), token_of_(std::move(token_of)) {}

  absl::StatusOr<Contact> Of(const std::string& tenant, const std::string& owner) override {
    directory::v1::ResolveContactsRequest request;
    directory::v1::ResolveContactsResponse response;
    request.add_owner_ids(owner);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kPatience);
    context.AddMetadata("authorization", "Bearer " + token_of_(tenant));
    const auto status = stub_->ResolveContacts(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpc(status);
    if (response.contacts_size() == 0) return Contact();
    const auto& known = response.contacts(0);
    const auto& details = known.details();
    return Contact{details.name(),     details.mail(), details.phone(),
                   details.language(), details.zone(), known.backup_id()};
  }

 private:
  const std::unique_ptr<ContactService::Stub> stub_;
  const std::function<std::string(const std::string&)> token_of_;
};
}  // namespace

std::unique_ptr<Contacts> ContactsOver(
    std::shared_ptr<grpc::Channel> channel,
    std::function<std::string(const std::string& tenant)> token_of) {
  return std::make_unique<OverGrpc>(std::move(channel), std::move(token_of));
}
}  // namespace aor::notifications
