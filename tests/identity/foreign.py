"""Records that are there, asked for by somebody who may not know of them.

What a tenant's own office can open is harvested from its answers: requests for each way to name a record. Then others
ask the same, and ask for records that are not there: no answer may tell the one from the other.
"""
import collections
import itertools
import uuid

from google.protobuf import text_format

from openid import ROLE_NAMES
from reflected import NAMED

# What a field of a request is also called in answers.
ALSO = {"person_id": ("worker_id",), "person_ids": ("person_id", "worker_id"), "worker_id": ("person_id",),
        "owner_id": ("person_id", "worker_id", "client_id", "supplier_id"), "owner_ids": ("owner_id", "person_id"),
        "organisation_id": ("client_id", "supplier_id"), "recipient_id": ("worker_id",), "name": ("operation",),
        "payee_id": ("worker_id", "supplier_id"), "source_id": ("payslip_id", "invoice_id")}
# Beside what ends in _id: the rest of a request says how to look, not for what.
NAMES = {"stream", "number", "supplier_invoice_number", "operation", "name", "link"}
OF_RULES = {"selection_id", "test_id", "cba_id", "template_id"}
# They do what they are for, for the whole process.
FOR_ALL = {"AdvanceTo", "RebuildProjections", "Backup", "WaitFor"}
# Of rules, keys and positions: nobody's, and the same for everybody.
OF_NOBODY = {"ListTests", "GetTest", "ListQuoteTemplates", "ListAgreements", "ListChargeSets", "ListTariffs", "ListPolicies", "ListQuestionnaires",
             "GetMinimumWage", "Get",
             "GetPublicKey", "GetPositions", "CreatePack"}
LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
                        "bcdefahijklmnopqrstuvwxyzgBCDEFAHIJKLMNOPQRSTUVWXYZG")
DIGITS = str.maketrans("0123456789", "1234567890")


def names_a_record(field):
    return (field.endswith(("_id", "_ids")) or field in NAMES) and field not in OF_RULES


def missing(value):
    """An id of the same form that nobody has."""
    head, slash, last = value.rpartition("/")
    return head + slash + (last.translate(LETTERS) if last != last.translate(LETTERS) else last.translate(DIGITS))


def records_in(message, above=None):
    """Every message in it, as the names of the records that it speaks of, with what stands above it."""
    record, below = dict(above or {}), []
    for field, value in message.ListFields():
        if field.type == field.TYPE_STRING and field.label != field.LABEL_REPEATED:
            name = "operation" if value.startswith("operations/") else field.name
            if name != "name" and (names_a_record(name) or name in NAMED):
                record[name] = value
        elif field.type == field.TYPE_MESSAGE and not field.message_type.GetOptions().map_entry:
            below += value if field.label == field.LABEL_REPEATED else [value]
    yield record
    for one in below:
        yield from records_in(one, record)


def messages_of(answer):
    return answer.message if isinstance(answer.message, list) else [answer.message] * (answer.message is not None)


def says_something(answer):
    aside = {"consistency_token", "next_page_token"}
    return any(field.name not in aside for message in messages_of(answer) for field, _ in message.ListFields())


class Wish:
    """A request by its words; one that changes something says something in all its fields."""

    def __init__(self, method, words, asked_by=None):
        self.method, self.words, self.asked_by = method, words, asked_by
        # What it makes: one name of two entities would be refused to their own tenant, too.
        self.made = {name: str(uuid.uuid4()) for name in ("advance_id",) if name not in words}

    def of_nobody(self):
        return Wish(self.method, {name: missing(value) if names_a_record(name) else value
                                  for name, value in self.words.items()})

    def answer(self, token):
        if not self.method.changes:
            return self.method.call(self.method.worded(**self.words), token)
        return self.method.call(self.method.filled(**self.made, **self.words), token)

    def without_words(self, answer):
        said = f"{answer.code} {answer.text} {answer.details!r}"
        if not self.method.changes:
            said += " ".join(text_format.MessageToString(message) for message in messages_of(answer))
        values = [*self.words.values(), *self.made.values()]
        for value in sorted(filter(None, values), key=len, reverse=True):
            said = said.replace(value, "…")
        return said

    def __str__(self):
        return f"{self.method} {self.words}"


