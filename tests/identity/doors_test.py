#!/usr/bin/env python3
"""Every door of a running suite, found by reflection, and everybody who may not pass it.

Each method x each way in which a token is none: UNAUTHENTICATED. Each method x each role and each token of all the
roles that its policy does not name: PERMISSION_DENIED. What was refused has changed nothing, and is counted.
"""
import argparse
import collections
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request

import grpc

from openid import ROLE_NAMES, ROOT, Issuer, OpenSuite, after
from reflected import PERSONS, Process

# Only these answer whoever calls: whether the process lives, what its methods are, and how its connections are.
OPEN_TO_ALL = {"grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection",
               "grpc.reflection.v1alpha.ServerReflection", "grpc.channelz.v1.Channelz"}
SENTENCE = re.compile(r"The (call carries no token; send one as authorization: Bearer <token>"
                      r"|token [^;]+; (send the call again in half a minute, or )?get a new one from the issuer"
                      r"|link is none of ours; open it as it stands in the mail)\.")
# Theirs, in a tenant where nothing is.
NOBODY, ACME, KARIM, TENANT = "nobody-of-ours", "acme", "karim-conseil", "empty"
OWN = {**dict.fromkeys(PERSONS, NOBODY), "client": ACME, "supplier": KARIM}
# With an empty request these would do what they are for.
WITH = {"aor.admin.v1.AdminService.RebuildProjections": {"view": "none"}}


def scoped(role):
    return f"{role}:{OWN[role]}" if role in ("client", "supplier") else role


class Tokens:
    def __init__(self, issuer, suite):
        self.issuer, self.key = issuer, str(suite.home / "data/service-key.pem")
        self.foreign_key = str(suite.home / "issuer-key.pem")

    def of(self, *roles):
        return self.issuer.of(NOBODY, tuple(map(scoped, roles)), TENANT)

    def service(self, key=None, roles=("service",)):
        return self.issuer.ask("service", key=key, claims={"sub": "payroll", "tenant": TENANT, "roles": list(roles)})

    def development(self, suite):
        """What the development issuer would sign, with a key that somebody made."""
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", self.foreign_key], check=True)
        made = subprocess.run([str(suite.programs / "aorctl"), "token", f"--as={NOBODY}:administrator",
                               f"--issuer-key={self.foreign_key}"], text=True, capture_output=True, check=True)
        return made.stdout.strip()

    def that_are_none(self, suite):
        """Name -> header, and what the answer says of it. All but one claim or the signature is right."""
        everything, now = [*map(scoped, ROLE_NAMES)], int(time.time())
        stranger = Issuer()

        def token(issuer=self.issuer, do="token", **wish):
            claims = {"sub": NOBODY, "tenant": "alpina", "roles": everything, **wish.pop("claims", {})}
            return issuer.ask(do, claims=claims, **wish)
        good = token()
        head, claims, signature = good.split(".")
        other = token(claims={"sub": "office"}).split(".")[1]
        tokens = {
            "garbled": ("garbage", "is not a JWT"),
            "empty": ("", "is not a JWT"),
            "cut": (f"{head}.{claims}", "is not a JWT"),
            "unreadable header": (f"x{head}.{claims}.{signature}", "has no readable header"),
            "another signature": (f"{head}.{claims}.{signature[:-8]}AAAAAAAA", "carries a wrong signature"),
            "another's claims": (f"{head}.{other}.{signature}", "carries a wrong signature"),
            "expired": (token(claims={"exp": now - 90}), "has expired"),
            "not yet valid": (token(claims={"nbf": now + 900}), "is not valid yet"),
            "without end": (token(without=["exp"]), "never expires"),
            "wrong audience": (token(claims={"aud": "shop"}), "is meant for another audience"),
            "no audience": (token(without=["aud"]), "is meant for another audience"),
            "unsigned": (token(do="unsigned"), "is signed with an algorithm that is not taken here"),
            "public key as a secret": (token(do="confused"), "is signed with an algorithm that is not taken here"),
            "another algorithm": (token(algorithm="ES384"), "is signed with an algorithm that is not taken here"),
            "another issuer": (token(claims={"iss": stranger.url}), "is of another issuer"),
            "a stranger's key": (token(stranger, claims={"iss": self.issuer.url}), "a key that its issuer did not"),
            "the development issuer": (self.development(suite), ""),
            "of no tenant": (token(without=["tenant"]), "has no id in the claim tenant"),
            "of nobody": (token(without=["sub"]), "has no id in the claim sub"),
            "a provider's service": (token(claims={"roles": ["service"]}), "claims the role of our own services"),
            "a false service": (self.service(), "carries a wrong signature"),
            "a service as finance": (self.service(self.key, ["service", "finance"]), "claims more than a service may"),
        }
        headers = {name: (f"Bearer {text}", reason) for name, (text, reason) in tokens.items()}
        none = "The call carries no token"
        return {"none": (None, none), "another scheme": (f"Basic {good}", none), "no scheme": (good, none), **headers}


