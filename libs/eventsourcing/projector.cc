#include "libs/eventsourcing/projector.h"

#include <set>

#include "libs/eventsourcing/model.h"

namespace aor::eventsourcing {
Projector::Projector(RowStore& store, LogOf log_of) : store_(store), log_of_(std::move(log_of)) {}

Projector::~Projector() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  for (const auto& model : models_) model->Serve(absl::InfiniteFuture());
}

View& Projector::Add(std::unique_ptr<Projection> projection) {
  const auto wake = [this] {
    std::lock_guard lock(mutex_);
    dirty_ = true;
    wake_.notify_one();
  };
  for (const std::string& log : projection->logs()) log_of_(log).OnCommit(wake);
  return *models_.emplace_back(
      std::make_unique<Model>(std::move(projection), store_, log_of_, wake));
}

absl::Status Projector::Start() {
  absl::Status first;
  for (const auto& model : models_) first.Update(model->Open());
  thread_ = std::thread([this] { Loop(); });
  return first;
}

void Projector::Loop() {
  for (;;) {
    bool advanced = false;
    absl::Time next = absl::InfiniteFuture();
    for (const auto& model : models_) {
      advanced |= model->Advance();
      next = std::min(next, model->Serve(absl::Now()));
    }
    std::unique_lock lock(mutex_);
    if (stopping_) return;
    if (advanced) continue;
    const auto until = absl::ToChronoTime(std::min(next, absl::Now() + absl::Seconds(1)));
    wake_.wait_until(lock, until, [this] { return stopping_ || dirty_; });
    dirty_ = false;
  }
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
