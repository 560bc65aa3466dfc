#!/usr/bin/env python3
"""A month of the Alpina programme, and everybody who may not know of it: by no answer, no list and no byte of the
audit, and by no time that an answer takes, may they tell a record that is there from one that is not."""
import argparse
import collections
import itertools
import pathlib
import random
import shutil
import tempfile

from foreign import Harvest, Others, Wish, all_told_apart, changes_of
from openid import ROLE_NAMES, ROOT, Issuer, after
from reflected import Process
from month import live_month
from times import mann_whitney, of_answers

# What an office cannot open at the month's end: there is none of it then, or nobody asks for it by a name.
CLOSED = {
    "aor.audit.v1.AuditService.ReadChain",  # looked at by itself
    "aor.classification.v1.ClassificationService.Anticipate",
    "aor.classification.v1.ClassificationService.GetDetermination",
    "aor.classification.v1.ClassificationService.ListDeterminations",
    "aor.credentials.v1.CredentialService.ListAdoptions",
    "aor.credentials.v1.CredentialService.ListCredentials",
    "aor.credentials.v1.GateService.ListClosings",
    "aor.credentials.v1.GateService.ListOverrides",
    "aor.credentials.v1.GateService.ListRequirements",
    "aor.directory.v1.AccountService.ResolvePayees",
    "aor.engagements.v1.EngagementsService.PreviewQuote",
    "aor.engagements.v1.WageRulesService.ListContractsBelowMinimum",
    "aor.invoicing.v1.SelfBillingService.GetSelfBillingDraft",
    "aor.invoicing.v1.SelfBillingService.ListSelfBillingDrafts",
    "aor.missions.v1.ComplaintService.ListComplaints",
    "aor.missions.v1.FacilitatorService.GetFacilitator",
    "aor.missions.v1.FeeService.ListWork",
    "aor.missions.v1.InvitationService.CreateInvitation",
    "aor.missions.v1.InvitationService.GetInvitation",
    "aor.missions.v1.MissionService.ExplainClosing",
    "aor.missions.v1.MissionService.GetMission",
    "aor.missions.v1.MissionService.ListMissions",
    "aor.missions.v1.QualityService.GetMissionQuality",
    "aor.missions.v1.QualityService.GetQuestionnaire",
    "aor.missions.v1.QualityService.GetQuestionnaireLink",
    "aor.missions.v1.QualityService.ListAnswers",
    "aor.missions.v1.RollService.GetRoll",
    "aor.payroll.v1.PayrollService.GetMonthStatus",
    "aor.payroll.v1.PayrollService.ListDraftPayslips",
    "google.longrunning.Operations.CancelOperation",
    "google.longrunning.Operations.DeleteOperation",
}
# What no list tells.
KNOWN = [{"log": "directory", "stream": "person-anna", "owner_id": "anna", "assessment_id": "assessed-anna"},
         {"stream": "billed-anna-biotech"}, {"stream": "slip-anna-biotech-2026-10-REGULAR"}]
# Whose answers are timed, and how far from a coin's the chance to guess right may be.
TIMED, MARGIN = ("GetContract", "GetInvoice", "GetPayslip"), 0.05
TRIES = 3  # what tells, tells each time; a busy machine or an unlucky key does not


def records_of_more_kinds(process, token):
    """What the month of the demonstration has none of: a paper, a loan, an assessment, an exemption."""
    test = process.method("ListTests").call(process.method("ListTests").request(jurisdiction="CA"), token).message
    for verb, words in (
            ("RenderDocument", {"document_kind": "QUOTE", "source_id": "q-biotech-eor"}),
            ("GrantLoan", {"worker_id": "anna", "legal_entity_id": "geneva", "advance_id": "loan-anna"}),
            ("StartAssessment", {"worker_id": "anna", "client_id": "biotech", "assessment_id": "assessed-anna",
                                 "engagement_id": "anna-biotech", "selection_id": test.tests[0].selection_id}),
            ("RecordExemption", {"legal_entity_id": "lyon", "supplier_id": "mira-dev", "document_digest": 64 * "0"})):
        method = process.method(verb)
        answer = method.call(method.filled(**words), token)
        if answer.code != "OK":
            raise SystemExit(f"{method} {words}: {answer}")
    settle(process, token)


def settle(process, token):
    process.method("WaitFor").call(process.method("WaitFor").request(), token)


