// The ceiling of a durable command: callback gRPC, one committer thread, one synced
// RocksDB write for all that waits, and nothing else. usage: append_ceiling ADDRESS DIRECTORY
#include <grpcpp/grpcpp.h>
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>

#include "aor/testing/v1/append_service.grpc.pb.h"

namespace aor::bench {
namespace {
struct Waiting {
  const testing::v1::AppendRequest* request;
  testing::v1::AppendResponse* response;
  grpc::ServerUnaryReactor* reactor;
};

class Endpoint final : public testing::v1::AppendService::CallbackService {
 public:
  explicit Endpoint(rocksdb::DB& db) : db_(db), committer_([this] { Commit(); }) {}
  grpc::ServerUnaryReactor* Append(grpc::CallbackServerContext* context,
                                   const testing::v1::AppendRequest* request,
                                   testing::v1::AppendResponse* response) override {
    auto* reactor = context->DefaultReactor();
    {
      std::lock_guard lock(mutex_);
      queue_.push_back({request, response, reactor});
    }
    work_.notify_one();
    return reactor;
  }

 private:
  void Commit() {
    rocksdb::WriteOptions sync;
    sync.sync = true;
    for (std::vector<Waiting> batch;; batch.clear()) {
      {
        std::unique_lock lock(mutex_);
        work_.wait(lock, [this] { return !queue_.empty(); });
        batch.swap(queue_);
      }
      rocksdb::WriteBatch writes;
      for (const Waiting& waiting : batch) {
        char key[8];
        ++sequence_;
        for (int i = 0; i < 8; ++i) key[i] = static_cast<char>(sequence_ >> (56 - 8 * i));
        writes.Put(rocksdb::Slice(key, 8), waiting.request->bytes());
        waiting.response->set_sequence(sequence_);
      }
      const bool ok = db_.Write(sync, &writes).ok();
      for (const Waiting& waiting : batch)
        waiting.reactor->Finish(ok ? grpc::Status::OK
                                   : grpc::Status(grpc::StatusCode::UNAVAILABLE, "disk"));
    }
  }
  rocksdb::DB& db_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::vector<Waiting> queue_;
  uint64_t sequence_ = 0;
  std::thread committer_;
};
}  // namespace
}  // namespace aor::bench

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* db = nullptr;
  if (!rocksdb::DB::Open(options, argv[2], &db).ok()) return 1;
  aor::bench::Endpoint endpoint(*db);
  grpc::ServerBuilder builder;
  builder.AddListeningPort(argv[1], grpc::InsecureServerCredentials());
  builder.RegisterService(&endpoint);
  const auto server = builder.BuildAndStart();
  if (!server) return 1;
  printf("ready\n");
  fflush(stdout);
  server->Wait();  // until a signal ends the process
}
