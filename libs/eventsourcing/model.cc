#include "libs/eventsourcing/model.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <openssl/evp.h>

#include <algorithm>

#include "libs/eventlog/claims.h"
#include "libs/eventsourcing/commits.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/read_ahead.h"

namespace aor::eventsourcing {
namespace {
// The place in one chain: sequence:u64 head:32.
std::string PlaceKey(const std::string& prefix, const std::string& log, uint32_t chain) {
  return absl::StrCat(prefix, "p/", log, "/", absl::Dec(chain, absl::kZeroPad2));
}

std::string PlaceValue(const eventlog::Tail& at) {
  std::string value;
  for (int shift = 56; shift >= 0; shift -= 8) value += static_cast<char>(at.sequence >> shift);
  value += eventlog::Bytes(at.head);
  return value;
}

eventlog::Tail ToPlace(std::string_view value) {
  eventlog::Tail at;
  for (int i = 0; i < 8; ++i) at.sequence = at.sequence << 8 | static_cast<unsigned char>(value[i]);
  at.head = eventlog::ToHash(value.substr(8));
  return at;
}
}  // namespace

void Projector::Model::CurrentRows::Stop(const DamagedRows& damaged) const {
  const absl::Status stopped = model_.Stopped(damaged);
  std::lock_guard lock(model_.mutex_);
  model_.status_ = stopped;
  throw ViewStopped(std::string(stopped.message()));
}

std::optional<std::string> Projector::Model::CurrentRows::Get(std::string_view key) const try {
  return model_.store_.Get(model_.prefix() + "r/" + std::string(key));
} catch (const DamagedRows& damaged) {
  Stop(damaged);
}

void Projector::Model::CurrentRows::Scan(std::string_view prefix, std::string_view from,
                                         const RowStore::Visit& visit) const try {
  const std::string base = model_.prefix() + "r/";
  model_.store_.Scan(base + std::string(prefix), base + std::string(from),
                     [&](std::string_view key, std::string_view value) {
                       return visit(key.substr(base.size()), value);
                     });
} catch (const DamagedRows& damaged) {
  Stop(damaged);
}

Projector::Model::Model(std::unique_ptr<Projection> projection, RowStore& store,
                        const LogOf& log_of, const std::string& context, std::function<void()> wake)
    : projection_(std::move(projection)),
      logs_(projection_->logs()),
      store_(store),
      context_(context),
      wake_(std::move(wake)) {
  for (const std::string& log : logs_) sources_.push_back(&log_of(log));
  fold_ = NewFold(0);
}

std::string Projector::Model::id() const {
  return absl::StrCat(projection_->name(), "@", projection_->version());
}
std::string Projector::Model::PrefixOf(uint64_t generation) const {
  return absl::StrCat(id(), ".", generation, "/");
}
std::string Projector::Model::prefix() const {
  std::lock_guard lock(mutex_);
  return fold_.prefix;
}
Projector::Model::Fold Projector::Model::Serving() const {
  std::lock_guard lock(mutex_);
  return fold_;
}
absl::Status Projector::Model::status() const {
  std::lock_guard lock(mutex_);
  return status_;
}

const Rows& Projector::Model::rows() const {
  std::lock_guard lock(mutex_);
  if (!status_.ok()) throw ViewStopped(std::string(status_.message()));
  return rows_;
}

absl::Status Projector::Model::Stopped(const std::string& why) const {
  return absl::DataLossError(absl::StrCat("view ", id(), " stopped: ", why));
}

absl::Status Projector::Model::Stopped(const DamagedRows& damaged) const {
  return Stopped(absl::StrCat(damaged.what(), ": rebuild it: aorctl projections rebuild --view=",
                              context_, context_.empty() ? "" : "/", id()));
}

absl::Status Projector::Model::Open() {
  try {
    if (const auto stored = store_.Get("generation/" + id()))
      (void)absl::SimpleAtoi(*stored, &generation_);
    fold_ = NewFold(generation_);
    LoadPlaces(fold_);
    status_ = CheckPlaces();
  } catch (const DamagedRows& damaged) {
    status_ = Stopped(damaged);
  }
  return status_;
}

absl::Status Projector::Model::CheckPlaces() const {
  for (size_t log = 0; log < logs_.size(); ++log)
    for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain)
      if (const auto& at = fold_.at[log][chain]; at.sequence > 0)
        if (auto wrong = CheckPlace(log, chain, at); !wrong.ok()) return wrong;
  return absl::OkStatus();
}

Projector::Model::Fold Projector::Model::NewFold(uint64_t generation) const {
  return {PrefixOf(generation), Places(logs_.size()), Places(logs_.size())};
}

