#include "libs/service/server.h"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "aor/testing/v1/edge_service.grpc.pb.h"
#include "libs/service/testing/health.h"

namespace aor::service {
namespace {
TEST(Server, LivesAndIsNotReadyUntilSomebodySaysSo) {
  Config config;
  config.listen = "127.0.0.1:0";
  auto running = StartServer(config, "unix-abstract:server-test-" + std::to_string(getpid()), {});
  ASSERT_TRUE(running.ok()) << running.status();
  const auto channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(running->port),
                                           grpc::InsecureChannelCredentials());
  EXPECT_EQ(HealthOf(channel, "live"), kServing);
  EXPECT_EQ(HealthOf(channel, "ready"), kNotServing);
  EXPECT_EQ(HealthOf(channel, ""), kNotServing);
}

// Who asks by reflection finds how health is asked, and what the methods of ours are for.
TEST(Server, DescribesWhatItServesWithItsComments) {
  Config config;
  config.listen = "127.0.0.1:0";
  testing::v1::CounterService::CallbackService counter;
  auto running =
      StartServer(config, "unix-abstract:server-described-" + std::to_string(getpid()), {&counter});
  ASSERT_TRUE(running.ok()) << running.status();
  const auto stub = grpc::reflection::v1::ServerReflection::NewStub(grpc::CreateChannel(
      "127.0.0.1:" + std::to_string(running->port), grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  const auto stream = stub->ServerReflectionInfo(&context);
  const auto ask = [&](const std::string& text) {
    Reflection::Request request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
    Reflection::Response response;
    EXPECT_TRUE(stream->Write(request) && stream->Read(&response)) << text;
    return response;
  };
  const std::string listed = ask("list_services: '*'").DebugString();
  for (const char* name : {"aor.testing.v1.CounterService", "grpc.health.v1.Health"})
    EXPECT_NE(listed.find(name), std::string::npos) << listed;
  const auto file_of = [&](const std::string& symbol) {
    google::protobuf::FileDescriptorProto file;
    const auto answer = ask("file_containing_symbol: '" + symbol + "'");
    EXPECT_GE(answer.file_descriptor_response().file_descriptor_proto_size(), 1) << symbol;
    file.ParseFromString(answer.file_descriptor_response().file_descriptor_proto(0));
    return file;
  };
  EXPECT_EQ(file_of("grpc.health.v1.Health").name(), "grpc/health/v1/health.proto");
  EXPECT_EQ(file_of("grpc.channelz.v1.Channelz").service(0).name(), "Channelz");
  EXPECT_NE(file_of("aor.testing.v1.CounterService")
                .source_code_info()
                .DebugString()
                .find("leading_comments"),
            std::string::npos);
  EXPECT_EQ(ask("file_containing_symbol: 'aor.Nothing'").error_response().error_message(),
            "there is no symbol aor.Nothing");
  EXPECT_NE(ask("all_extension_numbers_of_type: 'google.protobuf.MethodOptions'")
                .DebugString()
                .find("extension_number: 50001"),
            std::string::npos)
      << "the policy of a method";
  EXPECT_EQ(ask("").error_response().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_NE(google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
                "grpc.health.v1.Health.Check"),
            nullptr)
      << "for who asks v1alpha";
}
}  // namespace
}  // namespace aor::service
