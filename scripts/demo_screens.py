#!/usr/bin/env python3
"""Screens of scripts/demo.sh: reads with aorctl, prints, and counts its checks in one file."""
import base64
import json
import os
import pathlib
import struct
import sys
from decimal import Decimal

import demo_read as read
from demo_read import amount, call, decimal, every

EXPECTED = json.loads(pathlib.Path("examples/alpina/expected.json").read_text(encoding="utf-8"))
OUT = pathlib.Path(os.environ.get("DEMO_OUT", "build/demo"))
FINANCE = "fatima:finance"


def line(words=""):
    print("       " + words)


def check(what, expected, came, show=True):
    right = str(expected) == str(came)
    with open(os.environ["DEMO_CHECKS"], "a", encoding="utf-8") as file:
        file.write(f"{'ok' if right else 'FAILED'} {what}\n")
    if not right:
        line(f"✗ {what}: expected {expected}, came {came}")
    elif show:
        line(f"✓ {what}: {came}")
    return right


def check_all(what, pairs):
    """Many comparisons of one kind, counted one by one, shown as one line unless one fails."""
    good = [check(name, expected, came, show=False) for name, expected, came in pairs]
    if all(good):
        line(f"✓ {what}: all {len(good)} as expected")


def table(heading, rows):
    widths = [max(len(str(row[i])) for row in [heading, *rows]) for i in range(len(heading))]
    is_text = [not all(str(row[i])[:1] in "-0123456789" or not str(row[i]) for row in rows)
               for i in range(len(heading))]
    for row in [heading, ["─" * width for width in widths], *rows]:
        line("  ".join(str(cell).ljust(width) if text else str(cell).rjust(width)
                       for cell, width, text in zip(row, widths, is_text)).rstrip())


def money(value):
    return f"{value:,.2f}".replace(",", "’")


def rate(line):
    """An hour's wage or a percentage, with two decimals at least."""
    whole, _, part = f"{decimal(line['rate']).normalize():f}".partition(".")
    return f"{whole}.{part:0<2}" + ("" if line.get("quantity") else " %")


def plural(number, noun):
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# ---- single values for the shell ----
def field(path):
    answer = sys.stdin.read()
    value = json.loads(answer) if answer else {}
    for name in path.split("."):
        value = value[int(name)] if name.isdigit() and value else dict(value or {}).get(name, "")
    if isinstance(value, dict) and "currency_code" in value:
        value = f"{value['currency_code']} {money(amount(value))}"
    print(value)


def save_file(path):
    answer = json.load(sys.stdin)
    pathlib.Path(path).write_bytes(base64.b64decode(answer["file"]))
    held = answer.get("held_payee_ids", [])
    line(f"{path}: {plural(answer['transactions'], 'transfer')}, {answer['total']['currency_code']} "
         f"{money(amount(answer['total']))}" + (f", held: {', '.join(held)}" if held else ""))


# ---- the days ----
def quote():
    shown = call("get-quote", "q-horlogerie")["quote"]
    price, figures = shown["price"], shown["figures"]
    expected = EXPECTED["worked_numbers"]
    wage, cascade = decimal(price["base_wage"]), f"base {decimal(price['base_wage'])}"
    for part in price["components"]:
        wage += decimal(part["amount"])
        cascade += f" → {wage:.2f} {part['code'].lower().replace('_', ' ')}"
    line(f"{shown['title']}: {cascade}")
    for name, value in (("13th", decimal(price["gross_wage"])), ("cost", decimal(price["cost"])),
                        ("margin", decimal(figures["margin"])),
                        ("margin %", decimal(figures["margin_percent"])),
                        ("coefficient", decimal(figures["coefficient"])),
                        ("coefficient on cost", decimal(figures["coefficient_on_cost"]))):
        check(f"quote, {name}", expected[f"quote, {name}"], f"{value:.2f}")
    wish = {"engagement_kind": "TEMP", "jurisdiction": "CH-GE", "currency_code": "CHF",
            "unit": "HOUR", "base_wage": "30.00", "cba_id": "GAV-PERSONALVERLEIH",
            "skill": "SKILLED", "work_date": "2026-10-01"}
    rows = []
    for held, value in (("TARIFF", "54.00"), ("MARGIN_PERCENT", "25"), ("COEFFICIENT", "1.75"),
                        ("MARGIN", "12.50")):
        other = call("preview-quote", **{f"wish__{k}": v for k, v in wish.items()},
                     wish__held=held, wish__held_value=value)["figures"]
        rows.append([f"{held.lower().replace('_', ' ')} {value}"] + [
            f"{decimal(other[name]):.2f}"
            for name in ("tariff", "margin", "margin_percent", "coefficient", "coefficient_on_cost")])
    table(["held", "tariff", "margin", "margin %", "coefficient", "on cost"], rows)


