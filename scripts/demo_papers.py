"""The end of scripts/demo.sh: a paper of each kind into a folder, and who finds which in their space."""
import hashlib
import os
import pathlib
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

import demo_screens as screens
from demo_read import AT_ONCE, amount, call, every

PAPERS = pathlib.Path(os.environ.get("DEMO_OUT", "build/demo")) / "papers"
OFFICE, AGENT = "office:consultant,finance", "nina:consultant"
# The pairs of a temp in Geneva, one in Lyon and a contractor, each with what its papers must show.
PAIRS = {"g12-horlogerie": (("ASSIGNMENT_CONTRACT", "36.33"), ("HIRE_OF_SERVICES_CONTRACT", "54.00")),
         "l02-logidistrib": (("ASSIGNMENT_CONTRACT", "18,15"), ("HIRE_OF_SERVICES_CONTRACT", "30,75")),
         "mira-numerik": (("MANDATE", "620,00"), ("SERVICE_CONTRACT", "620,00"))}
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
    french = next(s["slip"] for s in every("payslips", "list-payslips", legal_entity_id="lyon"))
    yield "PAYSLIP", french["payslip_id"], french["net_social"]
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
    slips = [s["slip"] for s in every("payslips", "list-payslips", worker_id=slip["worker_id"])]
    paid = sum(int(s["net"]["minor_units"]) for s in slips if s["legal_entity_id"] == "geneva")
    yield "YEARLY_STATEMENT", f"{slip['worker_id']}/geneva/2026", dict(slip["net"], minor_units=paid)
    for contract, pair in PAIRS.items():
        for kind, figure in pair:
            yield kind, contract, figure


def shows(path, value):
    """Is the amount on the paper, however its country groups digits? Text stands there as it is."""
    if not value or not shutil.which("pdftotext"):
        return True
    text = subprocess.run(["pdftotext", "-layout", path, "-"], text=True, capture_output=True, check=True).stdout
    if isinstance(value, str):
        return value in text
    digits = "".join(c for c in text if c.isdigit() or c == "\n")
    return f"{amount(value):.2f}".replace(".", "").replace("-", "") in digits


def render(kind, source):
    return call("document", "render", kind, source, who=AGENT, release="true")["document"]


def printed(kind, source, value):
    document = render(kind, source)
    path = download(document["document_id"])
    return kind, document, path, shows(path, value)


def papers():
    PAPERS.mkdir(parents=True, exist_ok=True)
    made = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        ready = list(pool.map(lambda paper: printed(*paper), wanted()))
    for kind, document, path, is_shown in ready:
        content = document["versions"][-1]["content"]
        made.append((kind.lower(), content.get("pages", 0), pathlib.Path(path).name))
        stored = pathlib.Path(path).is_file() and hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
        screens.check(f"{kind.lower()}: the file has the digest in the log", content["digest"], stored, show=False)
        screens.check(f"{kind.lower()}: its amount stands on the paper", True, is_shown, show=False)
        screens.check(f"{kind.lower()}: lacks nothing that the law asks for", [],
                      document["versions"][-1].get("lacking", []), show=False)
        if kind == "PAYSLIP":
            spaces(document)
        if kind == "HIRE_OF_SERVICES_CONTRACT":
            signed(document)
    screens.table(("paper", "pages", "file"), made)
    incomplete()
    screens.line(f"they lie in {PAPERS}")


def spaces(slip):
    """A worker finds their slip; another one finds nothing."""
    document, worker = slip["document_id"], slip["parties"]["worker_id"]
    screens.check(f"{worker} finds the slip", True, download(document, f"{worker}:worker").endswith(".pdf"), show=False)
    screens.check("somebody else finds nothing", "NOT_FOUND", download(document, "eve:worker").split(" ")[0].rstrip(":"))


def signed(contract):
    """Somebody of the client signs the bytes; engagements hears of it."""
    paper, client = contract["source"], contract["parties"]["client_id"]
    call("document", "sign", contract["document_id"], who=f"director-{client}:client={client}",
         role="CLIENT", digest=contract["versions"][-1]["content"]["digest"])
    subprocess.run([os.environ["AORCTL"], "wait-for", "--timeout=30s"], capture_output=True, check=True)
    papers_now = call("get-contract", paper["id"])["contract"]["papers"]
    signers = [s["signed_by"] for p in papers_now if p["paper_id"] == paper["part"] for s in p["signatures"]]
    screens.check(f"{paper['id']}: who signed by its bytes is known to engagements", True,
                  f"director-{client}" in signers, show=False)


def incomplete():
    """A contract that says too little has no paper, and everything that it lacks is named."""
    said = subprocess.run([os.environ["AORCTL"], "document", "render", "EMPLOYMENT_CONTRACT", "anna-biotech"], text=True,
                          env=dict(os.environ, AOR_AS=AGENT), capture_output=True, check=False).stderr.strip()
    screens.check("a contract without its clauses is not printed", "CLAUSES_MISSING",
                  "CLAUSES_MISSING" if "CLAUSES_MISSING" in said else said, show=False)
    screens.line("anna-biotech, whose contract says neither qualification nor hours, is refused:")
    for piece in said.split(": ", 1)[-1].split("; "):
        screens.line("  " + piece)
