// What a process can be told: by flags, --name=value, or by the environment, AOR_NAME.
#pragma once

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libs/rpc/tls.h"

namespace aor::service {
struct Config {
  std::string data_directory = "data";
  std::string listen = "127.0.0.1:7443";
  std::string metrics = "127.0.0.1:9464";  // "off": none
  std::string environment = "development";
  std::string log = "embedded";            // or kafka; or memory: nothing survives the process
  std::string kafka_brokers;               // host:port,…
  int kafka_partitions = 1;                // of each log's topic
  std::string kafka_topic_version = "v1";  // <environment>.<log>.log.<version>
  std::string kafka_keyring;               // a topic; none: the keyring lies in the data directory
  bool public_topics = true;  // published events go to <environment>.<context>.public.v1
  std::string kafka_security = "plaintext";
  std::string kafka_ca_file, kafka_certificate_file, kafka_key_file;  // PEM
  std::string kafka_user, kafka_password_file;
  std::string advertise;  // host:port for others of this service; none: it decides alone
  std::string instance;   // the host's name unless said
  std::optional<absl::Time> development_clock;  // none: the system's clock
  std::string anchor_directory;                 // <data_directory>-anchor unless said
  std::string issuer_key_file;                  // <data_directory>/issuer-key.pem unless said
  std::string oidc_issuer;                      // none: the development issuer vouches for callers
  std::string oidc_audience = "aor";
  std::string oidc_jwks_url;  // none: as the issuer's discovery document says
  std::string oidc_algorithms = "EdDSA,ES256,RS256";
  std::string oidc_person_claim = "sub", oidc_tenant_claim = "tenant", oidc_roles_claim = "roles";
  std::string oidc_ca_file;                  // PEM; none: the system's authorities
  rpc::TlsFiles tls;                         // between processes; none: plain text
  bool tls_by_mesh = false;                  // something beside the process speaks it
  std::string operator_tenant;               // whose administrators run the process
  std::string service_key_file;              // <data_directory>/service-key.pem unless said
  std::string wrapping_key_file;             // <data_directory>/wrapping-key unless said
  std::string next_wrapping_key_file;        // opens, too, while keys are wrapped anew
  std::map<std::string, std::string> peers;  // of contexts in other processes: context=address,…
  std::string log_level = "info";
  int message_bytes = 4 << 20;
  int concurrent_streams = 1000;  // of one connection
  int memory_megabytes = 1024;    // that calls may hold together
  int cache_megabytes = 256;      // of what is read from disk
  int pool_threads = 4;
  int pool_waiting = 2000;
  int anchor_seconds = 10;
  bool accept_missing_anchor = false;  // of a store that was anchored before
};

using Environment = std::function<const char*(const char* name)>;
// Flags win over the environment. INVALID_ARGUMENT in one line for an unknown flag or a
// wrong value, and for what production does not allow.
absl::StatusOr<Config> ReadConfig(const std::vector<std::string>& arguments,
                                  const Environment& environment);
// One line a flag, for --help.
std::string ConfigHelp();
}  // namespace aor::service
