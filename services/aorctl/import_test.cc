// Imports into a twin of the directory: it knows clients by name and what each belongs to.
#include "services/aorctl/import.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "aor/admin/v1/admin_service.grpc.pb.h"
#include "aor/directory/v1/organisation_service.grpc.pb.h"
#include "aor/directory/v1/person_service.grpc.pb.h"
#include "libs/rpc/errors.h"
#include "services/aorctl/import_file.h"
#include "services/aorctl/import_order.h"

namespace aor::aorctl {
namespace {
namespace fs = std::filesystem;
using directory::v1::RegisterClientRequest;

class Directory : public directory::v1::OrganisationService::Service {
 public:
  grpc::Status RegisterClient(grpc::ServerContext*, const RegisterClientRequest* request,
                              directory::v1::RegisterClientResponse* response) override {
    const std::string& id = request->client_id();
    if (by_request_.contains(request->request_id())) {
      response->set_consistency_token("of then");
      return grpc::Status::OK;
    }
    if (!clients_.contains(request->legal_entity_id()))
      return rpc::ToGrpc(rpc::NotFound("client", request->legal_entity_id()));
    if (clients_.contains(id) && clients_[id] != request->name())
      return rpc::ToGrpc(rpc::RefusalError({"CLIENT_EXISTS", "Take another id."}));
    if (request->validate_only()) return grpc::Status::OK;
    if (id == away_for_) return rpc::ToGrpc(absl::UnavailableError("it starts again"));
    by_request_[request->request_id()] = id;
    clients_[id] = request->name();
    return grpc::Status::OK;
  }
  // Nothing of it is ever taken.
  grpc::Status RegisterSupplier(grpc::ServerContext*, const directory::v1::RegisterSupplierRequest*,
                                directory::v1::RegisterSupplierResponse*) override {
    return rpc::ToGrpc(rpc::FieldErrors({{"name", "give a name"}, {"address", "give one"}}));
  }
  std::map<std::string, std::string> clients_{{"geneva", "Geneva"}};
  std::map<std::string, std::string> by_request_;
  std::string away_for_;
};

// Says when it was asked whether all was seen.
class Seeing : public admin::v1::AdminService::Service {
 public:
  grpc::Status WaitFor(grpc::ServerContext*, const admin::v1::WaitForRequest*,
                       admin::v1::WaitForResponse*) override {
    ++times_;
    return grpc::Status::OK;
  }
  int times_ = 0;
};
class Persons : public directory::v1::PersonService::Service {
 public:
  grpc::Status RegisterPerson(grpc::ServerContext*, const directory::v1::RegisterPersonRequest*,
                              directory::v1::RegisterPersonResponse*) override {
    return grpc::Status::OK;
  }
};

class ImportTest : public testing::Test {
 protected:
  ImportTest() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&directory_);
    builder.RegisterService(&persons_);
    builder.RegisterService(&seeing_);
    server_ = builder.BuildAndStart();
    connection_.server = "127.0.0.1:" + std::to_string(port);
    fs::create_directories(folder_);
  }
  ~ImportTest() override {
    server_->Shutdown();
    fs::remove_all(folder_);
  }
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }
  std::string Read(const std::string& name) const {
    std::ifstream in(folder_ / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  // What it printed.
  std::string Run(ImportOptions options = {}) {
    options.path = folder_.string();
    testing::internal::CaptureStdout();
    ok_ = Import(connection_, options).ok();
    return testing::internal::GetCapturedStdout();
  }

  const fs::path folder_ = fs::path(testing::TempDir()) / ("import-" + std::to_string(getpid()));
  Directory directory_;
  Persons persons_;
  Seeing seeing_;
  std::unique_ptr<grpc::Server> server_;
  Connection connection_;
  bool ok_ = false;
};

ImportOptions GoodRows() {
  ImportOptions options;
  options.take_good_rows = true;
  return options;
}
ImportOptions SetAsideBefore() {
  ImportOptions options;
  options.set_aside = true;
  return options;
}
ImportOptions Listed() {
  ImportOptions options = SetAsideBefore();
  options.only_list = true;
  return options;
}
constexpr char kHeading[] = "client_id,name,legal_entity_id\n";
constexpr char kFile[] = "01-register-client.csv";
constexpr char kAside[] = "01-register-client.rejected.csv";
bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(ImportTest, AnotherServicesFileWaitsUntilTheOnesBeforeAreSeen) {
  Write("01-register-client.csv", std::string(kHeading) + "a,A,geneva\n");
  Write("02-register-client.csv", std::string(kHeading) + "b,B,geneva\n");
  Run();
  EXPECT_TRUE(ok_);
  EXPECT_EQ(seeing_.times_, 0);
  Write("03-register-person.csv", "person_id\nada\n");
  Write("04-register-client.csv", std::string(kHeading) + "c,C,geneva\n");
  const auto said = Run();
  EXPECT_TRUE(ok_) << said;
  EXPECT_EQ(seeing_.times_, 2) << said;
}

TEST_F(ImportTest, AllThatIsWrongWithAFileIsToldWithItsLine) {
  Write(kFile, std::string(kHeading) +
                   "a,A\nb,\"B\nc,C,geneva\nd,D,nowhere\ne,E,\xe9\nf,F,\xed\xa0\x80\n");
  const auto said = Run();
  for (const char* problem :
       {"line 2: has 2 cells where the heading has 3", "line 3: the quote is never closed",
        "line 5: NOT_FOUND", "line 6: save the file as UTF-8", "line 7: save the file as UTF-8",
        "nothing taken, 5 bad rows"})
    EXPECT_TRUE(Has(said, problem)) << problem << " in\n" << said;
  EXPECT_FALSE(ok_);
  EXPECT_EQ(directory_.clients_.size(), 1u);
}

TEST_F(ImportTest, AHeadingThatNamesAFieldTwiceIsRefused) {
  Write(kFile, "client_id,name,legal_entity_id,client_id\na,A,geneva,b\n");
  EXPECT_TRUE(Has(Run(), "the heading names client_id twice"));
  EXPECT_FALSE(ok_);
  EXPECT_EQ(directory_.clients_.size(), 1u);
}

TEST_F(ImportTest, AHeadingThatNamesNoFieldIsRefusedOnce) {
  Write(kFile, "# clients\nclinet_id,name,legal_entity_id\na,A,geneva\nb,B,geneva\n");
  const auto said = Run();
  EXPECT_TRUE(Has(said, "line 2: the heading clinet_id: RegisterClientRequest has no field"))
      << said;
  EXPECT_FALSE(Has(said, "line 3")) << said;
  EXPECT_FALSE(ok_);
}

TEST_F(ImportTest, AHeadingThatCannotBeReadIsSaidToBeOne) {
  Write(kFile, std::string("\xff\xfe") + kHeading + "a,A,geneva\n");  // as Excel's "Unicode text"
  const auto said = Run();
  EXPECT_TRUE(Has(said, "line 1: the heading: save the file as UTF-8")) << said;
  EXPECT_FALSE(Has(said, "line 2")) << said;
  EXPECT_FALSE(ok_);
}

TEST_F(ImportTest, ARowMayNeedAnEarlierOneOfItsFile) {
  Write(kFile, std::string(kHeading) + "a,A,geneva\nb,B,a\n");
  const auto said = Run();
  EXPECT_TRUE(ok_) << said;
  EXPECT_TRUE(Has(said, "line 3: follows line 2")) << said;
  EXPECT_TRUE(Has(said, "2 of 2 taken")) << said;
}

TEST_F(ImportTest, ButNotALaterOneNorOneThatIsRefused) {
  Write(kFile, std::string(kHeading) + "b,B,a\na,A,geneva\n");
  EXPECT_TRUE(Has(Run(), "line 2: NOT_FOUND"));
  Write(kFile, std::string(kHeading) + "a,A,nowhere\nb,B,a\n");
  EXPECT_TRUE(Has(Run(), "nothing taken, 2 bad rows"));
}

TEST_F(ImportTest, RowsThatContradictEachOtherAreToldAndTheFirstStands) {
  Write(kFile, std::string(kHeading) + "a,A,geneva\na,Another,geneva\n");
  const auto said = Run();
  EXPECT_FALSE(ok_);
  EXPECT_TRUE(Has(said, "line 3: follows line 2, and is judged after it")) << said;
  EXPECT_TRUE(Has(said, "line 3: FAILED_PRECONDITION CLIENT_EXISTS")) << said;
  EXPECT_TRUE(Has(said, "1 of 2 taken")) << said;
  EXPECT_EQ(directory_.clients_["a"], "A");
}

// Hours of one day are taken in their order: what is overtime hangs on it.
TEST_F(ImportTest, NoRowOvertakesOneThatCouldNotBeSent) {
  Write(kFile, std::string(kHeading) + "a,A,geneva\nb,B,geneva\nc,C,geneva\n");
  directory_.away_for_ = "b";
  for (const auto& options : {ImportOptions{}, GoodRows()}) {
    const auto said = Run(options);
    EXPECT_FALSE(ok_);
    EXPECT_TRUE(Has(said, "line 3: UNAVAILABLE")) << said;
    EXPECT_TRUE(Has(said, "interrupted there; import it again")) << said;
    EXPECT_FALSE(directory_.clients_.contains("c")) << "it came before b";
    EXPECT_EQ(Read(kAside), "") << "nothing is wrong with the row";
  }
  directory_.away_for_ = "";
  EXPECT_TRUE(Has(Run(), "2 of 3 taken, 1 already taken before: line 2\n"));
}

TEST_F(ImportTest, WhatWasTakenBeforeIsNotCountedAsTakenNow) {
  Write(kFile, std::string(kHeading) + "a,A,geneva\nb,B,geneva\n");
  EXPECT_TRUE(Has(Run(), "2 of 2 taken\n"));
  Write(kFile, std::string(kHeading) + "c,C,geneva\na,A,geneva\n");
  const auto said = Run();
  EXPECT_TRUE(ok_) << said;
  EXPECT_TRUE(Has(said, "1 of 2 taken, 1 already taken before: line 3\n")) << said;
}

TEST_F(ImportTest, AQuotedCellThatLooksLikeARemarkIsTaken) {
  Write(kFile, "# of \"this\" year\n" + std::string(kHeading) +
                   "\n\"#12\",A,geneva\n#13,B,\"open\r\nb,B,geneva\n");
  const auto said = Run();
  EXPECT_TRUE(Has(said, "2 of 2 taken\n")) << said;
  EXPECT_TRUE(directory_.clients_.contains("#12"));
  EXPECT_TRUE(directory_.clients_.contains("b"));
}

TEST_F(ImportTest, RefusedRowsAreSetAsideAndTakenOnceTheirCauseIsMended) {
  Write(kFile, std::string(kHeading) + "a,A,later\nb,\"B, and B\",geneva\nc,C\n");
  EXPECT_TRUE(Has(Run(GoodRows()), "2 rows set aside"));
  EXPECT_FALSE(ok_);
  EXPECT_EQ(Read(kAside),
            "@reason,@line,client_id,name,legal_entity_id\n"
            "NOT_FOUND: There is no client later; check the id.,2,a,A,later\n"
            "has 2 cells where the heading has 3,4,c,C\n");
  const auto listed = Run(Listed());
  EXPECT_TRUE(ok_);
  for (const char* line : {"01-register-client.csv line 2: NOT_FOUND",
                           "01-register-client.csv line 4: has 2 cells where the heading has 3",
                           "2 rows of 01-register-client.csv set aside"})
    EXPECT_TRUE(Has(listed, line)) << line << " in\n" << listed;

  directory_.clients_["later"] = "Later";
  EXPECT_TRUE(Has(Run(SetAsideBefore()), "1 of 1 taken"));
  EXPECT_EQ(Read(kAside),
            "@reason,@line,client_id,name,legal_entity_id\n"
            "has 2 cells where the heading has 3,4,c,C\n");
  Write(kAside, "@reason,@line,client_id,name,legal_entity_id\nmended,4,c,C,geneva\n");
  Run(SetAsideBefore());
  EXPECT_TRUE(ok_);
  EXPECT_FALSE(fs::exists(folder_ / kAside));
  EXPECT_EQ(directory_.clients_.size(), 5u);
}

TEST_F(ImportTest, AnOpenQuoteKeepsItsReason) {
  Write(kFile, std::string(kHeading) + "a,\"A,geneva\n");
  Run(GoodRows());
  const std::string before = Read(kAside);
  EXPECT_TRUE(Has(before, "the quote is never closed,2,")) << before;
  Run(SetAsideBefore());
  EXPECT_EQ(Read(kAside), before);
}

TEST_F(ImportTest, AFolderThatIsNotThereAndOtherSeparatorsAreNamed) {
  Write(kFile, "client_id;name;legal_entity_id\na;A;geneva\n");
  EXPECT_TRUE(Has(Run(), "put a comma between cells, not \";\" or a tab"));
  ImportOptions options;
  options.path = (folder_ / "nowhere").string();
  testing::internal::CaptureStdout();
  EXPECT_FALSE(Import(connection_, options).ok());
  EXPECT_TRUE(Has(testing::internal::GetCapturedStdout(), "nowhere is not there: name a folder"));
}

TEST_F(ImportTest, WhatWasSetAsideKeepsItsRequestId) {
  Write(kFile, std::string(kHeading) + "a,A,later\n");
  Run(GoodRows());
  const auto origin = ReadImportFile(folder_ / kFile), aside = ReadImportFile(folder_ / kAside);
  ASSERT_TRUE(origin.ok() && aside.ok());
  EXPECT_EQ(origin->rows[0].request->DebugString(), aside->rows[0].request->DebugString());
  EXPECT_EQ(aside->rows[0].cells.line, 2);
  EXPECT_TRUE(Has(Run(), "nothing taken, 1 bad rows")) << "a plain import leaves them aside";
}

TEST_F(ImportTest, AVerbThatCannotBeTriedIsNotDone) {
  Write("01-advance-to.csv", "time\n2026-10-31T08:00:00Z\n");
  EXPECT_TRUE(Has(Run(), "advance-to cannot be tried before it is done"));
  EXPECT_FALSE(ok_);
}

TEST_F(ImportTest, EachFieldOfARowThatIsWrongIsNamed) {
  Write("01-register-supplier.csv", "supplier_id\ndev\n");
  const auto said = Run();
  EXPECT_TRUE(Has(said, "line 2: INVALID_ARGUMENT: name: give a name. address: give one.")) << said;
}
}  // namespace
}  // namespace aor::aorctl