void Projector::Model::LoadPlaces(Fold& fold) const {
  constexpr size_t kPlace = 40;
  for (size_t log = 0; log < logs_.size(); ++log) {
    Chains& chains = fold.at[log];
    // Earlier releases wrote all chains of a log in one row.
    const auto all = store_.Get(absl::StrCat(fold.prefix, "p/", logs_[log]));
    if (all && all->size() == chains.size() * kPlace)
      for (size_t chain = 0; chain < chains.size(); ++chain)
        chains[chain] = ToPlace(std::string_view(*all).substr(chain * kPlace, kPlace));
    for (uint32_t chain = 0; chain < chains.size(); ++chain)
      if (const auto one = store_.Get(PlaceKey(fold.prefix, logs_[log], chain));
          one && one->size() == kPlace)
        chains[chain] = ToPlace(*one);
  }
  fold.stored = fold.at;
}

// Zeros for a place that the log does not hold.
absl::StatusOr<eventlog::Hash> Projector::Model::HeadAt(size_t log, uint32_t chain,
                                                        uint64_t sequence) const {
  const eventlog::Tail tail = sources_[log]->TailOf(chain);
  if (tail.sequence == sequence) return tail.head;
  eventlog::Hash head{};
  const auto read = sources_[log]->Read(chain, sequence, [&](const eventlog::Stored& stored) {
    head = stored.at.head;
    return false;
  });
  if (!read.ok()) return read;
  return head;
}

// A view may not know what its log does not.
absl::Status Projector::Model::CheckPlace(size_t log, uint32_t chain,
                                          const eventlog::Tail& at) const {
  const auto head = HeadAt(log, chain, at.sequence);
  if (!head.ok()) return head.status();
  if (*head == at.head) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(
      "view ", id(), " has applied log ", logs_[log], " chain ", chain, " sequence ", at.sequence,
      ", which the log does not hold: find out which of them was changed, then rebuild"));
}

void Projector::Model::Begin() {
  std::unique_lock advancing(advancing_);
  if (!status().ok()) return;
  Fold now = Serving();
  batch_.emplace(
      Batch{std::move(advancing), OverlaidRows(store_, now.prefix + "r/"), std::move(now), 0});
}

void Projector::Model::Take(size_t log, const eventlog::Stored& stored,
                            const eventlog::v1::Commit& commit) {
  if (!batch_ || AppliedTo(log, stored.chain) + 1 != stored.at.sequence) return;
  try {
    ApplyCommit(stored, commit, batch_->rows);
    batch_->fold.at[log][stored.chain] = stored.at;
    ++batch_->commits;
  } catch (const DamagedRows& damaged) {
    Stop(Stopped(damaged));
  } catch (const std::exception& error) {
    Stop(Stopped(error.what()));
  }
}

absl::Status Projector::Model::Write(OverlaidRows& rows, Fold& fold) const {
  RowStore::Changes& changes = rows.changes();
  for (size_t log = 0; log < logs_.size(); ++log)
    for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain)
      if (fold.at[log][chain].sequence != fold.stored[log][chain].sequence)
        changes[PlaceKey(fold.prefix, logs_[log], chain)] = PlaceValue(fold.at[log][chain]);
  auto written = store_.Write(changes);
  if (written.ok()) fold.stored = fold.at;
  return written;
}

void Projector::Model::Finish() {
  if (!batch_) return;
  Batch batch = *std::exchange(batch_, std::nullopt);
  if (batch.commits == 0) return;
  unwritten_ += batch.commits;
  // Positions alone are seldom worth a write: what changed nothing may be read again.
  if (!batch.rows.changes().empty() || unwritten_ >= kUnwritten) {
    // What could not be written is applied again from the log, once it can be.
    const auto written = Write(batch.rows, batch.fold);
    if (absl::IsDataLoss(written)) Stop(Stopped(std::string(written.message())));
    if (!written.ok()) return;
    unwritten_ = 0;
  }
  std::lock_guard lock(mutex_);
  fold_ = std::move(batch.fold);
}

void Projector::Model::Stop(absl::Status stopped) {
  batch_.reset();
  std::lock_guard lock(mutex_);
  status_ = std::move(stopped);
}

void Projector::Model::WriteOrThrow(OverlaidRows& rows, Fold& fold) const {
  const auto written = Write(rows, fold);
  if (!written.ok()) throw std::runtime_error(std::string(written.message()));
  rows.Written();
}

