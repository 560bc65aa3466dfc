#include "services/aorctl/methods.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "aor/admin/v1/admin_service.pb.h"
#include "aor/audit/v1/audit_service.pb.h"
#include "aor/classification/v1/classification_service.pb.h"
#include "aor/clock/v1/clock_service.pb.h"
#include "aor/credentials/v1/credentials_service.pb.h"
#include "aor/credentials/v1/gates_service.pb.h"
#include "aor/directory/v1/account_service.pb.h"
#include "aor/directory/v1/contact_service.pb.h"
#include "aor/directory/v1/organisation_service.pb.h"
#include "aor/directory/v1/person_service.pb.h"
#include "aor/documents/v1/documents_service.pb.h"
#include "aor/engagements/v1/engagements_service.pb.h"
#include "aor/engagements/v1/wage_rules_service.pb.h"
#include "aor/invoicing/v1/exemption_service.pb.h"
#include "aor/invoicing/v1/invoicing_service.pb.h"
#include "aor/invoicing/v1/self_billing_service.pb.h"
#include "aor/missions/v1/complaints_service.pb.h"
#include "aor/missions/v1/facilitators_service.pb.h"
#include "aor/missions/v1/fees_service.pb.h"
#include "aor/missions/v1/funding_service.pb.h"
#include "aor/missions/v1/invitations_service.pb.h"
#include "aor/missions/v1/missions_service.pb.h"
#include "aor/missions/v1/quality_service.pb.h"
#include "aor/missions/v1/roll_service.pb.h"
#include "aor/notifications/v1/notifications_service.pb.h"
#include "aor/options/v1/options.pb.h"
#include "aor/payroll/v1/payroll_service.pb.h"
#include "aor/timesheet/v1/timesheet_service.pb.h"
#include "google/longrunning/operations.pb.h"
#include "libs/protos/commented.h"
#include "services/aorctl/values.h"

