#include "libs/service/process.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "libs/eventsourcing/ownership.h"
#include "libs/files/files.h"
#include "libs/ids/random.h"
#include "libs/ids/uuid.h"
#include "libs/metrics/log.h"
#include "libs/service/backup_manifest.h"

namespace aor::service {
namespace {
namespace fs = std::filesystem;
constexpr auto kJoin = std::chrono::seconds(5);  // a new group waits for more members first
constexpr auto kHandOver = std::chrono::milliseconds(1'500);  // alone, one waits in vain
constexpr absl::Duration kTokenLife = absl::Hours(1), kTokenReserve = absl::Minutes(5);

absl::Status CannotWrite(const std::string& directory, const std::error_code& error) {
  return absl::UnavailableError("cannot write to " + directory + ": " + error.message());
}

// The name of this life of the process in every commit that it writes.
std::string NewLife() { return Uuid7(absl::ToUnixMillis(absl::Now()), RandomBytes(10)); }
}  // namespace

absl::Status Installed::Health() const {
  if (auto status = projector->Health(); !status.ok()) return status;
  return reactor->Health();
}

std::vector<eventsourcing::ViewPosition> Installed::Positions() const {
  auto positions = projector->Positions();
  const auto reactions = reactor->Positions();
  positions.insert(positions.end(), reactions.begin(), reactions.end());
  for (auto& position : positions) position.view = name + "/" + position.view;
  return positions;
}

absl::StatusOr<std::unique_ptr<Process>> Process::Open(const Config& config) {
  auto process = std::make_unique<Process>();
  process->config = config;
  if (auto status = rpc::CheckTls(config.tls); !status.ok()) return status;
  process->to_others = rpc::ChannelCredentialsOf(config.tls);
  // An abstract socket: no file, no port, and nobody from another machine.
  process->inside = "unix-abstract:aor-" + NewLife();
  if (config.development_clock)
    process->development =
        std::make_unique<eventsourcing::DevelopmentClock>(*config.development_clock);
  auto storage = OpenStorage(config);
  if (!storage.ok()) return storage.status();
  process->storage = *std::move(storage);
  process->vault = std::make_unique<vault::Vault>(process->storage->OpenKeyring());
  auto tokens = Issuers::Open(config);
  if (!tokens.ok()) return tokens.status();
  process->tokens = *std::move(tokens);
  process->pool = std::make_unique<rpc::Pool>(config.pool_threads, config.pool_waiting);
  process->ticker = std::make_unique<eventsourcing::Ticker>(
      process->Time(), [](const std::string& deadline, const std::string& why) {
        metrics::Log(spdlog::level::err, "deadline", {{"name", deadline}, {"detail", why}});
      });
  return process;
}

Process::~Process() {
  for (auto& context : contexts) context->membership.reset();
  pool.reset();
  ticker.reset();
  for (auto& context : contexts) context->runner.reset();
  services.clear();
  for (auto& context : contexts) context->relay.reset();
  for (auto& context : contexts) context->reactor.reset();
  for (auto& context : contexts) context->projector.reset();
}

absl::StatusOr<Installed*> Process::Install(const std::string& name) {
  auto context = std::make_unique<Installed>();
  context->name = name;
  storage->Own(name);
  auto rows = storage->Rows(name);
  if (!rows.ok()) return rows.status();
  context->rows = *std::move(rows);
  eventsourcing::RuntimeOptions options;
  options.writer = NewLife();
  options.address = config.advertise;
  options.digest_key = [this](const std::string& tenant) { return DigestKey(tenant); };
  auto log_of = [this](const std::string& log) -> eventlog::EventLog& { return storage->Log(log); };
  context->runtime =
      std::make_unique<eventsourcing::Runtime>(storage->Log(name), Time(), std::move(options));
  context->projector = std::make_unique<eventsourcing::Projector>(*context->rows, log_of, name);
  context->reactor =
      std::make_unique<eventsourcing::Reactor>(*context->runtime, *context->rows, log_of);
  if (auto topic = storage->Public(name))
    context->relay = std::make_unique<relay::Relay>(storage->Log(name), std::move(topic),
                                                    [&runtime = *context->runtime](uint32_t chain) {
                                                      const auto* owner = runtime.ownership();
                                                      return !owner || owner->Holds(chain);
                                                    });
  context->edge = std::make_shared<rpc::Edge::Parts>(
      rpc::Edge::Parts{*tokens, methods, context->runtime.get(), *pool, calls, wall, to_others});
  contexts.push_back(std::move(context));
  return contexts.back().get();
}

absl::Status Process::JoinGroups() {
  for (auto& context : contexts) {
    auto* ownership = context->runtime->ownership();
    if (!ownership) continue;
    auto joined = storage->Join(context->name, [ownership](uint64_t generation, auto chains) {
      ownership->Propose(generation, chains);
    });
    if (!joined.ok()) return joined.status();
    context->membership = *std::move(joined);
  }
  WaitUntil(kJoin, [](const Installed& context) {
    return !context.membership || context.runtime->ownership()->IsSettled();
  });
  return absl::OkStatus();
}

void Process::HandOver() {
  for (auto& context : contexts)
    if (context->membership) {
      context->membership->Leave();
      context->runtime->ownership()->Leave();
    }
  WaitUntil(kHandOver, [](const Installed& context) {
    return !context.membership || context.runtime->ownership()->held() == 0;
  });
}

void Process::WaitUntil(std::chrono::milliseconds limit,
                        const std::function<bool(const Installed&)>& holds) const {
  const auto until = std::chrono::steady_clock::now() + limit;
  const auto is_so = [&](const auto& context) { return holds(*context); };
  while (!std::ranges::all_of(contexts, is_so) && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

const eventsourcing::Clock& Process::Time() const {
  if (development) return *development;
  return wall;
}

std::string Process::ServiceToken(const std::string& context, const std::string& tenant) {
  std::lock_guard lock(mutex_);
  Minted& minted = minted_[context + "/" + tenant];
  const absl::Time now = wall.Now();
  if (minted.token.empty() || minted.expires - kTokenReserve < now) {
    minted.expires = now + kTokenLife;
    minted.token = tokens->Mint({tenant, PersonId{"service-" + context}, "", {{"service", ""}}},
                                minted.expires);
  }
  return minted.token;
}

absl::StatusOr<std::string> Process::DigestKey(const std::string& tenant) {
  {
    std::lock_guard lock(mutex_);
    if (const auto known = digest_keys_.find(tenant); known != digest_keys_.end())
      return known->second;
  }
  auto kept = vault->DigestKey(tenant);  // may ask a broker: other tenants do not wait for it
  if (!kept.ok()) return kept.status();
  std::lock_guard lock(mutex_);
  return digest_keys_.try_emplace(tenant, *std::move(kept)).first->second;
}

absl::StatusOr<std::string> Process::Backup(const std::string& name) {
  const std::string directory = config.data_directory + "-backups/" + name;
  if (fs::exists(directory))
    return absl::AlreadyExistsError("There is a backup " + name + "; choose another name.");
  // Beside, under what is no id, and named when it is whole: what fails half-way leaves nothing.
  const std::lock_guard one_at_a_time(backing_up_);
  const std::string beside = config.data_directory + "-backups/unfinished~";
  auto status = BackupInto(beside);
  std::error_code error;
  if (status.ok()) fs::rename(beside, directory, error);
  if (error) status = CannotWrite(directory, error);
  if (status.ok()) status = files::SyncDirectory(fs::path(directory).parent_path());
  std::error_code nothing_to_remove;
  fs::remove_all(beside, nothing_to_remove);
  if (!status.ok()) return status;
  return fs::absolute(directory).string();
}

absl::Status Process::BackupInto(const std::string& directory) {
  std::error_code error;
  fs::remove_all(directory, error);  // of a life that ended meanwhile
  if (!error) fs::create_directories(directory, error);
  if (error) return CannotWrite(directory, error);
  // Keys last: they are durable before the first commit that uses them.
  if (auto status = storage->Backup(directory); !status.ok()) return status;
  if (auto status = vault->Checkpoint(directory + "/keyring"); !status.ok()) return status;
  return WriteBackupManifest(directory, config.environment, storage->key());
}

std::vector<std::string> Process::Logs() const {
  std::vector<std::string> names;
  for (const auto& context : contexts) names.push_back(context->name);
  return names;
}

// Others' logs, read here, are told about by who writes them.
absl::StatusOr<std::vector<eventlog::AnchoredHead>> Process::HeadsOfLogs() const {
  const std::vector<std::string> own = Logs();
  auto heads = storage->Heads();
  if (!heads.ok()) return heads.status();
  std::erase_if(*heads, [&](const eventlog::AnchoredHead& head) {
    return std::ranges::find(own, head.log) == own.end();
  });
  return heads;
}

std::vector<eventsourcing::ViewPosition> Process::Positions() const {
  std::vector<eventsourcing::ViewPosition> all;
  for (const auto& context : contexts) {
    const auto positions = context->Positions();
    all.insert(all.end(), positions.begin(), positions.end());
  }
  return all;
}
}  // namespace aor::service