class Harvest:
    """What those in `tokens` can open; looked for until no more is found. `known` are names that no answer tells."""

    def __init__(self, process, tokens, known):
        self.tokens, self.records, self.opened = tokens, list(known), {}
        self.methods = [method for method in process.methods
                        if not method.changes and method.verb not in FOR_ALL | OF_NOBODY]
        size = -1
        while size != len(self.records):
            size = len(self.records)
            for method in self.methods:
                self.open(method)
        self.secrets = {value for record in self.records for name, value in record.items()
                        if names_a_record(name) and len(value) > 3}
        self.closed = {str(method) for method in self.methods} - {name for name, *_ in self.opened}

    def wishes(self, method):
        fields = method.words()
        for size in sorted({0, 1, 2, len(fields)}):
            for some in itertools.combinations(fields, size):
                for words in self.words_for(some):
                    yield Wish(method, words)

    def words_for(self, fields, most=8):
        found = []
        for record in self.records:
            words = {name: self.in_record(record, name) for name in fields}
            if all(words.values()) and words not in found:
                found.append(words)
            if len(found) == most:
                break
        return found

    @staticmethod
    def in_record(record, name):
        return next((record[one] for one in (name, *ALSO.get(name, ())) if record.get(one)), NAMED.get(name))

    def open(self, method):
        for wish in self.wishes(method):
            key = (method.name, *sorted(wish.words))
            for wish.asked_by in () if key in self.opened else self.tokens:
                answer = wish.answer(wish.asked_by)
                if answer.code == "OK" and says_something(answer):
                    self.opened[key] = wish
                    self.learn(answer)
                    break

    def learn(self, answer):
        for message in messages_of(answer):
            for record in records_in(message):
                if record and record not in self.records:
                    self.records.append(record)

    def picture(self):
        """What those who may see it see now."""
        seen = {}
        for key, wish in self.opened.items():
            answer = wish.answer(wish.asked_by)
            for message in messages_of(answer):
                for aside in ("consistency_token", "link", "expires_at"):
                    if aside in message.DESCRIPTOR.fields_by_name:
                        message.ClearField(aside)
            seen[key] = wish.without_words(answer)
        return seen


class Others:
    """Who asks: of another tenant with every role, or only with those of the record in question; a service of another
    tenant; of the same tenant, a stranger in the roles that see only what is theirs."""

    def __init__(self, issuer, tenant, service_key):
        self.issuer, self.tenant = issuer, tenant
        self.rivals_service = issuer.ask("service", key=service_key, claims={
            "sub": "payroll", "tenant": "rival", "roles": ["service"]})

    def with_every_role(self, words):
        plain = tuple(role for role in ROLE_NAMES if role not in ("client", "supplier", "worker"))
        return self.issuer.of("rival-office", (*plain, *self.roles(words)), "rival")

    def with_its_roles(self, words):
        person = words.get("worker_id") or words.get("person_id") or words.get("owner_id") or "rival-worker"
        return self.issuer.of(person, self.roles(words), "rival")

    def as_a_service(self, _):
        return self.rivals_service

    def as_a_stranger(self, _):
        return self.issuer.of("stranger", ("worker", "client:stranger", "supplier:stranger"), self.tenant)

    @staticmethod
    def roles(words):
        found = ["worker"]
        for role in ("client", "supplier"):
            names = {words.get(name) for name in (f"{role}_id", "organisation_id", "owner_id")} - {None}
            found += [f"{role}:{name}" for name in sorted(names)]
        return tuple(found)

    def everybody(self):
        return self.with_every_role, self.with_its_roles, self.as_a_service, self.as_a_stranger


def told_apart(wish, token_for, secrets):
    """The code, and what the answers give away, or nothing."""
    nobody = wish.of_nobody()
    answer, otherwise = wish.answer(token_for(wish.words)), nobody.answer(token_for(nobody.words))
    said, other_said = wish.without_words(answer), nobody.without_words(otherwise)
    told = {value for message in messages_of(answer) for record in records_in(message) for value in record.values()}
    if said != other_said:
        return answer.code, f"{wish}: {said[:300]} instead of {other_said[:300]}"
    if told & secrets - set(wish.words.values()):
        return answer.code, f"{wish}: tells of {sorted(told & secrets)[:5]}"
    if answer.code == "OK" and says_something(answer) and wish.method.verb.startswith("List"):
        return answer.code, f"{wish}: is not empty: {said[:300]}"
    return answer.code, None


def all_told_apart(wishes, others, secrets):
    """How often each code was the answer, and what was given away."""
    codes, wrong = collections.Counter(), []
    for wish, who in itertools.product(wishes, others.everybody()):
        if "link" in wish.words and who == others.as_a_stranger:
            continue  # a link is for whoever has it and is signed in
        code, given_away = told_apart(wish, who, secrets)
        codes[code] += 1
        wrong += [f"{who.__name__}: {given_away}"] if given_away else []
    return codes, wrong


def changes_of(process, harvest, most=3):
    """Each method that changes something, with the names of records that are there: the more of them, the better."""
    for method in process.methods:
        found = []
        for record in harvest.records if method.changes else ():
            words = {name: harvest.in_record(record, name) for name in method.words()
                     if names_a_record(name) and name != "name"}
            words = {name: value for name, value in words.items() if value}
            if words and words not in found:
                found.append(words)
        # A run takes its time, and the next one of its entity waits for it.
        runs = method.descriptor.output_type.full_name == "google.longrunning.Operation"
        for words in sorted(found, key=len, reverse=True)[:1 if runs else most]:
            yield Wish(method, words)