def bytes_of_chains(process, token):
    """All that an auditor's tools may fetch, of every log."""
    heads, read = process.method("GetPositions"), process.method("ReadChain")
    found = b""
    for head in heads.call(heads.request(), token).message.heads:
        sequence = 1
        while sequence <= head.sequence:
            page = read.call(read.request(log=head.log, chain=head.chain, from_sequence=sequence,
                                          to_sequence=head.sequence), token).message
            found, sequence = found + page.records, page.next_sequence
            if sequence == 0:
                break
    return found


def told_by_words(harvest, others):
    codes, told = all_told_apart(harvest.opened.values(), others, harvest.secrets)
    methods = {name for name, *_ in harvest.opened}
    print(f"    {len(harvest.secrets)} names, {len(harvest.opened)} ways to ask in {len(methods)} methods, "
          f"by {len(others.everybody())} others: {dict(codes)}", flush=True)
    return told


def told_by_chains(process, office, rival, secrets):
    def names_in(read):
        return sorted(name for name in secrets if len(name) > 5 and name.encode() in read)
    ours, theirs = bytes_of_chains(process, office), bytes_of_chains(process, rival)
    print(f"    chains: {len(ours)} bytes for their tenant with {len(names_in(ours))} names, "
          f"{len(theirs)} for another one", flush=True)
    if len(names_in(ours)) < 100:
        yield "the chains were not read"
    if names_in(theirs):
        yield f"the chains of a rival tell of {names_in(theirs)[:9]}"


def told_by_time(harvest, others, calls):
    wishes = {wish.method.verb: wish for wish in harvest.opened.values() if len(wish.words) == 1}
    chance = random.Random(1)
    for wish in map(wishes.__getitem__, TIMED):
        there = [Wish(wish.method, words) for words in harvest.words_for(tuple(wish.words))]
        for _ in range(TRIES):
            times = of_answers([there, [one.of_nobody() for one in there]], others.with_every_role({}), calls, chance)
            effect, p = mann_whitney(*times)
            print(f"    {wish.method}: {calls} answers each for {len(there)} records; of pairs, the one of a record that "
                  f"is there took longer in {effect:.3f}, p = {p:.3f}", flush=True)
            if abs(effect - 0.5) <= MARGIN:
                break
        else:
            yield f"{wish.method}: the time of the answer tells, {effect:.3f}"


def changed_by_others(process, harvest, others):
    """What a change says, and whether it changed what those see who may. What one context was told the others know
    before they are asked: both answers rest on the same."""
    before, codes, told, tried = harvest.picture(), collections.Counter(), [], 0
    for _, wishes in itertools.groupby(changes_of(process, harvest), lambda wish: wish.method.service):
        wishes = list(wishes)
        more, given_away = all_told_apart(wishes, others, set())
        codes, told, tried = codes + more, told + given_away, tried + len(wishes)
        settle(process, harvest.tokens[0])
    print(f"    {tried} changes of records that are there: {dict(codes)}", flush=True)
    after_all = harvest.picture()
    return told + [f"{key} was changed by others: {before[key][:200]} became {after_all[key][:200]}"
                   for key in before if before[key] != after_all[key]]


def try_all(process, issuer, key, calls):
    office = issuer.of("office", ROLE_NAMES)
    service = issuer.ask("service", key=key, claims={"sub": "payroll", "tenant": "alpina", "roles": ["service"]})
    records_of_more_kinds(process, office)
    harvest, others = Harvest(process, [office, service], KNOWN), Others(issuer, "alpina", key)
    wrong = [f"opened by nobody, or now by somebody: {method}" for method in sorted(harvest.closed ^ CLOSED)]
    wrong += told_by_words(harvest, others)
    wrong += told_by_chains(process, office, others.with_every_role({}), harvest.secrets | {"alpina"})
    wrong += told_by_time(harvest, others, calls)
    return wrong + changed_by_others(process, harvest, others)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--programs", default=ROOT / "build" / "bin")
    arguments.add_argument("--long", action="store_true", help="times five times as many answers")
    options = arguments.parse_args()
    home, issuer = pathlib.Path(tempfile.mkdtemp(prefix="aor-foreign-")), Issuer()
    try:
        suite = after(options.programs, home, issuer, lambda before: live_month(before, 1))
        process = Process(f"127.0.0.1:{suite.port}")
        wrong = try_all(process, issuer, str(home / "data/service-key.pem"), 10_000 if options.long else 2_000)
        suite.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)
    if wrong:
        raise SystemExit("\n".join([f"{len(wrong)} answers give something away:", *wrong[:60]]))
    print("nothing is given away, and nothing was changed")


if __name__ == "__main__":
    main()
