#pragma once

#include <rocksdb/db.h>
#include <rocksdb/table.h>

#include <memory>
#include <string>
#include <vector>

namespace aor::eventlog {
// The open database: column families as named in embedded_store.h.
struct Database {
  std::unique_ptr<rocksdb::DB> db;
  rocksdb::ColumnFamilyHandle* base = nullptr;
  rocksdb::ColumnFamilyHandle* commits = nullptr;
  rocksdb::ColumnFamilyHandle* streams = nullptr;
  rocksdb::ColumnFamilyHandle* requests = nullptr;
  rocksdb::ColumnFamilyHandle* heads = nullptr;
  rocksdb::ColumnFamilyHandle* consumed = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> Families() const {
    return {base, commits, streams, requests, heads, consumed};
  }
  // Opens all families, made if the options say so; OpenToRead changes nothing.
  rocksdb::Status Open(const rocksdb::Options& options, const std::string& directory,
                       const std::shared_ptr<rocksdb::TableFactory>& table);
  rocksdb::Status OpenToRead(const rocksdb::Options& options, const std::string& directory,
                             const std::shared_ptr<rocksdb::TableFactory>& table);
  ~Database();

 private:
  void Take(rocksdb::DB* opened, const std::vector<rocksdb::ColumnFamilyHandle*>& handles);
};
}  // namespace aor::eventlog
