#include "libs/eventsourcing/projector.h"

#include <pthread.h>

#include <algorithm>
#include <set>

#include "libs/eventsourcing/commits.h"
#include "libs/eventsourcing/model.h"

namespace aor::eventsourcing {
namespace {
// "name@version.generation/" of a view's row; empty for a row that is no view's.
std::string_view PrefixOf(std::string_view key) {
  const size_t at = key.find('@');
  const size_t end = at == key.npos ? at : key.find('/', at);
  if (end == key.npos || key.substr(at, end - at).find('.') == key.npos) return {};
  return key.substr(0, end + 1);
}
}  // namespace

Projector::Projector(RowStore& store, LogOf log_of, std::string context)
    : store_(store), log_of_(std::move(log_of)), context_(std::move(context)) {}

Projector::~Projector() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  for (const auto& model : models_) model->Serve(absl::InfiniteFuture());
}

Projector::Source& Projector::SourceOf(const std::string& log) {
  for (Source& source : sources_)
    if (source.name == log) return source;
  eventlog::EventLog& opened = log_of_(log);
  opened.OnCommit(bell_.listener());
  return sources_.emplace_back(Source{log, &opened, {}});
}

View& Projector::Add(std::unique_ptr<Projection> projection) {
  Model& model = *models_.emplace_back(std::make_unique<Model>(
      std::move(projection), store_, log_of_, context_, [this] { Wake(true); }));
  for (size_t i = 0; i < model.logs().size(); ++i)
    SourceOf(model.logs()[i]).readers.emplace_back(&model, i);
  return model;
}

void Projector::Wake(bool reader) {
  std::lock_guard lock(mutex_);
  if (dirty_ && (!reader || hurried_)) return;
  dirty_ = true;
  hurried_ |= reader;
  if (reader || !resting_) wake_.notify_one();
}

absl::Status Projector::Start() {
  absl::Status first;
  for (const auto& model : models_) first.Update(model->Open());
  first.Update(DropFormerRows());
  thread_ = std::thread([this] { Loop(); });
  return first;
}

// Those of views of another release, and of a rebuild that a kill cut short: who goes back to that
// release folds them again.
absl::Status Projector::DropFormerRows() try {
  std::set<std::string, std::less<>> serving;
  for (const auto& model : models_) serving.insert(model->prefix());
  std::string from, prefix;
  for (;; from = prefix + '\xff') {
    prefix.clear();
    store_.Scan("", from, [&](std::string_view key, std::string_view) {
      prefix = PrefixOf(key);
      return prefix.empty();
    });
    if (prefix.empty()) return absl::OkStatus();
    if (serving.contains(prefix)) continue;
    if (auto dropped = store_.DeletePrefix(prefix); !dropped.ok()) return dropped;
  }
} catch (const DamagedRows& damaged) {
  return absl::DataLossError(damaged.what());
}

void Projector::Loop() {
  pthread_setname_np(pthread_self(), "project");
  for (;;) {
    const int applied = AdvanceAll();
    const absl::Time next = Serve();
    std::unique_lock lock(mutex_);
    if (applied > 0) {
      if (applied >= kBatch) hurried_ = true;  // there is more
      resting_ = true;
      wake_.wait_for(lock, applied < kBusy ? kPause : kBusyPause,
                     [this] { return stopping_ || hurried_; });
      resting_ = false;
    } else {
      const auto until = absl::ToChronoTime(std::min(next, absl::Now() + absl::Seconds(1)));
      wake_.wait_until(lock, until, [this] { return stopping_ || dirty_; });
    }
    if (stopping_) return;
    dirty_ = hurried_ = false;
  }
}

// Each commit is read and parsed once for all views that stand before it.
int Projector::AdvanceAll() {
  for (const auto& model : models_) model->Begin();
  int applied = 0;
  for (const Source& source : sources_)
    for (uint32_t chain = 0; chain < eventlog::kChainCount && applied < kBatch; ++chain)
      applied += AdvanceChain(source, chain, kBatch - applied);
  for (const auto& model : models_) model->Finish();
  return applied;
}

int Projector::AdvanceChain(const Source& source, uint32_t chain, int limit) {
  const uint64_t tail = source.log->TailOf(chain).sequence;
  uint64_t from = tail;
  for (const auto& [model, log] : source.readers)
    if (model->InBatch()) from = std::min(from, model->AppliedTo(log, chain));
  if (from == tail) return 0;
  int applied = 0;
  const auto read = source.log->Read(chain, from + 1, [&](const eventlog::Stored& stored) {
    // Bytes that are no commit have no streams; the scrub and the audit name them.
    const eventlog::v1::Commit& commit = CommitOf(stored, parsed_);
    for (const auto& [model, log] : source.readers) model->Take(log, stored, commit);
    return ++applied < limit;
  });
  if (!read.ok())
    for (const auto& [model, log] : source.readers)
      if (model->InBatch() && model->AppliedTo(log, chain) < tail)
        model->Stop(model->Stopped(std::string(read.message())));
  return applied;
}

absl::Time Projector::Serve() {
  absl::Time next = absl::InfiniteFuture();
  for (const auto& model : models_) next = std::min(next, model->Serve(absl::Now()));
  return next;
}

Projector::Model* Projector::Find(const std::string& view) const {
  for (const auto& model : models_)
    if (model->id() == view) return model.get();
  return nullptr;
}

absl::Status Projector::Rebuild(const std::string& view, bool must_match) {
  Model* model = Find(view);
  return model ? model->Rebuild(must_match) : absl::NotFoundError("no view " + view);
}

std::vector<std::string> Projector::views() const {
  std::vector<std::string> names;
  for (const auto& model : models_) names.push_back(model->id());
  return names;
}

std::vector<ViewPosition> Projector::Positions() const {
  std::vector<ViewPosition> all;
  for (const auto& model : models_)
    for (auto& position : model->Positions()) all.push_back(std::move(position));
  return all;
}

absl::Status Projector::Health() const {
  absl::Status first;
  for (const auto& model : models_) first.Update(model->status());
  return first;
}
}  // namespace aor::eventsourcing
