// How a view's rows are named and read.
#pragma once

#include <string>
#include <string_view>

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

// What its view has stored: it is of this type.
template <class Row>
Row ParsedRow(std::string_view bytes) {
  Row row;
  row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  return row;
}
}  // namespace aor::eventsourcing
