// What a store must hold before it is served.
#pragma once

#include <functional>

#include "libs/eventlog/embedded/embedded_log.h"
#include "libs/eventlog/embedded/embedded_store.h"

namespace aor::eventlog {
class OpenChecks {
 public:
  using LogOf = std::function<EventLog&(const std::string& name)>;
  OpenChecks(const EmbeddedOptions& options, Database& database, LogOf log_of)
      : options_(options), database_(database), log_of_(std::move(log_of)) {}
  absl::Status All() const;
  // Every head is the head after the last commit that is really there.
  absl::Status HeadsFit() const;
  // That of the first chain's last commit; empty where there is none that could be read.
  std::string StoredEnvironment() const;

 private:
  absl::Status Format() const;
  absl::Status Truth() const;
  absl::Status Environment() const;
  absl::Status Anchor() const;
  absl::Status AnchorIsThere() const;
  bool IsEmpty() const;

  const EmbeddedOptions& options_;
  Database& database_;
  const LogOf log_of_;
};
}  // namespace aor::eventlog