def waiting(client):
    status = call("month", "status", month="2026-10", client_id=client)
    now = read.instant(call("clock")["now"])
    waits = [m for m in status.get("waiting", []) if m["step"] == "APPROVAL"]
    for missing in waits[:3]:
        days = (now - read.instant(missing["since"])).days
        line(f"{missing['sentence']} Since {days} days.")
    if len(waits) > 3:
        line(f"… and {len(waits) - 3} more")
    oldest = min(read.instant(m["since"]) for m in waits)
    check(f"waiting for the approver of {client}, days", 3, (now - oldest).days)
    check("who is called by name", "Construction Rhône-Arve SA", waits[0].get("waits_for_name"))


def complete(week):
    status = call("month", "status", month="2026-10")
    missing = [m for m in status.get("waiting", [])
               if m["step"] == "HOURS" and m["record"].endswith(week)]
    done = [w for w in every("weeks", "list-weeks", month="2026-10")
            if w["iso_week"] == week and w.get("complete")]
    steps = {step["step"]: step for step in status["steps"]}
    line(f"October: {steps['HOURS']['done']} of {steps['HOURS']['all']} weeks complete, "
         f"{steps['APPROVAL'].get('done', 0)} approved, {steps['VERIFICATION'].get('done', 0)} verified")
    names = ", ".join(sorted(f"{m['party_id']} ({m['record'].split()[0].split('-', 1)[1]})"
                             for m in missing))
    words = f"{len(done)} of {len(done) + len(missing)} complete; missing these: {names}"
    check(f"week {week[-2:]}", "38 of 40 complete; missing these: c08 (clinique), l05 (logidistrib)",
          words)
    for m in missing:
        line(f"{m['sentence']} Due {m['due'][:16].replace('T', ' ')} UTC"
             + (": late." if m.get("late") else "."))


def left(step):
    """What month status says of one step: what, who acts next, and why."""
    waits = [w for w in call("month", "status", "2026-10")["waiting"] if w["step"] == step]
    print("; ".join(sorted(
        " ".join([w["record"], "waits for", w["waits_for"], *w.get("reasons", [])]) for w in waits)))


def held_supplier_invoice():
    held = call("list-supplier-invoices", legal_entity_id="lyon", state="HELD")
    print("; ".join(f"{i['submitted']['supplier_invoice_number']}: "
                    + " ".join(read.day(d) for d in i["held"].get("unmatched_days", []))
                    for i in held.get("supplier_invoices", [])))


def self_bill():
    for draft in call("list-self-billing-drafts", legal_entity_id="lyon",
                      through="2026-10-31").get("drafts", []):
        call("confirm-self-billed-invoice", who=FINANCE, draft_id=draft["draft_id"],
             etag=draft["etag"])


def party(document):
    return document.get("client_id") or document.get("supplier_id")


def invoices():
    rows = []
    for entity in read.ENTITIES:
        for invoice in every("invoices", "list-invoices", legal_entity_id=entity):
            document = invoice["document"]
            rows.append([document["number"], party(document), document.get("purchase_order", ""),
                         document["net"]["currency_code"]] +
                        [money(amount(document.get(n))) for n in ("net", "vat_total", "payable")])
    table(["number", "to", "purchase order", "", "net", "VAT", "payable"], sorted(rows))
    check("invoices and self-billed invoices of October", sum(
        row["invoices"] for row in EXPECTED["legal_entities"].values()) + len(EXPECTED["self_billed"]),
          len(rows))


def margin_of_clinic():
    return [m for m in call("get-margins", legal_entity_id="geneva", month="2026-10",
                            client_id="clinique")["margins"]][0]


def margin_before():
    (OUT / "margin.txt").write_text(str(amount(margin_of_clinic()["margin"])))


def taking_back():
    return [d for d in every("drafts", "list-drafts", legal_entity_id="geneva",
                             client_id="clinique", through="2026-10-31") if d.get("credit")]


def undecided():
    check("drafts that take back before the agency decides", 0, len(taking_back()))


def credit_note():
    drafts = taking_back()
    for draft in drafts:
        note = call("confirm-invoice", who=FINANCE, draft_id=draft["draft_id"], etag=draft["etag"],
                    reason="2 h contested")
        line(f"credit note {note['number']} to the clinic: CHF {money(amount(note['payable']))}")
    check("drafts that take back", 1, len(drafts))


def contested():
    margin = amount(margin_of_clinic()["margin"])
    before = Decimal((OUT / "margin.txt").read_text())
    line(f"the clinic's margin falls from {money(before)} to {money(margin)}")
    check("the margin falls by the credit note", EXPECTED["credit_notes"][0]["net"],
          f"{margin - before:.2f}")
    week = [w for w in every("weeks", "list-weeks", worker_id="c05", contract_id="c05-clinique")
            if w["iso_week"] == "2026-W43"][0]
    check("pay untouched, hours of c05 in week 43", "44.0",
          f"{read.base_seconds(week['payable']) / 3600}")


