// One client of the suite for people and scripts.
#include <absl/strings/str_cat.h>
#include <google/protobuf/util/json_util.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <random>

#include "libs/eventlog/chain.h"
#include "libs/files/files.h"
#include "libs/ids/uuid.h"
#include "services/aorctl/arguments.h"
#include "services/aorctl/audit.h"
#include "services/aorctl/download.h"
#include "services/aorctl/health.h"
#include "services/aorctl/help.h"
#include "services/aorctl/hints.h"
#include "services/aorctl/import.h"
#include "services/aorctl/keys.h"
#include "services/aorctl/log_copy.h"
#include "services/aorctl/methods.h"
#include "services/aorctl/month.h"
#include "services/aorctl/pages.h"
#include "services/aorctl/print.h"
#include "services/aorctl/records.h"
#include "services/aorctl/restore.h"
#include "services/aorctl/values.h"
#include "services/aorctl/waiting.h"

namespace aor::aorctl {
namespace {
int Fail(const absl::Status& status) {
  std::cerr << Words(status) << std::endl;
  return status.code() == absl::StatusCode::kInvalidArgument ? 2 : 1;
}

int ExitOf(const absl::Status& status) { return status.ok() ? 0 : Fail(status); }

absl::Status Print(const absl::StatusOr<std::string>& text) {
  if (text.ok()) std::cout << *text << std::flush;
  return text.status();
}

int WithClient(const Arguments& arguments, const std::function<absl::Status(Client&)>& work) {
  const auto connection = Connect(arguments);
  if (!connection.ok()) return Fail(connection.status());
  Client client(*connection);
  return ExitOf(SaysHowToCall(*connection, work(client)));
}

absl::Status FillFromJson(const std::string& json, google::protobuf::Message& request) {
  std::string text = json;
  if (json.starts_with("@")) {
    auto content = files::ReadFile(json.substr(1));
    if (!content.ok()) return content.status();
    text = *content;
  }
  const auto parsed = google::protobuf::util::JsonStringToMessage(text, &request);
  return parsed.ok() ? absl::OkStatus()
                     : absl::InvalidArgumentError("--json: " + std::string(parsed.message()));
}

void GiveRequestId(google::protobuf::Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (!field || !request.GetReflection()->GetString(request, field).empty()) return;
  std::random_device random;
  std::string bytes;
  for (int i = 0; i < 10; ++i) bytes += static_cast<char>(random());
  request.GetReflection()->SetString(&request, field,
                                     Uuid7(absl::ToUnixMillis(absl::Now()), bytes));
}

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> CallAndWait(
    const Arguments& arguments, Client& client, const google::protobuf::MethodDescriptor& method,
    const google::protobuf::Message& request) {
  if (WaitsForEverything(request)) {
    if (auto settled = WaitUntilSettled(client); !settled.ok()) return settled;
    return NewMessage(*method.output_type());
  }
  auto response = CallToAPage(client, method, request);
  if (!response.ok()) return Hinted(client, method, request, response.status());
  if (arguments.flags.contains("no-wait") || !IsOperation(**response) ||
      method.service()->full_name() == "google.longrunning.Operations")
    return response;
  return WaitFor(client, **response,
                 [](const std::string& progress) { std::cerr << progress << std::endl; });
}

int CallMethod(const Arguments& arguments, const google::protobuf::MethodDescriptor& method) {
  const auto request = NewMessage(*method.input_type());
  if (const auto json = arguments.flags.find("json"); json != arguments.flags.end())
    if (auto filled = FillFromJson(json->second, *request); !filled.ok()) return Fail(filled);
  for (const auto& [path, value] : arguments.fields)
    if (auto set = SetField(*request, path, value); !set.ok()) return Fail(set);
  if (auto said = SaysWhatWasRead(arguments, *request); !said.ok()) return Fail(said);
  GiveRequestId(*request);
  NameOwnRecord(CallerOf(arguments), method, *request);
  return WithClient(arguments, [&](Client& client) -> absl::Status {
    if (method.server_streaming()) {
      const auto path = Download(client, method, *request, Or(arguments, "to", "AOR_TO", "."));
      return path.ok() ? Print(*path + "\n") : path.status();
    }
    const auto response = CallAndWait(arguments, client, method, *request);
    if (!response.ok()) return response.status();
    if (HoldsFile(**response) && arguments.flags.contains("to")) {
      const auto path = SaveFile(**response, arguments.flags.at("to"));
      return path.ok() ? Print(*path + "\n") : path.status();
    }
    return Print(WantsJson(arguments) ? AsJson(**response) : AsTable(**response));
  });
}

// Fields that nobody means by a bare word.
bool IsAside(const std::string& field) {
  return field == "request_id" || field == "consistency_token" || field == "validate_only" ||
         field == "reason";
}

int CallVerb(Arguments arguments) {
  auto& words = arguments.words;
  if (words[0] == "history") {
    const auto stream = StreamOfRecord({words.begin() + 1, words.end()});
    if (!stream.ok()) return Fail(stream.status());
    words = *stream;
    words.insert(words.begin(), "history");
  }
  words = InVerbs(std::move(words));
  size_t used = 0;
  const auto* method = FindVerb(words, used);
  if (!method) return Fail(absl::InvalidArgumentError(NoSuchVerb(words)));
  // What is left fills the first fields in their order: aorctl get-week ID.
  int field = 0;
  for (size_t i = used; i < words.size(); ++i, ++field) {
    while (field < method->input_type()->field_count() &&
           IsAside(method->input_type()->field(field)->name()))
      ++field;
    if (field == method->input_type()->field_count())
      return Fail(absl::InvalidArgumentError("too many words after " + words[0]));
    arguments.fields.emplace_back(method->input_type()->field(field)->name(), words[i]);
  }
  return CallMethod(arguments, *method);
}

int Audit(const Arguments& arguments) {
  const auto& words = arguments.words;
  const std::string verb = words.size() > 1 ? words[1] : "";
  if (verb == "verify" && words.size() == 3) {
    const auto keys = ReadPublicKeys(Or(arguments, "public-key", "AOR_PUBLIC_KEY", ""));
    if (!keys.ok()) return Fail(keys.status());
    return ExitOf(VerifyPack(words[2], *keys, Or(arguments, "earlier", "AOR_EARLIER", ""),
                             WantsJson(arguments)));
  }
  if (verb == "export" && words.size() == 3)
    return WithClient(arguments, [&](Client& client) { return ExportPack(client, words[2]); });
  if (verb == "key") return WithClient(arguments, PrintPublicKeys);
  return Fail(absl::InvalidArgumentError(
      "audit export DIR, audit verify DIR --public-key=…, or audit key"));
}

int RestoreBackup(const Arguments& arguments) {
  RestoreOptions options{arguments.flags.contains("without-manifest"), {}};
  if (const auto given = Or(arguments, "public-key", "AOR_PUBLIC_KEY", ""); !given.empty()) {
    auto keys = ReadPublicKeys(given);
    if (!keys.ok()) return Fail(keys.status());
    options.public_keys = *std::move(keys);
  }
  return ExitOf(Restore(arguments.words[1], arguments.words[2], options));
}

int Month(const Arguments& arguments) {
  const std::string month = arguments.words.size() > 2 ? arguments.words[2] : "";
  return WithClient(arguments, [&](Client& client) {
    absl::Status complete;
    const auto printed =
        Print(MonthText(client, month, arguments.fields, WantsJson(arguments), complete));
    return printed.ok() ? complete : printed;
  });
}

int Health(const Arguments& arguments) {
  const auto connection = Connect(arguments);
  if (!connection.ok()) return Fail(connection.status());
  Client client(*connection);
  return TellHealth(client, arguments.words.size() > 1 ? arguments.words[1] : "") ? 0 : 1;
}

int Help(const Arguments& arguments) {
  std::vector<std::string> words = arguments.words;
  if (!words.empty() && words[0] == "help") words.erase(words.begin());
  return ExitOf(Print(HelpText(words)));
}

// What goes with a first word that is no verb; empty of another word.
std::string UsageOf(const std::string& word) {
  static const std::map<std::string, std::string> kUsages = {
      {"month", "month status [2026-10], or month wait"},
      {"restore", "restore BACKUP DATA_DIRECTORY [--public-key=HEX|FILE]"},
      {"log", "log copy|move DATA_DIRECTORY kafka, or log copy|move kafka DATA_DIRECTORY"},
      {"keys", "keys rewrap DATA_DIRECTORY|kafka --to=NEW_KEY_FILE"},
      {"call", "call METHOD --json='{…}'"},
      {"import", "import DIR, or import --rejected DIR"}};
  const auto found = kUsages.find(word);
  return found == kUsages.end() ? "" : found->second;
}

int Run(int argc, char** argv) {
  const Arguments arguments = Parse(argc, argv);
  const auto& words = arguments.words;
  if (auto output = CheckOutput(arguments); !output.ok()) return Fail(output);
  if (words.empty() || words[0] == "help" || arguments.flags.contains("help"))
    return Help(arguments);
  if (auto none = CheckFields(arguments); !none.ok()) return Fail(none);
  if (words[0] == "health") return Health(arguments);
  if (words[0] == "audit") return Audit(arguments);
  if (words[0] == "month" && words.size() > 1 && words[1] == "status") return Month(arguments);
  if (words[0] == "restore" && words.size() == 3) return RestoreBackup(arguments);
  if (words[0] == "log" && words.size() == 4)
    return ExitOf(CopyLogs(words[1], words[2], words[3], arguments.fields));
  if (words[0] == "keys" && words.size() == 3 && words[1] == "rewrap")
    return ExitOf(RewrapKeys(words[2], Or(arguments, "to", "", ""), arguments.fields));
  if (words[0] == "token") {
    const auto token = TokenFor(arguments, Or(arguments, "as", "AOR_AS", ""));
    if (!token.ok()) return Fail(token.status());
    std::cout << *token << std::endl;
    return 0;
  }
  if (words[0] == "call" && words.size() == 2) {
    const auto* method =
        google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(words[1]);
    if (!method) return Fail(absl::InvalidArgumentError("there is no method " + words[1]));
    return CallMethod(arguments, *method);
  }
  if (words[0] == "import" && words.size() == 2) {
    const auto connection = Connect(arguments);
    if (!connection.ok()) return Fail(connection.status());
    const auto& flags = arguments.flags;
    const auto imported =
        Import(*connection, {words[1], flags.contains("take-good-rows"), flags.contains("rejected"),
                             flags.contains("list"),
                             [&](const std::string& as) { return TokenFor(arguments, as); }});
    return imported.ok() ? 0 : 1;
  }
  const bool waits = words.size() > 1 && words[0] == "month" && words[1] == "wait";
  if (const auto usage = UsageOf(words[0]); !usage.empty() && !waits)
    return Fail(absl::InvalidArgumentError("give " + usage));
  return CallVerb(arguments);
}
}  // namespace
}  // namespace aor::aorctl

int main(int argc, char** argv) { return aor::aorctl::Run(argc, argv); }
