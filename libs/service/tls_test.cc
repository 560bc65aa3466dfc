// Mutual TLS of a running server, with certificates that the openssl program makes.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "aor/testing/v1/edge_service.pb.h"
#include "libs/rpc/forwarder.h"
#include "libs/service/server.h"
#include "libs/service/testing/health.h"

namespace aor::service {
namespace {
namespace fs = std::filesystem;
constexpr int kMessage = 1 << 20;

void Do(const std::string& command) {
  ASSERT_EQ(std::system((command + " >/dev/null 2>&1").c_str()), 0) << command;
}

// An authority, and what it has signed, in a folder of its own.
class Authority {
 public:
  explicit Authority(const std::string& name)
      : folder_(::testing::TempDir() + "/tls-" + std::to_string(getpid()) + name) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    Do("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=" +
       name + " -keyout " + File("ca.key") + " -out " + File("ca.pem"));
  }
  ~Authority() { fs::remove_all(folder_); }
  // A certificate for a host, such as IP:127.0.0.1.
  rpc::TlsFiles Signed(const std::string& host) const {
    const std::string key = File("own.key"), request = File("own.csr"), pem = File("own.pem");
    Do("openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=service -keyout " +
       key + " -out " + request);
    std::ofstream(File("own.ext")) << "subjectAltName=" << host << "\n";
    Do("openssl x509 -req -days 2 -in " + request + " -CA " + File("ca.pem") + " -CAkey " +
       File("ca.key") + " -CAcreateserial -extfile " + File("own.ext") + " -out " + pem);
    return {pem, key, File("ca.pem"), 1};
  }

 private:
  std::string File(const char* name) const { return folder_ + "/" + name; }
  const std::string folder_;
};

// The files of a process, which somebody replaces in one step, as Kubernetes does.
class Mounted {
 public:
  explicit Mounted(const rpc::TlsFiles& files)
      : folder_(::testing::TempDir() + "/tls-mounted-" + std::to_string(getpid())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    Replace(files);
  }
  ~Mounted() { fs::remove_all(folder_); }
  void Replace(const rpc::TlsFiles& files) {
    const std::string version = folder_ + "/" + std::to_string(++version_);
    fs::create_directories(version);
    fs::copy(files.certificate, version + "/tls.crt");
    fs::copy(files.key, version + "/tls.key");
    fs::copy(files.authorities, version + "/ca.crt");
    fs::create_directory_symlink(version, folder_ + "/new");
    fs::rename(folder_ + "/new", folder_ + "/data");
  }
  rpc::TlsFiles files() const {
    return {folder_ + "/data/tls.crt", folder_ + "/data/tls.key", folder_ + "/data/ca.crt", 1};
  }

 private:
  const std::string folder_;
  int version_ = 0;
};

class TlsTest : public ::testing::Test {
 protected:
  void Serve(const rpc::TlsFiles& files) {
    Config config;
    config.listen = "127.0.0.1:0";
    config.tls = files;
    auto running = StartServer(config, "unix-abstract:tls-test-" + std::to_string(getpid()), {});
    ASSERT_TRUE(running.ok()) << running.status();
    running_ = *std::move(running);
  }
  std::string address() const { return "127.0.0.1:" + std::to_string(running_.port); }
  std::shared_ptr<grpc::Channel> To(const rpc::TlsFiles& files) const {
    return OpenChannel(address(), kMessage, rpc::ChannelCredentialsOf(files));
  }
  bool Serves(const rpc::TlsFiles& files) const { return HealthOf(To(files), "live") == kServing; }
  bool ServesWithin(absl::Duration limit, const rpc::TlsFiles& files) const {
    for (const absl::Time end = absl::Now() + limit; absl::Now() < end;) {
      if (Serves(files)) return true;
      absl::SleepFor(absl::Milliseconds(100));
    }
    return false;
  }
  // Of a call that is sent on to a process that lacks its service.
  grpc::StatusCode Forwarded(const rpc::TlsFiles& files) const {
    const testing::v1::GetTotalRequest request;
    testing::v1::GetTotalResponse response;
    std::promise<grpc::StatusCode> done;
    rpc::Forward({address(),
                  "/aor.testing.v1.CounterService/GetTotal",
                  {},
                  absl::Now() + absl::Seconds(5),
                  rpc::ChannelCredentialsOf(files)},
                 request, response,
                 [&](const grpc::Status& status) { done.set_value(status.error_code()); });
    return done.get_future().get();
  }