class Doors:
    def __init__(self, process):
        self.process, self.wrong, self.calls = process, [], 0
        self.refused, self.denied = collections.Counter(), collections.Counter()

    def must(self, holds, what, *more):
        if not holds:
            self.wrong.append(" ".join(map(str, (what, *more))))

    def ask(self, method, request, **identity):
        """The key of a stranger is looked for, once in half a minute: asked again, the answer is there."""
        for _ in range(100):
            answer = method.call(request, **identity)
            self.calls += 1
            if answer.code != "UNAVAILABLE" or "is being fetched" not in answer.text:
                break
            time.sleep(0.05)
        return answer

    def is_denied(self, method, request, token):
        answer = self.ask(method, request, token=token)
        by_policy = answer.text.startswith(f"{method.counted} is open to ")
        self.denied[method.counted] += by_policy
        self.must(not by_policy or answer.code == "PERMISSION_DENIED", method, answer)
        self.must(answer.code != "UNAUTHENTICATED", method, answer)
        return by_policy

    def closed_without_token(self, method, name, header, reason):
        """Where a link is asked for instead of a token, words that nobody signed are none."""
        if header is None and method.policy == ["link"]:
            reason = "link is none of ours"
        metadata = [("authorization", header)] if header is not None else []
        answer = self.ask(method, method.filled(), metadata=metadata)
        self.refused[method.counted] += 1
        right = answer.code == "UNAUTHENTICATED" and SENTENCE.fullmatch(answer.text) and reason in answer.text
        self.must(right and not answer.details, f"{method} x {name}:", answer)

    def closed_by_role(self, method, tokens):
        """By each role alone, and by all together that are not named."""
        request = method.request(**WITH.get(method.name, {}))
        for role in (*ROLE_NAMES, "service"):
            token = tokens.service(tokens.key) if role == "service" else tokens.of(role)
            denied = self.is_denied(method, request, token)
            self.must(denied != method.admits(role), f"{method} x {role}: policy {method.policy}, denied: {denied}")
        rest = [role for role in ROLE_NAMES if not method.admits(role)]
        if not method.admits("anyone"):
            for some in (rest, [], ["Administrator", "admin", "*", "operator"]):
                self.must(self.is_denied(method, request, tokens.of(*some)), f"{method} x {some}: is not denied")

    def open_to_own(self, method, role, tokens):
        """The own record and no other; the same words of another kind of role open nothing."""
        field, own = method.own_field(role), OWN[role]
        for value in (own, "somebody-else", ""):
            denied = self.is_denied(method, method.request(**{field: value}), tokens.of(role))
            admitted = value == own or method.admits(role)
            self.must(denied != admitted, f"{method} x {role} whose {field} is {value!r}: denied: {denied}")
        if role in PERSONS:
            return
        bare = tokens.issuer.of(own, (role, f"{role}:", f"{role}:*"), TENANT)
        if not method.admits(role):
            self.must(self.is_denied(method, method.request(**{field: own}), bare), f"{method} x {role} of none")


def metrics(suite, name):
    """Method and code, or reason, -> sum over the other labels."""
    page = urllib.request.urlopen(f"http://127.0.0.1:{suite.metrics_port}/metrics").read().decode()
    found = collections.Counter()
    for labels, value in re.findall(rf"^{name}{{(.*)}} (\S+)$", page, re.MULTILINE):
        labels = dict(re.findall(r'(\w+)="([^"]*)"', labels))
        found[labels["method"], labels.get("code") or labels.get("reason")] += int(float(value))
    return found


def heads(process, token):
    answer = process.method("GetPositions").call(process.method("GetPositions").request(), token)
    return [(head.log, head.chain, head.sequence, head.head) for head in answer.message.heads]


