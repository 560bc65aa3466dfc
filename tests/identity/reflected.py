"""Every method that a running process serves, as it says itself by reflection, called by Google's own Python."""
import uuid

import grpc
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.unknown_fields import UnknownFieldSet
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

from openid import ROLE_NAMES
from policies import policies
from running_suite import fields_of

CHECK = 50003  # option (aor.options.v1.check)
SECONDS = 10  # a call's deadline
PERSONS = ("worker", "coordinator", "facilitator")  # roles whose own record is their own person's
ASIDE = {"consistency_token", "page_size", "page_token", "validate_only"}
SAMPLES = {"date": "2026-10-12", "zone": "Europe/Zurich", "currency": "CHF", "country": "CH", "jurisdiction": "CH-GE",
           "language": "en", "iban": "CH9300762011623852957", "decimal": "1", "mail": "a@example.com",
           "phone": "+41225550100", "id": "some-id"}


# What no option says of fields by these names.
NAMED = {"month": "2026-10", "period": "2026-10", "iso_week": "2026-W41", "currency_code": "CHF", "log": "directory",
         "registration_number": "CHE-107.787.577"}


class Answer:
    def __init__(self, code, text="", details=b"", message=None):
        self.code, self.text, self.details, self.message = code, text, details, message

    def __str__(self):
        return f"{self.code} {self.text or self.message}"


class Method:
    def __init__(self, channel, descriptor, policy):
        self.descriptor, self.policy = descriptor, policy
        self.name, self.verb, self.service = descriptor.full_name, descriptor.name, descriptor.containing_service.name
        # As the metrics call it.
        self.counted = f"{descriptor.containing_service.file.package}.{descriptor.name}"
        self.request = message_factory.GetMessageClass(descriptor.input_type)
        self.streams = descriptor.server_streaming
        path = f"/{descriptor.containing_service.full_name}/{descriptor.name}"
        response = message_factory.GetMessageClass(descriptor.output_type)
        kind = channel.unary_stream if self.streams else channel.unary_unary
        self.stub = kind(path, self.request.SerializeToString, response.FromString)
        self.changes = "request_id" in descriptor.input_type.fields_by_name

    def __str__(self):
        return self.name

    def call(self, request, token=None, metadata=None):
        metadata = metadata or ([("authorization", f"Bearer {token}")] if token is not None else [])
        try:
            answer = self.stub(request, timeout=SECONDS, metadata=metadata)
            return Answer("OK", message=list(answer) if self.streams else answer)
        except grpc.RpcError as error:
            details = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin", b"")
            return Answer(error.code().name, error.details(), details)

    def own_field(self, role):
        """Where a request names the caller's own record, as options.proto says; the directory says person,
        organisation and owner."""
        general = "person_id" if role in PERSONS else "organisation_id"
        fields = self.descriptor.input_type.fields_by_name
        return next(name for name in (f"{role}_id", general, "owner_id") if name in fields)

    def admits(self, role):
        return role in self.policy or "anyone" in self.policy

    def words(self):
        """The fields of a request that could say which record is meant, or which time."""
        return [field.name for field in self.descriptor.input_type.fields
                if field.type == FieldDescriptor.TYPE_STRING and field.name not in ASIDE | {"request_id", "reason"}]

    def worded(self, **words):
        """A request of these words, and of what else must be said."""
        request = self.request()
        for field in self.descriptor.input_type.fields:
            if field.name in words or check_of(field)[1]:
                put(request, field, words.get(field.name) or one_of(field, words, 0))
        return request

    def filled(self, **values):
        """A request that says something in every field, of the form that is asked for."""
        request = self.request()
        fill(request, values)
        return request


def check_of(field):
    """The format that a field's option demands, and whether it is required."""
    for one in UnknownFieldSet(field.GetOptions()):
        if one.field_number == CHECK:
            said = dict(fields_of(one.data))
            return said.get(6, b"").decode(), bool(said.get(1))
    return "", False


def sample(field):
    kind = check_of(field)[0]
    if kind == "uuid":
        return str(uuid.uuid4())
    return SAMPLES.get(kind, "Words")


def put(message, field, value):
    if field.label == FieldDescriptor.LABEL_REPEATED:
        getattr(message, field.name).append(value)
    elif field.type == FieldDescriptor.TYPE_MESSAGE:
        getattr(message, field.name).CopyFrom(value)
    else:
        setattr(message, field.name, value)


def one_of(field, values, depth):
    if field.name == "request_id":
        return str(uuid.uuid4())
    if field.type == FieldDescriptor.TYPE_STRING:
        return values.get(field.name) or NAMED.get(field.name) or sample(field)
    if field.type == FieldDescriptor.TYPE_BYTES:
        return b"x" * 32
    if field.type == FieldDescriptor.TYPE_MESSAGE:
        made = message_factory.GetMessageClass(field.message_type)()
        fill(made, values, depth + 1)
        return made
    return field.type == FieldDescriptor.TYPE_ENUM or 1


def fill(message, values, depth=0):
    if message.DESCRIPTOR.full_name == "aor.types.v1.Date":
        message.year, message.month, message.day = 2026, 10, 12
        return
    if message.DESCRIPTOR.full_name == "google.protobuf.Timestamp":
        message.seconds = 1_790_000_000
        return
    for field in message.DESCRIPTOR.fields:
        one_of_another = field.containing_oneof and field.containing_oneof.fields[0] is not field
        is_message = field.type == FieldDescriptor.TYPE_MESSAGE
        if field.name in ASIDE or one_of_another or (is_message and depth > 3):
            continue
        if field.type == FieldDescriptor.TYPE_BOOL:
            continue
        if not is_message or not field.message_type.GetOptions().map_entry:
            put(message, field, one_of(field, values, depth))


class Process:
    """What listens at an address: its services by reflection, which must be those of the protos in this tree."""

    def __init__(self, address):
        self.channel = grpc.insecure_channel(address)
        database = ProtoReflectionDescriptorDatabase(self.channel)
        pool = descriptor_pool.DescriptorPool(database)
        self.services = set(database.get_services())
        declared = policies()
        self.others = self.services - declared.keys()
        self.unserved = declared.keys() - self.services
        self.methods = [Method(self.channel, method, declared[service].get(method.name, []))
                        for service in sorted(self.services & declared.keys())
                        for method in pool.FindServiceByName(service).methods]

    def method(self, name):
        return next(method for method in self.methods if method.name.endswith("." + name))
