"""The end of scripts/demo.sh: a paper of each kind into a folder, and who finds which in their space."""
import hashlib
import os
import pathlib
import shutil
import subprocess

import demo_screens as screens
from demo_read import amount, call, every

PAPERS = pathlib.Path(os.environ.get("DEMO_OUT", "build/demo")) / "papers"
OFFICE, AGENT = "office:consultant,finance", "nina:consultant"
TYPES = {"380": "INVOICE", "381": "CREDIT_NOTE", "389": "SELF_BILLED_INVOICE",
         "261": "SELF_BILLED_CREDIT_NOTE"}


def download(document, who=OFFICE):
    """The file, or why it does not come."""
    done = subprocess.run([os.environ["AORCTL"], "document", "download", document, f"--to={PAPERS}"], text=True,
                          env=dict(os.environ, AOR_AS=who), capture_output=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else done.stderr.strip()


def wanted():
    """(kind, source, the amount that its paper must show) of one record of each kind."""
    yield "QUOTE", every("quotes", "list-quotes")[0]["quote_id"], None
    slip = next(s["slip"] for s in every("payslips", "list-payslips", legal_entity_id="geneva"))
    yield "PAYSLIP", slip["payslip_id"], slip["net"]
    kinds = {}
    for entity in ("geneva", "lyon"):
        for invoice in every("invoices", "list-invoices", legal_entity_id=entity):
            kinds.setdefault(TYPES[invoice["document"]["type_code"]], invoice["document"])
    for kind, invoice in sorted(kinds.items()):
        yield kind, invoice["invoice_id"], invoice["payable"]
    batch = call("get-batch", "wages-lyon")["batch"]
    yield "PAYMENT_LIST", batch["batch_id"], batch["paid"]
    week = next(w for w in every("weeks", "list-weeks") if w.get("entries_version"))
    yield "TIMESHEET", f"{week['worker_id']}/{week['iso_week']}/{week['contract_id']}", None


def shows(path, value):
    """Is the amount on the paper, however its country groups digits?"""
    if not value or not shutil.which("pdftotext"):
        return True
    text = subprocess.run(["pdftotext", "-layout", path, "-"], text=True, capture_output=True, check=True).stdout
    digits = "".join(c for c in text if c.isdigit() or c == "\n")
    return f"{amount(value):.2f}".replace(".", "").replace("-", "") in digits


def render(kind, source):
    return call("document", "render", kind, source, who=AGENT, release="true")["document"]


def papers():
    PAPERS.mkdir(parents=True, exist_ok=True)
    made = []
    for kind, source, value in wanted():
        document = render(kind, source)
        path = download(document["document_id"])
        content = document["versions"][-1]["content"]
        made.append((kind.lower(), content.get("pages", 0), pathlib.Path(path).name))
        stored = pathlib.Path(path).is_file() and hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
        screens.check(f"{kind.lower()}: the file has the digest in the log", content["digest"], stored, show=False)
        screens.check(f"{kind.lower()}: its amount stands on the paper", True, shows(path, value), show=False)
        if kind == "PAYSLIP":
            spaces(document)
    screens.table(("paper", "pages", "file"), made)
    screens.line(f"they lie in {PAPERS}")


def spaces(slip):
    """A worker finds their slip; another one finds nothing."""
    document, worker = slip["document_id"], slip["parties"]["worker_id"]
    screens.check(f"{worker} finds the slip", True, download(document, f"{worker}:worker").endswith(".pdf"), show=False)
    screens.check("somebody else finds nothing", "NOT_FOUND", download(document, "eve:worker").split(" ")[0].rstrip(":"))