def try_all(suite, process, tokens):
    doors, before = Doors(process), heads(process, tokens.of("auditor"))
    counted = {name: metrics(suite, name) for name in ("aor_rpc_calls_total", "aor_rpc_denied_total")}
    none = tokens.that_are_none(suite)
    for method in process.methods:
        for name, (header, reason) in none.items():
            doors.closed_without_token(method, name, header, reason)
    doors.must(heads(process, tokens.of("auditor")) == before, "what was refused has changed a log")
    without_token = doors.calls
    for method in process.methods:
        doors.closed_by_role(method, tokens)
        for line in method.policy:
            if line.endswith(":own"):
                doors.open_to_own(method, line.removesuffix(":own"), tokens)
    for name, code, expected in (("aor_rpc_calls_total", "UNAUTHENTICATED", doors.refused),
                                 ("aor_rpc_denied_total", "token", doors.refused),
                                 ("aor_rpc_denied_total", "policy", doors.denied)):
        got = metrics(suite, name) - counted[name]
        for method, times in expected.items():
            doors.must(got[method, code] == times, f"{name} of {method}, {code}: {got[method, code]}, not {times}")
    print(f"    {len(process.methods)} methods x {len(none)} tokens that are none: {without_token} calls", flush=True)
    print(f"    {len(process.methods)} methods x roles and own records: {doors.calls - without_token} calls, "
          f"{sum(doors.denied.values())} denied and counted", flush=True)
    return doors


def only_operators(doors, tokens):
    """An administrator of the operator's tenant, and of no other, runs the process."""
    methods = [method for method in doors.process.methods if method.policy == ["operator"]]
    doors.must(len(methods) == 3, "what only operators do:", *methods)
    for method in methods:
        request = method.request(**WITH.get(method.name, {}))
        doors.must(doors.is_denied(method, request, tokens.of("administrator")), f"{method}: another tenant's")
        operator = tokens.issuer.of("office", ("administrator",))
        doors.must(not doors.is_denied(method, request, operator), f"{method}: the operator is denied")


def others_are_as_said(doors):
    process = doors.process
    doors.must(process.others == OPEN_TO_ALL, "served, and named by no policy:", process.others ^ OPEN_TO_ALL)
    doors.must(not process.unserved, "in the protos, and not served:", process.unserved)
    check = process.channel.unary_unary("/grpc.health.v1.Health/Check")
    doors.must(check(b"", timeout=5) == b"\x08\x01", "health answers without a token")
    absent = process.channel.unary_unary("/aor.payroll.v1.PayrollService/Invented")
    try:
        absent(b"", timeout=5)
        doors.must(False, "a method that is none answers")
    except grpc.RpcError as error:
        doors.must(error.code() == grpc.StatusCode.UNIMPLEMENTED, "a method that is none:", error.code())


def certified(programs, home):
    """A certified provider's word, through the command line."""
    issuer = Issuer("provider")
    suite = OpenSuite(programs, home, issuer)
    command = suite.command
    suite.command = lambda **flags: command(oidc_roles_claim="realm_access.roles", **flags)
    suite.start()
    suite.token_of = lambda who: issuer.ask("token", algorithm=who)
    for algorithm in ("RS256", "ES256", "EdDSA"):
        suite.insist("list-clients", who=algorithm)  # as a consultant may
        refused = suite.aor("run", "invoices", "--legal_entity_id=geneva", who=algorithm)
        if "PERMISSION_DENIED" not in refused.stderr:
            raise SystemExit(f"{algorithm}: {refused.stdout} {refused.stderr}")
    suite.stop()
    print("    aorctl with tokens of a certified provider: its roles, and no others", flush=True)


def with_programme(suite):
    suite.insist("import", str(ROOT / "examples/alpina/programme"))
    suite.settle()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--programs", default=ROOT / "build" / "bin")
    options = arguments.parse_args()
    home = pathlib.Path(tempfile.mkdtemp(prefix="aor-doors-"))
    try:
        issuer = Issuer()
        suite = after(options.programs, home / "mock", issuer, with_programme, operator_tenant="alpina")
        tokens = Tokens(issuer, suite)
        doors = try_all(suite, Process(f"127.0.0.1:{suite.port}"), tokens)
        others_are_as_said(doors)
        only_operators(doors, tokens)
        suite.stop()
        certified(options.programs, home / "certified")
    finally:
        shutil.rmtree(home, ignore_errors=True)
    if doors.wrong:
        raise SystemExit("\n".join([f"{len(doors.wrong)} doors are wrong:", *doors.wrong[:40]]))
    print(f"{doors.calls} calls: every door is as its policy says")


if __name__ == "__main__":
    main()
