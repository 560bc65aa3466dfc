#include "services/documents/domain/document.h"

#include "libs/eventsourcing/rules.h"

namespace aor::documents::document {
namespace {
using eventsourcing::Rule;
using Then = std::vector<const char*>;
using enum Refusal;
const PersonId kTom{"tom"}, kAda{"ada"};
constexpr auto kWorker = v1::PARTY_ROLE_WORKER, kAgency = v1::PARTY_ROLE_AGENCY,
               kClient = v1::PARTY_ROLE_CLIENT;

// An assignment contract for the worker and the agency to sign, whose signature is by hand.
#define PAPER(version, facts, digest_of_bytes)                                            \
  "document_rendered { document_id: 'd' owner_id: 'ada' version: " version                \
  " document_kind: DOCUMENT_KIND_ASSIGNMENT_CONTRACT source { id: 'c1' digest: '" facts   \
  "' } parties { worker_id: 'ada' legal_entity_id: 'geneva' } readers: PARTY_ROLE_WORKER" \
  " demands { role: PARTY_ROLE_WORKER level: SIGNATURE_LEVEL_SIMPLE }"                    \
  " demands { role: PARTY_ROLE_AGENCY level: SIGNATURE_LEVEL_WRITTEN }"                   \
  " content { digest: '" digest_of_bytes "' } renderer: 'r1' }"
#define SIGNED(role_name, rest)                                                                    \
  "document_signed { document_id: 'd' version: 1"                                                  \
  " document_kind: DOCUMENT_KIND_ASSIGNMENT_CONTRACT digest: 'pdf1' role: " role_name              \
  " source { id: 'c1' digest: 'f1' } parties { worker_id: 'ada' legal_entity_id: 'geneva' } " rest \
  " }"
constexpr char kFirst[] = PAPER("1", "f1", "pdf1");
constexpr char kSecond[] = PAPER("2", "f2", "pdf2");
constexpr char kReleased[] =
    "document_released { version: 1 to: PARTY_ROLE_WORKER released_by: 'tom' }";
constexpr char kSigned[] =
    SIGNED("PARTY_ROLE_WORKER", "signed_by: 'ada' level: SIGNATURE_LEVEL_SIMPLE");
constexpr char kDeclinedByAda[] =
    "signature_declined { version: 1 role: PARTY_ROLE_WORKER declined_by: 'ada' reason: 'no' }";
constexpr char kWithdrawnByTom[] =
    "document_withdrawn { version: 1 withdrawn_by: 'tom' reason: 'wrong' }";
constexpr char kScan[] =
    "document_deposited { document_id: 'd' owner_id: 'ada' version: 2"
    " document_kind: DOCUMENT_KIND_ASSIGNMENT_CONTRACT"
    " parties { worker_id: 'ada' legal_entity_id: 'geneva' } readers: PARTY_ROLE_WORKER"
    " content { digest: 'scan' } scan_of_version: 1 }";
constexpr char kScanShowsAgency[] = SIGNED(
    "PARTY_ROLE_AGENCY", "signed_by: 'geneva' level: SIGNATURE_LEVEL_WRITTEN scan_digest: 'scan'");
constexpr char kUpload[] =
    "document_deposited { document_id: 'u' owner_id: 'ada' version: 1"
    " document_kind: DOCUMENT_KIND_UPLOAD content { digest: 'permit' } }";

Render Print(const char* printed) {
  Event event;
  google::protobuf::TextFormat::ParseFromString(printed, &event);
  event.mutable_document_rendered()->clear_version();
  return {event.document_rendered()};
}
Render PrintBy(const char* renderer, const char* bytes) {
  Render command = Print(kFirst);
  command.printed.set_renderer(renderer);
  command.printed.mutable_content()->set_digest(bytes);
  return command;
}
Deposit Scan(std::vector<Role> signed_as, uint32_t of = 1) {
  Deposit command;
  command.file.set_document_id("d");
  command.file.set_owner_id("ada");
  command.file.mutable_content()->set_digest("scan");
  command.file.set_scan_of_version(of);
  command.signed_as = std::move(signed_as);
  return command;
}
Deposit Upload(const char* digest) {
  Deposit command;
  command.file.set_document_id("u");
  command.file.set_owner_id("ada");
  command.file.set_document_kind(v1::DOCUMENT_KIND_UPLOAD);
  command.file.mutable_content()->set_digest(digest);
  return command;
}
Sign SignBy(PersonId who, Role role, const char* digest = "pdf1") {
  return {digest, role, v1::SIGNATURE_LEVEL_SIMPLE, std::move(who), ""};
}

TEST(DocumentTest, WhatIsStored) {
  eventsourcing::CheckRules<Document, Event>(std::vector<Rule<Command, Refusal>>{
      {"a paper is printed", {}, Print(kFirst), Then{kFirst}},
      {"the same facts are printed once", {kFirst}, Print(kFirst), Then{}},
      {"a new renderer replaces nothing", {kFirst}, PrintBy("r2", "pdf1b"), Then{}},
      {"other facts are another version", {kFirst}, Print(kSecond), Then{kSecond}},
      {"withdrawn, the same facts are printed again",
       {kFirst, kWithdrawnByTom},
       Print(kFirst),
       Then{PAPER("2", "f1", "pdf1")}},
      {"a scan is no newer printing", {kFirst, kScan}, Print(kFirst), Then{}},
      {"a file is handed in", {}, Upload("permit"), Then{kUpload}},
      {"one request hands in one file", {kUpload}, Upload("other"), kOtherFile},
      {"a scan shows who signed by hand", {kFirst}, Scan({kAgency}), Then{kScan, kScanShowsAgency}},
      {"a signature that was there is not repeated",
       {kFirst, kSigned},
       Scan({kWorker, kAgency}),
       Then{kScan, kScanShowsAgency}},
      {"a scan of nothing", {}, Scan({kWorker}), kUnknownVersion},
      {"a scan of a scan", {kFirst, kScan}, Scan({kWorker}, 2), kUnknownVersion},
      {"a scan of what was withdrawn", {kFirst, kWithdrawnByTom}, Scan({kWorker}), kWithdrawn},
      {"a scan signed by a stranger", {kFirst}, Scan({kClient}), kNotASigner}});
}

TEST(DocumentTest, NoPaperHasVersionsWithoutEnd) {
  Document document;
  for (size_t n = 0; n < kMaxVersions; ++n)
    document.versions.push_back({std::to_string(n), "f" + std::to_string(n)});
  EXPECT_EQ(std::get<Refusal>(Decide(document, Print(kFirst))), kTooManyVersions);
  EXPECT_EQ(std::get<Refusal>(Decide(document, Scan({}))), kTooManyVersions);
}

TEST(DocumentTest, WhoReadsAndSigns) {
  eventsourcing::CheckRules<Document, Event>(std::vector<Rule<Command, Refusal>>{
      {"released to its readers", {kFirst}, Release{0, {}, kTom}, Then{kReleased}},
      {"released again", {kFirst, kReleased}, Release{1, {kWorker}, kTom}, Then{}},
      {"released to a stranger", {kFirst}, Release{1, {kClient}, kTom}, kNotAReader},
      {"released, what is not there", {}, Release{0, {}, kTom}, kUnknownVersion},
      {"released, what was withdrawn", {kFirst, kWithdrawnByTom}, Release{1, {}, kTom}, kWithdrawn},
      {"signed", {kFirst}, SignBy(kAda, kWorker), Then{kSigned}},
      {"signed by another in the same role",
       {kFirst, kSigned},
       SignBy(kTom, kWorker),
       kSignedByAnother},
      {"signed, other bytes", {kFirst}, SignBy(kAda, kWorker, "other"), kOtherBytes},
      {"signed, in a role without a line", {kFirst}, SignBy(kTom, kClient), kNotASigner},
      {"signed, where ink is asked for", {kFirst}, SignBy(kTom, kAgency), kLevelTooLow},
      {"signed, what was replaced", {kFirst, kSecond}, SignBy(kAda, kWorker), kReplaced},
      {"signed before it was replaced", {kFirst, kSigned, kSecond}, SignBy(kAda, kWorker), Then{}},
      {"signed, what was withdrawn", {kFirst, kWithdrawnByTom}, SignBy(kAda, kWorker), kWithdrawn},
      {"signed after a no", {kFirst, kDeclinedByAda}, SignBy(kAda, kWorker), kDeclined},
      {"declined", {kFirst}, Decline{0, kWorker, kAda, "no"}, Then{kDeclinedByAda}},
      {"declined after signing",
       {kFirst, kSigned},
       Decline{0, kWorker, kAda, "no"},
       kAlreadySigned},
      {"declined by a stranger", {kFirst}, Decline{0, kClient, kTom, "no"}, kNotASigner},
      {"declined, what is not there", {}, Decline{0, kWorker, kAda, "no"}, kUnknownVersion},
      {"declined, what was withdrawn",
       {kFirst, kWithdrawnByTom},
       Decline{0, kWorker, kAda, "no"},
       kWithdrawn},
      {"withdrawn", {kFirst}, Withdraw{0, kTom, "wrong"}, Then{kWithdrawnByTom}},
      {"withdrawn, what is not there", {kFirst}, Withdraw{2, kTom, "wrong"}, kUnknownVersion}});
}
}  // namespace
}  // namespace aor::documents::document
