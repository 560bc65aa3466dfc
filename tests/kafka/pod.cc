#include "tests/kafka/pod.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "aor/testing/v1/edge_service.grpc.pb.h"
#include "libs/eventsourcing/testing/counter.h"
#include "libs/service/host.h"

namespace aor::testing {
namespace {
constexpr char kPod[] = "--pod=";

class Endpoint final : public v1::CounterService::CallbackService {
 public:
  explicit Endpoint(rpc::Edge edge) : edge_(std::move(edge)) {}
  rpc::Reactor* AddAmount(rpc::Context* context, const v1::AddAmountRequest* request,
                          v1::AddAmountResponse* response) override {
    return edge_.Mutate<v1::AddAmountRequest, v1::AddAmountResponse>(
        context, *request, response, [=](const rpc::Caller&) -> absl::StatusOr<rpc::Wish> {
          return rpc::Wish{request->worker_id(),
                           Doing(request->worker_id(), Add{request->request_id(), 1})};
        });
  }

 private:
  rpc::Edge edge_;
};
}  // namespace

void ServeIfPod(int argc, char** argv) {
  if (argc < 2 || !std::string_view(argv[1]).starts_with(kPod)) return;
  const std::string log = argv[1] + sizeof kPod - 1;
  argv[1] = argv[0];
  service::Host host(argc - 1, argv + 1);
  auto context = host.Open(log);
  context.Serve(std::make_unique<Endpoint>(context.edge()));
  std::exit(host.Run());
}

void PodProcess::Start() {
  std::vector<std::string> arguments = {"/proc/self/exe",
                                        kPod + options_.log,
                                        "--data_directory=" + directory(),
                                        "--listen=" + address(),
                                        "--metrics=off",
                                        "--log=kafka",
                                        "--kafka_brokers=" + options_.brokers,
                                        "--kafka_partitions=4",
                                        "--advertise=" + address(),
                                        "--instance=" + options_.name};
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  std::filesystem::create_directories(options_.home);
  const std::string said = directory() + ".log";
  pid_ = fork();
  if (pid_ != 0) return;
  const int file = open(said.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(file, 1);
  dup2(file, 2);
  execv(pointers[0], pointers.data());
  _exit(127);
}

PodProcess::~PodProcess() {
  if (pid_ <= 0) return;
  Signal(SIGKILL);
  Wait();
}

void PodProcess::Signal(int signal) const { kill(pid_, signal); }

std::string PodProcess::Said() const {
  constexpr size_t kEnd = 3'000;
  std::ifstream file(directory() + ".log");
  const std::string all{std::istreambuf_iterator<char>(file), {}};
  return all.substr(all.size() - std::min(all.size(), kEnd));
}

int PodProcess::Wait() {
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}
}  // namespace aor::testing
