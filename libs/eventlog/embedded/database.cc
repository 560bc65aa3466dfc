#include "libs/eventlog/embedded/database.h"

#include <rocksdb/slice_transform.h>

namespace aor::eventlog {
namespace {
// Keys that end with a number which only grows: the next is inserted beside the last.
class AllButTheNumber final : public rocksdb::SliceTransform {
 public:
  const char* Name() const override { return "aor.AllButTheNumber"; }
  rocksdb::Slice Transform(const rocksdb::Slice& key) const override {
    return {key.data(), key.size() - sizeof(uint64_t)};
  }
  bool InDomain(const rocksdb::Slice& key) const override { return key.size() > sizeof(uint64_t); }
};

rocksdb::ColumnFamilyOptions FamilyOptions(const std::shared_ptr<rocksdb::TableFactory>& table) {
  rocksdb::ColumnFamilyOptions options;
  options.compression = rocksdb::kLZ4Compression;
  options.level_compaction_dynamic_level_bytes = true;
  options.write_buffer_size = 32 << 20;
  options.memtable_whole_key_filtering = true;
  options.memtable_prefix_bloom_size_ratio = 0.05;
  options.table_factory = table;
  return options;
}

// In the order of Families().
std::vector<rocksdb::ColumnFamilyDescriptor> Descriptors(
    const std::shared_ptr<rocksdb::TableFactory>& table) {
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (const char* name : {rocksdb::kDefaultColumnFamilyName.c_str(), "commits", "streams",
                           "requests", "heads", "consumed"})
    descriptors.emplace_back(name, FamilyOptions(table));
  for (auto& descriptor : descriptors)
    if (descriptor.name == "commits" || descriptor.name == "streams")
      descriptor.options.memtable_insert_with_hint_prefix_extractor =
          std::make_shared<AllButTheNumber>();
  return descriptors;
}
}  // namespace

void Database::Take(rocksdb::DB* opened, const std::vector<rocksdb::ColumnFamilyHandle*>& handles) {
  db.reset(opened);
  base = handles[0], commits = handles[1], streams = handles[2];
  requests = handles[3], heads = handles[4], consumed = handles[5];
}

rocksdb::Status Database::Open(const rocksdb::Options& options, const std::string& directory,
                               const std::shared_ptr<rocksdb::TableFactory>& table) {
  rocksdb::DB* opened = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  auto status = rocksdb::DB::Open(options, directory, Descriptors(table), &handles, &opened);
  if (status.ok()) Take(opened, handles);
  return status;
}

rocksdb::Status Database::OpenToRead(const rocksdb::Options& options, const std::string& directory,
                                     const std::shared_ptr<rocksdb::TableFactory>& table) {
  rocksdb::DB* opened = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  auto status =
      rocksdb::DB::OpenForReadOnly(options, directory, Descriptors(table), &handles, &opened);
  if (status.ok()) Take(opened, handles);
  return status;
}

Database::~Database() {
  if (!db) return;
  for (auto* family : Families())
    if (family) db->DestroyColumnFamilyHandle(family);
  db->Close();
}
}  // namespace aor::eventlog
