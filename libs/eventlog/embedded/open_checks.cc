#include "libs/eventlog/embedded/open_checks.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>

#include "aor/eventlog/v1/commit.pb.h"
#include "libs/eventlog/embedded/keys.h"

namespace aor::eventlog {
namespace {
using keys::View;

rocksdb::WriteOptions Synced() {
  rocksdb::WriteOptions options;
  options.sync = true;
  return options;
}
}  // namespace

absl::Status OpenChecks::All() const try {
  for (const auto& check : {&OpenChecks::Format, &OpenChecks::Truth, &OpenChecks::Environment,
                            &OpenChecks::HeadsFit, &OpenChecks::Anchor})
    if (auto status = (this->*check)(); !status.ok()) return status;
  return absl::OkStatus();
} catch (const DamagedLog& damaged) {
  return absl::DataLossError(damaged.what());
}

absl::Status OpenChecks::Format() const {
  std::string value;
  const auto found = database_.db->Get(rocksdb::ReadOptions(), database_.base, "format", &value);
  if (found.IsNotFound()) {
    const auto written =
        database_.db->Put(Synced(), database_.base, "format", std::to_string(kStoreFormat));
    return written.ok() ? absl::OkStatus() : absl::UnavailableError(written.ToString());
  }
  int format = 0;
  if (!found.ok() || !absl::SimpleAtoi(value, &format))
    return absl::DataLossError(options_.directory + ": the store's format cannot be read");
  if (format > kStoreFormat)
    return absl::FailedPreconditionError(absl::StrCat(options_.directory, " has store format ",
                                                      format, ", this program knows up to ",
                                                      kStoreFormat, ": use the newer program"));
  return absl::OkStatus();
}

bool OpenChecks::IsEmpty() const {
  const std::unique_ptr<rocksdb::Iterator> heads(
      database_.db->NewIterator(rocksdb::ReadOptions(), database_.heads));
  heads->SeekToFirst();
  return !heads->Valid() && heads->status().ok();
}

// A copy that took appends of its own would tell what the truth does not know.
absl::Status OpenChecks::Truth() const {
  std::string truth;
  const auto found = database_.db->Get(rocksdb::ReadOptions(), database_.base, "copy of", &truth);
  if (!found.ok() && !found.IsNotFound()) return absl::DataLossError(found.ToString());
  if (truth == options_.copy_of) return absl::OkStatus();
  if (truth.empty() && IsEmpty()) {
    const auto written = database_.db->Put(Synced(), database_.base, "copy of", options_.copy_of);
    return written.ok() ? absl::OkStatus() : absl::UnavailableError(written.ToString());
  }
  return absl::FailedPreconditionError(
      absl::StrCat(options_.directory, " holds ",
                   truth.empty() ? "logs of its own" : "a copy of logs that live in " + truth,
                   ": give it another --log or --data_directory"));
}

std::string OpenChecks::StoredEnvironment() const {
  const std::unique_ptr<rocksdb::Iterator> heads(
      database_.db->NewIterator(rocksdb::ReadOptions(), database_.heads));
  heads->SeekToFirst();
  if (!heads->Valid()) return "";
  const std::string last = heads->key().ToString() + heads->value().ToString().substr(0, 8);
  rocksdb::PinnableSlice row;
  const auto read = database_.db->Get(rocksdb::ReadOptions(), database_.commits, last, &row);
  v1::Commit commit;  // a damaged one is for the next check to name
  if (!read.ok() || row.size() < 32 ||
      !commit.ParseFromArray(row.data() + 32, static_cast<int>(row.size()) - 32))
    return "";
  return commit.environment();
}

// The genesis heads bind it: of another one nothing fits, and its anchor has another name.
absl::Status OpenChecks::Environment() const {
  const std::string stored = StoredEnvironment();
  if (stored.empty() || stored == options_.environment) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(options_.directory, " holds logs of the environment ", stored,
                   ": give --environment=", stored, " or another --data_directory"));
}

absl::Status OpenChecks::HeadsFit() const {
  const std::unique_ptr<rocksdb::Iterator> heads(
      database_.db->NewIterator(rocksdb::ReadOptions(), database_.heads));
  for (heads->SeekToFirst(); heads->Valid(); heads->Next()) {
    const std::string_view key = View(heads->key());
    const size_t zero = key.find('\0');
    const std::string log(key.substr(0, zero));
    const auto chain = static_cast<uint32_t>(keys::ToU64(key.substr(zero + 1)));
    const Tail tail = keys::ToTail(View(heads->value()));
    Hash head{};
    const absl::Status read = log_of_(log).Read(chain, tail.sequence, [&](const Stored& last) {
      head = last.at.head;
      return true;
    });
    if (!read.ok()) return read;
    if (head != tail.head)
      return absl::DataLossError(absl::StrCat("log ", log, " chain ", chain, " sequence ",
                                              tail.sequence, ": the head does not fit"));
  }
  return heads->status().ok() ? absl::OkStatus() : absl::DataLossError(heads->status().ToString());
}

// What vanished together with an anchor cannot be told any more.
absl::Status OpenChecks::AnchorIsThere() const {
  if (options_.anchored || options_.accept_missing_anchor) return absl::OkStatus();
  std::string ignored;
  const auto found =
      database_.db->Get(rocksdb::ReadOptions(), database_.base, keys::kAnchored, &ignored);
  if (found.IsNotFound()) return absl::OkStatus();
  if (!found.ok()) return absl::DataLossError(options_.directory + ": " + found.ToString());
  return absl::NotFoundError(options_.directory +
                             ": this store was anchored, and its anchor is gone");
}

absl::Status OpenChecks::Anchor() const {
  if (!options_.anchored) return AnchorIsThere();
  for (const AnchoredHead& anchored : *options_.anchored) {
    Hash head{};
    const absl::Status read =
        log_of_(anchored.log).Read(anchored.chain, anchored.sequence, [&](const Stored& commit) {
          head = commit.at.head;
          return false;
        });
    if (!read.ok()) return read;
    if (head != anchored.head)
      return absl::DataLossError(
          absl::StrCat("log ", anchored.log, " chain ", anchored.chain, " sequence ",
                       anchored.sequence, ": the anchor remembers a commit that this store ",
                       log_of_(anchored.log).TailOf(anchored.chain).sequence < anchored.sequence
                           ? "has lost"
                           : "holds otherwise"));
  }
  return absl::OkStatus();
}
}  // namespace aor::eventlog
