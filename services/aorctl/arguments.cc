#include "services/aorctl/arguments.h"

#include <absl/strings/escaping.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_replace.h>
#include <absl/strings/str_split.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "libs/rpc/policy.h"
#include "libs/rpc/tokens.h"

namespace aor::aorctl {
namespace {
constexpr char kTenant[] = "alpina";

absl::StatusOr<std::string> IssuerKey(const Arguments& arguments) {
  const std::string key = Or(arguments, "issuer-key", "AOR_ISSUER_KEY", "");
  if (key.empty())
    return absl::InvalidArgumentError("--as needs --issuer-key, the development issuer's key file");
  if (std::error_code none; !std::filesystem::is_regular_file(key, none))
    return absl::InvalidArgumentError(
        "--issuer-key: no key at " + key +
        "; it lies in the suite's data directory, as issuer-key.pem, once the suite was started");
  return key;
}

// The claims of a token, which only its reader needs to believe.
google::protobuf::Struct ClaimsOf(const std::string& token) {
  google::protobuf::Struct claims;
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  std::string json;
  if (parts.size() == 3 && absl::WebSafeBase64Unescape(parts[1], &json))
    if (!google::protobuf::util::JsonStringToMessage(json, &claims).ok()) claims.Clear();
  return claims;
}

// The organisation that a role is for, or the person who has it; empty where there are several.
std::string OwnId(const rpc::Caller& caller, const std::string& role) {
  std::string id;
  for (const auto& has : caller.roles) {
    if (has.name != role) continue;
    if (!id.empty()) return "";
    id = has.scope.empty() ? caller.person.value : has.scope;
  }
  return id;
}
}  // namespace

// Dashes or underscores in our own flags; fields keep their names.
Arguments Parse(int argc, char** argv) {
  static const std::set<std::string> kOwn = absl::StrSplit(
      "server peers output timeout token as tenant issuer-key json take-good-rows "
      "public-key earlier help no-wait rejected list to tls-ca tls-key "
      "tls-certificate without-manifest",
      ' ');
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (!word.starts_with("--")) {
      arguments.words.push_back(word);
      continue;
    }
    const size_t equals = word.find('=');
    std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
    std::string value = equals == std::string::npos ? "true" : word.substr(equals + 1);
    if (const auto own = absl::StrReplaceAll(name, {{"_", "-"}}); kOwn.contains(own))
      arguments.flags[own] = value;
    else
      arguments.fields.emplace_back(name, value);
  }
  return arguments;
}

absl::Status CheckFields(const Arguments& arguments) {
  static const std::set<std::string> kWithoutRequest = {"audit", "health", "import", "restore",
                                                        "token"};
  const std::string word = arguments.words.empty() ? "" : arguments.words[0];
  if (arguments.fields.empty() || !kWithoutRequest.contains(word)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("--", arguments.fields[0].first, ": ", word,
                                                 " knows no such option; aorctl help ", word,
                                                 " lists them"));
}

std::string Or(const Arguments& arguments, const char* flag, const char* variable,
               const std::string& otherwise) {
  if (const auto found = arguments.flags.find(flag); found != arguments.flags.end())
    return found->second;
  const char* value = std::getenv(variable);
  return value ? value : otherwise;
}

absl::Status CheckOutput(const Arguments& arguments) {
  const std::string output = Or(arguments, "output", "AOR_OUTPUT", "table");
  if (output == "table" || output == "json") return absl::OkStatus();
  return absl::InvalidArgumentError("--output: \"" + output +
                                    "\" is not known; give table or json");
}

bool WantsJson(const Arguments& arguments) {
  return Or(arguments, "output", "AOR_OUTPUT", "table") == "json";
}

rpc::Caller CallerAs(const std::string& as, const std::string& tenant) {
  const std::vector<std::string> parts = absl::StrSplit(as, absl::MaxSplits(':', 1));
  rpc::Caller caller;
  caller.tenant = tenant;
  caller.person = PersonId{parts[0]};
  if (parts.size() == 2)
    for (const auto& role : absl::StrSplit(parts[1], ',')) {
      std::string text(role);
      std::replace(text.begin(), text.end(), '=', ':');
      caller.roles.push_back(rpc::ParseRole(text));
    }
  return caller;
}

absl::StatusOr<std::string> TokenFor(const Arguments& arguments, const std::string& as) {
  const auto key = IssuerKey(arguments);
  if (!key.ok()) return key.status();
  return rpc::MintToken(*key, CallerAs(as, Or(arguments, "tenant", "AOR_TENANT", kTenant)),
                        absl::Now() + absl::Hours(12));
}

absl::StatusOr<Connection> Connect(const Arguments& arguments) {
  Connection connection;
  connection.server = Or(arguments, "server", "AOR_SERVER", connection.server);
  for (const auto& peer :
       absl::StrSplit(Or(arguments, "peers", "AOR_PEERS", ""), ',', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(peer, absl::MaxSplits('=', 1));
    if (parts.second.empty())
      return absl::InvalidArgumentError("--peers: give context=address, separated by commas");
    connection.peers[parts.first] = parts.second;
  }
  if (!absl::ParseDuration(Or(arguments, "timeout", "AOR_TIMEOUT", "30s"), &connection.timeout))
    return absl::InvalidArgumentError("--timeout: give a duration such as 30s");
  connection.tls = {Or(arguments, "tls-certificate", "AOR_TLS_CERTIFICATE_FILE", ""),
                    Or(arguments, "tls-key", "AOR_TLS_KEY_FILE", ""),
                    Or(arguments, "tls-ca", "AOR_TLS_CA_FILE", "")};
  if (auto status = rpc::CheckTls(connection.tls); !status.ok()) return status;
  connection.token = Or(arguments, "token", "AOR_TOKEN", "");
  const std::string as = Or(arguments, "as", "AOR_AS", "");
  if (!connection.token.empty() || as.empty()) return connection;
  auto token = TokenFor(arguments, as);
  if (!token.ok()) return token.status();
  connection.token = *token;
  return connection;
}

rpc::Caller CallerOf(const Arguments& arguments) {
  const std::string token = Or(arguments, "token", "AOR_TOKEN", "");
  if (token.empty())
    return CallerAs(Or(arguments, "as", "AOR_AS", ""),
                    Or(arguments, "tenant", "AOR_TENANT", kTenant));
  auto claims = ClaimsOf(token);
  auto& said = *claims.mutable_fields();
  rpc::Caller caller;
  caller.tenant = said["tenant"].string_value();
  caller.person = PersonId{said["sub"].string_value()};
  for (const auto& role : said["roles"].list_value().values())
    caller.roles.push_back(rpc::ParseRole(role.string_value()));
  return caller;
}

void NameOwnRecord(const rpc::Caller& caller, const google::protobuf::MethodDescriptor& method,
                   google::protobuf::Message& request) {
  rpc::Methods methods;
  if (!methods.Add(*method.service()).ok()) return;
  const rpc::Method* declared = methods.OfRequest(method.input_type());
  if (!declared || rpc::Admits(*declared, caller, request)) return;
  for (const auto& admission : declared->admits) {
    const std::string id = OwnId(caller, admission.role);
    if (!admission.own || id.empty()) continue;
    const auto& reflection = *request.GetReflection();
    if (!reflection.GetString(request, admission.own).empty()) continue;
    return reflection.SetString(&request, admission.own, id);
  }
}
}  // namespace aor::aorctl