// Chain by chain: what belongs together is still in memory when it is changed again.
void Projector::Model::CatchUp(Fold& fold, const Places* end) const {
  const auto is_new = [](const Chains& chains) {
    return std::ranges::all_of(chains, [](const auto& at) { return at.sequence == 0; });
  };
  OverlaidRows rows(store_, fold.prefix + "r/", !std::ranges::all_of(fold.at, is_new));
  for (size_t log = 0; log < logs_.size(); ++log) {
    ReadAhead ahead(*sources_[log], fold.at[log], end ? &(*end)[log] : nullptr);
    while (auto block = ahead.Next()) {
      for (size_t i = 0; i < block->at.size(); ++i) {
        ApplyCommit({block->chain, block->at[i], {}}, block->commits[static_cast<int>(i)], rows);
        fold.at[log][block->chain] = block->at[i];
      }
      if (rows.bytes() >= kRebuildBytes) WriteOrThrow(rows, fold);
      ahead.Return(std::move(block));
    }
  }
  WriteOrThrow(rows, fold);
}

// Throws with the place: an event that no message of this program knows included, whoever's it is,
// since a view that skipped it would be wrong after the upgrade, too.
void Projector::Model::ApplyCommit(const eventlog::Stored& stored,
                                   const eventlog::v1::Commit& commit, OverlaidRows& rows) const
    try {
  for (const auto& stream : commit.streams()) {
    uint64_t version = stream.expected_version();
    if (commit.tenant().empty() && stream.name() == eventlog::kClaimStream)
      continue;  // the log's own
    for (const auto& event : stream.events()) {
      KnownKind(event.type());
      projection_->Apply({commit, stream, event, stored.chain, stored.at, ++version}, rows);
    }
  }
} catch (const DamagedRows&) {
  throw;
} catch (const std::exception& error) {
  throw BrokenHistory(absl::StrCat("log ", commit.log(), " chain ", stored.chain, " sequence ",
                                   stored.at.sequence, ": ", error.what()));
}

std::string Projector::Model::DigestOf(const std::string& prefix) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestInit_ex(context, EVP_sha256(), nullptr);
  store_.Scan(prefix + "r/", "", [&](std::string_view key, std::string_view value) {
    const std::string sizes = absl::StrCat(key.size() - prefix.size(), " ", value.size(), " ");
    EVP_DigestUpdate(context, sizes.data(), sizes.size());
    EVP_DigestUpdate(context, key.data() + prefix.size(), key.size() - prefix.size());
    EVP_DigestUpdate(context, value.data(), value.size());
    return true;
  });
  unsigned char digest[32];
  EVP_DigestFinal_ex(context, digest, nullptr);
  EVP_MD_CTX_free(context);
  return std::string(reinterpret_cast<char*>(digest), sizeof digest);
}

absl::Status Projector::Model::Rebuild(bool must_match) {
  std::lock_guard one_at_a_time(rebuilding_);
  Fold fresh = NewFold(generation_ + 1);
  if (auto cleared = store_.DeletePrefix(fresh.prefix); !cleared.ok()) return cleared;
  try {
    CatchUp(fresh, nullptr);
    std::lock_guard advancing(advancing_);  // the serving one stands still from here on
    if (auto same = CatchUpWithServing(fresh, must_match); !same.ok()) return same;
    const auto switched = store_.Write({{"generation/" + id(), std::to_string(generation_ + 1)}});
    if (!switched.ok()) return switched;
    std::lock_guard lock(mutex_);
    std::swap(fold_, fresh);
    ++generation_;
    status_ = absl::OkStatus();
  } catch (const std::exception& error) {
    return absl::DataLossError(absl::StrCat("view ", id(), ": ", error.what()));
  }
  return store_.DeletePrefix(fresh.prefix);
}

// Rows can be compared when both end at the same places; otherwise the new ones may be ahead.
absl::Status Projector::Model::CatchUpWithServing(Fold& fresh, bool must_match) {
  if (!must_match) return CatchUp(fresh, nullptr), absl::OkStatus();
  Fold serving = Serving();
  const bool serves = status().ok();
  if (serves) try {
      CatchUp(serving, nullptr);
      std::lock_guard lock(mutex_);
      fold_ = serving;
    } catch (const std::exception& error) {
      Stop(Stopped(error.what()));  // how much of it was written is not known here
      throw;
    }
  CatchUp(fresh, serves ? &serving.at : nullptr);
  if (DigestOf(fresh.prefix) == DigestOf(serving.prefix)) return absl::OkStatus();
  return absl::InternalError("view " + id() + " was rebuilt with other rows: the old one stays");
}
}  // namespace aor::eventsourcing
