// What nobody would look for, or find, by the words that a caller gave.
#include "services/credentials/api/running_credentials.h"

namespace aor::credentials {
namespace {
using ClumsyWordsTest = CredentialsTest;

constexpr char kDays[] =
    " zone: 'Europe/Zurich' valid_from { year: 2026 month: 10 day: 5 }"
    " valid_to { year: 2027 month: 10 day: 4 }";

std::string Work(const std::string& kind, const std::string& jurisdiction) {
  return "subject { worker_id: 'dev' client_id: 'acme' engagement_kind: '" + kind +
         "' jurisdiction: '" + jurisdiction + "' }";
}

TEST_F(ClumsyWordsTest, NoGateIsOpenToAnUnknownKindOfEngagement) {
  Adopted("ch.contractor");
  As("tom", "consultant");
  EXPECT_FALSE(Got(&Gates::CheckGates, Work("AOR", "CH-GE")).answers(0).open());
  for (const char* kind : {"aor", "CONTRACTOR", "ENGAGEMENT_KIND_AOR"}) {
    EXPECT_EQ(Try(&Gates::CheckGates, Work(kind, "CH-GE")), "3") << kind;
    EXPECT_NE(said_.find("subject.engagement_kind"), std::string::npos) << said_;
  }
  EXPECT_EQ(Try(&Gates::ListRequirements, Work("aor", "CH-GE")), "3");
  EXPECT_EQ(Try(&Gates::GetOnboarding, Work("aor", "CH-GE")), "3");
}

TEST_F(ClumsyWordsTest, NorToAnUnknownPlace) {
  Adopted("ch.contractor");
  As("tom", "consultant");
  for (const char* jurisdiction : {"ch-ge", "Switzerland", "CH_GE"}) {
    EXPECT_EQ(Try(&Gates::CheckGates, Work("AOR", jurisdiction)), "3") << jurisdiction;
    EXPECT_NE(said_.find("subject.jurisdiction"), std::string::npos) << said_;
  }
}

TEST_F(ClumsyWordsTest, APersonsPaperIsNotHandedInForTheirFirm) {
  As("tom", "consultant");
  const std::string permit = "kind_id: 'ch.permit_b'" + std::string(kDays);
  EXPECT_EQ(Try(&Credentials::DepositCredential, permit + "supplier_id: 'firm'"), "3");
  EXPECT_NE(said_.find("worker_id"), std::string::npos) << said_;
  EXPECT_EQ(Try(&Credentials::DepositCredential, permit + "worker_id: 'dev'"), "OK") << said_;
}
}  // namespace
}  // namespace aor::credentials
