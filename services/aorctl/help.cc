#include "services/aorctl/help.h"

#include <absl/strings/match.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_replace.h>
#include <absl/strings/str_split.h>

#include "services/aorctl/methods.h"
#include "services/aorctl/records.h"

namespace aor::aorctl {
namespace {
constexpr char kHelp[] = R"(usage: aorctl [options] <verb> [--field=value …]

health [live|ready|log|keyring]   of each process: does it live, may it be asked, does its log take
                   commands, did all open that its keyring opens; and which services do not serve
month status [2026-10]   the first question: what is left, who waits for whom, until when; of all, or with
                   --legal_entity_id=… or --client_id=… · month wait   until all is applied
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
                   open · offer · accept · plan · confirm · decline-session · register · mark · deposit-sheet ·
                   read-list MISSION --session_id=… --text=@list.csv   what each row of a list is
                   check-sheet · request-fees · transmit · hold · release · waive · claim ·
                   fund · funding-refused · decide-funding   who pays in the client's place
exemption record · end · list ENTITY   what is billed without VAT, as an authority attested it
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

// The lines that begin with that word, with those that go on below them.
std::string LinesOf(const std::string& help, const std::string& word) {
  std::string lines;
  bool goes_on = false;
  for (const auto line : absl::StrSplit(help, '\n')) {
    goes_on = absl::StartsWith(line, word + " ") || (goes_on && absl::StartsWith(line, " "));
    if (goes_on) absl::StrAppend(&lines, line, "\n");
  }
  return lines;
}

std::string All() {
  std::string text = absl::StrReplaceAll(kHelp, {{"KINDS", Wrapped(RecordKinds(), 19)}});
  for (const Verb& verb : Verbs()) absl::StrAppend(&text, "  ", verb.name, "\n");
  return text;
}
}  // namespace

absl::StatusOr<std::string> HelpText(const std::vector<std::string>& words) {
  const std::string all = All();
  if (words.empty()) return all;
  std::string text = LinesOf(all, words[0]);
  size_t used = 0;
  if (const auto* method = FindVerb(InVerbs(words), used))
    absl::StrAppend(&text, text.empty() ? "" : "\n", DescribeMethod(*method));
  if (text.empty()) return absl::InvalidArgumentError(NoSuchVerb(words));
  return text;
}
}  // namespace aor::aorctl
