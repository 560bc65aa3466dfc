#include "services/directory/domain/contact.h"

#include "libs/eventsourcing/rules.h"

namespace aor::directory::contact {
namespace {
using enum Refusal;
constexpr char kMail[] =
    "contact_recorded { owner_id: 'ada' content_index: 'mail' backup_id: 'bob' }";
constexpr char kPhone[] = "contact_recorded { owner_id: 'ada' content_index: 'phone' }";

RecordContact Record(const std::string& content, const std::string& backup, bool known = true,
                     bool erased = false) {
  RecordContact command{{}, known, erased};
  command.fact.set_owner_id("ada");
  command.fact.set_content_index(content);
  command.fact.set_backup_id(backup);
  return command;
}

TEST(ContactTest, FollowsTheRules) {
  using Then = std::vector<const char*>;
  eventsourcing::CheckRules<Contact, Event, Command, Refusal>({
      {"a contact is recorded", {}, Record("mail", "bob"), Then{kMail}},
      {"the same again is known", {kMail}, Record("mail", "bob"), Then{}},
      {"the last word holds", {kMail}, Record("phone", ""), Then{kPhone}},
      {"and the first may come back", {kMail, kPhone}, Record("mail", "bob"), Then{kMail}},
      {"another backup is another word",
       {kPhone},
       Record("phone", "bob"),
       Then{"contact_recorded { owner_id: 'ada' content_index: 'phone' backup_id: 'bob' }"}},
      {"of somebody who is known", {}, Record("mail", "", false), kUnknownOwner},
      {"not of the erased", {kMail}, Record("mail", "bob", true, true), kOwnerErased},
  });
}
}  // namespace
}  // namespace aor::directory::contact
