// A determination of California, of which one answer is not known, and a statement of London.
#include "libs/documents/papers/sample_parties.h"
#include "libs/documents/papers/samples.h"

namespace aor::documents {
namespace {
constexpr char kRules[] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

StatusFinding FoundInCalifornia() {
  StatusFinding found;
  found.number = "d-2026-0042", found.worker = Worker().who.name, found.engagement = "AOR-2026-17";
  found.made = calendar::Date(2026, 10, 5), found.effective_from = calendar::Date(2026, 10, 12);
  found.reason =
      "Prongs A and C hold. Whether prong B holds is not known: all three are needed, so the "
      "work is presumed to be employment meanwhile.";
  found.factors = {
      {"A: free from control and direction", WorkStatus::kContractor, false,
       "The worker decides when, where and how the work is done.", "Labor Code 2775(b)(1)(A)"},
      {"B: outside the usual course of business", {}, true, "", "Labor Code 2775(b)(1)(B)"},
      {"C: an independent trade", WorkStatus::kContractor, false,
       "The worker runs a business of the same nature with other clients.",
       "Labor Code 2775(b)(1)(C)"}};
  const auto day = calendar::Date(2026, 10, 2);
  found.answers = {
      {"Is the person free from the control and direction of the hiring entity in connection with "
       "the performance of the work, both under the contract and in fact?",
       "Yes",
       "grace",
       day,
       {"contract AOR-2026-17, clause 4"}},
      {"Does the person perform work that is outside the usual course of the hiring entity’s "
       "business?",
       "",
       "grace",
       day,
       {}},
      {"Is the person customarily engaged in an independently established trade, occupation, or "
       "business of the same nature?",
       "Yes",
       "zoe",
       day,
       {"document 4be1f0, SHA-256 6ae8a75555209fd6c44157c0aed8016e763ff435a19cf186f76863140143ff72",
        "https://zoe-simankova.example/clients"}}};
  return found;
}

StatusFinding FoundInLondon() {
  StatusFinding found;
  found.number = "d-2026-0077", found.worker = Contractor().who.name;
  found.engagement = "AOR-2026-31";
  found.made = calendar::Date(2026, 11, 3), found.effective_from = calendar::Date(2026, 11, 9);
  found.outcome = WorkStatus::kEmployee;
  found.reason =
      "Row 12 of HMRC’s final table: personal service is required, the client decides what is "
      "done and how, and the worker bears no financial risk.";
  found.factors = {{"Substitutes and helpers (personal service)", WorkStatus::kEmployee, false,
                    "The worker must do the work in person.", "CEST, section 3"},
                   {"Working arrangements (control)", WorkStatus::kEmployee, false,
                    "The client decides how and when the work is done.", "CEST, section 4"},
                   {"Worker’s financial risk", {}, false, "", "CEST, section 5"}};
  const auto day = calendar::Date(2026, 10, 30);
  found.answers = {{"Does your organisation have the right to reject a substitute?",
                    "Yes",
                    "grace",
                    day,
                    {"contract AOR-2026-31, clause 7"}},
                   {"Does your organisation have the right to decide how the work is done?",
                    "Yes",
                    "grace",
                    day,
                    {}}};
  return found;
}
}  // namespace

Determination SampleDetermination(const std::string& in) {
  Determination paper;
  paper.reader = {in, "CH"};
  paper.keeper = Agency(), paper.client = Client();
  paper.found = FoundInCalifornia();
  paper.jurisdiction = "US-CA", paper.test = "ABC test, AB 5 as amended by AB 2257";
  paper.test_source = "Labor Code 2775(b)(1)", paper.rule_version = kRules;
  paper.presumed = WorkStatus::kEmployee, paper.confidence_percent = 40;
  paper.consequence = "No engagement may rest on it before prong B is answered.";
  paper.decided_by = "the hiring entity, who bears the burden", paper.decider = "carla";
  paper.review_on = calendar::Date(2027, 10, 5);
  paper.path = {{"No exemption of sections 2776 to 2784 applies: the ABC test decides.",
                 "Labor Code 2775(b)"}};
  paper.duties = {{"Hand the worker the notice of wages", "Labor Code 2810.5"}};
  paper.missing = {
      "Does the person perform work that is outside the usual course of the hiring entity’s "
      "business?"};
  paper.happenings = {{StatusStep::kDisputed, calendar::Date(2026, 10, 7), "zoe",
                       "The workshop has no electricians of its own."}};
  return paper;
}

StatusStatement SampleStatusStatement(const std::string& in) {
  StatusStatement paper;
  paper.reader = {in, "GB"};
  paper.client = {{"Harbour & Sons Ltd", {"Tooley Street", "12", "SE1 2TF", "London", "GB", {}}},
                  {"VAT GB 123 4567 73"},
                  {}};
  paper.worker = Contractor();
  paper.found = FoundInLondon();
  paper.decided_by_name = "grace", paper.decided_on = calendar::Date(2026, 11, 4);
  paper.given_to = {Contractor().who.name, Agency().who.name};
  paper.dispute_days = 45;
  paper.source = "ITEPA 2003, sections 61NA and 61T";
  return paper;
}
}  // namespace aor::documents
