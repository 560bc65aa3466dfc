"""Writes docs/events.md, the catalogue of published events, from the protos and their golden samples.

usage: catalogue.py           writes it
       catalogue.py --check   exit 1 and one line where it is out of date, or where an event lacks its meaning or sample
"""

from google.protobuf.unknown_fields import UnknownFieldSet

from protos import ROOT, described, write_or_check

PAGE = ROOT / "docs/events.md"
CONTEXTS = (ROOT / "services/contexts").read_text().split()
PUBLISHED = 50002  # option (aor.options.v1.published)
HEAD = """# Published events

What other services and other organisations' systems may rely on; made by `scripts/catalogue.py` from the comments of the protos.
Each context hands them out on its Kafka topic `<environment>.<context>.public.v1` as CloudEvents 1.0 in binary mode: the attributes are
headers (`ce_id`, `ce_source`, `ce_type`, `ce_subject`, `ce_time`, `ce_dataschema`, `ce_tenant`, `ce_position`; `ce_effectivefrom` and
`ce_effectiveto` where a fact is true from another day on), the value is the event message in protobuf, the key `<tenant>/<stream>`.

- **Order**: that of each chain, hence of each key. **At least once**: after a crash some come again; `ce_id` tells them apart for ever.
- **From the beginning**: nothing expires. `kcat -b BROKER -C -t development.timesheet.public.v1 -o beginning -e -J` shows all of it with
  headers; `-f '%h\\n'` the headers alone. `protoc --decode aor.timesheet.v1.WeekEvent -I proto aor/timesheet/v1/timesheet_events.proto` reads a value.
- **Personal data** is sealed: names, identifiers and accounts are ciphertext here; ask the directory.
- Types and field numbers are for ever; a newer release adds. Readers skip types that they do not know.
"""


def files():
    protos = [f"aor/{context}/v1/{context}_events.proto" for context in CONTEXTS] + ["aor/operations/v1/run_events.proto"]
    return described("--include_source_info", *protos)


def comments(file):
    """Path of a declaration -> the words before it, or else behind it."""
    found = {}
    for place in file.source_code_info.location:
        words = place.leading_comments or place.trailing_comments
        if words:
            found[tuple(place.path)] = " ".join(words.split()).replace("<", "&lt;")
    return found


def is_published(field):  # an extension that is not generated for Python is an unknown field
    return any(one.field_number == PUBLISHED and one.data for one in UnknownFieldSet(field.options))


def events(file):
    """(type, meaning, what is said of the stream, aggregate, kind) of each published event of a file."""
    words = comments(file)
    messages = {message.name: index for index, message in enumerate(file.message_type)}
    for index, message in enumerate(file.message_type):
        for number, field in enumerate(message.field):
            if not is_published(field):
                continue
            kind = messages.get(field.type_name.rsplit(".", 1)[-1])
            meaning = words.get((4, index, 2, number)) or words.get((4, kind), "")
            aggregate = "".join("_" + c.lower() if c.isupper() else c for c in message.name).strip("_").removesuffix("_event")
            yield f"{file.package}.{message.name}/{field.name}", meaning, words.get((4, index), ""), aggregate, field.name


def page():
    lines, missing = [HEAD], []
    for file in files():
        context = file.package.split(".")[1]
        found = list(events(file))
        if not found:
            continue
        title = "every context with runs" if context == "operations" else context
        lines.append(f"\n## {title}\n")
        about = None
        for type_name, meaning, stream, aggregate, kind in found:
            if stream != about:
                about = stream
                lines.append(f"{stream}\n" if stream else "")
            sample = ROOT / f"tests/golden/{context}/{aggregate}.{kind}.txtpb"
            if not meaning:
                missing.append(f"{type_name} says nowhere what it means")
            if not sample.exists():
                missing.append(f"{type_name} has no sample {sample.relative_to(ROOT)}")
                continue
            lines.append(f"### `{type_name}`\n{meaning}\n\n```\n{sample.read_text().strip()}\n```\n")
    return "\n".join(lines), missing


if __name__ == "__main__":
    write_or_check("catalogue", PAGE, *page())
