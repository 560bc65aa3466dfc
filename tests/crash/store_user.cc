#include "tests/crash/store_user.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <filesystem>
#include <future>

namespace aor::crash {
namespace {
namespace fs = std::filesystem;
using eventlog::Appended;
using eventlog::Outcome;
using eventlog::Stored;
using eventlog::Tail;

constexpr uint32_t kChains = 3;
const char* const kLogs[] = {"hours", "pay"};
constexpr int kStreams = 4;
}  // namespace

StoreUser::StoreUser(std::string directory, uint32_t seed, bool sync)
    : directory_(std::move(directory)),
      sync_(sync),
      random_(seed),
      disk_(std::make_shared<LossyFileSystem>(directory_)),
      env_(rocksdb::NewCompositeEnv(disk_)) {
  fs::remove_all(directory_);
  fs::create_directories(directory_);
}

StoreUser::~StoreUser() {
  Close();
  fs::remove_all(directory_);
}

bool StoreUser::Open() {
  eventlog::EmbeddedOptions options;
  options.directory = directory_;
  options.environment = "test";
  options.sync = sync_;
  options.env = env_.get();
  auto store = eventlog::EmbeddedStore::Open(options);
  if (!store.ok()) {
    if (!disk_->IsCut()) violations.push_back("refuses to open: " + store.status().ToString());
    return false;
  }
  store_ = *std::move(store);
  if (const auto scrubbed = store_->Scrub({}); !scrubbed.ok())
    violations.push_back("does not verify: " + scrubbed.ToString());
  for (const char* log : kLogs)
    for (uint32_t chain = 0; chain < kChains; ++chain) {
      CheckChain(log, chain);
      CheckStreams(log, chain);
    }
  CheckAcknowledged();
  Resolve();
  return true;
}

eventlog::RequestKey StoreUser::KeyOf(const Request& request) {
  eventlog::RequestKey key{};
  for (int i = 0; i < 4; ++i) key[i] = static_cast<uint8_t>(request.number >> (8 * i));
  return key;
}

std::string StoreUser::StreamOf(const Request& request) {
  return absl::StrCat("alpina/worker-", request.number % kStreams);
}

std::string StoreUser::BytesOf(const Request& request) {
  return absl::StrCat(request.number, " ", std::string(request.number % 97 * 20, 'x'));
}

std::vector<StoreUser::Request*> StoreUser::Unanswered() {
  std::vector<Request*> open;
  for (auto& [number, request] : requests_)
    if (!request.at) open.push_back(&request);
  return open;
}

void StoreUser::Append(int count) {
  for (int i = 0; i < count; ++i, ++next_)
    requests_[next_] = {kLogs[random_() % 2], static_cast<uint32_t>(random_() % kChains), next_};
  outcomes_.clear();
  Resolve();
  std::map<std::pair<std::string, uint32_t>, Tail> tails;
  std::vector<std::pair<Request*, std::future<Appended>>> flying;
  const size_t most = 1 + random_() % 8;
  const auto land = [&] {
    for (auto& [request, answer] : flying) Take(*request, answer.get());
    flying.clear();
    tails.clear();
  };
  for (Request* request : Unanswered()) {
    eventlog::EventLog& log = store_->Log(request->log);
    auto& tail =
        tails.try_emplace({request->log, request->chain}, log.TailOf(request->chain)).first->second;
    eventlog::Record record{request->chain,
                            tail.head,
                            BytesOf(*request),
                            {StreamOf(*request)},
                            KeyOf(*request),
                            {},
                            {{"source", 1, static_cast<uint64_t>(request->number)}}};
    tail.head = eventlog::NextHead(tail.head, eventlog::LeafOf(record.bytes));
    auto answer = std::make_shared<std::promise<Appended>>();
    flying.emplace_back(request, answer->get_future());
    log.Append(std::move(record), [answer](const Appended& given) { answer->set_value(given); });
    if (flying.size() >= most) land();
  }
  land();
}

void StoreUser::Take(Request& request, const Appended& answer) {
  ++outcomes_[answer.outcome];
  if (answer.outcome == Outcome::kCommitted) request.at = answer.at;
  if (answer.outcome == Outcome::kIndeterminate) request.may_be_there = true;
}

// A request that is found is answered, as at a retry.
void StoreUser::Resolve() {
  for (Request* request : Unanswered()) {
    eventlog::EventLog& log = store_->Log(request->log);
    const auto found = log.Find(request->chain, KeyOf(*request));
    if (!found) continue;
    if (!request->may_be_there)
      violations.push_back(
          absl::StrCat("request ", request->number, " is there, surely not written"));
    const auto read = log.Read(request->chain, found->sequence, [&](const Stored& commit) {
      request->at = commit.at;
      if (commit.bytes != BytesOf(*request))
        violations.push_back(
            absl::StrCat("request ", request->number, " points to another commit"));
      return false;
    });
    if (!read.ok() || !request->at)
      violations.push_back(absl::StrCat("request ", request->number, " points nowhere"));
  }
}

void StoreUser::CheckAcknowledged() {
  for (const auto& [number, request] : requests_) {
    if (!request.at) continue;
    Tail there;
    (void)store_->Log(request.log)
        .Read(request.chain, request.at->sequence, [&](const Stored& commit) {
          if (commit.bytes == BytesOf(request)) there = commit.at;
          return false;
        });
    if (there.sequence != request.at->sequence || there.head != request.at->head)
      violations.push_back(absl::StrCat("acknowledged request ", number, " is lost"));
  }
}

// Every commit is one of the requests, each at most once, and all ask for their own place.
void StoreUser::CheckChain(const std::string& name, uint32_t chain) {
  eventlog::EventLog& log = store_->Log(name);
  std::map<int, int> times;
  (void)log.Read(chain, 1, [&](const Stored& commit) {
    const int number = std::stoi(std::string(commit.bytes));
    if (++times[number] == 2)
      violations.push_back(absl::StrCat("request ", number, " is there twice"));
    const auto found = log.Find(chain, KeyOf(requests_.at(number)));
    if (!found || found->sequence != commit.at.sequence)
      violations.push_back(absl::StrCat("request ", number, " is not found where it is"));
    return true;
  });
}

void StoreUser::CheckStreams(const std::string& name, uint32_t chain) {
  eventlog::EventLog& log = store_->Log(name);
  std::map<std::string, int> in_chain, in_streams;
  (void)log.Read(chain, 1, [&](const Stored& commit) {
    ++in_chain[StreamOf(requests_.at(std::stoi(std::string(commit.bytes))))];
    return true;
  });
  for (int i = 0; i < kStreams; ++i) {
    const std::string stream = StreamOf(Request{name, chain, i});
    (void)log.ReadStream(chain, stream, 0, [&](const Stored& commit) {
      if (StreamOf(requests_.at(std::stoi(std::string(commit.bytes)))) != stream)
        violations.push_back(stream + " shows a commit of another stream");
      ++in_streams[stream];
      return true;
    });
  }
  if (in_chain != in_streams) violations.push_back("the index of streams differs from " + name);
}

int StoreUser::Count(Outcome outcome) const {
  const auto found = outcomes_.find(outcome);
  return found == outcomes_.end() ? 0 : found->second;
}

int StoreUser::acknowledged() const {
  return static_cast<int>(std::ranges::count_if(
      requests_, [](const auto& entry) { return entry.second.at.has_value(); }));
}
}  // namespace aor::crash
