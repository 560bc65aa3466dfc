#include "aor/missions/v1/complaints_service.grpc.pb.h"
#include "aor/missions/v1/quality_service.grpc.pb.h"
#include "services/missions/api/running_missions.h"

namespace aor::missions {
namespace {
using Complaints = v1::ComplaintService::Stub;

class ComplaintsTest : public MissionsTest {
 protected:
  v1::ListComplaintsResponse Open() { return Got(&Complaints::ListComplaints, ""); }
  std::string Record(const std::string& more, const std::string& owner = "tess") {
    return Try(&Complaints::RecordComplaint,
               "mission_id: 'm1' complainant: COMPLAINANT_CLIENT words: 'No coffee.' owner_id: '" +
                   owner + "' " + more);
  }
  static constexpr auto kFirst = "mission_id: 'm1' complaint_id: 'c1' ";
};

TEST_F(ComplaintsTest, FromTheFirstWordToTheFinding) {
  Opened();
  Planned();
  ASSERT_EQ(Record("complaint_id: 'c1' session_id: 's1'"), "OK") << said_;
  EXPECT_EQ(Record("complaint_id: 'c2' due_on { year: 2026 month: 10 day: 2 }"), "OK") << said_;
  EXPECT_EQ(Record("complaint_id: 'c3' session_id: 's1'", "fay"), "OWNER_INVOLVED");
  EXPECT_EQ(Record("complaint_id: 'c3' session_id: 's9'"), "SESSION_UNKNOWN");
  EXPECT_EQ(Record("complaint_id: 'c3' session_id: 's1' participant_id: 'nobody'"),
            "PARTICIPANT_UNKNOWN");
  EXPECT_EQ(Record("complaint_id: 'c3' participant_id: 'ann'"), "3");
  As("cleo", "coordinator");
  EXPECT_EQ(Record("complaint_id: 'c3'"), "MISSION_UNKNOWN") << "another's mission";

  As("fay", "compliance");
  EXPECT_EQ(Open().complaints(1).words(), "") << "it is about them";
  EXPECT_EQ(Open().complaints(0).words(), "No coffee.");
  EXPECT_EQ(Try(&Complaints::AnswerComplaint, std::string(kFirst) + "words: 'Lies.'"),
            "OWNER_INVOLVED");

  As("tess", "permanent_team");
  const auto open = Open();
  ASSERT_EQ(open.complaints_size(), 2);
  EXPECT_EQ(open.complaints(0).recorded().complaint_id(), "c2") << "the earliest due first";
  const auto& first = open.complaints(1);
  EXPECT_EQ(first.words(), "No coffee.");
  EXPECT_EQ(first.recorded().facilitator_id(), "fay") << "who runs the session";
  EXPECT_EQ(first.recorded().due_on().day(), 11) << "ten days by the rules";
  EXPECT_FALSE(first.recorded().has_words());
  EXPECT_EQ(Try(&Complaints::CloseComplaint,
                std::string(kFirst) + "finding: FINDING_UPHELD measure: 'coffee'"),
            "NOT_ANSWERED");
  EXPECT_EQ(Try(&Complaints::AssignComplaint, std::string(kFirst) +
                                                  "owner_id: 'theo' reason: 'ill'"
                                                  " due_on { year: 2026 month: 10 day: 1 }"),
            "OK")
      << said_;
  EXPECT_EQ(Open().complaints(0).recorded().owner_id(), "theo");
  EXPECT_EQ(Try(&Complaints::AnswerComplaint, std::string(kFirst) + "words: 'Sorry.'"), "OK");
  EXPECT_EQ(
      Try(&Complaints::AnswerComplaint, "mission_id: 'm2' complaint_id: 'c1' words: 'Sorry.'"),
      "COMPLAINT_UNKNOWN");
  EXPECT_EQ(Try(&Complaints::CloseComplaint,
                std::string(kFirst) + "finding: FINDING_UPHELD measure: 'coffee'"),
            "OK")
      << said_;
  EXPECT_EQ(Open().complaints_size(), 1);
  const auto about = Got(&Complaints::ListComplaints, "person_id: 'fay'");
  ASSERT_EQ(about.complaints_size(), 1);
  EXPECT_EQ(about.complaints(0).answer(), "Sorry.");
  EXPECT_EQ(about.complaints(0).closed().measure(), "coffee");
  EXPECT_EQ(Got(&Complaints::ListComplaints, "mission_id: 'm1'").complaints_size(), 2);

  const auto quality = Got(&v1::QualityService::Stub::GetMissionQuality, "mission_id: 'm1'");
  EXPECT_EQ(quality.quality().complaints(), 2u);
  EXPECT_EQ(quality.quality().complaints_open(), 1u);
  EXPECT_EQ(quality.quality().complaints_upheld(), 1u);
  As("fay", "facilitator");
  const auto mine = Got(&v1::QualityService::Stub::GetFacilitatorQuality, "person_id: 'fay'");
  EXPECT_EQ(mine.quality().complaints(), 1u);
  EXPECT_EQ(
      Got(&v1::QualityService::Stub::GetMissionQuality, "mission_id: 'm1'").quality().complaints(),
      1u)
      << "those about them";
  EXPECT_EQ(Try(&Complaints::ListComplaints, ""), "7");
}
}  // namespace
}  // namespace aor::missions
