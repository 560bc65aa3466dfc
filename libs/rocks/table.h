// How the files of our databases are laid out, and what of them is kept in memory.
#pragma once

#include <rocksdb/cache.h>
#include <rocksdb/table.h>

#include <memory>

namespace aor::rocks {
// A block is looked up through parts of the index and of the filter: what is not in the cache
// costs a part, not all of a large file's. `cache`: shared by the databases of a process, so that
// the busiest has most of it; a small one of its own if there is none.
std::shared_ptr<rocksdb::TableFactory> Table(std::shared_ptr<rocksdb::Cache> cache);
}  // namespace aor::rocks
