"""One training mission of scripts/demo.sh, lived from the client's order to its closing and what follows from it.
Input and the figures that it must come to: examples/alpina/training."""
import json
import pathlib
import time

import demo_papers as paper
import demo_quality as quality
import demo_screens as screens
from demo_read import amount, call, every

INPUT = pathlib.Path("examples/alpina/training")
EXPECTED = json.loads((INPUT / "expected.json").read_text(encoding="utf-8"))
MISSION, ENTITY, TEAM, FINANCE = "fresque", "formation", "tess:permanent_team", "fatima:finance"
OWN_INVOICE = "FA-2026-77"
PATIENCE = 30  # seconds until what follows by itself is there


def settle():
    call("wait-for", timeout="30s")


def ask(who, verb, request):
    return call(verb, f"--json={json.dumps(request)}", who=who)


def live(file, names=()):
    """The calls of a file, in their order; {a name} stands for the id that is known by now."""
    text = (INPUT / file).read_text(encoding="utf-8")
    for name, known in dict(names).items():
        text = text.replace("{" + name + "}", known)
    before = None
    for who, verb, request in json.loads(text):
        if before and who != before:  # who comes next has seen what the others did
            settle()
        before = who
        ask(who, verb, request)
    settle()


def roll(session):
    return ask(TEAM, "get-roll", {"mission_id": MISSION, "session_id": session})["participants"]


def fees():
    """By the person who is paid."""
    records = ask(TEAM, "get-mission", {"mission_id": MISSION})["mission"]["fees"]
    return {record["fee"]["payee_id"]: record for record in records}


def transmit(*people):
    known = fees()
    answer = ask(TEAM, "transmit-fees", {"mission_id": MISSION,
                                         "fee_ids": [known[who]["fee"]["fee_id"] for who in people]})
    settle()
    return answer


def printed(kind, source, value):
    who = TEAM if kind in ("ATTENDANCE_SHEET", "PARTICIPATION_CERTIFICATE") else paper.AGENT
    document = call("document", "render", kind, source, who=who)["document"]
    path = paper.download(document["document_id"])
    screens.check(f"{kind.lower()} {source}: what it must show stands on it", True, paper.shows(path, value), show=False)
    screens.line(f"printed {pathlib.Path(path).name}")


def training_order():
    paper.PAPERS.mkdir(parents=True, exist_ok=True)
    live("order.json")
    planned = ask(TEAM, "get-mission", {"mission_id": MISSION})
    counter = planned["counters"][0]
    screens.check("workshops ordered, planned, with a facilitator", "3 3 3",
                  f"{counter['ordered']} {counter['planned']} {counter['confirmed']}")
    screens.check("by its agreement the funder pays", "40 % of 3 workshops: 1080.00", " ".join(
        f"{f['funding']['percent']['unscaled']} % of {f['funding']['sessions']} workshops:"
        f" {amount(f['funding']['amount']):.2f}" for f in planned["mission"]["fundings"]))
    printed("ATTENDANCE_SHEET", f"{MISSION}/matin", "ines.dubreuil@metropole.example")


def accepted(supplier, number):
    """What was handed in with the mission is submitted by itself, soon."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return ask(FINANCE, "accept-supplier-invoice", {
                "legal_entity_id": ENTITY, "supplier_id": supplier, "supplier_invoice_number": number})
        except SystemExit:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def claim_of_finn():
    """A supplier from abroad is paid on its own invoice, handed in once: invoicing has it from there."""
    payable = accepted("finn-ateliers", OWN_INVOICE)["payable"]
    screens.check("finn's own invoice, matched to the fee", EXPECTED["own_invoice"]["finn-ateliers"],
                  f"{amount(payable):.2f}")


def confirmed(verb, **fields):
    """Every open draft, by party; the numbers come with the confirmation."""
    listed = "list-drafts" if verb == "confirm-invoice" else "list-self-billing-drafts"
    made = {}
    for draft in every("drafts", listed, legal_entity_id=ENTITY):
        answer = ask(FINANCE, verb, {"draft_id": draft["draft_id"], "etag": draft["etag"], **fields})
        made[draft.get("supplier_id") or draft["client_id"]] = (answer, draft)
    settle()
    return made


def bills():
    made = confirmed("confirm-self-billed-invoice")
    screens.check_all("self-billed invoices of the mission", [
        (f"self-billed {who}", payable, f"{amount(made[who][0]['payable']):.2f}")
        for who, payable in EXPECTED["self_billed"].items()])
    for answer, _ in made.values():
        printed("SELF_BILLED_INVOICE", answer["invoice_id"], answer["payable"])
    invoices = confirmed("confirm-invoice")
    screens.check_all("the client's invoice and the funder's: net, VAT, payable", [
        (f"invoice of {who}", f"{expected['net']} {expected['vat']} {expected['payable']}",
         " ".join(f"{amount(invoices[who][1][name]):.2f}" for name in ("net", "vat_total", "payable")))
        for who, expected in EXPECTED["client_invoices"].items()])
    printed("INVOICE", invoices["metropole"][0]["invoice_id"], "DPC-2026-0118")
    printed("INVOICE", invoices["opco-atout"][0]["invoice_id"], "Dubreuil")
    screens.check("nothing is left to bill", 0, sum(
        len(every("drafts", verb, legal_entity_id=ENTITY)) for verb in ("list-drafts", "list-self-billing-drafts")))


def pay():
    for kind, expected in EXPECTED["paid"].items():
        batch = f"formation-{kind.lower()}"
        call("propose-batch", batch_id=batch, legal_entity_id=ENTITY, batch_kind=kind,
             execution_date="2026-11-06", who="paul:consultant")
        call("release-batch", batch_id=batch, who="frank:finance")
        settle()
        file = call("export-payment-file", batch_id=batch, who="frank:finance")
        screens.check(f"{batch}: transfers", expected, f"{file['transactions']} × {amount(file['total']):.2f}")


def training():
    people = {one["surname"]: one["participant_id"]
              for session in ("matin", "soir", "direction") for one in roll(session)}
    live("carried-out.json", people)
    known = fees()
    ask("finn:facilitator", "deposit-supplier-invoice", {
        "mission_id": MISSION, "fee_id": known["finn"]["fee"]["fee_id"], "document_id": "own-77",
        "digest": "5d41402abc4b2a76b9719d911017c592ae2c8a3d8ba6f2b1d8ba7e1f4c2a9b77", "number": OWN_INVOICE,
        "net": known["finn"]["fee"]["amount"], "issue_date": {"year": 2026, "month": 11, "day": 5}})
    closed = transmit("fay", "finn", "nora").get("mission_closed")
    screens.check("the last fee closes the mission by itself", True, closed)
    transmit("cora")
    screens.check_all("fees of the mission", [
        (f"fee of {who}", value, f"{amount(fees()[who]['fee']['amount']):.2f}")
        for who, value in EXPECTED["fees"].items()])
    claim_of_finn()
    bills()
    pay()
    certified = {one["surname"]: one for one in roll("matin")}
    screens.check_all("half-days on the certificates", [
        (f"certificate of {name}", half_days, len(certified[name]["certificate"]["half_days"]))
        for name, half_days in EXPECTED["half_days"].items()])
    printed("PARTICIPATION_CERTIFICATE", f"{MISSION}/matin/{people['Okonkwo']}", "1 sur 2")
    quality.asked_by_mail(MISSION, "matin", "ines.dubreuil@metropole.example")
