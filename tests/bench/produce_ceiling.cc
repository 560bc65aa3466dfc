// The ceiling of a durable command on Kafka: callback gRPC, one idempotent producer, answered
// on the delivery report, and nothing else. usage: produce_ceiling ADDRESS BROKER TOPIC PARTITIONS
#include <grpcpp/grpcpp.h>
#include <librdkafka/rdkafka.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "aor/testing/v1/append_service.grpc.pb.h"

namespace aor::bench {
namespace {
struct Waiting {
  testing::v1::AppendResponse* response;
  grpc::ServerUnaryReactor* reactor;
};

void OnReport(rd_kafka_t*, const rd_kafka_message_t* message, void*) {
  const auto* waiting = static_cast<const Waiting*>(message->_private);
  waiting->response->set_sequence(message->offset + 1);
  waiting->reactor->Finish(message->err ? grpc::Status(grpc::StatusCode::UNAVAILABLE, "broker")
                                        : grpc::Status::OK);
  delete waiting;
}

// With the settings of the suite's own producer (libs/eventlog/kafka/rdkafka_handles.cc).
rd_kafka_t* NewProducer(const char* broker) {
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  char error[256];
  for (const auto& [name, value] :
       std::initializer_list<std::pair<const char*, const char*>>{{"bootstrap.servers", broker},
                                                                  {"enable.idempotence", "true"},
                                                                  {"acks", "all"},
                                                                  {"linger.ms", "0"},
                                                                  {"socket.nagle.disable", "true"}})
    if (rd_kafka_conf_set(conf, name, value, error, sizeof error) != RD_KAFKA_CONF_OK)
      return fprintf(stderr, "%s\n", error), nullptr;
  rd_kafka_conf_set_dr_msg_cb(conf, &OnReport);
  return rd_kafka_new(RD_KAFKA_PRODUCER, conf, error, sizeof error);
}

class Endpoint final : public testing::v1::AppendService::CallbackService {
 public:
  Endpoint(rd_kafka_t* producer, const char* topic, int partitions)
      : topic_(rd_kafka_topic_new(producer, topic, nullptr)), partitions_(partitions) {}
  grpc::ServerUnaryReactor* Append(grpc::CallbackServerContext* context,
                                   const testing::v1::AppendRequest* request,
                                   testing::v1::AppendResponse* response) override {
    auto* reactor = context->DefaultReactor();
    auto* waiting = new Waiting{response, reactor};
    const std::string& bytes = request->bytes();
    if (rd_kafka_produce(topic_, static_cast<int32_t>(next_++ % partitions_), RD_KAFKA_MSG_F_COPY,
                         const_cast<char*>(bytes.data()), bytes.size(), nullptr, 0, waiting) != 0) {
      delete waiting;
      reactor->Finish({grpc::StatusCode::UNAVAILABLE, "the producer's queue is full"});
    }
    return reactor;
  }

 private:
  rd_kafka_topic_t* const topic_;
  const int partitions_;
  std::atomic<uint64_t> next_ = 0;
};
}  // namespace
}  // namespace aor::bench

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  rd_kafka_t* producer = aor::bench::NewProducer(argv[2]);
  if (!producer) return 1;
  std::thread reports([producer] {
    for (;;) rd_kafka_poll(producer, 100);
  });
  aor::bench::Endpoint endpoint(producer, argv[3], std::max(1, atoi(argv[4])));
  grpc::ServerBuilder builder;
  builder.AddListeningPort(argv[1], grpc::InsecureServerCredentials());
  builder.RegisterService(&endpoint);
  const auto server = builder.BuildAndStart();
  if (!server) return 1;
  printf("ready\n");
  fflush(stdout);
  server->Wait();  // until a signal ends the process
}