def history(stream):
    line(f"who did what to {stream}:")
    rows = []
    for change in call("history", stream)["changes"]:
        names = [fact["type"].rsplit("/", 1)[-1].replace("_", " ") for fact in change["facts"]]
        first = ", ".join(dict.fromkeys(f"{names.count(n)} × {n}" if names.count(n) > 1 else n
                                        for n in names))
        rows.append([change["recorded_at"][:16].replace("T", " "), change["actor"], first,
                     change.get("reason", "")])
    together = []
    for row in rows:  # entries of one person and moment on one line
        if together and together[-1][0][:3] == row[:3]:
            together[-1][1] += 1
        else:
            together.append([row, 1])
    table(["when (UTC)", "who", "what", "why"],
          [[r[0], r[1], r[2] + (f" ({n} times)" if n > 1 else ""), r[3]] for r, n in together])


def payslips():
    for entity, currency in read.ENTITIES.items():
        slips = [s["slip"] for s in every("payslips", "list-payslips", legal_entity_id=entity)]
        line(f"{entity}: {len(slips)} payslips verified, gross {currency} "
             f"{money(sum(amount(s['gross']) for s in slips))}, net "
             f"{money(sum(amount(s['net']) for s in slips))}")
        for period in ("2026-09", "2026-10"):
            for left in every("drafts", "list-draft-payslips", legal_entity_id=entity,
                              period=period):
                line(f"left: {left['slip']['contract_id']} {left.get('missing', '')}")
    slip = [s["slip"] for s in every("payslips", "list-payslips",
                                     contract_id="l01-logidistrib")][0]
    rows = [[part["label"], f"{decimal(part['quantity']):.2f} h" if part.get("quantity") else
             money(amount(part.get("base"))) if part.get("base") else "",
             rate(part) if part.get("rate") else "",
             money(amount(part["amount"]))] for part in slip["lines"]
            if part["line_kind"] != "LINE_KIND_EMPLOYER_CHARGE"]
    line(f"the slip of l01, whose assignment has ended: net EUR {money(amount(slip['net']))}")
    table(["line", "base", "rate", "EUR"], rows)


def batches():
    batch = call("get-batch", "wages-geneva")["batch"]
    held = [a for a in batch.get("answers", []) if a.get("held")]
    check("held, and why", "g03 ACCOUNT_CHANGED",
          "; ".join(f"{a['payee_id']} {a['hold_reason']}" for a in held))
    check("the others leave", len(batch["items"]) - 1, batch["transactions"])


def late():
    of_client = [i for i in every("invoices", "list-invoices", legal_entity_id="geneva",
                                  client_id="horlogerie")]
    last = max(of_client, key=lambda i: i["document"]["number"])["document"]
    line(f"supplement invoice {last['number']}: CHF {money(amount(last['payable']))} for "
         f"{last['lines'][0]['description']}")
    check("supplement invoice", EXPECTED["supplement_invoices"][0]["gross"],
          f"{amount(last['payable']):.2f}")
    deltas = [s["slip"] for s in every("payslips", "list-payslips", contract_id="g07-horlogerie")
              if s["slip"]["run_kind"] != "REGULAR"]
    for slip in deltas:
        line(f"slip {slip['payslip_id']}: gross {money(amount(slip['gross']))}, "
             f"net {money(amount(slip['net']))}, beside the first one, which stands")
    check("delta slip, gross and net", " ".join(EXPECTED["late_hours_delta_slip"].values()),
          " ".join(f"{amount(slip[n]):.2f}" for slip in deltas for n in ("gross", "net")))


def flip_one_byte(pack):
    """In the middle of the largest chain; remembers where a verifier must find it."""
    chain = max(pathlib.Path(pack).glob("*/*.chain"), key=lambda file: file.stat().st_size)
    data = bytearray(chain.read_bytes())
    place, at, sequence = len(data) // 2, 0, 0
    while at <= place:
        start, size, sequence = at, struct.unpack(">I", data[at + 1:at + 5])[0], sequence + 1
        at += 37 + size
    place = start + 5 + size // 2
    data[place] ^= 1
    chain.write_bytes(data)
    where = f"log {chain.parent.name} chain {int(chain.stem)} sequence {sequence}"
    (OUT / "flipped.txt").write_text(where + "\n")
    line(f"one bit of byte {place} of {chain} flipped: that is {where}")


def main():
    name, *words = sys.argv[1:]
    if name == "ties-out":
        import demo_month
        return demo_month.ties_out()
    if name == "papers":
        import demo_papers
        return demo_papers.papers()
    if name.startswith("training"):
        import demo_training
        return getattr(demo_training, name.replace("-", "_"))()
    return globals()[name.replace("-", "_")](*words)


if __name__ == "__main__":
    main()
