// How people and organisations are reached, through the real edge.
#include "services/directory/api/directory_test.h"

namespace aor::directory {
namespace {
class ContactTest : public DirectoryTest {
 protected:
  std::string Record(const std::string& owner, const std::string& request,
                     const std::string& details) {
    return Ask(&Contacts::RecordContact, consultant_,
               "request_id: '" + request + "' owner_id: '" + owner + "' " + details)
        .consistency_token();
  }
  v1::ResolveContactsResponse Resolve(const std::string& owner, const std::string& token) {
    return Ask(&Contacts::ResolveContacts, running_->As("sender", "service"),
               "owner_ids: '" + owner + "' owner_ids: 'nobody' consistency_token: '" + token + "'");
  }
};
constexpr char kReached[] =
    "details { mail: 'mia@example.com' phone: '+41791234567' zone: 'Europe/Zurich' } "
    "backup_id: 'tom'";

TEST_F(ContactTest, ServicesLearnWhereToWriteAndTheDiskDoesNot) {
  Register("mia", "Mia", "Muster");
  const auto resolved = Resolve("mia", Record("mia", "mia-c", kReached));
  ASSERT_EQ(resolved.contacts_size(), 1) << "who has no contact is left out";
  EXPECT_EQ(resolved.contacts(0).details().mail(), "mia@example.com");
  EXPECT_EQ(resolved.contacts(0).details().name(), "Mia Muster") << "of the registration";
  EXPECT_EQ(resolved.contacts(0).backup_id(), "tom");
  EXPECT_EQ(running_->OnDisk().find("mia@example.com"), std::string::npos);
  EXPECT_EQ(running_->OnDisk().find("+41791234567"), std::string::npos);
}

TEST_F(ContactTest, SaysWhatIsWrongWithAnAddress) {
  Register("max", "Max", "Muster");
  for (const char* mail : {"max", "max@host", "a b@example.com", "max@example.com\\r\\nBcc: x@y.z",
                           "<max@example.com>", "\\\"max\\\"@example.com", "m..x@example.com"}) {
    const auto status =
        Fail(&Contacts::RecordContact, consultant_,
             "request_id: 'm' owner_id: 'max' details { mail: \"" + std::string(mail) + "\" }");
    ASSERT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << mail;
    EXPECT_EQ(rpc::ViolationsOf(status).at(0).field, "details.mail");
  }
  const auto phone = Fail(&Contacts::RecordContact, consultant_,
                          "request_id: 'p' owner_id: 'max' details { phone: '079 123 45 67' }");
  EXPECT_EQ(rpc::ViolationsOf(phone).at(0).what_to_do,
            "give a phone number with its country, such as +41791234567");
  EXPECT_EQ(rpc::RefusalOf(Fail(&Contacts::RecordContact, consultant_,
                                "request_id: 'u' owner_id: 'unheard-of' details { }")),
            "UNKNOWN_OWNER");
}

TEST_F(ContactTest, ABusinessWithoutAnAddressIsReachedByThePersonBehindIt) {
  Register("zoe", "Zoé", "Muster");
  const auto registered =
      Ask(&Organisations::RegisterSupplier, consultant_,
          "request_id: 'zoe-s' supplier_id: 'zoe-sarl' name: 'Zoé SARL' worker_id: 'zoe' "
          "address { country_code: 'FR' }"
          "vat_status: VAT_STATUS_FRANCHISE_293B vat_status_from { year: 2026 month: 1 day: 1 }");
  EXPECT_EQ(Resolve("zoe-sarl", registered.consistency_token()).contacts_size(), 0)
      << "nobody knows where she is";
  const auto hers = Resolve("zoe-sarl", Record("zoe", "zoe-c", kReached));
  ASSERT_EQ(hers.contacts_size(), 1);
  EXPECT_EQ(hers.contacts(0).owner_id(), "zoe-sarl");
  EXPECT_EQ(hers.contacts(0).person_id(), "zoe");
  EXPECT_EQ(hers.contacts(0).details().name(), "Zoé Muster");
  EXPECT_EQ(hers.contacts(0).details().mail(), "mia@example.com");
  const auto without = Resolve(
      "zoe-sarl", Record("zoe-sarl", "sarl-n", "details { language: 'fr' } backup_id: 'tim'"));
  EXPECT_EQ(without.contacts(0).details().mail(), "mia@example.com") << "none of its own";
  EXPECT_EQ(without.contacts(0).backup_id(), "tim");
  const auto own =
      Resolve("zoe-sarl", Record("zoe-sarl", "sarl-c", "details { mail: 'sarl@example.com' }"));
  EXPECT_EQ(own.contacts(0).details().mail(), "sarl@example.com");
  EXPECT_EQ(own.contacts(0).person_id(), "");
}

TEST_F(ContactTest, TheErasedAreReachedNoMore) {
  Register("eve", "Eve", "Muster");
  Record("eve", "eve-c", kReached);
  const auto erased = Erase("eve");
  const auto resolved = Resolve("eve", erased.consistency_token());
  ASSERT_EQ(resolved.contacts_size(), 1);
  EXPECT_EQ(resolved.contacts(0).details().mail(), "");
}
}  // namespace
}  // namespace aor::directory
