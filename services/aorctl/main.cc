// One client of the suite for people and scripts.
#include <absl/strings/match.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_replace.h>
#include <absl/strings/str_split.h>
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
constexpr char kHelp[] = R"(usage: aorctl [options] <verb> [--field=value …]

health [live|ready|log|keyring]   of each process: does it live, may it be asked, does its log take
                   commands, did all open that its keyring opens; and which services do not serve
first questions    month status [2026-10] · list weeks · list contracts
import DIR         a folder of <order>-<verb>.csv, or one file: all rows are tried before one is taken.
                   A row about the same thing as an earlier row of its file, or that needs what one
                   makes, is judged when its turn comes; refused then, what came before stays taken
   --take-good-rows             takes the others, and sets refused rows aside in <file>.rejected.csv
   --rejected DIR [--list]      lists what was set aside there, and tries it again
history contract c20 · history week ada-2026-W41 · history LOG STREAM   of any record: who changed it,
                   when, what and why; --recorded_before=… as known then. The kinds of records:
KINDSas-of CONTRACT --effective_on=2026-10-12 --recorded_by=2026-10-13T00:00:00Z   terms on two dates
document render PAYSLIP SLIP · list · get · download ID --to=FILE|DIR · release · sign · decline ·
                   withdraw · link · deposit WORKER --file=@scan.pdf --file_name=scan.pdf
classification tests US-CA · assess · answer · determine · approve · list WORKER · get DETERMINATION
                   who is a contractor, by which test and why · anticipate --proposed   who changes
audit export DIR · audit verify DIR --public-key=HEX|FILE [--earlier=CHECKPOINT] · audit key
                   of processes apart: one pack; the keys are LOG=HEX,…, as audit key prints them
mission list · get MISSION · blocks MISSION · work --work_kind=WORK_KIND_FEE_HELD   training missions
                   open · offer · accept · plan · confirm · register · read-list · mark · deposit-sheet ·
                   check-sheet · request-fees · transmit · hold · release · waive · claim
credential policies CH · adopt --policy_id=ch.right_to_work --effective_from=2026-10-01 · deposit WORKER ·
                   list WORKER · accept · reject · revoke · ask   what is required, and what was shown
gate check CONTRACT --on=2026-10-31 · over · requires · closings --days=30 · override · grant · end
onboarding show CONTRACT       who acts next, by when, and whether the gates are open
run payslips · run invoices · run payments   waits and tells how far it is (--no-wait: only begins)
export payment-file BATCH --to=FILE|DIR   the pain.001 for the bank
log copy|move DATA_DIRECTORY kafka --kafka_brokers=… · log copy|move kafka DATA_DIRECTORY
                   byte for byte, while no process serves them; again after an interruption
keys rewrap DATA_DIRECTORY --to=NEW_KEY_FILE   old copies of the keyring die with the old key; served by nobody
keys rewrap kafka --to=NEW_KEY_FILE --wrapping_key_file=OLD --kafka_keyring=TOPIC,… --kafka_brokers=…
                   of topics; processes go on that have --next_wrapping_key_file=NEW_KEY_FILE
list operations · get, wait or cancel operation NAME
backup NAME · projections rebuild
restore BACKUP DATA_DIRECTORY [--public-key=HEX|FILE]   an empty or new one; every file is compared with the
                   backup's manifest and read before it is called restored
   --without-manifest           of a release that wrote none: nothing says whether all of it is there
call METHOD --json='{…}'       any method by its full name
token              prints the token that --as stands for
help VERB          what a verb does, and its fields

options: --server=127.0.0.1:7443  --output=table|json  --timeout=30s
         --peers=context=address,… or AOR_PEERS for contexts in processes of their own
         --token=… or AOR_TOKEN; in development --as=person:role,role --tenant=… --issuer-key=FILE
         (AOR_AS, AOR_TENANT, AOR_ISSUER_KEY)
         --tls-ca=FILE, --tls-certificate=FILE --tls-key=FILE (AOR_TLS_CA_FILE, …)
fields:  as in --address.town=Genève --entries.0.day=2026-10-05; --json='{…}' or --json=@file;
         a request_id is made up unless given: give the same one to try again
verbs:
)";

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

// In lines of at most 100 columns below each other.
std::string Wrapped(const std::string& text, size_t indent) {
  std::string lines;
  size_t column = 100;
  for (const auto word : absl::StrSplit(text, ' ')) {
    if (column + word.size() >= 100) {
      absl::StrAppend(&lines, lines.empty() ? "" : "\n", std::string(indent, ' '), word);
      column = indent + word.size();
    } else {
      absl::StrAppend(&lines, " ", word);
      column += 1 + word.size();
    }
  }
  return lines + "\n";
}

// What the help says of a first word that is no method, with the lines that go on below it.
std::string LinesOf(const std::string& help, const std::string& word) {
  std::string lines;
  bool goes_on = false;
  for (const auto line : absl::StrSplit(help, '\n')) {
    goes_on = absl::StartsWith(line, word + " ") || (goes_on && absl::StartsWith(line, " "));
    if (goes_on) absl::StrAppend(&lines, line, "\n");
  }
  return lines;
}

int Help(const Arguments& arguments) {
  size_t used = 0;
  std::vector<std::string> words = arguments.words;
  if (!words.empty() && words[0] == "help") words.erase(words.begin());
  if (const auto* method = words.empty() ? nullptr : FindVerb(InVerbs(words), used)) {
    std::cout << DescribeMethod(*method);
    return 0;
  }
  const std::string all = absl::StrReplaceAll(kHelp, {{"KINDS", Wrapped(RecordKinds(), 19)}});
  if (!words.empty()) {
    const std::string lines = LinesOf(all, words[0]);
    if (lines.empty()) return Fail(absl::InvalidArgumentError(NoSuchVerb(words)));
    std::cout << lines;
    return 0;
  }
  std::cout << all;
  for (const Verb& verb : Verbs()) std::cout << "  " << verb.name << "\n";
  return 0;
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
