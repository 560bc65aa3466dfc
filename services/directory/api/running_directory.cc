#include "services/directory/api/running_directory.h"

#include <filesystem>
#include <fstream>

#include "aor/directory/v1/directory_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/directory/install.h"

namespace aor::directory {
namespace {
// "<tenant>/answer/<batch>/<owner>": PayeesReleased
class Answers final : public eventsourcing::Projection {
 public:
  std::string name() const override { return "answers"; }
  int version() const override { return 1; }
  std::vector<std::string> logs() const override { return {"directory"}; }
  void Apply(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) override {
    if (!happened.event.type().ends_with("/payees_released")) return;
    const auto answer = eventsourcing::Decode<v1::AccountEvent>(happened.event).payees_released();
    rows.Store(happened.commit.tenant() + "/answer/" + answer.batch_id() + "/" + answer.owner_id(),
               answer);
  }
};
}  // namespace

RunningDirectory::RunningDirectory()
    : process_({.name = "directory",
                .development_clock = "2026-09-28T06:00:00Z",
                .other_logs = {"payroll"},
                .install =
                    [this](service::RunningProcess& process) {
                      Install(process.host());
                      answers_ = &process.other("payroll").Project(std::make_unique<Answers>());
                    },
                .log = "embedded"}) {}

rpc::Caller RunningDirectory::As(const std::string& person, const std::string& role,
                                 const std::string& tenant) const {
  return {tenant, PersonId{person}, "", {rpc::ParseRole(role)}};
}

void RunningDirectory::Happen(const std::string& key, const std::string& request_id,
                              const eventsourcing::Work& work) {
  eventsourcing::Request request;
  request.tenant = "alpina";
  request.key = key;
  request.method = "test";
  request.request_id = request_id;
  request.actor = "finn";
  const auto committed = process_.other("payroll").runtime().ExecuteAndWait(request, work);
  ASSERT_TRUE(committed.ok()) << committed.status();
}

std::string RunningDirectory::OnDisk() const {
  std::string all;
  for (const char* kind : {"", "-anchor"})
    for (const auto& file : std::filesystem::recursive_directory_iterator(process_.data() + kind)) {
      if (!file.is_regular_file()) continue;
      std::ifstream bytes(file.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(bytes), {});
    }
  return all;
}
}  // namespace aor::directory
