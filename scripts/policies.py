"""Writes docs/policies.md, who may call which method, from the policy options of the protos.

usage: policies.py           writes it
       policies.py --check   exit 1 and one line where it is out of date, or where a method declares no policy
"""
import re

from google.protobuf.unknown_fields import UnknownFieldSet

from protos import ROOT, described, write_or_check

PAGE = ROOT / "docs/policies.md"
POLICY = 50001  # option (aor.options.v1.policy)
ROLES = ("worker", "supplier", "client", "consultant", "finance", "compliance", "auditor", "coordinator",
         "facilitator", "permanent_team", "administrator",
         "operator", "service")
HEAD = """# Who may call what

Made by `scripts/policies.py` from the policies that the protos declare; the edge enforces the same ones (`libs/rpc/policy.cc`), and a
service with a method that declares none does not start. The tenant comes from the token, never from the request.

- ● everybody in the role · ○ only for the own record: the caller's own id, or the organisation that the token names, stands in the request
- *anyone*: every caller with a valid token.
- *link*: nobody by a token, but whoever sends a link that the suite signed, without an account.
- A client's or supplier's role is of one organisation (`client:acme`); what else such a caller may not see is NOT_FOUND, as if it were not there.
- Every other role is of the whole tenant: with a scope, such as `finance:lyon`, it counts for nothing.
- `operator` follows from role and tenant: an administrator of the tenant that the process names (`--operator_tenant`); no token gives it.
- `service` is the suite's own services to each other; no OpenID provider can give it (`libs/rpc/tokens.h`).
"""


def files():
    protos = sorted(str(file.relative_to(ROOT / "proto")) for file in (ROOT / "proto/aor").rglob("*_service.proto")
                    if "testing" not in file.parts)
    return described("-I.deps/googleapis", *protos)


def texts(data):
    """Of a message whose field 1 is repeated text, each shorter than 128 bytes."""
    while data:
        yield data[2:2 + data[1]].decode()
        data = data[2 + data[1]:]


def declared(options):
    """The lines of a method's policy; an extension that is not generated for Python is an unknown field."""
    return [line for one in UnknownFieldSet(options) if one.field_number == POLICY for line in texts(one.data)]


def of_others():
    """Services that others wrote declare nothing: their policies stand in the edge."""
    source = (ROOT / "libs/rpc/policy.cc").read_text()
    return {name: re.findall(r'"(\w+)"', roles)
            for name, roles in re.findall(r'\{"(google\.[\w.]+)",\s*\{([^}]*)\}\}', source)}


def policies():
    """Full name of a service -> name of a method -> lines of its policy."""
    found = {f"{file.package}.{service.name}": {method.name: declared(method.options) for method in service.method}
             for file in files() for service in file.service}
    for name, roles in of_others().items():
        service, method = name.rsplit(".", 1)
        found.setdefault(service, {})[method] = roles
    return found


def row(method, lines):
    marks = ["●" if role in lines else "○" if f"{role}:own" in lines else "" for role in ROLES]
    for everybody in ("anyone", "link"):
        if everybody in lines:
            marks = [f"*{everybody}*"] + [""] * (len(ROLES) - 1)
    return "| " + " | ".join([f"`{method}`", *marks]) + " |"


def page():
    lines, missing = [HEAD], []
    for service, methods in sorted(policies().items()):
        lines += [f"\n## `{service}`\n", "| method | " + " | ".join(ROLES) + " |", "|---" * (len(ROLES) + 1) + "|"]
        for method, policy in methods.items():
            unknown = {line.removesuffix(":own") for line in policy} - {*ROLES, "anyone", "link"}
            if not policy or unknown:
                missing.append(f"{service}/{method} has no policy that can be enforced: {policy}")
            lines.append(row(method, policy))
    return "\n".join(lines) + "\n", missing


if __name__ == "__main__":
    write_or_check("policies", PAGE, *page())
