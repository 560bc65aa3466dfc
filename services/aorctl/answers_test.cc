// What a person is shown of an answer, and told where there is none.
#include <absl/strings/str_split.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "aor/admin/v1/admin_service.pb.h"
#include "aor/classification/v1/classification_service.pb.h"
#include "aor/credentials/v1/gates_service.pb.h"
#include "aor/invoicing/v1/invoicing_service.pb.h"
#include "aor/missions/v1/roll_service.pb.h"
#include "aor/payroll/v1/payroll_service.pb.h"
#include "google/longrunning/operations.pb.h"
#include "google/protobuf/empty.pb.h"
#include "libs/files/files.h"
#include "libs/ids/content_digest.h"
#include "services/aorctl/columns.h"
#include "services/aorctl/download.h"
#include "services/aorctl/help.h"
#include "services/aorctl/hints.h"
#include "services/aorctl/methods.h"
#include "services/aorctl/pages.h"
#include "services/aorctl/print.h"
#include "services/aorctl/values.h"

namespace aor::aorctl {
namespace {
TEST(AnswersTest, APageThatOnlyGoesOnIsFollowed) {
  google::longrunning::ListOperationsResponse page;
  EXPECT_EQ(GoesOnAfterNothing(page), "");
  page.set_next_page_token("invoicing:");
  EXPECT_EQ(GoesOnAfterNothing(page), "invoicing:");
  page.add_operations()->set_name("operations/invoicing/r1");
  EXPECT_EQ(GoesOnAfterNothing(page), "");
  EXPECT_EQ(GoesOnAfterNothing(admin::v1::WaitForResponse()), "");
}

TEST(AnswersTest, WhatWasDoneIsDoneAndAnEmptyListIsNothing) {
  EXPECT_EQ(AsTable(google::protobuf::Empty()), "done\n");
  EXPECT_EQ(AsTable(google::longrunning::ListOperationsResponse()), "nothing\n");
}

TEST(AnswersTest, WhoIsBlockedIsToldByWhatAndWhoCanFixIt) {
  credentials::v1::ListClosingsResponse closings;
  auto& closing = *closings.add_closings();
  closing.set_contract_id("c1");
  auto& reason = *closing.mutable_stretch()->mutable_answer()->add_reasons();
  reason.set_title("A right to work");
  reason.set_holder_id("ada");
  reason.set_fix("Hand in the renewed permit.");
  reason.set_fixed_by("worker");
  const std::string blocked = AsTable(closings);
  EXPECT_NE(blocked.find("A right to work of ada (worker: Hand in the renewed permit.)"),
            std::string::npos)
      << blocked;
  credentials::v1::GetOnboardingResponse onboarding;
  auto& step = *onboarding.add_steps();
  step.mutable_asked()->set_policy_version("sha256:1");
  step.mutable_asked()->mutable_requirement()->set_title("A right to work");
  step.set_step_state(credentials::v1::STEP_STATE_TO_DO);
  step.set_owner("worker");
  step.mutable_due_on()->set_year(2026);
  EXPECT_NE(AsTable(onboarding).find("title            step_state  owner       due_on"),
            std::string::npos)
      << AsTable(onboarding);
  EXPECT_EQ(AsTable(onboarding).find("sha256"), std::string::npos);
  EXPECT_NE(AsTable(onboarding).find("complete: false"), std::string::npos);
  onboarding.set_complete(true);
  EXPECT_NE(AsTable(onboarding).find("complete: true"), std::string::npos);
}

TEST(AnswersTest, WhatAPersonLooksForIsThere) {
  for (const auto* type :
       {credentials::v1::OnboardingStep::descriptor(), credentials::v1::ShownOverride::descriptor(),
        classification::v1::DeterminationRecord::descriptor(),
        classification::v1::Anticipated::descriptor()}) {
    EXPECT_FALSE(ColumnsOf(*type).empty()) << type->full_name();
    for (const std::string& column : ColumnsOf(*type)) {
      const auto* at = type;
      for (const auto& name : std::vector<std::string>(absl::StrSplit(column, '.'))) {
        const auto* field = at ? at->FindFieldByName(name) : nullptr;
        ASSERT_TRUE(field) << column << " of " << type->full_name();
        at = field->message_type();
      }
    }
  }
}

TEST(AnswersTest, AFileForTheBankIsWrittenWholeAndNotShownInLetters) {
  const std::string folder = ::testing::TempDir() + "answers-" + std::to_string(getpid());
  std::filesystem::create_directories(folder);
  payroll::v1::ExportPaymentFileResponse response;
  ASSERT_TRUE(HoldsFile(response));
  EXPECT_FALSE(HoldsFile(google::longrunning::ListOperationsResponse()));
  response.set_file(std::string(1000, '<'));
  response.set_file_name("../b1.xml");
  response.set_digest(ContentDigest(response.file()));
  EXPECT_EQ(*SaveFile(response, folder), folder + "/b1.xml") << "it stays in its folder";
  EXPECT_EQ(*files::ReadFile(folder + "/b1.xml"), response.file());
  EXPECT_EQ(*SaveFile(response, folder + "/other.xml"), folder + "/other.xml");
  EXPECT_FALSE(SaveFile(response, folder + "/none/other.xml").ok());
  EXPECT_NE(AsTable(response).find("file: 1000 bytes: --to=FILE"), std::string::npos)
      << AsTable(response);
  response.set_digest("another");
  EXPECT_TRUE(absl::IsDataLoss(SaveFile(response, folder).status()));
  std::filesystem::remove_all(folder);
}

TEST(AnswersTest, ALongListIsReadFromItsFile) {
  const auto file =
      std::filesystem::path(::testing::TempDir()) / ("list-" + std::to_string(getpid()));
  missions::v1::ReadParticipantListRequest request;
  std::ofstream(file) << "Nom;Mail\nÖz;cem@example.com\n";
  ASSERT_TRUE(SetField(request, "text", "@" + file.string()).ok());
  EXPECT_EQ(request.text(), "Nom;Mail\nÖz;cem@example.com\n");
  ASSERT_TRUE(SetField(request, "session_id", "@s1").ok());
  EXPECT_EQ(request.session_id(), "@s1") << "an id is none";
  std::filesystem::remove(file);
  EXPECT_FALSE(SetField(request, "text", "@" + file.string()).ok());
}

TEST(AnswersTest, AnEnumSaysWhatItsValuesAre) {
  invoicing::v1::OpenSeriesRequest request;
  const std::string said(SetField(request, "series_kind", "BOGUS").message());
  const std::string values = ValuesOf(*invoicing::v1::SeriesKind_descriptor());
  EXPECT_EQ(said, "series_kind: \"BOGUS\" is not one of " + values);
  EXPECT_NE(values.find("INVOICE"), std::string::npos) << values;
  EXPECT_EQ(values.find("UNSPECIFIED"), std::string::npos) << values;
  const std::string help =
      DescribeMethod(*google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
          "aor.invoicing.v1.InvoicingService.OpenSeries"));
  EXPECT_NE(help.find("      one of " + values + "\n"), std::string::npos) << help;
}

TEST(AnswersTest, WhoBroughtNoTokenIsToldHowToBringOne) {
  const auto refused = absl::UnauthenticatedError("The call carries no token.");
  for (const char* way : {"--as=", "AOR_AS", "--issuer-key=", "AOR_TOKEN"})
    EXPECT_NE(SaysHowToCall({}, refused).message().find(way), std::string::npos) << way;
  Connection connection;
  connection.token = "expired";
  EXPECT_EQ(SaysHowToCall(connection, refused), refused);
  EXPECT_EQ(SaysHowToCall({}, absl::NotFoundError("x")), absl::NotFoundError("x"));
}

TEST(HelpTest, OfAWordIsWhatGoesWithItAndItsMethod) {
  const auto month = HelpText({"month", "status"});
  ASSERT_TRUE(month.ok()) << month.status();
  EXPECT_TRUE(month->starts_with("month status [2026-10]")) << *month;
  const auto history = HelpText({"history"}).value();
  for (const char* words : {"history week ada-2026-W41", "facilitator", "--recorded_before="})
    EXPECT_NE(history.find(words), std::string::npos) << words << " in\n" << history;
  EXPECT_TRUE(HelpText({"get", "client"})->starts_with("aor.directory.v1."));
  EXPECT_NE(HelpText({}).value().find("\n  get-client\n"), std::string::npos);
  EXPECT_EQ(HelpText({"coffee"}).status().code(), absl::StatusCode::kInvalidArgument);
}
}  // namespace
}  // namespace aor::aorctl