namespace aor::aorctl {
namespace {
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;

// All that the suite serves, a file each: a test compares them with those of proto/.
std::vector<const FileDescriptor*> Files() {
  return {admin::v1::GetPositionsRequest::descriptor()->file(),
          audit::v1::GetHistoryRequest::descriptor()->file(),
          classification::v1::ListTestsRequest::descriptor()->file(),
          clock::v1::GetRequest::descriptor()->file(),
          credentials::v1::DepositCredentialRequest::descriptor()->file(),
          credentials::v1::CheckGatesRequest::descriptor()->file(),
          directory::v1::DeclareAccountRequest::descriptor()->file(),
          directory::v1::RecordContactRequest::descriptor()->file(),
          directory::v1::RegisterClientRequest::descriptor()->file(),
          directory::v1::RegisterPersonRequest::descriptor()->file(),
          documents::v1::RenderDocumentRequest::descriptor()->file(),
          engagements::v1::CreateQuoteRequest::descriptor()->file(),
          engagements::v1::ListAgreementsRequest::descriptor()->file(),
          timesheet::v1::RecordHoursRequest::descriptor()->file(),
          invoicing::v1::ConfirmInvoiceRequest::descriptor()->file(),
          invoicing::v1::GrantMandateRequest::descriptor()->file(),
          invoicing::v1::RecordExemptionRequest::descriptor()->file(),
          payroll::v1::VerifyPayslipRequest::descriptor()->file(),
          missions::v1::OpenMissionRequest::descriptor()->file(),
          missions::v1::RequestFeesRequest::descriptor()->file(),
          missions::v1::AgreeFundingRequest::descriptor()->file(),
          missions::v1::MarkAttendanceRequest::descriptor()->file(),
          missions::v1::RecordLevelRequest::descriptor()->file(),
          missions::v1::RecordComplaintRequest::descriptor()->file(),
          missions::v1::CreateInvitationRequest::descriptor()->file(),
          missions::v1::AnswerQuestionnaireRequest::descriptor()->file(),
          notifications::v1::GetMessageRequest::descriptor()->file(),
          google::longrunning::Operation::descriptor()->file()};
}

std::string Kebab(const std::string& camel) {
  std::string name;
  for (const char c : camel) {
    if (absl::ascii_isupper(c) && !name.empty()) name += '-';
    name += absl::ascii_tolower(c);
  }
  return name;
}

std::string ContextOf(const MethodDescriptor& method) {  // of aor.payroll.v1
  const std::string& package = method.file()->package();
  return package.substr(4, package.rfind('.') - 4);
}

std::vector<Verb> AllVerbs() {
  std::map<std::string, std::vector<const MethodDescriptor*>> by_name;
  for (const FileDescriptor* file : Files())
    for (int s = 0; s < file->service_count(); ++s)
      for (int m = 0; m < file->service(s)->method_count(); ++m)
        by_name[Kebab(file->service(s)->method(m)->name())].push_back(file->service(s)->method(m));
  std::vector<Verb> verbs;
  for (const auto& [name, methods] : by_name)
    for (const MethodDescriptor* method : methods)
      verbs.push_back({methods.size() == 1 ? name : ContextOf(*method) + "-" + name, method});
  std::sort(verbs.begin(), verbs.end(),
            [](const Verb& a, const Verb& b) { return a.name < b.name; });
  return verbs;
}

void Describe(const Descriptor& message, const std::string& prefix, int depth, std::string& out) {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    if (field.name() == "request_id") continue;
    const std::string path = prefix + field.name();
    const auto& check = field.options().GetExtension(options::v1::check);
    const bool nested = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                        field.message_type()->file()->package() != "aor.types.v1" &&
                        field.message_type()->file()->package() != "google.protobuf";
    if (nested && depth < 3) {
      Describe(*field.message_type(), path + (field.is_repeated() ? ".0." : "."), depth + 1, out);
      continue;
    }
    std::string kind = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE
                           ? field.message_type()->name()
                       : field.enum_type() ? field.enum_type()->name()
                                           : field.type_name();
    const std::string comment = protos::CommentOf(field);
    absl::StrAppend(&out, "  --", path, "=", kind, field.is_repeated() ? ";…" : "",
                    check.required() ? "   required" : "", comment.empty() ? "" : "   # ", comment,
                    "\n");
    if (field.enum_type())
      absl::StrAppend(&out, "      one of ", ValuesOf(*field.enum_type()), "\n");
  }
}
// What people say, and the verb that is meant.
constexpr std::pair<const char*, const char*> kOtherWords[] = {
    {"month wait", "wait-for"},
    {"projections rebuild", "rebuild-projections"},
    {"history", "audit-get-history"},
    {"as-of", "get-terms"},
    {"classification tests", "list-tests"},
    {"classification test", "get-test"},
    {"classification assess", "start-assessment"},
    {"classification answer", "answer-questions"},
    {"classification determine", "determine"},
    {"classification approve", "approve"},
    {"classification list", "list-determinations"},
    {"classification get", "get-determination"},
    {"classification anticipate", "anticipate"},
    {"credential policies", "list-policies"},
    {"credential adopt", "adopt-policy"},
    {"credential unadopt", "end-adoption"},
    {"credential adoptions", "list-adoptions"},
    {"credential deposit", "deposit-credential"},
    {"credential accept", "accept-credential"},
    {"credential reject", "reject-credential"},
    {"credential revoke", "revoke-credential"},
    {"credential ask", "request-update"},
    {"credential list", "list-credentials"},
    {"gate check", "check-gates"},
    {"gate over", "list-stretches"},
    {"gate requires", "list-requirements"},
    {"gate closings", "list-closings"},
    {"gate override", "request-override"},
    {"gate grant", "grant-override"},
    {"gate end", "end-override"},
    {"gate overrides", "list-overrides"},
    {"onboarding show", "get-onboarding"},
    {"document render", "render-document"},
    {"document list", "list-documents"},
    {"document get", "get-document"},
    {"document download", "download-document"},
    {"document deposit", "deposit-document"},
    {"document release", "release-document"},
    {"document sign", "sign-document"},
    {"document decline", "decline-signature"},
    {"document withdraw", "withdraw-document"},
    {"document link", "create-download-link"},
    {"mission open", "open-mission"},
    {"mission order", "change-order"},
    {"mission bill-instalment", "bill-instalment"},
    {"mission offer", "offer-opportunity"},
    {"mission accept", "accept-opportunity"},
    {"mission decline", "decline-opportunity"},
    {"mission plan", "plan-session"},
    {"mission move", "move-session"},
    {"mission cancel", "cancel-session"},
    {"mission propose", "propose-facilitator"},
    {"mission confirm", "confirm-facilitator"},
    {"mission decline-session", "decline-session"},
    {"mission withdraw", "withdraw-facilitator"},
    {"mission replace", "replace-facilitator"},
    {"mission register", "register-participants"},
    {"mission read-list", "read-participant-list"},
    {"mission name", "name-participant"},
    {"mission withdraw-participant", "withdraw-participant"},
    {"mission erase", "erase-participant"},
    {"mission heads", "state-head-count"},
    {"mission mark", "mark-attendance"},
    {"mission correct", "correct-attendance"},
    {"mission roll", "get-roll"},
    {"mission deposit-sheet", "deposit-sheet"},
    {"mission check-sheet", "check-sheet"},
    {"mission request-fees", "request-fees"},
    {"mission transmit", "transmit-fees"},
    {"mission hold", "hold-fee"},
    {"mission dismiss-hold", "dismiss-hold"},
    {"mission release", "release-fee"},
    {"mission waive", "waive-fee"},
    {"mission refuse", "refuse-fee"},
    {"mission deposit-invoice", "deposit-supplier-invoice"},
    {"mission claim", "record-funder-claim"},
    {"mission fund", "agree-funding"},
    {"mission funding-refused", "record-funding-refusal"},
    {"mission decide-funding", "decide-refused-funding"},
    {"exemption record", "record-exemption"},
    {"exemption end", "end-exemption"},
    {"exemption list", "list-exemptions"},
    {"mission level", "record-level"},
    {"mission payee", "record-payee"},
    {"mission list", "list-missions"},
    {"mission get", "get-mission"},
    {"mission blocks", "explain-closing"},
    {"mission work", "list-work"},
    {"mission tariffs", "list-tariffs"},
    {"mission invite", "create-invitation"},
    {"mission quality", "get-mission-quality"},
    {"mission facilitator-quality", "get-facilitator-quality"},
    {"mission answers", "list-answers"},
    {"mission questionnaires", "list-questionnaires"},
    {"mission complain", "record-complaint"},
    {"mission complaints", "list-complaints"},
    {"mission assign-complaint", "assign-complaint"},
    {"mission answer-complaint", "answer-complaint"},
    {"mission close-complaint", "close-complaint"},
    {"clock", "get"}};
}  // namespace

