#include "libs/eventsourcing/read_ahead.h"

#include <pthread.h>

#include <stdexcept>
#include <utility>

namespace aor::eventsourcing {
ReadAhead::ReadAhead(const eventlog::EventLog& log, const Places& from, const Places* end)
    : log_(log), thread_([this, from, end] { Run(from, end); }) {}

ReadAhead::~ReadAhead() {
  std::lock_guard lock(mutex_);
  stopping_ = true;
  changed_.notify_all();
}

void ReadAhead::Run(const Places& from, const Places* end) {
  pthread_setname_np(pthread_self(), "read");
  absl::Status status;
  for (uint32_t chain = 0; chain < eventlog::kChainCount && status.ok(); ++chain) {
    const uint64_t last = end ? (*end)[chain].sequence : log_.TailOf(chain).sequence;
    if (from[chain].sequence < last) status = ReadChain(chain, from[chain].sequence + 1, last);
  }
  std::lock_guard lock(mutex_);
  status_ = std::move(status);
  done_ = true;
  changed_.notify_all();
}

absl::Status ReadAhead::ReadChain(uint32_t chain, uint64_t from, uint64_t last) {
  auto block = Begin(chain);
  bool wanted = true;
  auto status = log_.Read(chain, from, [&](const eventlog::Stored& stored) {
    auto& commit = *block->commits.Add();
    if (!commit.ParseFromArray(stored.bytes.data(), static_cast<int>(stored.bytes.size())))
      commit.Clear();
    block->at.push_back(stored.at);
    block->bytes += stored.bytes.size();
    if (block->at.size() == kCommits || block->bytes >= kBytes)
      wanted = Push(std::exchange(block, Begin(chain)));
    return wanted && stored.at.sequence < last;
  });
  if (wanted) Push(std::move(block));
  return status;
}

std::unique_ptr<ReadAhead::Block> ReadAhead::Begin(uint32_t chain) {
  std::unique_ptr<Block> block;
  {
    std::lock_guard lock(mutex_);
    if (!spare_.empty()) block = std::move(spare_.back()), spare_.pop_back();
  }
  if (!block) block = std::make_unique<Block>();
  block->chain = chain;
  block->at.clear();
  block->bytes = 0;
  block->commits.Clear();
  return block;
}

bool ReadAhead::Push(std::unique_ptr<Block> block) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || ready_.size() < kBlocks; });
  ready_.push_back(std::move(block));
  changed_.notify_all();
  return !stopping_;
}

std::unique_ptr<ReadAhead::Block> ReadAhead::Next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return done_ || !ready_.empty(); });
  if (ready_.empty()) {
    if (!status_.ok()) throw std::runtime_error(std::string(status_.message()));
    return nullptr;
  }
  auto block = std::move(ready_.front());
  ready_.pop_front();
  changed_.notify_all();
  return block;
}

void ReadAhead::Return(std::unique_ptr<Block> block) {
  std::lock_guard lock(mutex_);
  spare_.push_back(std::move(block));
}
}  // namespace aor::eventsourcing
