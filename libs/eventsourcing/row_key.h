// How a view's rows are named and read.
#pragma once

#include <string>
#include <string_view>

#include "libs/eventsourcing/projection.h"

namespace aor::eventsourcing {
// "<tenant>/<part>/<part>…"; ids never contain "/".
template <class... Parts>
std::string RowKey(const std::string& tenant, const Parts&... parts) {
  std::string key = tenant;
  ((key += "/", key += parts), ...);
  return key;
}
// Of all rows below these parts.
template <class... Parts>
std::string RowPrefix(const std::string& tenant, const Parts&... parts) {
  return RowKey(tenant, parts...) + "/";
}

// What its view has stored. Throws DamagedRows for what is not of this type.
template <class Row>
Row ParsedRow(std::string_view bytes) {
  Row row;
  if (!row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    throw DamagedRows("a row is no " + row.GetTypeName());
  return row;
}
}  // namespace aor::eventsourcing
