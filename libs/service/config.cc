#include "libs/service/config.h"

#include <absl/strings/ascii.h>
#include <absl/strings/numbers.h>
#include <absl/strings/str_split.h>
#include <unistd.h>

#include <algorithm>

#include "libs/identity/oidc_tokens.h"

namespace aor::service {
namespace {
// Takes a value, or says what would be right.
using Take = std::function<std::string(const std::string& value, Config& config)>;
struct Flag {
  std::string name;
  std::string help;
  Take take;
};

Take Text(std::string Config::*field) {
  return [field](const std::string& value, Config& config) -> std::string {
    config.*field = value;
    return value.empty() ? "a value" : "";
  };
}

Take TlsFile(std::string rpc::TlsFiles::*file) {
  return [file](const std::string& value, Config& config) -> std::string {
    config.tls.*file = value;
    return value.empty() ? "a value" : "";
  };
}

Take OneOf(std::string Config::*field, std::vector<std::string> choices) {
  return [=](const std::string& value, Config& config) -> std::string {
    config.*field = value;
    if (std::ranges::find(choices, value) != choices.end()) return "";
    std::string wanted = choices.front();
    for (size_t i = 1; i < choices.size(); ++i) wanted += " or " + choices[i];
    return wanted;
  };
}

Take Number(int Config::*field, int min, int max) {
  return [=](const std::string& value, Config& config) -> std::string {
    if (absl::SimpleAtoi(value, &(config.*field)) && config.*field >= min && config.*field <= max)
      return "";
    return "a number from " + std::to_string(min) + " to " + std::to_string(max);
  };
}

Take Address(std::string Config::*field, bool may_be_off) {
  return [=](const std::string& value, Config& config) -> std::string {
    config.*field = value;
    if (may_be_off && value == "off") return "";
    const size_t colon = value.rfind(':');
    int port = -1;
    if (colon != std::string::npos && colon > 0 &&
        absl::SimpleAtoi(value.substr(colon + 1), &port) && port >= 0 && port <= 65535)
      return "";
    return may_be_off ? "host:port or off" : "host:port";
  };
}

Take TrueOrFalse(bool Config::*field) {
  return [field](const std::string& value, Config& config) -> std::string {
    config.*field = value == "true";
    return value == "true" || value == "false" ? "" : "true or false";
  };
}

std::string TakeClock(const std::string& value, Config& config) {
  absl::Time start;
  if (!absl::ParseTime(absl::RFC3339_full, value, &start, nullptr))
    return "an instant such as 2026-09-28T06:00:00Z";
  config.development_clock = start;
  return "";
}

std::string TakePeers(const std::string& value, Config& config) {
  const std::vector<std::string> peers = absl::StrSplit(value, ',');
  for (const std::string& peer : peers) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(peer, absl::MaxSplits('=', 1));
    if (parts.first.empty() || parts.second.empty()) return "context=address, separated by commas";
    config.peers[parts.first] = parts.second;
  }
  return "";
}

std::string TakeBrokers(const std::string& value, Config& config) {
  config.kafka_brokers = value;
  Config each;
  const std::vector<std::string> brokers = absl::StrSplit(value, ',');
  for (const std::string& broker : brokers)
    if (!Address(&Config::kafka_brokers, false)(broker, each).empty())
      return "host:port, separated by commas";
  return "";
}

std::string TakeAlgorithms(const std::string& value, Config& config) {
  config.oidc_algorithms = value;
  const std::vector<std::string> algorithms = absl::StrSplit(value, ',');
  const auto is_known = [](const std::string& one) {
    return identity::KnownAlgorithms().contains(one);
  };
  return std::ranges::all_of(algorithms, is_known) ? ""
                                                   : "EdDSA, ES256 or RS256, separated by commas";
}

std::string TakePublicTopics(const std::string& value, Config& config) {
  config.public_topics = value == "on";
  return value == "on" || value == "off" ? "" : "on or off";
}

std::string HostName() {
  char name[256] = "";
  gethostname(name, sizeof name - 1);
  return name;
}

// What belongs together; the flag that is missing, or should not be there.
absl::Status CheckNextKey(const Config& config) {
  if (config.next_wrapping_key_file.empty() || !config.kafka_keyring.empty())
    return absl::OkStatus();
  return absl::InvalidArgumentError(
      "--next_wrapping_key_file goes with --kafka_keyring: the keyring of a data directory is "
      "wrapped anew while nobody serves it");
}

absl::Status CheckKafka(const Config& config) {
  const auto wrong = [](const char* text) { return absl::InvalidArgumentError(text); };
  if (config.log != "kafka")
    return !config.kafka_brokers.empty() ? wrong("--kafka_brokers goes with --log=kafka")
           : !config.advertise.empty()   ? wrong("--advertise goes with --log=kafka")
                                         : CheckNextKey(config);
  if (config.kafka_brokers.empty()) return wrong("--log=kafka needs --kafka_brokers");
  if (config.kafka_certificate_file.empty() != config.kafka_key_file.empty())
    return wrong("--kafka_certificate_file and --kafka_key_file go together");
  if (config.kafka_security == "plaintext" &&
      !(config.kafka_ca_file + config.kafka_key_file + config.kafka_user).empty())
    return wrong("--kafka_ca_file, --kafka_key_file and --kafka_user need --kafka_security");
  if ((config.kafka_security == "sasl_ssl") != !config.kafka_user.empty() ||
      config.kafka_user.empty() != config.kafka_password_file.empty())
    return wrong("--kafka_security=sasl_ssl, --kafka_user and --kafka_password_file go together");
  if (config.environment == "production" && config.kafka_security == "plaintext")
    return wrong("--kafka_security=plaintext does not exist in production");
  return CheckNextKey(config);
}

absl::Status CheckIdentity(const Config& config) {
  const auto wrong = [](const char* text) { return absl::InvalidArgumentError(text); };
  if (config.oidc_issuer.empty() && !(config.oidc_jwks_url + config.oidc_ca_file).empty())
    return wrong("--oidc_jwks_url and --oidc_ca_file go with --oidc_issuer");
  if (!config.oidc_issuer.empty() && !config.issuer_key_file.empty())
    return wrong(
        "--issuer_key_file is the development issuer's: it does not go with --oidc_issuer");
  return absl::OkStatus();
}

absl::Status CheckConnections(const Config& config) {
  const auto wrong = [](const char* text) { return absl::InvalidArgumentError(text); };
  const auto& tls = config.tls;
  const bool any = !(tls.certificate + tls.key + tls.authorities).empty();
  if (any && (tls.certificate.empty() || tls.key.empty() || tls.authorities.empty()))
    return wrong("--tls_certificate_file, --tls_key_file and --tls_ca_file go together");
  if (any && config.tls_by_mesh)
    return wrong(
        "--tls_by_mesh=true says that a mesh speaks TLS: it does not go with --tls_ca_file");
  if (config.environment == "production" && !any && !config.tls_by_mesh)
    return wrong(
        "production needs --tls_certificate_file, --tls_key_file and --tls_ca_file, or "
        "--tls_by_mesh=true where a mesh speaks TLS");
  return absl::OkStatus();
}

// Who calls, and who may connect.
std::vector<Flag> IdentityFlags() {
  return {
      {"oidc_issuer", "URL of the OpenID provider whose tokens say who calls",
       Text(&Config::oidc_issuer)},
      {"oidc_audience", "whom its tokens must be meant for", Text(&Config::oidc_audience)},
      {"oidc_jwks_url", "of its keys; none: as its discovery document says",
       Text(&Config::oidc_jwks_url)},
      {"oidc_algorithms", "that it may sign with: EdDSA,ES256,RS256 or fewer", TakeAlgorithms},
      {"oidc_person_claim", "claim with the caller's id", Text(&Config::oidc_person_claim)},
      {"oidc_tenant_claim", "claim with the tenant's id", Text(&Config::oidc_tenant_claim)},
      {"oidc_roles_claim", "claim with the roles, or the way to it: realm_access.roles",
       Text(&Config::oidc_roles_claim)},
      {"oidc_ca_file", "PEM, of who signed the provider's certificate",
       Text(&Config::oidc_ca_file)},
      {"tls_certificate_file", "PEM, ours for other processes; read again when it changes",
       TlsFile(&rpc::TlsFiles::certificate)},
      {"tls_key_file", "PEM, its key", TlsFile(&rpc::TlsFiles::key)},
      {"tls_ca_file", "PEM, of who signs the certificates of all who may connect",
       TlsFile(&rpc::TlsFiles::authorities)},
      {"tls_by_mesh", "true where a mesh speaks TLS for the process",
       TrueOrFalse(&Config::tls_by_mesh)},
      {"operator_tenant",
       "whose administrators back the process up, rebuild its views and move its clock; none: "
       "every tenant's in development, nobody in production",
       Text(&Config::operator_tenant)},
      {"service_key_file",
       "PEM key by which services know each other under an OIDC issuer, one for all of them",
       Text(&Config::service_key_file)},
  };
}

std::vector<Flag> ProcessFlags() {
  return {
      {"data_directory", "where logs, keys and read models live", Text(&Config::data_directory)},
      {"listen", "address of the gRPC services", Address(&Config::listen, false)},
      {"metrics", "address of the Prometheus page, or off", Address(&Config::metrics, true)},
      {"environment", "development or production",
       OneOf(&Config::environment, {"development", "production"})},
      {"log", "embedded, kafka or memory", OneOf(&Config::log, {"embedded", "kafka", "memory"})},
      {"kafka_brokers", "host:port,… to begin with", TakeBrokers},
      {"kafka_partitions", "of each log's topic", Number(&Config::kafka_partitions, 1, 64)},
      {"kafka_topic_version", "of their names; another one for more partitions",
       Text(&Config::kafka_topic_version)},
      {"kafka_keyring",
       "topic of this context's wrapped keys; none: they lie in the data directory",
       Text(&Config::kafka_keyring)},
      {"public_topics", "on or off: published events leave for others", TakePublicTopics},
      {"kafka_security", "plaintext, ssl or sasl_ssl",
       OneOf(&Config::kafka_security, {"plaintext", "ssl", "sasl_ssl"})},
      {"kafka_ca_file", "PEM, of who signed the brokers", Text(&Config::kafka_ca_file)},
      {"kafka_certificate_file", "PEM, ours for mutual TLS", Text(&Config::kafka_certificate_file)},
      {"kafka_key_file", "PEM, its key", Text(&Config::kafka_key_file)},
      {"kafka_user", "for SCRAM-SHA-512 over sasl_ssl", Text(&Config::kafka_user)},
      {"kafka_password_file", "its password", Text(&Config::kafka_password_file)},
      {"advertise",
       "host:port by which others of the same service reach this process: they share "
       "the work by claims in the log",
       Address(&Config::advertise, false)},
      {"instance", "name of this process among them, the same in each life; the host's unless said",
       Text(&Config::instance)},
      {"development_clock", "the clock starts here and moves only when told", TakeClock},
      {"anchor_directory", "where signed heads are kept, on another path than the log",
       Text(&Config::anchor_directory)},
      {"issuer_key_file", "PEM key of the development issuer", Text(&Config::issuer_key_file)},
      {"wrapping_key_file", "key that wraps the keys of persons", Text(&Config::wrapping_key_file)},
      {"next_wrapping_key_file",
       "with --kafka_keyring: the one that is to come, for as long as aorctl keys rewrap takes",
       Text(&Config::next_wrapping_key_file)},
      {"peers", "contexts in other processes: context=address,…", TakePeers},
      {"log_level", "debug, info, warning or error",
       OneOf(&Config::log_level, {"debug", "info", "warning", "error"})},
      {"message_bytes", "the largest request", Number(&Config::message_bytes, 1024, 64 << 20)},
      {"concurrent_streams", "calls at once on a connection",
       Number(&Config::concurrent_streams, 1, 100'000)},
      {"memory_megabytes", "that calls may hold together",
       Number(&Config::memory_megabytes, 16, 1 << 20)},
      {"cache_megabytes", "of logs and read models that are kept in memory",
       Number(&Config::cache_megabytes, 8, 1 << 20)},
      {"pool_threads", "threads that may read from disk", Number(&Config::pool_threads, 1, 256)},
      {"pool_waiting", "calls that may wait for them", Number(&Config::pool_waiting, 1, 1'000'000)},
      {"anchor_seconds", "between two signed checkpoints",
       Number(&Config::anchor_seconds, 1, 3600)},
      {"accept_missing_anchor", "true, for one start, when the anchor is lost for good",
       TrueOrFalse(&Config::accept_missing_anchor)},
  };
}

const std::vector<Flag>& Flags() {
  static const auto& flags = *new std::vector<Flag>([] {
    auto all = ProcessFlags();
    std::ranges::move(IdentityFlags(), std::back_inserter(all));
    return all;
  }());
  return flags;
}

absl::Status TakeValue(const std::string& name, const std::string& value,
                       const std::string& spelled, Config& config) {
  const auto flag = std::ranges::find(Flags(), name, &Flag::name);
  if (flag == Flags().end())
    return absl::InvalidArgumentError("there is no flag " + spelled + "; --help lists them");
  if (const std::string wanted = flag->take(value, config); !wanted.empty())
    return absl::InvalidArgumentError(spelled + " needs " + wanted + ", not \"" + value + "\"");
  return absl::OkStatus();
}

absl::Status ReadEnvironment(const Environment& environment, Config& config) {
  for (const Flag& flag : Flags()) {
    const std::string name = "AOR_" + absl::AsciiStrToUpper(flag.name);
    const char* value = environment(name.c_str());
    if (!value) continue;
    if (auto status = TakeValue(flag.name, value, name, config); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status ReadArguments(const std::vector<std::string>& arguments, Config& config) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (!argument.starts_with("--"))
      return absl::InvalidArgumentError("\"" + argument + "\" is no flag; --help lists them");
    const size_t equals = argument.find('=');
    const std::string name = argument.substr(2, equals == std::string::npos ? equals : equals - 2);
    const bool has_next = equals == std::string::npos && i + 1 < arguments.size();
    const std::string value = equals != std::string::npos ? argument.substr(equals + 1)
                              : has_next                  ? arguments[++i]
                                                          : "";
    if (auto status = TakeValue(name, value, "--" + name, config); !status.ok()) return status;
  }
  return absl::OkStatus();
}
}  // namespace

absl::StatusOr<Config> ReadConfig(const std::vector<std::string>& arguments,
                                  const Environment& environment) {
  Config config;
  if (auto status = ReadEnvironment(environment, config); !status.ok()) return status;
  if (auto status = ReadArguments(arguments, config); !status.ok()) return status;
  if (config.environment == "production" && config.development_clock)
    return absl::InvalidArgumentError("--development_clock does not exist in production");
  if (auto status = CheckKafka(config); !status.ok()) return status;
  if (auto status = CheckIdentity(config); !status.ok()) return status;
  if (auto status = CheckConnections(config); !status.ok()) return status;
  if (config.instance.empty()) config.instance = HostName();
  if (config.anchor_directory.empty()) config.anchor_directory = config.data_directory + "-anchor";
  if (config.issuer_key_file.empty())
    config.issuer_key_file = config.data_directory + "/issuer-key.pem";
  if (config.service_key_file.empty())
    config.service_key_file = config.data_directory + "/service-key.pem";
  if (config.wrapping_key_file.empty())
    config.wrapping_key_file = config.data_directory + "/wrapping-key";
  return config;
}

std::string ConfigHelp() {
  std::string help = "Flags, and AOR_<FLAG> in the environment:\n";
  for (const Flag& flag : Flags())
    help += "  --" + flag.name + "  " +
            std::string(20 - std::min<size_t>(20, flag.name.size()), ' ') + flag.help + "\n";
  return help;
}
}  // namespace aor::service
