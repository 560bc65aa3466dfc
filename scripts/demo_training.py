"""One training mission of scripts/demo.sh, lived from the client's order to its closing and what follows from it.
Input and the figures that it must come to: examples/alpina/training."""
import json
import pathlib

import demo_papers as paper
import demo_quality as quality
import demo_screens as screens
from demo_read import amount, call, every

INPUT = pathlib.Path("examples/alpina/training")
EXPECTED = json.loads((INPUT / "expected.json").read_text(encoding="utf-8"))
MISSION, ENTITY, TEAM, FINANCE = "fresque", "formation", "tess:permanent_team", "fatima:finance"


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
    printed("ATTENDANCE_SHEET", f"{MISSION}/matin", "Dubreuil")


def claim_of_finn(fee):
    """A supplier from abroad is paid on its own invoice; before that comes, the fee waits visibly."""
    waits = [w for w in call("month", "status", month="2026-10").get("waiting", []) if w["step"] == "MISSION_FEE"]
    screens.check("month status: a fee waits for", "finn-ateliers OWN_INVOICE_MISSING",
                  " ".join(f"{w['waits_for']} {w['reasons'][0]}" for w in waits))
    number = "FA-2026-77"
    ask("finn-office:supplier=finn-ateliers", "submit-supplier-invoice", {
        "supplier_id": "finn-ateliers", "supplier_invoice_number": number, "contract_id": fee["fee_id"],
        "quantity": {"unscaled": 1}, "net": fee["amount"], "days": [fee["worked_on"]],
        "issue_date": {"year": 2026, "month": 11, "day": 5}})
    settle()
    accepted = ask(FINANCE, "accept-supplier-invoice", {
        "legal_entity_id": ENTITY, "supplier_id": "finn-ateliers", "supplier_invoice_number": number})
    screens.check("finn's own invoice, matched to the fee", EXPECTED["own_invoice"]["finn-ateliers"],
                  f"{amount(accepted['payable']):.2f}")


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
    answer, draft = confirmed("confirm-invoice")["metropole"]
    expected = EXPECTED["client_invoice"]
    screens.check(f"the client's invoice {answer['number']}, net, VAT, payable",
                  f"{expected['net']} {expected['vat']} {expected['payable']}",
                  " ".join(f"{amount(draft[name]):.2f}" for name in ("net", "vat_total", "payable")))
    printed("INVOICE", answer["invoice_id"], answer["payable"])
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
        "digest": "5d41402abc4b2a76b9719d911017c592ae2c8a3d8ba6f2b1d8ba7e1f4c2a9b77", "number": "FA-2026-77"})
    closed = transmit("fay", "finn", "nora").get("mission_closed")
    screens.check("the last fee closes the mission by itself", True, closed)
    transmit("cora")
    screens.check_all("fees of the mission", [
        (f"fee of {who}", value, f"{amount(fees()[who]['fee']['amount']):.2f}")
        for who, value in EXPECTED["fees"].items()])
    claim_of_finn(fees()["finn"]["fee"])
    bills()
    pay()
    certified = {one["surname"]: one for one in roll("matin")}
    screens.check_all("half-days on the certificates", [
        (f"certificate of {name}", half_days, len(certified[name]["certificate"]["half_days"]))
        for name, half_days in EXPECTED["half_days"].items()])
    printed("PARTICIPATION_CERTIFICATE", f"{MISSION}/matin/{people['Okonkwo']}", "1 sur 2")
    quality.asked_by_mail(MISSION, "matin", "ines.dubreuil@metropole.example")