  RunningServer running_;
};

TEST_F(TlsTest, ServesWhoShowsACertificateOfItsAuthority) {
  const Authority ours("ours"), strange("strange");
  const auto files = ours.Signed("IP:127.0.0.1");
  Serve(files);
  EXPECT_TRUE(Serves(files));
  EXPECT_EQ(Forwarded(files), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_FALSE(Serves({})) << "plain text";
  EXPECT_FALSE(Serves({"", "", files.authorities})) << "shows no certificate";
  auto stranger = strange.Signed("IP:127.0.0.1");
  EXPECT_FALSE(Serves(stranger)) << "takes us for a stranger";
  stranger.authorities = files.authorities;
  EXPECT_FALSE(Serves(stranger)) << "is a stranger";
  EXPECT_TRUE(Serves(files)) << "as before";
}

TEST_F(TlsTest, CallsNobodyWhoseCertificateNamesAnotherHost) {
  const Authority ours("ours");
  const auto files = ours.Signed("DNS:elsewhere.example.com");
  Serve(files);
  EXPECT_FALSE(Serves(files));
}

TEST_F(TlsTest, TakesNewFilesWithoutARestart) {
  const Authority ours("ours"), next("next");
  const auto before = ours.Signed("IP:127.0.0.1"), after = next.Signed("IP:127.0.0.1");
  Mounted mounted(before);
  Serve(mounted.files());
  const auto open = To(before);
  EXPECT_EQ(HealthOf(open, "live"), kServing);
  EXPECT_FALSE(Serves(after));
  mounted.Replace(after);
  EXPECT_TRUE(ServesWithin(absl::Seconds(10), after));
  EXPECT_FALSE(Serves(before)) << "a new connection of the old authority";
  EXPECT_EQ(HealthOf(open, "live"), kServing) << "one that was open goes on";
}

TEST_F(TlsTest, HalfAPairServesNobodyUntilTheRestIsThere) {
  const Authority ours("ours"), other("other");
  const auto good = ours.Signed("IP:127.0.0.1");
  auto half = good;
  half.key = other.Signed("IP:127.0.0.1").key;
  Mounted mounted(good);
  Serve(mounted.files());
  EXPECT_TRUE(Serves(good));
  mounted.Replace(half);
  bool serves = true;
  for (int i = 0; i < 50 && serves; ++i) {
    serves = Serves(good);
    absl::SleepFor(absl::Milliseconds(100));
  }
  EXPECT_FALSE(serves);
  EXPECT_FALSE(Serves({})) << "plain text";
  mounted.Replace(good);
  EXPECT_TRUE(ServesWithin(absl::Seconds(10), good));
}

TEST_F(TlsTest, ACallerTakesNewFilesToo) {
  const Authority ours("ours"), next("next");
  const auto before = ours.Signed("IP:127.0.0.1"), after = next.Signed("IP:127.0.0.1");
  Mounted mounted(before);
  Serve(after);
  const auto caller = To(mounted.files());
  EXPECT_EQ(HealthOf(caller, "live"), -1);
  mounted.Replace(after);
  int health = -1;
  for (int i = 0; i < 100 && health != kServing; ++i) {
    health = HealthOf(caller, "live");
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  EXPECT_EQ(health, kServing);
}

TEST(TlsFiles, ThatCannotBeUsedAreNamed) {
  const Authority ours("ours"), strange("strange");
  const auto good = ours.Signed("IP:127.0.0.1"), other = strange.Signed("IP:127.0.0.1");
  EXPECT_TRUE(rpc::CheckTls({}).ok());
  EXPECT_TRUE(rpc::CheckTls(good).ok());
  EXPECT_TRUE(rpc::CheckTls({"", "", good.authorities}).ok());
  const std::pair<rpc::TlsFiles, std::string> cases[] = {
      {{good.certificate, good.key, "/no/ca.pem"}, "/no/ca.pem"},
      {{good.certificate, good.key, good.key}, good.key},
      {{"/no/tls.crt", good.key, good.authorities}, "/no/tls.crt"},
      {{good.certificate, other.key, good.authorities}, other.key}};
  for (const auto& [files, named] : cases)
    EXPECT_TRUE(std::string(rpc::CheckTls(files).message()).starts_with("cannot use " + named))
        << rpc::CheckTls(files);
}
}  // namespace
}  // namespace aor::service