const std::vector<Verb>& Verbs() {
  static const auto* verbs = new std::vector<Verb>(AllVerbs());
  return *verbs;
}

const MethodDescriptor* FindVerb(const std::vector<std::string>& words, size_t& used) {
  for (used = std::min<size_t>(2, words.size()); used > 0; --used) {
    const std::string name = used == 2 ? words[0] + "-" + words[1] : words[0];
    for (const Verb& verb : Verbs())
      if (verb.name == name) return verb.method;
  }
  return nullptr;
}

std::string NoSuchVerb(const std::vector<std::string>& words) {
  std::set<std::string> next;  // what may follow the first word
  for (const Verb& verb : Verbs())
    if (verb.name.starts_with(words[0] + "-")) next.insert(verb.name.substr(words[0].size() + 1));
  for (const auto& [spoken, verb] : kOtherWords)
    if (std::string(spoken).starts_with(words[0] + " "))
      next.insert(std::string(spoken).substr(words[0].size() + 1));
  if (next.empty())
    return absl::StrCat("there is no verb \"", words[0], "\"; aorctl --help lists them");
  return absl::StrCat(words[0], words.size() > 1 ? " what? There is no \"" + words[1] + "\"" : "",
                      words.size() > 1 ? "; " : " what? ", "give one of ",
                      absl::StrJoin(next, ", "));
}

std::vector<std::string> InVerbs(std::vector<std::string> words) {
  for (const auto& [spoken, verb] : kOtherWords) {
    const std::vector<std::string> parts = absl::StrSplit(spoken, ' ');
    if (words.size() < parts.size() || !std::equal(parts.begin(), parts.end(), words.begin()))
      continue;
    words.erase(words.begin(), words.begin() + parts.size());
    words.insert(words.begin(), verb);
    break;
  }
  return words;
}

std::string DescribeMethod(const MethodDescriptor& method) {
  std::string out = method.full_name() + "\n";
  if (const std::string comment = protos::CommentOf(method); !comment.empty())
    absl::StrAppend(&out, comment, "\n");
  out += "\n";
  Describe(*method.input_type(), "", 0, out);
  return out;
}
}  // namespace aor::aorctl
